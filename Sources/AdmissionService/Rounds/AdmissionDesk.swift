import Catalog
import Foundation
import GRDB
import Localisation
import Monitoring
import Registers
import Store

/// What an account does with admissions: what its roles allow of the register `admission` decides.
///
/// Reading shows applications of the schools that the account is over; writing checks them; approving sets classes, and
/// decides about appeals; approving for the whole district sets up rounds and gives places.
public struct AdmissionDesk: Sendable {
    let admissions: AdmissionStore
    /// What the account may do with the registers.
    public let access: RegisterAccess
    let principal: Principal
    private let readable: RowScope
    private let writable: RowScope
    private let approvable: RowScope
    private let personal: RowScope
    private let exportable: RowScope
    /// Whether the account may set up rounds, freeze lists, give places and announce them.
    public let mayManage: Bool

    /// A desk of an account, or of the command line.
    public init(_ admissions: AdmissionStore, access: RegisterAccess, principal: Principal) throws {
        self.admissions = admissions
        self.access = access
        self.principal = principal
        let nothing = RowScope.organisations([])
        guard let register = admissions.registers.catalog.register(AdmissionStore.register) else {
            (readable, writable, approvable, personal, exportable) = (nothing, nothing, nothing, nothing, nothing)
            mayManage = false
            return
        }
        readable = access.scope(.read, register)
        writable = access.scope(.write, register)
        approvable = access.scope(.approve, register)
        personal = access.personalScope(register)
        exportable = access.scope(.export, register)
        mayManage = try admissions.registers.isForDistrict(.approve, register, access)
    }

    /// Whether the account has anything to do with admissions.
    public var isAnybody: Bool { !readable.isEmpty }

    var store: Store { admissions.store }

    func requireManage() throws {
        guard mayManage else { throw AdmissionError.notAllowed }
    }

    /// Whether the account may read the applications of a school's desk.
    public func mayRead(_ school: Int64?) -> Bool { mayManage || school.map(readable.contains) ?? false }
    /// Whether the account may check them.
    public func mayCheck(_ school: Int64?) -> Bool { school.map(writable.contains) ?? mayManage }
    /// Whether the account may set their classes, and decide about appeals.
    public func mayDecide(_ school: Int64?) -> Bool { school.map(approvable.contains) ?? mayManage }
    /// Whether the account may see names and numbers unmasked, when it asks for them.
    public func mayReveal(_ school: Int64?) -> Bool { school.map(personal.contains) ?? false }
    /// Whether the account may take lists of a school out as files.
    public func mayExport(_ school: Int64?) -> Bool { school.map(exportable.contains) ?? false }

    /// The organisations whose applications the account may read; nil for all.
    var readableDesks: Set<Int64>? {
        if case .organisations(let set) = readable, !mayManage { return set }
        return nil
    }

    // MARK: - Rounds

    /// The rounds that the account may see: drafts only for those who set them up.
    public func rounds() throws -> [AdmissionRound] {
        try admissions.rounds().filter { $0.state != .draft || mayManage }
    }

    /// A round that the account may see. - Throws: `AdmissionError.noRound`.
    public func round(_ id: Int64) throws -> AdmissionRound {
        let round = try admissions.round(id)
        guard round.state != .draft || mayManage, isAnybody else { throw AdmissionError.noRound }
        return round
    }

    /// Most characters of a round's title.
    public static let titleLimit = 60

    /// Makes a round of a shipped kind, as a draft.
    ///
    /// - Throws: `AdmissionError.noKind`, `.badYear`, `.notAllowed`.
    public func create(kind: String, year: Int, title: String) throws -> Int64 {
        try requireManage()
        guard let shipped = try RoundRulesReader.shipped().first(where: { $0.rules.kind == kind }) else {
            throw AdmissionError.noKind
        }
        guard (2000...2100).contains(year) else { throw AdmissionError.badYear }
        let title = try Self.checked(title: title.isEmpty ? "\(year)年\(shipped.rules.title.chinese)" : title)
        return try insert(
            kind: kind, year: year, title: title, text: shipped.text, calendar: shipped.rules.calendar.days(of: year))
    }

