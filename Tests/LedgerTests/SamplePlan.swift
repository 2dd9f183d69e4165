import Foundation
import PlanModel

@testable import Ledger

/// Builds the text of a plan of the fictional Yunlan district 云岚区 and the reading that a reader would make of it, places included.
struct SamplePlan {
    var text = ""
    var reading = PlanReading()
    private var here: Int { text.utf8.count }

    /// Appends words and answers with their place.
    @discardableResult
    mutating func write(_ words: String) -> Span {
        let start = here
        text += words
        return Span(start, here)
    }

    init(title: String = "云岚区教育局2026年工作要点", year: Int = 2026) {
        reading.title = title
        reading.issuer = ["云岚区教育局"]
        reading.number = "云教发〔\(year)〕3号"
        write("\(title)\n")
        reading.parts = [PlanPart(id: "P1", title: title, role: .plan, year: year, span: Span(0, 0))]
    }

    var document: DocumentText { DocumentText(plain: text) }

    func finished() -> (PlanReading, DocumentText) {
        var reading = reading
        reading.parts[0].span = Span(0, here)
        return (reading, document)
    }

    /// A task: a title, then sentences that are its steps, then its owners.
    mutating func task(
        _ title: String, section: String = "一、学前教育", steps: [String] = [], target: (String, Double)? = nil,
        due: String? = nil, owners: [String] = ["基础教育科"], coOwners: [String] = [], doubt: String? = nil,
        paper: String? = nil
    ) {
        let number = reading.tasks.count + 1
        let id = "T\(number)"
        let start = here
        write("\(number).")
        let titleSpan = write(title)
        var task = PlanTask(
            id: id, part: "P1", path: [section], label: "\(number).", title: Excerpt(title, titleSpan),
            span: Span(start, start))
        write("。")
        let measuresStart = here
        for step in steps {
            let span = write(step)
            task.actions.append(
                PlanAction(text: step, verb: String(step.prefix(2)), object: String(step.dropFirst(2)), span: span))
            write("；")
        }
        if let target {
            let words = "\(target.0)达到\(Int(target.1))%"
            let span = write(words)
            reading.quantities.append(
                Quantity(
                    id: "Q\(reading.quantities.count + 1)", task: id, text: words, metric: target.0, comparator: .equal,
                    value: target.1, unit: "%", year: 2026, kind: .target, span: span))
            write("。")
        }
        if let due {
            let span = write("\(due)前完成")
            task.milestones.append(Milestone(due: due, text: "\(due)前完成", span: span))
            write("。")
        }
        if let paper {
            write("出台《")
            let span = write(paper)
            reading.deliverables.append(Deliverable(task: id, verb: "出台", name: paper, span: span))
            write("》。")
        }
        if here > measuresStart {
            let span = Span(measuresStart, here)
            task.measures = Excerpt(String(text[text.utf8.index(text.startIndex, offsetBy: measuresStart)...]), span)
        }
        func names(_ list: [String]) -> [Excerpt] {
            list.enumerated().map { index, name in
                if index > 0 { write("、") }
                return Excerpt(name, write(name))
            }
        }
        if !owners.isEmpty {
            write("\n责任科室：")
            task.owners = names(owners)
        }
        if !coOwners.isEmpty {
            write("\n配合科室：")
            task.coOwners = names(coOwners)
        }
        task.span = Span(start, here)
        write("\n")
        if let doubt {
            task.isCertain = false
            reading.notes.append(ReadingNote(span: titleSpan, task: id, about: doubt, says: title))
        }
        reading.tasks.append(task)
    }

    /// Six tasks of two sections with everything in them.
    static var small: SamplePlan {
        var plan = SamplePlan()
        plan.task(
            "推进学前教育优质普惠发展", steps: ["新建公办幼儿园三所", "开展园长培训", "公布收费标准"],
            target: ("学前三年毛入园率", 92), due: "2026-09-30", owners: ["学前教育科"], coOwners: ["规划财务科"])
        plan.task("规范民办幼儿园办园行为", steps: ["开展年检"], owners: ["学前教育科", "督导室"])
        plan.task("加强幼儿园安全管理", due: "2026-06-30", owners: ["安全科"], doubt: "duplicate-number")
        plan.task(
            "扩大义务教育优质资源", section: "二、义务教育", steps: ["组建教育集团两个", "制定集团考核办法"], target: ("集团覆盖率", 80),
            owners: ["基础教育科"], paper: "教育集团考核办法")
        plan.task(
            "推进教师交流轮岗", section: "二、义务教育", due: "2026-08-31", owners: ["人事科"], coOwners: ["基础教育科"])
        plan.task("做好招生入学工作", section: "二、义务教育", steps: ["划定片区", "公开信息"], owners: ["基教科"], doubt: "no-owner")
        return plan
    }
}
