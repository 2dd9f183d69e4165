import Catchments
import Registers
import Testing

@testable import CatchmentPlanning

@Suite("Schools added and left out on trial")
struct SchoolTrialTests {
    private static func version(_ site: CatchmentFixture, _ id: Int64) throws -> Int {
        try site.plans.scheme(id).version
    }

    private static func new(_ places: Int = 24, at point: String = "P3") -> SchoolTrial {
        var trial = SchoolTrial()
        trial.added = [.init(name: " 澄岚新校 ", places: places, point: point)]
        return trial
    }

    @Test("a new school takes children, one that closes gives them up, and undoing brings back exactly what was there")
    func walk() throws {
        let site = try CatchmentFixture(), id = try site.solved()
        try site.bureau.give(["P3"], to: "S1", in: id, version: Self.version(site, id))
        try site.bureau.lock(["P3", "P6"], true, in: id, version: Self.version(site, id))
        let before = try site.plans.scheme(id), kept = try site.plans.input(of: id, isWhole: true)
        var trial = Self.new()
        trial.closed = ["S1"]
        try site.bureau.tryOut(trial, in: id, version: before.version)
        let draft = try site.plans.scheme(id)
        #expect(draft.state == .draft && draft.version == before.version + 1 && draft.chosen == nil)
        var input = try site.plans.input(of: id)
        #expect(input.points.filter(\.isLocked).map(\.code) == ["P6"], "nothing is locked to a school that is left out")
        try site.bureau.solve(id)
        let scheme = try site.plans.scheme(id)
        input = try site.plans.input(of: id)
        let school = try #require(input.schools.first { $0.isAdded })
        #expect(school.name == "澄岚新校" && school.code == "新校1")
        #expect(school.point == "P3" && school.place == kept.points[2].place)
        #expect(!input.points.flatMap(\.chosen).contains { $0.school == "S1" })
        let taken = input.points.flatMap(\.chosen).filter { $0.school == "新校1" }
        #expect(taken.map(\.children).reduce(0, +) == 24)
        #expect(scheme.chosen?.figures.moved == 72, "all were at the school that is left out")
        #expect(scheme.chosen?.today?.overfull == 1, "today stays what it is")
        let step = try #require(try site.plans.lastStep(of: id))
        #expect(step.added == ["新校1"] && step.closed == ["S1"])
        #expect(step.before == before.chosen)
        let changed = step.changed(in: input)
        #expect(changed.isSuperset(of: ["P1", "P2", "P3"]))
        #expect(!changed.contains("P6"))

        try site.bureau.takeBackTrial(in: id, version: Self.version(site, id))
        let back = try site.plans.scheme(id), again = try site.plans.input(of: id, isWhole: true)
        #expect(back.chosen == before.chosen)
        #expect(back.proposal == before.proposal && back.state == .solved)
        #expect(again.points == kept.points)
        #expect(again.schools == kept.schools)
        #expect(try site.plans.lastStep(of: id) == nil)
        #expect(throws: CatchmentPlanError.noTrial) {
            try site.bureau.takeBackTrial(in: id, version: Self.version(site, id))
        }
    }

    @Test("steps are taken back one by one; after other settings only the schools come back")
    func steps() throws {
        let site = try CatchmentFixture(), id = try site.solved()
        try site.bureau.tryOut(Self.new(), in: id, version: Self.version(site, id))
        try site.bureau.solve(id)
        let first = try site.plans.scheme(id)
        var trial = Self.new(12, at: "澄岚街9号院")
        trial.closed = ["新校1"]
        try site.bureau.tryOut(trial, in: id, version: first.version)
        #expect(try site.plans.schools(of: id).map(\.code) == ["S1", "S2", "新校1", "新校2"])
        #expect(try site.plans.schools(of: id)[3].point == "P5")
        try site.bureau.takeBackTrial(in: id, version: Self.version(site, id))
        #expect(try site.plans.scheme(id).chosen == first.chosen)
        var closing = SchoolTrial()
        closing.closed = ["S2"]
        try site.bureau.tryOut(closing, in: id, version: Self.version(site, id))
        var settings = CatchmentFixture.quick
        settings.rules.limit = 2_000
        try site.bureau.change(id, version: Self.version(site, id), title: "小学划片", settings: settings)
        #expect(try site.plans.lastStep(of: id)?.before == nil)
        try site.bureau.takeBackTrial(in: id, version: Self.version(site, id))
        #expect(try site.plans.scheme(id).state == .draft && site.plans.schools(of: id).allSatisfy(\.isOpen))
        try site.bureau.takeBackTrial(in: id, version: Self.version(site, id))
        #expect(try site.plans.schools(of: id).map(\.code) == ["S1", "S2"])
    }

    @Test("where ways are known, those to a school that is added are measured, and leave with it")
    func ways() throws {
        let site = try CatchmentFixture()
        var files = TakenInput.Files()
        files.ways = CatchmentFixture.file(
            "point,school,metres\n"
                + (1...6).map { "P\($0),S1,\($0 * 900)\nP\($0),S2,\((7 - $0) * 900)" }.joined(separator: "\n"),
            "ways.csv")
        let id = try site.solved(files: files)
        try site.bureau.tryOut(Self.new(), in: id, version: Self.version(site, id))
        try site.bureau.solve(id)
        let input = try site.plans.input(of: id, isWhole: true)
        #expect(input.ways.count { $0.school == "新校1" } == 6)
        #expect(input.points[2].school == "新校1" && input.points[2].metres == 0)
        try site.bureau.takeBackTrial(in: id, version: Self.version(site, id))
        #expect(try site.plans.input(of: id, isWhole: true).ways.count == 12)
        let copy = try site.bureau.copy(id, title: "另一份", year: 2027)
        #expect(try site.plans.lastStep(of: copy) == nil)
    }

    @Test("what cannot be tried is refused, and nothing is changed")
    func refused() throws {
        let site = try CatchmentFixture(), id = try site.solved()
        let version = try Self.version(site, id)
        func refuses(_ error: CatchmentPlanError, _ body: (inout SchoolTrial) -> Void) {
            var trial = SchoolTrial()
            body(&trial)
            #expect(throws: error) { try site.bureau.tryOut(trial, in: id, version: version) }
        }
        func added(_ new: SchoolTrial.NewSchool) -> (inout SchoolTrial) -> Void { { $0.added = [new] } }
        refuses(.noTrial) { _ in }
        refuses(.unknown(code: "S9")) { $0.closed = ["S9"] }
        refuses(.unknown(code: "S1")) { $0.reopened = ["S1"] }
        refuses(.noSchools) { $0.closed = ["S1", "S2"] }
        refuses(.noSchoolName, added(.init(name: "\n ", places: 3, point: "P1")))
        refuses(.badPlace(school: "甲"), added(.init(name: "甲", places: 3)))
        refuses(
            .badPlace(school: "甲"), added(.init(name: "甲", places: 3, place: .globe(longitude: 40.36, latitude: 116.2)))
        )
        refuses(.badPlace(school: "甲"), added(.init(name: "甲", places: 3, place: .plane(x: 116.2, y: 40.36))))
        refuses(
            .badPlace(school: "甲"), added(.init(name: "甲", places: 3, place: .globe(longitude: .nan, latitude: 40.36))))
        refuses(.unknown(code: "P99"), added(.init(name: "甲", places: 3, point: "P99")))
        refuses(.badPlaces(school: "甲"), added(.init(name: "甲", places: -1, point: "P1")))
        #expect(throws: CatchmentPlanError.changedMeanwhile) {
            try site.bureau.tryOut(Self.new(), in: id, version: version - 1)
        }
        #expect(try Self.version(site, id) == version)
        try site.bureau.publish(id, version: version)
        #expect(throws: CatchmentPlanError.wrongState) {
            try site.bureau.tryOut(Self.new(), in: id, version: version + 1)
        }
    }

    @Test("a study of sites looks at the schools that are left in only")
    func sites() throws {
        let site = try CatchmentFixture()
        var files = TakenInput.Files()
        files.candidates = CatchmentFixture.file(
            "site,capacity,cost,lon,lat\nN1,40,1,116.22,40.361\nN2,40,500,116.24,40.361\n", "sites.csv")
        let id = try site.bureau.create(
            title: "选址", stage: "P", year: 2026, purpose: .sites, settings: CatchmentFixture.quick,
            taken: try site.bureau.take(stage: "P", year: 2026, files: files))
        var trial = SchoolTrial()
        trial.closed = ["S1"]
        try site.bureau.tryOut(trial, in: id, version: Self.version(site, id))
        try site.bureau.solve(id)
        let input = try site.plans.input(of: id)
        #expect(!input.points.flatMap(\.chosen).contains { $0.school == "S1" })
        #expect(input.schools.first { $0.code == "N1" }?.isOpen == true)
    }
}
