import Admissions
import Synchronization

/// What follows from the record of a draw, computed once: a record never changes, and large ones take a second to read.
struct DrawnOrder: Sendable {
    /// Numbers of the waiting lists by school, in their order.
    let waiting: [String: [String]]
    /// Those of them who stand for twins.
    let bundles: Set<String>
    /// How even the draw is; nil where there is nothing to say.
    let fairness: DrawFairness?

    /// - Throws: `DrawError`, `MarketError`; `AdmissionError.changedList` for a record without a seed.
    init(record text: String) throws {
        let record = try DrawRecord(text: text), file = try DrawRound(text: record.round)
        guard let seed = DrawSeed(hexadecimal: record.seed) else { throw AdmissionError.changedList }
        let market = try CanonicalText.market(list: record.list, schools: record.schools)
        let placement = Placement(market, seed: seed, scope: file.scope, rules: file.rules)
        var waiting: [String: [String]] = [:], bundles: Set<String> = []
        for (school, list) in zip(market.schools, placement.waitingLists()) where !list.isEmpty {
            waiting[school.code] = list.map { market.numbers[$0] }
            for applicant in list where market.applicant(applicant).seats > 1 {
                bundles.insert(market.numbers[applicant])
            }
        }
        (self.waiting, self.bundles) = (waiting, bundles)
        fairness = DrawFairness(placement.order, market)
    }
}

/// The orders of draws that were asked for, by the digest of the round file: no two draws have the same, since each has a
/// secret of its own.
final class DrawnOrders: Sendable {
    static let shared = DrawnOrders()
    private let kept = Mutex<[String: DrawnOrder]>([:])

    func order(of digest: String, record: String) throws -> DrawnOrder {
        if let order = kept.withLock({ $0[digest] }) { return order }
        let order = try DrawnOrder(record: record)
        kept.withLock { kept in
            if kept.count > 16 { kept.removeAll() }
            kept[digest] = order
        }
        return order
    }
}
