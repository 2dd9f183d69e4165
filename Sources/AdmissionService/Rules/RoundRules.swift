import Catalog
import Monitoring

/// The rules of an admission round 招生批次 as data: who may apply with which documents, in which order classes of
/// applicants come, which schools may be chosen, and when.
///
/// They are written as YAML (`RoundRulesReader`). A city changes them every year, so nothing of them is in the program.
public struct RoundRules: Hashable, Sendable {
    /// What kind of round it is, such as `primary_multi`.
    public var kind: String
    /// What people call it.
    public var title: CatalogWords
    /// What it is for, in a sentence or two.
    public var intro: CatalogWords
    /// The stage that is entered, a code of the list `stage`.
    public var stage: String
    /// The grade that is entered, a code of the list `grade`.
    public var grade: String
    /// Which schools a child may choose.
    public var route: Route
    /// The day on which those who are placed begin, `MM-dd`.
    public var entry: MonthDay
    /// The ages that may apply; nil for any.
    public var age: AgeRule?
    /// Most schools that a family may list, from 1.
    public var choices: Int
    /// For so many school years an address serves one family only, where homes lead to schools; nil where it does not matter.
    public var addressYears: Int?
    /// Whether a child with a brother or sister at the school comes before others of its class there.
    public var siblings: Bool
    /// Whether twins may be drawn together.
    public var twins: Bool
    /// Whether those who get no place wait in their order.
    public var waiting: Bool
    /// How places are given.
    public var mechanism: Mechanism
    /// Whether one draw serves all schools.
    public var ties: Ties
    /// What a family is asked, in order.
    public var questions: [Question]
    /// The documents that a family hands in.
    public var documents: [Document]
    /// The classes of applicants; the first that fits is an applicant's own, and earlier ones come first.
    public var classes: [ApplicantClass]
    /// Places that are kept for some at each school.
    public var reserves: [Reserve]
    /// The usual days.
    public var calendar: Calendar
    /// What is entered in the registers for those who are placed.
    public var enrolment: Enrolment
    /// What the letter asks of those who are placed: when and where to come, what to bring; nil for the usual words.
    public var letter: CatalogWords?

    /// What is entered in the registers for those who are placed.
    public struct Enrolment: Hashable, Sendable {
        /// The kind of place, a code of the list `place_payer`.
        public var placePayer = "1"
        /// Whether it is entry by catchment 就近入学.
        public var nearby = false
        /// The question whose answer tells where the household is registered; nil where it is always in the district.
        public var question: String?
        /// Codes of the list `household_place` by answer.
        public var household: [String: String] = [:]
        /// Answers that make a child of migrant workers 随迁子女.
        public var migrant: Set<String> = []
    }

    /// Which schools a child may choose.
    public enum Route: String, CaseIterable, Hashable, Sendable {
        /// 划片: the schools of the place where it lives.
        case catchment
        /// 对口: the schools that its present school leads to.
        case school
        /// Any school of the round.
        case open
    }

    /// How places are given.
    public enum Mechanism: String, CaseIterable, Hashable, Sendable {
        /// Deferred acceptance 志愿与次序兼顾.
        case deferred
        /// Immediate acceptance 志愿优先.
        case immediate
        /// One after the other in the order of the draw 按随机号依次.
        case serial
    }

    /// Whether one draw serves all schools.
    public enum Ties: String, CaseIterable, Hashable, Sendable {
        /// One number a child.
        case single
        /// One number a child and school.
        case multiple
    }

    /// A day of any year.
    public struct MonthDay: Hashable, Sendable {
        /// 1–12.
        public let month: Int
        /// 1–31.
        public let day: Int

        /// A day `MM-dd`; nil for anything else.
        public init?(_ text: String) {
            guard let day = Day("2000-" + text) else { return nil }
            (_, month, self.day) = day.civil
        }

        /// The day in a year; 29 February is the 28th where there is none.
        public func day(of year: Int) -> Day {
            Day(year: year, month: month, day: day) ?? Day(year: year, month: month, day: day - 1) ?? Day(number: 0)
        }

