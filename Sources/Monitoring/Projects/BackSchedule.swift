/// 倒排工期: the stages of a project counted back from the day on which it has to be there.
public enum BackSchedule {
    /// A stage before it has days.
    public struct Step: Hashable, Sendable {
        /// Its name.
        public var name: StageName
        /// How long it takes, in days; at least 1.
        public var days: Int

        /// A stage.
        public init(_ name: StageName, days: Int) {
            self.name = name
            self.days = max(1, min(days, 3660))
        }
    }

    /// A stage with its latest days.
    public struct Stage: Hashable, Sendable, Codable {
        /// Its name.
        public var name: StageName
        /// The latest day to begin, and to end.
        public var start: Day, end: Day
        /// The day it was done; nil while it is not.
        public var done: Day?

        /// A stage.
        public init(name: StageName, start: Day, end: Day, done: Day? = nil) {
            self.name = name
            self.start = start
            self.end = end
            self.done = done
        }
    }

    /// The latest days of stages that follow one another and end on the completion day.
    ///
    /// A right answer ends the last stage on the day, leaves no gap, and keeps the order. Linear.
    public static func stages(_ steps: [Step], completion: Day) -> [Stage] {
        var end = completion
        var stages: [Stage] = []
        for step in steps.reversed() {
            let start = end + -(step.days - 1)
            stages.append(Stage(name: step.name, start: start, end: end))
            end = start + -1
        }
        return stages.reversed()
    }

    /// The days by which the first stage should have begun before a day: how late a schedule is when it is made.
    public static func late(_ stages: [Stage], on today: Day) -> Int {
        stages.map(\.start).min().map { max(0, today - $0) } ?? 0
    }
}

/// The usual stages of a kind of project. The days are common experience and can be changed for each project.
public enum ProjectTemplate: String, Codable, CaseIterable, Hashable, Sendable {
    /// 新建: from approval to use.
    case building
    /// 改造.
    case renovation
    /// 设备购置.
    case equipment
    /// 服务类.
    case service

    /// Its stages.
    public var steps: [BackSchedule.Step] {
        switch self {
        case .building:
            [
                .init("approval", days: 30), .init("land", days: 45), .init("tender", days: 40),
                .init("structure", days: 120), .init("fitting", days: 75), .init("acceptance", days: 30),
                .init("handover", days: 15),
            ]
        case .renovation:
            [
                .init("survey", days: 20), .init("approval", days: 20), .init("tender", days: 30),
                .init("works", days: 60), .init("acceptance", days: 20),
            ]
        case .equipment:
            [
                .init("survey", days: 15), .init("tender", days: 40), .init("delivery", days: 30),
                .init("installation", days: 20), .init("acceptance", days: 15),
            ]
        case .service:
            [.init("plan", days: 30), .init("start", days: 30), .init("running", days: 120), .init("review", days: 20)]
        }
    }
}
