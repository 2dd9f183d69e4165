import Catalog
import Registers

/// The definition of a register: its fields and rules, what it refers to and what refers to it, what reads it.
enum DefinitionPage {
    static func show(_ visit: Visit, _ name: String) throws -> Answer {
        let catalog = visit.registers.catalog
        let register = try visit.registers.register(name)
        let title = register.title.text(visit.language)
        let access = try visit.registers.access(of: visit.account)
        let rows = HTML.when(
            access.may(.read, register),
            #"<a class="button main" href="\#(SitePath.data(.rows(name)))">\#(visit["data.dictionary.rows"])</a>"#)
        let main: HTML = """
            \(PageHead.html(title, lead: "\(register.intro?.text(visit.language))", actions: rows))
            \(DataTabs.html(visit, at: .dictionary))
            \(facts(visit, register))
            <section><h2>\(visit["data.dictionary.fields"])</h2>\(fields(visit, catalog, register))</section>
            \(rules(visit, register))
            \(Lineage.sections(visit, catalog, register))
            """
        return .page(Layout.page(visit, title: title, at: .data, main: main))
    }

    private static func facts(_ visit: Visit, _ register: Register) -> HTML {
        func titles(_ names: [String]) -> String {
            names.map { register.field($0)?.title.text(visit.language) ?? $0 }.joined(separator: "、")
        }
        var details = Details()
        details.add(visit["data.dictionary.name"], "<code>\(register.name)</code>")
        details.add(visit["data.dictionary.domain"], text: DataHomePage.title(visit, of: register.domain))
        details.add(visit["data.dictionary.kind"], text: visit["data.kind.\(register.kind.rawValue)"])
        details.add(
            visit["data.dictionary.belongsTo"], text: register.belongsTo?.title.text(visit.language))
        details.add(visit["data.dictionary.key"], text: titles(register.key))
        details.add(visit["data.dictionary.time"], text: time(visit, register, titles))
        details.add(
            visit["data.dictionary.protection"], text: register.isSensitive ? visit["data.sensitive"] : nil)
        details.add(visit["data.dictionary.source"], text: register.sources.joined(separator: "；"))
        details.add(visit["data.dictionary.file"], "<code>\(register.place.file)</code>")
        return details.html
    }

    private static func time(_ visit: Visit, _ register: Register, _ titles: ([String]) -> String) -> String {
        switch register.time {
        case .always: visit["data.time.always"]
        case .during(let start, let end):
            visit["data.time.during", ["start": titles([start]), "end": titles([end])]]
        case .on(let field): visit["data.time.on", ["field": titles([field])]]
        case .period(let field): visit["data.time.period", ["field": titles([field])]]
        }
    }

    private static func fields(_ visit: Visit, _ catalog: Catalog, _ register: Register) -> HTML {
        var table = ListTable(
            visit["data.dictionary.fields"],
            columns: [
                .init(title: visit["data.dictionary.field"]), .init(title: visit["data.dictionary.type"]),
                .init(title: visit["data.dictionary.asks"]), .init(title: visit["data.dictionary.element"]),
                .init(title: visit["data.dictionary.help"], isName: true),
            ])
        table.rows = register.entryFields.map { field in
            .init(
                cells: [
                    "\(field.title.text(visit.language)) <code>\(field.name)</code>",
                    FieldWords.type(visit, catalog, field), "\(FieldWords.asks(visit, field))",
                    "\(field.element.map { "<code>\($0)</code>" as HTML })", "\(field.help?.text(visit.language))",
                ], id: "field-\(field.name)")
        }
        return table.html
    }

    private static func rules(_ visit: Visit, _ register: Register) -> HTML {
        guard !register.rules.isEmpty else { return .empty }
        var table = ListTable(
            visit["data.dictionary.rules"],
            columns: [
                .init(title: visit["data.dictionary.says"], isName: true),
                .init(title: visit["data.dictionary.severity"]),
                .init(title: visit["data.dictionary.condition"]),
            ])
        table.rows = register.rules.map { rule in
            .init(cells: [
                "\(rule.says.text(visit.language))",
                "\(visit[rule.refuses ? "data.rule.refuses" : "data.rule.warns"])", "<code>\(rule.check)</code>",
            ])
        }
        return "<section><h2>\(visit["data.dictionary.rules"])</h2>\(table.html)</section>"
    }
}

/// A field's definition in words.
enum FieldWords {
    /// What it holds; code lists and registers are links to their definitions.
    static func type(_ visit: Visit, _ catalog: Catalog, _ field: Field) -> HTML {
        let name = visit["data.type.\(field.type.name)"]
        switch field.type {
        case .code(let list):
            let title = catalog.codeLists[list]?.title.text(visit.language) ?? list
            return #"\#(name)：<a href="\#(SitePath.data(.codes(list)))">\#(title)</a>"#
        case .reference(let target):
            let title = catalog.register(target)?.title.text(visit.language) ?? target
            return #"\#(name)：<a href="\#(SitePath.data(.definition(target)))">\#(title)</a>"#
        case .organisation(let level?): return "\(name)：\(level.title.text(visit.language))"
        default: return "\(name)\(field.unit.map { "（\($0.text(visit.language))）" })"
        }
    }

    /// What an entry must satisfy, and how it is kept.
    static func asks(_ visit: Visit, _ field: Field) -> String {
        var words: [String] = []
        if field.isRequired { words.append(visit["data.asks.required"]) }
        if field.isUnique { words.append(visit["data.asks.unique"]) }
        if field.isMany { words.append(visit["data.asks.many"]) }
        let bounds = [field.minimum, field.maximum].map { $0.map(Words.number) }
        let isLength = field.type.isText
        switch (bounds[0], bounds[1]) {
        case (let low?, let high?):
            words.append(visit[isLength ? "data.asks.lengths" : "data.asks.bounds", ["low": low, "high": high]])
        case (let low?, nil): words.append(visit["data.asks.least", ["low": low]])
        case (nil, let high?):
            words.append(visit[isLength ? "data.asks.longest" : "data.asks.most", ["high": high]])
        case (nil, nil): break
        }
        if let pattern = field.pattern { words.append(visit["data.asks.pattern", ["pattern": pattern]]) }
        if field.isPersonal { words.append(visit["data.asks.personal"]) }
        if field.isSearchable { words.append(visit["data.asks.searchable"]) }
        if field.isSensitive { words.append(visit["data.asks.sensitive"]) }
        return words.joined(separator: "；")
    }
}
