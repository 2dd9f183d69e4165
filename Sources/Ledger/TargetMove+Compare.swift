import PlanModel

extension TargetMove {
    /// Targets that differ between two states of a task, new ones and those gone. Targets are paired by what they
    /// measure and its unit: first the same words, then the most alike.
    static func moves(old: [Quantity], new: [Quantity]) -> [TargetMove] {
        var rest = Array(old)
        var moves: [TargetMove] = []
        var unpaired: [Quantity] = []
        for quantity in new {
            let same = rest.firstIndex {
                $0.metric == quantity.metric && $0.unit == quantity.unit && $0.saysSame(quantity)
            }
            guard
                let index = same ?? rest.firstIndex(where: { $0.metric == quantity.metric && $0.unit == quantity.unit })
            else {
                unpaired.append(quantity)
                continue
            }
            let earlier = rest.remove(at: index)
            if !earlier.saysSame(quantity) {
                moves.append(TargetMove(metric: quantity.metric, old: earlier, new: quantity))
            }
        }
        for quantity in unpaired {
            guard let index = mostAlike(quantity, among: rest) else {
                moves.append(TargetMove(metric: quantity.metric, old: nil, new: quantity))
                continue
            }
            moves.append(TargetMove(metric: quantity.metric, old: rest.remove(at: index), new: quantity))
        }
        return moves + rest.map { TargetMove(metric: $0.metric, old: $0, new: nil) }
    }

    private static func mostAlike(_ quantity: Quantity, among others: [Quantity]) -> Int? {
        let pairs = CharacterPair.pairs(quantity.metric, limit: 100)
        return others.indices.filter { others[$0].unit == quantity.unit }
            .map { ($0, TaskLikeness.dice(pairs, CharacterPair.pairs(others[$0].metric, limit: 100))) }
            .filter { $0.1 >= 0.5 }.max { ($0.1, $1.0) < ($1.1, $0.0) }?.0
    }
}

extension Quantity {
    fileprivate func saysSame(_ other: Quantity) -> Bool {
        value == other.value && high == other.high && comparator == other.comparator
    }
}

extension PlanIndicator {
    /// The indicator's target as a quantity, so that indicator tables are compared like targets.
    var asTarget: Quantity? {
        target.map {
            Quantity(
                text: name, metric: name, comparator: comparator, value: $0, unit: unit, year: targetYear,
                kind: .target, span: span)
        }
    }
}
