import Catalog
import Registers

/// Where data come from and go to, as links in both directions.
enum Lineage {
    /// What a register refers to, what refers to it, and the indicators and checks that read it.
    static func sections(_ visit: Visit, _ catalog: Catalog, _ register: Register) -> HTML {
        let outward = register.entryFields.compactMap { field -> HTML? in
            guard let name = ValueLinks.target(of: field), let target = catalog.register(name) else { return nil }
            return line(
                visit, .data(.definition(name)), target.title.text(visit.language), field.title.text(visit.language))
        }
        let inward = catalog.references(to: register).map { other, column in
            line(
                visit, .data(.definition(other.name)), other.title.text(visit.language),
                other.field(column)?.title.text(visit.language) ?? column)
        }
        let indicators = catalog.indicators.compactMap { indicator -> HTML? in
            guard let fields = catalog.reads(indicator)[register.name] else { return nil }
            return line(
                visit, .data(.indicator(indicator.name)), indicator.title.text(visit.language),
                titles(visit, register, fields))
        }
        let checks = catalog.checks.compactMap { check -> HTML? in
            guard let fields = catalog.reads(check)[register.name] else { return nil }
            return line(
                visit, .data(.check(check.name)), check.title.text(visit.language), titles(visit, register, fields))
        }
        return """
            <div class="columns">\(section(visit, "data.lineage.outward", outward))\
            \(section(visit, "data.lineage.inward", inward))\(section(visit, "data.lineage.indicators", indicators))\
            \(section(visit, "data.lineage.checks", checks))</div>
            """
    }

    /// The registers and fields that something reads.
    static func reads(_ visit: Visit, _ catalog: Catalog, _ use: FieldUse) -> HTML {
        let lines = use.sorted { $0.key < $1.key }.compactMap { name, fields -> HTML? in
            guard let register = catalog.register(name) else { return nil }
            return line(
                visit, .data(.definition(name)), register.title.text(visit.language), titles(visit, register, fields))
        }
        return section(visit, "data.lineage.reads", lines)
    }

    private static func titles(_ visit: Visit, _ register: Register, _ fields: Set<String>) -> String {
        register.entryFields.filter { fields.contains($0.name) }.map { $0.title.text(visit.language) }
            .joined(separator: "、")
    }

    private static func line(_ visit: Visit, _ path: SitePath, _ title: String, _ more: String) -> HTML {
        """
        <li><a href="\(path)">\(title)</a> <span class="muted">\(more)</span></li>
        """
    }

    static func section(_ visit: Visit, _ key: String, _ lines: [HTML]) -> HTML {
        guard !lines.isEmpty else { return .empty }
        return #"<section class="panel"><h2>\#(visit[key])</h2><ul class="lines due">\#(lines)</ul></section>"#
    }
}
