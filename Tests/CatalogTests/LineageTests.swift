import ShippedCatalog
import Testing

@testable import Catalog

@Suite("What indicators and checks read")
struct LineageTests {
    private static let shipped = Result { try ShippedCatalog.catalog() }

    @Test("fields are found by alias, alone, behind joins; texts are not read")
    func expressions() throws {
        let catalog = try Self.shipped.get()
        var lineage = SQLLineage(catalog, base: "enrolment", joins: ["student"])
        lineage.read(
            """
            grade = 'school_class' and student.sex = '1' and student.name_missing and exists (select 1 from school_class c
            where c.id = enrolment.school_class and c.planned_size > 5)
            """)
        #expect(lineage.use["enrolment"] == ["grade", "school_class", "student"])
        #expect(lineage.use["student"] == ["sex", "name"])
        #expect(lineage.use["school_class"] == ["planned_size"])
    }

    @Test("every check reads its own register and fields of it")
    func checks() throws {
        let catalog = try Self.shipped.get()
        for check in catalog.checks {
            let use = catalog.reads(check)
            #expect(use[check.register] != nil, "\(check.name)")
            #expect(use.values.contains { !$0.isEmpty }, "\(check.name)")
        }
    }

    @Test(
        "hostile expressions end", arguments: ["", "'", "from", "from enrolment", "a.b.c", "....", "from enrolment as"])
    func hostile(sql: String) throws {
        let catalog = try Self.shipped.get()
        var lineage = SQLLineage(catalog, base: "no_such", joins: ["nothing"])
        lineage.read(sql)
        #expect(lineage.use["nothing"] == nil)
    }
}
