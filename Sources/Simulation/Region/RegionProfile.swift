/// What a simulated region looks like: its published totals, and what is assumed where none is published.
public struct RegionProfile: Sendable {
    /// The stages of schooling that a region has, by their codes.
    public enum Stage: String, CaseIterable, Sendable {
        case kindergarten = "K", primary = "P", junior = "J", senior = "S", vocational = "V"

        /// Grades.
        var years: Int { self == .primary ? 6 : 3 }
        /// The year of entry, counted from the year in which a child enters primary school.
        var entry: Int {
            switch self {
            case .kindergarten: -3
            case .primary: 0
            case .junior: 6
            case .senior, .vocational: 9
            }
        }
    }

    /// Schools of one kind.
    struct SchoolGroup: Sendable {
        /// Code of the list `school_kind`.
        let kind: String
        let stages: [Stage]
        let count: Int
        var isPublic = true
        var inclusive = 0
        /// What stands at the end of the name.
        let ending: String
    }

    /// The pupils of a stage by grade, the first grade first, at the schools of one sector.
    struct Pool: Sendable {
        let stage: Stage
        /// Public, private, or both where nil.
        var isPublic: Bool?
        let grades: [Int]
        /// Pupils wanted in a class.
        let size: Int
    }

    /// The name by which it is asked for.
    public let name: String
    /// The region's own name.
    public let title: String
    /// Code of the list `admin_division` of the city or district.
    let division: String
    /// The districts, where it is a city: code and name.
    var districts: [(code: String, name: String)] = []
    /// 学区 in each district.
    let areas: Int
    let schools: [SchoolGroup]
    let pools: [Pool]
    /// Pupils and staff together; nil where nothing is published.
    var people: Int?
    /// Party organisations; nil for one a school.
    var parties: Int?
    /// Groups by their form (list `group_kind`).
    var groups: [(form: String, count: Int)] = []
    /// Heads by rank (list `principal_rank`).
    var ranks: [(rank: String, count: Int)] = []
    /// 周转编制.
    var poolPosts = 0
    /// Kindergartens of the highest grade 示范园.
    var modelKindergartens = 0
    /// 省（市）级示范性高中.
    var modelSeniors = 0
    /// Education spending in yuan; nil where nothing is published.
    var spending: Int?
    /// 学前三年毛入园率 in percent.
    var grossEnrolment = 91
    /// Longitude and latitude of its middle.
    let middle: (longitude: Double, latitude: Double)
    /// Pupils of a hundred whose household is registered elsewhere.
    let migrants: Int
    /// Published figures.
    public let figures: [Figure]

    /// A published figure and what of the region has to equal it.
    public struct Figure: Sendable {
        /// Its code among the named indicators of the plans.
        public let code: String
        /// Its name.
        public let title: String
        /// Its value.
        public let value: Int
        let measure: Measure
    }

    /// What can be counted of a region.
    enum Measure: Hashable, Sendable {
        case people, areas, districts, parties, poolPosts, spending, grossEnrolment
        case grade(Stage, Int)
        case pupils(Stage)
        case publicPupils(Stage)
        case kindergartens, inclusiveKindergartens, modelKindergartens, modelSeniors
        case groups(String)
        case heads(String)
    }

    /// The region of a name; nil for none.
    public static func named(_ name: String) -> RegionProfile? { all.first { $0.name == name } }

    /// All regions.
    public static let all = [dongcheng, haidian, chengde]
}
