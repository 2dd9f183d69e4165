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
    @OptionGroup var result: ResultOptions
    @OptionGroup var common: CommonOptions

    func run() async throws {
        let destination = ResultFile(path: result.output)
        var readings: [(file: String, reading: PlanReading)] = []
        for file in files {
            let document = try DocumentReader().read(fileAt: file)
            for warning in document.warnings { report("\(file): \(warning.message(in: commandLanguage))") }
            readings.append((file, PlanReader().read(document.text)))
        }
        switch result.format {
        case .table:
            try destination.write(readings.map { ReadingTable(reading: $0.reading).text }.joined(separator: "\n\n\n"))
        case .json:
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.withoutEscapingSlashes, .sortedKeys]
            let bytes =
                readings.count == 1
                ? try encoder.encode(readings[0].reading) : try encoder.encode(readings.map(\.reading))
            try destination.write(bytes + Data("\n".utf8))
        case .csv:
            try destination.write(Data(ReadingExport(readings: readings.map(\.reading), language: commandLanguage).csv))
        case .xlsx:
            if result.output == nil, isatty(STDOUT_FILENO) == 1 { throw CommandFailure.needsOutput(format: "xlsx") }
            try destination.write(
                Data(try ReadingExport(readings: readings.map(\.reading), language: commandLanguage).xlsx()))
        }
    }
}
