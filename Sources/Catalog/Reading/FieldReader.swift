/// Reads a field of a register.
struct FieldReader {
    static let keys = [
        "title", "type", "required", "unique", "personal", "sensitive", "many", "search", "min", "max", "decimals",
        "codes", "ref", "level", "pattern", "unit", "help", "element", "default", "agrees",
    ]

    /// The field, or nil after telling why not.
    func read(_ name: String, _ node: CatalogNode) -> Field? {
        guard Identifier.isUsable(name) else {
            node.fault(.badName(name))
            return nil
        }
        guard let map = node.mapping(Self.keys), let title = map.required("title")?.words, let type = type(map) else {
            return nil
        }
        var field = Field(name: name, title: title, type: type, place: node.place)
        field.isRequired = map["required"]?.flag ?? false
        field.isUnique = map["unique"]?.flag ?? false
        field.isPersonal = map["personal"]?.flag ?? false
        field.isSensitive = map["sensitive"]?.flag ?? false
        field.isMany = map["many"]?.flag ?? false
        field.isSearchable = map["search"]?.flag ?? false
        field.minimum = map["min"]?.number
        field.maximum = map["max"]?.number
        if let decimals = map["decimals"]?.number { field.decimals = Int(min(max(decimals, 0), 9)) }
        field.pattern = map["pattern"].flatMap(pattern)
        field.unit = map["unit"]?.words
        field.help = map["help"]?.words
        field.element = map["element"]?.text
        field.preset = map["default"]?.text
        field.agreement = map["agrees"].flatMap(agreement)
        fit(field, map)
        return field
    }

    private func type(_ map: CatalogMapping) -> FieldType? {
        guard let node = map.required("type"), let name = node.text else { return nil }
        switch name {
        case "code": return map.required("codes")?.text.map { .code($0) }
        case "ref": return map.required("ref")?.text.map { .reference($0) }
        case "org":
            guard let level = map["level"] else { return .organisation(nil) }
            return level.choice(Level.self).map { .organisation($0) }
        default: break
        }
        let plain: [FieldType] = [
            .text, .note, .integer, .decimal, .money, .percent, .date, .time, .bool, .year, .person, .phone, .idNumber,
            .email, .file, .point,
        ]
        guard let type = plain.first(where: { $0.name == name }) else {
            node.fault(.unknownValue(found: name, known: FieldType.names))
            return nil
        }
        return type
    }

    private func pattern(_ node: CatalogNode) -> String? {
        guard let text = node.text else { return nil }
        guard (try? Regex(text)) != nil else {
            node.fault(.unexpected(found: text, expected: .pattern))
            return nil
        }
        return text
    }

    /// `{birth: …, sex: …, when: "id_kind = '1'"}`: `when` names the kinds of document that the standard holds for.
    private func agreement(_ node: CatalogNode) -> IDNumberAgreement? {
        guard let map = node.mapping(["birth", "sex", "when"]) else { return nil }
        var kind: String?, kinds: Set<String> = []
        if let when = map["when"], let text = when.text {
            guard let match = text.wholeMatch(of: /(\w+)\s*=\s*'(\w+)'/) else {
                when.fault(.unexpected(found: text, expected: .text))
                return nil
            }
            kind = String(match.1)
            kinds = [String(match.2)]
        }
        return IDNumberAgreement(birth: map["birth"]?.text, sex: map["sex"]?.text, kind: kind, kinds: kinds)
    }

    /// Options that do not go with the type are faults: nobody should believe that they hold.
    private func fit(_ field: Field, _ map: CatalogMapping) {
        func refuse(_ option: String, unless fits: Bool) {
            guard let node = map[option], !fits else { return }
            node.fault(.unfit(name: field.name, why: .option))
        }
        let hasBounds = field.type.isNumber || field.type.isText
        refuse("min", unless: hasBounds)
        refuse("max", unless: hasBounds)
        refuse("decimals", unless: field.type == .decimal || field.type == .percent)
        refuse("pattern", unless: field.type.isText)
        refuse("unit", unless: field.type.isNumber)
        refuse("agrees", unless: field.type == .idNumber)
        refuse("search", unless: field.isPersonal && field.type.isText)
        refuse("personal", unless: field.type.isText || field.type == .file || !field.isPersonal)
        if case .code = field.type { refuse("many", unless: true) } else { refuse("many", unless: field.type == .file) }
    }
}
