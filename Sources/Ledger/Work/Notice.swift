import Foundation
import GRDB
import Monitoring
import Store

/// Something that somebody should know of or do.
public struct Notice: Identifiable, Hashable, Sendable {
    /// Its row.
    public let id: Int64
    /// What it says.
    public let kind: Kind
    /// The task.
    public let task: Int64
    /// Its title.
    public let title: String
    /// For a reminder: days from the due day, negative before it.
    public let stage: Int?
    /// For a reminder: the due day it speaks of.
    public let due: Day?
    /// The event that it tells of; nil for a reminder.
    public let event: Int64?
    /// The event's words.
    public let text: String
    /// When.
    public let at: Date
    /// Whether it was seen.
    public let isSeen: Bool

    /// What a notice says.
    public enum Kind: String, Codable, CaseIterable, Hashable, Sendable {
        /// A task was handed to the office.
        case issued
        /// The office sent it back.
        case declined
        /// The bureau took it back, set it aside or took it up again.
        case recalled, suspended, resumed
        /// It waits to be verified.
        case submitted
        /// It was sent back, taken up again or ended.
        case returned, reopened, ended
        /// It was verified.
        case verified
        /// More time was asked for, given, not given.
        case extensionAsked, extensionGranted, extensionRefused
        /// A follow-up was ordered, replied to, settled.
        case followUp, replied, followUpClosed
        /// Somebody said something.
        case comment
        /// The task's day comes or is over.
        case due
        /// A milestone's day comes or is over.
        case milestone
        /// The reply to a follow-up order is due or late.
        case replyDue
    }
}

extension PlanLedger {
    /// What the event tells to whom, in its transaction. Nobody is told of what he did himself.
    func keepNotices(of event: WorkEvent, _ id: Int64, task: LedgerTask, _ change: Change) throws {
        let offices = Set(task.owners.compactMap(\.office))
        let leads = Set(task.leads.compactMap(\.office))
        func tell(_ kind: Notice.Kind, bureau: Bool = false, _ offices: Set<OfficeID>) throws {
            for account in try Self.people(bureau: bureau, offices: offices, change.db) where account != change.by {
                try Self.insert(kind, about: "\(id)", account, task.id, event: id, change)
            }
        }
        switch event.move {
        case .issue: try tell(.issued, offices)
        case .decline: try tell(.declined, bureau: true, [])
        case .recall: try tell(.recalled, offices)
        case .suspend: try tell(.suspended, offices)
        case .resume: try tell(.resumed, offices)
        case .submit: try tell(.submitted, bureau: true, [])
        case .sendBack: try tell(.returned, leads)
        case .reopen: try tell(.reopened, leads)
        case .end: try tell(.ended, leads)
        case .verify: try tell(.verified, offices)
        case .askExtension: try tell(.extensionAsked, bureau: true, [])
        case .grantExtension: try tell(.extensionGranted, leads)
        case .refuseExtension: try tell(.extensionRefused, leads)
        case .orderFollowUp: try tell(.followUp, leads)
        case .reply:
            try tell(.replied, bureau: true, [])
            // A leader who gave the order is no part of the supervision office.
            if let giver = try Self.giver(ofOrder: event.detail.followUp, task.id, change.db), giver != change.by {
                try Self.insert(.replied, about: "\(id)", giver, task.id, event: id, change)
            }
        case .closeFollowUp: try tell(.followUpClosed, leads)
        case .comment: try tell(.comment, bureau: true, offices)
        default: break
        }
    }

    private static func giver(ofOrder order: Int64?, _ task: Int64, _ db: Database) throws -> Int64? {
        try Int64.fetchOne(
            db.cachedStatement(
                sql: """
                    SELECT by FROM work_event
                    WHERE task_id = ? AND move = 'orderFollowUp' AND detail ->> 'followUp' = ? ORDER BY id LIMIT 1
                    """), arguments: [task, order])
    }

    /// The accounts that work for these offices, and the supervision office where wanted.
    private static func people(bureau: Bool, offices: Set<OfficeID>, _ db: Database) throws -> [Int64] {
        let rows = try Row.fetchCursor(
            db.cachedStatement(sql: "SELECT id, office_id, roles FROM account WHERE NOT is_disabled ORDER BY id"))
        var found: [Int64] = []
        while let row = try rows.next() {
            let roles = Set((row[2] as String).split(separator: ",").compactMap { Role(rawValue: String($0)) })
            let isStaff = !roles.isDisjoint(with: [.officeHead, .officer])
            let office: OfficeID? = row[1]
            if (bureau && roles.contains(.supervision)) || (isStaff && office.map(offices.contains) == true) {
                found.append(row[0])
            }
        }
        return found
    }

