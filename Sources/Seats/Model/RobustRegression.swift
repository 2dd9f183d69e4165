/// Linear regression that holds to coefficients known before and is not led by outliers.
///
/// It minimises Σ wᵢ ρ(yᵢ - xᵢ·b) + Σ λⱼ (bⱼ - pⱼ)², ρ being Huber's loss (Huber 1964), by twelve rounds of reweighted
/// least squares, each solved by Cholesky's decomposition.
struct RobustRegression {
    /// The terms of each case, `Term.count` of them.
    private(set) var terms: [Terms] = []
    private(set) var outcomes: [Double] = []
    private(set) var weights: [Double] = []
    /// A label of each case: its grade.
    private(set) var grades: [Int] = []

    mutating func add(_ terms: Terms, outcome: Double, weight: Double, grade: Int) {
        self.terms.append(terms)
        outcomes.append(outcome)
        weights.append(weight)
        grades.append(grade)
    }

    /// The strength by which each coefficient holds to its prior: the variance of its term, and at least 0.01, so that the unit
    /// of a term does not matter; the constant holds most.
    func ridge(_ strength: Double) -> [Double] {
        var variances = [Double](repeating: 0.01, count: Term.count)
        let count = Double(terms.count)
        for term in 0..<Term.count where count > 0 {
            let mean = terms.reduce(0) { $0 + $1[term] } / count
            variances[term] = max(0.01, terms.reduce(0) { $0 + ($1[term] - mean) * ($1[term] - mean) } / count)
        }
        variances[Term.constant] = 1
        return variances.map { $0 * strength }
    }

    /// The coefficients.
    ///
    /// - Parameter cases: which cases count; all where nil.
    func fit(_ cases: [Int]? = nil, prior: [Double], ridge: [Double]) -> [Double] {
        var result = prior
        let cases = cases ?? Array(terms.indices)
        guard !cases.isEmpty else { return prior }
        for _ in 0..<12 {
            var matrix = [Double](repeating: 0, count: Term.count * Term.count)
            var vector = [Double](repeating: 0, count: Term.count)
            let current = Self.coefficients(result)
            let start = Self.coefficients(prior)
            for index in cases {
                let row = terms[index]
                let residual = outcomes[index] - row.times(current)
                let weight = weights[index] * ModelSettings.huber / max(abs(residual), ModelSettings.huber)
                let rest = outcomes[index] - row.times(start)
                for first in 0..<Term.count {
                    let scaled = weight * row[first]
                    vector[first] += scaled * rest
                    for second in first..<Term.count { matrix[first * Term.count + second] += scaled * row[second] }
                }
            }
            for term in 0..<Term.count { matrix[term * Term.count + term] += ridge[term] }
            let change = Self.solve(matrix, vector)
            result = zip(prior, change).map(+)
        }
        return result
    }

    /// The middle size of what the coefficients miss.
    func spread(_ coefficients: [Double]) -> Double {
        let values = Self.coefficients(coefficients)
        return terms.indices.map { abs(outcomes[$0] - terms[$0].times(values)) }.median
    }

    /// Coefficients side by side.
    static func coefficients(_ values: [Double]) -> SIMD8<Double> {
        var result = SIMD8<Double>.zero
        for (index, value) in values.enumerated() { result[index] = value }
        return result
    }

    /// Solves a positive definite system of which the upper triangle is given.
    private static func solve(_ matrix: [Double], _ vector: [Double]) -> [Double] {
        let n = vector.count
        var factor = [Double](repeating: 0, count: n * n)
        for row in 0..<n {
            for column in 0...row {
                var sum = matrix[column * n + row]
                for k in 0..<column { sum -= factor[row * n + k] * factor[column * n + k] }
                factor[row * n + column] =
                    row == column ? max(sum, 1e-12).squareRoot() : sum / factor[column * n + column]
            }
        }
        var result = vector
        for row in 0..<n {
            for k in 0..<row { result[row] -= factor[row * n + k] * result[k] }
            result[row] /= factor[row * n + row]
        }
        for row in (0..<n).reversed() {
            for k in (row + 1)..<max(n, row + 1) { result[row] -= factor[k * n + row] * result[k] }
            result[row] /= factor[row * n + row]
        }
        return result
    }
}
