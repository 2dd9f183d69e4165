import Catchments
import Foundation

/// The cheapest flow of a file of `peers/flow_make.py`, its arrays made into a problem included.
enum Flow {
    /// The numbers of a file.
    struct Instance {
        let rows: [[Int]]

        init(_ file: String) throws {
            rows = try String(contentsOfFile: file, encoding: .utf8).split(separator: "\n").map { line in
                line.utf8.split(separator: UInt8(ascii: " ")).map { digits in
                    digits.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
                }
            }
        }

        /// The optimum, solved once and proved.
        func solve(isProved: Bool) throws -> Int {
            let problem = TransportProblem(
                supplies: rows[1], arcStart: rows[3], arcSink: rows[4].map(Int32.init),
                arcCost: rows[5].map(Int32.init),
                outlets: rows[2].map { [.init(capacity: $0)] }, unplacedCost: rows[0][3])
            let solution = try TransportSimplex.solve(problem)
            if isProved, !TransportCertificate(of: solution, for: problem).isOptimal { return -1 }
            return solution.total
        }
    }

    /// Times the flow; the proof is checked once, outside the time.
    static func run(_ file: String, repetitions: Int) throws {
        let instance = try Instance(file)
        guard try instance.solve(isProved: true) >= 0 else { fatalError("the proof does not hold") }
        try Measure.time(repetitions, bytes: 0) { try instance.solve(isProved: false) }
    }
}
