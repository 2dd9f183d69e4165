import Admissions
import ArgumentParser
import Documents
import Foundation
import Localisation

/// `admissions`: places, draws, their verification, simulation.
struct AdmissionsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "admissions", abstract: say("admissions.cli.abstract"),
        subcommands: [
            AdmissionsPlaceCommand.self, AdmissionsCommitCommand.self, AdmissionsDrawCommand.self,
            AdmissionsVerifyCommand.self, AdmissionsSimulateCommand.self,
        ])
}

/// The tables of a round.
struct MarketOptions: ParsableArguments {
    @Option(help: ArgumentHelp(say("admissions.cli.help.students")), completion: .file())
    var students: String
    @Option(help: ArgumentHelp(say("admissions.cli.help.schools")), completion: .file())
    var schools: String

    /// Reads both.
    func read() throws -> MarketFiles { try Self.read(students: students, schools: schools) }

    /// Reads both tables and says how it goes.
    static func read(students: String, schools: String) throws -> MarketFiles {
        if isatty(STDERR_FILENO) == 1 { reportProgress(say("admissions.cli.reading", ["file": students])) }
        for file in [students, schools] where !FileManager.default.isReadableFile(atPath: file) {
            throw CommandFailure.unreadable(file: file)
        }
        let files = try MarketFiles(
            students: .path(students), named: students,
            schools: .path(schools), named: schools)
        if files.unknownInPriorities > 0 {
            report(say("admissions.cli.unknown-priorities", ["count": "\(files.unknownInPriorities)"]))
        }
        return files
    }
}

/// The rules of a round.
struct RuleOptions: ParsableArguments {
    @Option(help: ArgumentHelp(say("admissions.cli.help.rules")), completion: .file())
    var rules: String?
    @Option(help: ArgumentHelp(say("admissions.cli.help.mechanism")))
    var mechanism: String?
    @Option(help: ArgumentHelp(say("admissions.cli.help.tie-breaking")))
    var tieBreaking: TieBreaking?
    @Option(help: ArgumentHelp(say("admissions.cli.help.bundles")))
    var bundles: BundleRule?

    /// The rules: of the file, else the usual ones, with what the options say.
    func read() throws -> AdmissionRules {
        var rules = try self.rules.map(Self.read) ?? AdmissionRules()
        if let mechanism {
            guard let found = Mechanism(mechanism) else { throw AdmissionsFailure.mechanism(mechanism) }
            rules.mechanism = found
        }
        rules.tieBreaking = tieBreaking ?? rules.tieBreaking
        rules.bundles = bundles ?? rules.bundles
        guard rules.mechanism != .serial || rules.tieBreaking == .single else { throw AdmissionsFailure.serialMultiple }
        return rules
    }

    /// Rules of a file, or those of a round file.
    static func read(_ file: String) throws -> AdmissionRules {
        let text = try AdmissionsFailure.text(of: file)
        if let round = try? DrawRound(text: text) { return round.rules }
        do {
            return try JSONDecoder().decode(AdmissionRules.self, from: Data(text.utf8))
        } catch let DecodingError.dataCorrupted(context) {
            throw AdmissionsFailure.rules(key: context.codingPath.last?.stringValue ?? file)
        } catch {
            throw AdmissionsFailure.rules(key: file)
        }
    }
}

extension TieBreaking: ExpressibleByArgument {}
extension BundleRule: ExpressibleByArgument {}

/// What is wrong with what a command was given.
enum AdmissionsFailure: Error, Explained {
    case seed(String)
    case mechanism(String)
    case reveal(String)
    case secretExists(file: String)
    case value
    case rules(key: String)
    case draws
    case serialMultiple

    var messageKey: String {
        switch self {
        case .seed: "admissions.cli.error.seed"
        case .mechanism: "admissions.cli.error.mechanism"
        case .reveal: "admissions.cli.error.reveal"
        case .secretExists: "admissions.cli.error.secret-exists"
        case .value: "admissions.cli.error.value"
        case .rules: "admissions.cli.error.rules"
        case .draws: "admissions.cli.error.draws"
        case .serialMultiple: "admissions.cli.error.serial-multiple"
        }
    }

    var messageArguments: [String: String] {
        switch self {
        case .seed(let found), .mechanism(let found), .reveal(let found): ["found": String(found.prefix(80))]
        case .secretExists(let file): ["file": file]
        case .rules(let key): ["key": key]
        case .value, .draws, .serialMultiple: [:]
        }
    }

    /// The text of a file in UTF-8. - Throws: `CommandFailure.unreadable`.
    static func text(of file: String) throws -> String {
        guard let data = FileManager.default.contents(atPath: file), let text = String(validating: data, as: UTF8.self)
        else { throw CommandFailure.unreadable(file: file) }
        return text
    }
}
