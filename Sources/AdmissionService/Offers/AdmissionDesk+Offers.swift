import GRDB
import Monitoring
import Store

/// Free places and waiting lists at the desk of those who manage a round.
extension AdmissionDesk {
    /// Days that a family has at most for its answer.
    public static let answerDays = 1...60

    /// The waiting list of a school in the order of the draw, with the places that are free.
    ///
    /// - Throws: `AdmissionError.wrongState` before results are announced, `.unknownSchool`, `.notAllowed`.
    public func waitingList(of round: Int64, school code: String) throws -> WaitingList {
        try requireManage()
        return try store.read { db in
            try admissions.waitingList(AdmissionStore.round(round, db), school: code, db)
        }
    }

    /// Notes that a family has given its place back: it does not come, or has moved away.
    ///
    /// - Throws: `AdmissionError.noWords`, `.wrongState`, `.isEnrolled`, `.notAllowed`.
    public func giveUp(_ id: Int64, words: String) throws {
        try requireManage()
        let words = try said(words)
        try store.change(by: principal) { try admissions.giveUp(id, words: words, $0) }
    }

    /// Offers the free places of a school to the next of its waiting list. Nobody chooses who that is.
    ///
    /// - Parameter until: the last day for an answer; a place that nobody answers for is free again after it.
    /// - Returns: how many places were offered.
    /// - Throws: `AdmissionError.nobodyWaits`, `.badDay`, `.wrongState`, `.unknownSchool`, `.notAllowed`.
    @discardableResult
    public func offerNext(of round: Int64, school code: String, until: Day) throws -> Int {
        try requireManage()
        guard Self.answerDays.contains(until - admissions.today) else { throw AdmissionError.badDay }
        return try store.change(by: principal) { change in
            try change.db.execute(
                sql: "UPDATE admission_offer SET state = 'lapsed' WHERE round_id = ? AND state = 'open' AND until < ?",
                arguments: [round, admissions.today.text])
            let list = try admissions.waitingList(AdmissionStore.round(round, change.db), school: code, change.db)
            let next = list.next
            guard !next.isEmpty else { throw AdmissionError.nobodyWaits }
            var offered = 0
            for line in next {
                for application in line.applications {
                    try change.db.execute(
                        sql: """
                            INSERT INTO admission_offer (round_id, application_id, school, position, state, until,
                                offered_at, offered_by) VALUES (?, ?, ?, ?, 'open', ?, ?, ?)
                            """,
                        arguments: [
                            round, application.id, list.school.organisation, line.position, until.text, change.at,
                            principal.name,
                        ])
                    try admissions.note("offer", application.id, "", change)
                    offered += 1
                }
            }
            return offered
        }
    }

    /// Notes what a family answered by telephone or on paper.
    ///
    /// - Throws: `AdmissionError.noOffer`, `.noWords`, `.notAllowed`.
    public func answer(offer: Int64, accepted: Bool, words: String) throws {
        try requireManage()
        let words = try said(words)
        try store.change(by: principal) { change in
            guard let found = try AdmissionStore.offers("o.id = ?", [offer], change.db).first else {
                throw AdmissionError.noOffer
            }
            try admissions.settle(found, accepted: accepted, words: words, change)
        }
    }

    /// The offers of a round, latest first. - Throws: `AdmissionError.notAllowed`.
    public func offers(of round: Int64) throws -> [PlaceOffer] {
        try requireManage()
        return try store.read { try AdmissionStore.offers("o.round_id = ?", [round], $0) }.reversed()
    }
}
