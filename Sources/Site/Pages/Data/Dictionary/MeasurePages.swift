import Catalog
import Registers

/// The definition of an indicator: what it counts over what, from which rows, by which rule.
enum IndicatorDefinitionPage {
    static func show(_ visit: Visit, _ name: String) throws -> Answer {
        let catalog = visit.registers.catalog
        guard let indicator = catalog.indicator(name) else { throw SiteError.notFound }
        var details = Details()
        details.add(visit["data.dictionary.name"], "<code>\(name)</code>")
        details.add(
            visit["indicators.column.value"],
            #"<a href="\#(SitePath.indicator(name))">\#(visit["indicators.page.figures"])</a>"#)
        details.add(visit["data.measure.unit"], text: indicator.unit)
        details.add(visit["data.measure.better"], text: visit["data.better.\(indicator.better.rawValue)"])
        details.add(visit["data.measure.period"], text: visit["data.period.\(indicator.period.rawValue)"])
        details.add(visit["data.measure.part"], measure(visit, catalog, indicator.part))
        details.add(visit["data.measure.whole"], indicator.whole.map { measure(visit, catalog, $0) })
        if indicator.whole != nil {
            details.add(visit["data.measure.factor"], text: Words.number(indicator.factor))
            details.add(visit["data.measure.missing"], text: visit["data.missing.\(indicator.missing.rawValue)"])
        }
        details.add(
            visit["data.measure.standard"],
            text: indicator.standard.map { "\(Words.number($0.value))（\($0.source)）" })
        details.add(visit["data.measure.sets"], text: indicator.sets.joined(separator: "、"))
        details.add(
            visit["data.measure.levels"],
            text: indicator.levels.map { $0.title.text(visit.language) }.joined(separator: "、"))
        details.add(visit["data.dictionary.source"], text: indicator.source)
        return page(
            visit, indicator.title.text(visit.language), indicator.describe?.text(visit.language) ?? "", details,
            catalog.reads(indicator))
    }

    /// A sum in words, with its condition as it stands in the catalogue.
    private static func measure(_ visit: Visit, _ catalog: Catalog, _ measure: Measure) -> HTML {
        let title = catalog.register(measure.register)?.title.text(visit.language) ?? measure.register
        return """
            <a href="\(SitePath.data(.definition(measure.register)))">\(title)</a> <code>\(measure.value)</code>\
            \(measure.condition.map { "<br><code>\($0)</code>" as HTML })
            """
    }

    static func page(
        _ visit: Visit, _ title: String, _ lead: String, _ details: Details, _ use: FieldUse
    ) -> Answer {
        let main: HTML = """
            \(PageHead.html(title, lead: "\(lead)"))\(DataTabs.html(visit, at: .dictionary))
            \(details.html)\(Lineage.reads(visit, visit.registers.catalog, use))
            """
        return .page(Layout.page(visit, title: title, at: .data, main: main))
    }
}

/// The definition of a check of quality: what it finds, how grave that is, what to do about it.
enum CheckDefinitionPage {
    static func show(_ visit: Visit, _ name: String) throws -> Answer {
        let catalog = visit.registers.catalog
        guard let check = catalog.checks.first(where: { $0.name == name }) else { throw SiteError.notFound }
        let register = catalog.register(check.register)?.title.text(visit.language) ?? check.register
        var details = Details()
        details.add(visit["data.dictionary.name"], "<code>\(name)</code>")
        details.add(
            visit["data.register"],
            #"<a href="\#(SitePath.data(.definition(check.register)))">\#(register)</a>"#)
        details.add(visit["data.check.dimension"], text: visit["data.dimension.\(check.dimension.rawValue)"])
        details.add(visit["data.dictionary.severity"], text: visit["data.severity.\(check.severity.rawValue)"])
        details.add(visit["data.check.finds"], finder(visit, catalog, check.finder))
        details.add(visit["data.check.whole"], check.whole.map { "<code>\($0)</code>" })
        details.add(visit["data.check.advice"], text: check.advice.text(visit.language))
        return IndicatorDefinitionPage.page(
            visit, check.title.text(visit.language), check.intro.text(visit.language), details, catalog.reads(check))
    }

    private static func finder(_ visit: Visit, _ catalog: Catalog, _ finder: IntegrityCheck.Finder) -> HTML {
        switch finder {
        case .condition(let sql), .select(let sql): return "<code>\(sql)</code>"
        case .outlier(let value, let by, let limit):
            let words = visit[
                "data.check.outlier", ["by": by.joined(separator: "、"), "limit": Words.number(limit)]]
            return "<code>\(value)</code><br>\(words)"
        case .jump(let name, let limit):
            let title = catalog.indicator(name)?.title.text(visit.language) ?? name
            let words = visit["data.check.jump", ["limit": Words.number(limit * 100)]]
            return #"<a href="\#(SitePath.data(.indicator(name)))">\#(title)</a> \#(words)"#
        }
    }
}
