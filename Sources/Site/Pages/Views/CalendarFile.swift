import Foundation
import Hummingbird
import Ledger
import Monitoring
import Reports
import Store

/// Days of tasks as files for calendar programmes.
enum CalendarFile {
    /// The office whose tasks an account's feed has; nil for all: of the bureau's own people, and of those without office.
    static func office(_ account: Account) -> OfficeID? {
        account.roles.isDisjoint(with: [.administrator, .supervision, .leader]) ? account.office : nil
    }

    /// The feed of the account that a secret belongs to: the days of tasks at work in open ledgers.
    ///
    /// - Throws: `SiteError.notFound` for an unknown secret and for that of an account that is disabled.
    static func feed(_ visit: Visit, _ token: String) throws -> Answer {
        guard let account = try visit.ledger.account(ofCalendarFeed: token) else { throw SiteError.notFound }
        var filter = LedgerFilter()
        filter.office = office(account)
        let lines = try visit.ledger.workLines(filter, on: visit.today, milestonesOnly: true).filter {
            $0.record.state != .draft
        }
        let text = try self.text(visit, lines, name: visit["views.feed.name"])
        // A calendar asks every few hours; most of the time nothing has changed.
        let tag = "\"\(FileStore.digest(of: Data(text.utf8)).prefix(32))\""
        let isKnown = visit.knownTags.split(separator: ",").contains {
            let known = $0.trimmingCharacters(in: .whitespaces)
            return known == tag || known == "W/\(tag)"
        }
        return Answer(
            status: isKnown ? .notModified : .ok,
            headers: [.contentType: CalendarFeed.type, .eTag: tag, .cacheControl: "private, no-cache"],
            bytes: isKnown ? [] : Array(text.utf8))
    }

    /// The days of one task, to keep. - Throws: `LedgerError.noTask`, `.noPlan`.
    static func task(_ visit: Visit, _ id: Int64) throws -> Answer {
        let row = try visit.ledger.task(id)
        _ = try visit.plan(row.task.plan)
        var filter = LedgerFilter.ledger(of: row.task.plan)
        filter.part = row.task.part
        let lines = try visit.ledger.workLines(filter, on: visit.today).filter { $0.id == id }
        guard !lines.isEmpty else { throw LedgerError.noTask }
        let text = try self.text(visit, lines, name: row.task.title.text)
        return .file(Data(text.utf8), name: "\(row.task.title.text.prefix(40)).ics", type: CalendarFeed.type)
    }

    private static func text(_ visit: Visit, _ lines: [WorkLine], name: String) throws -> String {
        let base = base(visit)
        return CalendarFeed(
            name: name, dates: WorkDate.all(of: lines), stamps: try visit.ledger.lastChanges(of: lines.map(\.id)),
            language: visit.language, page: { "\(base)\(SitePath.task($0).path)" }
        ).text
    }

    /// The whole address of a page.
    static func address(_ visit: Visit, _ path: SitePath) -> String { base(visit) + path.path }

    private static func base(_ visit: Visit) -> String {
        let configuration = visit.site.configuration
        let base = configuration.publicURL?.absoluteString ?? "http://\(visit.host)"
        return base.hasSuffix("/") ? String(base.dropLast()) : base
    }
}
