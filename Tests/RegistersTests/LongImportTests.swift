import Catalog
import Foundation
import RegisterFixtures
import Testing

@testable import Registers

/// A long first import goes without the indexes that only make searching fast; they are there afterwards.
@Suite struct LongImportTests {
    private static let classes = (1...50_001).map { ["S\($0 % 3 + 1)", "\($0)班", "\($0 % 50)"] }

    private static func indexes(_ database: any RegisterDatabase) throws -> Set<String> {
        let names = try database.read { try $0.rows("SELECT name FROM sqlite_master WHERE type = 'index'") }
        return Set(names.compactMap { $0[0].text }.filter { $0.hasPrefix("school_class") })
    }

    @Test func indexesFollowTheImport() throws {
        let changes = ["core/school_class.yaml": Self.register]
        let sample = try SampleStore(.sqlite, changes)
        let before = try Self.indexes(sample.store.database)
        #expect(before.contains("school_class_on_seats_code"))
        let report = try sample.put("school_class", Self.classes, fields: ["school", "code", "seats"])
        #expect(report.isKept && report.added == Self.classes.count)
        sample.store.settle()
        #expect(try Self.indexes(sample.store.database) == before)
        // As after a process that ended before it had made them.
        try sample.store.database.write { try $0.run("DROP INDEX school_class_on_seats_code") }
        let again = try SampleStore.open(sample.place, changes)
        #expect(try Self.indexes(again.database) == before)
    }

    @Test func aRefusedImportLeavesTheIndexes() throws {
        let changes = ["core/school_class.yaml": Self.register]
        let sample = try SampleStore(.sqlite, changes)
        let before = try Self.indexes(sample.store.database)
        let report = try sample.put(
            "school_class", Self.classes + [["S2", "1班", "1"]], fields: ["school", "code", "seats"])
        #expect(!report.isKept && report.refused == 1)
        #expect(try Self.indexes(sample.store.database) == before)
        #expect(try sample.store.database.read { try $0.value("SELECT count(*) FROM school_class") } == 0)
    }

    @Test func anIndexNamesFieldsThatAreThereAndNotPersonal() {
        #expect(throws: CatalogError.self) {
            try SampleCatalog.catalog([
                "core/school_class.yaml": Self.register.replacing("[[seats, code]]", with: "[[nowhere]]")
            ])
        }
        #expect(throws: CatalogError.self) {
            try SampleCatalog.catalog(["core/student.yaml": SampleCatalog.student + "\nindexes: [[name]]\n"])
        }
    }

    private static let register = SampleCatalog.school_class + "\nindexes: [[seats, code]]\n"
}
