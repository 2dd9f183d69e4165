import Foundation

/// Pupils of all units together by autumn and grade, and what they say of next year's entrants.
struct DistrictTotals {
    /// By autumn since the first, then by grade.
    private(set) var pupils: [[Double]]
    /// By autumn since the first, the logarithm of the middle unit's pupils; nil where grades are told apart.
    private(set) var peers: [Double?]
    private let grades: [Int]
    private let firstAutumn: Int
    private let births: Births?

    init(_ history: EnrolmentHistory, _ births: Births?) {
        let count = history.grades.count
        pupils = history.pupils.map { year in
            var totals = [Double](repeating: 0, count: count)
            for cell in year.indices { totals[cell % count] += year[cell] }
            return totals
        }
        peers = history.pupils.map { Self.peers($0, history.grades) }
        (grades, firstAutumn, self.births) = (history.grades, history.firstAutumn, births)
    }

    /// Goes on to the next autumn, given the pupils of all cells.
    mutating func add(_ cells: [Double]) {
        var totals = [Double](repeating: 0, count: grades.count)
        for cell in cells.indices { totals[cell % grades.count] += cells[cell] }
        pupils.append(totals)
        peers.append(Self.peers(cells, grades))
    }

    private static func peers(_ cells: [Double], _ grades: [Int]) -> Double? {
        let sizes = grades == [GradeLadder.ungraded] ? cells.filter { $0 > 0 } : []
        return sizes.isEmpty ? nil : log(max(sizes.median, 0.5))
    }

    /// The logarithm of what the entrants of each grade gain in the autumn after the first ones: in the lowest grade by births, in
    /// the others by the children who are now in the grade below, wherever that is.
    func gains(after autumns: Int) -> [Double] {
        grades.indices.map { grade in
            guard autumns > 0, pupils[autumns - 1][grade] > 0 else { return 0 }
            var sums = (entrants: 0.0, source: 0.0)
            func source(_ autumn: Int) -> Double? {
                if grade == 0 { return births?.entering(firstAutumn + autumn) }
                guard grades[grade] != GradeLadder.ungraded, autumn > 0 else { return nil }
                return pupils[autumn - 1][grade - 1]
            }
            for autumn in 0..<autumns {
                guard let children = source(autumn), children > 0 else { continue }
                sums.entrants = sums.entrants * ModelSettings.birthMemory + pupils[autumn][grade]
                sums.source = sums.source * ModelSettings.birthMemory + children
            }
            guard let children = source(autumns), children > 0, sums.entrants > 0 else { return 0 }
            return log(sums.entrants / sums.source * children / pupils[autumns - 1][grade]).clamped(0.7)
        }
    }
}
