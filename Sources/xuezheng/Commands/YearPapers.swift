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

    func writeBulletin(_ day: Day) throws {
        let paper = try Bulletin.write(plan: plan, in: ledger, on: day.text, language: commandLanguage)
        try write(paper, "bulletin-\(day.monthText).docx")
    }

    func writeSummary(_ day: Day) throws {
        let paper = try Summary.write(plan: plan, in: ledger, on: day.text, language: commandLanguage)
        try write(paper, "summary-\(day.year).docx")
    }

    private func write(_ paper: WordDocument, _ name: String) throws {
        try Data(try DocxWriter().docx(paper)).write(to: folder.appending(path: name))
    }
}
