import Localisation

/// What can go wrong in the ledger. Personal data never appears in it.
public enum LedgerError: Error, Equatable {
    /// There is no such plan.
    case noPlan
    /// There is no such task (any more).
    case noTask
    /// Somebody else changed the task in the meantime; its title.
    case conflict(title: String)
    /// The move cannot be undone or redone: there is none, or another came after.
    case nothingToUndo
    /// A move needs at least so many tasks of one part.
    case tooFewTasks(needed: Int)
    /// Tasks of different plans or parts cannot be merged.
    case differentParts
    /// A task in this state does not take this move.
    case wrongState(title: String)
    /// A place to cut lies outside the task, inside a character, or would leave an empty piece.
    case badCut
    /// A stretch of text lies outside the plan's text.
    case badSpan
    /// A task needs a title.
    case emptyTitle
    /// A field is longer than the ledger takes; characters or items.
    case tooLong(field: String, limit: Int)
    /// A day is no date of the form `yyyy-MM-dd`.
    case badDate
    /// A part of this id is not in the plan.
    case noPart
    /// The plan still has tasks that nobody decided.
    case undecided(count: Int)
    /// A plan in this state does not take this step.
    case wrongPlanState(state: String)
    /// There is no such office.
    case noOffice
    /// The name is empty or too long.
    case badName
    /// An office, area or school of this name or alias exists.
    case nameTaken(name: String)
    /// An import names a task key that the ledger does not have; the row from 1.
    case unknownKey(row: Int, key: String)
    /// An import names one key in two rows; the second row from 1.
    case repeatedKey(row: Int, key: String)
    /// An imported row is wrong: the row from 1, the field, and what is wrong in it.
    case badRow(row: Int, field: String, value: String)
    /// The text that was read of the plan is damaged.
    case damagedText
}

extension LedgerError: Explained {
    /// The key of its words in `Strings/ledger.json`.
    public var messageKey: String {
        switch self {
        case .noPlan: "ledger.error.noPlan"
        case .noTask: "ledger.error.noTask"
        case .conflict: "ledger.error.conflict"
        case .nothingToUndo: "ledger.error.nothingToUndo"
        case .tooFewTasks: "ledger.error.tooFewTasks"
        case .differentParts: "ledger.error.differentParts"
        case .wrongState: "ledger.error.wrongState"
        case .badCut: "ledger.error.badCut"
        case .badSpan: "ledger.error.badSpan"
        case .emptyTitle: "ledger.error.emptyTitle"
        case .tooLong: "ledger.error.tooLong"
        case .badDate: "ledger.error.badDate"
        case .noPart: "ledger.error.noPart"
        case .undecided: "ledger.error.undecided"
        case .wrongPlanState: "ledger.error.wrongPlanState"
        case .noOffice: "ledger.error.noOffice"
        case .badName: "ledger.error.badName"
        case .nameTaken: "ledger.error.nameTaken"
        case .unknownKey: "ledger.error.unknownKey"
        case .repeatedKey: "ledger.error.repeatedKey"
        case .badRow: "ledger.error.badRow"
        case .damagedText: "ledger.error.damagedText"
        }
    }

    /// What is filled into them.
    public var messageArguments: [String: String] {
        switch self {
        case .conflict(let title): ["title": title]
        case .tooFewTasks(let needed): ["needed": String(needed)]
        case .wrongState(let title): ["title": title]
        case .tooLong(let field, let limit): ["field": field, "limit": String(limit)]
        case .undecided(let count): ["count": String(count)]
        case .wrongPlanState(let state): ["state": state]
        case .nameTaken(let name): ["name": name]
        case .unknownKey(let row, let key), .repeatedKey(let row, let key): ["row": String(row), "key": key]
        case .badRow(let row, let field, let value): ["row": String(row), "field": field, "value": value]
        default: [:]
        }
    }
}
