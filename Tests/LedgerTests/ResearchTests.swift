import Foundation
import Localisation
import Monitoring
import Store
import Testing

@testable import Ledger

@Suite("Research and contact duty")
struct ResearchTests {
    private let fixture: LedgerFixture
    private var ledger: PlanLedger { fixture.ledger }
    private let today = Day(number: 20_454)  // The fixture's clock: 2026-01-01.

    init() throws { fixture = try LedgerFixture() }

    private func school() throws -> Int64 {
        try ledger.importAreas([AreaDetails(code: "A1", name: "东片学区")], by: .commandLine)
        try ledger.importSchools(
            [
                SchoolDetails(code: "S1", name: "云岚一小", stages: [.primary], area: "A1"),
                SchoolDetails(code: "S2", name: "云岚二小", stages: [.primary]),
            ], by: .commandLine)
        return try #require(try ledger.schools("云岚一小").rows.first?.id)
    }

    private func duty(perTerm: Int = 2) throws -> ContactDuty {
        let details = DutyDetails(
            leader: ResearchLeader(name: "周局长"), object: .school(try school()), year: 2025, perTerm: perTerm)
        return try ledger.createDuty(details, by: .commandLine)
    }

    private func visit(_ duty: ContactDuty, _ day: Day, once: String? = nil) throws -> Int64 {
        var details = VisitDetails(.duty(duty.id), day: day)
        details.seen = "查看食堂"
        return try ledger.recordVisit(details, once: once, by: .commandLine)
    }

    private func problem(_ visit: Int64, due: Day? = nil) throws -> Int64 {
        var details = ProblemDetails()
        details.text = "食堂排风不足。夏季闷热"
        details.gravity = .serious
        details.due = due
        return try ledger.recordProblem(details, at: .visit(visit), by: .commandLine)
    }

    private func openPlan() throws -> Plan {
        let plan = try fixture.keep(.small)
        try ledger.apply(.accept(try fixture.tasks(plan).map(\.id)), to: plan.id, by: .commandLine)
        return try ledger.openPlan(plan.id, by: .commandLine)
    }

