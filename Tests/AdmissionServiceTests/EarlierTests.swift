import Foundation
import Testing

@testable import AdmissionService

@Suite("Earlier years")
struct EarlierTests {
    private func bytes(_ lines: String...) -> [UInt8] { Array(lines.joined(separator: "\n").utf8) }

    @Test("an address that served another family before this program is found, the same family's is free")
    func addresses() throws {
        let fixture = try AdmissionFixture()
        let round = try fixture.round(), bureau = fixture.bureau
        let form = AdmissionFixture.form(1)
        let id = try fixture.applied(round, form)
        let own = AdmissionFixture.form(2)
        let other = try fixture.applied(round, own)
        let guardian = try #require(own.guardians.first?.idNumber)
        let file = bytes(
            "小区,单元门牌,学校,学年,监护人证件号", "P01,1-1-101,云岚第一小学,2023,",
            "清河街道毛纺路15号院,２-1-１０１,云岚第一小学,2024-2025学年,\(guardian)", "P01,9-9,云岚第一小学,2010,")
        let staged = try bureau.stage(file, named: "uses.csv", as: .address)
        #expect(try bureau.findings(of: fixture.admissions.application(id)).isEmpty, "looked over, not taken")
        let preview = try #require(bureau.earlierImports().first)
        #expect(preview.rows == 3 && preview.fresh == 3 && preview.faulty == 0 && preview.concerned == 2)
        try bureau.take(earlier: staged)
        #expect(throws: AdmissionError.wrongState) { try bureau.take(earlier: staged) }
        #expect(try bureau.findings(of: fixture.admissions.application(id)).map(\.kind) == [.addressUsed])
        #expect(try bureau.findings(of: fixture.admissions.application(other)).map(\.kind) == [.addressOwn])
        // Sent again it brings nothing.
        let again = try bureau.stage(file, named: "uses.csv", as: .address)
        #expect(try bureau.earlierImports().first?.fresh == 0)
        try bureau.remove(earlier: again)
        try bureau.remove(earlier: staged)
        #expect(try bureau.findings(of: fixture.admissions.application(id)).isEmpty)
        #expect(throws: AdmissionError.noDocument) { try bureau.remove(earlier: staged) }
    }

    @Test("every wrong row is told by row and column, and never what stands in it")
    func faults() throws {
        let fixture = try AdmissionFixture()
        _ = try fixture.round()
        _ = try fixture.bureau.stage(
            bytes(
                "place,unit,school,year,guardians", "P01,1,S,2024,", "P01, 1 ,S,2024,", "P99,1,S,2024,",
                "P01,,S,2024,", "P01,2,,2024,", "P01,3,S,1066,", "P01,4,S,2024,110108198801010000", ",5,S,2024,"),
            named: "a.csv", as: .address)
        let found = try #require(fixture.bureau.earlierImports().first)
        #expect(found.rows == 1 && found.faulty == 7)
        #expect(found.faults.map(\.row) == [3, 4, 5, 6, 7, 8, 9])
        #expect(found.faults.map(\.problem) == ["twice", "place", "empty", "empty", "year", "number", "empty"])
        for text in ["", "a,b\n1,2\n", "place,unit,school,year\n"] {
            #expect(throws: (any Error).self, "\(text)") {
                try fixture.bureau.stage(Array(text.utf8), named: "a.csv", as: .address)
            }
        }
    }

    @Test("children of earlier collections are counted once by year of birth, and kept as marks")
    func kindergarten() throws {
        let fixture = try AdmissionFixture()
        _ = try fixture.round()
        let one = AdmissionFixture.number("20210305", 1), two = AdmissionFixture.number("20220305", 2)
        let file = bytes("幼儿证件号,地点,学年,幼儿园", "\(one),P01,2024,云岚幼儿园", "\(two),P02,2025,", "123,P01,2025,")
        let id = try fixture.bureau.stage(file, named: "k.csv", as: .kindergarten)
        #expect(try fixture.bureau.collectedChildren().isEmpty)
        try fixture.bureau.take(earlier: id)
        let counts = try fixture.bureau.collectedChildren()
        #expect(counts.map(\.born) == [2021, 2022] && counts.map(\.children) == [1, 1])
        #expect(try fixture.bureau.earlierImports().first?.faulty == 1)
        let kept = try Data(contentsOf: fixture.directory.appending(path: "xuezheng.sqlite"))
        #expect(kept.range(of: Data(one.utf8)) == nil)
    }
}
