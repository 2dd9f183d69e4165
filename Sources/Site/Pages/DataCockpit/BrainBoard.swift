import Catalog
import Foundation
import Indicators
import Monitoring
import Registers

/// What the cockpit shows of an organisation: every indicator with its latest value, judged once, so that page and big
/// screen say the same.
struct BrainBoard {
    /// An indicator with its latest value.
    struct Figure {
        let indicator: Indicator
        let now: IndicatorValue
        /// The value of the period that was counted before.
        let before: IndicatorValue?
        /// The light against the published standard; off without one.
        let light: Light
        /// The latest value; figures without one are none.
        let value: Double

        /// How far the value is short of the standard, as a share of it; nil without one.
        var shortfall: Double? { indicator.shortfall(of: value) }

        /// What the value has changed by since the period before; nil where that has none.
        var change: Double? { before?.value.map { value - $0 } }
    }

    /// What moved since the counting before.
    struct Move {
        let figure: Figure
        let from: Double
        let lightBefore: Light
        /// What it is compared with: an earlier counting of the same period, or the period before.
        let since: Since

        enum Since: Hashable {
            case counting(Date)
            case period(Period)
        }

        /// How many steps of lights it moved.
        var lights: Int { abs((lightBefore.severity ?? 0) - (figure.light.severity ?? 0)) }
        /// By what share of the larger of both values it moved, 0…2.
        var share: Double { abs(figure.value - from) / max(abs(figure.value), abs(from), .leastNormalMagnitude) }
    }

    /// All indicators with a value, in the catalogue's order.
    let figures: [Figure]
    /// Those that are shown first.
    let headline: [Figure]
    /// Those with a standard, the furthest short of it first.
    let judged: [Figure]
    /// What moved, lights first, then the largest change.
    let moves: [Move]

    /// The figures that are shown first unless somebody chose others.
    static let standardHeadline = [
        "pupils", "schools", "staff", "pupil_teacher_ratio", "class_large_share", "seats_missing",
        "preschool_inclusive_share", "retention_junior",
    ]
    /// How many figures can be shown first.
    static let mostHeadline = 12
    /// Rows of a panel that stand open.
    static let rows = 10

    init(_ desk: BrainDesk, at organisation: Int64, headline chosen: [String]?) {
        var figures: [Figure] = []
        for indicator in desk.catalog.indicators {
            guard let latest = desk.reader.latest(of: indicator, organisation: organisation),
                let value = latest.now.value
            else { continue }
            figures.append(
                Figure(
                    indicator: indicator, now: latest.now, before: latest.before,
                    light: indicator.light(of: value, tolerance: desk.tolerance), value: value))
        }
        self.figures = figures
        let named = Dictionary(figures.map { ($0.indicator.name, $0) }) { first, _ in first }
        headline = (chosen ?? Self.standardHeadline).compactMap { named[$0] }
        judged = figures.filter { $0.light != .off }.enumerated().sorted { one, other in
            let (left, right) = (one.element.shortfall ?? 0, other.element.shortfall ?? 0)
            return left == right ? one.offset < other.offset : left > right
        }.map(\.element)
        moves = figures.compactMap { Self.move($0, desk, organisation) }.enumerated().sorted { one, other in
            let left = (one.element.lights, one.element.share), right = (other.element.lights, other.element.share)
            return left == right ? one.offset < other.offset : left > right
        }.map(\.element)
    }

    /// How many of those with a standard have a light.
    func count(_ light: Light) -> Int { judged.count { $0.light == light } }

    /// How many are better, and how many worse, than in the period before.
    var changes: (better: Int, worse: Int) {
        let changes = figures.compactMap { figure in
            figure.before?.value.flatMap { figure.indicator.isImprovement(from: $0, to: figure.value) }
        }
        return (changes.count { $0 }, changes.count { !$0 })
    }

    /// A day's value is compared with the day counted before; a year's with what was counted of the same year before, or
    /// else with the year before.
    private static func move(_ figure: Figure, _ desk: BrainDesk, _ organisation: Int64) -> Move? {
        let indicator = figure.indicator
        var old = figure.before?.value
        var since = figure.before.map { Move.Since.period($0.period) }
        if indicator.period != .day,
            let former = desk.reader.former(of: indicator, in: figure.now.period, organisation: organisation),
            let value = former.value.value
        {
            (old, since) = (value, .counting(former.made))
        }
        // What the figures do not show has not moved.
        guard let old, let since, Monitoring.Figure.text(old) != Monitoring.Figure.text(figure.value) else {
            return nil
        }
        return Move(
            figure: figure, from: old, lightBefore: indicator.light(of: old, tolerance: desk.tolerance), since: since)
    }
}
