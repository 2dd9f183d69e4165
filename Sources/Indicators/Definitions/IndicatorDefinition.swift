import Catalog
import Crypto
import Foundation

/// What of an indicator decides about its values, in a form that stays the same as long as they do.
public enum IndicatorDefinition {
    /// The first 16 hexadecimal digits of the SHA-256 of how an indicator is counted: titles and sources are no part of it.
    public static func digest(_ indicator: Indicator) -> String {
        func text(_ measure: Measure?) -> [String] {
            guard let measure else { return ["none"] }
            return [measure.register, measure.value, measure.condition ?? "", measure.on ?? ""] + measure.joins
        }
        let parts =
            [indicator.period.rawValue] + text(indicator.part) + text(indicator.whole) + ["by"] + indicator.categories
        let digest = SHA256.hash(data: Data(parts.joined(separator: "\n").utf8))
        return digest.prefix(8).map { byte in
            let text = String(byte, radix: 16)
            return byte < 16 ? "0" + text : text
        }.joined()
    }
}
