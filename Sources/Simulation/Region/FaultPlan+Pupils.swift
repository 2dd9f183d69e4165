import Monitoring
import Registers

extension FaultPlan {
    mutating func plantStudents(_ choice: inout FaultChoice) {
        let region = choice.region
        let pass = LoadCell.text("E90000001")
        let simple: [(String, [String: LoadCell])] = [
            ("student_id_missing", ["id_number": .none]),
            ("student_ethnicity_missing", ["ethnicity": .none]),
            ("student_household_missing", ["household_address": .none]),
            ("student_address_missing", ["home_address": .none]),
            ("student_id_kind_missing", ["id_kind": .none]),
            ("student_id_expired", ["id_valid_until": .day(region.day + -10)]),
            ("student_left_enrolled", ["status": "07"]),
            ("student_suspended_enrolled", ["status": "02"]),
            ("student_kind_differs", ["kind": "31"]),
            ("student_party_age", ["political": "03"]),
            ("student_entry_future", ["entered_on": .day(region.day + 60)]),
        ]
        for (check, cells) in simple { plant(check, "student", choice.attending(), cells) }
        spoilID("student_id_form", "student", choice.attending())

        var pupil = choice.attending()
        plant("student_id_birth", "student", pupil, ["birth_date": .day(region.pupil(pupil + 1).birth + 1)])
        pupil = choice.attending()
        plant("student_id_sex", "student", pupil, ["sex": region.pupil(pupil + 1).isMale ? "2" : "1"])

        // A number that belongs to another child, on a document that is no identity card.
        let table = region.studentRows
        func row(_ unit: Int) -> [LoadCell] {
            var rows: [[LoadCell]] = []
            table.rows(unit, &rows)
            return rows[0]
        }
        pupil = choice.attending()
        var other = choice.attending()
        plant(
            "student_id_twice", "student", pupil,
            ["id_kind": "A", "id_number": row(other)[table.position("id_number")]])
        expect("student_id_twice", "student", other)

        pupil = choice.attending(grades: 3...3)
        other = choice.attending(grades: 3...3)
        var cells: [String: LoadCell] = ["id_kind": "A", "id_number": pass]
        for field in ["name", "sex", "birth_date"] { cells[field] = row(other)[table.position(field)] }
        plant("student_likely_twice", "student", pupil, cells)
        expect("student_likely_twice", "student", other)

        pupil = choice.attending()
        plant(
            "student_birth_impossible", "student", pupil,
            ["birth_date": .day(Day(number: -8_000)), "id_kind": "A", "id_number": "E90000002"])
        expect("enrolment_age_range", "enrolment", pupil)

        pupil = choice.attending(grades: 1...1)
        plant(
            "enrolment_early_entry", "student", pupil,
            [
                "birth_date": .day(region.firstOfSeptember(region.year - 6) + 30), "id_kind": "A",
                "id_number": "E90000003",
            ],
            in: "enrolment")

        pupil = choice.attending()
        let elsewhere = region.schools[(choice.line(pupil).school + 1) % region.schools.count]
        plant("student_school_differs", "student", pupil, ["school": .number(elsewhere.organisation)])

        pupil = choice.attending()
        change("guardian", pupil) { _, rows in rows.removeAll() }
        expect("student_no_guardian", "student", pupil)
        pupil = choice.attending()
        plant("guardian_mobile_missing", "guardian", pupil, ["mobile": .none])
        for _ in 0..<6 { plant("guardian_mobile_many", "guardian", choice.attending(), ["mobile": "13900000000"]) }
        pupil = choice.attending()
        set("guardian", pupil, ["id_number": .text(Region.idNumber("110105", Day(number: 5_000), 11))])
        spoilID("guardian_id_form", "guardian", pupil)
    }

    /// Sets cells of one row, by which a check finds rows of another register.
    mutating func plant(
        _ check: String, _ register: String, _ unit: Int, _ cells: [String: LoadCell], in other: String
    ) {
        set(register, unit, cells)
        expect(check, other, unit)
    }

