import Foundation
import Localisation
import Testing

@testable import Site

@Suite("Words of the pages")
struct StringTests {
    /// The pages' sources, where the package is there as sources.
    static let sources: URL = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "Sources/Site").resolvingSymlinksInPath()

    /// Areas with words that only these folders use.
    static let areas = [
        "site", "work", "views", "programmes", "projects", "research", "data", "collect", "api", "indicators",
        "brain", "quality", "admission", "admissions", "catchments", "seats",
    ]

    private func code() throws -> String {
        let folders = [
            "Site", "Monitoring", "Ledger", "Reports", "Intake", "Store", "Indicators", "Measurement", "Quality",
            "Admissions", "Catchments", "CatchmentFiles", "CatchmentPlanning", "Seats", "xuezheng", "AdmissionService",
            "JSONValues",
        ].map {
            Self.sources.deletingLastPathComponent().appending(path: $0)
        }
        return try folders.map(code).joined(separator: "\n")
    }

    private func code(_ folder: URL) throws -> String {
        let files = try #require(FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil))
        return try files.compactMap { $0 as? URL }.filter { $0.pathExtension == "swift" }
            .map { try String(contentsOf: $0, encoding: .utf8) }.joined(separator: "\n")
    }

    @Test("every key that a page uses exists, and none is unused", arguments: areas)
    func keys(area: String) throws {
        let pattern = try Regex("\"(\(area)\\.[^\"\\\\]*)(\"|\\\\\\()", as: (Substring, Substring, Substring).self)
        let used = try code().matches(of: pattern).map(\.output)
        let known = StringCatalogue.standard.keys.filter { $0.hasPrefix("\(area).") }
        var beginnings = Set<String>()
        for key in used {
            if key.2 == "\"" {
                // A file's name is no key.
                guard !["css", "csv", "js"].contains(where: { key.1.hasSuffix($0) }) else { continue }
                // A key, or the beginning of the keys of an answer yes or no.
                #expect(known.contains { $0 == key.1 || $0.hasPrefix("\(key.1).") }, "\(key.1)")
                beginnings.insert(String(key.1))
            } else {
                beginnings.insert(String(key.1))
            }
        }
        for key in known {
            #expect(
                beginnings.contains {
                    key == $0 || ($0.hasSuffix(".") && key.hasPrefix($0)) || key.hasPrefix("\($0).")
                },
                "\(key) is used by no page")
        }
    }

    @Test("both languages fill in the same arguments, and English has no Chinese in it", arguments: areas)
    func languages(area: String) {
        for key in StringCatalogue.standard.keys where key.hasPrefix("\(area).") {
            let texts = Language.allCases.map { StringCatalogue.standard.string(key, $0) }
            let arguments = texts.map { text in Set(text.matches(of: #/\{[a-z]+\}/#).map { String($0.0) }) }
            #expect(arguments[0] == arguments[1], "\(key)")
            #expect(texts.allSatisfy { !$0.isEmpty && $0 != key }, "\(key)")
            #expect(!texts[1].unicodeScalars.contains { (0x4E00...0x9FFF).contains($0.value) }, "\(key)")
        }
    }
}
