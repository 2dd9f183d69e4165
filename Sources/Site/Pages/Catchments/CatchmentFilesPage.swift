import CatchmentFiles
import CatchmentPlanning
import Catchments
import Documents
import Foundation
import JSONValues

/// Plans as files and on paper.
enum CatchmentFilesPage {
    static func file(_ here: CatchmentVisit, _ id: Int64, _ name: String) throws -> Answer {
        let visit = here.visit, scheme = try here.desk.scheme(id)
        guard here.desk.mayExport else { throw CatchmentPlanError.notAllowed }
        let input = try here.plans.input(of: id), title = "\(scheme.title) \(visit.today.text)"
        switch name {
        case "geojson":
            return .file(
                Data(geojson(input).utf8), name: "\(title).geojson", type: "application/geo+json")
        case "changes.csv":
            guard let before = try here.plans.before(scheme) else { throw SiteError.notFound }
            return try ProjectFiles.sheet(
                changes(visit, input, before: try here.plans.input(of: before.id)), name: title, isText: true)
        default: return try ProjectFiles.sheet(points(visit, input), name: title, isText: name == "csv")
        }
    }

    /// The points with their schools; `catchments` reads it again.
    static func points(_ visit: Visit, _ input: CatchmentInput) -> Sheet {
        let names = CatchmentNames(input), teams = input.teams
        let columns = [
            "point", "name", "area", "addresses", "children", "lon", "lat", "x", "y", "today", "todayMetres",
            "catchment",
            "group", "metres", "proposal", "locked",
        ]
        func number(_ value: Double?) -> Sheet.Cell {
            value.map { .number(($0 * 1_000_000).rounded() / 1_000_000) } ?? .empty
        }
        func metres(_ value: Double?) -> Sheet.Cell { value.map { .number($0.rounded()) } ?? .empty }
        func list(_ shares: [PlanShare]) -> String {
            shares.count < 2
                ? names[shares.first?.school]
                : shares.map { "\(names[$0.school]) \($0.children)" }.joined(separator: "、")
        }
        return Sheet(
            name: visit["catchments.title"],
            columns: columns.map { .init(visit["catchments.export.\($0)"], width: 14) },
            rows: input.points.map { point in
                var globe: (Double, Double)?, plane: (Double, Double)?
                switch point.place {
                case .globe(let longitude, let latitude): globe = (longitude, latitude)
                case .plane(let x, let y): plane = (x, y)
                case nil: break
                }
                return [
                    .text(point.code), .text(point.name), .text(point.area), .text(point.addresses),
                    .number(Double(point.children)), number(globe?.0), number(globe?.1), number(plane?.0),
                    number(plane?.1),
                    point.today.map { .text(names[$0]) } ?? .empty, metres(point.todayMetres),
                    .text(list(point.chosen)), .text(names.list(input.schools(of: point, teams))), metres(point.metres),
                    .text(list(point.proposed)), .text(point.isLocked ? visit["catchments.note.locked"] : ""),
                ]
            })
    }

    static func changes(_ visit: Visit, _ input: CatchmentInput, before: CatchmentInput) -> Sheet {
        let names = CatchmentNames(input), old = CatchmentNames(before)
        return Sheet(
            name: visit["catchments.changes.title"],
            columns: ["point", "name", "children", "before", "now"].map {
                .init(visit["catchments.export.\($0)"], width: 18)
            },
            rows: input.changes(against: before).map { change in
                [
                    .text(change.point.code), .text(change.point.name), .number(Double(change.point.children)),
                    .text(old.list(change.before)), .text(names.list(change.now)),
                ]
            })
    }

    /// Points, or their ground, with their schools as GeoJSON.
    static func geojson(_ input: CatchmentInput, isPublic: Bool = false) -> String {
        let names = CatchmentNames(input), teams = input.teams
        return GeoJSON.text(
            of: input.points.map { point in
                var properties: [(String, JSON)] = [
                    ("point", .string(point.code)), ("name", .string(point.name)),
                    ("school", point.school.map { .string(names[$0]) } ?? .null),
                    ("schools", .array(input.schools(of: point, teams).map { .string(names[$0]) })),
                ]
                if !isPublic {
                    properties += [
                        ("children", .integer(point.children)),
                        ("metres", point.metres.map { .integer(Int($0.rounded())) } ?? .null),
                        ("today", point.today.map { .string(names[$0]) } ?? .null),
                    ]
                }
                return GeoJSON.Feature(outline: point.outline, place: point.place, properties: properties)
            })
    }

    /// The points of each school, to be printed.
    static func print(_ here: CatchmentVisit, _ id: Int64) throws -> Answer {
        let visit = here.visit, scheme = try here.desk.scheme(id)
        let input = try here.plans.input(of: id)
        let lead: HTML = """
            <a href="\(SitePath.catchments(.plan(id)))">\(visit["catchments.print.back"])</a> · \(visit.stage(scheme.stage)) · \
            \(visit["catchments.schoolYear", ["year": "\(scheme.year)"]]) · \(scheme.mark(visit))
            """
        let main: HTML = "\(PageHead.html(scheme.title, lead: lead))\(lists(visit, input, isPublic: false))"
        return .page(here.page(scheme.title, main))
    }

    /// A list of points for each school, or group of schools that share them.
    static func lists(_ visit: Visit, _ input: CatchmentInput, isPublic: Bool) -> HTML {
        let names = CatchmentNames(input), teams = input.teams
        let groups = Dictionary(grouping: input.points) { input.schools(of: $0, teams).sorted() }
        let sections = groups.filter { !$0.key.isEmpty }.sorted { $0.key.lexicographicallyPrecedes($1.key) }
        return sections.html { codes, points in
            let places = input.schools.filter { codes.contains($0.code) }.reduce(0) { $0 + $1.places }
            let figures: HTML = """
                <p>\(visit["catchments.list.figures", ["points": "\(points.count)", "children": "\(points.reduce(0) { $0 + $1.children })", "places": "\(places)"]])</p>
                """
            let lines = points.html { point in
                let more = HTML.when(!point.addresses.isEmpty, #" <span class="muted">\#(point.addresses)</span>"#)
                return #"<li>\#(point.name) <span class="muted">\#(point.code)</span>\#(more)</li>"#
            }
            return """
                <section class="panel"><h2>\(names.list(codes))</h2>\(HTML.when(!isPublic, figures))\
                <ul class="lines narrow">\(lines)</ul></section>
                """
        }
    }
}
