import PlanModel

extension SummaryComparison {
    /// From here on a statement is taken for the answer to a target.
    static let threshold = 0.45
    /// Below this the match is marked as unsure.
    static let sure = 0.7
    /// A second statement within this of the best is a rival.
    static let margin = 0.08

    /// Matches each target of a plan with the actual values of a summary; both may be parts of one document.
    ///
    /// Targets are those outside summary parts, statements those in summary parts that say what was reached. A right
    /// answer gives each statement to one target, the most alike first, except that targets of the same words and unit
    /// share one. Values of different years, and of different kinds of unit, are never compared.
    public static func compare(plan: PlanReading, summary: PlanReading) -> SummaryComparison {
        let targets = MeasuredClause.clauses(of: plan, areTargets: true)
        let statements = MeasuredClause.clauses(of: summary, areTargets: false)
        let index = MeasuredClause.Index(statements)
        var candidates: [[Candidate]] = targets.map { target in
            index.candidates(for: target).compactMap { place in
                Candidate(target: target, statement: statements[place], place: place)
            }
        }
        for place in candidates.indices { candidates[place].sort { ($1.score, $0.place) < ($0.score, $1.place) } }

        var chosen: [Int: Candidate] = [:]
        var taken: [Int: Int] = [:]
        let order = candidates.enumerated().flatMap { target, list in list.map { (target, $0) } }
            .filter { $0.1.isComparable }
            .sorted { ($1.1.score, $0.0, $0.1.place) < ($0.1.score, $1.0, $1.1.place) }
        for (target, candidate) in order where chosen[target] == nil {
            if let other = taken[candidate.place], !targets[other].measuresSame(targets[target]) { continue }
            chosen[target] = candidate
            taken[candidate.place] = target
        }
        return SummaryComparison(
            outcomes: targets.indices.map { place in
                outcome(targets[place], chosen[place], among: candidates[place], statements)
            })
    }

    private static func outcome(
        _ target: MeasuredClause, _ chosen: Candidate?, among candidates: [Candidate], _ statements: [MeasuredClause]
    ) -> TargetOutcome {
        guard let chosen else {
            let near = candidates.first { $0.obstacle != nil }
            return TargetOutcome(
                target: target.quantity, statement: near.map { statements[$0.place].quantity },
                likeness: near?.score ?? 0, verdict: .unstated, difference: nil,
                doubts: near?.obstacle.map { [$0] } ?? [])
        }
        let statement = statements[chosen.place]
        let actual = statement.quantity.value * statement.factor / target.factor
        let judged = TargetArithmetic.verdict(
            target: target.quantity, actual: actual, isCounted: target.kind.isCounted)
        var doubts: [TargetOutcome.Doubt] = []
        if chosen.score < sure { doubts.append(.wording) }
        let isRivalled = candidates.contains { other in
            let quantity = statements[other.place].quantity
            return other.place != chosen.place && other.isComparable && other.score > chosen.score - margin
                && quantity.value != statement.quantity.value
        }
        if isRivalled { doubts.append(.rival) }
        if target.year == nil || statement.year == nil { doubts.append(.year) }
        if target.kind.isCounted, target.quantity.unit != statement.quantity.unit { doubts.append(.unit) }
        if statement.quantity.comparator == .about { doubts.append(.about) }
        if !target.quantity.isCertain || !statement.quantity.isCertain { doubts.append(.reading) }
        return TargetOutcome(
            target: target.quantity, statement: statement.quantity, likeness: chosen.score,
            verdict: judged.verdict, difference: judged.difference, doubts: doubts)
    }

    /// A statement that may answer a target.
    private struct Candidate {
        var place: Int
        var score: Double
        /// Why the two cannot be compared, although they speak of the same.
        var obstacle: TargetOutcome.Doubt?
        var isComparable: Bool { obstacle == nil }

        init?(target: MeasuredClause, statement: MeasuredClause, place: Int) {
            if let year = target.year, let other = statement.year, year != other { return nil }
            let kinds: Set<UnitKind> = [target.kind, statement.kind]
            if kinds == [.percent, .points] {
                obstacle = .points
            } else if kinds.count > 1 {
                return nil
            } else if target.isChange != statement.isChange, !target.kind.isCounted {
                obstacle = .change
            } else if target.isChange, target.quantity.comparator != statement.quantity.comparator,
                statement.isChange
            {
                // An increase does not answer a decrease.
                return nil
            }
            score = target.likeness(to: statement)
            guard score >= SummaryComparison.threshold else { return nil }
            self.place = place
        }
    }
}