    mutating func plantEnrolments(_ choice: inout FaultChoice) {
        let region = choice.region
        let simple: [(String, [String: LoadCell])] = [
            ("enrolment_class_missing", ["school_class": .none]),
            ("enrolment_origin_missing", ["began_by": "13"]),
            ("enrolment_migrant_unset", ["household_place": "4", "migrant": .none]),
        ]
        for (check, cells) in simple { plant(check, "enrolment", choice.attending(), cells) }
        let isOpen: @Sendable (Int, Bool) -> Bool = { pupil, isPublic in
            region.schools[region.lines[region.pupil(pupil + 1).ways.last ?? 0].school].isPublic == isPublic
        }
        func at(_ isPublic: Bool, _ stages: [RegionProfile.Stage], _ grades: ClosedRange<Int>) -> Int {
            var pupil = choice.attending(stages, grades: grades)
            while !isOpen(pupil, isPublic) { pupil = choice.attending(stages, grades: grades) }
            return pupil
        }
        plant("enrolment_nearby_missing", "enrolment", at(true, [.primary], 1...1), ["nearby": .none])
        plant("enrolment_place_public", "enrolment", at(false, [.kindergarten], 1...3), ["place_payer": "1"])
        plant("enrolment_place_private", "enrolment", at(true, [.kindergarten], 1...3), ["place_payer": "3"])
        plant("enrolment_boarding_differs", "enrolment", choice.attending(), ["boarding": "2"])

        func classes(_ isFit: (RegionLine) -> Bool) -> Int {
            let line = region.lines.first {
                $0.entry + $0.stage.years > region.year && $0.entry <= region.year && isFit($0)
            }
            return line.map { region.classRow($0, region.year) } ?? 1
        }
        var pupil = choice.attending()
        var line = choice.line(pupil)
        plant(
            "enrolment_class_elsewhere", "enrolment", pupil,
            [
                "school_class": .number(
                    classes { $0.stage == line.stage && $0.entry == line.entry && $0.school != line.school })
            ])
        pupil = choice.attending()
        line = choice.line(pupil)
        plant(
            "enrolment_class_grade", "enrolment", pupil,
            [
                "school_class": .number(
                    classes { $0.stage == line.stage && $0.entry != line.entry && $0.school == line.school })
            ])
        pupil = choice.attending()
        line = choice.line(pupil)
        plant(
            "enrolment_class_old", "enrolment", pupil, ["school_class": .number(region.classRow(line, region.year) - 1)]
        )
        expect("enrolment_class_grade", "enrolment", pupil)

        pupil = choice.attending()
        change("enrolment", pupil) { table, rows in
            rows.removeLast()
            rows[rows.count - 1][table.position("ended_on")] = .none
            rows[rows.count - 1][table.position("ended_by")] = .none
        }
        expect("enrolment_not_moved_up", "enrolment", pupil)
        expect("enrolment_class_old", "enrolment", pupil)

        pupil = choice.attending()
        line = choice.line(pupil)
        plant("enrolment_grade_kept", "enrolment", pupil, ["grade": .text("P\(region.year - line.entry)")])
        expect("enrolment_class_grade", "enrolment", pupil)

        pupil = choice.attending()
        line = choice.line(pupil)
        let host = region.schools.first { $0.index != line.school && $0.stages.contains(.primary) && $0.isPublic }
        let hosting = classes { $0.school == host?.index && $0.stage == line.stage && $0.entry == line.entry }
        append(
            to: "enrolment", pupil,
            ["school": .number(host?.organisation ?? 1), "school_class": .number(hosting), "place_payer": "1"])
        expect("student_two_schools", "enrolment", pupil, .lastTwo)
        expect("student_school_differs", "student", pupil)

        pupil = choice.attending()
        append(to: "enrolment", pupil, ["started_on": .day(region.firstOfSeptember(region.year) + 1)])
        expect("enrolment_twice", "enrolment", pupil, .lastTwo)
        pupil = choice.attending()
        append(to: "enrolment", pupil, ["started_on": .day(region.day + 100)])
        expect("enrolment_future", "enrolment", pupil)
    }

    /// Adds a row like the last of a unit, with other cells.
    mutating func append(to register: String, _ unit: Int, _ cells: [String: LoadCell]) {
        change(register, unit) { table, rows in
            guard var row = rows.last else { return }
            for (field, cell) in cells { row[table.position(field)] = cell }
            rows.append(row)
        }
    }

    mutating func plantLeavers(_ choice: inout FaultChoice) {
        let region = choice.region, day = region.day
        let recent = (day + -330)...(day + -40)
        var pupil = choice.gone(region.firstOfSeptember(region.firstYear)...(day + -1))
        plant("student_no_enrolment", "student", pupil, ["status": "01"])
        plant("enrolment_destination_missing", "enrolment", choice.gone(recent), ["went_to": .none])
        plant("enrolment_expelled", "enrolment", choice.gone(recent), ["ended_by": "24"])
        pupil = choice.gone(recent)
        change("student_change", pupil) { _, rows in rows.removeAll() }
        expect("enrolment_no_change", "enrolment", pupil)
        let school = region.schools[0]
        plant(
            "change_not_received", "student_change", choice.gone(recent),
            ["to_school": .number(school.organisation), "outside": .none])
        plant("change_approval_missing", "student_change", choice.gone(recent), ["approval": .none])
        pupil = choice.gone(recent)
        plant("change_entered_late", "student_change", pupil, ["approved_on": .none])
        expect("change_approval_missing", "student_change", pupil)
        pupil = choice.gone(region.firstOfSeptember(region.year)...day)
        plant("enrolment_dropped_out", "enrolment", pupil, ["ended_by": "28"])
        pupil = choice.pupil {
            if case .suspended = $0.fate { return true }
            return false
        }
        plant("student_suspension_over", "student_change", pupil, ["suspended_until": .day(day + -3)], in: "student")
    }
}
