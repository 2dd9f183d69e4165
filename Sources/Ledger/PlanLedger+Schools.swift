import Foundation
import GRDB
import Store

extension PlanLedger {
    /// All areas, by code.
    public func areas() throws -> [Area] { [] }

    /// Schools whose name, code or address has `text`, by code; of an area if given.
    public func schools(_ text: String = "", area: Int64? = nil, page: PageRange = .all) throws -> (
        total: Int, rows: [School]
    ) { (0, []) }

    /// Brings a list of areas in, all or nothing. - Throws: `LedgerError.badRow`, the row from 1.
    @discardableResult
    public func importAreas(_ list: [AreaDetails], by principal: Principal) throws -> UpsertResult { UpsertResult() }

    /// Brings a list of schools in, all or nothing; their areas are there before.
    ///
    /// - Throws: `LedgerError.badRow`, the row from 1.
    @discardableResult
    public func importSchools(_ list: [SchoolDetails], by principal: Principal) throws -> UpsertResult {
        UpsertResult()
    }
}
