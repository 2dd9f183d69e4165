import Ledger
import Store

/// Addresses of tasks at work: moves, evidence, inbox, handing over, saved views, the rule of the lights.
enum WorkPath: Hashable, Sendable {
    /// 待办: what somebody should know of or do.
    case inbox
    /// The form of a move of a task, `?form=report`; posting makes the move.
    case move(Int64)
    /// A file that shows what was reported.
    case evidence(Int64)
    /// 交办: the tasks of a plan that wait to be handed over.
    case issue(Int64)
    /// 通报与总结: the papers of a plan, those that were issued, and the form that issues one.
    case papers(Int64)
    /// A bulletin as it was issued.
    case bulletin(Int64)
    /// All follow-up orders 督办单.
    case followUps
    /// Keeps, shares and removes views of the ledger.
    case savedViews
    /// When lights change.
    case lightRule
}

extension WorkPath: SubPath {
    static let home: SitePath? = .work(.inbox)

    var pieces: [String] {
        switch self {
        case .inbox: ["inbox"]
        case .move(let id): ["tasks", "\(id)", "moves"]
        case .evidence(let id): ["evidence", "\(id)"]
        case .issue(let id): ["plans", "\(id)", "issue"]
        case .papers(let id): ["plans", "\(id)", "papers"]
        case .bulletin(let id): ["bulletins", "\(id)"]
        case .followUps: ["follow-ups"]
        case .savedViews: ["saved-views"]
        case .lightRule: ["rules", "lights"]
        }
    }

    init?(pieces: [String]) {
        let row = pieces.count > 1 ? SitePath.row(pieces[1]) : nil
        switch (pieces.first, row, pieces.count > 2 ? pieces[2] : nil, pieces.count) {
        case ("inbox", _, _, 1): self = .inbox
        case ("tasks", let id?, "moves", 3): self = .move(id)
        case ("evidence", let id?, _, 2): self = .evidence(id)
        case ("plans", let id?, "issue", 3): self = .issue(id)
        case ("plans", let id?, "papers", 3): self = .papers(id)
        case ("bulletins", let id?, _, 2): self = .bulletin(id)
        case ("follow-ups", _, _, 1): self = .followUps
        case ("saved-views", _, _, 1): self = .savedViews
        case ("rules", _, _, 2) where pieces[1] == "lights": self = .lightRule
        default: return nil
        }
    }

    var access: SitePath.Access {
        switch self {
        case .inbox, .move, .followUps, .lightRule: .needs(.viewLedger)
        // Views are of registers too.
        case .savedViews: .needs(.enter)
        // Files may say more than the ledger does: for those who may take things out.
        case .evidence, .papers, .bulletin: .needs(.exportLedger)
        case .issue: .needs(.superviseTasks)
        }
    }

    var postAccess: SitePath.Access? {
        switch self {
        case .inbox: .needs(.viewLedger)
        case .savedViews: .needs(.enter)
        // Whose task it is decides: `WorkMove.isAllowed`.
        case .move: .needs(.viewLedger)
        case .issue, .papers: .needs(.superviseTasks)
        case .lightRule: .needs(.setLightRule)
        case .evidence, .followUps, .bulletin: nil
        }
    }

    var takesFiles: Bool {
        if case .move = self { true } else { false }
    }

    static var samples: [WorkPath] {
        [.inbox, .move(1), .evidence(1), .issue(1), .papers(1), .bulletin(1), .followUps, .savedViews, .lightRule]
    }

    func answer(_ visit: Visit) throws -> Answer {
        switch self {
        case .inbox: try visit.isPost ? InboxPage.see(visit) : InboxPage.show(visit)
        case .move(let id): try visit.isPost ? TaskMoves.make(visit, id) : TaskMoves.show(visit, id)
        case .evidence(let id): try EvidenceFiles.file(visit, id)
        case .issue(let id): try visit.isPost ? IssuePage.issue(visit, id) : IssuePage.show(visit, id)
        case .papers(let id): try visit.isPost ? PapersPage.issue(visit, id) : PapersPage.show(visit, id)
        case .bulletin(let id): try PapersPage.file(visit, id)
        case .followUps: try FollowUpsPage.show(visit)
        case .savedViews: try visit.isPost ? SavedViews.change(visit) : SavedViews.show(visit)
        case .lightRule: try visit.isPost ? LightRulePage.set(visit) : LightRulePage.show(visit)
        }
    }
}
