import Documents
import Foundation
import Ledger
import Monitoring
import Testing

@testable import Reports

@Suite("Bulletin")
struct BulletinTests {
    @Test("tells what is overdue, why, and what was said of it")
    func overdue() throws {
        let year = try YearSample()
        defer { year.remove() }
        try year.move(.issue(due: Day("2026-03-10")!), year.tasks[0], on: "2026-01-10")
        try year.move(.accept, year.tasks[0], on: "2026-01-11")
        try year.move(.report(ProgressReport("正在改造3所幼儿园", percent: 40)), year.tasks[0], on: "2026-02-20")
        try year.move(.orderFollowUp("请说明进度", replyBy: Day("2026-03-20")!), year.tasks[0], on: "2026-03-12")
        try year.move(.issue(due: Day("2026-03-01")!), year.tasks[1], on: "2026-02-01")
        try year.move(.accept, year.tasks[1], on: "2026-02-01")
        try year.move(.askExtension(until: Day("2026-04-15")!, "等待批复"), year.tasks[1], on: "2026-02-25")
        try year.move(.grantExtension(), year.tasks[1], on: "2026-03-02")
        year.clock.set(Day("2026-12-31")!)
        let paper = try Bulletin.write(
            plan: year.plan, in: year.ledger, month: "2026-03", today: Day("2026-12-31")!, language: .chinese)
        #expect(paper.subtitle == "截至2026年3月31日")
        #expect(paper.text.contains("逾期未办结 1 项"))
        #expect(paper.text.contains("\t2026-03-10\t21\t"))
        #expect(paper.text.contains("2026-02-20：“正在改造3所幼儿园”"))
        #expect(paper.text.contains("2026-03-12：“请说明进度”"))
        #expect(paper.text.contains("尚未回复"))
        #expect(paper.text.contains("\t2026-03-01\t2026-04-15\t2026-03-02\t"))
        #expect(paper.text.contains("下月到期尚未办结 1 项"))
    }

    @Test("of a past month says what was known then", arguments: [UInt64(1), 2, 3])
    func past(seed: UInt64) throws {
        let year = try YearSample()
        defer { year.remove() }
        try year.move(.issue(due: Day("2026-06-30")!), year.tasks[0], on: "2026-01-06")
        try year.live(seed: seed, moves: 60)
        let day = try #require(Day("2026-04-30"))
        year.clock.set(day)
        let first = try Bulletin.write(plan: year.plan, in: year.ledger, on: day, language: .chinese)
        // The random year went on for more days; a second one adds events after the day only.
        year.clock.set(Day("2026-07-01")!)
        for task in year.tasks {
            _ = try? year.ledger.move(.issue(due: Day("2026-09-01")!), task: task, by: .commandLine)
            _ = try? year.ledger.move(.end("政策调整"), task: task, by: .commandLine)
        }
        #expect(try Bulletin.write(plan: year.plan, in: year.ledger, on: day, language: .chinese) == first)
    }

    @Test("reconciles with the event log", arguments: [UInt64(4), 5, 6, 7])
    func reconciles(seed: UInt64) throws {
        let year = try YearSample()
        defer { year.remove() }
        try year.live(seed: seed)
        for month in 1...12 {
            let day = try #require(Day(year: 2026, month: month, day: 1)).endOfMonth
            let facts = try BulletinFacts(of: year.plan, in: year.ledger, on: day)
            var states: [WorkState: Int] = [:], verified = 0
            for task in year.tasks {
                // The state after the last event up to the day, straight from the log.
                let events = try year.ledger.work(of: task, on: day).events.filter { $0.day <= day }
                states[events.last?.to ?? .draft, default: 0] += 1
                let end = events.last { [.verify, .reopen].contains($0.move) }
                if end?.move == .verify, end!.day >= day.startOfMonth { verified += 1 }
            }
            #expect(PlanLedger.standing(facts.now, on: day).states == states)
            #expect(facts.verified.count == verified)
            let written = Bulletin.compose(facts, language: .chinese)
            let keys = Set(facts.now.map(\.key))
            for figure in written.figures {
                #expect(keys.isSuperset(of: figure.tasks))
                #expect(Set(figure.tasks).count == figure.tasks.count)
            }
            let lights = ["办结", "正常", "预警", "滞后", "不评"].compactMap { name in
                written.figures.first { $0.name == name }.flatMap { Int($0.value) }
            }
            #expect(lights.count == 5 && lights.reduce(0, +) == facts.now.count)
            // Each month begins where the one before ended.
            let before = try BulletinFacts(of: year.plan, in: year.ledger, on: facts.dayBefore)
            #expect(before.now.map(\.record) == facts.before.map(\.record))
        }
    }

