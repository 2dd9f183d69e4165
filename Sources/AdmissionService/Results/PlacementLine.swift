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
