/// How far a task is, from the bureau's hand-over to its verification.
public enum WorkState: String, Codable, CaseIterable, Hashable, Sendable {
    /// In the ledger, not handed over yet 未交办.
    case draft
    /// Handed to its office 交办.
    case issued
    /// The office has taken it 签收.
    case accepted
    /// Progress was reported 办理中.
    case underWay
    /// The office says that it is done 提交办结.
    case submitted
    /// The bureau agrees 办结.
    case verified
    /// Set aside for the time being 挂起.
    case suspended
    /// Ended before it was done 终止.
    case ended

    /// Whether an office works on it.
    public var isLive: Bool { [.issued, .accepted, .underWay, .submitted].contains(self) }
    /// Whether nothing more is expected, short of taking it up again.
    public var isClosed: Bool { self == .verified || self == .ended }
}
