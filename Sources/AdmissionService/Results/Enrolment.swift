import Catalog
import Foundation
import GRDB
import Localisation
import Monitoring
import Registers
import Store

/// What was entered in the registers for a child, so that it can be taken back.
struct EnrolmentRecord: Codable, Hashable, Sendable {
    /// A row with the version in which it was left.
    struct Row: Codable, Hashable, Sendable {
        let register: String
        let id: Int64
        let since: Int64
    }

    /// The rows that were added, in their order: the student's comes first where it was added.
    var added: [Row] = []
    /// The student, where one was there already, as it was left.
    var student: Row?
    /// What the student's row said before, by field.
    var before: [String: String] = [:]
    /// The stay that ended with the new one, as it was left.
    var ended: Row?
}

/// Enters those who are placed as pupils: student, guardians, stay and the record of the admission.
extension AdmissionDesk {
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
        var query = ApplicationQuery()
        query.school = school
        query.result = .placed
        let open = try applications(of: id, query, limit: 100_000).applications.filter { $0.enrolled == nil }
        for (index, application) in open.enumerated() {
            let record = try EnrolmentEntry(desk: self, round: round, school: place).enter(application)
            try keep(record, of: application, round, place)
            progress(index + 1, open.count)
        }
        return open.count
    }

    private func keep(
        _ record: EnrolmentRecord, of application: Application, _ round: AdmissionRound, _ school: RoundSchool
    ) throws {
        let json = String(decoding: try JSONEncoder().encode(record), as: UTF8.self)
        try store.change(by: principal) { change in
            try change.db.execute(
                sql: "UPDATE admission_application SET enrolled = ?, version = version + 1 WHERE id = ?",
                arguments: [json, application.id])
            if let mark = application.addressMark {
                try change.db.execute(
                    sql: """
                        INSERT OR IGNORE INTO admission_use (address_mark, year, school, guardian_marks, application_id)
                        VALUES (?, ?, ?, ?, ?)
                        """,
                    arguments: [
                        mark, round.year, school.name, application.guardianMarks.sorted().joined(separator: " "),
                        application.id,
                    ])
            }
            try admissions.note("enrol", application.id, "", change)
        }
    }

    /// Takes back what was entered for a child, as long as nobody has changed it or refers to it.
    ///
    /// - Throws: `AdmissionError.enrolmentUsed`, `.wrongState`, `.notAllowed`.
    public func takeBack(_ id: Int64) throws {
        try requireManage()
        let application = try admissions.application(id)
        guard let json = application.enrolled else { throw AdmissionError.wrongState }
        let record = try JSONDecoder().decode(EnrolmentRecord.self, from: Data(json.utf8))
        try EnrolmentEntry.takeBack(record, application.number, desk: self)
        try store.change(by: principal) { change in
            try change.db.execute(
                sql: "UPDATE admission_application SET enrolled = NULL, version = version + 1 WHERE id = ?",
                arguments: [id])
            try change.db.execute(sql: "DELETE FROM admission_use WHERE application_id = ?", arguments: [id])
            try admissions.note("takeBack", id, "", change)
        }
    }
}

/// Enters one child.
struct EnrolmentEntry {
    let desk: AdmissionDesk
    let round: AdmissionRound
    let school: RoundSchool

    private var registers: RegisterStore { desk.admissions.registers }

    func enter(_ application: Application) throws -> EnrolmentRecord {
        let rules = try round.rules, form = try desk.admissions.form(of: application)
        let entry = rules.entry.day(of: round.year).text
        var record = EnrolmentRecord()
        do {
            let number = try student(form, application, rules, entry, &record)
            try stay(form, number, rules, entry, application, &record)
            for guardian in form.guardians {
                try self.guardian(guardian, of: number, application, &record)
            }
            try self.record(application, rules, entry, &record)
            return record
        } catch {
            // Whole or not at all: what was entered before the fault goes again.
            try? Self.takeBack(record, application.number, desk: desk)
            throw error
        }
    }

