import Foundation
import GRDB
import Store

extension PlanLedger {
    /// The indicators whose figures the data cockpit 数据大脑 shows first, as somebody chose them; nil where nobody has.
    ///
    /// - Throws: `StoreError`.
    public func cockpitHeadline() throws -> [String]? {
        try store.read { db in
            let text = try String.fetchOne(
                db.cachedStatement(sql: "SELECT value FROM setting WHERE name = 'cockpit-headline'"))
            return try text.map(LedgerCoding.strings)
        }
    }

    /// Chooses the indicators whose figures the data cockpit shows first; nil for those it has of itself.
    public func setCockpitHeadline(_ indicators: [String]?, by principal: Principal) throws {
        try store.change(by: principal) { change in
            guard let indicators else {
                try change.db.execute(sql: "DELETE FROM setting WHERE name = 'cockpit-headline'")
                return try change.audit("setting.cockpitHeadline", "setting", nil, [:])
            }
            let text = try LedgerCoding.text(indicators)
            try change.db.execute(
                sql: """
                    INSERT INTO setting (name, value, updated_at, updated_by) VALUES ('cockpit-headline', ?, ?, ?)
                    ON CONFLICT (name) DO UPDATE SET value = excluded.value, updated_at = excluded.updated_at,
                        updated_by = excluded.updated_by
                    """, arguments: [text, change.at, change.by])
            try change.audit("setting.cockpitHeadline", "setting", nil, ["value": text])
        }
    }
}
