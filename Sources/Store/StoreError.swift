import Localisation

/// What can go wrong in the store. Values that somebody typed never appear in it.
public enum StoreError: Error, Equatable {
    /// The directory cannot be made, read or written.
    case directory(path: String, reason: String)
    /// The database file is damaged or is no database.
    case damagedDatabase(path: String, reason: String)
    /// A newer version of the programme has written this database.
    case newerDatabase(path: String)
    /// Another process holds the directory.
    case inUse(path: String)
    /// The database refused a statement (full disk, lock).
    case database(reason: String)
    /// A file of this digest is not in the store.
    case missingFile(digest: String)
    /// A stored file no longer has its digest.
    case damagedFile(digest: String)
    /// A file is larger than the store takes; sizes in bytes.
    case fileTooLarge(size: Int, limit: Int)
    /// The audit trail does not hold together from this entry on.
    case brokenAudit(entry: Int64)
    /// The file is no backup, or cannot be read.
    case noBackup(path: String, reason: String)
    /// A part of the backup differs from its digest.
    case damagedBackup(part: String)
    /// Restoring would overwrite a directory that holds something.
    case notEmpty(path: String)
    /// There is a file of that name already.
    case exists(path: String)
    /// Name or password is wrong, or the account is disabled: which of them is not told.
    case signInRefused
    /// Too many failures; seconds until the next try.
    case lockedOut(seconds: Int)
    /// The sign-in name is not 2–64 letters, digits or `.-_`.
    case badLogin
    /// The sign-in name is taken.
    case loginTaken
    /// The displayed name is empty or longer than 100 characters.
    case badDisplayName
    /// An account needs a role.
    case noRole
    /// The password does not have 10–128 characters, or is too simple.
    case weakPassword(minimum: Int)
    /// There is no such account.
    case noAccount
    /// The last administrator can be neither disabled nor demoted.
    case lastAdministrator
}

extension StoreError: Explained {
    /// The key of its words in `Strings/ledger.json`.
    public var messageKey: String {
        switch self {
        case .directory: "ledger.store.directory"
        case .damagedDatabase: "ledger.store.damagedDatabase"
        case .newerDatabase: "ledger.store.newerDatabase"
        case .inUse: "ledger.store.inUse"
        case .database: "ledger.store.database"
        case .missingFile: "ledger.store.missingFile"
        case .damagedFile: "ledger.store.damagedFile"
        case .fileTooLarge: "ledger.store.fileTooLarge"
        case .brokenAudit: "ledger.store.brokenAudit"
        case .noBackup: "ledger.store.noBackup"
        case .damagedBackup: "ledger.store.damagedBackup"
        case .notEmpty: "ledger.store.notEmpty"
        case .exists: "ledger.store.exists"
        case .signInRefused: "ledger.store.signInRefused"
        case .lockedOut: "ledger.store.lockedOut"
        case .badLogin: "ledger.store.badLogin"
        case .loginTaken: "ledger.store.loginTaken"
        case .badDisplayName: "ledger.store.badDisplayName"
        case .noRole: "ledger.store.noRole"
        case .weakPassword: "ledger.store.weakPassword"
        case .noAccount: "ledger.store.noAccount"
        case .lastAdministrator: "ledger.store.lastAdministrator"
        }
    }

    /// What is filled into them.
    public var messageArguments: [String: String] {
        switch self {
        case .directory(let path, let reason), .damagedDatabase(let path, let reason),
            .noBackup(let path, let reason):
            ["path": path, "reason": reason]
        case .newerDatabase(let path), .inUse(let path), .notEmpty(let path), .exists(let path): ["path": path]
        case .database(let reason): ["reason": reason]
        case .missingFile(let digest), .damagedFile(let digest): ["digest": digest]
        case .fileTooLarge(let size, let limit):
            // Rounded up, so that the size named is never below the limit named.
            ["size": String((size + 1_048_575) >> 20), "limit": String(limit >> 20)]
        case .brokenAudit(let entry): ["entry": String(entry)]
        case .damagedBackup(let part): ["part": part]
        case .lockedOut(let seconds): ["seconds": String(seconds)]
        case .weakPassword(let minimum): ["minimum": String(minimum)]
        default: [:]
        }
    }
}
