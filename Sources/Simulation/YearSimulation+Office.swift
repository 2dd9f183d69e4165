import Documents
import Foundation
import Ledger
import Monitoring
import Store

extension YearSimulation {
    /// What the office does with a task today; false where nothing.
    mutating func officeMove(_ line: WorkLine, _ character: TaskCharacter, _ day: Day) throws -> Bool {
        let record = line.record
        let (head, officer) = staff.people(of: line.leads.first)
        guard record.state.isLive, let issued = record.issued else { return false }
        if let order = record.followUps.first(where: \.isOpen), day - order.ordered >= dice.number(2...9) {
            try make(.reply(order.id, dice.one(ReportWords.replies)), line, by: head)
            return true
        }
        switch record.state {
        case .issued where day - issued >= character.acceptance:
            try make(.accept, line, by: officer)
            try setPaths(line, day, by: officer)
            if dice.chance(60) {
                try make(
                    .arrange(person: staff.personName(of: line.leads.first), priority: dice.chance(15) ? .high : nil),
                    line, by: officer)
            }
            return true
        case .accepted, .underWay:
            guard let due = line.due else { return false }
            if character.asksExtension, record.askedDue == nil, due - day <= 9, due > day, due == record.due ?? due,
                !submittedOnce.contains(line.id)
            {
                submittedOnce.insert(line.id)
                try make(
                    .askExtension(until: due + dice.number(20...40), dice.one(ReportWords.extensions)), line, by: head)
                return true
            }
            let finish = due + character.finish
            if day >= finish, day >= issued + 20, !record.followUps.contains(where: \.isOpen), record.askedDue == nil {
                let files = try evidence(line, day, "办结情况")
                try make(.submit(report(line, character, day, isLast: true)), line, by: head, files: files)
                return true
            }
            if let next = nextReport[line.id], day >= next {
                nextReport[line.id] = day + character.reporting + dice.number(0...4)
                let files = dice.chance(35) ? try evidence(line, day, "工作进展") : []
                try make(.report(report(line, character, day, isLast: false)), line, by: officer, files: files)
                return true
            }
        default: break
        }
        return false
    }

    /// Rates get a path from a lower start, for about half of them.
    private mutating func setPaths(_ line: WorkLine, _ day: Day, by officer: Principal) throws {
        for target in line.record.targets where target.path == nil && !target.isCounted && dice.chance(50) {
            let start = target.direction == .up ? target.goal * 0.92 : target.goal * 1.08
            guard let due = target.due ?? line.due, due > day else { continue }
            let path = [
                Trajectory.Point(day: day, value: rounded(start)), Trajectory.Point(day: due, value: target.goal),
            ]
            try make(.setTarget(target.id, direction: target.direction, path: path), line, by: officer)
        }
    }

    private mutating func report(
        _ line: WorkLine, _ character: TaskCharacter, _ day: Day, isLast: Bool
    ) -> ProgressReport {
        let record = line.record
        let issued = record.issued ?? day, due = line.due ?? day.endOfYear
        let share = min(1, Double(day - issued) / Double(max(1, due - issued)) * character.pace)
        var report = ProgressReport("")
        for target in record.targets where !target.isDropped && (isLast || dice.chance(80)) {
            let reached = value(target, share: isLast ? 1 : share, yield: character.yield)
            report.values.append(TargetReport(target: target.id, actual: TargetActual(value: reached, day: day)))
        }
        let open = record.items.filter { $0.done == nil && !$0.isDropped }
        let wanted = Int((Double(record.items.count) * (isLast ? 1 : share)).rounded(.down))
        let done = record.items.count - open.count
        let due7 = open.filter { $0.due.map { $0 <= day + 5 } == true && character.pace > 0.9 }
        var ticked = isLast ? open : Array(open.filter { $0.due == nil }.prefix(max(0, wanted - done)))
        ticked += isLast ? [] : due7
        report.done = Array(Set(ticked.map(\.id))).sorted()
        report.percent = isLast ? 100 : max(record.percent, min(95, Int(share * 100)))
        let next = open.first { !report.done.contains($0.id) }?.text
        report.text =
            isLast
            ? ReportWords.closing(&dice) : ReportWords.progress(ticked.first.map(\.text), next: next, &dice)
        return report
    }

    private func value(_ target: WorkTarget, share: Double, yield: Double) -> Double {
        if target.isCounted {
            let value = target.goal * share * yield
            return target.goal == target.goal.rounded() ? value.rounded(.down) : rounded(value)
        }
        // A rate moves from its start to where the year's work brings it, and no further than it can.
        let start = target.baseline?.value ?? target.goal * (target.direction == .up ? 0.94 : 1.06)
        let end = target.direction == .up ? target.goal * min(yield, 1.02) : target.goal * (2 - min(yield, 1.02))
        let value = start + (end - start) * share
        return ["%", "％"].contains(target.quantity.unit) ? min(100, rounded(value)) : rounded(value)
    }

    private func rounded(_ value: Double) -> Double { (value * 10).rounded() / 10 }

    /// A small paper that shows what was done, kept as people's files are.
    private func evidence(_ line: WorkLine, _ day: Day, _ what: String) throws -> [NewEvidence] {
        let paper = WordDocument(
            title: "\(what)：\(line.title)", subtitle: day.text,
            blocks: [.paragraph("本材料为虚构的云岚区演示数据，用于说明佐证材料的上传与核对。任务标识：\(line.key)。")])
        let bytes = try DocxWriter().docx(paper)
        let name = "\(what) \(day.text).docx"
        let type = try EvidenceType.check(bytes: bytes, name: name)
        return [
            NewEvidence(
                digest: try ledger.store.files.keep(Data(bytes)), name: name, type: type.mediaType, size: bytes.count)
        ]
    }
}
