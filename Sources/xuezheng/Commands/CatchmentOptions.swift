import ArgumentParser
import CatchmentFiles
import Catchments
import Documents
import Foundation

/// Files of points and ways.
struct CatchmentFileOptions: ParsableArguments {
    @Option(help: ArgumentHelp(say("catchments.cli.help.points")), completion: .file())
    var points: String
    @Option(help: ArgumentHelp(say("catchments.cli.help.arcs")), completion: .file())
    var arcs: String?
    @Option(help: ArgumentHelp(say("catchments.cli.help.children")))
    var children: String?
    @Option(help: ArgumentHelp(say("catchments.cli.help.instance")))
    var instance: String?

    /// The problem of the files, and the features of the points' file where it is GeoJSON.
    func ground(
        schools: String?, rules: CatchmentRuleOptions
    ) throws -> (problem: CatchmentProblem, features: GeoJSON?) {
        let read = try CatchmentFiles.points(.path(points), named: points, children: children)
        let schools = try schools.map { try CatchmentFiles.schools(.path($0), named: $0, instance: instance).schools }
        let arcs = try arcs.map { try CatchmentFiles.arcs(.path($0), named: $0) }
        return (
            CatchmentProblem(points: read.points, schools: schools ?? [], arcs: arcs, rules: rules.rules), read.features
        )
    }
}

/// Limits and prices.
struct CatchmentRuleOptions: ParsableArguments {
    @Option(help: ArgumentHelp(say("catchments.cli.help.limit")))
    var limit: Double?
    @Option(help: ArgumentHelp(say("catchments.cli.help.detour")))
    var detour = 1.0
    @Option(help: ArgumentHelp(say("catchments.cli.help.move-price")))
    var movePrice = 0.0
    @Option(help: ArgumentHelp(say("catchments.cli.help.beyond-price")))
    var beyondPrice = 100_000.0
    @Option(help: ArgumentHelp(say("catchments.cli.help.slack-price")))
    var slackPrice = 1_000_000.0

    var rules: CatchmentRules {
        var rules = CatchmentRules()
        (rules.limit, rules.detour, rules.movePrice) = (limit, detour, movePrice)
        (rules.beyondPrice, rules.slackPrice) = (beyondPrice, slackPrice)
        return rules
    }
}

/// How a search for whole points goes.
struct CatchmentSearchOptions: ParsableArguments {
    @Option(help: ArgumentHelp(say("catchments.cli.help.neighbours")), completion: .file())
    var neighbours: String?
    @Option(help: ArgumentHelp(say("catchments.cli.help.effort")))
    var effort: Int?
    @Option(help: ArgumentHelp(say("catchments.cli.help.seed")))
    var seed: UInt64 = 1
    @Option(help: ArgumentHelp(say("catchments.cli.help.workers")))
    var workers = ProcessInfo.processInfo.activeProcessorCount

    func validate() throws {
        guard (0...100_000_000).contains(effort ?? 0), (1...1024).contains(workers) else {
            throw ValidationError(say("catchments.cli.error.search"))
        }
    }

    func adjacency() throws -> [(String, String)]? {
        try neighbours.map { try CatchmentFiles.neighbours(.path($0), named: $0) }
    }
}

/// The form of a result.
enum CatchmentFormat: String, CaseIterable, ExpressibleByArgument {
    case table, csv, json, xlsx, geojson
}

/// Where the result goes, and what is said about it.
struct CatchmentOutputOptions: ParsableArguments {
    @Option(name: .shortAndLong, help: ArgumentHelp(say("catchments.cli.help.format")))
    var format: CatchmentFormat = .csv
    @Option(name: .shortAndLong, help: ArgumentHelp(say("cli.help.output")), completion: .file())
    var output: String?

    /// Writes the shares as the result, and figures and findings on standard error.
    func write(_ plan: CatchmentPlan, _ problem: CatchmentProblem, _ features: GeoJSON?) throws {
        if let format = ResultFormat(rawValue: format.rawValue) {
            let sheet = Sheet(
                name: "catchments", columns: ["point", "school", "children", "metres"].map { .init($0, width: 14) },
                rows: plan.shares.map { share in
                    [
                        .text(problem.points[share.point].id), .text(problem.schools[share.school].id),
                        .number(Double(share.children)),
                        share.metres.map { .number(($0 * 10).rounded() / 10) } ?? .empty,
                    ]
                })
            try SheetOutput(sheet: sheet, format: format, output: output).write()
        } else {
            try ResultFile(path: output).write(GeoJSON.text(of: plan, problem, features: features))
        }
        report("")
        report(
            say(
                "catchments.cli.total",
                [
                    "walking": String(format: "%.3f", plan.cost / 1000),
                    "bound": String(format: "%.3f", plan.bound / 1000),
                ]))
        if let certificate = plan.certificate {
            report(say(certificate.isOptimal ? "catchments.cli.proved" : "catchments.cli.unproved"))
        } else {
            report(say("catchments.cli.gap", ["percent": String(format: "%.2f", plan.gap * 100)]))
        }
        if let today = plan.today { report(figures(today, "catchments.cli.today")) }
        report(figures(plan.proposal, "catchments.cli.proposal"))
        for finding in plan.findings { report("· " + finding.message(in: commandLanguage)) }
    }

    private func figures(_ figures: CatchmentFigures, _ key: String) -> String {
        say(
            key,
            [
                "children": "\(figures.children)", "mean": String(format: "%.0f", figures.mean),
                "worst": String(format: "%.0f", figures.worst), "overfull": "\(figures.overfull)",
                "more": "\(figures.tooMany)", "moved": "\(figures.moved)",
            ])
    }
}
