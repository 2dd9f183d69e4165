import CatchmentPlanning
import Catalog
import Registers

/// The form for a new plan: for whom, from which points and schools, by which rules.
enum NewCatchmentPage {
    private static let parts = ["points", "schools", "outlines", "neighbours", "ways", "candidates"]

    static func show(_ here: CatchmentVisit, error: (any Error)? = nil) throws -> Answer {
        let visit = here.visit
        guard here.desk.mayPlan else { throw CatchmentPlanError.notAllowed }
        let title = visit["catchments.new.title"]
        func sent(_ name: String, _ other: String) -> String { visit.isPost ? visit.form[name] : other }
        let next = visit.today.month < 9 ? visit.today.year : visit.today.year + 1
        let purposes = CatchmentScheme.Purpose.allCases.map {
            ($0.rawValue, visit["catchments.purpose.\($0.rawValue)"])
        }
        let files = parts.html { part in
            let accept =
                part == "outlines" ? ".geojson,.json" : part == "points" ? ".csv,.xlsx,.geojson,.json" : ".csv,.xlsx"
            return """
                <p class="field"><label for="f-\(part)">\(visit["catchments.part.\(part)"])</label>\
                <input id="f-\(part)" type="file" name="\(part)" accept="\(accept)" aria-describedby="f-\(part)-hint">\
                <small id="f-\(part)-hint">\(visit["catchments.file.\(part)"])</small></p>
                """
        }
        var settings = CatchmentSettings()
        settings.effort = .usual
        let fields: HTML = """
            <h2>\(visit["catchments.new.what"])</h2>
            \(Form.field("title", visit["catchments.field.title"], value: sent("title", ""), isRequired: true, limit: CatchmentDesk.titleLimit))
            \(Form.select("purpose", visit["catchments.field.purpose"], purposes, chosen: sent("purpose", "areas")))
            \(Form.select("stage", visit["catchments.column.stage"], CatchmentScheme.stages.map { ($0, visit.stage($0)) }, chosen: sent("stage", "P")))
            \(Form.field("year", visit["catchments.column.year"], value: sent("year", "\(next)"), kind: .number, hint: visit["catchments.hint.year"], isRequired: true))
            <h2>\(visit["catchments.new.sources"])</h2><p>\(try registers(here))</p>
            <details\(flag: "open", if: try error != nil || count(here) == 0)><summary>\(visit["catchments.new.files"])</summary>\
            <p class="muted">\(visit["catchments.new.filesNote"])</p>\(files)</details>
            <h2>\(visit["catchments.settings.title"])</h2>\(CatchmentSettingsFields.html(visit, settings, purpose: nil))
            \(Form.buttons(visit["catchments.new.make"], cancel: (visit["catchments.cancel"], SiteLink(path: .catchments(.list)))))
            """
        let main: HTML = """
            \(PageHead.html(title, lead: "\(visit["catchments.new.lead"])"))\(try Notice.error(visit, error))
            \(Form.post(visit, to: .catchments(.new), hasFiles: true, name: "panel", fields))
            """
        return .page(here.page(title, main), status: error.map { ErrorAnswer($0).status } ?? .ok)
    }

    private static func count(_ here: CatchmentVisit) throws -> Int {
        guard let register = here.visit.registers.catalog.register(CatchmentStore.register) else { return 0 }
        return try here.visit.registers.count(of: register, RowQuery(), access: here.desk.access)
    }

    /// What the registers have, with the way there.
    private static func registers(_ here: CatchmentVisit) throws -> HTML {
        let visit = here.visit
        guard let points = visit.registers.catalog.register(CatchmentStore.register),
            let seats = visit.registers.catalog.register("seat_capacity")
        else { return "\(visit["catchments.new.noRegisters"])" }
        let words = visit["catchments.new.registers", ["points": "\(try count(here))"]]
        return """
            \(words) <a href="\(SitePath.data(.rows(points.name)))">\(points.title.text(visit.language))</a> · \
            <a href="\(SitePath.data(.rows(seats.name)))">\(seats.title.text(visit.language))</a>
            """
    }

    static func make(_ here: CatchmentVisit) throws -> Answer {
        let visit = here.visit
        return try here.visit.move {
            guard here.desk.mayPlan else { throw CatchmentPlanError.notAllowed }
            guard let purpose = CatchmentScheme.Purpose(rawValue: visit.form["purpose"]) else {
                throw SiteError.badChoice
            }
            func file(_ part: String) -> TakenInput.File? {
                visit.uploads.first { $0.field == part && !$0.data.isEmpty }
                    .map { TakenInput.File(name: $0.name, bytes: Array($0.data)) }
            }
            var files = TakenInput.Files()
            (files.points, files.schools, files.outlines) = (file("points"), file("schools"), file("outlines"))
            (files.neighbours, files.ways, files.candidates) = (file("neighbours"), file("ways"), file("candidates"))
            let settings = try CatchmentSettingsFields.read(visit), stage = visit.form["stage"]
            let year = Int(visit.form["year"]) ?? 0
            let taken = try here.desk.take(stage: stage, year: year, files: files)
            let id = try here.desk.create(
                title: visit.form["title"], stage: stage, year: year, purpose: purpose, settings: settings, taken: taken
            )
            return SitePath.catchments(.plan(id)).with("done", "catchmentMade")
        } orShow: {
            try show(here, error: $0)
        }
    }
}
