import Chance
import Documents
import Foundation
import Intake
import Localisation
import Registers
import Testing

@Suite("Files that were made to harm, or came to harm")
struct HostileFileTests {
    /// Changes some bytes by chance: other values, cuts, repeated and lost stretches.
    static func damaged(_ bytes: [UInt8], _ random: inout SplitMix64) -> [UInt8] {
        var bytes = bytes
        for _ in 0..<Int.random(in: 1...8, using: &random) where !bytes.isEmpty {
            let place = Int.random(in: 0..<bytes.count, using: &random)
            switch Int.random(in: 0..<6, using: &random) {
            case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
            case 1: bytes.removeSubrange(place..<min(bytes.count, place + Int.random(in: 1...40, using: &random)))
            case 2: bytes.insert(contentsOf: bytes[place..<min(bytes.count, place + 60)], at: place)
            case 3: bytes.insert(contentsOf: [0xFF, 0xFE, 0x00, 0xD8, 0x22, 0x0A].shuffled(using: &random), at: place)
            case 4: bytes.replaceSubrange(place..<place, with: Array("\",\"\n'".utf8).shuffled(using: &random))
            default: bytes = Array(bytes.prefix(max(1, place)))
            }
        }
        return bytes
    }

    private static func words(_ error: any Explained) -> String {
        StringCatalogue.standard.string(error.messageKey, .chinese, error.messageArguments(in: .chinese))
    }

    /// GB 18030, as Windows programmes write.
    private static func old(_ text: String) -> [UInt8] {
        Array(text.data(using: String.Encoding(rawValue: 0x8000_0632)) ?? Data())
    }

    @Test("are read or refused in words, and a refused one leaves nothing behind", arguments: 0..<10)
    func damage(seed: UInt64) throws {
        let place = try IntakeStore()
        try place.take(RoundTripTests.table(seed), "表.csv")
        let before = try place.rows()
        let files = [try place.exported(.chinese, asCSV: true), try place.exported(.chinese, asCSV: false)]
        var random = SplitMix64(seed: seed &+ 1_000)
        for round in 0..<24 {
            let isCSV = round % 2 == 0
            let bytes = Self.damaged(files[isCSV ? 0 : 1], &random)
            do {
                let report = try place.take(bytes, isCSV ? "坏.csv" : "坏.xlsx", mode: .preview)
                #expect(!report.isKept)
                #expect(
                    report.rows == report.added + report.changed + report.unchanged + report.refused, "\(seed) \(round)"
                )
                for fault in report.faults { #expect(!fault.expected.words(.chinese).isEmpty && fault.row > 0) }
            } catch let error as any Error & Explained {
                #expect(!Self.words(error).isEmpty)
            }
        }
        #expect(try place.rows() == before)
    }

    @Test("of 16,384 columns are read; their own columns are found, the others left")
    func wide() throws {
        let place = try IntakeStore()
        let more = 16_384 - 3
        let titles = ["学校", "编号"] + (0..<more).map { "其他\($0)" } + ["文字"]
        let cells = ["S1", "7"] + [String](repeating: "x", count: more) + ["=cmd|' /C calc'!A0"]
        let report = try place.take(
            Array((titles.joined(separator: ",") + "\n" + cells.joined(separator: ",")).utf8), "宽.csv")
        #expect(report.added == 1)
        #expect(try place.rows()[0]["words"] == .text("=cmd|' /C calc'!A0"))
        let csv = String(decoding: try place.exported(.chinese, asCSV: true), as: UTF8.self)
        #expect(csv.contains(",'=cmd|") && !csv.contains(",=cmd|"))
    }

    @Test("with two encodings are refused, with one of them read")
    func encodings() throws {
        let place = try IntakeStore()
        let header = "学校,编号,文字\n", line = "S1,1,繁体與简体\n"
        #expect(try place.take(Self.old(header + line), "国标.csv").added == 1)
        #expect(try place.rows()[0]["words"] == .text("繁体與简体"))
        let mixed = Array((header + line).utf8) + Self.old("S1,2,甲乙丙\n")
        do {
            let report = try place.take(mixed, "混.csv")
            Issue.record("taken: \(report)")
        } catch let error as any Error & Explained {
            #expect(Self.words(error).contains("混.csv"))
        }
        #expect(try place.rows().count == 1)
    }

    @Test("of many rows leave the register's indexes as they were, whether kept or only tried")
    func long() throws {
        let place = try IntakeStore()
        func indexes() throws -> [String] {
            try place.store.database.read { connection in
                try connection.rows(
                    "SELECT name FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL ORDER BY name"
                )
                .compactMap { $0[0].text }
            }
        }
        let before = try indexes()
        #expect(before.contains("thing_mark_person"))
        let rows = 60_000
        let bytes = Array(
            ("学校,编号,保管人\n" + (1...rows).map { "S\($0 % 2 + 1),\($0),王\($0 % 97)" }.joined(separator: "\n")).utf8)
        #expect(try place.take(bytes, "长.csv", mode: .preview).added == rows)
        #expect(try indexes() == before && place.rows().isEmpty)
        #expect(try place.take(bytes, "长.csv").added == rows)
        place.store.settle()
        #expect(try indexes() == before)
        let check = try place.store.database.read { try $0.rows("PRAGMA integrity_check").compactMap { $0[0].text } }
        #expect(check == ["ok"])
        #expect(try place.take(bytes, "长.csv").unchanged == rows)
    }
}