    @Test("ranks offices only where asked")
    func ranks() throws {
        let year = try YearSample()
        defer { year.remove() }
        try year.move(.issue(due: Day("2026-03-10")!), year.tasks[0], on: "2026-01-10")
        let facts = try BulletinFacts(of: year.plan, in: year.ledger, on: Day("2026-01-31")!)
        #expect(!Bulletin.compose(facts, language: .chinese).paper.text.contains("位次"))
        #expect(Bulletin.compose(facts, language: .chinese, isRanked: true).paper.text.contains("位次"))
    }

    @Test("is written for months that have begun", arguments: ["2027-01", "2026-13", "2026-1", "", "2026-00"])
    func months(text: String) {
        #expect(throws: ReportError.badMonth(text)) {
            try Bulletin.day(ofMonth: text, today: Day("2026-12-31")!)
        }
        #expect(throws: Never.self) { try Bulletin.day(ofMonth: "2026-12", today: Day("2026-12-05")!) }
    }

    @Test("is kept as it was issued, once")
    func issued() throws {
        let year = try YearSample()
        defer { year.remove() }
        let day = try #require(Day("2026-01-31"))
        let bytes = try DocxWriter().docx(
            try Bulletin.write(plan: year.plan, in: year.ledger, on: day, language: .chinese))
        let first = try year.ledger.issueBulletin(year.plan.id, on: day, bytes, by: .commandLine)
        #expect(try year.ledger.issueBulletin(year.plan.id, on: day, bytes, by: .commandLine) == first)
        let other = try year.ledger.issueBulletin(year.plan.id, on: day + 28, bytes, by: .commandLine)
        #expect(try year.ledger.bulletins(of: year.plan.id) == [other, first])
        #expect(try year.ledger.store.files.data(first.digest) == Data(bytes))
        #expect(try year.ledger.bulletin(999) == nil)
        #expect(throws: LedgerError.self) {
            try year.ledger.issueBulletin(999, on: day, bytes, by: .commandLine)
        }
        let draft = try SampleLedger(accepting: false)
        defer { draft.remove() }
        #expect(throws: LedgerError.wrongPlanState(state: "draft")) {
            try draft.ledger.issueBulletin(draft.plan.id, on: day, bytes, by: .commandLine)
        }
    }

    @Test("opens in python-docx with hostile words in it", .enabled(if: Python.has("docx")))
    func pythonDocx() throws {
        let year = try YearSample()
        defer { year.remove() }
        try year.live(seed: 9)
        let day = try #require(Day("2026-12-31"))
        for paper in [
            try Bulletin.write(plan: year.plan, in: year.ledger, on: day, language: .chinese),
            try Summary.write(plan: year.plan, in: year.ledger, on: day, language: .english),
        ] {
            let file = year.sample.directory.appending(path: "paper.docx")
            try Data(try DocxWriter().docx(paper)).write(to: file)
            let seen = try Python.run(
                """
                import sys, docx
                paper = docx.Document(sys.argv[1])
                print(paper.paragraphs[0].style.name, len(paper.tables) > 2)
                """, [file.path])
            #expect(seen == "Title True")
        }
    }

    @Test("draws numbers of tasks together")
    func ranges() {
        #expect(FigureList.ranges([], comma: "、") == "")
        #expect(FigureList.ranges([4, 1, 2, 3, 7, 9, 10], comma: "、") == "1–4、7、9–10")
    }
}
