import ArgumentParser
import Documents

/// How a result is printed and where it goes.
struct ResultOptions: ParsableArguments {
    @Option(name: .shortAndLong, help: ArgumentHelp(say("cli.help.format")))
    var format: ResultFormat = .table
    @Option(name: .shortAndLong, help: ArgumentHelp(say("cli.help.output")), completion: .file())
    var output: String?

    /// Writes a table as the result.
    func write(_ sheet: Sheet) throws { try SheetOutput(sheet: sheet, format: format, output: output).write() }
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