    @Test func aTopicFromPlanToAdoption() throws {
        var details = TopicDetails()
        details.title = " 课后服务质量调研 "
        details.leader = ResearchLeader(name: "周局长")
        details.starts = today
        details.due = today + 60
        let topic = try ledger.createTopic(details, by: .commandLine)
        #expect(topic.details.title == "课后服务质量调研" && topic.state == .planned)
        #expect(throws: ResearchError.wrongState) {
            try ledger.moveTopic(topic.id, .adopt, by: .commandLine)
        }
        try ledger.moveTopic(topic.id, .start, by: .commandLine)
        #expect(throws: ResearchError.missing(.findings)) {
            try ledger.moveTopic(topic.id, .handIn, words: " ", by: .commandLine)
        }
        let report = NewEvidence(digest: "d", name: "报告.docx", type: "x", size: 3)
        try ledger.moveTopic(topic.id, .handIn, words: "师资不足", report: report, by: .commandLine)
        try ledger.moveTopic(topic.id, .sendBack, words: "缺数据", by: .commandLine)
        #expect(try ledger.topic(topic.id).reason == "缺数据")
        try ledger.moveTopic(topic.id, .handIn, words: "师资不足，缺 20 人", by: .commandLine)
        try ledger.suggest("请外聘教师", to: topic.id, by: .commandLine)
        try ledger.moveTopic(topic.id, .adopt, by: .commandLine)
        let now = try ledger.topic(topic.id)
        #expect(now.state == .adopted && now.report == report && now.findings.hasSuffix("20 人") && now.reason.isEmpty)
        #expect(throws: ResearchError.wrongState) { try ledger.suggest("晚了", to: topic.id, by: .commandLine) }
        let suggestion = try #require(try ledger.suggestions(to: topic.id).first)
        try ledger.answerSuggestion(suggestion.id, of: topic.id, "采纳", by: .commandLine)
        #expect(try ledger.suggestions(to: topic.id).first?.answer == "采纳")
        #expect(throws: ResearchError.noSuggestion) {
            try ledger.answerSuggestion(99, of: topic.id, "采纳", by: .commandLine)
        }
    }

    @Test func aTopicWantsTitleLeaderAndDaysInOrder() throws {
        var details = TopicDetails()
        #expect(throws: ResearchError.missing(.leader)) { try ledger.createTopic(details, by: .commandLine) }
        details.leader = ResearchLeader(name: "周局长")
        #expect(throws: ResearchError.missing(.title)) { try ledger.createTopic(details, by: .commandLine) }
        details.title = String(repeating: "长", count: 201)
        #expect(throws: ResearchError.tooLong(.title, limit: 200)) {
            try ledger.createTopic(details, by: .commandLine)
        }
        details.title = "课题"
        details.starts = today
        details.due = today + -1
        #expect(throws: ResearchError.dueBeforeStart) { try ledger.createTopic(details, by: .commandLine) }
        details.due = nil
        details.office = 99
        #expect(throws: LedgerError.noOffice) { try ledger.createTopic(details, by: .commandLine) }
        details.office = nil
        details.leader = ResearchLeader(account: 99, name: "周局长")
        #expect(throws: ResearchError.noObject) { try ledger.createTopic(details, by: .commandLine) }
    }

    @Test func dutiesCountTheVisitsOfEachTerm() throws {
        let duty = try duty()
        _ = try visit(duty, today, once: "a")
        #expect(try visit(duty, today, once: "a") == visit(duty, today, once: "a"))
        _ = try visit(duty, today + -30)
        #expect(throws: ResearchError.visitAhead) { try visit(duty, today + 1) }
        let now = try ledger.duty(duty.id)
        #expect(now.visits == [today + -30, today] && now.fulfilments.map(\.made) == [0, 2])
        // Set up on 1 January, with 31 of the term's 184 days left: that is less than half a visit.
        #expect(now.since == today && now.fulfilments.map(\.required) == [0, 0])
        #expect(throws: ResearchError.dutyHasVisits(count: 2)) {
            try ledger.removeDuty(duty.id, by: .commandLine)
        }
        var other = duty.details
        #expect(throws: ResearchError.dutyTaken(leader: "周局长")) { try ledger.createDuty(other, by: .commandLine) }
        other.year = 1900
        #expect(throws: ResearchError.badNumber(.year)) { try ledger.createDuty(other, by: .commandLine) }
        other = DutyDetails(leader: other.leader, object: .street("望云街道"), year: 2025, perTerm: 101)
        #expect(throws: ResearchError.badNumber(.perTerm)) { try ledger.createDuty(other, by: .commandLine) }
        other.perTerm = 1
        let street = try ledger.createDuty(other, by: .commandLine)
        #expect(street.objectName == "望云街道")
        try ledger.removeDuty(street.id, by: .commandLine)
        #expect(throws: ResearchError.noDuty) { try ledger.duty(street.id) }
    }

    @Test func aProblemIsAnsweredSolvedConfirmedAndReopened() throws {
        let duty = try duty()
        let first = try visit(duty, today + -3)
        let id = try problem(first, due: today + 3)
        #expect(try ledger.problem(id).standing(on: today) == .dueSoon(days: 3))
        #expect(try ledger.problem(id).found == today + -3)
        #expect(throws: ResearchError.missing(.answer)) { try ledger.moveProblem(id, .solve(""), by: .commandLine) }
        #expect(throws: ResearchError.wrongState) {
            try ledger.moveProblem(id, .confirm(visit: first), by: .commandLine)
        }
        try ledger.moveProblem(id, .answer("下周加装"), by: .commandLine)
        try ledger.moveProblem(id, .solve(""), by: .commandLine)
        let solved = try ledger.problem(id)
        #expect(solved.state == .solved && solved.solved == today && solved.answer == "下周加装")
        #expect(throws: ResearchError.badConfirmation) {
            try ledger.moveProblem(id, .confirm(visit: first), by: .commandLine)
        }
        let second = try visit(duty, today)
        try ledger.moveProblem(id, .confirm(visit: second), by: .commandLine)
        #expect(try ledger.problem(id).confirmedBy == second)
        try ledger.moveProblem(id, .reopen("又坏了"), by: .commandLine)
        let open = try ledger.problem(id)
        #expect(open.state == .open && open.solved == nil && open.confirmedBy == nil)
    }

    @Test func aProblemBecomesATaskAndIsTakenBackUntilItIsIssued() throws {
        let id = try problem(try visit(try duty(), today))
        let plan = try openPlan()
        let details = ProblemTaskDetails(plan: plan.id, title: "改善食堂排风", owner: "安全科", due: today + 90)
        let task = try ledger.makeTask(ofProblem: id, details, by: .commandLine)
        let row = try ledger.task(task)
        #expect(row.task.state == .accepted && row.task.due == (today + 90).text)
        #expect(row.task.leads.map(\.printed.text) == ["安全科"])
        #expect(try ledger.problem(id).task?.key == row.task.key)
        #expect(try ledger.problems(ofTask: row.task.key).map(\.id) == [id])
        #expect(throws: ResearchError.isTask) { try ledger.makeTask(ofProblem: id, details, by: .commandLine) }
        try ledger.undoTask(ofProblem: id, by: .commandLine)
        #expect(try ledger.problem(id).task == nil)
        #expect(try ledger.task(task).task.state == .rejected)
        let again = try ledger.makeTask(ofProblem: id, details, by: .commandLine)
        try ledger.issue([again], by: .commandLine)
        #expect(throws: WorkError.self) { try ledger.undoTask(ofProblem: id, by: .commandLine) }
        #expect(try ledger.problem(id).task?.state == .issued)
        #expect(throws: ResearchError.isNoTask) {
            try ledger.undoTask(ofProblem: try problem(try #require(ledger.visits().rows.first?.id)), by: .commandLine)
        }
    }

    @Test func tasksGoToOpenPlansOnlyAndAreWholeOrNot() throws {
        let id = try problem(try visit(try duty(), today))
        let draft = try fixture.keep(.small)
        var details = ProblemTaskDetails(plan: draft.id, title: "改善食堂排风", owner: "", due: nil)
        #expect(throws: ResearchError.planNotOpen) { try ledger.makeTask(ofProblem: id, details, by: .commandLine) }
        details.plan = 99
        #expect(throws: LedgerError.noPlan) { try ledger.makeTask(ofProblem: id, details, by: .commandLine) }
        #expect(try ledger.problem(id).task == nil)
    }

    @Test func listsAreFilteredAndOrdered() throws {
        let visit = try visit(try duty(), today)
        let late = try problem(visit, due: today + -1), far = try problem(visit, due: today + 90)
        let soon = try problem(visit, due: today + 2), undated = try problem(visit)
        func ids(_ change: (inout ProblemFilter) -> Void, _ order: ProblemOrder = .light) throws -> [Int64] {
            var filter = ProblemFilter()
            change(&filter)
            return try ledger.problems(filter, order: order, on: today).map(\.id)
        }
        #expect(try ids { _ in } == [late, soon, far, undated])
        #expect(try ids({ _ in }, .found) == [undated, soon, far, late])
        #expect(try ids { $0.light = .red } == [late])
        #expect(try ids { $0.text = "100%_" } == [])
        #expect(try ids { $0.text = "云岚一小 排风" }.isEmpty == false)
        #expect(try ids { $0.leader = "周局长" }.count == 4)
        #expect(try ids { $0.hasTask = true }.isEmpty)
        #expect(try ids { $0.hasOffice = false }.count == 4 && ids { $0.hasOffice = true }.isEmpty)
        #expect(try ids { $0.year = 2025 }.count == 4 && ids { $0.year = 2026 }.isEmpty)
        #expect(try ids { $0.gravity = .grave }.isEmpty)
        for order in ProblemOrder.allCases { #expect(try ids({ _ in }, order).count == 4) }
        let summary = try ledger.researchSummary(year: 2025, on: today)
        #expect(summary.total.problems == 4 && summary.total.overdue == 1 && summary.total.visitsMade == 1)
        #expect(summary.leaders.map(\.name) == ["周局长"] && summary.offices.count == 1)
    }

    @Test func dutiesAreImportedAllOrNothing() throws {
        _ = try school()
        let rows = [
            DutyRow(leader: "周局长", object: "云岚一小", year: 2025, perTerm: 2),
            DutyRow(leader: "吴副局长", kind: "area", object: "A1", year: 2025, perTerm: 1),
            DutyRow(leader: "吴副局长", kind: "street", object: "望云街道", year: 2025, perTerm: 1),
        ]
        #expect(try ledger.importDuties(rows, by: .commandLine).inserted == 3)
        var changed = rows
        changed[0].perTerm = 3
        let second = try ledger.importDuties(changed, by: .commandLine)
        #expect(second.updated == 1 && second.unchanged == 2)
        let bad = changed + [DutyRow(leader: "周局长", object: "没有的学校", year: 2025, perTerm: 1)]
        #expect(throws: LedgerError.badRow(row: 4, field: "object", value: "没有的学校")) {
            try ledger.importDuties(bad, by: .commandLine)
        }
        #expect(try ledger.refusals(ofDuties: bad).map(\.row) == [4])
        #expect(try ledger.duties(year: 2025).count == 3 && ledger.dutyYears() == [2025])
    }

    @Test func whatWasRecordedInTheFirstFormIsCarriedOver() throws {
        let directory = FileManager.default.temporaryDirectory.appending(path: "ledger-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: directory) }
        let before = PlanLedger.migrations.filter { !$0.name.hasPrefix("research/002") }
        do {
            let ledger = PlanLedger(store: try Store.open(directory: directory, migrations: before))
            try ledger.importSchools(
                [SchoolDetails(code: "S1", name: "云岚一小", stages: [.primary])], by: .commandLine)
            try ledger.store.change(by: .commandLine) { change in
                try change.db.execute(
                    sql: """
                        INSERT INTO office VALUES (7, '安全科', 'office', 1, 0, NULL, 0, NULL);
                        INSERT INTO contact_duty VALUES (3, '周局长', '云岚一小', 2025, 2);
                        INSERT INTO contact_duty VALUES (4, '周局长', '望云街道', 2025, 1);
                        INSERT INTO contact_visit VALUES (5, 3, '2025-10-10', '周局长', '有序');
                        INSERT INTO contact_problem VALUES (6, 5, '拥堵', 7, '2025-11-01', 'solved', '分时放学', 't-x');
                        """)
            }
        }
        let ledger = try PlanLedger.open(directory: directory)
        #expect(try ledger.duty(3).details.object == .school(1) && ledger.duty(3).visits.count == 1)
        #expect(try ledger.duty(4).details.object == .street("望云街道"))
        let problem = try ledger.problem(6)
        #expect(problem.state == .solved && problem.officeName == "安全科" && problem.task?.key == "t-x")
        #expect(problem.subject == .duty(3) && problem.source == .visit(5) && problem.task?.id == nil)
        try ledger.store.checkIntegrity()
    }

    @Test func errorsHaveWords() {
        var errors: [ResearchError] = [
            .noTopic, .noSuggestion, .noDuty, .noVisit, .noProblem, .noFile, .noObject, .tooLong(.text, limit: 3),
            .dueBeforeStart, .visitAhead, .badNumber(.year), .badNumber(.perTerm), .dutyTaken(leader: "甲"),
            .dutyHasVisits(count: 2), .wrongState, .badConfirmation, .planNotOpen, .isTask, .isNoTask,
        ]
        errors += [ResearchField.title, .leader, .object, .seen, .text, .answer, .reason, .findings].map {
            .missing($0)
        }
        for error in errors {
            for language in Language.allCases {
                let words = error.message(in: language)
                #expect(words != error.messageKey && !words.contains("{"), "\(error.messageKey)")
            }
        }
    }
}
