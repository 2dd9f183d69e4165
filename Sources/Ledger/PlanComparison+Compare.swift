import PlanModel

extension PlanComparison {
    /// Compares two readings; near-linear in the number of tasks.
    ///
    /// A right answer pairs a task with the one that continues it, each at most once, and calls it unchanged only
    /// where every field says the same. Steps:
    /// 1. Tasks with the same words in all fields, then with the same title under the same heading, then with the same
    ///    title, are paired in order.
    /// 2. The rest are paired by likeness of their words (`TaskLikeness`), best pairs first.
    /// 3. In pairs, fields are compared as words, targets by what they measure.
    ///
    /// Tasks are paired inside the same role only: what was done does not continue what is to do.
    public static func compare(old: PlanReading, new: PlanReading) -> PlanComparison {
        compare(old: old, oldText: nil, new: new, newText: nil)
    }

    /// The same with the texts, so that words which stand in no field are compared as well.
    public static func compare(
        old: PlanReading, oldText: DocumentText?, new: PlanReading, newText: DocumentText?
    ) -> PlanComparison {
        let olds = ComparedTask.tasks(of: old, text: oldText)
        let news = ComparedTask.tasks(of: new, text: newText)
        var pairing = TaskPairing(olds: olds, news: news)
        pairing.pairSame { [$0.role, $0.allWords] }
        pairing.pairSame { [$0.role, $0.title, $0.heading] }
        pairing.pairSame { [$0.role, $0.title] }
        pairing.pairAlike()

        var comparison = PlanComparison(tasks: [], targets: [])
        for (index, task) in news.enumerated() {
            guard let earlier = pairing.oldOfNew[index] else {
                comparison.tasks.append(
                    TaskMatch(kind: .new, old: nil, new: index, similarity: 0, differences: []))
                continue
            }
            let differences = ComparedTask.differences(olds[earlier], task)
            let isSame = differences.isEmpty
            comparison.tasks.append(
                TaskMatch(
                    kind: isSame ? .unchanged : .changed, old: earlier, new: index,
                    similarity: isSame ? 1 : TaskLikeness.score(olds[earlier], task), differences: differences))
        }
        for index in olds.indices where pairing.newOfOld[index] == nil {
            comparison.tasks.append(
                TaskMatch(kind: .gone, old: index, new: nil, similarity: 0, differences: []))
        }
        comparison.targets =
            comparison.tasks.flatMap { match in
                TargetMove.moves(
                    old: match.old.map { olds[$0].targets } ?? [], new: match.new.map { news[$0].targets } ?? [])
            } + TargetMove.moves(old: old.indicators.compactMap(\.asTarget), new: new.indicators.compactMap(\.asTarget))
        return comparison
    }
}

/// A task as the comparison sees it.
struct ComparedTask {
    var role: String
    var title: String
    var heading: String
    var words: TaskWords
    /// All fields' words together: the same for tasks that say the same.
    var allWords: String
    /// The whole text without numbering and white space; empty where the document's text is not at hand.
    var body: String
    /// Quantities that are targets.
    var targets: [Quantity]
    var titlePairs: Set<CharacterPair>
    var textPairs: Set<CharacterPair>

    static func tasks(of reading: PlanReading, text: DocumentText?) -> [ComparedTask] {
        let roles = Dictionary(reading.parts.map { ($0.id, $0.role.rawValue) }) { first, _ in first }
        let quantities = Dictionary(grouping: reading.quantities) { $0.task ?? "" }
        let deliverables = Dictionary(grouping: reading.deliverables) { $0.task ?? "" }
        return reading.tasks.map { task in
            let targets = quantities[task.id] ?? []
            let words = TaskWords(task, targets: targets, deliverables: deliverables[task.id] ?? [])
            var body = text.map { String($0.string(task.span).filter { !$0.isWhitespace }) } ?? ""
            if body.hasPrefix(task.label) { body.removeFirst(task.label.count) }
            let content = [task.title.text, task.goal?.text ?? "", task.measures?.text ?? "", body].joined()
            return ComparedTask(
                role: roles[task.part] ?? "", title: task.title.text, heading: task.path.last ?? "", words: words,
                allWords: LedgerTask.Field.allCases.map { words.words[$0] ?? "" }.joined(separator: "\u{1}") + body,
                body: body, targets: targets.filter { $0.kind == .target },
                titlePairs: CharacterPair.pairs(task.title.text, limit: 100),
                textPairs: CharacterPair.pairs(content, limit: 600))
        }
    }

    static func differences(_ old: ComparedTask, _ new: ComparedTask) -> [FieldDifference] {
        let differences = TaskWords.differences(old.words, new.words)
        if differences.isEmpty, old.body != new.body {
            return [FieldDifference(field: .text, old: old.body, new: new.body)]
        }
        return differences
    }
}

/// Pairs old and new tasks, each at most once.
private struct TaskPairing {
    let olds: [ComparedTask]
    let news: [ComparedTask]
    var newOfOld: [Int: Int] = [:]
    var oldOfNew: [Int: Int] = [:]

    init(olds: [ComparedTask], news: [ComparedTask]) {
        self.olds = olds
        self.news = news
    }

    mutating func pair(_ old: Int, _ new: Int) {
        newOfOld[old] = new
        oldOfNew[new] = old
    }

    /// Pairs those of the same key, in order.
    mutating func pairSame(_ key: (ComparedTask) -> [String]) {
        var waiting: [[String]: [Int]] = [:]
        for (index, task) in olds.enumerated().reversed() where newOfOld[index] == nil {
            waiting[key(task), default: []].append(index)
        }
        for (index, task) in news.enumerated() where oldOfNew[index] == nil {
            if let old = waiting[key(task)]?.popLast() { pair(old, index) }
        }
    }

    /// Pairs those that are alike enough, the most alike first.
    mutating func pairAlike() {
        let free = olds.indices.filter { newOfOld[$0] == nil }
        let index = TaskLikeness.Index(free.map { ($0, olds[$0]) })
        var candidates: [(score: Double, old: Int, new: Int)] = []
        for (new, task) in news.enumerated() where oldOfNew[new] == nil {
            for old in index.candidates(for: task) where olds[old].role == task.role {
                let score = TaskLikeness.score(olds[old], task)
                if score >= TaskLikeness.threshold { candidates.append((score, old, new)) }
            }
        }
        candidates.sort { ($1.score, $0.new, $0.old) < ($0.score, $1.new, $1.old) }
        for candidate in candidates where newOfOld[candidate.old] == nil && oldOfNew[candidate.new] == nil {
            pair(candidate.old, candidate.new)
        }
    }
}
