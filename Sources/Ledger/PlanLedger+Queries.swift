import Foundation
import GRDB
import PlanModel
import Store

extension PlanLedger {
    /// Tasks of the filter, in order, with their count.
    public func tasks(
        _ filter: LedgerFilter = LedgerFilter(), sort: LedgerSort = LedgerSort(), page: PageRange = .all
    ) throws -> TaskPage { throw LedgerError.noPlan }

    /// A task. - Throws: `LedgerError.noTask`.
    public func task(_ id: Int64) throws -> TaskRow { throw LedgerError.noTask }

    /// A task by its public key. - Throws: `LedgerError.noTask`.
    public func task(key: String) throws -> TaskRow { throw LedgerError.noTask }

    /// The tasks of the filter by office: the office with most leads first, then tasks of unknown owners.
    public func byOffice(_ filter: LedgerFilter = LedgerFilter()) throws -> [OfficeRollUp] { [] }

    /// The tasks of the filter by plan, part and first heading, in the plans' order.
    public func bySection(_ filter: LedgerFilter = LedgerFilter()) throws -> [SectionRollUp] { [] }

    /// Plans and tasks that have all words of `text`; drafts too if `withDrafts`.
    public func search(_ text: String, withDrafts: Bool = false, page: PageRange = .page(1)) throws -> SearchResult {
        throw LedgerError.noPlan
    }
}
