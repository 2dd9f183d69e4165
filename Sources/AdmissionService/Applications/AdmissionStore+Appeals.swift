import Foundation
import GRDB
import Monitoring
import Store

/// Appeals 复核申请: of a refusal while the round is checked, of a result once it is announced.
extension AdmissionStore {
    private static let purpose = "admission appeal"
    /// Most characters of what is said.
    public static let wordsLimit = 2_000

    /// What the family may appeal against now: `check`, `result`, or nothing.
    public func appealable(_ application: Application) throws -> String? {
        let round = try round(application.round)
        let appeals = try appeals(of: application.id)
        guard !appeals.contains(where: { $0.state == .open }) else { return nil }
        if application.state == .refused, round.takesCorrections(on: today) {
            return appeals.contains { $0.about == "check" } ? nil : "check"
        }
        guard application.state == .accepted, application.result != nil, application.result != .placed,
            round.showsResults(on: today), let published = round.calendar[.published], today - published <= 30,
            !appeals.contains(where: { $0.about == "result" })
        else { return nil }
        return "result"
    }

    /// Makes an appeal. - Throws: `AdmissionError.noWords`, `.wrongState`.
    public func appeal(_ id: Int64, words: String) throws {
        let words = words.trimmingCharacters(in: .whitespacesAndNewlines)
        guard !words.isEmpty, words.count <= Self.wordsLimit else {
            throw AdmissionError.noWords(limit: Self.wordsLimit)
        }
        let application = try application(id)
        guard let about = try appealable(application) else { throw AdmissionError.wrongState }
        let sealed = try registers.sealed(Data(words.utf8), purpose: Self.purpose, owner: application.number)
        try store.change(by: Self.family) { change in
            let open = try Bool.fetchOne(
                change.db,
                sql: "SELECT 1 FROM admission_appeal WHERE application_id = ? AND (state = 'open' OR about = ?)",
                arguments: [id, about])
            guard open == nil else { throw AdmissionError.appealOpen }
            try change.db.execute(
                sql:
                    "INSERT INTO admission_appeal (application_id, state, sealed, about, made_at) VALUES (?, 'open', ?, ?, ?)",
                arguments: [id, sealed, about, change.at])
            try note("appeal", id, "", change)
        }
    }

    /// The appeals of an application, in their order.
    public func appeals(of id: Int64) throws -> [Appeal] {
        let number = try application(id).number
        return try store.read { db in
            try Row.fetchAll(
                db, sql: "SELECT * FROM admission_appeal WHERE application_id = ? ORDER BY id", arguments: [id]
            ).map { try appeal($0, number) }
        }
    }

    func appeal(_ row: Row, _ number: String) throws -> Appeal {
        let words = try registers.unsealed(row["sealed"], purpose: Self.purpose, owner: number)
        return Appeal(
            id: row["id"], application: row["application_id"], state: Appeal.State(rawValue: row["state"]) ?? .open,
            about: row["about"], words: String(decoding: words, as: UTF8.self), answer: row["answer"],
            madeAt: Date(milliseconds: row["made_at"]),
            decidedAt: (row["decided_at"] as Int64?).map(Date.init(milliseconds:)))
    }
}
