import Catalog
import Indicators
import Ledger
import Localisation
import Monitoring
import Registers
import Store

/// A visit to the data cockpit: what was counted, what the visitor may see of it, and the organisation that is shown.
struct BrainDesk {
    let visit: Visit
    let access: RegisterAccess
    let reader: IndicatorReader
    /// The share of a standard up to which a value that misses it is near it.
    let tolerance: Double
    /// The organisation shown; nil for somebody who may see none.
    let organisation: OrganisationTree.Node?

    /// - Throws: `RegisterError.noRow` for an organisation that does not exist, or that the visitor may not know of.
    init(_ visit: Visit) throws {
        self.visit = visit
        let account = try visit.account
        access = try visit.registers.access(of: account)
        reader = IndicatorReader(try visit.site.indicators.cubes.cube(), access: access)
        tolerance = try visit.ledger.lightRule().tolerance
        let tree = reader.cube.rollup.tree
        guard let asked = visit.query.row("organisation") else {
            let own = try visit.registers.assignments(of: account.id).map(\.organisation)
            organisation = Self.first(tree, reader, own: own)
            return
        }
        guard let node = tree.nodes[asked], node.level != .office, reader.mayEnter(asked) else {
            throw RegisterError.noRow(asked)
        }
        organisation = node
    }

    /// The visitor's own organisation that stands highest, or else the highest of all that may be seen.
    private static func first(
        _ tree: OrganisationTree, _ reader: IndicatorReader, own: [Int64]
    ) -> OrganisationTree.Node? {
        func best(_ nodes: some Sequence<OrganisationTree.Node>) -> OrganisationTree.Node? {
            nodes.filter { $0.level != .office && reader.mayEnter($0.id) }.min {
                (rank($0.level), $0.code) < (rank($1.level), $1.code)
            }
        }
        return best(own.compactMap { tree.nodes[$0] }) ?? best(tree.nodes.values)
    }

    private static func rank(_ level: Level) -> Int { Level.allCases.firstIndex(of: level) ?? 0 }

    var cube: IndicatorCube { reader.cube }
    var tree: OrganisationTree { cube.rollup.tree }
    var catalog: Catalog { cube.catalog }
    var language: Language { visit.language }

    /// The organisations above one that the visitor may see, the highest first.
    func above(_ node: OrganisationTree.Node) -> [OrganisationTree.Node] {
        var found: [OrganisationTree.Node] = []
        var next = node.parent
        while let id = next, let above = tree.nodes[id], found.count < 20, !found.contains(above) {
            if reader.mayEnter(id) { found.append(above) }
            next = above.parent
        }
        return found.reversed()
    }

    /// The organisations of a level that count for one, in the tree's order; without those that the visitor may not see.
    func parts(of node: OrganisationTree.Node, at level: Level) -> [OrganisationTree.Node] {
        let under: Set<Int64> = node.level == .group ? cube.rollup.counted(in: node.id) : tree.under(node.id)
        return under.compactMap { tree.nodes[$0] }
            .filter { $0.level == level && $0.id != node.id && reader.mayEnter($0.id) }
            .sorted { ($0.code, $0.id) < ($1.code, $1.id) }
    }

    /// The levels under an organisation that can be compared, the highest first.
    func levels(under node: OrganisationTree.Node) -> [Level] {
        let under = node.level == .group ? cube.rollup.counted(in: node.id) : tree.under(node.id)
        let there = Set(under.subtracting([node.id]).compactMap { tree.nodes[$0]?.level })
        return [.district, .area, .group, .school, .campus].filter(there.contains)
    }

    /// The page of an organisation's register profile; nil where the visitor may not read it.
    func profile(_ id: Int64) -> SiteLink? {
        guard let register = catalog.register(Register.organisations), access.scope(.read, register).contains(id) else {
            return nil
        }
        return SiteLink(path: .data(.school(id)))
    }

    /// The page of an indicator for an organisation and period.
    func link(_ indicator: Indicator, _ value: IndicatorValue) -> SiteLink {
        SitePath.indicator(indicator.name).with("organisation", "\(value.organisation)")
            .with("period", value.period.description)
    }

    // MARK: Words

    func title(_ indicator: Indicator) -> String { indicator.title.text(language) }

    /// The unit in the visitor's language.
    func unit(_ indicator: Indicator) -> String {
        catalog.codeLists["indicator_unit"]?[indicator.unit]?.title.text(language) ?? indicator.unit
    }

    /// A number of an indicator with its unit, which stands close by as `%` and after a space as words.
    func words(_ number: Double?, _ indicator: Indicator) -> String {
        guard let number else { return "–" }
        let unit = unit(indicator)
        let isClose = unit.isEmpty || unit == "%" || Self.isRatio(unit)
        return isClose ? "\(Figure.text(number))\(unit)" : "\(Figure.text(number)) \(unit)"
    }

    /// From one number to another, with the unit once.
    func range(_ low: Double, _ high: Double, _ indicator: Indicator) -> String {
        low == high ? words(low, indicator) : "\(Figure.text(low))–\(words(high, indicator))"
    }

    private static func isRatio(_ unit: String) -> Bool { unit.hasPrefix("：") || unit.hasPrefix(":") }

    /// The published limit with its sign; nil where there is none.
    func standard(_ indicator: Indicator) -> String? {
        indicator.standard.map { standard in
            let sign =
                switch indicator.better {
                case .higher: "≥ "
                case .lower: "≤ "
                case .neither: ""
                }
            return sign + words(standard.value, indicator)
        }
    }

    /// A light of a value against its standard: 达标, 接近, 未达标; nothing where there is no standard.
    func mark(_ light: Light) -> HTML {
        guard light != .off else { return .empty }
        return """
            <span class="light \(light.rawValue)"><span aria-hidden="true">\(LightMark.shape(light))</span> \
            \(word(light))</span>
            """
    }

    /// The word of a light of a value.
    func word(_ light: Light) -> String { visit["brain.light.\(light.rawValue)"] }

    /// A change with its direction: `↑ 1.2 个百分点`; a dash where nothing changed.
    func change(_ difference: Double, _ indicator: Indicator) -> String {
        let text = Figure.text(abs(difference))
        guard text != "0" else { return visit["brain.change.none"] }
        var unit = unit(indicator) == "%" ? visit["brain.points"] : unit(indicator)
        // A ratio to 1 differs by a number.
        if Self.isRatio(unit) { unit = "" }
        return "\(difference > 0 ? "↑" : "↓") \(text)\(unit.isEmpty ? "" : " \(unit)")"
    }

    /// Whether a change is for the better, as a word; nothing where neither way is.
    func judgement(from old: Double, to new: Double, _ indicator: Indicator) -> HTML {
        switch indicator.isImprovement(from: old, to: new) {
        case true?: #"<span class="better">\#(visit["brain.change.better"])</span>"#
        case false?: #"<span class="worse">\#(visit["brain.change.worse"])</span>"#
        case nil: .empty
        }
    }
}
