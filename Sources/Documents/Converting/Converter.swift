import Foundation

/// Another programme that turns a file into something readable: without a shell, in a private directory, within limits.
struct Converter {
    let file: String
    let limits: DocumentLimits

    /// What a programme left behind.
    struct Result {
        /// 0 done; 124 stopped by the time limit.
        let status: Int32
        let output: [UInt8]
        let complaint: String
    }

    /// The path of an installed programme, nil where there is none.
    static func path(of program: String) -> String? {
        let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin").split(separator: ":")
        return folders.map { "\($0)/\(program)" }.first { FileManager.default.isExecutableFile(atPath: $0) }
    }

    /// Runs a programme and waits for it.
    ///
    /// `timeout` of the GNU core utilities ends it with its children when the time is over.
    ///
    /// - Parameter package: the Debian package that has it, for the message.
    /// - Throws: `DocumentError.needsProgram`, `.converterFailed`.
    func run(
        _ program: String, _ arguments: [String], package: String, in folder: URL, outputLimit: Int = 64 << 20
    ) throws -> Result {
        guard let path = Self.path(of: program), let guardian = Self.path(of: "timeout") else {
            throw DocumentError.needsProgram(file: file, program: program, package: package)
        }
        let process = Process(), output = Pipe()
        process.executableURL = URL(filePath: guardian)
        process.arguments = ["-k", "2", "\(limits.converterSeconds)", path] + arguments
        process.currentDirectoryURL = folder
        process.environment = [
            "PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin", "HOME": folder.path,
            "LC_ALL": "C.UTF-8", "TMPDIR": folder.path,
        ]
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = output
        let complaints = folder.appending(path: "complaints")
        FileManager.default.createFile(atPath: complaints.path, contents: nil)
        process.standardError = try? FileHandle(forWritingTo: complaints)
        do { try process.run() } catch { throw DocumentError.converterFailed(file: file, program: program) }
        var bytes: [UInt8] = []
        let reading = output.fileHandleForReading
        while true {
            let piece = reading.availableData
            if piece.isEmpty { break }
            bytes.append(contentsOf: piece)
            if bytes.count > outputLimit {
                // `timeout` leads a group of its own: the programme ends with it.
                kill(-process.processIdentifier, SIGKILL)
                process.waitUntilExit()
                throw DocumentError.excessive(file: file, what: program)
            }
        }
        process.waitUntilExit()
        let said = (try? Data(contentsOf: complaints).prefix(4096)) ?? Data()
        // A programme that does not end on SIGTERM is killed, and `timeout` with it.
        let isKilled = process.terminationReason == .uncaughtSignal
        return Result(
            status: isKilled ? 124 : process.terminationStatus, output: bytes,
            complaint: String(decoding: said, as: UTF8.self))
    }

    /// Gives a private directory with the file in it, and takes it away afterwards.
    func inPrivateFolder<Value>(_ bytes: [UInt8], named name: String, _ body: (URL) throws -> Value) throws -> Value {
        let folder = FileManager.default.temporaryDirectory.appending(path: "xuezheng-\(UUID().uuidString)")
        do {
            try FileManager.default.createDirectory(
                at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
            try Data(bytes).write(to: folder.appending(path: name))
        } catch {
            throw DocumentError.unreadable(file: file)
        }
        defer { try? FileManager.default.removeItem(at: folder) }
        return try body(folder)
    }
}
