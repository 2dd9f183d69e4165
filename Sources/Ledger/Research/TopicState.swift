/// How far a research topic is.
public enum TopicState: String, Codable, CaseIterable, Hashable, Sendable {
    /// 计划.
    case planned
    /// 调研中.
    case underWay
    /// 已交报告.
    case handedIn
    /// 成果已采纳.
    case adopted
    /// 终止.
    case dropped
}

/// A step of a research topic.
public enum TopicMove: String, CaseIterable, Hashable, Sendable {
    /// Begins 启动.
    case start
    /// The findings and the report are handed in 提交报告.
    case handIn
    /// The report is not enough yet 退回.
    case sendBack
    /// The findings are taken up 采纳.
    case adopt
    /// Nothing comes of it 终止.
    case drop
    /// Taken up again 恢复.
    case takeUp

    /// The states that it is possible in.
    public var from: Set<TopicState> {
        switch self {
        case .start: [.planned]
        case .handIn: [.underWay]
        case .sendBack, .adopt: [.handedIn]
        case .drop: [.planned, .underWay, .handedIn]
        case .takeUp: [.dropped]
        }
    }

    /// The state that it leads to.
    public var to: TopicState {
        switch self {
        case .start, .sendBack: .underWay
        case .handIn: .handedIn
        case .adopt: .adopted
        case .drop: .dropped
        case .takeUp: .planned
        }
    }

    /// Whether the one who sets topics up makes it, as against the office that does the research.
    public var isManaging: Bool { [.sendBack, .adopt, .drop, .takeUp].contains(self) }
    /// Whether it needs a reason.
    public var needsReason: Bool { self == .sendBack || self == .drop }
}
