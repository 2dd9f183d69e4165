import ArgumentParser
import CatchmentFiles
import Catchments
import Documents
import Foundation

/// `catchments`: who goes to which school, areas of schools, and where to build.
struct CatchmentCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "catchments", abstract: say("catchments.cli.abstract"),
        subcommands: [CatchmentSolveCommand.self, CatchmentDistrictsCommand.self, CatchmentSitesCommand.self])
}

/// `catchments solve`: the flow with the least walking of all.
struct CatchmentSolveCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "solve", abstract: say("catchments.cli.solve"))

    @OptionGroup var files: CatchmentFileOptions
    @Option(help: ArgumentHelp(say("catchments.cli.help.schools")), completion: .file())
    var schools: String
    @OptionGroup var rules: CatchmentRuleOptions
    @OptionGroup var result: CatchmentOutputOptions
    @OptionGroup var common: CommonOptions

    func run() async throws {
        let ground = try files.ground(schools: schools, rules: rules)
        let plan = try CatchmentSolver.split(ground.problem) { ways in
            reportProgress(say("catchments.cli.flow", ["ways": "\(ways)"]))
        }
        try result.write(plan, ground.problem, ground.features)
    }
}

/// `catchments districts`: every point whole to one school, areas connected where neighbours are given.
struct CatchmentDistrictsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "districts", abstract: say("catchments.cli.districts"))

    @OptionGroup var files: CatchmentFileOptions
    @Option(help: ArgumentHelp(say("catchments.cli.help.schools")), completion: .file())
    var schools: String
    @OptionGroup var rules: CatchmentRuleOptions
    @OptionGroup var search: CatchmentSearchOptions
    @OptionGroup var result: CatchmentOutputOptions
    @OptionGroup var common: CommonOptions

    func run() async throws {
        var ground = try files.ground(schools: schools, rules: rules)
        ground.problem.adjacency = try search.adjacency()
        reportProgress(say("catchments.cli.searching"))
        let plan = try CatchmentSolver.whole(
            ground.problem, effort: search.effort, seed: search.seed, workers: search.workers)
        try result.write(plan, ground.problem, ground.features)
    }
}

/// `catchments sites`: which candidate sites to open, and the areas of their schools.
struct CatchmentSitesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "sites", abstract: say("catchments.cli.sites"))

    @OptionGroup var files: CatchmentFileOptions
    @Option(help: ArgumentHelp(say("catchments.cli.help.candidates")), completion: .file())
    var candidates: String
    @Option(help: ArgumentHelp(say("catchments.cli.help.schools-standing")), completion: .file())
    var schools: String?
    @Option(help: ArgumentHelp(say("catchments.cli.help.most")))
    var most: Int?
    @Flag(help: ArgumentHelp(say("catchments.cli.help.split")))
    var split = false
    @OptionGroup var rules: CatchmentRuleOptions
    @OptionGroup var search: CatchmentSearchOptions
    @OptionGroup var result: CatchmentOutputOptions
    @OptionGroup var common: CommonOptions

    func run() async throws {
        let offered = try CatchmentFiles.schools(.path(candidates), named: candidates, instance: files.instance)
        var ground = try files.ground(schools: schools, rules: rules)
        let standing = ground.problem.schools
        ground.problem.schools += offered.schools
        ground.problem.adjacency = try search.adjacency()
        let found = try SiteSolver.solve(
            SiteProblem(
                ground: ground.problem, costs: standing.map { _ in 0 } + offered.costs,
                standing: Set(standing.map(\.id)), most: most),
            whole: !split, effort: search.effort, seed: search.seed, workers: search.workers
        ) { done, all in
            reportProgress(say("catchments.cli.sets", ["done": "\(done)", "all": "\(all)"]))
        }
        try result.write(found.plan, found.problem, ground.features)
        let names = found.problem.schools.map(\.id).filter { name in !standing.contains { $0.id == name } }
        report(
            say(
                "catchments.cli.opened",
                [
                    "count": "\(names.count)", "names": names.joined(separator: ", "),
                    "opening": String(format: "%.3f", found.opening), "total": String(format: "%.3f", found.cost),
                    "looked": "\(found.looked)",
                ]))
    }
}
