import Documents
import Localisation

/// A placement as a table: `student,school,choice,number,reason`, a row for each applicant in the order of the list.
public struct PlacementTable: Sendable {
    /// The headings.
    public static let columns = ["student", "school", "choice", "number", "reason"]

    private let placement: Placement
    private let language: Language
    /// The reasons' sentences, taken apart once: a million families are told in the time of reading a file.
    private let phrases: [String: [Piece]]

    private enum Piece {
        case words(String)
        case argument(String)
    }

    /// The table of a placement, with reasons in a language.
    public init(_ placement: Placement, in language: Language) {
        (self.placement, self.language) = (placement, language)
        let keys = StringCatalogue.standard.keys.filter { $0.hasPrefix("admissions.reason") }
        phrases = Dictionary(
            uniqueKeysWithValues: keys.map { ($0, Self.pieces(StringCatalogue.standard.string($0, language))) })
    }

    private static func pieces(_ sentence: String) -> [Piece] {
        sentence.split(separator: "{", omittingEmptySubsequences: false).enumerated().flatMap {
            index, part -> [Piece] in
            guard index > 0, let end = part.firstIndex(of: "}") else { return [.words(String(part))] }
            return [.argument(String(part[..<end])), .words(String(part[part.index(after: end)...]))]
        }
    }

    private func sentence(_ refusal: Refusal) -> String {
        let arguments = refusal.messageArguments
        return (phrases[refusal.messageKey] ?? []).reduce(into: "") { text, piece in
            switch piece {
            case .words(let words): text += words
            case .argument(let name): text += arguments[name] ?? ""
            }
        }
    }

    /// The cells of an applicant's row.
    ///
    /// `choice` counts from 1. `number` is that of the draw; where each school has its own, the one at the school obtained.
    /// `reason` says of every school that would have been liked better why it was not obtained.
    public func row(_ applicant: Int) -> [String] {
        let market = placement.market, choice = placement.choice(of: applicant)
        let school = placement.school(of: applicant).map { market.schools[$0].code } ?? ""
        let number = placement.order.number(of: applicant, choice: choice, in: market).map { "\($0)" } ?? ""
        var reasons = placement.refusals(of: applicant).map(sentence)
        if market.range(of: applicant).isEmpty {
            reasons = [StringCatalogue.standard.string("admissions.reason.no-choice", language)]
        }
        return [
            market.numbers[applicant], school, choice.map { "\($0 + 1)" } ?? "", number,
            reasons.joined(separator: language == .chinese ? "；" : "; "),
        ]
    }

    /// The table as CSV for programs: UTF-8 without mark, lines ended by a line feed.
    public func csv() -> [UInt8] {
        var bytes: [UInt8] = []
        CSVWriter.appendLine(Self.columns, to: &bytes)
        for applicant in 0..<placement.market.count { CSVWriter.appendLine(row(applicant), to: &bytes) }
        return bytes
    }
}
