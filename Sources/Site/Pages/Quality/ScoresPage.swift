import Catalog
import Foundation
import Hummingbird
import Quality
import Registers

/// 数据质量: the scores of organisations by register, how they went over the runs, and the way into what was found.
enum ScoresPage {
    static func show(_ desk: QualityDesk, _ notice: HTML = .empty, status: HTTPResponse.Status = .ok) throws -> Answer {
        let visit = desk.visit
        let chosen = desk.chosen
        let scores = try desk.store.scores(access: desk.access)
        let last = try desk.store.runs(limit: 1).last
        let title = chosen.map { "\(visit["quality.title"]) · \($0.name)" } ?? visit["quality.title"]
        let run = visit.site.runs[.quality(.scores)]
        let content: HTML
        if desk.tops.isEmpty {
            content = EmptyState.html(visit["data.noGrants"])
        } else if last == nil {
            content = EmptyState.html(visit[desk.mayRun ? "quality.neverRun" : "quality.neverRunReader"])
        } else {
            content = """
                \(sentence(desk, chosen, scores))\(try heat(desk, chosen, scores))
                <p class="muted">\(visit["quality.scores.rule"])</p>
                \(try chosen.map { try trend(desk, $0) } ?? .empty)
                """
        }
        let page = desk.page(
            title, lead: try lead(desk, last), actions: actions(desk, run), at: .scores,
            "\(notice)\(QualityRunPage.progress(desk, run))\(up(desk, chosen))\(content)")
        return Answer.page(page, status: status).refreshed(while: run?.isRunning == true)
    }

    /// When the checks were run last, and by whom.
    private static func lead(_ desk: QualityDesk, _ run: QualityStore.Run?) throws -> HTML {
        guard let run else { return .empty }
        let visit = desk.visit
        let who = try desk.store.maker(of: run).flatMap { try visit.accountNames()[$0] } ?? visit["data.system"]
        return "\(visit["quality.lastRun", ["time": visit.time(run.made), "who": who]])"
    }

    private static func actions(_ desk: QualityDesk, _ run: BackgroundRuns.Run?) -> HTML {
        HTML.when(
            desk.mayRun && run?.isRunning != true,
            Form.post(
                desk.visit, to: .quality(.scores), name: "inline",
                """
                \(Form.hiddenField("move", "run"))<button class="main">\(desk.visit["quality.run"])</button>
                """))
    }

    /// The way back up the tree.
    private static func up(_ desk: QualityDesk, _ node: OrganisationTree.Node?) -> HTML {
        guard let node, !desk.tops.contains(where: { $0.id == node.id }) else { return .empty }
        var path: [OrganisationTree.Node] = []
        var current: OrganisationTree.Node? = node
        while let one = current, path.count < 20 {
            path.append(one)
            if desk.tops.contains(where: { $0.id == one.id }) { break }
            current = one.parent.flatMap { desk.tree.nodes[$0] }
        }
        let steps = path.dropFirst().reversed().html {
            #"<a href="\#(desk.link(.scores, at: $0.id))">\#($0.name)</a> › "#
        }
        return "<p>\(steps)\(node.name)</p>"
    }

    private static func sentence(
        _ desk: QualityDesk, _ node: OrganisationTree.Node?, _ scores: [Int64: [String?: QualityScore]]
    ) -> HTML {
        guard let node, let score = scores[node.id]?[nil] else { return .empty }
        let link = desk.link(.worklist, at: node.id)
        return """
            <p class="sentence">\(desk.visit["quality.score"]) \(mark(score)) · \
            <a href="\(link)">\(desk.visit["quality.found", ["count": "\(score.findings)"]])</a></p>
            """
    }

    /// Organisations by registers, each score the way to what was found there.
    private static func heat(
        _ desk: QualityDesk, _ node: OrganisationTree.Node?, _ scores: [Int64: [String?: QualityScore]]
    ) throws -> HTML {
        let visit = desk.visit
        // The organisation itself, then those under it, the worst first.
        let under = desk.children(of: node).sorted {
            (scores[$0.id]?[nil]?.value ?? 101, $0.code) < (scores[$1.id]?[nil]?.value ?? 101, $1.code)
        }
        let shown = ([node].compactMap(\.self) + under).filter { scores[$0.id] != nil }
        guard !shown.isEmpty else { return EmptyState.html(visit["quality.scores.none"]) }
        let registers = desk.store.catalog.registers.filter { register in
            shown.contains { scores[$0.id]?[register.name]?.value != nil }
        }
        var table = ListTable(
            visit["quality.scores.title"],
            columns: [
                .init(title: visit["data.filter.organisation"]), .init(title: visit["quality.score"], isNumeric: true),
            ]
                + registers.map { .init(title: $0.title.text(visit.language), isNumeric: true) })
        table.rows = shown.map { row in
            let isSelf = row.id == node?.id
            let name: HTML =
                isSelf
                ? "<strong>\(row.name)</strong>"
                : #"<a data-nav href="\#(desk.link(.scores, at: row.id))">\#(row.name)</a>"#
            let cells = ([nil] + registers.map(\.name)).map { register -> HTML in
                guard let score = scores[row.id]?[register], score.value != nil else { return "–" }
                let link = desk.link(.worklist, at: row.id).with("register", register)
                let words = visit["quality.found", ["count": "\(score.findings)"]]
                return #"<a href="\#(link)" title="\#(words)">\#(mark(score))</a>"#
            }
            return .init(cells: [name] + cells, isCurrent: isSelf)
        }
        return """
            <section class="heat"><h2>\(visit["quality.scores.title"])</h2>\
            <div class="wide" tabindex="0" role="region" aria-label="\(visit["quality.scores.title"])">\(table.html)</div></section>
            """
    }

    /// A score as shape, colour and number; 100 only where nothing was found.
    static func mark(_ score: QualityScore) -> HTML {
        guard let value = score.value else { return "–" }
        let number = ((value * 10).rounded(.down) / 10).formatted(
            .number.precision(.fractionLength(1)).grouping(.never).locale(Locale(identifier: "en_US_POSIX")))
        return switch value {
        case 98...: Mark.html("accepted", "●", number)
        case 90..<98: Mark.html("soon", "▲", number)
        default: Mark.html("late", "■", number)
        }
    }

    private static func trend(_ desk: QualityDesk, _ node: OrganisationTree.Node) throws -> HTML {
        let visit = desk.visit
        let trend = try desk.store.trend(of: node.id, access: desk.access)
        // One run is no trend.
        guard trend.count > 1 else { return .empty }
        let scores = Chart.lines(
            visit["quality.trend"], categories: trend.map { visit.time($0.run.made) },
            series: [
                .init(
                    name: visit["quality.score"],
                    values: trend.map { $0.score.value.map { ($0 * 10).rounded(.down) / 10 } }, tone: .first)
            ])
        let findings = Chart.bars(
            visit["quality.trend.findings"], categories: trend.map { visit.time($0.run.made) },
            series: [
                .init(name: visit["quality.column.found"], values: trend.map { Double($0.score.findings) }, tone: .off)
            ])
        return """
            <div class="columns">\(scores.html(visit))\(findings.html(visit))</div>\(Chart.scripts(visit))
            """
    }
}
