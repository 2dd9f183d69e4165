import Localisation

/// Where a grade stands on the way from kindergarten to the end of senior school: a child at one step stands one step higher
/// a year later.
///
/// The last year of kindergarten (大班, K) is 0, the first of primary school 1, the last of senior school 12.
public enum GradeLadder {
    /// The step of pupils whose grades are not told apart.
    public static let ungraded = 99
    /// The steps that are taken.
    public static let steps = -4...13

    /// The step of a grade's name: `PK`, `K`, `1`…`12`, `小班`, `一年级`, `初一`, `高三`, `G7`, `grade 7`; nil where it is none.
    ///
    /// An empty name, `all` and `合计` mean pupils whose grades are not told apart.
    public static func step(_ name: String) -> Int? {
        guard !name.hasPrefix("-") else { return nil }
        var word = name.lowercased().filter { !$0.isWhitespace && $0 != "_" && $0 != "-" }
        if let step = names[word] { return step }
        for prefix in ["grade", "gr", "g"] where word.hasPrefix(prefix) {
            word.removeFirst(prefix.count)
            break
        }
        if word.hasSuffix("年级") { word.removeLast(2) }
        if let number = digits[word] ?? Int(word), (1...13).contains(number) { return number }
        return nil
    }

    /// The name of a step in a language, for what has no name of its own.
    public static func name(_ step: Int, in language: Language) -> String {
        guard step != ungraded else { return StringCatalogue.standard.string("seats.grade.all", language) }
        if step < 1 {
            return StringCatalogue.standard.string("seats.grade.kindergarten", language, ["year": "\(step + 3)"])
        }
        return StringCatalogue.standard.string("seats.grade.school", language, ["grade": "\(step)"])
    }

    private static let digits: [String: Int] = [
        "一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10, "十一": 11, "十二": 12,
    ]
    private static let names: [String: Int] = {
        var names = [
            "": ungraded, "all": ungraded, "total": ungraded, "合计": ungraded, "全部": ungraded,
            "托班": -3, "托儿班": -3, "小班": -2, "3k": -2, "中班": -1, "pk": -1, "prek": -1, "4k": -1,
            "大班": 0, "学前班": 0, "k": 0, "kg": 0, "kindergarten": 0,
        ]
        for (index, word) in ["一", "二", "三"].enumerated() {
            for (start, prefix) in [(7, "初"), (10, "高"), (10, "职高")] {
                names[prefix + word] = start + index
                names["\(prefix)\(index + 1)"] = start + index
            }
        }
        names["初四"] = 9
        return names
    }()
}

/// A stage of schooling 学段, for which seats are planned.
public enum SchoolStage: String, CaseIterable, Codable, Sendable {
    /// Kindergarten.
    case preschool
    /// Grades 1 to 6.
    case primary
    /// Grades 7 to 9.
    case junior
    /// Grades 10 to 12.
    case senior
    /// Pupils whose grades are not told apart.
    case all

    /// The stage of a step of the ladder, by China's six, three and three years.
    public init(step: Int) {
        switch step {
        case GradeLadder.ungraded: self = .all
        case ..<1: self = .preschool
        case 1...6: self = .primary
        case 7...9: self = .junior
        default: self = .senior
        }
    }

    /// The first step of the stage.
    public var firstStep: Int {
        switch self {
        case .preschool: -2
        case .primary: 1
        case .junior: 7
        case .senior: 10
        case .all: GradeLadder.ungraded
        }
    }

    /// The number of years that a child spends in it.
    public var years: Int {
        switch self {
        case .primary: 6
        case .all: 1
        default: 3
        }
    }
}
