import Foundation

/// The Python that `./test` sets up, for comparisons.
enum Python {
    static let program = ProcessInfo.processInfo.environment["XUEZHENG_PYTHON"] ?? "/usr/bin/python3"
    static let isThere = FileManager.default.isExecutableFile(atPath: program)
    /// Whether the package `matching` is there, which `./test` installs.
    static let hasMatching = isThere && (try? run(["-c", "import matching; print(1)"])) == "1\n"
    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    /// What a run prints. - Throws: where it fails.
    static func run(_ arguments: [String]) throws -> String {
        let process = Process(), pipe = Pipe()
        process.executableURL = URL(filePath: program)
        process.arguments = arguments
        process.currentDirectoryURL = root
        process.standardOutput = pipe
        process.standardError = FileHandle.nullDevice
        try process.run()
        let output = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw CocoaError(.executableLoad) }
        return String(decoding: output, as: UTF8.self)
    }
}
