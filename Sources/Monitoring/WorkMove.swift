/// What people do with a task at work.
public enum WorkMove: String, Codable, CaseIterable, Hashable, Sendable {
    // The bureau.
    /// Hands it to its office 交办.
    case issue
    /// Takes it back before the office has accepted it 撤回.
    case recall
    /// Agrees that it is done 办结.
    case verify
    /// Sends it back, with a reason 退回.
    case sendBack
    /// Gives it more time 同意延期.
    case grantExtension
    /// Gives it no more time 不同意延期.
    case refuseExtension
    /// Sets it aside 挂起.
    case suspend
    /// Takes it up after it was set aside 恢复.
    case resume
    /// Ends it before it is done 终止.
    case end
    /// Takes it up again after it was verified or ended 重新办理.
    case reopen
    /// Orders a follow-up 督办.
    case orderFollowUp
    /// Is content with the reply 销号.
    case closeFollowUp

    // The office.
    /// Takes it 签收.
    case accept
    /// Says that it belongs to another office, with a reason 退签.
    case decline
    /// Reports progress 填报进展.
    case report
    /// Says that it is done 提交办结.
    case submit
    /// Takes that back 撤回办结.
    case withdraw
    /// Asks for more time 申请延期.
    case askExtension
    /// Replies to a follow-up 回复督办.
    case reply
    /// Ticks a step, milestone or paper, or takes the tick back 勾选.
    case tick
    /// Adds a step or milestone of the office's own 增加步骤.
    case addStep
    /// Names who is responsible, priority and tags 维护.
    case arrange
    /// Sets baseline, path and direction of a target 设定目标.
    case setTarget

    // Everybody at work on it.
    /// Adds a file 上传.
    case attach
    /// Takes a file away; it stays in the history 移除.
    case detach
    /// Says something about it 留言.
    case comment

    /// The states that the move starts from.
    public var from: Set<WorkState> {
        let live: Set<WorkState> = [.issued, .accepted, .underWay, .submitted]
        let working: Set<WorkState> = [.accepted, .underWay]
        return switch self {
        case .issue: [.draft]
        case .recall, .accept, .decline: [.issued]
        case .report, .submit: working
        case .withdraw, .verify, .sendBack: [.submitted]
        case .askExtension: [.issued, .accepted, .underWay]
        case .grantExtension, .refuseExtension: live.union([.suspended])
        case .suspend: live
        case .resume: [.suspended]
        // What was never handed over can be dropped as well, so that the summary can say why.
        case .end: live.union([.draft, .suspended])
        case .reopen: [.verified, .ended]
        case .orderFollowUp: live
        // An order outlives the state it was given in, so that it can always be settled.
        case .closeFollowUp, .reply: Set(WorkState.allCases)
        case .tick, .addStep, .attach, .detach: working.union([.submitted])
        case .setTarget, .arrange: [.draft, .issued, .accepted, .underWay, .submitted, .suspended]
        case .comment: Set(WorkState.allCases).subtracting([.draft])
        }
    }

    /// The state that the move leads to; nil where it stays.
    ///
    /// - Parameter before: for `resume`, the state in which the task was set aside.
    public func leads(from state: WorkState, before: WorkState? = nil) -> WorkState? {
        switch self {
        case .issue: .issued
        case .recall, .decline: .draft
        case .accept: .accepted
        case .report, .withdraw, .sendBack, .reopen: .underWay
        case .submit: .submitted
        case .verify: .verified
        case .suspend: .suspended
        case .resume: before ?? .underWay
        case .end: .ended
        default: nil
        }
    }

    /// Whether the move needs words: a reason, a report, a question.
    public var needsText: Bool {
        switch self {
        case .sendBack, .refuseExtension, .suspend, .end, .reopen, .orderFollowUp, .decline, .report, .submit,
            .askExtension, .reply, .comment:
            true
        default: false
        }
    }

    /// Who makes it.
    public var party: Party {
        switch self {
        case .issue, .recall, .verify, .sendBack, .grantExtension, .refuseExtension, .suspend, .resume, .end, .reopen,
            .closeFollowUp:
            .bureau
        case .orderFollowUp: .overseer
        case .accept, .decline, .tick, .addStep, .arrange, .setTarget: .office
        case .submit, .withdraw, .askExtension, .reply: .officeHead
        case .report, .attach, .detach: .helper
        case .comment: .anyone
        }
    }

    /// Who makes a move; everybody above may as well.
    public enum Party: String, Codable, CaseIterable, Hashable, Sendable {
        /// The supervision office 督查室.
        case bureau
        /// The supervision office or a leader of the bureau 局领导.
        case overseer
        /// The head of a lead office.
        case officeHead
        /// The staff of a lead office.
        case office
        /// The staff of a lead office or of one that helps 配合科室.
        case helper
        /// All of these.
        case anyone
    }
}
