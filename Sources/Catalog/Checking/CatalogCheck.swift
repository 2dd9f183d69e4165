/// Checks what the parts of a catalogue say of each other: names, references, codes, roles, flows.
struct CatalogCheck {
    private let catalog: Catalog

    init(_ catalog: Catalog) { self.catalog = catalog }

    /// Every fault, in no particular order.
    func faults() -> [CatalogFault] {
        catalog.registers.flatMap(faults) + catalog.indicators.flatMap(faults) + catalog.checks.flatMap(faults)
            + catalog.roles.flatMap(faults)
    }

    private func faults(_ register: Register) -> [CatalogFault] {
        var faults: [CatalogFault] = []
        func need(_ names: [String], _ key: String, _ unfit: (Field) -> CatalogFault.Unfitness?) {
            for name in names {
                guard let field = register.field(name) else {
                    faults.append(CatalogFault(register.place, key: key, .unknownName(name: name, what: .field)))
                    continue
                }
                if let why = unfit(field) {
                    faults.append(CatalogFault(register.place, key: key, .unfit(name: name, why: why)))
                }
            }
        }
        if register.fields.isEmpty { faults.append(CatalogFault(register.place, .missingKey("fields"))) }
        if register.key.isEmpty { faults.append(CatalogFault(register.place, .missingKey("key"))) }
        if register.belongsTo == nil && register.name != Register.organisations {
            faults.append(CatalogFault(register.place, .missingKey("belongs_to")))
        }
        if let owner = register.belongsTo, register.fields.contains(where: { $0.name == owner.rawValue }) {
            let kind = CatalogFault.Kind.duplicate(name: owner.rawValue, other: register.place)
            faults.append(CatalogFault(register.place, key: "fields", kind))
        }
        // A key may be personal: the table then holds a keyed digest of it.
        need(register.key, "key") { field in
            guard field.isRequired, field.type != .file, field.type != .point else { return .optional }
            return field.isPersonal && !field.hasMark ? .personal : nil
        }
        need(register.label, "label") { _ in nil }
        need(register.list, "list") { _ in nil }
        for fields in register.indexes { need(fields, "indexes") { $0.isPersonal ? .personal : nil } }
        switch register.time {
        case .always: break
        case .during(let start, let end): need([start, end], "time") { $0.type == .date ? nil : .noDate }
        case .on(let field): need([field], "time") { $0.type == .date ? nil : .noDate }
        case .period(let field): need([field], "time") { $0.type.isNumber ? nil : .noDate }
        }
        for field in register.fields { faults += self.faults(field, of: register) }
        if let flow = register.flow { faults += FlowCheck(register: register, flow: flow, catalog: catalog).faults() }
        return faults
    }

    private func faults(_ field: Field, of register: Register) -> [CatalogFault] {
        func fault(_ kind: CatalogFault.Kind) -> CatalogFault {
            CatalogFault(field.place, key: "fields.\(field.name)", kind)
        }
        switch field.type {
        case .code(let list):
            guard let codes = catalog.codeLists[list] else { return [fault(.unknownName(name: list, what: .codeList))] }
            guard let preset = field.preset, codes[preset] == nil else { return [] }
            return [fault(.unknownValue(found: preset, known: codes.codes.prefix(20).map(\.code)))]
        case .reference(let name):
            return catalog.register(name) == nil ? [fault(.unknownName(name: name, what: .register))] : []
        case .idNumber:
            let named = [field.agreement?.birth, field.agreement?.sex, field.agreement?.kind].compactMap { $0 }
            return named.filter { register.field($0) == nil }.map { fault(.unknownName(name: $0, what: .field)) }
        default: return []
        }
    }

    private func faults(_ indicator: Indicator) -> [CatalogFault] {
        func fault(_ key: String, _ kind: CatalogFault.Kind) -> CatalogFault {
            CatalogFault(indicator.place, key: "\(indicator.name).\(key)", kind)
        }
        var faults: [CatalogFault] = []
        for (key, measure) in [("part", indicator.part), ("whole", indicator.whole)] {
            guard let measure else { continue }
            guard let register = catalog.register(measure.register) else {
                faults.append(fault(key, .unknownName(name: measure.register, what: .register)))
                continue
            }
            for name in indicator.categories + [measure.on].compactMap({ $0 }) where register.field(name) == nil {
                faults.append(fault(key, .unknownName(name: name, what: .field)))
            }
            faults += joins(measure.joins, of: register).map { fault("\(key).join", $0) }
        }
        return faults
    }

    private func faults(_ check: IntegrityCheck) -> [CatalogFault] {
        func fault(_ kind: CatalogFault.Kind) -> CatalogFault { CatalogFault(check.place, key: check.name, kind) }
        guard let register = catalog.register(check.register) else {
            return [fault(.unknownName(name: check.register, what: .register))]
        }
        var faults = joins(check.joins, of: register).map(fault)
        switch check.finder {
        case .jump(let name, _) where catalog.indicator(name) == nil:
            faults.append(fault(.unknownName(name: name, what: .indicator)))
        case .outlier(_, let by, _):
            faults += by.filter { register.field($0) == nil }.map { fault(.unknownName(name: $0, what: .field)) }
        default: break
        }
        return faults
    }

    private func joins(_ names: [String], of register: Register) -> [CatalogFault.Kind] {
        names.compactMap { name in
            guard let field = register.field(name) else { return .unknownName(name: name, what: .field) }
            switch field.type {
            case .reference, .organisation: return nil
            default: return .unfit(name: name, why: .noReference)
            }
        }
    }

    private func faults(_ role: RoleDefinition) -> [CatalogFault] {
        let domains = Set(catalog.registers.map { $0.domain + ".*" }).union(["*"])
        let patterns = role.grants.map(\.pattern).filter { !domains.contains($0) } + role.sensitive
        return patterns.filter { catalog.register($0) == nil }
            .map { CatalogFault(role.place, key: role.name, .unknownName(name: $0, what: .register)) }
    }
}

extension Register {
    /// The name of the register of organisations 组织机构: the tree that all rows belong to.
    public static let organisations = "organisation"
}
