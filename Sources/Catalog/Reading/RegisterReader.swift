/// Reads a register's file; an overlay's file adds to, or takes the place of, what was shipped.
struct RegisterReader {
    static let keys = [
        "register", "title", "intro", "domain", "system", "kind", "sources", "belongs_to", "sensitive", "key", "label",
        "time", "fields", "rules", "flow", "indicators", "list", "indexes",
    ]

    /// The definition that an overlay's file builds on.
    var base: Register?

    /// The register and the indicators that its file defines, or nil after telling why not.
    func read(_ root: CatalogNode) -> (register: Register, indicators: [Indicator])? {
        guard let map = root.mapping(Self.keys), let name = map.required("register")?.text else { return nil }
        guard Identifier.isUsable(name) else {
            map["register"]?.fault(.badName(name))
            return nil
        }
        let fields = merge(base?.fields ?? [], map["fields"].map(fields) ?? [], by: \.name)
        guard let title = title(map), let domain = text("domain", map, base?.domain),
            let system = text("system", map, base?.system), let kind = kind(map)
        else { return nil }
        let register = Register(
            name: name, title: title, intro: map["intro"]?.words ?? base?.intro, domain: domain, system: system,
            kind: kind, sources: map["sources"]?.texts ?? base?.sources ?? [],
            belongsTo: map["belongs_to"]?.choice(Level.self) ?? base?.belongsTo,
            isSensitive: map["sensitive"]?.flag ?? base?.isSensitive ?? false,
            key: map["key"]?.texts ?? base?.key ?? [], label: map["label"]?.texts ?? base?.label ?? [],
            time: map["time"].flatMap(time) ?? base?.time ?? .always, fields: fields,
            rules: merge(base?.rules ?? [], map["rules"].map(rules) ?? [], by: \.name),
            list: map["list"]?.texts ?? base?.list ?? [],
            indexes: map["indexes"]?.items?.compactMap(\.texts) ?? base?.indexes ?? [],
            flow: map["flow"].flatMap { FlowReader().read($0) } ?? base?.flow, place: root.place)
        let indicators = (map["indicators"]?.entries ?? []).compactMap {
            IndicatorReader(register: name, system: system).read(name: $0.name, $0.value)
        }
        return (register, indicators)
    }

    private func title(_ map: CatalogMapping) -> Words? {
        if let base, map["title"] == nil { return base.title }
        return map.required("title")?.words
    }

    private func kind(_ map: CatalogMapping) -> RegisterKind? {
        if let base, map["kind"] == nil { return base.kind }
        return map.required("kind")?.choice(RegisterKind.self)
    }

    private func text(_ key: String, _ map: CatalogMapping, _ inherited: String?) -> String? {
        if let inherited, map[key] == nil { return inherited }
        return map.required(key)?.text
    }

    private func fields(_ node: CatalogNode) -> [Field] {
        (node.entries ?? []).compactMap { FieldReader().read($0.name, $0.value) }
    }

    private func rules(_ node: CatalogNode) -> [RowRule] {
        enum Severity: String, CaseIterable { case refuse, warn }
        return (node.entries ?? []).compactMap { entry in
            guard let map = entry.value.mapping(["check", "says", "severity"]), let check = map.required("check")?.text,
                let says = map.required("says")?.words
            else { return nil }
            let severity = map["severity"]?.choice(Severity.self) ?? .refuse
            return RowRule(
                name: entry.name, check: check, says: says, refuses: severity == .refuse, place: entry.value.place)
        }
    }

    private func time(_ node: CatalogNode) -> RegisterTime? {
        if case .scalar = node.node {
            if node.text == "always" { return .always }
            node.fault(.unexpected(found: node.text ?? "", expected: .mapping))
            return nil
        }
        guard let map = node.mapping(["during", "on", "period"]) else { return nil }
        if let on = map["on"]?.text { return .on(on) }
        if let period = map["period"]?.text { return .period(period) }
        guard let during = map.required("during"), let names = during.texts else { return nil }
        guard names.count == 2 else {
            during.fault(.unexpected(found: names.joined(separator: " "), expected: .list))
            return nil
        }
        return .during(start: names[0], end: names[1])
    }

    /// What was there, with what an overlay defines anew in its place and what it adds behind.
    private func merge<Value>(_ old: [Value], _ new: [Value], by name: (Value) -> String) -> [Value] {
        let renewed = Dictionary(new.map { (name($0), $0) }) { first, _ in first }
        let known = Set(old.map(name))
        return old.map { renewed[name($0)] ?? $0 } + new.filter { !known.contains(name($0)) }
    }
}