    private static func checked(title: String) throws -> String {
        let title = title.trimmingCharacters(in: .whitespacesAndNewlines)
        guard !title.isEmpty, title.count <= titleLimit else { throw AdmissionError.noTitle(limit: titleLimit) }
        return title
    }

    func insert(
        kind: String, year: Int, title: String, text: String, calendar: [RoundDay: Day], secondOf: Int64? = nil
    ) throws -> Int64 {
        let days = try AdmissionRound.encoded(calendar)
        return try store.change(by: principal) { change in
            try change.db.execute(
                sql: """
                    INSERT INTO admission_round (kind, year, title, rules, state, calendar, second_of, created_at,
                        created_by, updated_at, updated_by) VALUES (?, ?, ?, ?, 'draft', ?, ?, ?, ?, ?, ?)
                    """,
                arguments: [kind, year, title, text, days, secondOf, change.at, change.by, change.at, change.by])
            let id = change.db.lastInsertedRowID
            try change.audit("round.create", "admission_round", id, ["kind": kind, "year": "\(year)"])
            return id
        }
    }

    /// Changes the title and rules of a draft.
    ///
    /// - Throws: `CatalogError` with every fault of the rules; `AdmissionError.wrongState`, `.noTitle`, `.notAllowed`.
    public func change(_ id: Int64, title: String, rules text: String) throws {
        try requireManage()
        let title = try Self.checked(title: title)
        let rules = try RoundRulesReader.read(text)
        try inDraft(id, "round.change", ["kind": rules.kind]) { change in
            try change.db.execute(
                sql: "UPDATE admission_round SET title = ?, rules = ?, kind = ? WHERE id = ?",
                arguments: [title, text, rules.kind, id])
        }
    }

    /// Changes the days of a round. After it is published nothing else changes; the audit trail tells both days.
    ///
    /// - Throws: `AdmissionError.calendarOrder`, `.wrongState` once the list is frozen, `.notAllowed`.
    public func change(_ id: Int64, calendar: [RoundDay: Day]) throws {
        try requireManage()
        let days = RoundDay.allCases.compactMap { calendar[$0] }
        guard days.count == RoundDay.allCases.count, zip(days, days.dropFirst()).allSatisfy({ $0 <= $1 }) else {
            throw AdmissionError.calendarOrder
        }
        let encoded = try AdmissionRound.encoded(calendar)
        try store.change(by: principal) { change in
            let round = try AdmissionStore.round(id, change.db)
            guard round.state == .draft || round.state == .published else { throw AdmissionError.wrongState }
            try change.db.execute(
                sql: "UPDATE admission_round SET calendar = ?, updated_at = ?, updated_by = ? WHERE id = ?",
                arguments: [encoded, change.at, change.by, id])
            var detail: [String: String] = [:]
            for day in RoundDay.allCases where round.calendar[day] != calendar[day] {
                detail[day.rawValue] = "\(round.calendar[day]?.text ?? "") → \(calendar[day]?.text ?? "")"
            }
            try change.audit("round.calendar", "admission_round", id, detail)
        }
    }

    /// Sets the schools of a draft with their places; those named before and not now leave it.
    ///
    /// - Parameter places: by the organisation's code.
    /// - Throws: `AdmissionError.unknownSchool`, `.badPlaces`, `.wrongState`, `.notAllowed`.
    public func setSchools(_ places: [String: Int], of id: Int64) throws {
        try requireManage()
        let nodes = Dictionary(
            try admissions.registers.organisations().nodes.values.filter { $0.level == .school }.map { ($0.code, $0) }
        ) { one, _ in one }
        try inDraft(id, "round.schools", ["schools": "\(places.count)"]) { change in
            try change.db.execute(sql: "DELETE FROM admission_school WHERE round_id = ?", arguments: [id])
            for (code, count) in places.sorted(by: { $0.key < $1.key }) {
                guard let node = nodes[code] else { throw AdmissionError.unknownSchool(code: String(code.prefix(40))) }
                guard (0...20_000).contains(count) else { throw AdmissionError.badPlaces(code: code) }
                try change.db.execute(
                    sql:
                        "INSERT INTO admission_school (round_id, organisation, code, name, places) VALUES (?, ?, ?, ?, ?)",
                    arguments: [id, node.id, node.code, node.name, count])
            }
        }
    }

