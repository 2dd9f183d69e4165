/// The standards by which rooms become seats and pupils become teachers, all of them settings.
public struct SeatStandards: Codable, Hashable, Sendable {
    /// Pupils of a class at most, by stage: 45 in primary, 50 in junior and senior school, 30 as the mean of kindergarten (25, 30 and
    /// 35 in its three years, 幼儿园工作规程 2016).
    public var classSizes: [SchoolStage: Int]
    /// Pupils to a post, by stage: 19, 13.5 and 12.5 (中央编办发〔2014〕72号); in kindergarten 7 children to one of the staff
    /// (教师〔2013〕1号).
    public var pupilsPerPost: [SchoolStage: Double]

    /// The national standards.
    public static let national = SeatStandards(
        classSizes: [.preschool: 30, .primary: 45, .junior: 50, .senior: 50, .all: 45],
        pupilsPerPost: [.preschool: 7, .primary: 19, .junior: 13.5, .senior: 12.5, .all: 19])

    /// Standards.
    public init(classSizes: [SchoolStage: Int], pupilsPerPost: [SchoolStage: Double]) {
        (self.classSizes, self.pupilsPerPost) = (classSizes, pupilsPerPost)
    }

    /// The seats of a number of rooms of a stage.
    public func seats(rooms: Double, _ stage: SchoolStage) -> Double { rooms * Double(classSizes[stage] ?? 45) }

    /// The posts that a number of pupils of a stage needs, rounded up.
    public func posts(for pupils: Double, _ stage: SchoolStage) -> Int {
        Int((pupils / (pupilsPerPost[stage] ?? 19) - 1e-9).rounded(.up))
    }
}