    /// The child's row: a new one, or that of the child who was at another school; its registration number.
    private func student(
        _ form: ApplicationForm, _ application: Application, _ rules: RoundRules, _ entry: String,
        _ record: inout EnrolmentRecord
    ) throws -> String {
        let register = try registers.register("student")
        let kind = rules.stage == "K" ? "11" : rules.stage == "P" ? "21" : rules.stage == "J" ? "31" : "32"
        var cells = [
            "school": school.code, "name": form.name, "sex": form.sex, "birth_date": form.birth,
            "home_address": form.address, "kind": kind, "entered_on": entry, "entered_by": "01", "status": "01",
            "telephone": form.guardians.first?.mobile ?? "",
        ]
        guard let there = try known(form, register) else {
            let number = form.idKind == .resident ? "G" + form.idNumber : "L" + application.number
            cells["registry_number"] = number
            cells["id_kind"] = form.idKind == .resident ? "1" : "Z"
            cells["id_number"] = form.idNumber
            try add(cells, to: register, application, &record)
            return number
        }
        let names = ["school", "kind", "entered_on", "entered_by", "status"]
        record.before = Dictionary(names.map { ($0, there[$0]?.written ?? "") }) { one, _ in one }
        let moved = cells.filter { names.contains($0.key) }
        let report = try registers.update(
            there.id, since: there.since, moved, of: register, access: desk.access, by: desk.principal)
        try refuse(report, register, application)
        let now = try registers.row(there.id, of: register, access: .commandLine)
        record.student = .init(register: register.name, id: there.id, since: now.since)
        return there["registry_number"]?.written ?? ""
    }

    /// The row of a child who is known already, by its identity number.
    private func known(_ form: ApplicationForm, _ register: Register) throws -> RegisterRow? {
        guard form.idKind == .resident else { return nil }
        var query = RowQuery()
        query.conditions["id_number"] = .oneOf([.text(form.idNumber)])
        return try registers.rows(of: register, query, access: .commandLine, limit: 1).rows.first
    }

    /// The stay in the new school; one that is still open at another ends with it.
    private func stay(
        _ form: ApplicationForm, _ number: String, _ rules: RoundRules, _ entry: String, _ application: Application,
        _ record: inout EnrolmentRecord
    ) throws {
        let register = try registers.register("enrolment")
        var from = ""
        if let student = record.student {
            var query = RowQuery()
            query.conditions["student"] = .oneOf([.integer(student.id)])
            query.conditions["ended_on"] = .missing
            let open = try registers.rows(of: register, query, access: .commandLine, limit: 1).rows.first
            if let open {
                if case .row(_, _, let label)? = open["school"] { from = label }
                let report = try registers.update(
                    open.id, since: open.since, ["ended_on": entry, "ended_by": "21"], of: register,
                    access: desk.access, by: desk.principal)
                try refuse(report, register, application)
                let now = try registers.row(open.id, of: register, access: .commandLine)
                record.ended = .init(register: register.name, id: open.id, since: now.since)
            }
        }
        let answer = rules.enrolment.question.flatMap { form.answers[$0] } ?? ""
        let cells = [
            "school": school.code, "student": number, "stage": rules.stage, "grade": rules.grade, "placement": "1",
            "started_on": entry, "began_by": "11", "source": "1", "boarding": "1", "came_from": from,
            "household_place": rules.enrolment.household[answer] ?? "1",
            "migrant": rules.enrolment.migrant.contains(answer) ? "是" : "否",
            "place_payer": rules.enrolment.placePayer, "nearby": rules.enrolment.nearby ? "是" : "否",
        ]
        try add(cells, to: register, application, &record)
    }

