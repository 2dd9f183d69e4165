import Foundation
import GRDB
import Monitoring
import Store

/// What research topics, duties, visits and problems have in common in their tables.
enum ResearchRows {
    /// Words without white space around them.
    ///
    /// - Throws: `ResearchError.tooLong`; `.missing` where they are needed and there are none.
    static func words(
        _ text: String, _ field: ResearchField, limit: Int, isNeeded: Bool = false
    ) throws -> String {
        guard text.utf8.count <= limit * 4 + 64 else { throw ResearchError.tooLong(field, limit: limit) }
        let text = text.keepable
        guard text.count <= limit else { throw ResearchError.tooLong(field, limit: limit) }
        if isNeeded, text.isEmpty { throw ResearchError.missing(field) }
        return text
    }

    /// A leader whose account is known and whose name is filled in; an account without a name gives its own.
    static func leader(_ leader: ResearchLeader, _ db: Database) throws -> ResearchLeader {
        var name = try words(leader.name, .leader, limit: 50)
        if let account = leader.account {
            guard
                let shown = try String.fetchOne(
                    db, sql: "SELECT display_name FROM account WHERE id = ?", arguments: [account])
            else { throw ResearchError.noObject }
            if name.isEmpty { name = shown }
        }
        guard !name.isEmpty else { throw ResearchError.missing(.leader) }
        return ResearchLeader(account: leader.account, name: name)
    }

    /// - Throws: `LedgerError.noOffice`.
    static func checkOffice(_ office: OfficeID?, _ db: Database) throws {
        guard let office else { return }
        guard try Bool.fetchOne(db, sql: "SELECT 1 FROM office WHERE id = ?", arguments: [office]) == true else {
            throw LedgerError.noOffice
        }
    }

    /// A day of a column.
    static func day(_ text: String?) -> Day? { text.flatMap(Day.init) }

    /// The office of an account; nil for none.
    static func office(of account: Int64?, _ db: Database) throws -> OfficeID? {
        guard let account else { return nil }
        return try OfficeID.fetchOne(db, sql: "SELECT office_id FROM account WHERE id = ?", arguments: [account])
    }
}
