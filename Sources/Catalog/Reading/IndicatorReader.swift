/// Reads an indicator: from a list of indicators, or from a register's file.
struct IndicatorReader {
    static let keys = [
        "indicator", "title", "describe", "system", "sets", "source", "unit", "factor", "better", "period", "part",
        "whole", "by", "missing", "standard", "levels", "on",
    ]

    /// The register whose file it stands in; parts may then leave out `from`.
    var register: String?
    /// The system that the register serves.
    var system: String?

    /// The indicator, or nil after telling why not.
    func read(name given: String? = nil, _ node: CatalogNode) -> Indicator? {
        guard let map = node.mapping(Self.keys) else { return nil }
        guard let name = given ?? map.required("indicator")?.text else { return nil }
        guard Identifier.isUsable(name) else {
            node.fault(.badName(name))
            return nil
        }
        guard let title = map.required("title")?.words, let unit = map.required("unit")?.text,
            let system = map["system"]?.text ?? system,
            let part = map.required("part").flatMap({ measure($0, on: map["on"]?.text) })
        else {
            if map["system"] == nil && system == nil { node.fault(.missingKey("system")) }
            return nil
        }
        let whole = map["whole"].flatMap { measure($0, on: map["on"]?.text) }
        if map["whole"] != nil && whole == nil { return nil }
        return Indicator(
            name: name, title: title, describe: map["describe"]?.words, system: system, sets: map["sets"]?.texts ?? [],
            source: map["source"]?.text ?? "", unit: unit,
            factor: map["factor"]?.number ?? (unit == "%" && whole != nil ? 100 : 1),
            better: map["better"]?.choice(Indicator.Direction.self) ?? .neither,
            period: map["period"]?.choice(PeriodKind.self) ?? .schoolYear, part: part, whole: whole,
            categories: map["by"]?.texts ?? [], missing: map["missing"]?.choice(Indicator.MissingValue.self) ?? .skip,
            standard: map["standard"].flatMap(standard),
            levels: map["levels"]?.items?.compactMap { $0.choice(Level.self) } ?? Level.allCases, place: node.place)
    }

    private func measure(_ node: CatalogNode, on: String?) -> Measure? {
        if case .scalar = node.node, let register {
            return node.text.map { Measure(register: register, value: $0, condition: nil, joins: [], on: on) }
        }
        guard let map = node.mapping(["from", "value", "where", "join", "on"]) else { return nil }
        guard let from = map["from"]?.text ?? register else {
            node.fault(.missingKey("from"))
            return nil
        }
        return Measure(
            register: from, value: map["value"]?.text ?? "count(*)", condition: map["where"]?.text,
            joins: map["join"]?.texts ?? [], on: map["on"]?.text ?? on)
    }

    private func standard(_ node: CatalogNode) -> StandardValue? {
        guard let map = node.mapping(["value", "source"]), let value = map.required("value")?.number,
            let source = map.required("source")?.text
        else { return nil }
        return StandardValue(value: value, source: source)
    }
}