/// A quantity with what is needed to find its like.
struct MeasuredClause {
    var quantity: Quantity
    /// The quantity's year, else that of its part.
    var year: Int?
    var kind: UnitKind
    var factor: Double
    var metric: String
    var metricPairs: Set<CharacterPair>
    var titlePairs: Set<CharacterPair>

    /// Whether it says by how much something changes. Percentage points always do.
    var isChange: Bool {
        quantity.comparator == .increase || quantity.comparator == .decrease || kind == .points
    }

    func measuresSame(_ other: MeasuredClause) -> Bool {
        metric == other.metric && kind == other.kind && year == other.year && isChange == other.isChange
    }

    /// 0…1: the words of what is measured count four fifths, those of the task a fifth; the same words are alike however
    /// the tasks are called.
    func likeness(to other: MeasuredClause) -> Double {
        let title = TaskLikeness.dice(titlePairs, other.titlePairs)
        if metric == other.metric { return 0.9 + 0.1 * title }
        var words = TaskLikeness.dice(metricPairs, other.metricPairs)
        let (short, long) = metric.count < other.metric.count ? (metric, other.metric) : (other.metric, metric)
        // 毛入园率 says the same as 学前三年毛入园率.
        if short.count >= 3, long.hasSuffix(short) || long.hasPrefix(short) { words = max(words, 0.8) }
        return words < 0.35 ? 0 : 0.8 * words + 0.2 * title
    }

    /// The targets outside summary parts, or the actual values inside of them.
    static func clauses(of reading: PlanReading, areTargets: Bool) -> [MeasuredClause] {
        let tasks = Dictionary(reading.tasks.map { ($0.id, $0) }) { first, _ in first }
        let parts = Dictionary(reading.parts.map { ($0.id, $0) }) { first, _ in first }
        func part(_ quantity: Quantity) -> PlanPart? {
            quantity.task.flatMap { tasks[$0] }.flatMap { parts[$0.part] }
                ?? reading.parts.last { $0.span.start <= quantity.span.start && quantity.span.start < $0.span.end }
        }
        let all = reading.quantities.filter { $0.kind == (areTargets ? .target : .actual) }
        let rows = areTargets ? reading.indicators.compactMap(\.asTarget) : []
        return (all + rows).compactMap { quantity in
            guard quantity.value.isFinite else { return nil }
            let part = part(quantity)
            guard (part?.role == .summary) != areTargets else { return nil }
            let unit = UnitKind.of(quantity.unit)
            let metric = quantity.metric.isEmpty ? quantity.text : quantity.metric
            let title = quantity.task.flatMap { tasks[$0] }?.title.text ?? ""
            return MeasuredClause(
                quantity: quantity, year: quantity.year ?? part?.year, kind: unit.kind, factor: unit.factor,
                metric: metric, metricPairs: CharacterPair.pairs(metric, limit: 100),
                titlePairs: CharacterPair.pairs(title, limit: 100))
        }
    }

    /// Finds the few statements worth comparing with a target, by the pairs that they share.
    struct Index {
        private var pairs: [CharacterPair: [Int]] = [:]
        private var metrics: [String: [Int]] = [:]
        /// Pairs that stand in more statements than this tell nothing and are skipped.
        private static let common = 200
        private static let most = 16

        init(_ statements: [MeasuredClause]) {
            for (place, statement) in statements.enumerated() {
                metrics[statement.metric, default: []].append(place)
                for pair in statement.metricPairs { pairs[pair, default: []].append(place) }
            }
        }

        /// Those with the same words, at most sixteen, and the sixteen that share most.
        func candidates(for target: MeasuredClause) -> [Int] {
            var shared: [Int: Int] = [:]
            for pair in target.metricPairs {
                guard let found = pairs[pair], found.count <= Self.common else { continue }
                for place in found { shared[place, default: 0] += 1 }
            }
            let alike = shared.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(Self.most).map(\.key)
            let same = metrics[target.metric]?.prefix(Self.most) ?? []
            return Set(alike).union(same).sorted()
        }
    }
}
