/// Numbers as people read them.
public enum Figure {
    /// A number with at most so many decimals (0–6) and without trailing zeros: 92, 91.4, 0.58.
    public static func text(_ value: Double, decimals: Int = 2) -> String {
        let factor = [1, 10, 100, 1000, 10_000, 100_000, 1_000_000][min(max(decimals, 0), 6)]
        guard value.isFinite, abs(value) < 9e15 / Double(factor) else { return "\(value)" }
        let scaled = Int64((value * Double(factor)).rounded())
        let (whole, part) = (abs(scaled) / Int64(factor), abs(scaled) % Int64(factor))
        let sign = scaled < 0 ? "-" : ""
        guard part > 0 else { return "\(sign)\(whole)" }
        var digits = String(part + Int64(factor)).dropFirst()
        while digits.last == "0" { digits = digits.dropLast() }
        return "\(sign)\(whole).\(digits)"
    }

    /// A share as a percentage with one decimal; `–` of nothing.
    public static func percent(_ part: Int, of whole: Int) -> String {
        whole > 0 ? text(Double(part) / Double(whole) * 100, decimals: 1) + "%" : "–"
    }
}
