import CatchmentPlanning
import Catchments

/// The fields of a plan's settings, in the form for a new plan and on the page of one.
enum CatchmentSettingsFields {
    static func html(_ visit: Visit, _ settings: CatchmentSettings, purpose: CatchmentScheme.Purpose?) -> HTML {
        func number(_ name: String, _ value: Double?, _ limit: ClosedRange<Int>) -> HTML {
            let sent = visit.isPost ? visit.form[name] : value.map(Words.number) ?? ""
            return Form.field(
                name, visit["catchments.field.\(name)"], value: sent, kind: .number,
                hint: visit["catchments.hint.\(name)"],
                more: #" min="\#(limit.lowerBound)" max="\#(limit.upperBound)""#)
        }
        let manner = visit.isPost ? visit.form["manner"] : settings.manner.rawValue
        let effort = visit.isPost ? visit.form["effort"] : settings.effort.rawValue
        let manners = CatchmentSettings.Manner.allCases.map { ($0.rawValue, visit["catchments.manner.\($0.rawValue)"]) }
        let efforts = CatchmentSettings.Effort.allCases.map { ($0.rawValue, visit["catchments.effort.\($0.rawValue)"]) }
        let most: HTML = purpose == .areas ? .empty : number("most", settings.most.map(Double.init), 0...500)
        return """
            \(Form.select("manner", visit["catchments.field.manner"], manners, chosen: manner, hint: visit["catchments.hint.manner"]))
            \(number("limit", settings.rules.limit, 1...100_000))\(number("detour", settings.rules.detour, 1...5))
            \(number("movePrice", settings.rules.movePrice, 0...1_000_000))\(most)
            <details><summary>\(visit["catchments.settings.more"])</summary>
            \(number("beyondPrice", settings.rules.beyondPrice, 0...1_000_000))
            \(number("slackPrice", settings.rules.slackPrice, 0...1_000_000))
            \(Form.select("effort", visit["catchments.field.effort"], efforts, chosen: effort, hint: visit["catchments.hint.effort"]))
            \(number("seed", Double(settings.seed), 0...1_000_000_000))</details>
            """
    }

    /// What was sent; what is no number is told.
    static func read(_ visit: Visit) throws -> CatchmentSettings {
        var settings = CatchmentSettings()
        func number(_ name: String, _ old: Double) throws -> Double {
            let text = visit.form[name]
            guard !text.isEmpty else { return old }
            guard let value = Double(text), value.isFinite else {
                throw CatchmentPlanError.badSetting(name: visit["catchments.field.\(name)"])
            }
            return value
        }
        guard let manner = CatchmentSettings.Manner(rawValue: visit.form["manner"]),
            let effort = CatchmentSettings.Effort(rawValue: visit.form["effort"])
        else { throw SiteError.badChoice }
        (settings.manner, settings.effort) = (manner, effort)
        settings.rules.limit = visit.form["limit"].isEmpty ? nil : try number("limit", 0)
        settings.rules.detour = try number("detour", 1)
        settings.rules.movePrice = try number("movePrice", 0)
        settings.rules.beyondPrice = try number("beyondPrice", settings.rules.beyondPrice)
        settings.rules.slackPrice = try number("slackPrice", settings.rules.slackPrice)
        let seed = try number("seed", 1), most = try number("most", -1)
        guard seed >= 0, seed <= 1e9 else { throw CatchmentPlanError.badSetting(name: visit["catchments.field.seed"]) }
        guard most <= 500 else { throw CatchmentPlanError.badSetting(name: visit["catchments.field.most"]) }
        settings.seed = UInt64(seed)
        settings.most = most < 0 ? nil : Int(most)
        return settings
    }
}

/// Settings of a plan, and where its input came from.
enum CatchmentSettingsPage {
    static func show(_ here: CatchmentVisit, _ id: Int64, error: (any Error)? = nil) throws -> Answer {
        let visit = here.visit, scheme = try here.desk.scheme(id)
        var sources = ListTable(
            visit["catchments.sources.title"],
            columns: [
                .init(title: visit["catchments.column.part"]),
                .init(title: visit["catchments.column.source"], isName: true),
                .init(title: visit["catchments.column.rows"], isNumeric: true),
                .init(title: visit["catchments.column.taken"]),
            ])
        sources.rows = scheme.sources.map { source in
            let register = source.isFile ? nil : visit.registers.catalog.register(source.name)
            let name: HTML =
                register.map {
                    #"<a href="\#(SitePath.data(.rows($0.name)))">\#($0.title.text(visit.language))</a>"#
                } ?? "\(source.name)"
            let digest: HTML =
                source.digest.map {
                    #" <span class="muted">SHA-256 <code class="hash">\#($0.prefix(12))…</code></span>"#
                }
                ?? .empty
            return .init(cells: [
                "\(visit["catchments.part.\(source.part)"])", "\(name)\(digest)", "\(source.rows)", "\(source.day)",
            ])
        }
        let isOpen = (scheme.state == .draft || scheme.state == .solved) && here.desk.mayPlan
        let form: HTML =
            isOpen
            ? Form.post(
                visit, to: .catchments(.settings(id)), name: "panel",
                """
                <h2>\(visit["catchments.settings.title"])</h2>\(here.versionField(scheme))
                \(Form.field("title", visit["catchments.field.title"], value: visit.isPost ? visit.form["title"] : scheme.title, isRequired: true, limit: CatchmentDesk.titleLimit))
                \(CatchmentSettingsFields.html(visit, scheme.settings, purpose: scheme.purpose))
                \(HTML.when(scheme.state == .solved, "<p class=\"muted\">\(visit["catchments.settings.drops"])</p>"))
                \(Form.buttons(visit["catchments.settings.save"]))
                """)
            : fixed(visit, scheme)
        let main: HTML = """
            \(form)<section class="panel"><h2>\(visit["catchments.sources.title"])</h2>
            <p class="muted">\(visit["catchments.sources.note"])</p>\(sources.html)</section>
            """
        return try here.page(scheme, at: .settings(id), error: error, main)
    }

    private static func fixed(_ visit: Visit, _ scheme: CatchmentScheme) -> HTML {
        var details = Details()
        let rules = scheme.settings.rules
        details.add(
            visit["catchments.field.manner"], text: visit["catchments.manner.\(scheme.settings.manner.rawValue)"])
        details.add(visit["catchments.field.limit"], text: visit.metres(rules.limit))
        details.add(visit["catchments.field.detour"], text: Words.number(rules.detour))
        details.add(visit["catchments.field.movePrice"], text: visit.metres(rules.movePrice))
        details.add(visit["catchments.field.beyondPrice"], text: visit.metres(rules.beyondPrice))
        details.add(visit["catchments.field.slackPrice"], text: visit.metres(rules.slackPrice))
        details.add(
            visit["catchments.field.effort"], text: visit["catchments.effort.\(scheme.settings.effort.rawValue)"])
        details.add(visit["catchments.field.seed"], text: "\(scheme.settings.seed)")
        return #"<section class="panel"><h2>\#(visit["catchments.settings.title"])</h2>\#(details.html)</section>"#
    }

    static func save(_ here: CatchmentVisit, _ id: Int64) throws -> Answer {
        try here.visit.move {
            try here.desk.change(
                id, version: here.version, title: here.visit.form["title"],
                settings: try CatchmentSettingsFields.read(here.visit))
            return SitePath.catchments(.plan(id)).with("done", "catchmentSaved")
        } orShow: {
            try show(here, id, error: $0)
        }
    }
}
