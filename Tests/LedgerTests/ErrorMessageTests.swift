import Foundation
import Localisation
import Testing

@testable import Ledger
@testable import Store

struct ErrorMessageTests {
    static let ledger: [LedgerError] = [
        .noPlan, .noTask, .conflict(title: "甲"), .nothingToUndo, .tooFewTasks(needed: 2), .differentParts,
        .wrongState(title: "甲"), .badCut, .badSpan, .emptyTitle, .tooLong(field: "title", limit: 9), .badDate, .noPart,
        .undecided(count: 3), .wrongPlanState(state: "open"), .noOffice, .badName, .nameTaken(name: "甲"),
        .unknownKey(row: 1, key: "t"), .repeatedKey(row: 1, key: "t"), .badRow(row: 1, field: "due", value: "x"),
        .damagedText,
    ]
    static let store: [StoreError] = [
        .directory(path: "p", reason: "r"), .damagedDatabase(path: "p", reason: "r"), .newerDatabase(path: "p"),
        .inUse(path: "p"), .database(reason: "r"), .missingFile(digest: "d"), .damagedFile(digest: "d"),
        .fileTooLarge(size: 9 << 20, limit: 1 << 20), .brokenAudit(entry: 4), .noBackup(path: "p", reason: "r"),
        .damagedBackup(part: "t"), .notEmpty(path: "p"), .exists(path: "p"), .signInRefused, .lockedOut(seconds: 30),
        .badLogin, .loginTaken, .badDisplayName, .noRole, .weakPassword(minimum: 10), .noAccount, .lastAdministrator,
    ]

    private func check(_ error: some Explained & Error) {
        #expect(StringCatalogue.standard.has(error.messageKey))
        for language in Language.allCases {
            let words = error.message(in: language)
            #expect(words != error.messageKey && !words.contains("{"), "\(words)")
        }
    }

    @Test(arguments: ledger) func ledgerErrorsHaveWords(_ error: LedgerError) { check(error) }
    @Test(arguments: store) func storeErrorsHaveWords(_ error: StoreError) { check(error) }

    @Test func everyStringIsUsed() {
        let used = Set(Self.ledger.map(\.messageKey) + Self.store.map(\.messageKey))
        #expect(Set(StringCatalogue.standard.keys.filter { $0.hasPrefix("ledger.") }) == used)
    }
}
