import Foundation
import GRDB
import Registers
import Store

/// A file of earlier years that was looked over, and taken or not.
public struct EarlierImport: Identifiable, Hashable, Sendable {
    /// Its row.
    public let id: Int64
    /// What it is about.
    public let kind: EarlierKind
    /// The file's name.
    public let file: String
    /// Whether it was taken; else it waits to be.
    public let isTaken: Bool
    /// Rows that are right, of them not known before, and rows that are wrong.
    public let rows: Int, fresh: Int, faulty: Int
    /// What is wrong, the first two hundred.
    public let faults: [EarlierFault]
    /// Applications of rounds that are being checked about which the desks will be told.
    public let concerned: Int
    /// When it was sent, and by whom.
    public let madeAt: Date, madeBy: String
}

/// Address uses and kindergarten collections of the years before: checked, shown, then taken as a whole, and taken back as a
/// whole.
extension AdmissionDesk {
    /// Looks a file over: what is right waits to be taken.
    ///
    /// - Throws: `AdmissionFileError`, `TableError`; `AdmissionError.notAllowed`.
    public func stage(_ bytes: [UInt8], named name: String, as kind: EarlierKind) throws -> Int64 {
        try requireManage()
        let places = try store.read { db in
            var places: [String: String] = [:]
            // The bureau's numbers of places are the same in all rounds; the latest names count.
            for row in try Row.fetchAll(
                db, sql: "SELECT code, name FROM admission_place ORDER BY round_id, code")
            {
                places[row["name"]] = row["code"] as String
                places[row["code"]] = row["code"] as String
            }
            return places
        }
        var file = EarlierFile(
            registers: admissions.registers, places: places, latest: admissions.today.year + 1)
        try file.read(bytes, named: name, as: kind)
        let faults = String(decoding: try JSONEncoder().encode(file.faults), as: UTF8.self)
        return try store.change(by: principal) { change in
            try change.db.execute(
                sql: """
                    INSERT INTO admission_import (kind, file, state, rows, faulty, faults, made_at, made_by)
                    VALUES (?, ?, 'staged', ?, ?, ?, ?, ?)
                    """,
                arguments: [
                    kind.rawValue, String(name.prefix(120)), file.rows.count, file.faulty, faults, change.at,
                    principal.name,
                ])
            let id = change.db.lastInsertedRowID
            let statement = try change.db.makeStatement(
                sql: """
                    INSERT INTO admission_earlier (import_id, kind, mark, year, place, school, guardian_marks, born)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                    """)
            for row in file.rows {
                try statement.execute(arguments: [
                    id, kind.rawValue, row.mark, row.year, row.place, row.school, row.guardians, row.born,
                ])
            }
            try change.audit("earlier.stage", "admission_import", id, ["rows": "\(file.rows.count)"])
            return id
        }
    }

    /// Takes a file that waits: its addresses count from now on. What is known already is passed over.
    ///
    /// - Throws: `AdmissionError.wrongState`, `.noDocument`, `.notAllowed`.
    public func take(earlier id: Int64) throws {
        try requireManage()
        try store.change(by: principal) { change in
            let (kind, isTaken) = try Self.state(of: id, change.db)
            guard !isTaken else { throw AdmissionError.wrongState }
            if kind == .address {
                try change.db.execute(
                    sql: """
                        INSERT INTO admission_use (address_mark, year, school, guardian_marks, import_id)
                        SELECT mark, year, school, guardian_marks, import_id FROM admission_earlier e
                        WHERE import_id = ? AND NOT EXISTS (SELECT 1 FROM admission_use u
                            WHERE u.address_mark = e.mark AND u.year = e.year)
                        """,
                    arguments: [id])
            }
            try change.db.execute(sql: "UPDATE admission_import SET state = 'taken' WHERE id = ?", arguments: [id])
            try change.audit("earlier.take", "admission_import", id)
        }
    }

    /// Takes a file back with all that came from it, or throws one away that waits.
    ///
    /// - Throws: `AdmissionError.noDocument`, `.notAllowed`.
    public func remove(earlier id: Int64) throws {
        try requireManage()
        try store.change(by: principal) { change in
            _ = try Self.state(of: id, change.db)
            for sql in [
                "DELETE FROM admission_use WHERE import_id = ?", "DELETE FROM admission_earlier WHERE import_id = ?",
                "DELETE FROM admission_import WHERE id = ?",
            ] {
                try change.db.execute(sql: sql, arguments: [id])
            }
            try change.audit("earlier.remove", "admission_import", id)
        }
    }