        /// `MM-dd`.
        public var text: String { String(day(of: 2000).text.suffix(5)) }
    }

    /// Ages in whole years on a day of the round's year.
    public struct AgeRule: Hashable, Sendable {
        /// At least so old.
        public var from: Int
        /// At most so old; nil for no limit.
        public var until: Int?
        /// On this day.
        public var on: MonthDay

        /// Whether somebody born on a day may apply in a year.
        public func allows(_ birth: Day, year: Int) -> Bool {
            let age = age(birth, year: year)
            return age >= from && age <= (until ?? .max)
        }

        /// Whole years on the day; whoever has the birthday on it has them.
        public func age(_ birth: Day, year: Int) -> Int {
            let (born, month, day) = birth.civil
            return year - born - ((on.month, on.day) < (month, day) ? 1 : 0)
        }
    }

    /// Answers that must be given: for each question named, one of these. No question: always.
    public struct Condition: Hashable, Sendable {
        /// Options by question.
        public var options: [String: Set<String>]

        /// Always.
        public static let always = Condition(options: [:])

        /// Whether answers satisfy it. A question that was not answered satisfies nothing.
        public func holds(_ answers: [String: String]) -> Bool {
            options.allSatisfy { question, allowed in answers[question].map(allowed.contains) ?? false }
        }
    }

    /// Something that a family is asked, with the answers to choose from.
    public struct Question: Hashable, Sendable {
        /// Its name in conditions.
        public var name: String
        /// What is asked.
        public var title: CatalogWords
        /// The answers in order.
        public var options: [Option]

        /// An answer.
        public struct Option: Hashable, Sendable {
            /// Its name in conditions.
            public var name: String
            /// What people call it.
            public var title: CatalogWords
        }
    }

    /// A document that is handed in as files.
    public struct Document: Hashable, Sendable {
        /// Its name.
        public var name: String
        /// What people call it.
        public var title: CatalogWords
        /// What has to be seen on it.
        public var hint: CatalogWords?
        /// Who has to hand it in.
        public var needed: Condition
        /// Whether it may also be left out.
        public var isOptional: Bool
    }

    /// A class of applicants 录取顺序类别.
    public struct ApplicantClass: Hashable, Sendable {
        /// Its name.
        public var name: String
        /// What people call it.
        public var title: CatalogWords
        /// Who belongs to it.
        public var when: Condition
    }

    /// Places that are kept at each school.
    public struct Reserve: Hashable, Sendable {
        /// Its name.
        public var name: String
        /// What people call it.
        public var title: CatalogWords
        /// For whom.
        public var when: Condition
        /// Share of the places, 1–100.
        public var percent: Int
    }

    /// The usual days of a round, of any year.
    public struct Calendar: Hashable, Sendable {
        var days: [RoundDay: MonthDay]

        /// The days in a year.
        public func days(of year: Int) -> [RoundDay: Day] { days.mapValues { $0.day(of: year) } }
    }

    /// The class of answers; nil where none fits, and so nobody with these answers may apply.
    public func applicantClass(_ answers: [String: String]) -> ApplicantClass? {
        classes.first { $0.when.holds(answers) }
    }

    /// The documents that somebody with these answers is asked for.
    public func documents(_ answers: [String: String]) -> [Document] { documents.filter { $0.needed.holds(answers) } }

    /// The place of a class in the order, from 1; nil for a class that there is not.
    public func rank(of name: String) -> Int? { classes.firstIndex { $0.name == name }.map { $0 + 1 } }
}

/// A day of a round's calendar.
public enum RoundDay: String, CaseIterable, Codable, Hashable, Sendable {
    /// From this day on families apply.
    case opens
    /// The last day for handing in.
    case closes
    /// The last day for corrections and checks.
    case checked
    /// The day of the draw.
    case draw
    /// The day from which results are shown.
    case published
}
