import Foundation
import Monitoring

/// 教师减负: how much organisations were asked to fill in.
///
/// The hours are an estimate by one formula for all: 15 minutes a form for reading, finding and handing in, and 10 seconds a
/// cell, where the cells are the fields asked for times the rows. Rows are those handed in, and before that those that were
/// prefilled when the task was issued, at least one. What is prefilled and not asked for costs nothing.
public struct Burden: Hashable, Sendable {
    /// Minutes a form.
    public static let minutesPerForm = 15.0
    /// Seconds a cell.
    public static let secondsPerCell = 10.0

    /// Forms asked for.
    public private(set) var forms = 0
    /// Fields asked for, over all forms.
    public private(set) var fields = 0
    /// Rows, over all forms.
    public private(set) var rows = 0
    /// Cells: fields times rows, over all forms.
    public private(set) var cells = 0

    /// Nothing.
    public init() {}

    /// Estimated hours of work.
    public var hours: Double {
        (Double(forms) * Self.minutesPerForm * 60 + Double(cells) * Self.secondsPerCell) / 3_600
    }

    /// Adds a form.
    public mutating func add(fields: Int, rows: Int) {
        forms += 1
        self.fields += fields
        self.rows += max(1, rows)
        cells += fields * max(1, rows)
    }

    /// Adds what others were asked for.
    public mutating func add(_ other: Burden) {
        forms += other.forms
        fields += other.fields
        rows += other.rows
        cells += other.cells
    }

    /// What each organisation was asked for by tasks issued in a term.
    public static func byOrganisation(_ tasks: [CollectionTask], in term: SchoolTerm) -> [Int64: Burden] {
        var burdens: [Int64: Burden] = [:]
        for task in tasks where SchoolTerm(of: Day(of: task.issuedAt)) == term {
            for part in task.parts {
                burdens[part.organisation, default: Burden()].add(
                    fields: task.fields.count, rows: part.rows > 0 ? part.rows : part.expected)
            }
        }
        return burdens
    }
}
