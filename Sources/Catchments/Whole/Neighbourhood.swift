import Chance

/// Which areas lie beside which, so that a search can take some of them together.
struct Neighbourhood {
    /// The sites beside each site, in order.
    private let beside: [[Int]]

    /// Areas that touch in a plan; where areas need not be connected, sites that are among the three cheapest for a unit of
    /// the other.
    init(_ plan: [Int32], of problem: WholeProblem, choices: [Int32]) {
        var beside = [Set<Int>](repeating: [], count: problem.sites)
        func join(_ one: Int32, _ other: Int32) {
            guard one != other else { return }
            beside[Int(one)].insert(Int(other))
            beside[Int(other)].insert(Int(one))
        }
        let width = choices.count / max(1, problem.units)
        for unit in 0..<problem.units {
            if let neighbours = problem.neighbours {
                for other in neighbours.of(unit) { join(plan[unit], plan[Int(other)]) }
            } else {
                for site in choices[unit * width..<unit * width + min(3, width)] { join(plan[unit], site) }
            }
        }
        self.beside = beside.map { $0.sorted() }
    }

    /// Some sites that hang together: one by chance, then others beside those that are there. Fewer where there are no more.
    func sites(_ count: Int, random: inout SplitMix64) -> [Int] {
        var chosen = [random.below(beside.count)]
        while chosen.count < count {
            // A site that lies beside several is as many times as likely.
            let next = chosen.flatMap { beside[$0] }.filter { !chosen.contains($0) }
            guard !next.isEmpty else { break }
            chosen.append(next[random.below(next.count)])
        }
        return chosen
    }
}
