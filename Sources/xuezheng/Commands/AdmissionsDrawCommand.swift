import Admissions
import ArgumentParser
import Documents
import Foundation

/// `admissions commit`: what is published before a draw.
struct AdmissionsCommitCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "commit", abstract: say("admissions.cli.commit.abstract"),
        discussion: say("admissions.cli.commit.discussion"))

    @OptionGroup var market: MarketOptions
    @Option(help: ArgumentHelp(say("admissions.cli.help.draft")), completion: .file())
    var draft: String
    @Option(help: ArgumentHelp(say("admissions.cli.help.round-output")), completion: .file())
    var round: String
    @Option(help: ArgumentHelp(say("admissions.cli.help.list-output")), completion: .file())
    var listOutput: String
    @Option(help: ArgumentHelp(say("admissions.cli.help.schools-output")), completion: .file())
    var schoolsOutput: String
    @Option(help: ArgumentHelp(say("admissions.cli.help.secret")), completion: .file())
    var secret: String?
    @Option(help: ArgumentHelp(say("admissions.cli.help.by")))
    var by: String = "bureau"
    @OptionGroup var common: CommonOptions

    func run() async throws {
        let market = try market.read().market
        let list = try CanonicalText.list(market), schools = try CanonicalText.schools(market)
        var round = try draftRound(list: Digest.of(list), schools: Digest.of(schools))
        var fresh: [UInt8]?
        if let secret {
            guard !FileManager.default.fileExists(atPath: secret) else {
                throw AdmissionsFailure.secretExists(file: secret)
            }
            // The one place where chance is made: from the system's own source.
            var generator = SystemRandomNumberGenerator()
            let bytes = (0..<32).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
            round.commitments.append(.init(by: by, secret: bytes))
            fresh = bytes
        }
        let text = round.text()
        _ = try DrawRound(text: text)
        if let secret, let fresh {
            let written = FileManager.default.createFile(
                atPath: secret, contents: Data((Digest.hexadecimal(fresh) + "\n").utf8),
                attributes: [.posixPermissions: 0o600])
            guard written else { throw CommandFailure.unwritable(file: secret) }
        }
        try ResultFile(path: listOutput).write(Data(list.utf8))
        try ResultFile(path: schoolsOutput).write(Data(schools.utf8))
        try ResultFile(path: self.round).write(Data(text.utf8))
        report(say("admissions.cli.committed", ["digest": Digest.of(text)]))
    }

    /// The draft with the digests filled in.
    private func draftRound(list: String, schools: String) throws -> DrawRound {
        let text = try AdmissionsFailure.text(of: draft)
        guard var object = (try? JSONSerialization.jsonObject(with: Data(text.utf8))) as? [String: Any] else {
            throw DrawError.round(key: "JSON")
        }
        object["format"] = object["format"] ?? DrawRound.currentFormat
        object["missingReveal"] = object["missingReveal"] ?? DrawRound.MissingReveal.stop.rawValue
        object["commitments"] = object["commitments"] ?? [Any]()
        object["rules"] = object["rules"] ?? [String: Any]()
        (object["list"], object["schools"]) = (list, schools)
        let filled = try JSONSerialization.data(withJSONObject: object)
        return try DrawRound(text: String(decoding: filled, as: UTF8.self))
    }
}

