import Admissions
import Foundation
import GRDB
import Localisation
import Registers
import Store

/// The verifiable draw of a round: the list is fixed and promised, a public value is mixed in, everything is published.
extension AdmissionDesk {
    private static let purpose = "admission draw secret"

    /// Fixes the list of those accepted, and publishes the round file of the draw. What was sent back and not corrected
    /// is refused with it.
    ///
    /// The office's secret is drawn here and kept sealed; its digest stands in the round file, so that neither it nor the
    /// public value alone decides.
    ///
    /// - Parameter source: where the public value will come from.
    /// - Throws: `AdmissionError.undecided` where the desks have not decided about all, `.wrongState` before families
    ///   have had their last day, `.notAllowed`; `DrawError` for a source that is not fixed well enough.
    /// - Returns: the round file's digest.
    @discardableResult
    public func freeze(_ id: Int64, source: PublicSource) throws -> String {
        try requireManage()
        let secret = store.environment.randomBytes(32)
        return try store.change(by: principal) { change in
            let round = try AdmissionStore.round(id, change.db)
            guard round.state == .published, let closes = round.calendar[.closes], closes < admissions.today else {
                throw AdmissionError.wrongState
            }
            let open = try Int.fetchOne(
                change.db,
                sql: """
                    SELECT count(*) FROM admission_application a WHERE round_id = ? AND (state = 'submitted'
                        OR EXISTS (SELECT 1 FROM admission_appeal p WHERE p.application_id = a.id AND p.state = 'open'))
                    """,
                arguments: [id])
            if let open, open > 0 { throw AdmissionError.undecided(count: open) }
            try change.db.execute(
                sql: """
                    UPDATE admission_application SET state = 'refused', decided_at = ?, decided_by = ?,
                        version = version + 1 WHERE round_id = ? AND state = 'returned'
                    """,
                arguments: [change.at, principal.name, id])
            let market = try market(of: round, change.db)
            let list = try market.list, schools = try market.schools
            let file = DrawRound(
                label: round.title, scope: "round-\(id)", list: Digest.of(list), schools: Digest.of(schools),
                commitments: [.init(by: "招生办公室", secret: secret)], public: source, rules: market.rules
            ).text()
            // Read back: what is published is what the engine will take.
            _ = try DrawRound(text: file)
            let sealed = try admissions.registers.sealed(Data(secret), purpose: Self.purpose, owner: "\(id)")
            try change.db.execute(
                sql: """
                    UPDATE admission_round SET state = 'frozen', digest = ?, draw_round = ?, draw_list = ?, draw_schools = ?,
                        draw_secret = ?, updated_at = ?, updated_by = ? WHERE id = ?
                    """,
                arguments: [Digest.of(file), file, list, schools, sealed, change.at, change.by, id])
            try change.audit(
                "round.freeze", "admission_round", id, ["round": Digest.of(file), "list": Digest.of(list)])
            return Digest.of(file)
        }
    }

    /// Draws and places with the public value that became known.
    ///
    /// - Parameter value: as it was typed, or the beacon's file.
    /// - Throws: `AdmissionError.changedList` where the applications are no longer those of the frozen list;
    ///   `DrawError` for a value that is not as announced; `AdmissionError.wrongState`, `.notAllowed`.
    public func draw(_ id: Int64, value: String) throws {
        try requireManage()
        guard try admissions.round(id).state == .frozen,
            let files = try store.read({ try AdmissionStore.drawFiles(id, $0) }), let sealed = files.secret
        else { throw AdmissionError.wrongState }
        let market = try self.market(of: id)
        guard try files.list == market.list, try files.schools == market.schools else {
            throw AdmissionError.changedList
        }
        let secret = try admissions.registers.unsealed(sealed, purpose: Self.purpose, owner: "\(id)")
        let record = try DrawRecord.draw(
            round: files.round, list: files.list, schools: files.schools, secrets: ["招生办公室": Array(secret)],
            value: value)
        guard let seed = DrawSeed(hexadecimal: record.seed) else { throw AdmissionError.changedList }
        let placement = Placement(
            market.market, seed: seed, scope: try DrawRound(text: files.round).scope, rules: market.rules)
        // The result is checked, not trusted.
        guard PlacementCheck(placement).isRight, try DrawVerification(record).isRight else {
            throw AdmissionError.changedList
        }
        let lines = PlacementWords(round: market, placement: placement).lines()
        try take(lines, of: id, note: "", record: record.text())
    }
}

extension AdmissionStore {
    /// What is published of a draw: the round file, the list and the schools before it, the record after it.
    struct DrawFiles {
        let round: String, list: String, schools: String
        let secret: Data?
        let record: String?
    }

    static func drawFiles(_ id: Int64, _ db: Database) throws -> DrawFiles? {
        guard
            let row = try Row.fetchOne(
                db,
                sql: """
                    SELECT draw_round, draw_list, draw_schools, draw_secret, draw_record FROM admission_round
                    WHERE id = ? AND draw_round IS NOT NULL
                    """,
                arguments: [id])
        else { return nil }
        return DrawFiles(
            round: row["draw_round"], list: row["draw_list"], schools: row["draw_schools"], secret: row["draw_secret"],
            record: row["draw_record"])
    }

    /// A published file of a draw by name: `round.json`, `list.csv`, `schools.csv`, and once results are shown
    /// `record.json`.
    ///
    /// - Throws: `AdmissionError.noDocument`.
    public func drawFile(_ name: String, of round: AdmissionRound) throws -> String {
        guard let files = try store.read({ try Self.drawFiles(round.id, $0) }) else { throw AdmissionError.noDocument }
        switch name {
        case "round.json": return files.round
        case "list.csv": return files.list
        case "schools.csv": return files.schools
        case "record.json":
            guard round.showsResults(on: today), let record = files.record else { throw AdmissionError.noDocument }
            return record
        default: throw AdmissionError.noDocument
        }
    }
}
