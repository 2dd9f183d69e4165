import Localisation

extension RegisterFileError: Explained {
    /// The key of its words in `Strings/registers.json`.
    public var messageKey: String {
        switch self {
        case .onlyOne: "registers.error.onlyOneFile"
        case .tooMany: "registers.error.tooManyFiles"
        case .noFile: "registers.error.noFile"
        }
    }

    /// The limit.
    public var messageArguments: [String: String] {
        if case .tooMany(let limit) = self { ["limit": String(limit)] } else { [:] }
    }
}

extension RegisterError: Explained {
    /// The key of its words in `Strings/registers.json`.
    public var messageKey: String {
        switch self {
        case .database: "registers.error.database"
        case .unreachable: "registers.error.unreachable"
        case .brokenAudit: "registers.error.brokenAudit"
        case .wouldLose: "registers.error.wouldLose"
        case .unfitRows: "registers.error.unfitRows"
        case .wrongKey: "registers.error.wrongKey"
        case .damagedSeal: "registers.error.damagedSeal"
        case .sealing: "registers.error.sealing"
        case .noRegister: "registers.error.noRegister"
        case .noRow: "registers.error.noRow"
        case .notAllowed: "registers.error.notAllowed"
        case .stillUsed: "registers.error.stillUsed"
        case .changedMeanwhile: "registers.error.changedMeanwhile"
        }
    }

    /// Names and counts, no values.
    public var messageArguments: [String: String] {
        switch self {
        case .database(let reason), .unreachable(let reason): ["reason": reason]
        case .brokenAudit(let entry): ["entry": String(entry)]
        case .wouldLose(let register, let field, let rows), .unfitRows(let register, let field, let rows):
            ["register": register, "field": field, "rows": String(rows)]
        case .damagedSeal(let register, let row): ["register": register, "row": String(row)]
        case .noRegister(let register): ["register": register]
        case .stillUsed(let register, let rows): ["register": register, "rows": String(rows)]
        case .wrongKey, .sealing, .noRow, .notAllowed, .changedMeanwhile: [:]
        }
    }
}

extension ImportRefusal: Explained {
    /// The key of its words in `Strings/registers.json`.
    public var messageKey: String { self == .stale ? "registers.refusal.stale" : "registers.refusal.cancelled" }
    /// None.
    public var messageArguments: [String: String] { [:] }
}
