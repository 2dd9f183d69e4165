import Catalog
import Monitoring

extension Indicator {
    /// How a value stands against the published limit: reached is green, short of it by no more than a share of it
    /// yellow, further off red. Off where there is no limit, or where neither way is better.
    ///
    /// - Parameter tolerance: the share, 0…1, as `LightRule.tolerance`; where the limit is 0 any miss is red.
    public func light(of value: Double, tolerance: Double) -> Light {
        guard let shortfall = shortfall(of: value) else { return .off }
        if shortfall <= 0 { return .green }
        return shortfall > tolerance + 1e-9 ? .red : .yellow
    }

    /// How far a value is short of the published limit, as a share of it: 0 where it is reached, infinite where the limit
    /// is 0. Nil where there is no limit, or where neither way is better.
    public func shortfall(of value: Double) -> Double? {
        guard let standard else { return nil }
        switch better {
        case .higher: return Monitoring.Direction.up.shortfall(actual: value, expected: standard.value)
        case .lower: return Monitoring.Direction.down.shortfall(actual: value, expected: standard.value)
        case .neither: return nil
        }
    }

    /// Whether a change from one value to another is for the better; nil where neither way is better, or nothing changed.
    public func isImprovement(from old: Double, to new: Double) -> Bool? {
        guard better != .neither, old != new else { return nil }
        return (new > old) == (better == .higher)
    }
}
