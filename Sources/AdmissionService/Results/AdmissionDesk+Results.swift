import Foundation
import GRDB
import Store

/// From the list of those accepted to results that families see.
extension AdmissionDesk {
    /// Takes the results of a placement in: every accepted application once, no school over its places.
    ///
    /// - Parameter note: what is published about the draw.
    /// - Throws: `AdmissionError.changedList` where the list is not the one that was frozen, `.badResult`,
    ///   `.missingResults`, `.overfull`, `.wrongState`, `.notAllowed`.
    public func take(_ lines: [PlacementLine], of id: Int64, note: String) throws {
        try take(lines, of: id, note: note, record: nil)
    }

    /// - Parameter record: the record of the draw, where it was drawn here.
    func take(_ lines: [PlacementLine], of id: Int64, note: String, record: String?) throws {
        try requireManage()
        try store.change(by: principal) { change in
            let round = try AdmissionStore.round(id, change.db)
            guard round.state == .frozen else { throw AdmissionError.wrongState }
            let market = try market(of: round, change.db)
            guard try AdmissionStore.drawFiles(id, change.db)?.list == market.list else {
                throw AdmissionError.changedList
            }
            let schools = try AdmissionStore.schools(of: id, change.db)
            let ids = Dictionary(schools.map { ($0.code, $0.organisation) }) { one, _ in one }
            let choices = try Self.choices(id, change.db)
            try Self.check(lines, choices, schools)
            for line in lines {
                let result: Application.Result =
                    line.school != nil ? .placed : line.waiting != nil ? .waiting : .unplaced
                let choice = line.school.flatMap { choices[line.number]?.firstIndex(of: $0) }
                try change.db.execute(
                    sql: """
                        UPDATE admission_application SET result = ?, school = ?, choice = ?, waiting = ?, reason_zh = ?,
                            reason_en = ?, version = version + 1 WHERE round_id = ? AND number = ?
                        """,
                    arguments: [
                        result.rawValue, line.school.flatMap { ids[$0] }, choice.map { $0 + 1 }, line.waiting,
                        String(line.chinese.prefix(500)), String(line.english.prefix(500)), id, line.number,
                    ])
            }
            try change.db.execute(
                sql: """
                    UPDATE admission_round SET state = 'decided', seed_note = ?, draw_record = ?, updated_at = ?,
                        updated_by = ? WHERE id = ?
                    """,
                arguments: [String(note.prefix(2_000)), record, change.at, change.by, id])
            let placed = lines.count { $0.school != nil }
            try change.audit(
                "round.results", "admission_round", id, ["lines": "\(lines.count)", "placed": "\(placed)"])
        }
    }

    /// The wishes of those accepted, by number.
    private static func choices(_ id: Int64, _ db: Database) throws -> [String: [String]] {
        let rows = try Row.fetchAll(
            db, sql: "SELECT number, choices FROM admission_application WHERE round_id = ? AND state = 'accepted'",
            arguments: [id])
        return Dictionary(
            rows.map { ($0["number"] as String, ($0["choices"] as String).split(separator: " ").map(String.init)) }
        ) { one, _ in one }
    }

    /// The result is checked, not trusted.
    private static func check(
        _ lines: [PlacementLine], _ applicants: [String: [String]], _ schools: [RoundSchool]
    ) throws {
        var seen = Set<String>(), placed: [String: Int] = [:]
        for (index, line) in lines.enumerated() {
            let number = String(line.number.prefix(20))
            guard let choices = applicants[line.number], seen.insert(line.number).inserted else {
                throw AdmissionError.badResult(row: index + 2, number: number)
            }
            guard let school = line.school else { continue }
            // 单校划片统筹: whoever finds no place by choice may be sent elsewhere, to a school of the round.
            guard schools.contains(where: { $0.code == school }),
                choices.contains(school) || choices.count == 1
            else { throw AdmissionError.badResult(row: index + 2, number: number) }
            placed[school, default: 0] += 1
        }
        guard seen.count == applicants.count else {
            throw AdmissionError.missingResults(count: applicants.count - seen.count)
        }
        for school in schools {
            if let count = placed[school.code], count > school.places {
                throw AdmissionError.overfull(school: school.name, places: school.places, placed: count)
            }
        }
    }

    /// Shows families their results from the day of publication on. - Throws: `AdmissionError.wrongState`, `.notAllowed`.
    public func announce(_ id: Int64) throws {
        try requireManage()
        try store.change(by: principal) { change in
            guard try AdmissionStore.round(id, change.db).state == .decided else { throw AdmissionError.wrongState }
            try change.db.execute(
                sql: "UPDATE admission_round SET state = 'announced', updated_at = ?, updated_by = ? WHERE id = ?",
                arguments: [change.at, change.by, id])
            try change.audit("round.announce", "admission_round", id)
        }
    }

    /// Those who are placed at a school, by number. - Throws: `AdmissionError.notAllowed` for a school of others.
    public func placed(of round: Int64, at school: Int64, limit: Int = -1, offset: Int = 0) throws -> [Application] {
        guard mayRead(school) else { throw AdmissionError.notAllowed }
        return try store.read { db in
            // A cursor: copies of rows look each column up by its name.
            try Array(
                Row.fetchCursor(
                    db,
                    sql: """
                        SELECT * FROM admission_application INDEXED BY admission_application_placed
                        WHERE round_id = ? AND school = ? AND result = 'placed' ORDER BY number LIMIT ? OFFSET ?
                        """,
                    arguments: [round, school, limit, offset]
                ).map(Application.init(row:)))
        }
    }

    /// The schools of a round that the account may read, with how many are placed at each.
    public func placedCounts(of round: Int64) throws -> [(school: RoundSchool, placed: Int)] {
        let counts = try store.read { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT school, count(*) AS n FROM admission_application INDEXED BY admission_application_placed
                    WHERE round_id = ? AND school IS NOT NULL AND result = 'placed' GROUP BY school
                    """,
                arguments: [round])
        }
        let placed = Dictionary(counts.map { ($0["school"] as Int64, $0["n"] as Int) }) { one, _ in one }
        return try admissions.schools(of: round).filter { mayRead($0.organisation) }.map {
            ($0, placed[$0.organisation] ?? 0)
        }
    }

    /// Sets up a second round over the places that are left, as a draft with the same rules.
    ///
    /// - Throws: `AdmissionError.wrongState` before the first is announced, `.notAllowed`.
    public func secondRound(of id: Int64, title: String) throws -> Int64 {
        try requireManage()
        let first = try admissions.round(id)
        guard first.state == .announced else { throw AdmissionError.wrongState }
        let left = try statistics(of: id).schools.filter { $0.left > 0 }
        let places = try admissions.places(of: id)
        let second = try insert(
            kind: first.kind, year: first.year, title: String(title.prefix(Self.titleLimit)), text: first.text,
            calendar: first.calendar, secondOf: id)
        try setSchools(Dictionary(left.map { ($0.school.code, $0.left) }) { one, _ in one }, of: second)
        let known = Set(left.map(\.school.code))
        try setPlaces(
            places.compactMap { place in
                let schools = place.schools.filter(known.contains)
                return schools.isEmpty ? nil : RoundPlace(code: place.code, name: place.name, schools: schools)
            }, of: second)
        return second
    }
}
