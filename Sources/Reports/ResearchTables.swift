import Documents
import Ledger
import Localisation
import Monitoring

/// Research topics, contact duties, visits and problems as tables for .xlsx and .csv.
public struct ResearchTables: Sendable {
    private let language: Language
    private let day: Day

    /// Tables in a language, as things stand on a day.
    public init(language: Language, day: Day) {
        self.language = language
        self.day = day
    }

    private func say(_ key: String, _ arguments: [String: String] = [:]) -> String {
        StringCatalogue.standard.string(key, language, arguments)
    }

    private func table(_ name: String, _ columns: [(String, Double)], _ rows: [[Sheet.Cell]]) -> Sheet {
        Sheet(name: name, columns: columns.map { Sheet.Column($0.0, width: $0.1) }, rows: rows)
    }

    private static func text(_ words: String?) -> Sheet.Cell {
        guard let words, !words.isEmpty else { return .empty }
        return .text(words)
    }

    private static func day(_ day: Day?) -> Sheet.Cell { day.map { .day($0.text) } ?? .empty }

    private static func number(_ value: Int) -> Sheet.Cell { .number(Double(value)) }

    /// One row a topic.
    public func topics(_ topics: [ResearchTopic]) -> Sheet {
        table(
            say("research.topics"),
            [
                (say("research.column.topic"), 36), (say("research.field.question"), 46),
                (say("research.column.leader"), 12), (say("research.field.topicOffice"), 18),
                (say("research.field.starts"), 12), (say("research.field.reportDue"), 14),
                (say("research.column.state"), 12), (say("research.visits"), 8), (say("research.problems"), 8),
                (say("research.field.findings"), 60),
            ],
            topics.map { topic in
                [
                    Self.text(topic.details.title), Self.text(topic.details.question),
                    Self.text(topic.details.leader.name), Self.text(topic.officeName),
                    Self.day(topic.details.starts), Self.day(topic.details.due),
                    Self.text(say("research.topicState.\(topic.state.rawValue)")), Self.number(topic.visitCount),
                    Self.number(topic.problemCount), Self.text(topic.findings),
                ]
            })
    }

    /// One row a duty; the first five columns are those that an import reads.
    public func duties(_ duties: [ContactDuty]) -> Sheet {
        let terms = SchoolTerm.Season.allCases.flatMap { season -> [(String, Double)] in
            let term = say("research.term.\(season.rawValue)")
            return [("\(term) \(say("research.tally.visits"))", 14), ("\(term) \(say("research.column.light"))", 12)]
        }
        return table(
            say("research.duties"),
            [
                (say("research.column.leader"), 12), (say("research.column.kind"), 10),
                (say("research.column.object"), 30), (say("research.column.year"), 10),
                (say("research.column.perTerm"), 12),
            ] + terms,
            duties.map { duty in
                [
                    Self.text(duty.details.leader.name), Self.text(say("research.kind.\(duty.details.object.kind)")),
                    Self.text(duty.objectName), Self.number(duty.details.year), Self.number(duty.details.perTerm),
                ]
                    + duty.fulfilments.flatMap { fulfilment in
                        [
                            Self.number(fulfilment.made),
                            Self.text(say("work.light.name.\(fulfilment.state(on: day).light.rawValue)")),
                        ]
                    }
            })
    }

    /// One row a visit.
    public func visits(_ visits: [ResearchVisit]) -> Sheet {
        table(
            say("research.visits"),
            [
                (say("research.column.day"), 12), (say("research.column.leader"), 12),
                (say("research.column.object"), 30), (say("research.field.place"), 24),
                (say("research.field.people"), 30), (say("research.field.seen"), 60), (say("research.problems"), 8),
            ],
            visits.map { visit in
                [
                    Self.day(visit.details.day), Self.text(visit.leader.name), Self.text(visit.subjectName),
                    Self.text(visit.details.place), Self.text(visit.details.people), Self.text(visit.details.seen),
                    Self.number(visit.problemCount),
                ]
            })
    }

    /// One row a problem.
    public func problems(_ problems: [ResearchProblem]) -> Sheet {
        table(
            say("research.problems"),
            [
                (say("research.column.number"), 8), (say("research.column.light"), 8),
                (say("research.column.problem"), 50), (say("research.column.gravity"), 8),
                (say("research.column.object"), 30), (say("research.column.leader"), 12),
                (say("research.column.responsible"), 18), (say("research.column.found"), 12),
                (say("research.column.due"), 12), (say("research.column.state"), 12),
                (say("research.field.answer"), 50), (say("research.column.task"), 20),
            ],
            problems.map { problem in
                [
                    .number(Double(problem.id)),
                    Self.text(say("work.light.name.\(problem.standing(on: day).light.rawValue)")),
                    Self.text(problem.details.text),
                    Self.text(say("research.gravity.\(problem.details.gravity.rawValue)")),
                    Self.text(problem.subjectName), Self.text(problem.leader.name), Self.text(problem.officeName),
                    Self.day(problem.found), Self.day(problem.details.due),
                    Self.text(say("research.problemState.\(problem.state.rawValue)")), Self.text(problem.answer),
                    Self.text(problem.task.map { $0.isInLedger ? $0.key : say("research.task.gone") }),
                ]
            })
    }

    /// One row a leader, then one an office.
    public func summary(_ summary: ResearchSummary) -> Sheet {
        func cells(_ tally: ResearchTally) -> [Sheet.Cell] {
            [tally.problems, tally.solved, tally.overdue, tally.tasks].map(Self.number)
        }
        let leaders = summary.leaders.map { name, tally in
            [Self.text(name)]
                + [tally.visitsMade, tally.visitsCounted, tally.visitsRequired, tally.dutiesOverdue].map(Self.number)
                + cells(tally)
        }
        let offices = summary.offices.map { _, name, tally in
            [Self.text(name ?? say("research.none")), .empty, .empty, .empty, .empty] + cells(tally)
        }
        return table(
            say("research.summary"),
            [
                (say("research.tally.who"), 24), (say("research.tally.visits"), 10),
                (say("research.tally.counted"), 12), (say("research.tally.required"), 12),
                (say("research.tally.overdueTerms"), 12), (say("research.tally.problems"), 10),
                (say("research.tally.solved"), 10), (say("research.tally.overdue"), 10),
                (say("research.tally.tasks"), 12),
            ], leaders + offices)
    }
}
