import Foundation
import Ledger
import Monitoring
import Store

extension YearSimulation {
    /// What the supervision office does with a task today.
    mutating func bureauMove(_ line: WorkLine, _ character: TaskCharacter, _ day: Day) throws {
        let record = line.record
        let bureau = staff.bureau
        let (_, month, date) = day.civil
        if let order = record.followUps.first(where: { $0.replied != nil && $0.closed == nil }), dice.chance(40) {
            return try make(.closeFollowUp(order.id), line, by: bureau)
        }
        if record.askedDue != nil {
            guard dice.chance(35) else { return }
            return dice.chance(78)
                ? try make(.grantExtension(text: "同意，请确保质量。"), line, by: bureau)
                : try make(.refuseExtension(dice.one(ReportWords.refusals)), line, by: bureau)
        }
        switch record.state {
        case .submitted:
            guard let submitted = record.submitted, day - submitted >= dice.number(1...5) else { return }
            if character.isSentBack, !sentBack.contains(line.id) {
                sentBack.insert(line.id)
                return try make(.sendBack(dice.one(ReportWords.returned)), line, by: bureau)
            }
            try make(.verify("经核，同意办结。"), line, by: bureau)
        case .accepted, .underWay:
            if character.fate == .suspended, month == 6, date > 10 {
                return try make(.suspend(ReportWords.suspended), line, by: bureau)
            }
            if character.fate == .ended, month == 8, date > 10 {
                return try make(.end(ReportWords.ended), line, by: bureau)
            }
            let isRound =
                [10, 25].contains(date) || (date == 11 && day.weekday == 1) || (date == 26 && day.weekday == 1)
            if isRound, line.finding.light == .red, !record.followUps.contains(where: { $0.closed == nil }),
                dice.chance(70)
            {
                return try make(.orderFollowUp(dice.one(ReportWords.followUps), replyBy: day + 7), line, by: bureau)
            }
            if [.red, .yellow].contains(line.finding.light), dice.chance(1) {
                try make(.comment(dice.one(ReportWords.comments)), line, by: staff.leader)
            }
        case .suspended where month >= 9: try make(.resume, line, by: bureau)
        default: break
        }
    }
}