/// `admissions draw`: the draw itself.
struct AdmissionsDrawCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "draw", abstract: say("admissions.cli.draw.abstract"))

    @Option(help: ArgumentHelp(say("admissions.cli.help.list")), completion: .file())
    var list: String
    @Option(help: ArgumentHelp(say("admissions.cli.help.round")), completion: .file())
    var round: String
    @Option(help: ArgumentHelp(say("admissions.cli.help.schools")), completion: .file())
    var schools: String?
    @Option(help: ArgumentHelp(say("admissions.cli.help.reveal")))
    var reveal: [String] = []
    @Option(name: .customLong("public"), help: ArgumentHelp(say("admissions.cli.help.public")))
    var publicValue: String?
    @Option(help: ArgumentHelp(say("admissions.cli.help.beacon")), completion: .file())
    var beacon: String?
    @Option(name: .shortAndLong, help: ArgumentHelp(say("cli.help.output")), completion: .file())
    var output: String?
    @OptionGroup var common: CommonOptions

    func run() async throws {
        let text = try AdmissionsFailure.text(of: round), round = try DrawRound(text: text)
        guard (publicValue == nil) != (beacon == nil), (beacon != nil) == round.public.kind.isBeacon else {
            throw AdmissionsFailure.value
        }
        let (list, schools) = try canonical()
        let record = try DrawRecord.draw(
            round: text, list: list, schools: round.schools == nil ? "" : schools, secrets: try secrets(),
            value: try beacon.map(AdmissionsFailure.text) ?? publicValue ?? "")
        try ResultFile(path: output).write(Data(record.text().utf8))
        let count = record.order.utf8.count { $0 == 0x0A } - 1
        report(say("admissions.cli.drawn", ["seed": record.seed, "count": "\(count)"]))
        report(say("admissions.cli.round-digest", ["digest": Digest.of(text)]))
    }

    /// The published texts, or those that tables of students and schools lead to.
    private func canonical() throws -> (list: String, schools: String) {
        let list = try AdmissionsFailure.textIfAny(of: list), schools = try schools.map(AdmissionsFailure.textIfAny)
        let isCanonical = list?.hasPrefix("number,class,seats,kinds,choices\n") ?? false
        if isCanonical, schools.map({ $0?.hasPrefix("school,capacity,groups\n") ?? false }) ?? true {
            return (list ?? "", (schools ?? "") ?? "")
        }
        guard let schools = self.schools else { return (list ?? "", "") }
        let market = try MarketOptions.read(students: self.list, schools: schools).market
        return (try CanonicalText.list(market), try CanonicalText.schools(market))
    }

    private func secrets() throws -> [String: [UInt8]] {
        var secrets: [String: [UInt8]] = [:]
        for word in reveal {
            let parts = word.split(separator: "=", maxSplits: 1)
            guard parts.count == 2 else { throw AdmissionsFailure.reveal(word) }
            let digits =
                try parts[1].hasPrefix("@")
                ? AdmissionsFailure.text(of: String(parts[1].dropFirst())).trimmingCharacters(
                    in: .whitespacesAndNewlines)
                : String(parts[1])
            guard let bytes = Digest.bytes(digits), bytes.count >= 32 else { throw AdmissionsFailure.reveal(word) }
            secrets[String(parts[0])] = bytes
        }
        return secrets
    }
}

/// `admissions verify`: verifies the record of a draw.
struct AdmissionsVerifyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify", abstract: say("admissions.cli.verify.abstract"))

    @Argument(help: ArgumentHelp(say("admissions.cli.help.record")), completion: .file())
    var file: String
    @Option(help: ArgumentHelp(say("admissions.cli.help.published")))
    var published: String?
    @OptionGroup var common: CommonOptions

    func run() async throws {
        let record = try DrawRecord(text: try AdmissionsFailure.text(of: file))
        let verification = try DrawVerification(record, published: published)
        for finding in verification.findings { print(finding.message(in: commandLanguage)) }
        print(say("admissions.cli.round-digest", ["digest": verification.roundDigest]))
        if published == nil { report(say("admissions.cli.compare-digest")) }
        guard verification.isRight else { throw CommandFailure.checkFailed(say("admissions.cli.not-verified")) }
        print(say("admissions.cli.verified"))
    }
}

extension AdmissionsFailure {
    /// The text of a file; nil where it is no UTF-8, such as a workbook. - Throws: `CommandFailure.unreadable`.
    fileprivate static func textIfAny(of file: String) throws -> String? {
        guard let data = FileManager.default.contents(atPath: file) else { throw CommandFailure.unreadable(file: file) }
        return String(validating: data, as: UTF8.self)
    }
}
