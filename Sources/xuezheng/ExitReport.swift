import ArgumentParser
import Documents
import Foundation
import Intake
import Localisation
import Store

/// What a failed run says and the status it leaves with, so that a script can rely on both.
///
/// 0 done · 1 a check failed (audit, comparison with `--exit-code`) · 64 wrong use · 65 the file's content ·
/// 66 a file cannot be read · 70 an error inside · 73 a result cannot be written · 75 try again later.
struct ExitReport {
    /// The status.
    let status: Int32
    /// One line for standard error, or nil where nothing went wrong (help, version).
    let message: String?
    private let parserError: (any Error)?

    init(_ error: any Error) {
        switch error {
        case let failure as CommandFailure:
            (status, message, parserError) = (failure.status, failure.message(in: commandLanguage), nil)
        case let error as DocumentError:
            let isMissing = if case .unreadable = error { true } else { false }
            (status, message, parserError) = (isMissing ? 66 : 65, error.message(in: commandLanguage), nil)
        case let refused as IntakeError:
            (status, message, parserError) = (65, refused.lines(in: commandLanguage).joined(separator: "\n"), nil)
        case let explained as any Explained:
            (status, message, parserError) = (65, explained.message(in: commandLanguage), nil)
        case let error as CocoaError where error.code == .fileReadNoSuchFile || error.code == .fileReadNoPermission:
            (status, message, parserError) = (66, say("cli.error.unreadable", ["file": error.filePath ?? ""]), nil)
        default:
            (status, message, parserError) = (Xuezheng.exitCode(for: error).rawValue, nil, error)
        }
    }

    /// Says it and ends the process.
    func leave() -> Never {
        if let parserError { Xuezheng.exit(withError: parserError) }
        if let message { FileHandle.standardError.write(Data((say("cli.error.prefix") + message + "\n").utf8)) }
        Foundation.exit(status)
    }
}

/// A failure of the command line itself.
enum CommandFailure: Error, Explained {
    /// A file cannot be read.
    case unreadable(file: String)
    /// A result cannot be written.
    case unwritable(file: String)
    /// Nothing has this name or number.
    case notFound(what: String, name: String)
    /// A result that is not text needs a file to go into.
    case needsOutput(format: String)
    /// A check that was asked for failed.
    case checkFailed(String)

    var status: Int32 {
        switch self {
        case .unreadable, .notFound: 66
        case .unwritable: 73
        case .needsOutput: 64
        case .checkFailed: 1
        }
    }

    var messageKey: String {
        switch self {
        case .unreadable: "cli.error.unreadable"
        case .unwritable: "cli.error.unwritable"
        case .notFound: "cli.error.not-found"
        case .needsOutput: "cli.error.needs-output"
        case .checkFailed: "cli.error.check-failed"
        }
    }

    var messageArguments: [String: String] {
        switch self {
        case .unreadable(let file), .unwritable(let file): ["file": file]
        case .notFound(let what, let name): ["what": what, "name": name]
        case .needsOutput(let format): ["format": format]
        case .checkFailed(let what): ["what": what]
        }
    }
}
