import Catalog
import Indicators
import Localisation
import Monitoring
import Registers
import Store

/// A visit to indicators: what was counted, of which organisation, and what the visitor may see of it.
struct IndicatorDesk {
    let visit: Visit
    let access: RegisterAccess
    let cube: IndicatorCube
    /// The organisations that the visitor may see anything of, those above first, then by code.
    let organisations: [OrganisationTree.Node]
    /// The one whose values are shown: asked for, or else the visitor's own; nil for somebody without any.
    let organisation: OrganisationTree.Node?

    init(_ visit: Visit) throws {
        self.visit = visit
        let account = try visit.account
        let access = try visit.registers.access(of: account)
        self.access = access
        cube = try visit.site.indicators.cubes.cube()
        let tree = cube.rollup.tree
        let scope = Self.scope(access, visit.registers.catalog)
        let depths = tree.nodes.mapValues { Self.depth($0, tree) }
        organisations = tree.nodes.values.filter { scope.contains($0.id) }
            .sorted { (depths[$0.id] ?? 0, $0.code) < (depths[$1.id] ?? 0, $1.code) }
        let asked = visit.query.row("organisation")
        let own = Set(try visit.registers.assignments(of: account.id).map(\.organisation))
        organisation =
            organisations.first { $0.id == asked } ?? organisations.first { own.contains($0.id) } ?? organisations.first
    }

    /// The values that are kept.
    var store: IndicatorStore { visit.site.indicators.store }
    /// What is kept.
    var catalog: Catalog { store.catalog }
    /// The visitor's language.
    var language: Language { visit.language }
    /// The organisations as they stand.
    var tree: OrganisationTree { cube.rollup.tree }

    /// The indicator of a name. - Throws: `IndicatorError.noIndicator`.
    func indicator(_ name: String) throws -> Indicator { try store.indicator(name) }

    /// The indicator's name for people.
    func title(_ indicator: Indicator) -> String { indicator.title.text(language) }

    /// The value of the organisation shown; nil where nothing was counted, or where the visitor may not see it.
    func value(
        _ indicator: Indicator, _ period: Period?, category: IndicatorValue.Split? = nil
    ) -> IndicatorValue? {
        guard let period, let organisation else { return nil }
        return cube.value(
            of: indicator, in: period, organisation: organisation.id, category: category, access: access)
    }

    /// The latest period that was counted and has begun.
    func latest(_ indicator: Indicator) -> Period? {
        cube.periods(of: indicator).last { $0.start <= visit.today }
    }

    /// The period before one that was counted too: what a change is counted from.
    func before(_ period: Period, of indicator: Indicator) -> Period? {
        cube.periods(of: indicator).last { $0 < period }
    }

    /// The page of an indicator at the organisation shown.
    func link(_ indicator: Indicator, _ period: Period? = nil) -> SiteLink {
        SitePath.indicator(indicator.name).with("organisation", organisation.map { "\($0.id)" })
            .with("period", period?.description)
    }

    /// Whether the visitor may have indicators counted: whoever may enter values of indicators for the whole region.
    var mayCount: Bool {
        guard let register = catalog.register("indicator_value") ?? catalog.register(Register.organisations) else {
            return false
        }
        let top = tree.nodes.values.filter { $0.parent == nil }.map(\.id)
        let scope = access.scope(.write, register)
        return !scope.isEmpty && top.allSatisfy(scope.contains)
    }

    /// Whether the values of the organisation shown may be taken out as a file: where the rows behind them may.
    func mayExport(_ indicator: Indicator) -> Bool {
        guard let register = catalog.register(indicator.part.register), let organisation else { return false }
        return access.scope(.export, register).contains(organisation.id)
    }

    /// All organisations of which some register may be read.
    private static func scope(_ access: RegisterAccess, _ catalog: Catalog) -> RowScope {
        var found: Set<Int64> = []
        for register in catalog.registers {
            switch access.scope(.read, register) {
            case .all: return .all
            case .organisations(let some): found.formUnion(some)
            }
        }
        return .organisations(found)
    }

    private static func depth(_ node: OrganisationTree.Node, _ tree: OrganisationTree) -> Int {
        var depth = 0
        var above = node.parent
        while let id = above, depth < 20 {
            depth += 1
            above = tree.nodes[id]?.parent
        }
        return depth
    }
}

