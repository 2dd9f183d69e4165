import Documents
import Foundation
import Ledger
import Monitoring
import Testing

@testable import Reports

@Suite("Papers in LibreOffice", .enabled(if: LibreOffice.path != nil))
struct OfficeSuiteTests {
    @Test("open and print, hostile words and all")
    func opens() throws {
        let year = try YearSample()
        defer { year.remove() }
        try year.live(seed: 9)
        let day = Day(of: year.clock.now)
        let papers = [
            try Bulletin.write(plan: year.plan, in: year.ledger, on: day, language: .chinese),
            try Summary.write(plan: year.plan, in: year.ledger, on: day, language: .chinese),
        ]
        for (number, paper) in papers.enumerated() {
            let file = year.sample.directory.appending(path: "paper\(number).docx")
            try Data(try DocxWriter().docx(paper)).write(to: file)
            try LibreOffice.print(file)
            let printed = try Data(
                contentsOf: file.deletingPathExtension().appendingPathExtension("pdf"))
            #expect(printed.starts(with: Data("%PDF-".utf8)))
        }
    }
}

/// The office suite that a machine may have.
enum LibreOffice {
    static let path = ["/usr/bin/soffice", "/usr/local/bin/soffice"].first {
        FileManager.default.isExecutableFile(atPath: $0)
    }

    /// Prints a document to a PDF beside it, with a profile of its own.
    static func print(_ file: URL) throws {
        let folder = file.deletingLastPathComponent(), process = Process()
        process.executableURL = URL(filePath: try #require(path))
        process.arguments = [
            "-env:UserInstallation=file://\(folder.path)/profile", "--headless", "--convert-to", "pdf", "--outdir",
            folder.path, file.path,
        ]
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
    }
}
