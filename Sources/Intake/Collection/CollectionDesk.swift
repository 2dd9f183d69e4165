import Catalog
import Documents
import Foundation
import Localisation
import Monitoring
import Registers
import Store

/// What an account does with collection tasks: asks, hands in, approves, sends back, reminds, closes.
///
/// Who may approve rows of a register may ask for them. An answer stays a sealed file until it is approved; then its rows
/// come into the register in the same transaction that marks it as approved.
public struct CollectionDesk: Sendable {
    private let store: RegisterStore
    private let access: RegisterAccess
    private let principal: Principal
    private let files: FileStore

    /// Most characters of a title, and of a purpose or of words.
    public static let titleLimit = 100, wordsLimit = 2_000

    /// A desk of an account.
    public init(store: RegisterStore, access: RegisterAccess, principal: Principal, files: FileStore) {
        self.store = store
        self.access = access
        self.principal = principal
        self.files = files
    }

    // MARK: - Who may see what

    /// The registers whose rows the account may ask for.
    public func askable() -> [Register] {
        store.catalog.registers.filter { $0.belongsTo != nil && $0.flow == nil && access.may(.approve, $0) }
    }

    /// The organisations that the account may ask for rows of a register, by code.
    public func organisations(_ register: Register) throws -> [OrganisationTree.Node] {
        let scope = access.scope(.approve, register)
        return try store.organisations().nodes.values
            .filter { $0.level == register.belongsTo && scope.contains($0.id) }.sorted { $0.code < $1.code }
    }

    /// Whether the account may answer for an organisation.
    public func mayAnswer(_ task: CollectionTask, _ organisation: Int64) -> Bool {
        guard let register = store.catalog.register(task.register) else { return false }
        return access.scope(.write, register).contains(organisation)
    }

    /// Whether the account may decide about an organisation's answer.
    public func mayDecide(_ task: CollectionTask, _ organisation: Int64) -> Bool {
        guard let register = store.catalog.register(task.register) else { return false }
        return access.scope(.approve, register).contains(organisation)
    }

    /// The parts of a task that the account may see.
    public func parts(_ task: CollectionTask) -> [CollectionTask.Part] {
        task.parts.filter { mayAnswer(task, $0.organisation) || mayDecide(task, $0.organisation) }
    }

    /// A task of which the account may see something. - Throws: `CollectionError.noTask`.
    public func task(_ id: Int64) throws -> CollectionTask {
        let task = try store.collection(id)
        guard !parts(task).isEmpty else { throw CollectionError.noTask }
        return task
    }

    // MARK: - Asking

    /// Whether each field of a register may be asked of some organisations.
    public func verdicts(
        _ register: Register, _ organisations: Set<Int64>
    ) throws -> [(field: Field, verdict: SingleSource.Verdict)] {
        let held = try store.held(register, by: organisations)
        let rule = SingleSource(store.catalog)
        return register.entryFields.map {
            ($0, rule.verdict($0, of: register, held: held.fields[$0.name] ?? 0, total: held.total))
        }
    }

    /// Checks a new task. - Throws: `CollectionError`, `RegisterError.notAllowed`.
    ///
    /// - Returns: the task with its fields in the register's order, and the rows that are there, by organisation.
    public func check(
        _ new: NewCollection, approver: RegisterAccess, language: Language
    ) throws -> (task: NewCollection, expected: [Int64: Int]) {
        let register = try store.register(new.register)
        guard access.may(.approve, register) else { throw RegisterError.notAllowed }
        var new = new
        guard !new.title.isEmpty, new.title.count <= Self.titleLimit, !new.purpose.isEmpty,
            new.purpose.count <= Self.wordsLimit
        else { throw CollectionError.noTitle(limit: Self.titleLimit) }
        guard new.due >= store.today else { throw CollectionError.dueOver }
        let asked = Set(new.organisations)
        let may = Set(try organisations(register).map(\.id))
        guard !asked.isEmpty, asked.isSubset(of: may) else { throw CollectionError.noOrganisations }
        let scope = approver.scope(.approve, register)
        guard asked.allSatisfy(scope.contains) else { throw CollectionError.noApprover }
        new.organisations = asked.sorted()
        let wanted = Set(new.fields)
        new.fields = register.entryFields.map(\.name).filter(wanted.contains)
        guard !new.fields.isEmpty, new.fields.count == wanted.count else { throw CollectionError.noFields }
        for (field, verdict) in try verdicts(register, asked) where wanted.contains(field.name) {
            let title = field.title.text(language)
            switch verdict {
            case .free, .lacking: break
            case .key, .file: throw CollectionError.noFields
            case .held: throw CollectionError.held(field: title, register: register.title.text(language))
            case .elsewhere(let name, _):
                let other = store.catalog.register(name)?.title.text(language) ?? name
                throw CollectionError.held(field: title, register: other)
            }
        }
        for task in try store.collections(onlyOpen: true) where task.register == new.register {
            guard let field = task.fields.first(where: wanted.contains),
                task.parts.contains(where: { asked.contains($0.organisation) && $0.state != .approved })
            else { continue }
            throw CollectionError.asked(
                field: register.field(field)?.title.text(language) ?? field, task: task.title)
        }
        var expected: [Int64: Int] = [:]
        for organisation in asked { expected[organisation] = try store.held(register, by: [organisation]).total }
        return (new, expected)
    }

