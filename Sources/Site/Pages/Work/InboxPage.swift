import Foundation
import Ledger
import Monitoring
import Store

/// 待办: what waits for somebody to do, and what he should know of.
enum InboxPage {
    private static let size = 50

    static func show(_ visit: Visit) throws -> Answer {
        let account = try visit.account
        let page = Pager.page(visit)
        let notices = try visit.ledger.notices(of: account.id, page: .page(page, size: size))
        let total = try visit.ledger.noticeCount(of: account.id)
        let unseen = try visit.ledger.unseenNotices(of: account.id)
        let waiting = try ToDo.waiting(visit)
        let seeAll = HTML.when(
            unseen > 0,
            Form.button(visit, to: .work(.inbox), [("see", "all")], title: visit["work.inbox.seeAll"]))
        let lead = visit["work.inbox.lead", ["waiting": "\(waiting.count)", "unseen": "\(unseen)"]]
        let main: HTML = """
            \(PageHead.html(visit["work.inbox.title"], lead: "\(lead)", actions: seeAll))
            \(ToDo.section(visit, waiting))
            <section><h2>\(visit["work.inbox.notices"])</h2>
            \(notices.isEmpty ? EmptyState.html(visit["work.inbox.empty"]) : "<ul class=\"lines notices\">\(notices.html { line(visit, $0) })</ul>")
            \(Pager.html(visit, link: SiteLink(path: .work(.inbox)), page: page, size: size, total: total))</section>
            """
        return .page(Layout.page(visit, title: visit["work.inbox.title"], at: .inbox, main: main))
    }

    /// Marks notices as seen.
    static func see(_ visit: Visit) throws -> Answer {
        let account = try visit.account
        if visit.form["see"] == "all" {
            try visit.ledger.seeNotices(of: account.id)
        } else {
            try visit.ledger.seeNotices(visit.form.rows("notice"), of: account.id)
        }
        return .redirect(SitePath.work(.inbox))
    }

    private static func line(_ visit: Visit, _ notice: Ledger.Notice) -> HTML {
        let new: HTML = notice.isSeen ? .empty : Mark.html("soon", "●", visit["work.inbox.new"]) + " "
        let about: HTML =
            if let stage = notice.stage, let due = notice.due {
                """
                \(visit[stage > 0 ? "work.inbox.late" : stage == 0 ? "work.inbox.today" : "work.inbox.soon", ["day": due.text]])
                """
            } else {
                HTML(text: String(notice.text.prefix(120)))
            }
        let see = HTML.when(
            !notice.isSeen,
            Form.button(
                visit, to: .work(.inbox), [("notice", "\(notice.id)")], title: visit["work.inbox.see"], kind: "small"))
        return """
            <li\(attribute: "class", notice.isSeen ? nil : "new")>\(new)<strong>\(visit["work.notice.\(notice.kind.rawValue)"])</strong> \
            <a data-nav href="\(SitePath.task(notice.task))">\(notice.title)</a> \
            <span class="muted">\(about) · \(visit.time(notice.at))</span> \(see)</li>
            """
    }
}

/// What waits for a person: the next moves that the flow expects of him, the most pressing first.
enum ToDo {
    /// A task with the move that is expected.
    struct Item {
        var line: WorkLine
        var move: WorkMove
    }

    /// What waits for the visitor.
    static func waiting(_ visit: Visit) throws -> [Item] {
        let account = try visit.account
        let isBureau = may(account, .superviseTasks)
        var filter = LedgerFilter()
        filter.partRole = .plan
        if isBureau {
            filter.ids = try visit.ledger.tasksForBureau()
        } else {
            guard let office = account.office else { return [] }
            filter.office = office
        }
        let items: [Item] = try visit.ledger.workLines(filter, on: visit.today, milestonesOnly: true).compactMap {
            line in
            let moves = line.record.moves(for: account, leads: line.leads, helpers: line.helpers)
            let expected = isBureau ? bureau(line.record) : office(line, account, visit.today)
            guard let move = expected.first(where: moves.contains) else { return nil }
            return Item(line: line, move: move)
        }
        return items.sorted { one, other in
            let (left, right) = (one.line.finding.light.severity ?? -1, other.line.finding.light.severity ?? -1)
            if left != right { return left > right }
            return (one.line.due ?? Day(number: .max), one.line.id) < (
                other.line.due ?? Day(number: .max), other.line.id
            )
        }
    }

    /// The bureau decides on what offices have asked for or handed in.
    private static func bureau(_ record: WorkRecord) -> [WorkMove] {
        var moves: [WorkMove] = []
        if record.askedDue != nil { moves.append(.grantExtension) }
        if record.state == .submitted { moves.append(.verify) }
        if record.followUps.contains(where: { $0.replied != nil && $0.closed == nil }) { moves.append(.closeFollowUp) }
        return moves
    }

    /// An office takes tasks, replies, and reports on what is not on course.
    private static func office(_ line: WorkLine, _ account: Account, _ today: Day) -> [WorkMove] {
        var moves: [WorkMove] = []
        if line.record.followUps.contains(where: \.isOpen) { moves.append(.reply) }
        if line.record.state == .issued { moves.append(.accept) }
        if [.red, .yellow].contains(line.finding.light), [.accepted, .underWay].contains(line.record.state) {
            moves.append(.report)
        }
        return moves
    }

    /// The list with a button for each.
    static func section(_ visit: Visit, _ items: [Item]) -> HTML {
        guard !items.isEmpty else {
            return
                #"<section><h2>\#(visit["work.inbox.waiting"])</h2><p class="muted">\#(visit["work.inbox.nothing"])</p></section>"#
        }
        var table = ListTable(
            visit["work.inbox.waiting"],
            columns: [
                .init(title: visit["work.column.light"]), .init(title: visit["site.column.title"], isName: true),
                .init(title: visit["work.column.why"]), .init(title: visit["site.column.due"]),
                .init(title: visit["work.column.next"]),
            ])
        table.rows = items.prefix(100).map { item in
            let line = item.line
            return .init(cells: [
                LightMark.html(visit, line.finding.light),
                #"<a data-nav href="\#(SitePath.task(line.id))">\#(line.title)</a>"#,
                "\(line.finding.reasons.first.map(visit.words))",
                Mark.due(visit, line.due?.text), next(visit, item),
            ])
        }
        return #"<section><h2>\#(visit["work.inbox.waiting"])</h2>\#(table.html)</section>"#
    }

    private static func next(_ visit: Visit, _ item: Item) -> HTML {
        let title = visit["work.move.\(item.move.rawValue)"]
        if item.move == .accept {
            return Form.button(
                visit, to: .work(.move(item.line.id)), [("move", item.move.rawValue)], title: title)
        }
        let link = SitePath.work(.move(item.line.id)).with("form", item.move.rawValue)
        return #"<a class="button" href="\#(link)">\#(title)</a>"#
    }
}