    private func guardian(
        _ guardian: ApplicationForm.Guardian, of number: String, _ application: Application,
        _ record: inout EnrolmentRecord
    ) throws {
        let register = try registers.register("guardian")
        if let student = record.student {
            var query = RowQuery()
            query.conditions["student"] = .oneOf([.integer(student.id)])
            query.conditions["relation"] = .oneOf([.text(guardian.relation)])
            // A guardian who is known already is left as the last school kept it.
            guard try registers.count(of: register, query, access: .commandLine) == 0 else { return }
        }
        let isResident = IDNumber(guardian.idNumber) != nil
        let cells = [
            "school": school.code, "student": number, "relation": guardian.relation, "name": guardian.name,
            "is_guardian": "是", "id_kind": isResident ? "1" : "Z", "id_number": guardian.idNumber,
            "mobile": guardian.mobile,
        ]
        try add(cells, to: register, application, &record)
    }

    private func record(
        _ application: Application, _ rules: RoundRules, _ entry: String, _ record: inout EnrolmentRecord
    ) throws {
        let register = try registers.register(AdmissionStore.register)
        let title = rules.classes.first { $0.name == application.applicantClass }?.title.chinese ?? ""
        try add(
            [
                "school": school.code, "number": application.number, "school_year": "\(round.year)",
                "stage": rules.stage, "entered_on": entry, "batch": round.title,
                "class_rank": "\(rules.rank(of: application.applicantClass) ?? 1)", "class_name": title,
                "wish": application.choice.map(String.init) ?? "",
            ], to: register, application, &record)
    }

    private func add(
        _ cells: [String: String], to register: Register, _ application: Application, _ record: inout EnrolmentRecord
    ) throws {
        let report = try registers.add(
            cells.filter { !$0.value.isEmpty && register.field($0.key) != nil || $0.key == "school" }, to: register,
            access: desk.access, by: desk.principal)
        try refuse(report, register, application)
        guard let id = report.row else { return }
        let row = try registers.row(id, of: register, access: .commandLine)
        record.added.append(.init(register: register.name, id: id, since: row.since))
    }

    private func refuse(_ report: SaveReport, _ register: Register, _ application: Application) throws {
        guard report.row == nil || report.faults.contains(where: { !$0.isWarning }) else { return }
        // The field and what was expected; never what somebody typed.
        let fault = report.faults.first { !$0.isWarning }
        let title = fault.flatMap { register.field($0.field)?.title.chinese ?? $0.field } ?? ""
        throw AdmissionError.enrolmentRefused(
            number: application.number, reason: "\(register.title.chinese) · \(title)")
    }

    // MARK: - Taking back

    static func takeBack(_ record: EnrolmentRecord, _ number: String, desk: AdmissionDesk) throws {
        let registers = desk.admissions.registers
        let all = record.added + [record.student, record.ended].compactMap { $0 }
        for row in all {
            let register = try registers.register(row.register)
            guard let now = try? registers.row(row.id, of: register, access: .commandLine), now.since == row.since
            else { throw AdmissionError.enrolmentUsed(number: number) }
        }
        try checkUnused(record, number, registers)
        for row in record.added.reversed() {
            try registers.remove(
                row.id, since: row.since, from: try registers.register(row.register), access: desk.access,
                by: desk.principal)
        }
        if let ended = record.ended {
            _ = try registers.update(
                ended.id, since: ended.since, ["ended_on": "", "ended_by": ""],
                of: try registers.register(ended.register), access: desk.access, by: desk.principal)
        }
        if let student = record.student {
            _ = try registers.update(
                student.id, since: student.since, record.before, of: try registers.register(student.register),
                access: desk.access, by: desk.principal)
        }
    }

    /// Nothing else may refer to a student who was added for the admission.
    private static func checkUnused(_ record: EnrolmentRecord, _ number: String, _ registers: RegisterStore) throws {
        for row in record.added {
            let register = try registers.register(row.register)
            for (other, column) in registers.catalog.references(to: register) {
                var query = RowQuery()
                query.conditions[column] = .oneOf([.integer(row.id)])
                let own = Set(record.added.filter { $0.register == other.name }.map(\.id))
                let found = try registers.rows(of: other, query, access: .commandLine, limit: 50).rows
                guard found.allSatisfy({ own.contains($0.id) }) else {
                    throw AdmissionError.enrolmentUsed(number: number)
                }
            }
        }
    }
}
