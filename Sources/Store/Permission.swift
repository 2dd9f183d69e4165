/// The row of an office in the ledger's table of offices.
public typealias OfficeID = Int64

/// What an account is for. An account may have several roles.
public enum Role: String, Codable, CaseIterable, Hashable, Sendable {
    /// 系统管理员: accounts, offices, backups, and everything else.
    case administrator
    /// 督查室: runs the ledger: imports plans, reviews them, opens ledgers.
    case supervision
    /// 科室负责人: reads all, corrects, works on and answers for the tasks that the own office leads.
    case officeHead
    /// 科室工作人员: reads and exports the ledger, works on the own office's tasks.
    case officer
    /// 局领导: reads everything, drafts included; orders follow-ups, comments, records visits.
    case leader
    /// 查看: reads opened ledgers.
    case viewer
    /// 学校用户: nothing of the ledger; what the roles at organisations allow of the registers.
    case school
}

/// What somebody may wish to do.
public enum Action: String, CaseIterable, Hashable, Sendable {
    /// Come in: the home page, the help, and the data pages, where the roles at organisations decide what is there.
    case enter
    /// See opened ledgers, their tasks, sources and roll-ups; search them.
    case viewLedger
    /// See plans that are still drafts, and their review.
    case viewDrafts
    /// Take tasks out as a file. A right of its own.
    case exportLedger
    /// Bring a plan document in as a draft.
    case importPlan
    /// Make review moves on a task led by `office`: correct, accept, reject, split.
    case reviewTask
    /// Make review moves on any task of a plan: merge, add, accept all, undo, import an edited ledger.
    case reviewPlan
    /// Turn a reviewed draft into a ledger, archive it, take it up again.
    case openPlan
    /// Hand tasks over, verify, send back, decide on extensions, suspend, end, take up again.
    case superviseTasks
    /// Order a follow-up of a task.
    case orderFollowUp
    /// Work on a task that `office` leads: accept, report, tick, set targets.
    case workTask
    /// Speak for an office that leads a task: submit it as done, ask for more time, reply to a follow-up.
    case submitTask
    /// Report on a task that `office` helps with, add files to it.
    case helpTask
    /// Say something about a task that `office` has a part in; without office, about any.
    case commentTask
    /// Set when lights change.
    case setLightRule
    /// Choose which figures the data cockpit shows first.
    case chooseHeadline
    /// Set up five-year plans and action programmes, and confirm what is reported of them.
    case manageProgrammes
    /// Report on an indicator of a programme that `office` answers for.
    case reportProgramme
    /// Set up livelihood projects, freeze and publish their monthly statement.
    case manageProjects
    /// Report on a livelihood project that `office` has.
    case reportProject
    /// Set up research topics and contact duties, turn findings into tasks.
    case manageResearch
    /// Record visits, problems and findings for `office`, or as the leader who made the visit.
    case recordResearch
    /// See the offices, areas and schools.
    case viewOrganisation
    /// Change offices and their aliases; import areas and schools.
    case manageOrganisation
    /// Create accounts, set their roles, disable them, reset passwords.
    case manageAccounts
    /// Read and verify the audit trail.
    case viewAudit
    /// Take a backup of everything.
    case backUp
    /// Change the own password, sign out.
    case manageOwnAccount
}

/// Whether `account` may do `action` to something of `office`; nil for what belongs to no single office.
///
/// The one rule: pages, exports, search and the command line all ask it. A disabled account may nothing; one that
/// still has its one-time password may only change it.
public func may(_ account: Account, _ action: Action, office: OfficeID? = nil) -> Bool {
    if account.isDisabled { return false }
    if account.mustChangePassword { return action == .manageOwnAccount }
    return account.roles.contains { $0.allows(action, ownOffice: office != nil && account.office == office) }
}

extension Role {
    /// The table of rights; `ownOffice` tells that the thing belongs to the account's own office.
    fileprivate func allows(_ action: Action, ownOffice: Bool) -> Bool {
        switch (self, action) {
        case (_, .enter), (_, .manageOwnAccount): true
        case (.school, _): false
        case (_, .viewLedger), (_, .viewOrganisation): true
        case (.administrator, _): true
        case (.supervision, .manageAccounts), (.supervision, .viewAudit), (.supervision, .backUp): false
        case (.supervision, _): true
        case (.officeHead, .viewDrafts), (.officeHead, .exportLedger): true
        case (.officeHead, .reviewTask), (.officeHead, .submitTask): ownOffice
        case (.officer, .exportLedger): true
        case (.officeHead, .workTask), (.officeHead, .helpTask), (.officeHead, .commentTask),
            (.officeHead, .reportProgramme), (.officeHead, .reportProject), (.officeHead, .recordResearch):
            ownOffice
        case (.officer, .workTask), (.officer, .helpTask), (.officer, .commentTask), (.officer, .reportProgramme),
            (.officer, .reportProject), (.officer, .recordResearch):
            ownOffice
        case (.leader, .viewDrafts), (.leader, .exportLedger): true
        case (.leader, .orderFollowUp), (.leader, .commentTask), (.leader, .recordResearch): true
        default: false
        }
    }
}
