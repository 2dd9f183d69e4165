import ArgumentParser
import Documents
import Foundation
import Intake
import Seats

/// `seats`: demand, gaps, options.
struct SeatsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "seats", abstract: say("seats.cli.abstract"),
        subcommands: [SeatsForecastCommand.self, SeatsGapCommand.self])
}

/// What both commands forecast from.
struct SeatsInput: ParsableArguments {
    @Option(help: ArgumentHelp(say("seats.cli.help.enrolment")), completion: .file())
    var enrolment: String
    @Option(help: ArgumentHelp(say("seats.cli.help.births")), completion: .file())
    var births: String?
    @Option(help: ArgumentHelp(say("seats.cli.help.births-lag")))
    var birthsLag: Int?
    @Option(help: ArgumentHelp(say("seats.cli.help.scenarios")), completion: .file())
    var scenarios: String?
    @Option(help: ArgumentHelp(say("seats.cli.help.scenario")))
    var scenario: String?
    @Option(help: ArgumentHelp(say("seats.cli.help.horizon")))
    var horizon = 5
    @Option(help: ArgumentHelp(say("seats.cli.help.seed")))
    var seed: UInt64 = 1
    @Option(help: ArgumentHelp(say("seats.cli.help.paths")))
    var paths = 400

    func validate() throws {
        guard (1...15).contains(horizon) else {
            throw ValidationError(SeatsError.horizon(horizon).message(in: commandLanguage))
        }
        guard (20...10_000).contains(paths) else { throw ValidationError(say("seats.cli.help.paths") + ": 20–10000") }
    }

    var options: ForecastOptions {
        var options = ForecastOptions()
        (options.horizon, options.seed, options.paths) = (horizon, seed, paths)
        return options
    }

    func table() throws -> EnrolmentTable {
        try EnrolmentFile.enrolment(.path(enrolment), named: Self.name(enrolment))
    }

    func births(_ history: EnrolmentHistory) throws -> Births? {
        guard let births else { return nil }
        let lag = birthsLag ?? Births.lag(entering: history.grades[0])
        return Births(try EnrolmentFile.births(.path(births), named: Self.name(births)), lag: lag)
    }

    func chosenScenario() throws -> Scenario? {
        guard let scenarios else { return nil }
        let found = try SeatPlanFile.scenarios(.path(scenarios), named: Self.name(scenarios))
        guard let scenario else { return found.first }
        guard let chosen = found.first(where: { $0.name == scenario }) else {
            throw CommandFailure.notFound(what: say("seats.cli.no-scenario"), name: scenario)
        }
        return chosen
    }

    /// The back-test by which intervals are calibrated: of the last six autumns, or of all; nil of a history too short.
    func backTest(_ history: EnrolmentHistory, _ births: Births?, all: Bool) throws -> BackTest? {
        guard history.autumns > 2 || all else { return nil }
        var options = options
        if !all { options.paths = min(options.paths, 100) }
        return try BackTest(
            history, births: births, options: options, minimum: all ? 2 : max(2, history.autumns - 6),
            progress: Self.progress)
    }

    /// Says how far a run is, where somebody looks.
    static func progress(_ share: Double) {
        guard isatty(STDERR_FILENO) == 1 else { return }
        if share >= 1 { return reportProgress("") }
        reportProgress(say("seats.cli.progress", ["done": "\(Int(share * 100))"]))
    }

    static func name(_ path: String) -> String { URL(fileURLWithPath: path).lastPathComponent }
}

/// `seats forecast`: pupils by unit, grade and year.
struct SeatsForecastCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "forecast", abstract: say("seats.cli.forecast"))

    @OptionGroup var input: SeatsInput
    @Flag(help: ArgumentHelp(say("seats.cli.help.backtest")))
    var backtest = false
    @OptionGroup var result: ResultOptions
    @OptionGroup var common: CommonOptions

    func run() async throws {
        let table = try input.table()
        let history = table.history
        let births = try input.births(history)
        let scenario = try input.chosenScenario()
        let test = try input.backTest(history, births, all: backtest)
        if backtest, let test {
            let sheet = result.format == .table ? SeatsOutput.wide(test) : SeatsOutput.long(test)
            return try SeatsOutput.write(sheet, result)
        }
        report(SeatsOutput.accuracy(test, history))
        let forecast = try SeatForecast(
            history, births: births, scenario: scenario, options: input.options,
            experience: test?.experience ?? ForecastExperience(), progress: SeatsInput.progress)
        try SeatsOutput.write(SeatsOutput.forecast(forecast, table.gradeNames), result)
    }
}

/// `seats gap`: demand against supply, and options side by side.
struct SeatsGapCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "gap", abstract: say("seats.cli.gap"))

    @OptionGroup var input: SeatsInput
    @Option(help: ArgumentHelp(say("seats.cli.help.supply")), completion: .file())
    var supply: String
    @Option(help: ArgumentHelp(say("seats.cli.help.areas")), completion: .file())
    var areas: String?
    @Flag(help: ArgumentHelp(say("seats.cli.help.summary")))
    var summary = false
    @OptionGroup var result: ResultOptions
    @OptionGroup var common: CommonOptions

    func run() async throws {
        let history = try input.table().history
        let births = try input.births(history)
        let scenario = try input.chosenScenario()
        let supply = try SeatPlanFile.supply(.path(supply), named: SeatsInput.name(supply))
        let areas = try areas.map { try SeatPlanFile.areas(.path($0), named: SeatsInput.name($0)) }
        let grouping = SeatGrouping(history) { areas?[$0] ?? $0 }
        let test = try input.backTest(history, births, all: false)
        report(SeatsOutput.accuracy(test, history))
        let forecast = try SeatForecast(
            history, births: births, scenario: scenario, options: input.options,
            experience: test?.experience ?? ForecastExperience(), groups: grouping.groups.count,
            group: grouping.group, progress: SeatsInput.progress)
        let plan = SeatPlan(forecast, groups: grouping.groups, sources: supply.sources)
        let outcomes = plan.outcomes(supply.options)
        try SeatsOutput.write(summary ? SeatsOutput.comparison(outcomes) : SeatsOutput.gaps(outcomes), result)
    }
}
