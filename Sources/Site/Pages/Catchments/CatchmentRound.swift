import AdmissionService
import CatchmentPlanning

/// A published plan taken into an admission round: its schools with their places, and each point with its schools.
enum CatchmentRound {
    /// The rounds being set up by catchment of a plan's stage and year.
    private static func rounds(_ visit: Visit, _ scheme: CatchmentScheme) throws -> [AdmissionRound] {
        let here = try AdmissionVisit(visit)
        guard here.desk.mayManage else { return [] }
        return try here.desk.rounds().filter { round in
            let rules = try round.rules
            return round.state == .draft && round.year == scheme.year && rules.route == .catchment
                && rules.stage == scheme.stage
        }
    }

    /// The buttons on the page of a plan.
    static func panel(_ here: CatchmentVisit, _ scheme: CatchmentScheme) throws -> HTML {
        let visit = here.visit, rounds = try rounds(visit, scheme)
        let list = rounds.html { round in
            let count = (try? visit.admissions.places(of: round.id).count) ?? 0
            return """
                <li><a href="\(SitePath.admissions(.round(round.id)))">\(round.title)</a> \
                <span class="muted">\(visit["catchments.round.now", ["count": "\(count)"]])</span> \
                \(button(visit, scheme, round.id))</li>
                """
        }
        let content: HTML =
            rounds.isEmpty
            ? """
            <p class="muted">\(visit["catchments.round.none"]) \
            <a href="\(SitePath.admissions(.list))">\(visit["site.nav.admissions"])</a></p>
            """
            : #"<ul class="lines">\#(list)</ul>"#
        return """
            <section class="panel" id="round"><h2>\(visit["catchments.round.title"])</h2>\
            <p>\(visit["catchments.round.lead"])</p>\(content)</section>
            """
    }

    private static func button(_ visit: Visit, _ scheme: CatchmentScheme, _ round: Int64) -> HTML {
        Form.button(
            visit, to: .catchments(.plan(scheme.id)), [("move", "round"), ("round", "\(round)")],
            title: visit["catchments.round.take"])
    }

    /// The button on a round's page of catchments, where a plan is in force for it.
    static func offer(_ visit: Visit, _ round: AdmissionRound) throws -> HTML {
        let rules = try round.rules
        guard round.state == .draft, rules.route == .catchment,
            let scheme = try visit.catchments.inForce(stage: rules.stage, year: round.year)
        else { return .empty }
        return """
            <section class="panel"><h2>\(visit["catchments.round.title"])</h2>\
            <p>\(visit["catchments.round.offer", ["plan": scheme.title]])</p>\(button(visit, scheme, round.id))</section>
            """
    }

    static func take(_ here: CatchmentVisit, _ id: Int64) throws -> SiteLink {
        let visit = here.visit, scheme = try here.plans.published(id)
        let admissions = try AdmissionVisit(visit)
        guard let row = visit.form.row("round"), try rounds(visit, scheme).contains(where: { $0.id == row }) else {
            throw AdmissionError.noRound
        }
        let input = try here.plans.input(of: id), teams = input.teams
        let schools = input.schools.filter(\.isOpen)
        try admissions.desk.setSchools(
            Dictionary(schools.map { ($0.code, $0.places) }) { one, _ in one }, of: row)
        try admissions.desk.setPlaces(
            input.points.map { point in
                RoundPlace(code: point.code, name: point.name, schools: input.schools(of: point, teams))
            }, of: row)
        return SitePath.admissions(.places(row)).with("done", "catchmentTaken")
    }
}