    /// Sets the places of a draft where children live, with the schools that each leads to.
    ///
    /// - Throws: `AdmissionError.unknownSchool`, `.twice`, `.badName`, `.wrongState`, `.notAllowed`.
    public func setPlaces(_ places: [RoundPlace], of id: Int64) throws {
        try requireManage()
        let known = Set(try admissions.schools(of: id).map(\.code))
        var seen = Set<String>()
        for (index, place) in places.enumerated() {
            let isNamed =
                (1...40).contains(place.code.count) && !place.code.contains(" ") && (1...120).contains(place.name.count)
            guard isNamed, !place.schools.isEmpty, place.schools.count <= 60 else {
                throw AdmissionError.badName(row: index + 2)
            }
            guard seen.insert(place.code).inserted else { throw AdmissionError.twice(code: place.code) }
            if let unknown = place.schools.first(where: { !known.contains($0) }) {
                throw AdmissionError.unknownSchool(code: String(unknown.prefix(40)))
            }
        }
        try inDraft(id, "round.places", ["places": "\(places.count)"]) { change in
            try change.db.execute(sql: "DELETE FROM admission_place WHERE round_id = ?", arguments: [id])
            for place in places {
                try change.db.execute(
                    sql: "INSERT INTO admission_place (round_id, code, name, schools) VALUES (?, ?, ?, ?)",
                    arguments: [id, place.code, place.name, place.schools.joined(separator: " ")])
            }
        }
    }

    private func inDraft(
        _ id: Int64, _ action: String, _ detail: [String: String], _ body: (Change) throws -> Void
    ) throws {
        try store.change(by: principal) { change in
            guard try AdmissionStore.round(id, change.db).state == .draft else { throw AdmissionError.wrongState }
            try body(change)
            try change.db.execute(
                sql: "UPDATE admission_round SET updated_at = ?, updated_by = ? WHERE id = ?",
                arguments: [change.at, change.by, id])
            try change.audit(action, "admission_round", id, detail)
        }
    }

    /// Publishes a round: from then on only its days change.
    ///
    /// - Throws: `AdmissionError.noSchools`, `.noPlaces`, `.unknownSchool` where a place leads to a school that left the
    ///   round, `.calendarOrder`, `.wrongState`, `.notAllowed`.
    public func publish(_ id: Int64) throws {
        try requireManage()
        let round = try admissions.round(id)
        let schools = try admissions.schools(of: id)
        guard !schools.isEmpty else { throw AdmissionError.noSchools }
        if try round.rules.route != .open {
            let places = try admissions.places(of: id)
            guard !places.isEmpty else { throw AdmissionError.noPlaces }
            let known = Set(schools.map(\.code))
            for place in places {
                if let gone = place.schools.first(where: { !known.contains($0) }) {
                    throw AdmissionError.unknownSchool(code: gone)
                }
            }
        }
        let days = RoundDay.allCases.compactMap { round.calendar[$0] }
        guard days.count == RoundDay.allCases.count, zip(days, days.dropFirst()).allSatisfy({ $0 <= $1 }) else {
            throw AdmissionError.calendarOrder
        }
        try inDraft(id, "round.publish", ["schools": "\(schools.count)"]) { change in
            try change.db.execute(sql: "UPDATE admission_round SET state = 'published' WHERE id = ?", arguments: [id])
        }
    }

    /// Takes a draft away. - Throws: `AdmissionError.wrongState`, `.notAllowed`.
    public func remove(_ id: Int64) throws {
        try requireManage()
        try store.change(by: principal) { change in
            guard try AdmissionStore.round(id, change.db).state == .draft else { throw AdmissionError.wrongState }
            try change.db.execute(sql: "DELETE FROM admission_round WHERE id = ?", arguments: [id])
            try change.audit("round.remove", "admission_round", id)
        }
    }
}
