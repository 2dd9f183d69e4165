import ArgumentParser
import Catalog
import Documents
import Foundation
import Indicators
import Measurement
import Monitoring
import Registers
import ShippedCatalog
import Store

/// `indicator`: the library of indicators and their values.
struct IndicatorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "indicator", abstract: say("indicators.cli.abstract"),
        subcommands: [IndicatorListCommand.self, IndicatorShowCommand.self, IndicatorComputeCommand.self])
}

/// `indicator list`: the library.
struct IndicatorListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: say("indicators.cli.list"))

    @Option(help: ArgumentHelp(say("indicators.cli.help.text")))
    var text = ""
    @OptionGroup var result: ResultOptions
    @OptionGroup var registers: RegisterOptions
    @OptionGroup var common: CommonOptions

    func run() async throws {
        let catalog = try registers.catalog()
        let found = catalog.indicators.filter { indicator in
            text.isEmpty
                || [indicator.name, indicator.title.chinese, indicator.title.english, indicator.system]
                    .contains { $0.localizedStandardContains(text) }
                || indicator.sets.contains { $0.localizedStandardContains(text) }
        }
        guard !found.isEmpty || result.format != .table else { return report(say("indicators.cli.none")) }
        let columns = ["name", "title", "unit", "period", "sets", "source"].map { say("indicators.cli.column.\($0)") }
        let sheet = Sheet(
            name: say("indicators.cli.abstract"), columns: columns.map { .init($0, width: 24) },
            rows: found.map { indicator in
                [
                    indicator.name, indicator.title.text(commandLanguage), indicator.unit,
                    say("indicators.period.\(indicator.period.rawValue)"), indicator.sets.joined(separator: " "),
                    indicator.source,
                ].map { $0.isEmpty ? .empty : .text($0) }
            })
        try result.write(sheet)
    }
}

/// `indicator show`: how an indicator is counted, and its values for a period.
struct IndicatorShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "show", abstract: say("indicators.cli.show"))

    @Argument(help: ArgumentHelp(say("indicators.cli.help.name")))
    var name: String
    @Option(help: ArgumentHelp(say("indicators.cli.help.period")))
    var period: String?
    @OptionGroup var result: ResultOptions
    @OptionGroup var registers: RegisterOptions
    @OptionGroup var common: CommonOptions

    func run() async throws {
        let store = try registers.open()
        let values = try IndicatorStore(store)
        let indicator = try values.indicator(name)
        let period = try period.map(IndicatorComputeCommand.period) ?? Period(indicator.period, of: store.today)
        let lines =
            [indicator.title.text(commandLanguage)]
            + IndicatorWords(store.catalog, commandLanguage).lines(indicator)
            + [
                try MeasureSQL(indicator.part, by: indicator.categories, in: store.catalog).sql(in: period)
            ]
        for line in lines { report(line) }
        let found = try values.values(of: indicator, in: period, access: .commandLine)
        guard !found.isEmpty || result.format != .table else {
            return report(say("indicators.cli.notCounted", ["period": period.description]))
        }
        let tree = try store.organisations()
        let columns = ["organisation", "level", "part", "whole", "value"].map { say("indicators.cli.column.\($0)") }
        let sheet = Sheet(
            name: indicator.name, columns: columns.map { .init($0, width: 20) },
            rows: found.map { value in
                let node = tree.nodes[value.organisation]
                return [
                    .text(node?.name ?? ""), .text(node?.level.title.text(commandLanguage) ?? ""),
                    value.parts.part.map { .number($0) } ?? .empty, value.parts.whole.map { .number($0) } ?? .empty,
                    value.value.map { .number(($0 * 100).rounded() / 100) } ?? .empty,
                ]
            })
        try result.write(sheet)
    }
}

/// `indicator compute`: counts indicators and keeps the values.
struct IndicatorComputeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "compute", abstract: say("indicators.cli.compute"))

    @Argument(help: ArgumentHelp(say("indicators.cli.help.names")))
    var names: [String] = []
    @Option(help: ArgumentHelp(say("indicators.cli.help.period")))
    var period: String?
    @OptionGroup var registers: RegisterOptions
    @OptionGroup var common: CommonOptions

    func run() async throws {
        let values = try IndicatorStore(try registers.open())
        var chosen = names.isEmpty ? values.catalog.indicators : try names.map(values.indicator)
        let counted: [String: Int]
        if let period {
            let period = try Self.period(period)
            // Without names, a period chooses the indicators that are taken for such periods.
            if names.isEmpty { chosen = chosen.filter { $0.period == period.kind } }
            counted = try values.compute(chosen.map { ($0, period) }, by: .commandLine)
        } else {
            counted = try values.compute(chosen, of: values.registers.today, by: .commandLine)
        }
        let parts = counted.values.reduce(0, +)
        report(say("indicators.cli.computed", ["count": "\(counted.count)", "parts": "\(parts)"]))
        // Targets of plans that are measured by indicators take the new values.
        let outcomes = try TargetMeasurement(ledger: try registers.store.open(), indicators: values)
            .report(on: values.registers.today)
        let reported = outcomes.count { if case .reported = $0.result { true } else { false } }
        if reported > 0 { report(say("indicators.cli.reported", ["count": "\(reported)"])) }
    }

    static func period(_ text: String) throws -> Period {
        guard let period = Period(text) else { throw IndicatorError.noPeriod(text) }
        return period
    }
}
