import Foundation
import PlanModel
import Testing

@testable import Ledger
@testable import Store

struct OfficeTests {
    private func office(_ name: String, id: Int64 = 1, confirmed: Bool = false) -> Office {
        Office(id: id, name: name, kind: .office, aliases: [], isConfirmed: confirmed)
    }

    @Test(arguments: [
        ("基础教育科", "基教科", OfficeSuggestion.Reason.abbreviation), ("职业与成人教育科", "职成教科", .abbreviation),
        ("规划财务（审计）科", "规划财务科", .brackets), ("督导室", "督导科", .suffix), ("党建办公室", "党建办", .suffix),
        ("安全 科", "安全科", .spelling), ("区教育局人事科", "人事科", .spelling), ("体育卫生与艺术教育科", "体卫艺科", .abbreviation),
    ])
    func suggestsSpellingsOfOneOffice(_ long: String, _ short: String, _ reason: OfficeSuggestion.Reason) {
        let found = OfficeLikeness.suggestions([office(short, id: 1), office(long, id: 2)]) { _, _ in false }
        #expect(found.map(\.reason) == [reason])
        if long.count > short.count, reason == .abbreviation { #expect(found.first?.keep.id == 2) }
    }

    @Test(arguments: [
        ("基础教育科", "学前教育科"), ("人事科", "安全科"), ("教研室", "督导室"), ("基础教育科", "基建科"), ("规划财务科", "规划建设科"),
        ("职成教科", "基础教育科"), ("党建办公室", "办公室"), ("各科室", "科室"), ("学前教育科", "学科"),
    ])
    func differentOfficesAreLeftAlone(_ one: String, _ other: String) {
        #expect(OfficeLikeness.suggestions([office(one, id: 1), office(other, id: 2)]) { _, _ in false }.isEmpty)
    }

    @Test func aConfirmedOfficeIsKept() {
        let found = OfficeLikeness.suggestions(
            [office("基础教育科", id: 1), office("基教科", id: 2, confirmed: true)]) { _, _ in false }
        #expect(found.first?.keep.id == 2)
    }

    @Test func ownersOfADraftBecomeOffices() throws {
        let fixture = try LedgerFixture()
        try fixture.keep(.small)
        let names = Set(try fixture.ledger.offices().map(\.name))
        #expect(names == ["学前教育科", "规划财务科", "督导室", "安全科", "基础教育科", "人事科", "基教科"])
        #expect(try fixture.ledger.officeSuggestions().map(\.alias.name) == ["基教科"])
    }

    @Test func confirmedAliasesResolveLaterImports() throws {
        let fixture = try LedgerFixture()
        let ledger = fixture.ledger
        let plan = try fixture.keep(.small)
        let suggestion = try #require(try ledger.officeSuggestions().first)
        let account = try ledger.store.accounts.create(
            AccountDetails(login: "li", displayName: "李", office: suggestion.alias.id, roles: [.officer]),
            by: .commandLine)
        let kept = try ledger.mergeOffice(suggestion.alias.id, into: suggestion.keep.id, by: .commandLine)
        #expect(kept.aliases == ["基教科"] && kept.isConfirmed)
        #expect(try fixture.tasks(plan)[5].leads.map(\.office) == [kept.id])
        #expect(try ledger.store.accounts.account(account.account.id).office == kept.id)
        #expect(try ledger.officeSuggestions().isEmpty)
        let second = try fixture.keep(.small, "b")
        #expect(try fixture.tasks(second)[5].leads.map(\.office) == [kept.id])
        #expect(try ledger.offices().count == 6)
        var filter = LedgerFilter.review(of: second.id)
        filter.office = kept.id
        #expect(try ledger.tasks(filter).total == 3)
        filter.ownerRole = .co
        #expect(try ledger.tasks(filter).total == 1)
    }

    @Test func dismissedPairsDoNotComeAgain() throws {
        let fixture = try LedgerFixture()
        try fixture.keep(.small)
        let suggestion = try #require(try fixture.ledger.officeSuggestions().first)
        try fixture.ledger.dismissSuggestion(suggestion.alias.id, suggestion.keep.id, by: .commandLine)
        #expect(try fixture.ledger.officeSuggestions().isEmpty)
    }

    @Test func renamingKeepsTheOldName() throws {
        let fixture = try LedgerFixture()
        let ledger = fixture.ledger
        let plan = try fixture.keep(.small)
        let office = try #require(try ledger.offices().first { $0.name == "安全科" })
        let renamed = try ledger.changeOffice(office.id, name: "安全与信访科", kind: .office, by: .commandLine)
        #expect(renamed.name == "安全与信访科" && renamed.aliases == ["安全科"])
        let row = try ledger.task(fixture.tasks(plan)[2].id)
        #expect(row.name(of: row.task.owners[0]) == "安全与信访科")
        #expect(row.task.owners[0].printed.text == "安全科")
        #expect(throws: LedgerError.nameTaken(name: "督导室")) {
            try ledger.changeOffice(office.id, name: "督导室", by: .commandLine)
        }
        // Back to the old name.
        #expect(try ledger.changeOffice(office.id, name: "安全科", by: .commandLine).aliases == ["安全与信访科"])
    }

