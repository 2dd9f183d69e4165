/// A light with its reasons, the gravest first.
public struct LightFinding: Hashable, Sendable {
    /// The light.
    public let light: Light
    /// Why; never empty.
    public let reasons: [LightReason]
}

extension LightRule {
    /// The light of a task on a day.
    ///
    /// A right answer never gets better by worse facts: an earlier due day, a lower actual value, a milestone not done,
    /// a report less, a later day. Steps:
    /// 1. verified is blue; not issued, suspended and ended are not judged;
    /// 2. what was submitted waits for the bureau: only an unanswered follow-up order, and having been submitted too
    ///    late, still count;
    /// 3. else each fact that stands against the task gives a reason, and the light is that of the gravest.
    ///
    /// Linear in the number of milestones, targets and orders.
    public func judge(_ facts: LightFacts, on today: Day) -> LightFinding {
        switch facts.state {
        case .verified: return LightFinding(light: .blue, reasons: [.verified])
        case .draft: return LightFinding(light: .off, reasons: [.notIssued])
        case .suspended: return LightFinding(light: .off, reasons: [.suspended])
        case .ended: return LightFinding(light: .off, reasons: [.ended])
        case .submitted: return finding(submitted(facts, today), otherwise: .awaitingVerification)
        case .issued, .accepted, .underWay:
            var reasons = replies(facts, today)
            reasons += days(facts, today)
            reasons += facts.aims.compactMap { judge($0, of: facts, today) }
            reasons += habits(facts, today)
            return finding(reasons, otherwise: .onCourse)
        }
    }

    private func finding(_ reasons: [LightReason], otherwise: LightReason) -> LightFinding {
        let all = reasons.isEmpty ? [otherwise] : reasons
        let light = all.map(\.light).reduce(.green, Light.worse)
        // A stable order: gravest first, otherwise as found.
        let sorted = all.enumerated().sorted { one, other in
            let (left, right) = (one.element.light.severity ?? 0, other.element.light.severity ?? 0)
            return left == right ? one.offset < other.offset : left > right
        }
        return LightFinding(light: light, reasons: sorted.map(\.element))
    }

    private func submitted(_ facts: LightFacts, _ today: Day) -> [LightReason] {
        var reasons = replies(facts, today)
        if let due = facts.due, let submitted = facts.submitted, submitted > due {
            reasons.append(.overdue(days: submitted - due))
        }
        return reasons
    }

    private func replies(_ facts: LightFacts, _ today: Day) -> [LightReason] {
        facts.openFollowUps.filter { $0 < today }.min().map { [.replyOverdue(days: today - $0)] } ?? []
    }

    /// The due day and the milestones. A report counts for a day that is near if it came within the warning days
    /// before today.
    private func days(_ facts: LightFacts, _ today: Day) -> [LightReason] {
        let wasReported = facts.lastReport.map { today - $0 <= warningDays } ?? false
        var reasons: [LightReason] = []
        if let due = facts.due {
            if due < today {
                reasons.append(.overdue(days: today - due))
            } else if due - today <= warningDays, !wasReported {
                reasons.append(.dueSoon(days: due - today))
            }
        }
        for step in facts.steps where !step.isDone {
            if step.due < today {
                reasons.append(.stepOverdue(name: step.name, days: today - step.due))
            } else if step.due - today <= warningDays, !wasReported, step.due != facts.due {
                reasons.append(.stepDueSoon(name: step.name, days: step.due - today))
            }
        }
        return reasons
    }

    private func judge(_ aim: LightFacts.Aim, of facts: LightFacts, _ today: Day) -> LightReason? {
        let due = aim.due ?? facts.due
        guard let actual = aim.actual else {
            let isNear = due.map { $0 - today <= warningDays } ?? false
            let isLate = aim.path.map { today - $0.points[0].day > valueDays } ?? false
            return isNear || isLate ? .unmeasured(name: aim.name) : nil
        }
        let expected: Double
        if let path = aim.path {
            let value = path.expected(on: max(aim.actualDay ?? today, today + -valueDays))
            expected = aim.isWhole ? value.rounded(aim.direction == .up ? .down : .up) : value
        } else if let due, due <= today {
            expected = aim.target
        } else {
            return nil
        }
        let shortfall = aim.direction.shortfall(actual: actual, expected: expected)
        guard shortfall > 0 else { return nil }
        return shortfall > tolerance + 1e-9  // what arithmetic adds is no shortfall
            ? .farBehind(name: aim.name, actual: actual, expected: expected, shortfall: shortfall)
            : .behind(name: aim.name, actual: actual, expected: expected, shortfall: shortfall)
    }

    private func habits(_ facts: LightFacts, _ today: Day) -> [LightReason] {
        if facts.state == .issued, let issued = facts.issued, today - issued > acceptanceDays {
            return [.notAccepted(days: today - issued)]
        }
        if reportingDays > 0, facts.state != .issued, let last = facts.lastReport ?? facts.issued,
            today - last > reportingDays
        {
            return [.quiet(days: today - last)]
        }
        return []
    }
}
