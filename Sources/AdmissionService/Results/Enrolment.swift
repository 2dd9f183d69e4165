import Foundation
import GRDB
import Registers
import Store

/// Enters those who are placed as pupils: student, guardians, stay and the record of the admission.
///
/// Registers and applications lie in two databases. A child's rows are one change of the registers; before that change is
/// on disk the application says what is being entered, after it that it is done. Where the programme stops in between, the
/// registers decide: `settleEnrolments` finishes what is there and forgets what is not.
extension AdmissionDesk {
    /// Children whose rows are one change of the registers.
    static let enteredAtOnce = 40

    /// Enters all who are placed at a school and are not entered yet.
    ///
    /// Every child is entered as a whole or not at all. Where one is refused, those before it stay entered; called again, it
    /// goes on there.
    ///
    /// - Returns: how many were entered.
    /// - Throws: `AdmissionError.enrolmentRefused` with what is wrong, `.wrongState` before results are announced,
    ///   `.notAllowed`; `RegisterError.notAllowed` without the right to write pupils.
    @discardableResult
    public func enrol(_ id: Int64, school: Int64, progress: (Int, Int) -> Void = { _, _ in }) throws -> Int {
        try requireManage()
        let round = try admissions.round(id)
        guard round.state == .announced else { throw AdmissionError.wrongState }
        guard let place = try admissions.schools(of: id).first(where: { $0.organisation == school }) else {
            throw AdmissionError.noRound
        }
        try admissions.settleEnrolments()
        let open = try store.read { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT * FROM admission_application
                    WHERE round_id = ? AND school = ? AND result = 'placed' AND enrolled IS NULL ORDER BY number
                    """,
                arguments: [id, school]
            ).map(Application.init(row:))
        }
        var done = 0
        while done < open.count {
            done += try enter(Array(open[done...].prefix(Self.enteredAtOnce)), round, place)
            progress(done, open.count)
        }
        return open.count
    }

    /// Enters some children in one change, up to the first that is refused. - Returns: how many.
    private func enter(_ group: [Application], _ round: AdmissionRound, _ school: RoundSchool) throws -> Int {
        var refusal: (any Error)?
        let records = try admissions.registers.together { registers in
            var records: [(Application, EnrolmentRecord)] = []
            for application in group {
                do {
                    let record = try registers.together {
                        try EnrolmentEntry(desk: self, round: round, school: school, registers: $0).enter(application)
                    }
                    records.append((application, record))
                } catch {
                    refusal = error
                    break
                }
            }
            try intend(records)
            return records
        }
        try admissions.finish(records.map(\.0.id), by: principal)
        if let refusal { throw refusal }
        return records.count
    }

    /// Writes down what is about to be entered, before the registers keep it.
    private func intend(_ records: [(Application, EnrolmentRecord)]) throws {
        guard !records.isEmpty else { return }
        try store.change(by: principal) { change in
            for (application, record) in records {
                try change.db.execute(
                    sql: """
                        UPDATE admission_application SET enrolled = ?, settling = 'entering', version = version + 1
                        WHERE id = ? AND enrolled IS NULL AND result = 'placed' AND school = ?
                        """,
                    arguments: [try record.json, application.id, application.school])
                guard change.db.changesCount == 1 else { throw AdmissionError.changedMeanwhile }
            }
            try change.audit("round.enter", "admission_round", records[0].0.round, ["children": "\(records.count)"])
        }
    }

    /// Takes back what was entered for a child, as long as nobody has changed it or refers to it.
    ///
    /// - Throws: `AdmissionError.enrolmentUsed`, `.wrongState`, `.notAllowed`.
    public func takeBack(_ id: Int64) throws {
        try requireManage()
        try admissions.settleEnrolments()
        try admissions.registers.together { registers in
            // Read within the change: nobody else enters or takes back meanwhile.
            let application = try admissions.application(id)
            guard let json = application.enrolled else { throw AdmissionError.wrongState }
            try EnrolmentEntry.takeBack(
                try EnrolmentRecord(json: json), application.number, desk: self, in: registers)
            try store.change(by: principal) { change in
                try change.db.execute(
                    sql: "UPDATE admission_application SET settling = 'leaving', version = version + 1 WHERE id = ?",
                    arguments: [id])
                try change.audit("application.leave", "application", id)
            }
        }
        try admissions.finish([id], by: principal)
    }
}

extension AdmissionStore {
    /// Brings to an end what a stop of the programme left half done: children who are in the registers are entered, others
    /// are not. - Returns: how many applications it was about.
    @discardableResult
    public func settleEnrolments() throws -> Int {
        let sql = "SELECT * FROM admission_application WHERE settling <> '' ORDER BY id"
        guard try store.read({ try Row.fetchOne($0, sql: sql) }) != nil else { return 0 }
        // Within a change of the registers: whoever is entering children now has finished before.
        return try registers.together { registers in
            let open = try store.read { try Row.fetchAll($0, sql: sql) }.map {
                (application: Application(row: $0), isEntering: $0["settling"] == "entering")
            }
            for (application, isEntering) in open {
                if try isEntered(application, registers) == isEntering {
                    try finish([application.id], by: .system("admissions"))
                } else {
                    try forget(application.id, isEntering: isEntering)
                }
            }
            return open.count
        }
    }

    /// Whether the registers have the rows that an application says were entered.
    private func isEntered(_ application: Application, _ registers: RegisterStore) throws -> Bool {
        guard let json = application.enrolled else { return false }
        let record = try EnrolmentRecord(json: json)
        guard let kept = record.added.last(where: { $0.register == Self.register }) else { return false }
        let row = try? registers.row(kept.id, of: registers.register(Self.register), access: .commandLine)
        return row?["number"]?.written == application.number
    }

    /// Notes that children are entered, or no longer. Done twice it does nothing.
    func finish(_ ids: [Int64], by principal: Principal) throws {
        guard !ids.isEmpty else { return }
        try store.change(by: principal) { change in for id in ids { try finish(id, change) } }
    }

    private func finish(_ id: Int64, _ change: Change) throws {
        let row = try Row.fetchOne(
            change.db,
            sql: """
                SELECT a.*, s.name AS school_name, r.year AS entry_year FROM admission_application a
                JOIN admission_round r ON r.id = a.round_id
                LEFT JOIN admission_school s ON s.round_id = a.round_id AND s.organisation = a.school
                WHERE a.id = ? AND a.settling <> ''
                """,
            arguments: [id])
        guard let row else { return }
        let application = Application(row: row)
        let isEntering = row["settling"] == "entering"
        try change.db.execute(
            sql: """
                UPDATE admission_application SET settling = '', enrolled = iif(?, enrolled, NULL),
                    version = version + 1 WHERE id = ?
                """,
            arguments: [isEntering, id])
        if isEntering, let mark = application.addressMark {
            try change.db.execute(
                sql: """
                    INSERT OR IGNORE INTO admission_use (address_mark, year, school, guardian_marks, application_id)
                    VALUES (?, ?, ?, ?, ?)
                    """,
                arguments: [
                    mark, row["entry_year"] as Int, row["school_name"] as String? ?? "",
                    application.guardianMarks.sorted().joined(separator: " "), id,
                ])
        } else if !isEntering {
            try change.db.execute(sql: "DELETE FROM admission_use WHERE application_id = ?", arguments: [id])
        }
        try note(isEntering ? "enrol" : "takeBack", id, "", change)
    }

    /// Forgets an intent that came to nothing.
    private func forget(_ id: Int64, isEntering: Bool) throws {
        try store.change(by: .system("admissions")) { change in
            try change.db.execute(
                sql: """
                    UPDATE admission_application SET settling = '', enrolled = iif(?, NULL, enrolled),
                        version = version + 1 WHERE id = ?
                    """,
                arguments: [isEntering, id])
            try change.audit("application.settle", "application", id, ["kept": isEntering ? "nothing" : "entered"])
        }
    }
}
