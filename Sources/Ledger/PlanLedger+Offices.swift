import Foundation
import GRDB
import Store

extension PlanLedger {
    /// All offices, bureau offices first, by name.
    public func offices() throws -> [Office] { [] }

    /// An office. - Throws: `LedgerError.noOffice`.
    public func office(_ id: OfficeID) throws -> Office { throw LedgerError.noOffice }

    /// Makes an office; unresolved owners of its names are resolved to it.
    ///
    /// - Throws: `LedgerError.badName`, `.nameTaken`.
    @discardableResult
    public func createOffice(_ details: OfficeDetails, by principal: Principal) throws -> Office {
        throw LedgerError.noOffice
    }

    /// Renames an office; its old name stays as an alias. Sets its kind; both confirm it.
    @discardableResult
    public func changeOffice(
        _ id: OfficeID, name: String? = nil, kind: Office.Kind? = nil, by principal: Principal
    ) throws -> Office { throw LedgerError.noOffice }

    /// Remembers another name of an office; unresolved owners of that name are resolved to it.
    public func addAlias(_ alias: String, to id: OfficeID, by principal: Principal) throws {}

    /// Forgets another name of an office. Tasks keep the office that they have.
    public func removeAlias(_ alias: String, from id: OfficeID, by principal: Principal) throws {}

    /// Makes one office of two: names, aliases, tasks and accounts of `other` go to `kept`.
    @discardableResult
    public func mergeOffice(_ other: OfficeID, into kept: OfficeID, by principal: Principal) throws -> Office {
        throw LedgerError.noOffice
    }

    /// Brings a list of offices in, all or nothing; an office is found again by its name or one of its aliases.
    ///
    /// - Throws: `LedgerError.badRow` with the row from 1.
    @discardableResult
    public func importOffices(_ list: [OfficeDetails], by principal: Principal) throws -> UpsertResult {
        UpsertResult()
    }

    /// Offices that look like the same one, for a person to decide; not those that a person dismissed.
    public func officeSuggestions() throws -> [OfficeSuggestion] { [] }

    /// The two are different offices: the suggestion does not come again.
    public func dismissSuggestion(_ one: OfficeID, _ other: OfficeID, by principal: Principal) throws {}
}
