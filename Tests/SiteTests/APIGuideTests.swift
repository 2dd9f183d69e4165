import Foundation
import Hummingbird
import Testing

@testable import Site

@Suite("The guide to the programming interface")
struct APIGuideTests {
    private static let guide = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "docs/api.md")

    @Test("has examples that answer as it says")
    func examples() async throws {
        let examples = try GuideExample.examples(in: String(contentsOf: Self.guide, encoding: .utf8))
        #expect(examples.count == 23)
        let api = try APIHarness(DataSite.catalog.get(), isFilled: false)
        for example in examples {
            let curl = try #require(example.curl(["SITE": "", "TOKEN": api.token]), "\(example.command)")
            let reply = try await api.site.ask(
                curl.method, curl.address, body: Array(curl.body.utf8), headers: curl.headers)
            #expect(reply.status == example.status, "\(example.command)\n\(reply.body)")
        }
    }
}

/// A command of the guide, and the status that it says.
struct GuideExample {
    let status: Int
    let command: String

    struct Curl {
        var method = HTTPRequest.Method.get
        var address = ""
        var headers: [String: String] = [:]
        var body = ""
    }

    /// The commands of the blocks of shell: each after a comment that begins with its status.
    static func examples(in text: String) -> [GuideExample] {
        text.matches(of: #/```sh\n(?<block>(?s).*?)```/#).flatMap { match in
            match.output.block.split(separator: "\n# ").compactMap { piece -> GuideExample? in
                let lines = piece.split(separator: "\n", maxSplits: 1)
                let digits = lines[0].drop { !$0.isNumber }.prefix(3)
                guard lines.count == 2, let status = Int(digits) else { return nil }
                return GuideExample(status: status, command: String(lines[1]))
            }
        }
    }

    /// The request that the command makes; nil for options that are not known here.
    func curl(_ variables: [String: String]) -> Curl? {
        var words = Self.words(command, variables)[...]
        guard words.popFirst() == "curl" else { return nil }
        var curl = Curl()
        while let word = words.popFirst() {
            switch word {
            case "-s", "-i": continue
            case "-X":
                guard let method = words.popFirst().flatMap({ HTTPRequest.Method($0) }) else { return nil }
                curl.method = method
            case "-H":
                let pair = (words.popFirst() ?? "").split(separator: ":", maxSplits: 1)
                guard pair.count == 2 else { return nil }
                curl.headers[String(pair[0])] = String(pair[1]).trimmed
            case "-d": curl.body = words.popFirst() ?? ""
            default:
                guard word.hasPrefix("/"), curl.address.isEmpty else { return nil }
                curl.address = word
            }
        }
        return curl
    }

    /// Words as a shell takes them: blanks, both kinds of quotes, `\` at the end of a line, `$NAME`.
    private static func words(_ text: String, _ variables: [String: String]) -> [String] {
        var words: [String] = []
        var word: String?
        var quote: Character?
        var rest = text.replacing("\\\n", with: " ")[...]
        while let character = rest.popFirst() {
            switch (quote, character) {
            case (nil, "'"), (nil, "\""):
                quote = character
                word = word ?? ""
            case (quote, _) where quote == character: quote = nil
            case (nil, _) where character.isWhitespace:
                if let word { words.append(word) }
                word = nil
            case (nil, "$"), ("\"", "$"):
                let name = rest.prefix { $0.isLetter }
                rest = rest.dropFirst(name.count)
                word = (word ?? "") + (variables[String(name)] ?? "")
            default: word = (word ?? "") + String(character)
            }
        }
        return words + [word].compactMap { $0 }
    }
}
