import Foundation
import Monitoring
import Store
import Testing

@testable import Ledger

@Suite("Programmes")
struct ProgrammeTests {
    private let fixture: LedgerFixture
    private var ledger: PlanLedger { fixture.ledger }

    init() throws { fixture = try LedgerFixture() }

    static let rate = IndicatorDetails(
        name: "学前三年毛入园率", unit: "%", isBinding: true, baselineYear: 2025, baseline: 90, targetYear: 2030, target: 95)
    static let places = IndicatorDetails(
        name: "新增学位", unit: "个", measure: .cumulative, baselineYear: 2025, baseline: 0, targetYear: 2030,
        target: 10_000, yearly: [2027: 3000])

    private func programme() throws -> Programme {
        try ledger.createProgramme(
            ProgrammeDetails(name: "云岚区教育事业五年规划", kind: .fiveYear, startYear: 2026, endYear: 2030),
            indicators: [Self.rate, Self.places], by: .commandLine)
    }

    @Test("is kept with its indicators, and read back")
    func keeps() throws {
        let made = try programme()
        let read = try #require(try ledger.programmes().first)
        #expect(read == made && read.indicators.map(\.details) == [Self.rate, Self.places])
        #expect(read.indicators[1].path?.expected(2026) == 1500 && read.latestYear(until: 2026) == 2026)
    }

    @Test("a value replaces an earlier one of its year, which stays in the history")
    func values() throws {
        let rate = try #require(try programme().indicators.first)
        try ledger.reportValue(91, year: 2026, source: "统计报表", of: rate.id, by: .commandLine)
        try ledger.reportValue(91.5, year: 2026, source: "统计报表（更正）", of: rate.id, by: .commandLine)
        let read = try ledger.indicator(rate.id)
        #expect(read.actuals == [2026: 91.5] && read.values.count == 2)
        #expect(read.verdict(2026, tolerance: 0.1).light == .green)
        try ledger.confirmValue(read.values[1].id, of: rate.id, by: .commandLine)
        #expect(try ledger.indicator(rate.id).values[1].confirmedAt != nil)
        #expect(throws: ProgrammeError.notFound) {
            try ledger.confirmValue(read.values[1].id, of: rate.id, by: .commandLine)
        }
        #expect(throws: ProgrammeError.hasValues) { try ledger.removeIndicator(rate.id, by: .commandLine) }
        #expect(try ledger.store.audit.verify().entries > 3)
    }

    @Test("what cannot be is refused, and nothing of it kept")
    func refused() throws {
        let made = try programme()
        let rate = made.indicators[0].id
        #expect(throws: ProgrammeError.nameTaken(name: made.details.name)) { try programme() }
        #expect(throws: ProgrammeError.badYears) {
            try ledger.createProgramme(
                ProgrammeDetails(name: "x", kind: .action, startYear: 2030, endYear: 2026), by: .commandLine)
        }
        #expect(throws: ProgrammeError.nameTaken(name: Self.rate.name)) {
            try ledger.addIndicators([Self.rate], to: made.id, by: .commandLine)
        }
        var bad = Self.rate
        bad.name = "y"
        bad.targetYear = 2025
        #expect(throws: ProgrammeError.badPath(name: "y")) {
            try ledger.createProgramme(
                ProgrammeDetails(name: "z", kind: .action, startYear: 2026, endYear: 2027), indicators: [bad],
                by: .commandLine)
        }
        #expect(try ledger.programmes().count == 1)
        for (value, year) in [(Double.nan, 2026), (.infinity, 2026), (91, 2024), (91, 2031), (91, 2029)] {
            #expect(throws: ProgrammeError.badValue) {
                try ledger.reportValue(value, year: year, source: "s", of: rate, by: .commandLine)
            }
        }
        for source in ["", "  ", String(repeating: "长", count: 501)] {
            #expect(throws: ProgrammeError.sourceMissing) {
                try ledger.reportValue(91, year: 2026, source: source, of: rate, by: .commandLine)
            }
        }
        #expect(try ledger.indicator(rate).values.isEmpty)
    }
}
