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
        let everybody: [Action: String] = [
            .enter: "yyy", .viewLedger: "yyy", .viewOrganisation: "yyy", .manageOwnAccount: "yyy",
        ]
        let office: [Action: String] = [
            .workTask: "nyn", .helpTask: "nyn", .commentTask: "nyn", .reportProgramme: "nyn", .reportProject: "nyn",
            .recordResearch: "nyn",
        ]
        func rights(_ more: [Action: String]) -> [Action: String] { everybody.merging(more) { $1 } }
        return [
            .administrator: Dictionary(uniqueKeysWithValues: Action.allCases.map { ($0, "yyy") }),
            .supervision: rights([
                .viewDrafts: "yyy", .exportLedger: "yyy", .importPlan: "yyy", .reviewTask: "yyy", .reviewPlan: "yyy",
                .openPlan: "yyy", .manageOrganisation: "yyy", .superviseTasks: "yyy", .orderFollowUp: "yyy",
                .workTask: "yyy", .submitTask: "yyy", .helpTask: "yyy", .commentTask: "yyy", .setLightRule: "yyy",
                .manageProgrammes: "yyy", .reportProgramme: "yyy", .manageProjects: "yyy", .reportProject: "yyy",
                .manageResearch: "yyy", .recordResearch: "yyy", .chooseHeadline: "yyy",
            ]),
            .officeHead: rights(office).merging([
                .viewDrafts: "yyy", .exportLedger: "yyy", .reviewTask: "nyn", .submitTask: "nyn",
            ]) { $1 },
            .officer: rights(office).merging([.exportLedger: "yyy"]) { $1 },
            .leader: rights([
                .viewDrafts: "yyy", .exportLedger: "yyy", .orderFollowUp: "yyy", .commentTask: "yyy",
                .recordResearch: "yyy",
            ]),
            .viewer: everybody, .school: [.enter: "yyy", .manageOwnAccount: "yyy"],
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
