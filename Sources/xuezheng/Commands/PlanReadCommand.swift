import ArgumentParser
import Documents
import Foundation
import PlanModel
import PlanReading
import Reports

/// `plan read FILE …`: what a plan document says, without keeping anything.
struct PlanReadCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "read", abstract: say("cli.read.abstract"), discussion: say("cli.read.discussion"))

    @Argument(help: ArgumentHelp(say("cli.help.files")), completion: .file())
    var files: [String]
    @Option(name: .shortAndLong, help: ArgumentHelp(say("cli.help.format")))
    var format: ResultFormat = .table
    @Option(name: .shortAndLong, help: ArgumentHelp(say("cli.help.output")), completion: .file())
    var output: String?
    @OptionGroup var common: CommonOptions

    func run() async throws {
        let result = ResultFile(path: output)
        var readings: [(file: String, reading: PlanReading)] = []
        for file in files {
            let document = try DocumentReader().read(fileAt: file)
            for warning in document.warnings { report("\(file): \(warning.message(in: commandLanguage))") }
            readings.append((file, PlanReader().read(document.text)))
        }
        switch format {
        case .table:
            try result.write(readings.map { ReadingTable(reading: $0.reading).text }.joined(separator: "\n\n\n"))
        case .json:
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.withoutEscapingSlashes, .sortedKeys]
            let bytes =
                readings.count == 1
                ? try encoder.encode(readings[0].reading) : try encoder.encode(readings.map(\.reading))
            try result.write(bytes + Data("\n".utf8))
        case .csv:
            try result.write(Data(ReadingExport(readings: readings.map(\.reading), language: commandLanguage).csv))
        case .xlsx:
            if output == nil, isatty(STDOUT_FILENO) == 1 { throw CommandFailure.needsOutput(format: "xlsx") }
            try result.write(
                Data(try ReadingExport(readings: readings.map(\.reading), language: commandLanguage).xlsx()))
        }
    }
}

/// How a result is printed.
enum ResultFormat: String, ExpressibleByArgument, CaseIterable {
    /// For people: aligned columns.
    case table
    /// For programs.
    case json
    /// For spreadsheets, UTF-8.
    case csv
    /// An Excel workbook.
    case xlsx
}
