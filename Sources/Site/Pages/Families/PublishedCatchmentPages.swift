import CatchmentPlanning
import Foundation
import Localisation

/// Catchments in force, for everybody: a family looks for its home and sees its schools.
enum PublishedCatchmentPages {
    static func list(_ visit: Visit) throws -> Answer {
        let title = visit["catchments.public.title"]
        let all = try visit.catchments.inForce()
        // The latest year of each stage first; older ones stay to be compared.
        let lines = all.html { scheme in
            """
            <li><a href="\(SitePath.families(.catchment(scheme.id)))">\(scheme.title)</a> \
            <span class="muted">\(visit.stage(scheme.stage)) · \(visit["catchments.schoolYear", ["year": "\(scheme.year)"]])</span></li>
            """
        }
        let content: HTML =
            all.isEmpty
            ? EmptyState.html(visit["catchments.public.none"])
            : #"<section class="panel"><ul class="lines">\#(lines)</ul></section>"#
        let main: HTML = """
            <div class="family">\(PageHead.html(title, lead: "\(visit["catchments.public.lead"])"))\(content)
            <p><a href="\(SitePath.families(.rounds))">\(visit["catchments.public.apply"])</a></p></div>
            """
        return .page(FamilyVisit.frame(visit, title, main))
    }

    static func show(_ visit: Visit, _ id: Int64) throws -> Answer {
        let scheme = try visit.catchments.published(id), input = try visit.published(scheme)
        let words = String(visit.query["q"].prefix(60)).trimmed
        let lead: HTML = """
            <a href="\(SitePath.families(.catchments))">\(visit["catchments.public.title"])</a> · \(visit.stage(scheme.stage)) · \
            \(visit["catchments.schoolYear", ["year": "\(scheme.year)"]])
            """
        let since = scheme.publishedAt.map { visit["catchments.public.since", ["time": visit.time($0)]] } ?? ""
        let main: HTML = """
            <div class="family">\(PageHead.html(scheme.title, lead: lead))
            <section class="panel" id="search"><h2>\(visit["catchments.public.search"])</h2>
            <form action="\(SitePath.families(.catchment(id)))">\
            \(Form.field("q", visit["catchments.public.words"], value: words, kind: .search, hint: visit["catchments.public.hint"], limit: 60))\
            <p class="buttons"><button class="main">\(visit["admission.family.search"])</button></p></form>
            \(HTML.when(!words.isEmpty, answer(visit, input, words)))</section>
            \(CatchmentMap(visit, scheme, input, view: "", isPublic: true).panel { _ in SiteLink(path: visit.path) })
            <p class="buttons"><a class="button" href="\(SitePath.families(.catchmentList(id)))">\(visit["catchments.public.list"])</a></p>
            <p class="muted">\(since) \(visit["catchments.public.rule"])</p></div>\(MapData.scripts(visit))
            """
        return .page(FamilyVisit.frame(visit, scheme.title, main))
    }

    /// The points that words mean, each with its schools.
    private static func answer(_ visit: Visit, _ input: CatchmentInput, _ words: String) -> HTML {
        let found = matches(input, words)
        guard !found.isEmpty else { return Notice.html(.note, "\(visit["catchments.public.notFound"])") }
        let names = CatchmentNames(input), teams = input.teams
        let lines = found.prefix(20).html { point in
            let codes = input.schools(of: point, teams)
            let more = HTML.when(!point.addresses.isEmpty, #"<div class="muted">\#(point.addresses)</div>"#)
            let kind = visit[codes.count > 1 ? "catchments.public.several" : "catchments.public.one"]
            return """
                <li><strong>\(point.name)</strong> <span class="muted">\(point.code) \(point.area)</span>\(more)
                <p>\(kind) <strong>\(names.list(codes))</strong></p></li>
                """
        }
        let rest = HTML.when(
            found.count > 20, "<p>\(visit["catchments.public.more", ["count": "\(found.count)"]])</p>")
        return #"<div role="status"><ul class="lines">\#(lines)</ul>\#(rest)</div>"#
    }

    /// Points by code, name or address: those whose code or name is just that first, then those that hold the words, and then
    /// those whose name the words hold: a family types its whole address.
    static func matches(_ input: CatchmentInput, _ words: String) -> [PlanPoint] {
        let words = words.lowercased()
        func rank(_ point: PlanPoint) -> Int? {
            let name = point.name.lowercased()
            if point.code.lowercased() == words || name == words { return 0 }
            let addresses = point.addresses.lowercased().split(whereSeparator: { "、，,;；\n".contains($0) }).map(
                String.init)
            if addresses.contains(words) { return 0 }
            if name.contains(words) { return 1 }
            if addresses.contains(where: { $0.contains(words) }) { return 2 }
            let isWithin = ([name] + addresses).contains { $0.count > 2 && words.contains($0) }
            return isWithin ? 3 : nil
        }
        let ranked = input.points.compactMap { point in rank(point).map { (rank: $0, point: point) } }
        // Whoever names a point exactly means that one.
        let best = ranked.filter { $0.rank == 0 }
        return (best.isEmpty ? ranked : best).sorted { ($0.rank, $0.point.code) < ($1.rank, $1.point.code) }.map(
            \.point)
    }

    static func print(_ visit: Visit, _ id: Int64) throws -> Answer {
        let scheme = try visit.catchments.published(id), input = try visit.published(scheme)
        let before = try visit.catchments.before(scheme)
        let isChanges = visit.query["show"] == "changed" && before != nil
        let tabs = HTML.when(
            before != nil,
            Tabs.html(
                scheme.title,
                [
                    (visit["catchments.public.list"], SiteLink(path: visit.path), !isChanges),
                    (visit["catchments.changes.title"], visit.path.with("show", "changed"), isChanges),
                ]))
        let body: HTML
        if isChanges, let before {
            body = try changes(visit, input, before)
        } else {
            body = CatchmentFilesPage.lists(visit, input, isPublic: true)
        }
        let lead: HTML = """
            <a href="\(SitePath.families(.catchment(id)))">\(visit["catchments.public.back"])</a> · \(visit.stage(scheme.stage)) · \
            \(visit["catchments.schoolYear", ["year": "\(scheme.year)"]])
            """
        let main: HTML = #"<div class="family">\#(PageHead.html(scheme.title, lead: lead))\#(tabs)\#(body)</div>"#
        return .page(FamilyVisit.frame(visit, scheme.title, main))
    }

    private static func changes(_ visit: Visit, _ input: CatchmentInput, _ before: CatchmentScheme) throws -> HTML {
        let old = try visit.published(before)
        let names = (CatchmentNames(old), CatchmentNames(input))
        let changes = input.changes(against: old)
        var table = ListTable(
            visit["catchments.changes.title"],
            columns: [
                .init(title: visit["catchments.column.point"], isName: true),
                .init(title: visit["catchments.export.before"]), .init(title: visit["catchments.export.now"]),
            ])
        table.rows = changes.map {
            .init(cells: ["\($0.point.name)", "\(names.0.list($0.before))", "\(names.1.list($0.now))"])
        }
        let words = visit["catchments.changes.count", ["count": "\(changes.count)", "plan": before.title]]
        return #"<section class="panel"><p>\#(words)</p>\#(HTML.when(!changes.isEmpty, table.html))</section>"#
    }
}
