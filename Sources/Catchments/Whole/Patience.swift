/// What the losses that annealing accepts are compared with.
enum Patience {
    /// -ln((k + ½) / 4096), in temperatures: drawn uniformly, an exponential variate.
    static let table: [Double] = (0..<4096).map { -logarithm((Double($0) + 0.5) / 4096) }

    /// The natural logarithm of a number above 0, made of operations that are exact to the last bit everywhere.
    private static func logarithm(_ value: Double) -> Double {
        let ratio = (value.significand - 1) / (value.significand + 1), square = ratio * ratio
        var sum = 0.0, power = ratio, odd = 1.0
        while odd < 61 {
            sum += power / odd
            power *= square
            odd += 2
        }
        return 2 * sum + Double(value.exponent) * 0.693_147_180_559_945_3
    }
}
