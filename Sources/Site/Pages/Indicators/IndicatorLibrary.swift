import Catalog
import Indicators
import Registers

/// The library 指标库 as the query narrows it: `q`, `topic`, `set`, `state`; with the latest value of an organisation.
struct IndicatorLibrary {
    let desk: IndicatorDesk
    let words: String
    let topic: String
    let set: String
    let state: State?
    /// What was found, in the catalogue's order.
    let lines: [Line]

    /// An indicator with its latest value.
    struct Line {
        let indicator: Indicator
        let period: Period?
        let value: IndicatorValue?
        /// The value of the period counted before.
        let before: IndicatorValue?
    }

    /// What is asked of values.
    enum State: String, CaseIterable {
        case counted, missing, met, missed

        func holds(_ line: Line) -> Bool {
            switch self {
            case .counted: line.value?.value != nil
            case .missing: line.value?.value == nil
            case .met: IndicatorText.meets(line.value?.value, line.indicator) == true
            case .missed: IndicatorText.meets(line.value?.value, line.indicator) == false
            }
        }
    }

    /// The names of the query.
    static let names = ["organisation", "q", "topic", "set", "state"]

    init(_ visit: Visit) throws {
        desk = try IndicatorDesk(visit)
        words = String(visit.query["q"].prefix(100))
        topic = visit.query["topic"]
        set = visit.query["set"]
        state = State(rawValue: visit.query["state"])
        let search = IndicatorSearch(desk.catalog, words)
        let (desk, topic, set, state) = (desk, topic, set, state)
        lines = desk.catalog.indicators.filter { indicator in
            (topic.isEmpty || IndicatorTopic.name(of: indicator) == topic)
                && (set.isEmpty || indicator.sets.contains(set)) && search.finds(indicator)
        }.map { Self.line($0, desk) }.filter { state?.holds($0) ?? true }
    }

    private static func line(_ indicator: Indicator, _ desk: IndicatorDesk) -> Line {
        let period = desk.latest(indicator)
        let before = period.flatMap { desk.before($0, of: indicator) }
        return Line(
            indicator: indicator, period: period, value: desk.value(indicator, period),
            before: desk.value(indicator, before))
    }

    /// The library narrowed as it is now.
    func link(_ path: IndicatorPath) -> SiteLink {
        SiteLink(
            path: .indicators(path),
            query: desk.visit.query.items.filter { Self.names.contains($0.name) && !$0.value.trimmed.isEmpty })
    }
}

/// Finds indicators by words: of their titles, how they are counted, their source and clause, and the fields that they
/// read with their standard elements 数据元.
struct IndicatorSearch {
    private let catalog: Catalog
    private let words: [String]

    /// All words, separated by white space, must be found.
    init(_ catalog: Catalog, _ text: String) {
        self.catalog = catalog
        words = text.split(whereSeparator: \.isWhitespace).map(String.init)
    }

    func finds(_ indicator: Indicator) -> Bool {
        guard !words.isEmpty else { return true }
        let own =
            [
                indicator.name, indicator.title.chinese, indicator.title.english, indicator.describe?.chinese,
                indicator.describe?.english, indicator.source, indicator.system, indicator.standard?.source,
            ].compactMap { $0 } + indicator.sets
        let rest = words.filter { word in !own.contains { $0.localizedCaseInsensitiveContains(word) } }
        guard !rest.isEmpty else { return true }
        let fields = catalog.reads(indicator).flatMap { name, fields -> [String] in
            guard let register = catalog.register(name) else { return [] }
            return [register.title.chinese, register.title.english]
                + register.entryFields.filter { fields.contains($0.name) }.flatMap {
                    [$0.title.chinese, $0.title.english, $0.element ?? ""]
                }
        }
        return rest.allSatisfy { word in fields.contains { $0.localizedCaseInsensitiveContains(word) } }
    }
}
