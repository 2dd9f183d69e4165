import Documents
import Foundation
import Intake
import Seats
import Testing

/// Enrolment made for tests.
enum SampleEnrolment {
    /// Schools of six grades whose classes move up whole: grade g of autumn t has `entrants(school, t - g)` pupils.
    static func steady(
        schools: Int = 4, autumns: ClosedRange<Int> = 2015...2024, grades: ClosedRange<Int> = 1...6,
        entrants: (Int, Int) -> Double
    ) throws -> EnrolmentHistory {
        try EnrolmentHistory(
            (0..<schools).flatMap { school in
                autumns.flatMap { autumn in
                    grades.map { grade in
                        .init(
                            unit: "S\(school)", autumn: autumn, grade: grade,
                            pupils: entrants(school, autumn - grade + grades.lowerBound))
                    }
                }
            })
    }

    /// A history with noise that is the same every time.
    static func noisy(schools: Int = 12, autumns: Int = 10) throws -> EnrolmentHistory {
        try steady(schools: schools, autumns: 2010...(2009 + autumns)) { school, year in
            let wave = Double((school * 37 + year * 101 + school * year * 13) % 29) - 14
            return 60 + Double(school % 5) * 8 + wave
        }
    }

    static let data = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().appending(path: "shared/data")

    static func isThere(_ path: String) -> Bool {
        FileManager.default.fileExists(atPath: data.appending(path: path).path)
    }

    static func enrolment(_ text: String, named name: String = "学生.csv") throws -> EnrolmentTable {
        try EnrolmentFile.enrolment(.bytes(Array(text.utf8)), named: name)
    }
}
