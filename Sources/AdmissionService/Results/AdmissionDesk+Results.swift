import Foundation
import GRDB
import Store

/// From the list of those accepted to results that families see.
extension AdmissionDesk {
    /// What a placement of a round is made from: those who were accepted, and the places.
    public func market(of id: Int64) throws -> PlacementMarket {
        try requireManage()
        return try store.read { try market(of: AdmissionStore.round(id, $0), $0) }
    }

    private func market(of round: AdmissionRound, _ db: Database) throws -> PlacementMarket {
        let rules = try round.rules
        let all = try Row.fetchAll(
            db, sql: "SELECT * FROM admission_application WHERE round_id = ? AND state = 'accepted' ORDER BY number",
            arguments: [round.id]
        ).map(Application.init(row:))
        let byNumber = Dictionary(all.map { ($0.number, $0) }) { one, _ in one }
        let applicants = all.map { one in
            let twin = byNumber[one.twin].flatMap { Self.areTwins(one, $0) ? $0 : nil }
            return PlacementMarket.Applicant(
                number: one.number, rank: rules.rank(of: one.applicantClass) ?? rules.classes.count,
                choices: one.choices, sibling: one.isSiblingConfirmed ? one.siblingSchool : nil,
                bundle: twin.map { min($0.number, one.number) }, reserves: one.reserves)
        }
        let schools = try AdmissionStore.schools(of: round.id, db).map { school in
            PlacementMarket.School(
                code: school.code, places: school.places,
                reserves: rules.reserves.map {
                    // At least one place where the school has any; the share is rounded down otherwise.
                    .init(name: $0.name, places: min(school.places, max(1, school.places * $0.percent / 100)))
                })
        }
        return PlacementMarket(
            mechanism: rules.mechanism, ties: rules.ties, waiting: rules.waiting, applicants: applicants,
            schools: schools)
    }

    /// Fixes the list of those accepted. What was sent back and not corrected is refused with it.
    ///
    /// - Throws: `AdmissionError.undecided` where the desks have not decided about all, `.wrongState` before families
    ///   have had their last day, `.notAllowed`.
    /// - Returns: the list's digest.
    @discardableResult
    public func freeze(_ id: Int64) throws -> String {
        try requireManage()
        return try store.change(by: principal) { change in
            let round = try AdmissionStore.round(id, change.db)
            guard round.state == .published, let closes = round.calendar[.closes], closes < admissions.today else {
                throw AdmissionError.wrongState
            }
            let open = try Int.fetchOne(
                change.db,
                sql: """
                    SELECT count(*) FROM admission_application a WHERE round_id = ? AND (state = 'submitted'
                        OR EXISTS (SELECT 1 FROM admission_appeal p WHERE p.application_id = a.id AND p.state = 'open'))
                    """,
                arguments: [id])
            if let open, open > 0 { throw AdmissionError.undecided(count: open) }
            try change.db.execute(
                sql: """
                    UPDATE admission_application SET state = 'refused', decided_at = ?, decided_by = ?,
                        version = version + 1 WHERE round_id = ? AND state = 'returned'
                    """,
                arguments: [change.at, principal.name, id])
            let digest = try market(of: round, change.db).digest
            try change.db.execute(
                sql:
                    "UPDATE admission_round SET state = 'frozen', digest = ?, updated_at = ?, updated_by = ? WHERE id = ?",
                arguments: [digest, change.at, change.by, id])
            try change.audit("round.freeze", "admission_round", id, ["digest": digest])
            return digest
        }
    }

    /// Takes the results of a placement in: every accepted application once, no school over its places.
    ///
    /// - Parameter note: what is published about the draw.
    /// - Throws: `AdmissionError.changedList` where the list is not the one that was frozen, `.badResult`,
    ///   `.missingResults`, `.overfull`, `.wrongState`, `.notAllowed`.
    public func take(_ lines: [PlacementLine], of id: Int64, note: String) throws {
        try requireManage()
        try store.change(by: principal) { change in
            let round = try AdmissionStore.round(id, change.db)
            guard round.state == .frozen else { throw AdmissionError.wrongState }
            let market = try market(of: round, change.db)
            guard market.digest == round.digest else { throw AdmissionError.changedList }
            let schools = try AdmissionStore.schools(of: id, change.db)
            try Self.check(lines, market, schools)
            let ids = Dictionary(schools.map { ($0.code, $0.organisation) }) { one, _ in one }
            let choices = Dictionary(market.applicants.map { ($0.number, $0.choices) }) { one, _ in one }
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
                    UPDATE admission_round SET state = 'decided', seed_note = ?, updated_at = ?, updated_by = ? WHERE id = ?
                    """,
                arguments: [String(note.prefix(2_000)), change.at, change.by, id])
            let placed = lines.count { $0.school != nil }
            try change.audit(
                "round.results", "admission_round", id, ["lines": "\(lines.count)", "placed": "\(placed)"])
        }
    }

    /// The result is checked, not trusted.
    private static func check(_ lines: [PlacementLine], _ market: PlacementMarket, _ schools: [RoundSchool]) throws {
        let applicants = Dictionary(market.applicants.map { ($0.number, $0) }) { one, _ in one }
        var seen = Set<String>(), placed: [String: Int] = [:]
        for (index, line) in lines.enumerated() {
            let number = String(line.number.prefix(20))
            guard let applicant = applicants[line.number], seen.insert(line.number).inserted else {
                throw AdmissionError.badResult(row: index + 2, number: number)
            }
            guard let school = line.school else { continue }
            // 单校划片统筹: whoever finds no place by choice may be sent elsewhere, to a school of the round.
            guard schools.contains(where: { $0.code == school }),
                applicant.choices.contains(school) || market.mechanism == .deferred && applicant.choices.count == 1
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
