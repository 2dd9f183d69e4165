import Foundation

/// A PostgreSQL cluster of the tests' own: in a temporary directory, reached by a Unix socket there, unprivileged, and
/// gone when the process ends, whichever way it ends.
public final class PostgresCluster: Sendable {
    private let programs: URL
    /// Holds the data, the socket and the log.
    public let directory: URL
    private let watchdog: Watchdog

    /// The newest installed version's programs: Debian's place first; nil where PostgreSQL is absent.
    public static let programs: URL? = {
        let root = URL(filePath: "/usr/lib/postgresql")
        let versions = (try? FileManager.default.contentsOfDirectory(atPath: root.path)) ?? []
        return versions.compactMap(Int.init).sorted(by: >).map { root.appending(path: "\($0)/bin") }
            .first { FileManager.default.isExecutableFile(atPath: $0.appending(path: "initdb").path) }
    }()

    /// One for all tests of the process, made when it is first asked for.
    static let shared = Result { try PostgresCluster() }

    /// Makes a cluster and starts it.
    ///
    /// - Throws: `FixtureError` with what the programs said.
    public init() throws {
        guard let programs = Self.programs else { throw FixtureError(reason: "PostgreSQL is not installed") }
        self.programs = programs
        // A socket's path has at most 107 bytes, so the directory stands where paths are short.
        var template = Array("/tmp/xuezheng-pg-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw FixtureError(reason: "no temporary directory") }
        directory = URL(filePath: String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self))
        watchdog = try Watchdog(
            command: Self.unprivileged + [programs.appending(path: "pg_ctl").path] + Self.stopping(directory),
            directory: directory)
        if geteuid() == 0 { try Self.run(["chown", "postgres:postgres", directory.path], in: directory) }
        try run(
            "initdb", "-D", data, "-U", "postgres", "-A", "trust", "--no-locale", "--encoding=UTF8", "--no-sync",
            "--no-instructions")
        try start()
    }

    private var data: String { directory.appending(path: "data").path }

    /// Starts it, with nothing kept safe from a loss of power.
    public func start() throws {
        let options =
            "-k \(directory.path) -c listen_addresses='' -c fsync=off -c full_page_writes=off -c max_connections=300 "
            + "-c shared_buffers=64MB -c autovacuum_naptime=10min"
        try run("pg_ctl", "-D", data, "-w", "-l", directory.appending(path: "log").path, "-o", options, "start")
    }

    /// Stops it at once, as a crash would.
    public func crash() throws { try run(["pg_ctl"] + Self.stopping(directory)) }

    /// The text that connects to a schema of it.
    public func connection(schema: String = "public") -> String {
        "host=\(directory.path) dbname=postgres user=postgres options='-c search_path=\(schema)'"
    }

    private static func stopping(_ directory: URL) -> [String] {
        ["-D", directory.appending(path: "data").path, "-m", "immediate", "-w", "-s", "stop"]
    }

    private func run(_ words: String...) throws { try run(words) }

    private func run(_ words: [String]) throws {
        var words = words
        words[0] = programs.appending(path: words[0]).path
        try Self.run(Self.unprivileged + words, in: directory)
    }

    /// PostgreSQL refuses to run as root.
    private static let unprivileged =
        geteuid() == 0 ? ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"] : []

    private static func run(_ words: [String], in directory: URL) throws {
        // Not by Foundation's Process, whose end is noticed only when a server that it leaves behind has ended too.
        let output = directory.appending(path: "output-\(UUID().uuidString)")
        let command = words.map { "'\($0.replacing("'", with: "'\\''"))'" }.joined(separator: " ")
        let status = system("cd / && \(command) </dev/null >'\(output.path)' 2>&1")
        guard status == 0 else {
            let said = try String(contentsOf: output, encoding: .utf8)
            throw FixtureError(reason: "\(words.joined(separator: " ")): \(said)")
        }
        try FileManager.default.removeItem(at: output)
    }
}

/// A shell that waits for this process to end, then stops the cluster and removes it.
private final class Watchdog: Sendable {
    /// Reading from it ends when this process does.
    private let lifeline: Pipe
    private let process: Process

    init(command: [String], directory: URL) throws {
        let pipe = Pipe()
        let shell = Process()
        shell.executableURL = URL(filePath: "/bin/sh")
        // An interrupt from the keyboard reaches the whole group; the shell is to outlive it.
        let script = """
            trap '' INT TERM HUP
            directory=$1; shift
            cat >/dev/null
            "$@"
            rm -rf "$directory"
            """
        shell.arguments = ["-c", script, "sh", directory.path] + command
        shell.currentDirectoryURL = URL(filePath: "/")
        shell.standardInput = pipe
        shell.standardOutput = FileHandle.nullDevice
        shell.standardError = FileHandle.nullDevice
        try shell.run()
        try pipe.fileHandleForReading.close()
        // No program started later is to hold the line.
        _ = fcntl(pipe.fileHandleForWriting.fileDescriptor, F_SETFD, FD_CLOEXEC)
        lifeline = pipe
        process = shell
    }

    deinit {
        try? lifeline.fileHandleForWriting.close()
        process.waitUntilExit()
    }
}

/// The ground for a test could not be made.
public struct FixtureError: Error, CustomStringConvertible {
    let reason: String
    /// What went wrong.
    public var description: String { reason }
}
