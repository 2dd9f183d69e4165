import Foundation
import Testing

@testable import Localisation

@Suite("String catalogue")
struct StringCatalogueTests {
    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()
    static let areas = [
        "admission", "admissions", "api", "brain", "catalog", "catchments", "cli", "collect", "data", "documents",
        "indicators", "intake",
        "ledger",
        "programmes", "projects", "quality", "reading", "registers", "reports", "research", "seats", "site", "views",
        "work",
    ]

    static func area(_ name: String) throws -> [String: [String: String]] {
        let file = root.appending(path: "Sources/Localisation/Strings/\(name).json")
        return try JSONDecoder().decode([String: [String: String]].self, from: Data(contentsOf: file))
    }

    @Test("has every key in both languages, filled in, with the same arguments", arguments: areas)
    func bothLanguages(area: String) throws {
        for (key, words) in try Self.area(area) {
            #expect(key.hasPrefix(area + "."), "\(key) stands in the file of \(area)")
            let chinese = try #require(words["zh"], "\(key) has no Chinese")
            let english = try #require(words["en"], "\(key) has no English")
            #expect(!chinese.isEmpty && !english.isEmpty, "\(key) is empty")
            #expect(words.count == 2, "\(key) has a language that nobody reads")
            #expect(Self.arguments(chinese) == Self.arguments(english), "\(key) has other arguments in English")
        }
    }

    @Test("is English in English", arguments: areas)
    func englishIsEnglish(area: String) throws {
        for (key, words) in try Self.area(area) {
            // Terms in brackets and sample words may be Chinese; a sentence may not.
            let chinese = (words["en"] ?? "").unicodeScalars.count { (0x4E00...0x9FFF).contains($0.value) }
            #expect(chinese <= 12, "\(key): \(words["en"] ?? "")")
        }
    }

    @Test("holds every key once over all areas")
    func noKeyTwice() throws {
        let all = try Self.areas.flatMap { try Self.area($0).keys }
        #expect(Set(all).count == all.count)
        #expect(StringCatalogue.standard.keys.count == all.count)
    }

    @Test("fills in arguments, and answers with the key where there is no string")
    func fillsIn() throws {
        let file = Data(#"{"a.b": {"zh": "共 {n} 项", "en": "{n} in all"}}"#.utf8)
        let catalogue = StringCatalogue(files: [Array(file)])
        #expect(catalogue.string("a.b", .chinese, ["n": "3"]) == "共 3 项")
        #expect(catalogue.string("a.b", .english, ["n": "3"]) == "3 in all")
        #expect(catalogue.string("a.c", .english) == "a.c")
    }

    @Test("holds every key that the command line and the reports name")
    func keysInCodeExist() throws {
        let known = Set(StringCatalogue.standard.keys)
        for (folder, function, prefix) in [("xuezheng", "say", ""), ("Reports", "words", "reports.")] {
            for file in try Self.swiftFiles(in: folder) {
                let source = try String(contentsOf: file, encoding: .utf8)
                for match in source.matches(of: try Regex("\\b\(function)\\(\\s*\"([a-zA-Z0-9.-]+)\"")) {
                    let key = prefix + String(match.output[1].substring ?? "")
                    #expect(known.contains(key), "\(file.lastPathComponent) names \(key)")
                }
            }
        }
    }

    private static func swiftFiles(in target: String) throws -> [URL] {
        let folder = root.appending(path: "Sources/\(target)")
        let found = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
        return (found?.compactMap { $0 as? URL } ?? []).filter { $0.pathExtension == "swift" }
    }

    private static func arguments(_ text: String) -> Set<String> {
        Set(text.matches(of: /\{([a-zA-Z]+)\}/).map { String($0.output.1) })
    }
}

@Suite("Language")
struct LanguageTests {
    @Test(
        "follows the header",
        arguments: [
            ("zh-CN,zh;q=0.9,en;q=0.8", Language.chinese), ("en-GB,en;q=0.9", .english), ("fr,en;q=0.5", .english),
            ("en;q=0.2,zh;q=0.9", .chinese), ("", .chinese), ("de", .chinese), (";;;,q=,", .chinese),
        ])
    func header(header: String, expected: Language) {
        #expect(Language(acceptLanguage: header) == expected)
    }

    @Test("follows the locale")
    func locale() {
        #expect(Language(locale: "zh_CN.UTF-8") == .chinese)
        #expect(Language(locale: "en_US.UTF-8") == .english)
        #expect(Language(locale: "C") == nil)
    }
}
