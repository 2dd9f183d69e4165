import Monitoring
import Registers

extension FaultPlan {
    mutating func plantClasses(_ choice: inout FaultChoice) {
        let region = choice.region
        let primary: (RegionClass, RegionLine) -> Bool = { $1.stage == .primary }
        plant("class_teacher_missing", "school_class", choice.schoolClass(where: primary), ["class_teacher": .none])
        plant("class_over_planned", "school_class", choice.schoolClass(where: primary), ["planned_size": 1])

        var item = choice.schoolClass(where: primary)
        var school = region.lines[region.classes[item].line].school
        var other = choice.schoolClass { $1.stage == .primary && $1.school == school && $0.ordinal > 0 }
        plant(
            "class_teacher_twice", "school_class", item,
            ["class_teacher": .number(region.classTeacher(region.classes[other]) + 1)])
        expect("class_teacher_twice", "school_class", other)

        item = choice.schoolClass(where: primary)
        let retired = region.staffNow
        plant("class_teacher_left", "school_class", item, ["class_teacher": .number(retired + 1)])
        expect("class_teacher_elsewhere", "school_class", item)

        item = choice.schoolClass(where: primary)
        school = region.lines[region.classes[item].line].school
        let foreign = region.schools[(school + 1) % region.schools.count]
        plant("class_teacher_elsewhere", "school_class", item, ["class_teacher": .number(region.head(foreign) + 1)])

        let table = region.classRows
        func cell(_ unit: Int, _ field: String) -> LoadCell {
            var rows: [[LoadCell]] = []
            table.rows(unit, &rows)
            return rows[0][table.position(field)]
        }
        for (check, field) in [("class_name_twice", "name"), ("class_room_twice", "room")] {
            item = choice.schoolClass(where: primary)
            school = region.lines[region.classes[item].line].school
            other = choice.schoolClass { $1.stage == .primary && $1.school == school }
            plant(check, "school_class", item, [field: cell(other, field)])
            expect(check, "school_class", other)
        }
        item = choice.schoolClass(where: primary)
        school = region.lines[region.classes[item].line].school
        let rooms = region.roomPlan[(school + 1) % region.schools.count]
        plant("class_room_elsewhere", "school_class", item, ["room": .number(rooms.before + rooms.all + 1)])

        // A kindergarten class more than there are children for.
        if let kindergarten = region.schools.first(where: \.isKindergarten) {
            let last = region.classes.count - 1
            append(
                to: "school_class", last,
                [
                    "school": .number(kindergarten.organisation), "school_year": .number(region.year), "stage": "K",
                    "grade": "K2", "number": 90, "name": "中90班", "kind": .none, "room": .none, "planned_size": 30,
                    "class_teacher": .number((region.teaching[kindergarten.index].first?.first ?? 0) + 2),
                ])
            expect("class_empty", "school_class", last)
        }
        item = choice.schoolClass(where: primary)
        set("teaching", item, ["subject": "60"], at: .first)
        expect("teaching_class_untaught", "school_class", item)
        item = choice.schoolClass { $1.stage == .junior }
        plant("teaching_subject_differs", "teaching", item, ["subject": "62"])
        item = choice.schoolClass(where: primary)
        school = region.lines[region.classes[item].line].school
        other = choice.schoolClass { $1.stage == .primary && $1.school != school }
        plant("teaching_class_elsewhere", "teaching", item, ["school_class": .number(other + 1)])
    }

    mutating func plantStaff(_ choice: inout FaultChoice) {
        let region = choice.region, day = region.day
        let worker: (Int, RegionPost) -> Bool = { $1.kind == "14" && $1.left == nil }
        let simple: [(String, [String: LoadCell])] = [
            ("staff_id_missing", ["id_number": .none]), ("staff_telephone_missing", ["telephone": .none]),
            ("staff_title_date_missing", ["title": "T3", "titled_on": .none]), ("staff_status_left", ["status": "01"]),
            (
                "staff_past_retirement",
                ["birth_date": .day(Day(number: -5_500)), "id_kind": "A", "id_number": "E80000001"]
            ),
        ]
        for (check, cells) in simple { plant(check, "staff", choice.staff(where: worker), cells) }
        spoilID("staff_id_form", "staff", choice.staff(where: worker))
        var person = choice.staff(where: worker)
        plant("staff_id_birth", "staff", person, ["birth_date": .day(region.person(person).birth + 1)])
        person = choice.staff(where: worker)
        plant("staff_id_sex", "staff", person, ["sex": region.person(person).isMale ? "2" : "1"])
        person = choice.staff(where: worker)
        plant("staff_worked_young", "staff", person, ["worked_from": .day(region.person(person).birth + 12 * 365)])
        person = choice.staff { worker($0, $1) && region.person($0).birth.age(on: day) < 33 }
        plant("staff_senior_young", "staff", person, ["title": "T1", "titled_on": .day(day + -100)])
        person = choice.staff(where: worker)
        let elsewhere = region.schools[(region.posts[person].school + 1) % region.schools.count]
        plant("staff_school_differs", "staff", person, ["school": .number(elsewhere.organisation)])

        let table = region.staffRows
        person = choice.staff(where: worker)
        let other = choice.staff(where: worker)
        var rows: [[LoadCell]] = []
        table.rows(other, &rows)
        plant("staff_id_twice", "staff", person, ["id_kind": "A", "id_number": rows[0][table.position("id_number")]])
        expect("staff_id_twice", "staff", other)
        plantAppointments(&choice)
    }

