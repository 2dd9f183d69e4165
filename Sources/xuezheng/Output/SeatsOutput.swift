import Documents
import Foundation
import Seats

/// Forecasts, back-tests and gaps as tables; the titles are the columns that programs read, in one language.
enum SeatsOutput {
    static func forecast(_ forecast: SeatForecast, _ names: [Int: String]) -> Sheet {
        let history = forecast.history
        return sheet(
            ["school", "autumn", "grade", "forecast", "low80", "high80", "low95", "high95"],
            forecast.cells.map { cell in
                let step = history.grades[cell.grade]
                return [
                    .text(history.units[cell.unit]), .number(Double(cell.autumn)), .text(names[step] ?? "\(step)"),
                    tenth(cell.pupils), tenth(cell.low80), tenth(cell.high80), tenth(cell.low95), tenth(cell.high95),
                ]
            })
    }

    /// A row a lead, a column a method: for people.
    static func wide(_ test: BackTest) -> Sheet {
        var titles = ["seats.cli.lead", "seats.cli.cells", "seats.method.model"].map { say($0) }
        titles += NaiveMethod.allCases.map { say($0.titleKey) }
        titles += ["seats.cli.coverage80", "seats.cli.coverage95"].map { say($0) }
        return sheet(
            titles,
            test.leads.map { lead in
                let scores = ([lead.model] + lead.naive).map { percent($0.mape) }
                let counts: [Sheet.Cell] = [.number(Double(lead.lead)), .number(Double(lead.cells))]
                return counts + scores + [percent(lead.coverage80), percent(lead.coverage95)]
            })
    }

    /// A row a lead and method: for programs.
    static func long(_ test: BackTest) -> Sheet {
        sheet(
            ["lead", "method", "cells", "origins", "mape", "weighted", "coverage80", "coverage95"],
            test.leads.flatMap { lead -> [[Sheet.Cell]] in
                func row(_ method: String, _ score: BackTest.Score, _ rest: [Sheet.Cell]) -> [Sheet.Cell] {
                    let head: [Sheet.Cell] = [
                        .number(Double(lead.lead)), .text(method), .number(Double(lead.cells)),
                        .number(Double(lead.origins)),
                    ]
                    return head + [percent(score.mape), percent(score.weighted)] + rest
                }
                let own = row("forecast", lead.model, [percent(lead.coverage80), percent(lead.coverage95)])
                return [own] + zip(NaiveMethod.allCases, lead.naive).map { row("\($0)", $1, [.empty, .empty]) }
            })
    }

    static func gaps(_ outcomes: [OptionOutcome]) -> Sheet {
        sheet(
            ["option", "area", "stage", "autumn", "pupils", "low80", "high80", "seats", "gap", "probability", "posts"],
            outcomes.flatMap { outcome in
                outcome.gaps.map { gap in
                    [
                        .text(outcome.option?.name ?? ""), .text(gap.area), .text(gap.stage.rawValue),
                        .number(Double(gap.autumn)), tenth(gap.pupils), tenth(gap.low80), tenth(gap.high80),
                        gap.seats.map(tenth) ?? .empty, gap.gap.map(tenth) ?? .empty,
                        gap.probability.map { .number(($0 * 1000).rounded() / 1000) } ?? .empty,
                        .number(Double(gap.posts)),
                    ]
                }
            })
    }

    static func comparison(_ outcomes: [OptionOutcome]) -> Sheet {
        sheet(
            [
                "option", "missing", "shortages", "worst_area", "worst_stage", "worst_autumn", "worst_gap", "empty",
                "cost",
            ],
            outcomes.map { outcome in
                [
                    .text(outcome.option?.name ?? say("seats.cli.option.none")), tenth(outcome.missingSeatYears),
                    .number(Double(outcome.shortages)), .text(outcome.worst?.area ?? ""),
                    .text(outcome.worst?.stage.rawValue ?? ""),
                    outcome.worst.map { .number(Double($0.autumn)) } ?? .empty,
                    outcome.worst?.gap.map(tenth) ?? .empty, tenth(outcome.emptySeats),
                    outcome.option?.cost.map { .number($0) } ?? .empty,
                ]
            })
    }

    /// The error of past forecasts in one line.
    static func accuracy(_ test: BackTest?, _ history: EnrolmentHistory) -> String {
        guard let test, !test.leads.isEmpty else { return say("seats.cli.no-accuracy") }
        return say(
            "seats.cli.accuracy",
            [
                "first": "\(history.firstAutumn)", "last": "\(history.lastAutumn)", "leads": "\(test.leads.count)",
                "mapes": test.leads.map { String(format: "%.1f%%", $0.model.mape * 100) }.joined(separator: " "),
            ])
    }

    /// Writes a table; CSV without the mark that only spreadsheets need.
    static func write(_ sheet: Sheet, _ result: ResultOptions) throws {
        guard result.format == .csv else { return try result.write(sheet) }
        try ResultFile(path: result.output).write(Data(CSVWriter().write(sheet).dropFirst(3)))
    }

    private static func sheet(_ titles: [String], _ rows: [[Sheet.Cell]]) -> Sheet {
        Sheet(name: say("seats.cli.abstract"), columns: titles.map { .init($0) }, rows: rows)
    }

    private static func tenth(_ value: Double) -> Sheet.Cell { .number((value * 10).rounded() / 10) }
    private static func percent(_ value: Double) -> Sheet.Cell { .number((value * 10_000).rounded() / 100) }
}
