import Admissions
import ArgumentParser
import Documents
import Foundation

/// `admissions place`: places the students of a table.
struct AdmissionsPlaceCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "place", abstract: say("admissions.cli.place.abstract"),
        discussion: say("admissions.cli.place.discussion"))

    /// How the places are printed.
    enum Format: String, ExpressibleByArgument, CaseIterable { case csv, json }

    @OptionGroup var market: MarketOptions
    @OptionGroup var rules: RuleOptions
    @Option(help: ArgumentHelp(say("admissions.cli.help.seed")))
    var seed: String?
    @Option(name: .shortAndLong, help: ArgumentHelp(say("admissions.cli.help.place-format")))
    var format: Format = .csv
    @Option(name: .shortAndLong, help: ArgumentHelp(say("cli.help.output")), completion: .file())
    var output: String?
    @Option(help: ArgumentHelp(say("admissions.cli.help.waiting")), completion: .file())
    var waitingList: String?
    @OptionGroup var common: CommonOptions

    /// What stands before the numbers of students when their keys are made.
    static let scope = "place"

    func run() async throws {
        let rules = try rules.read()
        guard let seed = DrawSeed(hexadecimal: seed ?? String(repeating: "0", count: 64)) else {
            throw AdmissionsFailure.seed(self.seed ?? "")
        }
        let market = try market.read().market
        if isatty(STDERR_FILENO) == 1 { reportProgress(say("admissions.cli.placing", ["count": "\(market.count)"])) }
        let placement = Placement(market, seed: seed, scope: Self.scope, rules: rules)
        let table = PlacementTable(placement, in: commandLanguage)
        switch format {
        case .csv: try ResultFile(path: output).write(Data(table.csv()))
        case .json: try ResultFile(path: output).write(try Self.json(table, placement))
        }
        if let waitingList { try ResultFile(path: waitingList).write(Data(Self.waiting(placement))) }
        if self.seed == nil { report(say("admissions.cli.no-seed")) }
        try Self.tell(placement)
    }

    /// Counts, and that no pair blocks.
    static func tell(_ placement: Placement) throws {
        let market = placement.market, counts = placement.countsByChoice(), placed = counts.reduce(0, +)
        let places = market.schools.reduce(0) { $0 + $1.capacity }
        report(
            say(
                "admissions.cli.placed",
                [
                    "applicants": "\(market.count)", "seats": "\(placed + placement.unplaced)", "placed": "\(placed)",
                    "first": "\(counts.first ?? 0)", "unplaced": "\(placement.unplaced)",
                    "empty": "\(max(0, places - placed))",
                ]))
        let check = PlacementCheck(placement)
        guard check.isRight else {
            throw CommandFailure.checkFailed(say("admissions.cli.blocked", ["count": "\(check.violationCount)"]))
        }
        report(say("admissions.cli.checked", ["pairs": "\(check.pairs)"]))
    }

    /// A row of the result for programs; what is empty is null.
    private struct Row: Encodable {
        let student: String
        let school: String?
        let choice: Int?
        let number: Int?
        let reason: String?
    }

    private static func json(_ table: PlacementTable, _ placement: Placement) throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        var bytes = Data("[".utf8)
        for applicant in 0..<placement.market.count {
            let cells = table.row(applicant)
            bytes.append(contentsOf: Array((applicant == 0 ? "\n" : ",\n").utf8))
            bytes.append(
                try encoder.encode(
                    Row(
                        student: cells[0], school: cells[1].isEmpty ? nil : cells[1], choice: Int(cells[2]),
                        number: Int(cells[3]), reason: cells[4].isEmpty ? nil : cells[4])))
        }
        return bytes + Data("\n]\n".utf8)
    }

    private static func waiting(_ placement: Placement) -> [UInt8] {
        var bytes: [UInt8] = []
        CSVWriter.appendLine(["school", "place", "student"], to: &bytes)
        for (school, list) in zip(placement.market.schools, placement.waitingLists()) {
            for (place, applicant) in list.enumerated() {
                CSVWriter.appendLine(
                    [school.code, "\(place + 1)", placement.market.numbers[applicant]], to: &bytes)
            }
        }
        return bytes
    }
}
