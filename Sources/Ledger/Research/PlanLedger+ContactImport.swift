import GRDB
import Store

/// A contact duty to bring in; found again by leader, object and year.
public struct ContactDutyDetails: Hashable, Sendable {
    /// The leader's name, 1–50 characters.
    public var leader: String
    /// The school, street or area, 1–100 characters.
    public var object: String
    /// The year, 2000–2100.
    public var year: Int
    /// Visits required in each term, 1–100.
    public var required: Int

    /// A duty.
    public init(leader: String, object: String, year: Int, required: Int) {
        self.leader = leader
        self.object = object
        self.year = year
        self.required = required
    }
}

extension PlanLedger {
    /// Brings duties in, all or none; one that is there gets the number of visits.
    ///
    /// - Returns: how many are new.
    /// - Throws: `ContactError.text` and `.number` for values out of range; nothing is changed then.
    @discardableResult
    public func importDuties(_ list: [ContactDutyDetails], by principal: Principal) throws -> Int {
        for duty in list {
            guard (1...50).contains(duty.leader.count) else { throw ContactError.text(limit: 50) }
            guard (1...100).contains(duty.object.count) else { throw ContactError.text(limit: 100) }
            guard (2000...2100).contains(duty.year), (1...100).contains(duty.required) else {
                throw ContactError.number
            }
        }
        return try store.change(by: principal) { change in
            let count = "SELECT count(*) FROM contact_duty"
            let before = try Int.fetchOne(change.db, sql: count) ?? 0
            for duty in list {
                try change.db.execute(
                    sql: """
                        INSERT INTO contact_duty (leader, object, year, required) VALUES (?, ?, ?, ?)
                        ON CONFLICT (leader, object, year) DO UPDATE SET required = excluded.required
                        """, arguments: [duty.leader, duty.object, duty.year, duty.required])
            }
            let new = try (Int.fetchOne(change.db, sql: count) ?? 0) - before
            try change.audit("research.import", "contact_duty", nil, ["rows": "\(list.count)", "new": "\(new)"])
            return new
        }
    }
}
