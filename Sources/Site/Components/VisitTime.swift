import Foundation
import Monitoring

extension Visit {
    /// The day of this request in China.
    var today: Day { Day(of: now) }

    /// An instant in a table: `2024-09-30 16:05`, the time of China.
    func time(_ date: Date) -> String {
        let seconds = Int((date.timeIntervalSince1970 + 8 * 3600).rounded(.down))
        let minutes = ((seconds % 86_400) + 86_400) % 86_400 / 60
        let two = { (number: Int) in number < 10 ? "0\(number)" : "\(number)" }
        return "\(Day(of: date).text) \(two(minutes / 60)):\(two(minutes % 60))"
    }
}
