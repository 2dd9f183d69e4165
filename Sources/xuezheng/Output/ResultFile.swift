import Foundation

/// Where a result goes: a file named with `--output`, else standard output.
struct ResultFile {
    /// The file, or nil for standard output.
    let path: String?

    /// Writes the whole result; a file appears complete or not at all.
    func write(_ bytes: Data) throws {
        guard let path else {
            FileHandle.standardOutput.write(bytes)
            return
        }
        do {
            try bytes.write(to: URL(fileURLWithPath: path), options: .atomic)
        } catch {
            throw CommandFailure.unwritable(file: path)
        }
    }

    /// Writes text with a line end.
    func write(_ text: String) throws { try write(Data((text + "\n").utf8)) }
}

/// Says something on standard error, so that standard output holds nothing but the result.
func report(_ text: String) {
    FileHandle.standardError.write(Data((text + "\n").utf8))
}

/// Says how far a long run is, in one line of a terminal that is written over.
func reportProgress(_ text: String) {
    FileHandle.standardError.write(Data(("\r\u{1B}[K" + text + "\r").utf8))
}
