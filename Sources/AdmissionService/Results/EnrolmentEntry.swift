import Catalog
import Foundation
import Monitoring
import Registers

/// Enters one child.
struct EnrolmentEntry {
    let desk: AdmissionDesk
    let round: AdmissionRound
    let school: RoundSchool
    /// The registers, within the change that enters the child.
    let registers: RegisterStore

    func enter(_ application: Application) throws -> EnrolmentRecord {
        let rules = try round.rules, form = try desk.admissions.form(of: application)
        let entry = rules.entry.day(of: round.year).text
        var record = EnrolmentRecord()
        let number = try student(form, application, rules, entry, &record)
        try stay(form, number, rules, entry, application, &record)
        for guardian in form.guardians {
            try self.guardian(guardian, of: number, application, &record)
        }
        try self.record(application, rules, entry, &record)
        return record
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

    static func takeBack(
        _ record: EnrolmentRecord, _ number: String, desk: AdmissionDesk, in registers: RegisterStore
    ) throws {
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