    private mutating func plantAppointments(_ choice: inout FaultChoice) {
        let region = choice.region, day = region.day
        func teacher(_ stage: RegionProfile.Stage) -> (Int, RegionPost) -> Bool {
            { $1.kind == "11" && $1.stage == stage && $1.left == nil && region.schools[$1.school].isPublic }
        }
        let primary = teacher(.primary)
        plant("appointment_subject_missing", "appointment", choice.staff(where: primary), ["subject": .none])
        plant(
            "appointment_establishment_unset", "appointment", choice.staff(where: primary),
            ["establishment_post": .none])
        var person = choice.staff { $1.kind == "14" && $1.left == nil }
        let own = region.posts[person].school
        if let elsewhere = region.schools.first(where: { $0.isPublic && $0.index != own }) {
            append(
                to: "appointment", person,
                [
                    "school": .number(elsewhere.organisation), "employment": "1",
                    "establishment_post": .number(region.establishmentRows.rows[elsewhere.index]),
                ])
        }
        expect("appointment_two_main", "appointment", person, .lastTwo)
        expect("staff_school_differs", "staff", person)
        person = choice.staff { index, post in post.left != nil && index > region.staffNow }
        plant(
            "appointment_after_leaving", "appointment", person,
            ["ended_on": .none, "ended_by": .none, "employment": "3"])

        person = choice.staff(where: primary)
        change("qualification", person) { _, rows in rows.removeAll() }
        expect("appointment_uncertified", "appointment", person)
        person = choice.staff(where: primary)
        plant("appointment_certificate_stage", "qualification", person, ["kind": "1"], in: "appointment")
        person = choice.staff(where: teacher(.senior))
        plant("appointment_education_low", "staff", person, ["education": "31"], in: "appointment")
        plant(
            "qualification_unregistered", "qualification", choice.staff(where: primary),
            ["registered_until": .day(day + -40)])
        person = choice.staff(where: primary)
        plant(
            "qualification_young", "qualification", person, ["issued_on": .day(region.person(person).birth + 16 * 365)])
        person = choice.staff(where: primary)
        let other = choice.staff(where: primary)
        let table = region.qualifications
        var rows: [[LoadCell]] = []
        table.rows(other, &rows)
        plant(
            "qualification_number_twice", "qualification", person,
            ["certificate_number": rows[0][table.position("certificate_number")]])
        expect("qualification_number_twice", "qualification", other)
        person = choice.staff { index, post in
            var rows: [[LoadCell]] = []
            if primary(index, post), index < region.staffNow { region.backbones.rows(index, &rows) }
            return !rows.isEmpty
        }
        plant("backbone_ending", "backbone_title", person, ["ended_on": .day(day + 20)])
    }

    mutating func plantSchools(_ choice: inout FaultChoice) {
        let region = choice.region, first = region.units.count
        let kindergarten: (RegionSchool) -> Bool = { $0.isKindergarten }
        var school = choice.school(where: kindergarten)
        plant(
            "school_head_missing", "school", school, ["head": .none, "site_area": .none, "kindergarten_grade": .none])
        expect("school_site_missing", "school", school)
        expect("school_grade_missing", "school", school)
        for check in ["seats_missing", "condition_missing"] { expect(check, "school", school) }
        change("seat_capacity", school) { _, rows in rows.removeAll() }
        change("school_condition", school) { _, rows in rows.removeAll() }
        for (check, cells) in [
            ("organisation_location_missing", ["location": LoadCell.none]),
            ("organisation_address_missing", ["address": .none]),
            ("organisation_credit_missing", ["credit_code": .none]), ("organisation_code_form", ["code": "X1"]),
        ] { plant(check, "organisation", first + school, cells) }

        school = choice.school { !$0.isKindergarten }
        let other = (school + 1) % region.schools.count
        plant("school_head_twice", "school", school, ["head": .number(region.head(region.schools[other]) + 1)])
        expect("school_head_twice", "school", other)
        plant("organisation_name_twice", "organisation", first + school, ["name": .text(region.schools[other].name)])
        expect("organisation_name_twice", "organisation", first + other)
        plant("seats_exceeded", "seat_capacity", school, ["seats": 1])
        plant("building_dangerous", "building", school, ["safety": "D"])
        set("building", school, ["built_year": .none], at: .first)
        expect("building_year_missing", "building", school, .first)
        plant("room_building_missing", "room", school, ["building": .none])
        set("room", school, ["seats": 90], at: .first)
        expect("room_seats_crowded", "room", school, .first)

        school = choice.school { !$0.isKindergarten && $0.index != other }
        plant("school_head_left", "school", school, ["head": .number(region.staffNow + 1)])
        plant(
            "building_unexamined", "building", school,
            [
                "built_year": .number(region.year - 41),
                "in_use_from": .day(Day(year: region.year - 41, month: 12, day: 31) ?? region.day),
                "examined_on": .day(Day(year: region.year - 9, month: 5, day: 6) ?? region.day),
            ])
        change("population", 0) { table, rows in
            let year = table.position("school_year"), basis = table.position("basis"), age = table.position("age")
            rows.removeAll { $0[year] == .number(region.year) && $0[basis] == "2" && $0[age] == 10 }
        }
        expect("population_gap", "organisation", (region.units("area").first ?? 1) - 1)
    }
}