/// Values of indicators as people read them.
enum IndicatorText {
    /// A value with its unit; a dash where there is none.
    static func value(_ visit: Visit, _ value: Double?, _ indicator: Indicator) -> String {
        value.map { "\(Figure.text($0)) \(unit(visit, indicator))" } ?? "–"
    }

    /// The unit in the visitor's language.
    static func unit(_ visit: Visit, _ indicator: Indicator) -> String {
        visit.registers.catalog.codeLists["indicator_unit"]?[indicator.unit]?.title.text(visit.language)
            ?? indicator.unit
    }

    /// A change against another period: `+1.2`, `−3`, `±0`; in percentage points for shares.
    static func change(_ visit: Visit, _ now: Double?, _ before: Double?, _ indicator: Indicator) -> String? {
        guard let now, let before else { return nil }
        let change = ((now - before) * 100).rounded() / 100
        let sign = change > 0 ? "+" : change < 0 ? "−" : "±"
        let unit =
            indicator.unit == "%" ? visit["indicators.page.points"] : Self.unit(visit, indicator)
        return "\(sign)\(Figure.text(abs(change))) \(unit)"
    }

    /// Whether a value meets the published limit; nil where there is no limit, no value or no better direction.
    static func meets(_ value: Double?, _ indicator: Indicator) -> Bool? {
        guard let value, let standard = indicator.standard else { return nil }
        // Sums of decimals are not exact.
        return switch indicator.better {
        case .higher: value >= standard.value - 1e-9
        case .lower: value <= standard.value + 1e-9
        case .neither: nil
        }
    }

    /// The published limit with its sign: `≥ 4.2`.
    static func standard(_ visit: Visit, _ indicator: Indicator) -> String? {
        indicator.standard.map { standard in
            let sign =
                switch indicator.better {
                case .higher: "≥ "
                case .lower: "≤ "
                case .neither: ""
                }
            return "\(sign)\(Words.number(standard.value)) \(unit(visit, indicator))"
        }
    }

    /// Whether the limit is met, with shape and word.
    static func mark(_ visit: Visit, _ value: Double?, _ indicator: Indicator) -> HTML {
        switch meets(value, indicator) {
        case true?: Mark.html("accepted", "✓", visit["indicators.page.met"])
        case false?: Mark.html("late", "■", visit["indicators.page.missed"])
        case nil: .empty
        }
    }

    /// Which way is better, with a sign.
    static func direction(_ visit: Visit, _ indicator: Indicator) -> String {
        let sign =
            switch indicator.better {
            case .higher: "↑"
            case .lower: "↓"
            case .neither: "○"
            }
        return "\(sign) \(visit["data.better.\(indicator.better.rawValue)"])"
    }
}

/// Subjects of the library: the catalogue's files of indicators.
enum IndicatorTopic {
    /// The shipped subjects in the order in which they are shown; a bureau's own come last.
    static let order = [
        "pupils", "schools", "classes", "seats", "teachers", "conditions", "balance", "preschool", "senior",
        "development", "funding",
    ]

    /// The subject of an indicator: its file's name.
    static func name(of indicator: Indicator) -> String {
        let file = indicator.place.file.split(separator: "/").last.map(String.init) ?? indicator.place.file
        return file.split(separator: ".").first.map(String.init) ?? file
    }

    /// What a subject is called.
    static func title(_ visit: Visit, _ name: String) -> String {
        order.contains(name) ? visit["indicators.topic.\(name)"] : name
    }

    /// The subjects of some indicators, in order.
    static func all(_ indicators: [Indicator]) -> [String] {
        Set(indicators.map(name)).sorted {
            (order.firstIndex(of: $0) ?? order.count, $0) < (order.firstIndex(of: $1) ?? order.count, $1)
        }
    }
}

/// Where a page stands: the pages above it.
enum Crumbs {
    static func html(_ visit: Visit, _ steps: [(title: String, link: SiteLink)]) -> HTML {
        let items = steps.html { #"<li><a href="\#($0.link)">\#($0.title)</a></li>"# }
        return #"<nav class="crumbs" aria-label="\#(visit["indicators.page.crumbs"])"><ol>\#(items)</ol></nav>"#
    }
}
