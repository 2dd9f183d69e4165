import Foundation
import Testing

@testable import Store

struct PermissionTests {
    static func account(_ roles: Set<Role>, office: OfficeID? = 7, disabled: Bool = false, first: Bool = false)
        -> Account
    {
        Account(
            id: 1, login: "x", displayName: "x", office: office, roles: roles, isDisabled: disabled,
            mustChangePassword: first, createdAt: Date(timeIntervalSince1970: 0))
    }

    /// Columns: without office, own office, other office.
    static let table: [Role: [Action: String]] = {
        let everybody: [Action: String] = [.viewLedger: "yyy", .viewOrganisation: "yyy", .manageOwnAccount: "yyy"]
        func rights(_ more: [Action: String]) -> [Action: String] { everybody.merging(more) { $1 } }
        return [
            .administrator: Dictionary(uniqueKeysWithValues: Action.allCases.map { ($0, "yyy") }),
            .supervision: rights([
                .viewDrafts: "yyy", .exportLedger: "yyy", .importPlan: "yyy", .reviewTask: "yyy", .reviewPlan: "yyy",
                .openPlan: "yyy", .manageOrganisation: "yyy",
            ]),
            .officeHead: rights([.viewDrafts: "yyy", .exportLedger: "yyy", .reviewTask: "nyn"]),
            .officer: rights([.exportLedger: "yyy"]),
            .leader: rights([.viewDrafts: "yyy", .exportLedger: "yyy"]),
            .viewer: everybody,
        ]
    }()

    @Test(arguments: Role.allCases, Action.allCases)
    func followsTheTable(_ role: Role, _ action: Action) throws {
        let expected = try #require(Self.table[role])[action] ?? "nnn"
        let found = [nil, 7, 8].map { may(Self.account([role]), action, office: $0) ? "y" : "n" }.joined()
        #expect(found == expected)
    }

    @Test func rolesAddUp() {
        #expect(may(Self.account([.viewer, .officeHead]), .reviewTask, office: 7))
        #expect(!may(Self.account([.viewer, .officeHead], office: nil), .reviewTask, office: nil))
    }

    @Test(arguments: Action.allCases)
    func disabledAndFirstSignIn(_ action: Action) {
        #expect(!may(Self.account([.administrator], disabled: true), action))
        #expect(may(Self.account([.administrator], first: true), action) == (action == .manageOwnAccount))
        #expect(!may(Self.account([]), action))
    }
}
