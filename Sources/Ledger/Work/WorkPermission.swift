import Monitoring
import Store

extension WorkMove {
    /// Whether an account may make the move with a task of these offices. The state of the task is another question.
    ///
    /// The bureau's supervision office may make every move, so that no task waits for an office that has nobody.
    public func isAllowed(to account: Account, leads: [OfficeID], helpers: [OfficeID]) -> Bool {
        if may(account, .superviseTasks) { return true }
        func any(_ action: Action, _ offices: [OfficeID]) -> Bool {
            offices.contains { may(account, action, office: $0) }
        }
        switch party {
        case .bureau: return false
        case .overseer: return may(account, .orderFollowUp)
        case .officeHead: return any(.submitTask, leads)
        case .office: return any(.workTask, leads)
        case .helper: return any(.workTask, leads) || any(.helpTask, helpers)
        case .anyone: return may(account, .commentTask) || any(.commentTask, leads + helpers)
        }
    }
}

extension WorkRecord {
    /// The moves that an account may make now, in the order of `WorkMove`.
    public func moves(for account: Account, leads: [OfficeID], helpers: [OfficeID]) -> [WorkMove] {
        WorkMove.allCases.filter { move in
            guard move.from.contains(state), move.isAllowed(to: account, leads: leads, helpers: helpers) else {
                return false
            }
            switch move {
            case .grantExtension, .refuseExtension: return askedDue != nil
            case .askExtension: return askedDue == nil
            case .reply: return followUps.contains(where: \.isOpen)
            case .closeFollowUp: return followUps.contains { $0.closed == nil }
            case .submit: return !followUps.contains(where: \.isOpen)
            default: return true
            }
        }
    }
}
