import CatchmentFiles
import Catchments
import Foundation
import Localisation
import Registers
import Testing

@testable import CatchmentPlanning
@testable import Store

@Suite("Catchment plans")
struct CatchmentPlanTests {
    @Test("points and schools of the registers are worked out, kept, changed by hand and brought back")
    func walk() throws {
        let site = try CatchmentFixture()
        let id = try site.solved()
        var scheme = try site.plans.scheme(id)
        #expect(scheme.state == .solved && scheme.version == 2 && scheme.sources.map(\.part) == ["schools", "points"])
        let figures = try #require(scheme.chosen?.figures), today = try #require(scheme.chosen?.today)
        #expect(today.overfull == 1 && today.tooMany == 42 && figures.overfull == 0 && figures.children == 72)
        #expect(scheme.proposal == scheme.chosen)
        var input = try site.plans.input(of: id)
        #expect(input.points.map(\.school) == ["S1", "S1", "S2", "S2", "S2", "S2"])
        #expect(input.points[5].todayMetres ?? 0 > (input.points[5].metres ?? 0))

        try site.bureau.give(["P3"], to: "S1", in: id, version: 2)
        scheme = try site.plans.scheme(id)
        #expect(scheme.chosen?.figures.tooMany == 6 && scheme.proposal?.figures.tooMany == 0)
        #expect(scheme.chosen?.findings.contains(.overfull(school: "S1", children: 36, places: 30)) == true)
        #expect((scheme.chosen?.cost ?? 0) > (scheme.proposal?.cost ?? 0))
        try site.bureau.lock(["P3"], true, in: id, version: 3)
        try site.bureau.solve(id)
        input = try site.plans.input(of: id)
        #expect(input.points[2].school == "S1" && input.points[2].isLocked, "locked points stay")
        #expect(input.points[1].school == "S2" || input.points[0].school == "S2", "another makes room")
        try site.bureau.lock(["P3"], false, in: id, version: 5)
        try site.bureau.give(["P1", "P2"], to: "S2", in: id, version: 6)
        try site.bureau.undo(in: id, version: 7)
        scheme = try site.plans.scheme(id)
        #expect(scheme.chosen?.figures == scheme.proposal?.figures)
        #expect(try site.plans.input(of: id).points.allSatisfy { !$0.isChanged })
    }

    @Test("a plan works out the same from what it keeps, whatever the registers say since")
    func reproducible() throws {
        let site = try CatchmentFixture()
        let one = try site.solved()
        try site.plans.registers.database.write {
            try $0.run("UPDATE residential_point SET primary_children = 99", [])
        }
        let before = try site.plans.input(of: one).points
        try site.bureau.solve(one)
        #expect(try site.plans.input(of: one).points == before)
    }

