import Monitoring

extension WorkRecord {
    /// What the record is after an event. The only place where a record changes: a fold over all events is the record.
    mutating func apply(_ event: WorkEvent) {
        let detail = event.detail
        state = event.to
        switch event.move {
        case .issue:
            issued = event.day
            (accepted, submitted, closed, askedDue) = (nil, nil, nil, nil)
            due = detail.due ?? due
        // What goes back to the bureau starts anew: nobody could decide on a question of a task not handed over.
        case .recall, .decline: (issued, askedDue) = (nil, nil)
        case .accept: accepted = event.day
        case .report, .submit:
            lastReport = event.day
            reportCount += 1
            percent = detail.percent ?? percent
            for report in detail.values ?? [] { set(report) }
            tick(detail.done ?? [], event.day)
            if event.move == .submit { submitted = event.day }
        case .withdraw, .sendBack: submitted = nil
        case .verify:
            closed = event.day
            percent = 100
            askedDue = nil
        case .end:
            closed = event.day
            askedDue = nil
        case .reopen: (closed, submitted) = (nil, nil)
        case .suspend: beforeSuspension = event.from
        case .resume: beforeSuspension = nil
        case .askExtension: askedDue = detail.askedDue
        case .grantExtension:
            due = detail.due ?? due
            askedDue = nil
        case .refuseExtension: askedDue = nil
        case .orderFollowUp:
            if let id = detail.followUp, let replyBy = detail.replyBy {
                followUps.append(FollowUp(id: id, ordered: event.day, text: event.text, replyBy: replyBy))
            }
        case .reply:
            change(detail.followUp) {
                $0.replied = event.day
                $0.reply = event.text
            }
        case .closeFollowUp: change(detail.followUp) { $0.closed = event.day }
        case .tick:
            tick(detail.done ?? [], event.day)
            for index in items.indices where detail.undone?.contains(items[index].id) == true {
                items[index].done = nil
            }
        case .arrange:
            person = detail.person ?? person
            priority = detail.priority ?? priority
            tags = detail.tags ?? tags
        case .setTarget:
            if let index = targets.firstIndex(where: { $0.id == detail.target }) {
                targets[index].direction = detail.direction ?? targets[index].direction
                if let points = detail.path { targets[index].path = Trajectory(points) }
            }
        case .addStep, .attach, .detach, .comment: break
        }
    }

    private mutating func set(_ report: TargetReport) {
        guard let index = targets.firstIndex(where: { $0.id == report.target }) else { return }
        // A value for an earlier day, reported late, does not hide a newer one.
        if let kept = targets[index].actual, kept.day > report.actual.day { return }
        targets[index].actual = report.actual
    }

    private mutating func tick(_ ids: [Int64], _ day: Day) {
        for index in items.indices where ids.contains(items[index].id) { items[index].done = day }
    }

    private mutating func change(_ id: Int64?, _ body: (inout FollowUp) -> Void) {
        guard let index = followUps.firstIndex(where: { $0.id == id }) else { return }
        body(&followUps[index])
    }

    /// The record without anything that events have done to it: where a fold begins.
    func blank(until day: Day) -> WorkRecord {
        var record = WorkRecord(task: task)
        record.items = items.filter { $0.added <= day }.map { item in
            var item = item
            item.done = nil
            return item
        }
        record.targets = targets.map { target in
            var target = target
            target.actual = nil
            target.path = nil
            target.direction = WorkTarget.direction(of: target.quantity.comparator)
            return target
        }
        return record
    }

    /// What the light is judged by.
    ///
    /// - Parameter planDue: the plan's due day, where the bureau set none.
    public func facts(planDue: Day?) -> LightFacts {
        LightFacts(
            state: state, issued: issued, due: due ?? planDue, submitted: submitted, lastReport: lastReport,
            steps: items.compactMap { item in
                guard !item.isDropped, item.kind == .milestone, let due = item.due else { return nil }
                return .init(name: item.text, due: due, isDone: item.done != nil)
            },
            aims: targets.filter { !$0.isDropped }.map { target in
                .init(
                    name: target.quantity.metric, direction: target.direction, path: target.path, target: target.goal,
                    due: target.due, actual: target.actual?.value, actualDay: target.actual?.day,
                    isWhole: target.isCounted && target.goal == target.goal.rounded())
            },
            openFollowUps: followUps.filter(\.isOpen).map(\.replyBy))
    }
}
