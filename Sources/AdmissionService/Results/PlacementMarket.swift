import Crypto
import Foundation

/// What a placement is made from: the applicants of a round without their names, and its schools.
///
/// This is the boundary to whatever places them: values go out, and lines of numbers, schools and reasons come back.
public struct PlacementMarket: Hashable, Sendable {
    /// How places are given.
    public let mechanism: RoundRules.Mechanism
    /// Whether one draw serves all schools.
    public let ties: RoundRules.Ties
    /// Whether those without a place wait in their order.
    public let waiting: Bool
    /// The applicants, by number.
    public let applicants: [Applicant]
    /// The schools, by code.
    public let schools: [School]

    /// Somebody who was accepted.
    public struct Applicant: Hashable, Sendable {
        /// The application's number.
        public let number: String
        /// The place of the class in the order, from 1.
        public let rank: Int
        /// Codes of schools, best first.
        public let choices: [String]
        /// The code of the school where a confirmed sibling is; nil for none.
        public let sibling: String?
        /// The lesser of both numbers for twins who are drawn together; nil for others.
        public let bundle: String?
        /// The reserves that it may use.
        public let reserves: [String]
    }

    /// A school with its places.
    public struct School: Hashable, Sendable {
        /// Its code.
        public let code: String
        /// All its places.
        public let places: Int
        /// How many of them are kept for whom.
        public let reserves: [Reserve]

        /// Places that are kept.
        public struct Reserve: Hashable, Sendable {
            /// The reserve's name.
            public let name: String
            /// So many places.
            public let places: Int
        }
    }

    /// The priorities of applicants at a school, best first; those in one group are ordered by the draw.
    ///
    /// The order is by class; within a class children with a sibling at the school come first.
    public func priorities(at school: String) -> [[Applicant]] {
        let those = applicants.filter { $0.choices.contains(school) }
        let groups = Dictionary(grouping: those) { Group(rank: $0.rank, later: $0.sibling == school ? 0 : 1) }
        return groups.sorted { ($0.key.rank, $0.key.later) < ($1.key.rank, $1.key.later) }.map(\.value)
    }

    private struct Group: Hashable {
        let rank: Int
        let later: Int
    }

    /// The list of applicants as it is frozen and published: UTF-8, a line each, sorted by number, no names.
    ///
    /// `number,class,choices,sibling,bundle,reserves`, with spaces between choices and between reserves.
    public var list: String {
        let lines = applicants.sorted { $0.number < $1.number }.map { one in
            [
                one.number, "\(one.rank)", one.choices.joined(separator: " "), one.sibling ?? "", one.bundle ?? "",
                one.reserves.joined(separator: " "),
            ].joined(separator: ",")
        }
        return (["number,class,choices,sibling,bundle,reserves"] + lines).joined(separator: "\n") + "\n"
    }

    /// SHA-256 of the list, hexadecimal.
    public var digest: String {
        let digits = Array("0123456789abcdef".utf8)
        let bytes = SHA256.hash(data: Data(list.utf8)).flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The schools as `xuezheng admissions place` takes them: `school,capacity,priorities`, groups of ties as `a|b c|d`.
    public var schoolTable: String {
        let lines = schools.map { school in
            let groups = priorities(at: school.code).map { $0.map(\.number).joined(separator: "|") }
            return "\(school.code),\(school.places),\(groups.joined(separator: " "))"
        }
        return (["school,capacity,priorities"] + lines).joined(separator: "\n") + "\n"
    }

    /// The applicants as it takes them: `student,preferences`, best first.
    public var applicantTable: String {
        let lines = applicants.map { "\($0.number),\($0.choices.joined(separator: " "))" }
        return (["student,preferences"] + lines).joined(separator: "\n") + "\n"
    }
}

/// What came of an application: a line of the results.
public struct PlacementLine: Hashable, Sendable {
    /// The application's number.
    public let number: String
    /// The code of the school; nil for none.
    public let school: String?
    /// The number on the waiting list, from 1; nil for none.
    public let waiting: Int?
    /// Why, in words for the family.
    public let chinese: String
    /// The same in English.
    public let english: String

    /// A line of the results.
    public init(number: String, school: String?, waiting: Int? = nil, chinese: String = "", english: String = "") {
        self.number = number
        self.school = school
        self.waiting = waiting
        self.chinese = chinese
        self.english = english
    }
}
