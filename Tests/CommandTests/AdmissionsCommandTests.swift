import Admissions
import ArgumentParser
import Foundation
import Testing

@testable import xuezheng

@Suite("The command admissions")
struct AdmissionsCommandTests {
    /// A folder of its own with a small round.
    private struct Folder: ~Copyable {
        let url = FileManager.default.temporaryDirectory.appending(path: "admissions-\(UUID().uuidString)")

        init() throws {
            try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
            try write("students.csv", "student,preferences,class\na,S T,1\nb,S T,1\nc,S,2\nd,T,1\n")
            try write("schools.csv", "school,capacity,priorities\nS,1,\nT,1,b|a d\n")
            try write(
                "draft.json",
                """
                {"label": "试", "scope": "t", "public": {"kind": "lottery", "what": "双色球", "alphabet": "0123456789", "length": 4}}
                """)
        }

        deinit { try? FileManager.default.removeItem(at: url) }

        func path(_ name: String) -> String { url.appending(path: name).path }
        func write(_ name: String, _ text: String) throws {
            try Data(text.utf8).write(to: url.appending(path: name))
        }
        func read(_ name: String) throws -> String {
            try String(contentsOf: url.appending(path: name), encoding: .utf8)
        }
        func run(_ words: [String]) async throws {
            var command = try Xuezheng.parseAsRoot(
                ["admissions"] + words.map { $0.hasPrefix("@") ? path(String($0.dropFirst())) : $0 })
            guard var waiting = command as? any AsyncParsableCommand else { return try command.run() }
            try await waiting.run()
        }
    }

    private static let tables = ["--students", "@students.csv", "--schools", "@schools.csv"]

    @Test("places as CSV and JSON, with waiting lists")
    func place() async throws {
        let folder = try Folder()
        try await folder.run(["place"] + Self.tables + ["-o", "@out.csv", "--waiting-list", "@waiting.csv"])
        let rows = try folder.read("out.csv").split(separator: "\n")
        #expect(rows.first == "student,school,choice,number,reason" && rows.count == 5)
        // Of a and b one gets S by the draw; the other has T, whose list puts both before d.
        let schools = rows.dropFirst().map { $0.split(separator: ",", omittingEmptySubsequences: false)[1] }
        #expect(Set(schools.prefix(2)) == ["S", "T"] && schools.suffix(2) == ["", ""])
        #expect(try folder.read("waiting.csv").contains("S,1,c\n"))
        try await folder.run(
            ["place"] + Self.tables + ["--format", "json", "-o", "@out.json", "--mechanism", "immediate"])
        let list = try JSONSerialization.jsonObject(with: Data(try folder.read("out.json").utf8)) as? [[String: Any]]
        #expect(list?.count == 4 && list?.first?["student"] as? String == "a")
    }

    @Test("commits, draws and verifies; a changed record is status 1")
    func draw() async throws {
        let folder = try Folder()
        let commit =
            ["commit"] + Self.tables + [
                "--draft", "@draft.json", "--round", "@round.json", "--list-output", "@list.csv", "--schools-output",
                "@places.csv", "--secret", "@secret.txt",
            ]
        // Lists of priorities become classes, so the published texts hold all that counts.
        try await folder.run(commit)
        #expect(try folder.read("list.csv").contains("d,1,1,,T:2\n"))
        await #expect(throws: AdmissionsFailure.self, "a secret is never written over") { try await folder.run(commit) }
        let draw = [
            "draw", "--list", "@list.csv", "--schools", "@places.csv", "--round", "@round.json", "-o", "@record.json",
        ]
        await #expect(throws: DrawError.missingReveal(by: "bureau")) {
            try await folder.run(draw + ["--public", "0042"])
        }
        await #expect(throws: AdmissionsFailure.self) { try await folder.run(draw) }
        let reveal = ["--reveal", "bureau=@" + folder.path("secret.txt")]
        await #expect(throws: DrawError.publicValue(length: 4, alphabet: "0123456789")) {
            try await folder.run(draw + reveal + ["--public", "42"])
        }
        try await folder.run(draw + reveal + ["--public", "0042"])
        let digest = Digest.of(try folder.read("round.json"))
        try await folder.run(["verify", "@record.json", "--published", digest])
        await #expect(throws: CommandFailure.self) {
            try await folder.run(["verify", "@record.json", "--published", Digest.of("other")])
        }
        try folder.write("record.json", try folder.read("record.json").replacing("0042", with: "0043"))
        await #expect(throws: CommandFailure.self) { try await folder.run(["verify", "@record.json"]) }
        try folder.write("list.csv", try folder.read("list.csv").replacing("d,1", with: "d,2"))
        await #expect(throws: DrawError.self) { try await folder.run(draw + reveal + ["--public", "0042"]) }
    }

    @Test("simulates, alone and two rounds side by side")
    func simulate() async throws {
        let folder = try Folder()
        try folder.write("more.csv", "school,capacity\nS,3\nT,1\n")
        let run = ["simulate"] + Self.tables + ["--draws", "40", "--format", "csv"]
        try await folder.run(run + ["-o", "@one.csv"])
        #expect(try folder.read("one.csv").split(whereSeparator: \.isNewline).count == 3)
        try await folder.run(run + ["-o", "@two.csv", "--by-school", "--against-schools", "@more.csv"])
        #expect(try folder.read("two.csv").contains(",100,"))
        try await folder.run(run + ["-o", "@reach.csv", "--reach"])
        let reach = try folder.read("reach.csv").split(whereSeparator: \.isNewline)
        #expect(reach.count == 5 && reach.contains("2,S,0"), "class 2 never reaches S")
    }

    @Test(
        "wrong use is said",
        arguments: [
            ["place", "--seed", "xyz"], ["place", "--mechanism", "parallel-0"],
            ["place", "--mechanism", "serial", "--tie-breaking", "multiple"], ["simulate", "--draws", "0"],
            ["place", "--rules", "@students.csv"],
        ])
    func wrongUse(words: [String]) async throws {
        let folder = try Folder()
        await #expect(throws: AdmissionsFailure.self) { try await folder.run(words + Self.tables) }
        await #expect(throws: CommandFailure.self) {
            try await folder.run(["place", "--students", "@nobody.csv", "--schools", "@schools.csv"])
        }
    }
}