    @Test func unresolvedOwnersAreFoundLater() throws {
        let fixture = try LedgerFixture()
        let ledger = fixture.ledger
        let plan = try fixture.keep(.small)
        let task = try fixture.tasks(plan)[0]
        var change = TaskChange()
        change.leads = ["财审科"]
        try ledger.apply(.edit(task.id, change), to: plan.id, by: .commandLine)
        #expect(try ledger.task(task.id).task.leads[0].office == nil)
        let office = try #require(try ledger.offices().first { $0.name == "规划财务科" })
        try ledger.addAlias(" 财审科 ", to: office.id, by: .commandLine)
        #expect(try ledger.task(task.id).task.leads[0].office == office.id)
        try ledger.removeAlias("财审科", from: office.id, by: .commandLine)
        #expect(try ledger.office(office.id).aliases.isEmpty)
        #expect(try ledger.task(task.id).task.leads[0].office == office.id)
    }

    @Test func badNamesAreRefused() throws {
        let fixture = try LedgerFixture()
        for name in ["", "  ", String(repeating: "科", count: 101), "a\nb", String(repeating: "x", count: 10_000_000)] {
            #expect(throws: LedgerError.badName) {
                try fixture.ledger.createOffice(OfficeDetails(name: name), by: .commandLine)
            }
        }
        #expect(throws: LedgerError.noOffice) { try fixture.ledger.addAlias("x", to: 9, by: .commandLine) }
        #expect(throws: LedgerError.noOffice) { try fixture.ledger.mergeOffice(9, into: 9, by: .commandLine) }
        try fixture.ledger.createOffice(OfficeDetails(name: "教研室"), by: .commandLine)
        #expect(throws: LedgerError.nameTaken(name: "教 研 室")) {
            try fixture.ledger.createOffice(OfficeDetails(name: "教 研 室"), by: .commandLine)
        }
    }

    @Test func importsAllOrNothing() throws {
        let fixture = try LedgerFixture()
        let ledger = fixture.ledger
        try fixture.keep(.small)
        let list = [
            OfficeDetails(name: "基础教育科", aliases: ["基教科室"]), OfficeDetails(name: "教师发展中心", kind: .affiliated),
        ]
        var result = try ledger.importOffices(list, by: .commandLine)
        #expect((result.inserted, result.updated) == (1, 1))
        result = try ledger.importOffices(list, by: .commandLine)
        #expect((result.inserted, result.updated, result.unchanged) == (0, 0, 2))
        let before = try ledger.offices()
        #expect(throws: LedgerError.badRow(row: 2, field: "name", value: "")) {
            try ledger.importOffices([OfficeDetails(name: "新科"), OfficeDetails(name: "")], by: .commandLine)
        }
        #expect(throws: LedgerError.badRow(row: 1, field: "alias", value: "督导室")) {
            try ledger.importOffices([OfficeDetails(name: "安全科", aliases: ["督导室"])], by: .commandLine)
        }
        #expect(throws: LedgerError.tooLong(field: "offices", limit: 1000)) {
            try ledger.importOffices(Array(repeating: OfficeDetails(name: "新科"), count: 1001), by: .commandLine)
        }
        #expect(try ledger.offices() == before)
    }
}
