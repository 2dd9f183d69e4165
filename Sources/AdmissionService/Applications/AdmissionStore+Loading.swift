import Foundation
import GRDB
import Registers
import Store

/// Many applications at once, for simulations of large districts: the same rows as families and desks make, without asking for
/// each.
extension AdmissionStore {
    /// Enters forms that are right as handed in, or accepted, in one change.
    ///
    /// - Parameters:
    ///   - passphrase: of all of them.
    ///   - isAccepted: which of them the desks have accepted.
    /// - Returns: their numbers. Forms that no class fits, or without a wish, are passed over.
    package func load(
        _ forms: [ApplicationForm], into round: AdmissionRound, passphrase: Passphrases.Kept,
        isAccepted: (Int) -> Bool
    ) throws -> [String] {
        let rules = try round.rules
        let desks = Dictionary(try schools(of: round.id).map { ($0.code, $0.organisation) }) { one, _ in one }
        let page = Data("%PDF-1.4\n% simulated\n%%EOF\n".utf8)
        let digest = try store.files.keep(try registers.sealed(page))
        return try store.change(by: .system("simulation")) { change in
            let insert = try change.db.makeStatement(
                sql: """
                    INSERT INTO admission_application (number, round_id, state, version, sealed, created_at,
                        submitted_at, decided_at, decided_by, child_mark, guardian_marks, address_mark, place, choices,
                        desk, class, reserves, pass_hash, pass_salt, scrypt_n, scrypt_r, scrypt_p)
                    VALUES (?, ?, ?, 1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                    """)
            let file = try change.db.makeStatement(
                sql: """
                    INSERT INTO admission_document (application_id, document, name, type, size, digest, state, added_at)
                    VALUES (?, ?, ?, 'application/pdf', ?, ?, ?, ?)
                    """)
            var numbers: [String] = []
            for (index, untrimmed) in forms.enumerated() {
                let form = untrimmed.trimmed
                guard let desk = form.choices.first.flatMap({ desks[$0] }),
                    let applicantClass = rules.applicantClass(form.answers)
                else { continue }
                let number = try freeNumber(year: round.year, change), accepted = isAccepted(index)
                let guardians = form.guardians.map { String(registers.mark($0.idNumber, of: "admission guardian")) }
                let reserves = rules.reserves.filter { $0.when.holds(form.answers) }.map(\.name)
                try insert.execute(
                    arguments: [
                        number, round.id, accepted ? "accepted" : "submitted", try seal(form, number), change.at,
                        change.at, accepted ? change.at : nil, accepted ? change.principal.name : nil,
                        registers.mark("\(form.idKind.rawValue) \(form.idNumber)", of: "admission child"),
                        guardians.sorted().joined(separator: " "),
                        form.addressKey.map { registers.mark($0, of: "admission address") }, form.place,
                        form.choices.joined(separator: " "), desk, applicantClass.name,
                        reserves.joined(separator: " "),
                    ] + passphrase.arguments)
                let id = change.db.lastInsertedRowID
                for document in rules.documents(form.answers) where !document.isOptional {
                    try file.execute(arguments: [
                        id, document.name, "\(document.name).pdf", page.count, digest, accepted ? "accepted" : "new",
                        change.at,
                    ])
                }
                numbers.append(number)
            }
            try change.audit("round.load", "admission_round", round.id, ["applications": "\(numbers.count)"])
            return numbers
        }
    }
}
