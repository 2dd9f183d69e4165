import Ledger
import Monitoring

extension BulletinWriter {
    /// What is overdue, why, and what was said of it last.
    mutating func writeOverdue() {
        head(words("bulletin.overdue"))
        table(
            [
                (words("column.title"), 6), (words("bulletin.column.office"), 3), (words("column.due"), 3),
                (words("bulletin.column.late"), 2), (words("bulletin.column.reason"), 5),
                (words("bulletin.column.report"), 6),
            ],
            facts.overdue.map { line in
                [
                    name(line), leads(line), line.due?.text ?? "", line.due.map { "\(facts.day - $0)" } ?? "",
                    words.reasons(line.finding), report(of: line),
                ]
            })
    }

    private func report(of line: WorkLine) -> String {
        guard let event = facts.lastReports[line.id] else { return words("bulletin.no-report") }
        return words("bulletin.said", ["day": event.day.text, "words": words.quoted(event.text, limit: 120)])
    }

    /// Orders given in the month or still open, and the replies to them.
    mutating func writeFollowUps() {
        head(words("bulletin.follow-ups"))
        var rows: [[String]] = []
        for line in facts.now {
            for order in line.record.followUps
            where order.ordered > facts.dayBefore || order.closed.map({ $0 > facts.dayBefore }) ?? true {
                let reply =
                    order.reply.map { text in
                        words(
                            "bulletin.said",
                            ["day": order.replied?.text ?? "", "words": words.quoted(text, limit: 120)])
                    } ?? words("bulletin.no-reply")
                rows.append([
                    name(line), leads(line),
                    words(
                        "bulletin.said",
                        ["day": order.ordered.text, "words": words.quoted(order.text, limit: 120)]),
                    order.replyBy.text, reply, order.closed?.text ?? "",
                ])
            }
        }
        table(
            [
                (words("column.title"), 5), (words("bulletin.column.office"), 3), (words("bulletin.column.order"), 5),
                (words("bulletin.column.reply-by"), 3), (words("bulletin.column.reply"), 5),
                (words("bulletin.column.closed"), 3),
            ], rows)
    }

    /// More time that was given in the month.
    mutating func writeExtensions() {
        head(words("bulletin.extensions"))
        let asked = facts.happened(.askExtension)
        table(
            [
                (words("column.title"), 6), (words("bulletin.column.office"), 3),
                (words("bulletin.column.due-before"), 3), (words("bulletin.column.due-after"), 3),
                (words("bulletin.column.granted"), 3), (words("bulletin.column.words"), 5),
            ],
            facts.happened(.grantExtension).map { event, line in
                // The words of the question, where it was asked in this month too; else those of the answer.
                let question = asked.last { $0.event.task == event.task && $0.event.id < event.id }?.event.text
                return [
                    name(line), leads(line), event.detail.earlierDue?.text ?? "", event.detail.due?.text ?? "",
                    event.day.text, question ?? event.text,
                ]
            })
    }

    mutating func writeVerified() {
        head(words("bulletin.verified"))
        let verified = facts.verified
        say(
            words(
                "bulletin.verified.count",
                ["tasks": figures.count(words("bulletin.figure.verified"), verified)]))
        guard !verified.isEmpty else { return }
        table(
            [
                (words("column.title"), 7), (words("bulletin.column.office"), 4),
                (words("bulletin.column.verified"), 3), (words("bulletin.column.report"), 6),
            ],
            verified.map { [name($0), leads($0), $0.record.closed?.text ?? "", report(of: $0)] })
    }

    /// Figures side by side with those of the end of the month before, and the tasks whose light moved.
    mutating func writeChanges() {
        head(words("bulletin.changes"))
        let (before, now) = (
            PlanLedger.standing(facts.before, on: facts.dayBefore), PlanLedger.standing(facts.now, on: facts.day)
        )
        func signed(_ number: Int) -> String { number > 0 ? "+\(number)" : "\(number)" }
        var rows: [[String]] = []
        for light in [Light.blue, .green, .yellow, .red, .off] {
            let was = figures.count(
                "\(words.light(light)) · \(facts.dayBefore.text)",
                facts.before.filter { $0.finding.light == light })
            rows.append([words.light(light), was, "\(now[light])", signed(now[light] - before[light])])
        }
        let difference = now.completion.flatMap { new in before.completion.map { new - $0 } }
        rows.append([
            words("bulletin.column.completion"),
            figures.note(
                "\(words("bulletin.column.completion")) · \(facts.dayBefore.text)", Self.percent(before.completion),
                facts.before.filter { ![.draft, .ended].contains($0.record.state) }),
            Self.percent(now.completion),
            difference.map { ($0 > 0 ? "+" : "") + Figure.text($0, decimals: 1) } ?? "–",
        ])
        table(
            [
                (words("bulletin.column.figure-name"), 5), (facts.dayBefore.text, 3), (facts.day.text, 3),
                (words("bulletin.column.change"), 3),
            ], rows)
        for isWorse in [true, false] {
            let moved = facts.moved(worse: isWorse)
            let count = figures.count(
                isWorse ? words("bulletin.figure.worse") : words("bulletin.figure.better"), moved.map(\.line))
            say(
                isWorse
                    ? words("bulletin.worse", ["tasks": count]) : words("bulletin.better", ["tasks": count]))
            guard !moved.isEmpty else { continue }
            table(
                [
                    (words("column.title"), 7), (words("bulletin.column.office"), 4),
                    (words("bulletin.column.light"), 4), (words("bulletin.column.reason"), 6),
                ],
                moved.map { line, from in
                    [
                        name(line), leads(line), "\(words.light(from)) → \(words.light(line.finding.light))",
                        words.reasons(line.finding),
                    ]
                })
        }
    }

    mutating func writeDueNext() {
        head(words("bulletin.next"))
        let next = facts.dueNext
        say(words("bulletin.next.count", ["tasks": figures.count(words("bulletin.figure.next"), next)]))
        guard !next.isEmpty else { return }
        table(
            [
                (words("column.due"), 3), (words("column.title"), 7), (words("bulletin.column.office"), 4),
                (words("bulletin.column.light"), 2), (words("bulletin.column.percent"), 2),
            ],
            next.map { line in
                [
                    line.due?.text ?? "", name(line), leads(line), words.light(line.finding.light),
                    "\(line.record.percent)%",
                ]
            })
    }
}
