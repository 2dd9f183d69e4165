import Catalog
import Foundation
import GRDB
import Localisation
import Monitoring
import Registers
import Store

/// Something that the desk should know of an application, found by the system.
public struct DeskFinding: Hashable, Sendable, Explained {
    /// What was found.
    public let kind: Kind
    /// The application that it is about, where the account may see it.
    public let application: Int64?
    let arguments: [String: String]

    /// What can be found.
    public enum Kind: String, CaseIterable, Hashable, Sendable {
        /// The same child has another application this year.
        case duplicate
        /// The same application in the round before or after: the family went on with it 第二轮.
        case wentOn
        /// The address served another family within the years of the rule.
        case addressUsed
        /// Another family asks with the same address now.
        case addressAsked
        /// The address served the same family: brothers and sisters are free of the rule.
        case addressOwn
        /// The sibling is at the school by the registers.
        case siblingFound
        /// The sibling is not at the school by the registers.
        case siblingMissing
        /// The twin does not name this one, or has other wishes, or other guardians.
        case twinDiffers

        /// Whether it has to be looked into before the application is accepted.
        public var isGrave: Bool { ![.wentOn, .addressOwn, .siblingFound].contains(self) }
    }

    init(_ kind: Kind, application: Int64? = nil, _ arguments: [String: String] = [:]) {
        self.kind = kind
        self.application = application
        self.arguments = arguments
    }

    /// The key of its words in `Strings/admission.json`.
    public var messageKey: String { "admission.finding.\(kind.rawValue)" }
    /// Numbers, years and schools.
    public var messageArguments: [String: String] { arguments }
}

extension AdmissionDesk {
    /// What the system finds about an application.
    public func findings(of application: Application) throws -> [DeskFinding] {
        let round = try admissions.round(application.round)
        return try duplicates(application, round) + addresses(application, round) + sibling(application, round)
            + twin(application)
    }

    private func duplicates(_ application: Application, _ round: AdmissionRound) throws -> [DeskFinding] {
        guard let mark = application.childMark else { return [] }
        return try store.read { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT a.*, r.title, ifnull(a.continues = ?2, 0)
                        OR EXISTS (SELECT 1 FROM admission_application o WHERE o.id = ?2 AND o.continues = a.id) AS went_on
                    FROM admission_application a JOIN admission_round r ON r.id = a.round_id
                    WHERE a.child_mark = ?1 AND a.id <> ?2 AND r.year = ?3
                        AND a.state IN ('submitted', 'returned', 'accepted') ORDER BY a.id
                    """,
                arguments: [mark, application.id, round.year])
        }.map { row in
            let other = Application(row: row)
            return DeskFinding(
                row["went_on"] ? .wentOn : .duplicate, application: mayRead(other.desk) ? other.id : nil,
                ["number": other.number, "round": row["title"]])
        }
    }

    private func addresses(_ application: Application, _ round: AdmissionRound) throws -> [DeskFinding] {
        guard let mark = application.addressMark, let years = try round.rules.addressYears else { return [] }
        let (uses, others) = try store.read { db in
            (
                try Row.fetchAll(
                    db,
                    sql: """
                        SELECT year, school, guardian_marks FROM admission_use
                        WHERE address_mark = ? AND application_id IS NOT ? AND year <= ? ORDER BY year
                        """,
                    arguments: [mark, application.id, round.year]),
                try Row.fetchAll(
                    db,
                    sql: """
                        SELECT * FROM admission_application WHERE address_mark = ? AND id <> ? AND round_id = ?
                            AND state IN ('submitted', 'returned', 'accepted') ORDER BY id
                        """,
                    arguments: [mark, application.id, application.round]
                ).map(Application.init(row:))
            )
        }
        var findings = uses.compactMap { use -> DeskFinding? in
            let year: Int = use["year"]
            guard round.year - year < years else { return nil }
            let family = Set((use["guardian_marks"] as String).split(separator: " ").map(String.init))
            let isOwn = !family.isDisjoint(with: application.guardianMarks)
            return DeskFinding(
                isOwn ? .addressOwn : .addressUsed,
                ["year": "\(year)", "school": use["school"], "years": "\(years)", "free": "\(year + years)"])
        }
        // One sheet for a family: brothers and sisters who apply together share their address.
        findings += others.filter { $0.guardianMarks.isDisjoint(with: application.guardianMarks) }.map {
            DeskFinding(.addressAsked, application: mayRead($0.desk) ? $0.id : nil, ["number": $0.number])
        }
        return findings
    }

    /// Looks the sibling up among the pupils of the school.
    private func sibling(_ application: Application, _ round: AdmissionRound) throws -> [DeskFinding] {
        guard !application.siblingSchool.isEmpty else { return [] }
        let sibling = try admissions.form(of: application).sibling
        let school = try admissions.schools(of: round.id).first { $0.code == application.siblingSchool }
        let words = ["school": school?.name ?? application.siblingSchool]
        guard let school, try isPupil(sibling.idNumber, of: school.organisation) else {
            return [DeskFinding(.siblingMissing, words)]
        }
        return [DeskFinding(.siblingFound, words)]
    }

    private func isPupil(_ number: String, of school: Int64) throws -> Bool {
        let registers = admissions.registers
        guard let students = registers.catalog.register("student"), let stays = registers.catalog.register("enrolment")
        else { return false }
        var query = RowQuery()
        query.conditions["id_number"] = .oneOf([.text(number)])
        let found = try registers.rows(of: students, query, access: .commandLine, limit: 5).rows.map(\.id)
        guard !found.isEmpty else { return false }
        var stay = RowQuery()
        stay.conditions["student"] = .oneOf(found.map { .integer($0) })
        stay.organisation = school
        stay.day = admissions.today
        return try registers.count(of: stays, stay, access: .commandLine) > 0
    }

    private func twin(_ application: Application) throws -> [DeskFinding] {
        guard !application.twin.isEmpty else { return [] }
        let other = try store.read { db in
            try Row.fetchOne(
                db, sql: "SELECT * FROM admission_application WHERE number = ? AND round_id = ?",
                arguments: [application.twin, application.round]
            ).map(Application.init(row:))
        }
        if let other, Self.areTwins(application, other) { return [] }
        return [
            DeskFinding(
                .twinDiffers, application: other.flatMap { mayRead($0.desk) ? $0.id : nil },
                ["number": application.twin])
        ]
    }

    /// Twins name each other, share a guardian and have the same wishes in the same order.
    static func areTwins(_ one: Application, _ other: Application) -> Bool {
        one.twin == other.number && other.twin == one.number && one.choices == other.choices
            && !one.guardianMarks.isDisjoint(with: other.guardianMarks)
    }
}