    @discardableResult
    private static func insert(
        _ kind: Notice.Kind, about: String, _ account: Int64, _ task: Int64, event: Int64?, _ change: Change
    ) throws -> Bool {
        try change.db.cachedStatement(
            sql: """
                INSERT OR IGNORE INTO notice (account_id, task_id, event_id, kind, about, day, at)
                VALUES (?, ?, ?, ?, ?, ?, ?)
                """
        ).execute(arguments: [
            account, task, event, kind.rawValue, about, Day(of: change.now).text, change.at,
        ])
        return change.db.changesCount > 0
    }

    /// Puts reminders 催办 into the inboxes of those who work on a task whose day, milestone or reply comes near or is
    /// over. Each stage of each day reminds once, however often this runs. Answers with how many were new.
    @discardableResult
    public func remind(rule: ReminderRule = .standard, by principal: Principal) throws -> Int {
        try store.change(by: principal) { change in
            let today = Day(of: change.now)
            var count = 0
            for line in try Self.workLines(LedgerFilter(), on: today, asOf: false, change.db)
            where line.record.state.isLive {
                // What was submitted waits for the bureau; only the reply to an order is still wanted of its office.
                let isSubmitted = line.record.state == .submitted
                let people = try Self.people(bureau: false, offices: Set(line.leads), change.db)
                func remind(_ kind: Notice.Kind, _ due: Day, _ what: String) throws {
                    guard let stage = rule.stage(due: due, on: today) else { return }
                    for person in people
                    where try Self.insert(
                        kind, about: "\(due.text) \(stage) \(what)", person, line.id, event: nil, change)
                    {
                        count += 1
                    }
                }
                if let due = line.due, !isSubmitted { try remind(.due, due, "") }
                for item in line.record.items where item.kind == .milestone && item.done == nil && !item.isDropped {
                    if !isSubmitted, let due = item.due, due != line.due { try remind(.milestone, due, "\(item.id)") }
                }
                for order in line.record.followUps where order.isOpen {
                    try remind(.replyDue, order.replyBy, "\(order.id)")
                }
            }
            if count > 0 { try change.audit("task.remind", "notice", nil, ["count": "\(count)"]) }
            return count
        }
    }

    /// An account's notices, latest first.
    public func notices(of account: Int64, unseenOnly: Bool = false, page: PageRange = .page(1)) throws -> [Notice] {
        try store.read { db in
            let unseen: SQL = unseenOnly ? "AND seen_at IS NULL" : ""
            return try SQLRequest<Row>(
                literal: """
                    SELECT notice.*, task.title, coalesce(work_event.text, '') AS text
                    FROM notice JOIN task ON task.id = notice.task_id
                        LEFT JOIN work_event ON work_event.id = notice.event_id
                    WHERE account_id = \(account) \(unseen)
                    ORDER BY notice.at DESC, notice.id DESC LIMIT \(page.limit) OFFSET \(page.offset)
                    """
            ).fetchAll(db).compactMap(Self.notice)
        }
    }

    private static func notice(_ row: Row) -> Notice? {
        guard let kind = Notice.Kind(rawValue: row["kind"]) else { return nil }
        let pieces = (row["about"] as String).split(separator: " ")
        let isReminder = [.due, .milestone, .replyDue].contains(kind) && pieces.count >= 2
        return Notice(
            id: row["id"], kind: kind, task: row["task_id"], title: row["title"],
            stage: isReminder ? Int(pieces[1]) : nil, due: isReminder ? Day(String(pieces[0])) : nil,
            event: row["event_id"], text: row["text"], at: Date(milliseconds: row["at"]),
            isSeen: (row["seen_at"] as Int64?) != nil)
    }

    /// How many notices an account has not seen.
    public func unseenNotices(of account: Int64) throws -> Int {
        try store.read { db in
            try Int.fetchOne(
                db.cachedStatement(sql: "SELECT count(*) FROM notice WHERE account_id = ? AND seen_at IS NULL"),
                arguments: [account]) ?? 0
        }
    }

    /// How many notices an account has.
    public func noticeCount(of account: Int64) throws -> Int {
        try store.read { db in
            try Int.fetchOne(db, sql: "SELECT count(*) FROM notice WHERE account_id = ?", arguments: [account]) ?? 0
        }
    }

    /// Marks notices as seen: some, or those of a task, or all. Only the account's own.
    public func seeNotices(_ ids: [Int64]? = nil, ofTask task: Int64? = nil, of account: Int64) throws {
        try store.change(by: .account(account)) { change in
            var condition: SQL = "account_id = \(account) AND seen_at IS NULL"
            if let ids { condition += " AND id IN (SELECT value FROM json_each(\(TaskRows.json(ids))))" }
            if let task { condition += " AND task_id = \(task)" }
            try change.db.execute(literal: "UPDATE notice SET seen_at = \(change.at) WHERE \(condition)")
        }
    }
}
