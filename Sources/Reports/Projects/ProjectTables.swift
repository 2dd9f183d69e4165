import Documents
import Ledger
import Localisation
import Monitoring

/// Livelihood projects and their statements as tables for .xlsx and .csv.
public struct ProjectTables: Sendable {
    private let language: Language

    /// Tables in a language.
    public init(language: Language) { self.language = language }

    private func say(_ key: String) -> String { StringCatalogue.standard.string(key, language) }

    private func light(_ light: Light) -> Sheet.Cell { .text(say("projects.light.\(light.rawValue)")) }

    private static func text(_ words: String?) -> Sheet.Cell {
        guard let words, !words.isEmpty else { return .empty }
        return .text(words)
    }

    private func columns(_ columns: [ProjectColumn]) -> [Sheet.Column] {
        columns.map { Sheet.Column($0.title(in: language), width: $0.width) }
    }

    /// The empty table that an import reads.
    public var template: Sheet { Sheet(name: say("projects.title"), columns: columns(ProjectColumn.imported)) }

    /// The projects of a list as they stand on a day; the first columns are those that an import reads.
    ///
    /// - Parameters:
    ///   - offices: names by office.
    ///   - rule: what the lights are judged by.
    public func projects(of list: ProjectList, offices: [Int64: String], rule: LightRule, on day: Day) -> Sheet {
        Sheet(
            name: list.name, columns: columns(ProjectColumn.allCases),
            rows: list.projects.map { project in
                let details = project.details
                return [
                    .number(Double(details.number)), .text(details.name), Self.text(details.content),
                    .text(ProjectColumn.name(of: details.template, in: language)),
                    Self.text(details.office.flatMap { offices[$0] }), .text(details.completion.text),
                    .number(details.budget), .number(project.paid),
                    .text(
                        project.stages.first { $0.done == nil }?.name.text(in: language) ?? say("projects.light.blue")),
                    .number(Double(project.percent)), light(rule.judge(project.facts, on: day).light),
                ]
            })
    }

    /// The lists with how many of their projects have which light on a day.
    public func lists(_ lists: [ProjectList], rule: LightRule, on day: Day) -> Sheet {
        let lights: [Light] = [.blue, .green, .yellow, .red, .off]
        return Sheet(
            name: say("projects.title"),
            columns: [
                Sheet.Column(say("projects.list"), width: 36), Sheet.Column(say("projects.year")),
                Sheet.Column(say("projects.count")),
            ] + lights.map { Sheet.Column(say("projects.light.\($0.rawValue)"), width: 8) },
            rows: lists.map { list in
                let found = list.projects.map { rule.judge($0.facts, on: day).light }
                return [.text(list.name), .number(Double(list.year)), .number(Double(list.projects.count))]
                    + lights.map { light in .number(Double(found.count { $0 == light })) }
            })
    }

    /// What was decided for projects, as it stands on a day.
    public func decisions(_ decisions: [ProjectDecision], on day: Day) -> Sheet {
        Sheet(
            name: say("projects.decisions"),
            columns: [
                Sheet.Column(say("projects.held")), Sheet.Column(say("projects.name"), width: 30),
                Sheet.Column(say("projects.decision"), width: 46),
                Sheet.Column(say("projects.column.office"), width: 18),
                Sheet.Column(say("projects.due")), Sheet.Column(say("projects.decisionState"), width: 10),
                Sheet.Column(say("projects.outcome"), width: 36),
            ],
            rows: decisions.map { decision in
                [
                    .text(decision.held.text), .text("\(decision.number). \(decision.name)"), .text(decision.text),
                    Self.text(decision.officeName), .text(decision.due.text),
                    .text(say("projects.decision.\(decision.state(on: day).rawValue)")), Self.text(decision.outcome),
                ]
            })
    }

    /// What a statement says, as it was frozen.
    public func statement(_ body: StatementBody) -> Sheet {
        Sheet(
            name: body.name,
            columns: columns([.number, .name, .content, .office, .completion, .stage, .percent, .light]),
            rows: body.projects.map { line in
                [
                    .number(Double(line.number)), .text(line.name), Self.text(line.content), Self.text(line.office),
                    .text(line.completion.text),
                    .text(line.stage.isEmpty ? say("projects.light.blue") : StageName(line.stage).text(in: language)),
                    .number(Double(line.percent)), light(line.light),
                ]
            })
    }
}

extension Sheet.Cell {
    /// The words of a cell in a paper.
    var words: String {
        switch self {
        case .empty: ""
        case .text(let words), .day(let words): words
        case .number(let value): Figure.text(value)
        }
    }
}
