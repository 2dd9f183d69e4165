import Monitoring
import Store

/// Contact duty and problems of a year, by leader and by office.
public struct ResearchSummary: Sendable {
    /// By leader, name order: duties of the year, problems found in it.
    public let leaders: [(name: String, tally: ResearchTally)]
    /// By responsible office, most problems first; without an office last.
    public let offices: [(office: OfficeID?, name: String?, tally: ResearchTally)]
    /// Everything together: the sum over the leaders.
    public let total: ResearchTally

    /// Rolls duties and problems up; problems found outside of the year are left out.
    ///
    /// - Parameters:
    ///   - year: the year.
    ///   - day: the day to judge on.
    public init(duties: [ContactDuty], problems: [ResearchProblem], year: Int, on day: Day) {
        var byLeader: [String: ResearchTally] = [:]
        var byOffice: [OfficeID?: (name: String?, tally: ResearchTally)] = [:]
        for duty in duties where duty.details.year == year {
            for fulfilment in duty.fulfilments {
                byLeader[duty.details.leader.name, default: ResearchTally()].count(fulfilment, on: day)
            }
        }
        for problem in problems where SchoolTerm(of: problem.found).year == year {
            let hasTask = problem.task?.isInLedger == true
            byLeader[problem.leader.name, default: ResearchTally()].count(
                problem.state, due: problem.details.due, hasTask: hasTask, on: day)
            byOffice[problem.details.office, default: (problem.officeName, ResearchTally())].tally.count(
                problem.state, due: problem.details.due, hasTask: hasTask, on: day)
        }
        leaders = byLeader.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
        offices = byOffice.map { ($0.key, $0.value.name, $0.value.tally) }.sorted {
            ($0.office == nil ? 1 : 0, -$0.tally.problems, $0.name ?? "")
                < ($1.office == nil ? 1 : 0, -$1.tally.problems, $1.name ?? "")
        }
        total = byLeader.values.reduce(ResearchTally(), +)
    }
}

extension PlanLedger {
    /// Contact duty and problems of a year as they stand on a day.
    public func researchSummary(year: Int, on day: Day) throws -> ResearchSummary {
        ResearchSummary(duties: try duties(year: year), problems: try problems(on: day), year: year, on: day)
    }
}
