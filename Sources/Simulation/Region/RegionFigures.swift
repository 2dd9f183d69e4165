import Monitoring
import Registers

extension Region {
    /// What a published figure comes to in this region, by its layout.
    public func count(_ figure: RegionProfile.Figure) -> Int {
        switch figure.measure {
        case .people: pupils + staffNow
        case .areas: units("area").count
        case .districts: units("district").count
        case .parties: partyOrganisations.units
        case .poolPosts: sum(establishment, "posts") { $0[establishment.position("kind")] == "2" }
        case .spending:
            sum(funding, "spending") { $0[funding.position("year")] == .number(year) }
        case .grossEnrolment: grossEnrolment
        case .grade(let stage, let grade):
            lines.lazy.filter { $0.stage == stage && $0.entry == year - grade + 1 }.reduce(0) { $0 + $1.size }
        case .pupils(let stage): pupils { $0.stage == stage }
        case .publicPupils(let stage): pupils { $0.stage == stage && schools[$0.school].isPublic }
        case .kindergartens: schools.count(where: \.isKindergarten)
        // A public kindergarten is inclusive by its nature.
        case .inclusiveKindergartens: schools.count { $0.isKindergarten && ($0.isPublic || $0.isInclusive) }
        case .modelKindergartens: rows(schoolRows) { $0[schoolRows.position("kindergarten_grade")] == "1" }
        case .modelSeniors: rows(schoolRows) { $0[schoolRows.position("senior_grade")] == "1" }
        case .groups(let form): units.count { $0.form == form }
        case .heads(let rank): rows(staffRows) { $0[staffRows.position("principal_rank")] == .text(rank) }
        }
    }

    private func pupils(where isCounted: (RegionLine) -> Bool) -> Int {
        lines.filter { $0.entry + $0.stage.years > year && isCounted($0) }.reduce(0) { $0 + $1.size }
    }

    private var grossEnrolment: Int {
        let persons = (3...5).reduce(0) { $0 + self.persons(age: $1, year: year) }
        return (pupils { $0.stage == .kindergarten } * 1_000 / max(1, persons) + 5) / 10
    }

    private func rows(_ table: RegionTable, where isCounted: ([LoadCell]) -> Bool) -> Int {
        var count = 0
        each(table) { count += isCounted($0) ? 1 : 0 }
        return count
    }

    private func sum(_ table: RegionTable, _ field: String, where isCounted: ([LoadCell]) -> Bool) -> Int {
        let position = table.position(field)
        var sum = 0
        each(table) { row in
            if case .number(let number) = row[position], isCounted(row) { sum += number }
        }
        return sum
    }

    private func each(_ table: RegionTable, _ body: ([LoadCell]) -> Void) {
        var rows: [[LoadCell]] = []
        for unit in 0..<table.units {
            rows.removeAll(keepingCapacity: true)
            table.rows(unit, &rows)
            rows.forEach(body)
        }
    }

    /// What a published figure comes to in the registers that were loaded.
    ///
    /// - Throws: `RegisterError`.
    public func stored(_ figure: RegionProfile.Figure, in store: RegisterStore) throws -> Int {
        let number = try store.database.read { connection in
            func ask(_ sql: String, _ arguments: [SQLValue] = []) throws -> Double {
                try connection.value(sql, arguments).number ?? 0
            }
            let today: [SQLValue] = [.text(day.text), .text(day.text)]
            let now = "e.started_on <= ? and (e.ended_on is null or e.ended_on > ?)"
            let here = "select count(distinct e.student) from enrolment e where e.placement <> '2' and \(now)"
            return switch figure.measure {
            case .people: try ask(here, today) + ask("select count(*) from staff where left_on is null")
            case .areas: try ask("select count(*) from organisation where level = 'area'")
            case .districts: try ask("select count(*) from organisation where level = 'district'")
            case .parties: try ask("select count(*) from party_organisation")
            case .poolPosts: try ask("select sum(posts) from establishment_post where kind = '2'")
            case .spending:
                try ask("select sum(spending) from education_funding where year = ?", [.integer(Int64(year))]) / 100
            case .grossEnrolment:
                try
                    (ask(here + " and e.stage = 'K'", today) * 100
                    / max(
                        1,
                        ask(
                            "select sum(persons) from population where basis = '2' and age between 3 and 5 and school_year = ?",
                            [.integer(Int64(year))]))).rounded()
            case .grade(let stage, let grade):
                try ask(here + " and e.grade = ?", today + [.text("\(stage.rawValue)\(grade)")])
            case .pupils(let stage): try ask(here + " and e.stage = ?", today + [.text(stage.rawValue)])
            case .publicPupils(let stage):
                try ask(
                    here + " and e.stage = ? and e.school in (select school from school where run_by in ('11', '21'))",
                    today + [.text(stage.rawValue)])
            case .kindergartens: try ask("select count(*) from school where kind = '111'")
            case .inclusiveKindergartens:
                try ask(
                    "select count(*) from school where kind = '111' and (run_by = '11' or inclusive_from is not null)")
            case .modelKindergartens: try ask("select count(*) from school where kindergarten_grade = '1'")
            case .modelSeniors: try ask("select count(*) from school where senior_grade = '1'")
            case .groups(let form):
                try ask("select count(distinct cluster) from group_member where form = ?", [.text(form)])
            case .heads(let rank): try ask("select count(*) from staff where principal_rank = ?", [.text(rank)])
            }
        }
        return Int(number)
    }
}