    private static func state(of id: Int64, _ db: Database) throws -> (EarlierKind, isTaken: Bool) {
        guard
            let row = try Row.fetchOne(
                db, sql: "SELECT kind, state FROM admission_import WHERE id = ?", arguments: [id]),
            let kind = EarlierKind(rawValue: row["kind"])
        else { throw AdmissionError.noDocument }
        return (kind, row["state"] == "taken")
    }

    /// The files of earlier years, latest first. - Throws: `AdmissionError.notAllowed`.
    public func earlierImports() throws -> [EarlierImport] {
        try requireManage()
        return try store.read { db in
            try Row.fetchAll(db, sql: "SELECT * FROM admission_import ORDER BY id DESC").compactMap { row in
                guard let kind = EarlierKind(rawValue: row["kind"]) else { return nil }
                let id: Int64 = row["id"], isTaken = row["state"] == "taken"
                return EarlierImport(
                    id: id, kind: kind, file: row["file"], isTaken: isTaken, rows: row["rows"],
                    fresh: try Self.fresh(id, kind, isTaken, db), faulty: row["faulty"],
                    faults: try JSONDecoder().decode(
                        [EarlierFault].self, from: Data((row["faults"] as String).utf8)),
                    concerned: try Self.concerned(id, kind, db), madeAt: Date(milliseconds: row["made_at"]),
                    madeBy: row["made_by"])
            }
        }
    }

    /// Rows that were not known before: of a file that was taken those that it brought.
    private static func fresh(_ id: Int64, _ kind: EarlierKind, _ isTaken: Bool, _ db: Database) throws -> Int {
        let sql =
            switch (kind, isTaken) {
            case (.address, true): "SELECT count(*) FROM admission_use WHERE import_id = ?"
            case (.address, false):
                """
                SELECT count(*) FROM admission_earlier e WHERE import_id = ? AND NOT EXISTS
                    (SELECT 1 FROM admission_use u WHERE u.address_mark = e.mark AND u.year = e.year)
                """
            case (.kindergarten, _):
                """
                SELECT count(*) FROM admission_earlier e WHERE import_id = ? AND NOT EXISTS
                    (SELECT 1 FROM admission_earlier o WHERE o.kind = 'kindergarten' AND o.mark = e.mark
                        AND o.year = e.year AND o.import_id < e.import_id)
                """
            }
        return try Int.fetchOne(db, sql: sql, arguments: [id]) ?? 0
    }

    private static func concerned(_ id: Int64, _ kind: EarlierKind, _ db: Database) throws -> Int {
        try Int.fetchOne(
            db,
            sql: """
                SELECT count(*) FROM admission_application a JOIN admission_round r ON r.id = a.round_id
                WHERE r.state = 'published' AND a.state IN ('submitted', 'returned', 'accepted')
                    AND \(kind == .address ? "a.address_mark" : "a.child_mark") IN
                        (SELECT mark FROM admission_earlier WHERE import_id = ?)
                """,
            arguments: [id]) ?? 0
    }

    /// Children by year of birth, from files that were taken and from the kindergarten rounds of this program: each child
    /// once. What the forecast of seats takes as births, where nothing better is known.
    ///
    /// - Throws: `AdmissionError.notAllowed`.
    public func collectedChildren() throws -> [(born: Int, place: String, children: Int)] {
        try requireManage()
        let rounds = try admissions.rounds().filter { try $0.rules.stage == "K" && $0.state != .draft }.map(\.id)
        var born: [Int64: (Int, String)] = [:]
        let (rows, applications) = try store.read { db in
            (
                try Row.fetchAll(
                    db,
                    sql: """
                        SELECT e.mark, e.born, e.place FROM admission_earlier e
                        JOIN admission_import i ON i.id = e.import_id
                        WHERE e.kind = 'kindergarten' AND i.state = 'taken' ORDER BY e.year
                        """),
                try rounds.flatMap { round in
                    try Row.fetchAll(
                        db,
                        sql: """
                            SELECT * FROM admission_application WHERE round_id = ? AND child_mark IS NOT NULL
                                AND state IN ('submitted', 'returned', 'accepted')
                            """,
                        arguments: [round]
                    ).map(Application.init(row:))
                }
            )
        }
        for row in rows { born[row["mark"]] = (row["born"], row["place"]) }
        for one in applications {
            guard let mark = one.childMark, let year = Int(try admissions.form(of: one).birth.prefix(4)) else {
                continue
            }
            born[mark] = (year, one.place)
        }
        struct Key: Hashable {
            let born: Int, place: String
        }
        var counts: [Key: Int] = [:]
        for (year, place) in born.values { counts[Key(born: year, place: place), default: 0] += 1 }
        return counts.sorted { ($0.key.born, $0.key.place) < ($1.key.born, $1.key.place) }
            .map { ($0.key.born, $0.key.place, $0.value) }
    }
}
