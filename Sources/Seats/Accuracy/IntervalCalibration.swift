import Foundation

/// Makes intervals as wide as they had to be so far: of earlier forecasts of the same history, by lead, how far the actual number
/// lay outside or inside the simulated interval.
///
/// The factor is the quantile of that distance that would have given the nominal coverage (split conformal prediction, Vovk et al.
/// 2005). As long as few cells were seen it is held to the middle of 1 and the factor of the lead before: intervals that were too
/// wide for next year mostly are for the year after. It stretches or shrinks the logarithms on both sides of the forecast.
public struct IntervalCalibration: Hashable, Sendable {
    /// By lead, the distances of actual numbers: 1 is the end of the interval.
    private var distances80: [[Double]] = []
    private var distances95: [[Double]] = []

    /// Nothing known: intervals stay as simulated.
    public init() {}

    /// Takes what came of a cell of a forecast that was not calibrated itself.
    mutating func add(_ actual: Double, _ cell: CellForecast, lead: Int) {
        while distances80.count < lead {
            distances80.append([])
            distances95.append([])
        }
        distances80[lead - 1].append(Self.distance(actual, cell.pupils, cell.low80, cell.high80))
        distances95[lead - 1].append(Self.distance(actual, cell.pupils, cell.low95, cell.high95))
    }

    /// The factors of both intervals, by lead up to a horizon; those of the last lead that is known go on.
    func factors(horizon: Int) -> [(narrow: Double, wide: Double)] {
        var result: [(narrow: Double, wide: Double)] = []
        for lead in 0..<horizon {
            let before = result.last ?? (narrow: 1, wide: 1)
            guard lead < distances80.count, distances80[lead].count >= 20 else {
                result.append(before)
                continue
            }
            result.append(
                (
                    Self.factor(distances80[lead], share: 0.8, before: before.narrow),
                    Self.factor(distances95[lead], share: 0.95, before: before.wide)
                ))
        }
        return result
    }

    private static func factor(_ distances: [Double], share: Double, before: Double) -> Double {
        let found = min(max(distances.sorted().quantile(share), 0.4), 2.5)
        let trust = Double(distances.count) / (Double(distances.count) + ModelSettings.intervalTrust)
        return exp(trust * log(found) + (1 - trust) * log(before) / 2)
    }

    private static func distance(_ actual: Double, _ middle: Double, _ low: Double, _ high: Double) -> Double {
        let width = actual > middle ? log(max(high, 0.5) / max(middle, 0.5)) : log(max(middle, 0.5) / max(low, 0.5))
        let away = abs(log(max(actual, 0.5) / max(middle, 0.5)))
        return away == 0 ? 0 : away / max(width, 1e-6)
    }
}

extension CellForecast {
    /// The same with intervals stretched.
    func stretched(_ factor: (narrow: Double, wide: Double)) -> CellForecast {
        func end(_ value: Double, _ factor: Double) -> Double {
            guard value > 0, pupils > 0 else { return value }
            return pupils * exp(log(value / pupils) * factor)
        }
        let narrow = (end(low80, factor.narrow), end(high80, factor.narrow))
        return CellForecast(
            unit: unit, grade: grade, autumn: autumn, pupils: pupils, low80: narrow.0, high80: narrow.1,
            low95: min(narrow.0, end(low95, factor.wide)), high95: max(narrow.1, end(high95, factor.wide)))
    }
}
