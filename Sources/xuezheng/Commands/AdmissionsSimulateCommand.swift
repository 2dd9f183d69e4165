import Admissions
import ArgumentParser
import Documents
import Foundation

/// `admissions simulate`: chances before the draw, and what a change of the round changes.
struct AdmissionsSimulateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "simulate", abstract: say("admissions.cli.simulate.abstract"))

    @OptionGroup var market: MarketOptions
    @OptionGroup var rules: RuleOptions
    @Option(help: ArgumentHelp(say("admissions.cli.help.draws")))
    var draws = 200
    @Option(help: ArgumentHelp(say("admissions.cli.help.simulation-seed")))
    var seed: UInt64 = 1
    @Option(help: ArgumentHelp(say("admissions.cli.help.against-students")), completion: .file())
    var againstStudents: String?
    @Option(help: ArgumentHelp(say("admissions.cli.help.against-schools")), completion: .file())
    var againstSchools: String?
    @Option(help: ArgumentHelp(say("admissions.cli.help.against-rules")), completion: .file())
    var againstRules: String?
    @Flag(help: ArgumentHelp(say("admissions.cli.help.by-school")))
    var bySchool = false
    @Flag(help: ArgumentHelp(say("admissions.cli.help.reach")))
    var reach = false
    @OptionGroup var result: ResultOptions
    @OptionGroup var common: CommonOptions

    func run() async throws {
        guard (1...100_000).contains(draws) else { throw AdmissionsFailure.draws }
        let rules = try rules.read()
        let first = await chances(try market.read(), rules)
        var second: Chances?
        if againstStudents != nil || againstSchools != nil || againstRules != nil {
            let files = try MarketOptions.read(
                students: againstStudents ?? market.students, schools: againstSchools ?? market.schools)
            second = await chances(files, try againstRules.map(RuleOptions.read) ?? rules)
        }
        report(say("admissions.cli.simulated", ["count": "\(draws)"]))
        let table = ChanceTable(first: first, second: second)
        try result.write(reach ? table.byReach : bySchool ? table.bySchool : table.byType)
    }

    /// Draws on all processors; the counts do not depend on how many there are.
    private func chances(_ files: MarketFiles, _ rules: AdmissionRules) async -> Chances {
        let simulation = ChanceSimulation(files.market, types: files.types, rules: rules, seed: seed)
        let draws = draws, parts = max(1, min(draws, ProcessInfo.processInfo.activeProcessorCount * 8))
        return await withTaskGroup(of: Chances.self) { group in
            for part in 0..<parts {
                group.addTask { simulation.run(part * draws / parts..<(part + 1) * draws / parts) }
            }
            var sum: Chances?, done = 0
            for await chances in group {
                done += chances.repetitions
                if isatty(STDERR_FILENO) == 1 { reportProgress("\(done) / \(draws)") }
                if sum == nil { sum = chances } else { sum?.add(chances) }
            }
            return sum ?? simulation.run(0..<0)
        }
    }
}

/// Chances as a table: alone, or those of two rounds side by side.
struct ChanceTable {
    let first: Chances
    let second: Chances?

    /// A row a type: children, shares by choice, share without a place.
    var byType: Sheet {
        let rows = first.byType, others = second?.byType
        let most = max(rows.first?.byChoice.count ?? 0, others?.first?.byChoice.count ?? 0)
        let titles =
            (0..<most).map { say("admissions.column.choice", ["choice": "\($0 + 1)"]) } + [
                say("admissions.column.unplaced")
            ]
        func shares(_ row: Chances.TypeRow?) -> [Double?] {
            (0..<most).map { choice in row.map { choice < $0.byChoice.count ? $0.byChoice[choice] : 0 } } + [
                row?.unplaced
            ]
        }
        let byName = Dictionary(uniqueKeysWithValues: rows.map { ($0.type, $0) })
        let othersByName = Dictionary(uniqueKeysWithValues: (others ?? []).map { ($0.type, $0) })
        let names = rows.map(\.type) + (others ?? []).map(\.type).filter { byName[$0] == nil }
        return Sheet(
            name: "chances",
            columns: [.init(say("admissions.column.type"), width: 24), .init(say("admissions.column.children"))]
                + columns(titles),
            rows: names.map { name in
                [.text(name), .number(Double((byName[name] ?? othersByName[name])?.children ?? 0))]
                    + cells(shares(byName[name]), shares(othersByName[name]))
            })
    }

    /// A row for each type, school and place on the list.
    var bySchool: Sheet {
        struct Key: Hashable {
            let type: String, school: String, choice: Int
            init(_ row: Chances.SchoolRow) { (type, school, choice) = (row.type, row.school, row.choice) }
        }
        let rows = first.bySchool, others = second?.bySchool ?? []
        let known = Dictionary(uniqueKeysWithValues: rows.map { (Key($0), $0) })
        let otherKnown = Dictionary(uniqueKeysWithValues: others.map { (Key($0), $0) })
        return Sheet(
            name: "chances",
            columns: [
                .init(say("admissions.column.type"), width: 24), .init(say("admissions.column.school")),
                .init(say("admissions.column.choice-number")), .init(say("admissions.column.children")),
            ] + columns([say("admissions.column.chance")]),
            rows: (rows + others.filter { known[Key($0)] == nil }).map { row in
                [.text(row.type), .text(row.school), .number(Double(row.choice)), .number(Double(row.children))]
                    + cells([known[Key(row)]?.chance], [otherKnown[Key(row)]?.chance])
            })
    }

    /// A row for each type and school.
    var byReach: Sheet {
        let rows = first.byReach, others = second?.byReach ?? []
        let known = Dictionary(uniqueKeysWithValues: rows.map { ([$0.type, $0.school], $0.chance) })
        let otherKnown = Dictionary(uniqueKeysWithValues: others.map { ([$0.type, $0.school], $0.chance) })
        return Sheet(
            name: "reach",
            columns: [.init(say("admissions.column.type"), width: 24), .init(say("admissions.column.school"))]
                + columns([say("admissions.column.reach")]),
            rows: (rows + others.filter { known[[$0.type, $0.school]] == nil }).map { row in
                let key = [row.type, row.school]
                return [.text(row.type), .text(row.school)] + cells([known[key]], [otherKnown[key]])
            })
    }

    private func columns(_ titles: [String]) -> [Sheet.Column] {
        guard second != nil else { return titles.map { .init($0) } }
        return ["before", "after", "change"].flatMap { side in
            titles.map { Sheet.Column(say("admissions.column.\(side)", ["column": $0]), width: 16) }
        }
    }

    /// Percentages of one decimal.
    private func cells(_ one: [Double?], _ other: [Double?]) -> [Sheet.Cell] {
        func cell(_ value: Double?) -> Sheet.Cell { value.map { .number(($0 * 1000).rounded() / 10) } ?? .empty }
        guard second != nil else { return one.map(cell) }
        let changes = zip(one, other).map { one, other in one.flatMap { one in other.map { $0 - one } } }
        return one.map(cell) + other.map(cell) + changes.map(cell)
    }
}
