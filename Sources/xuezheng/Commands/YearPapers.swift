import Documents
import Foundation
import Ledger
import Monitoring
import Reports

/// The papers of a simulated year: twelve bulletins and the summary, in a folder.
struct YearPapers {
    let ledger: PlanLedger
    let plan: Plan
    let folder: URL

    init(ledger: PlanLedger, plan: Plan, folder: String) throws {
        self.ledger = ledger
        self.plan = plan
        self.folder = URL(fileURLWithPath: folder, isDirectory: true)
        try FileManager.default.createDirectory(at: self.folder, withIntermediateDirectories: true)
    }

    /// Writes the month's bulletin, and issues it: what was said then stays said.
    func writeBulletin(_ day: Day) throws {
        let paper = try Bulletin.write(plan: plan, in: ledger, on: day, language: commandLanguage)
        let bytes = try DocxWriter().docx(paper)
        try ledger.issueBulletin(plan.id, on: day, bytes, by: .system("simulation"))
        try write(bytes, "bulletin-\(day.monthText).docx")
    }

    /// Writes the summary with its figures, and resolves each figure to its evidence.
    ///
    /// - Throws: `CommandFailure.checkFailed` for a figure that its evidence does not bear out.
    func writeSummary(_ day: Day) throws -> Int {
        let paper = try Summary.write(plan: plan, in: ledger, on: day, language: commandLanguage)
        try write(try DocxWriter().docx(paper), "summary-\(day.year).docx")
        let figures = try Summary.figures(plan: plan, in: ledger, on: day)
        let json = try figures.json()
        try write(json, "summary-\(day.year).json")
        if let fault = try SummaryFigures.verify(json, in: ledger).first {
            throw CommandFailure.checkFailed(fault.message(in: commandLanguage))
        }
        return figures.tasks.count
    }

    private func write(_ bytes: [UInt8], _ name: String) throws {
        try Data(bytes).write(to: folder.appending(path: name))
    }
}