    /// Issues a task that was checked. - Throws: what `check` throws.
    public func issue(_ new: NewCollection, approver: RegisterAccess, language: Language) throws -> Int64 {
        let checked = try check(new, approver: approver, language: language)
        return try store.issue(checked.task, expected: checked.expected, by: principal)
    }

    // MARK: - Answering

    /// The fields that a form of a task shows: the row's key, what a new row needs, and what is asked for.
    public func formFields(_ task: CollectionTask, _ register: Register) -> [Field] {
        register.entryFields.filter {
            $0.type != .file
                && (register.key.contains($0.name) || $0.name == register.ownerColumn || task.fields.contains($0.name)
                    || $0.isRequired && $0.preset == nil)
        }
    }

    /// The rows of an organisation that are there already, at most `limit`.
    public func rows(_ task: CollectionTask, _ organisation: Int64, limit: Int = 20_000) throws -> [RegisterRow] {
        let register = try store.register(task.register)
        var query = RowQuery()
        query.organisation = organisation
        return try store.rows(of: register, query, access: access, limit: limit).rows
    }

    /// Checks an answer and hands it in.
    ///
    /// - Returns: what is wrong, where it is not handed in; nil where it is.
    /// - Throws: `CollectionError`, `RegisterError.notAllowed`, what opening the file throws.
    public func handIn(
        _ data: Data, named name: String, for task: CollectionTask, _ organisation: Int64
    ) throws -> (file: RegisterFile, report: ImportReport)? {
        guard mayAnswer(task, organisation), let part = task.part(organisation) else { throw CollectionError.noTask }
        guard task.closedAt == nil, part.state != .approved else { throw CollectionError.wrongState }
        let register = try store.register(task.register)
        let intake = RegisterIntake(store: store, access: access, principal: principal)
        let file = try intake.open(.bytes(Array(data)), named: name, for: register)
        let report = try intake.take(
            file, into: register, mode: .preview, keeping: keeping(task, register), within: [organisation])
        guard report.refused == 0 else { return (file, report) }
        guard report.rows > 0 else { throw CollectionError.noRows }
        let digest = try files.keep(try store.sealed(data))
        try store.move(
            task.id, organisation, from: [.open, .returned, .handedIn], to: .handedIn, action: "hand_in", words: "",
            file: (name, digest, report.rows), by: principal)
        return nil
    }

    /// Approves an answer: its rows are in the register, or nothing is.
    ///
    /// - Returns: what was written; rows with faults, because the register changed meanwhile, leave everything as it was.
    /// - Throws: `CollectionError`, `RegisterError`.
    public func approve(_ task: CollectionTask, _ organisation: Int64) throws -> ImportReport {
        guard mayDecide(task, organisation), let part = task.part(organisation) else { throw CollectionError.noTask }
        guard task.closedAt == nil, part.state == .handedIn else { throw CollectionError.wrongState }
        let register = try store.register(task.register)
        var intake = RegisterIntake(store: store, access: access, principal: principal)
        intake.action = .approve
        let data = try store.unsealed(try files.data(part.digest))
        let file = try intake.open(.bytes(Array(data)), named: part.file, for: register)
        let report = try intake.take(
            file, into: register, mode: .all, digest: part.digest, keeping: keeping(task, register),
            within: [organisation],
            also: { work in
                let table = CollectionTable(work.connection)
                try table.move(task.id, organisation, from: [.handedIn], to: .approved, at: work.now)
                try table.log(task.id, organisation, "approve", "", by: principal, at: work.now)
            })
        guard report.refused == 0 else { throw CollectionError.faulty(count: report.refused) }
        if !report.isKept {
            // Every row is there already: only the mark is to be made.
            try store.move(
                task.id, organisation, from: [.handedIn], to: .approved, action: "approve", words: "", by: principal)
        }
        return report
    }

    /// Sends an answer back. - Throws: `CollectionError.noWords`, `.wrongState`, `.noTask`.
    public func sendBack(_ task: CollectionTask, _ organisation: Int64, words: String) throws {
        guard mayDecide(task, organisation) else { throw CollectionError.noTask }
        guard !words.isEmpty, words.count <= Self.wordsLimit else { throw CollectionError.noWords }
        try store.move(
            task.id, organisation, from: [.handedIn], to: .returned, action: "return", words: words, by: principal)
    }

    /// Reminds those who have not handed in: one organisation, or all. How many they are.
    @discardableResult
    public func remind(_ task: CollectionTask, _ organisation: Int64? = nil) throws -> Int {
        guard task.closedAt == nil else { throw CollectionError.wrongState }
        let waiting = task.parts.filter { part in
            (part.state == .open || part.state == .returned) && mayDecide(task, part.organisation)
                && (organisation == nil || organisation == part.organisation)
        }
        guard !waiting.isEmpty else { throw CollectionError.wrongState }
        try store.remind(task.id, waiting.map(\.organisation), by: principal)
        return waiting.count
    }

    /// Closes a task. - Throws: `CollectionError.noTask` unless the account may decide about all its answers.
    public func close(_ task: CollectionTask) throws {
        guard task.parts.allSatisfy({ mayDecide(task, $0.organisation) }) else { throw CollectionError.noTask }
        try store.close(task.id, by: principal)
    }

    /// What a file says of other fields than those asked for changes no row that is there.
    private func keeping(_ task: CollectionTask, _ register: Register) -> Set<String> {
        Set(register.fields.map(\.name)).subtracting(task.fields).subtracting(register.key)
    }
}