    @Test("of two planners who change one plan the second is told")
    func race() throws {
        let site = try CatchmentFixture(), id = try site.solved()
        try site.bureau.give(["P3"], to: "S1", in: id, version: 2)
        #expect(throws: CatchmentPlanError.changedMeanwhile) {
            try site.bureau.give(["P4"], to: "S1", in: id, version: 2)
        }
        #expect(throws: CatchmentPlanError.changedMeanwhile) { try site.bureau.publish(id, version: 2) }
        let late = try CatchmentSolving(
            site.plans.input(of: id, isWhole: true), purpose: .areas, settings: CatchmentFixture.quick)
        #expect(throws: CatchmentPlanError.changedMeanwhile) { try site.bureau.keep(late, of: id, version: 2) }
        #expect(try site.plans.input(of: id).points[2].school == "S1", "nothing of the late one is kept")
    }

    @Test("connected areas need neighbours, and say where they come apart")
    func connected() throws {
        let site = try CatchmentFixture()
        var settings = CatchmentFixture.quick
        settings.manner = .connected
        #expect(throws: CatchmentPlanError.noNeighbours) { try site.solved(settings) }
        var files = TakenInput.Files()
        files.neighbours = CatchmentFixture.row
        let id = try site.solved(settings, files: files)
        #expect(try site.plans.input(of: id, isWhole: true).apart(settings).isEmpty)
        try site.bureau.give(["P6"], to: "S1", in: id, version: 2)
        let standing = try #require(try site.plans.scheme(id).chosen)
        #expect(standing.findings.contains(.apart(school: "S1", points: 1)))
        #expect(try site.plans.input(of: id, isWhole: true).apart(settings) == ["P6"])
    }

    @Test("points may be split, and lead to several schools; so do groups of schools")
    func several() throws {
        let site = try CatchmentFixture()
        var settings = CatchmentFixture.quick
        settings.manner = .split
        let id = try site.solved(settings)
        #expect(try site.plans.scheme(id).chosen?.isProved == true)
        var input = try site.plans.input(of: id)
        let split = try #require(input.points.first { $0.chosen.count > 1 })
        #expect(input.schools(of: split, input.teams).count == 2)
        #expect(throws: CatchmentPlanError.splitPoint(code: split.code)) {
            try site.bureau.lock([split.code], true, in: id, version: 2)
        }
        for index in input.schools.indices { input.schools[index].team = "一组" }
        try site.bureau.change(id, version: 2, schools: input.schools)
        input = try site.plans.input(of: id)
        #expect(try site.plans.scheme(id).state == .solved, "groups alone keep the proposal")
        #expect(input.points.allSatisfy { Set(input.schools(of: $0, input.teams)) == ["S1", "S2"] })
        input.schools[0].places = 10
        try site.bureau.change(id, version: 3, schools: input.schools)
        #expect(try site.plans.scheme(id).state == .draft && site.plans.scheme(id).proposal == nil)
    }

    @Test("one plan a stage and year is in force; another replaces it only when it is named")
    func publishing() throws {
        let site = try CatchmentFixture()
        let one = try site.solved(), other = try site.solved()
        try site.bureau.publish(one, version: 2)
        #expect(throws: CatchmentPlanError.inForce(title: "小学划片")) { try site.bureau.publish(other, version: 2) }
        #expect(throws: CatchmentPlanError.wrongState) { try site.bureau.give(["P1"], to: "S2", in: one, version: 3) }
        #expect(throws: CatchmentPlanError.wrongState) { try site.bureau.remove(one, version: 3) }
        try site.bureau.give(["P1"], to: "S2", in: other, version: 2)
        try site.bureau.publish(other, version: 3, replacing: one)
        #expect(try site.plans.scheme(one).state == .withdrawn)
        #expect(try site.plans.inForce(stage: "P", year: 2026)?.id == other)
        #expect(throws: CatchmentPlanError.noPlan) { try site.plans.published(one) }
        let next = try site.bureau.copy(other, title: "次年", year: 2027)
        let copied = try site.plans.input(of: next).points
        #expect(copied[0].today == "S2" && copied[0].chosen.isEmpty, "what was in force is today's")
        try site.bureau.solve(next)
        try site.bureau.publish(next, version: 2)
        let changes = try site.plans.input(of: next).changes(against: site.plans.input(of: other))
        #expect(try site.plans.before(site.plans.scheme(next))?.id == other)
        #expect(changes.map(\.point.code).contains("P1") || changes.isEmpty)
        try site.bureau.withdraw(next, version: 3, words: "数据有误")
        #expect(try site.plans.scheme(next).words == "数据有误")
        let trail = try site.plans.store.audit.entries(limit: 50).map(\.action)
        #expect(
            ["catchment.create", "catchment.solve", "catchment.publish", "catchment.withdraw"].allSatisfy(
                trail.contains))
    }

    @Test("files stand for the registers; schools are recognised by name, outlines say what touches")
    func files() throws {
        let site = try CatchmentFixture()
        var files = TakenInput.Files()
        files.points = CatchmentFixture.file(
            """
            {"type":"FeatureCollection","features":[
            {"type":"Feature","properties":{"point":"甲","name":"甲院","children":10,"school":"云岚第一小学"},
             "geometry":{"type":"Polygon","coordinates":[[[116.2,40.3],[116.21,40.3],[116.21,40.31],[116.2,40.31],[116.2,40.3]]]}},
            {"type":"Feature","properties":{"point":"乙","children":20},
             "geometry":{"type":"Polygon","coordinates":[[[116.21,40.3],[116.22,40.3],[116.22,40.31],[116.21,40.31],[116.21,40.3]]]}}]}
            """, "points.geojson")
        files.schools = CatchmentFixture.file("学校,学位\n云岚第一小学,15\n西山小学,30\n", "schools.csv")
        var settings = CatchmentFixture.quick
        settings.manner = .connected
        let taken = try site.bureau.take(stage: "P", year: 2026, files: files)
        #expect(taken.input.schools.map(\.code) == ["S1", "S2"] && taken.input.points[0].today == "S1")
        #expect(taken.input.points[0].name == "甲院" && taken.input.points[0].outline?.corners == 5)
        #expect(taken.input.neighbours.count == 1 && taken.sources.allSatisfy { $0.digest?.count == 64 })
        let id = try site.bureau.create(title: "文件", stage: "P", year: 2026, settings: settings, taken: taken)
        try site.bureau.solve(id)
        #expect(try site.plans.scheme(id).state == .solved)
    }

    @Test("new sites are opened where they are worth their cost, and such a study is not published")
    func sites() throws {
        let site = try CatchmentFixture()
        var files = TakenInput.Files()
        files.candidates = CatchmentFixture.file(
            "site,capacity,cost,lon,lat\n新校一,60,1,116.22,40.36\n新校二,60,100000,116.23,40.36\n", "sites.csv")
        var settings = CatchmentFixture.quick
        settings.most = 1
        let taken = try site.bureau.take(stage: "P", year: 2026, files: files)
        let id = try site.bureau.create(
            title: "选址", stage: "P", year: 2026, purpose: .sites, settings: settings, taken: taken)
        try site.bureau.solve(id)
        let input = try site.plans.input(of: id)
        #expect(
            input.schools.filter(\.isOpen).map(\.code).contains("新校一")
                && !input.schools.contains { $0.code == "新校二" && $0.isOpen })
        #expect(try site.plans.scheme(id).chosen?.opening == 1)
        #expect(throws: CatchmentPlanError.wrongState) { try site.bureau.publish(id, version: 2) }
        #expect(throws: CatchmentPlanError.noCandidates) {
            try site.bureau.create(
                title: "选址", stage: "P", year: 2026, purpose: .sites, settings: settings,
                taken: try site.bureau.take(stage: "P", year: 2026, files: .init()))
        }
    }

    @Test(
        "hostile files are refused with words, and nothing is kept",
        arguments: [
            ("", "points.csv"), ("point,children\n", "points.csv"), ("a,b\n1,2\n", "points.csv"),
            ("point,children,lon,lat\nP1,-5,116,40\n", "points.csv"),
            ("point,children,lon,lat\nP1,5,116,40\nP1,5,116,40\n", "points.csv"),
            ("point,children,lon,lat\nP 1,5,116,40\n", "points.csv"),
            ("point,children,lon,lat\nP1,5,516,40\n", "points.csv"),
            ("point,children\nP1,5\n", "points.csv"),
            ("point,children,lon,lat\n\(String(repeating: "长", count: 41)),5,116,40\n", "points.csv"),
            ("point,children,lon,lat\nP1,1e300,116,40\n", "points.csv"), ("{", "points.geojson"),
            ("{}", "points.geojson"),
            (String(repeating: "[", count: 100_000), "points.geojson"),
            (
                #"{"type":"FeatureCollection","features":[{"properties":{"point":"1","children":1},"geometry":{"type":"Polygon","coordinates":[[]]}}]}"#,
                "p.json"
            ),
            ("point,children,x,y\nP1,5,1,1\n", "points.csv"), ("PK\u{3}\u{4}broken", "points.xlsx"),
        ])
    func hostile(text: String, name: String) throws {
        let site = try CatchmentFixture()
        var files = TakenInput.Files()
        files.points = CatchmentFixture.file(text, name)
        #expect(throws: (any Error).self) { try site.solved(files: files) }
        #expect(try site.plans.schemes().isEmpty)
    }

    @Test("settings and codes out of range are refused")
    func ranges() throws {
        let site = try CatchmentFixture(), id = try site.solved()
        for change in [
            { $0.rules.detour = 0 }, { $0.rules.limit = -1 }, { $0.rules.slackPrice = .infinity },
            { $0.rules.movePrice = .nan },
        ]
            as [(inout CatchmentSettings) -> Void]
        {
            var settings = CatchmentFixture.quick
            change(&settings)
            #expect(throws: CatchmentPlanError.self) {
                try site.bureau.change(id, version: 2, title: "x", settings: settings)
            }
        }
        #expect(throws: CatchmentPlanError.unknown(code: "X")) {
            try site.bureau.give(["X"], to: "S1", in: id, version: 2)
        }
        #expect(throws: CatchmentPlanError.unknown(code: "X")) {
            try site.bureau.give(["P1"], to: "X", in: id, version: 2)
        }
        #expect(throws: CatchmentPlanError.badYear) { try site.bureau.copy(id, title: "x", year: 1) }
        #expect(throws: CatchmentPlanError.noTitle(limit: 60)) { try site.bureau.copy(id, title: " ", year: 2027) }
        #expect(throws: CatchmentPlanError.badStage) { try site.bureau.take(stage: "X", year: 2026, files: .init()) }
        #expect(throws: CatchmentPlanError.noSchools) {
            try site.bureau.create(
                title: "x", stage: "P", year: 2020, settings: CatchmentFixture.quick,
                taken: try site.bureau.take(stage: "P", year: 2020, files: .init()))
        }
    }

    @Test("roles decide: readers see what is worked out, the district's planners change it")
    func rights() throws {
        let site = try CatchmentFixture()
        let draft = try site.bureau.create(
            title: "草稿", stage: "P", year: 2026, settings: CatchmentFixture.quick,
            taken: try site.bureau.take(stage: "P", year: 2026, files: .init()))
        let nodes = try site.plans.registers.organisations().nodes.values
        func desk(_ login: String, _ role: String, _ code: String) throws -> CatchmentDesk {
            let account = try site.plans.store.accounts.create(
                AccountDetails(login: login, displayName: login, roles: [.viewer]), by: .commandLine
            ).account
            let node = try #require(nodes.first { $0.code == code })
            try site.plans.registers.assign(
                RoleAssignment(account: account.id, role: role, organisation: node.id), by: .commandLine)
            var fresh = account
            fresh.mustChangePassword = false
            return try CatchmentDesk(
                site.plans, access: site.plans.registers.access(of: fresh), principal: fresh.principal)
        }
        let leader = try desk("leader", "office_reader", "D")
        let planner = try desk("planner", "admission_officer", "D"), reader = try desk("reader", "area_officer", "A1")
        #expect(planner.mayPlan && planner.mayPublish && reader.mayRead && !reader.mayPlan && !reader.mayPublish)
        #expect(throws: CatchmentPlanError.noPlan) { try reader.scheme(draft) }
        #expect(throws: CatchmentPlanError.notAllowed) { try reader.solve(draft) }
        try planner.solve(draft)
        #expect(try reader.schemes().isEmpty && leader.schemes().count == 1, "a proposal is for the district's own")
        #expect(throws: CatchmentPlanError.notAllowed) { try reader.publish(draft, version: 2) }
        #expect(throws: CatchmentPlanError.notAllowed) { try reader.give(["P1"], to: "S2", in: draft, version: 2) }
        #expect(throws: CatchmentPlanError.notAllowed) { try leader.publish(draft, version: 2) }
        try planner.publish(draft, version: 2)
        #expect(try reader.schemes().count == 1)
    }

    @Test("every refusal has words in both languages")
    func words() {
        let all: [CatchmentPlanError] = [
            .noPlan, .notAllowed, .wrongState, .changedMeanwhile, .noTitle(limit: 1), .badYear,
            .badStage,
            .badSetting(name: "x"), .noPoints, .noSchools, .noFile(part: "x"), .tooMany(part: "x", limit: 1),
            .badCode(code: "x"), .twice(code: "x"), .unknown(code: "x"), .badPlaces(school: "x"), .noNeighbours,
            .noCandidates, .unassigned(count: 1), .inForce(title: "x"), .splitPoint(code: "x"),
            .noTrial, .noSchoolName, .badPlace(school: "x"),
        ]
        for error in all {
            for language in Language.allCases {
                let words = error.message(in: language)
                #expect(!words.contains("{") && words != error.messageKey, "\(error)")
            }
        }
    }
}
