/// The straight lines drawn on a page: horizontal and vertical ones, of which tables are made.
struct PDFRules {
    /// A line: where it is across its direction, and from where to where it goes.
    struct Rule {
        var place: Double
        var from: Double
        var to: Double

        /// Whether it passes a point of its direction.
        func covers(_ point: Double) -> Bool { from - PDFRules.tolerance <= point && point <= to + PDFRules.tolerance }
    }

    /// Points within which two places are the same: borders are drawn as pairs of lines or thin boxes.
    static let tolerance = 2.5

    private(set) var horizontal: [Rule] = []
    private(set) var vertical: [Rule] = []

    /// The lines of a page that `pdftocairo -svg` drew. - Throws: `DocumentError`.
    init(_ cursor: consuming XMLCursor) throws {
        while let step = try cursor.next() {
            guard case .start(let name, let isEmpty) = step else { continue }
            switch name {
            case "defs", "symbol", "clipPath", "mask": if !isEmpty { try cursor.skip() }
            case "path": add(path: cursor.attribute("d") ?? "", transform: cursor.attribute("transform"))
            case "rect":
                func number(_ name: String) -> Double { cursor.attribute(name).flatMap { Double($0) } ?? 0 }
                let (x, y, width, height) = (number("x"), number("y"), number("width"), number("height"))
                add([(x, y), (x + width, y), (x + width, y + height), (x, y + height), (x, y)])
            default: break
            }
        }
        horizontal = Self.joined(horizontal)
        vertical = Self.joined(vertical)
    }

    /// A path of straight pieces; one with curves draws no table.
    private mutating func add(path: String, transform: String?) {
        guard path.utf8.count < 4000, !path.contains("C") else { return }
        let matrix = Self.matrix(transform)
        var points: [(Double, Double)] = [], first: (Double, Double)?
        var tokens = path.split(separator: " ")[...]
        while let token = tokens.popFirst() {
            switch token {
            case "M", "L":
                guard let x = tokens.popFirst().flatMap({ Double($0) }),
                    let y = tokens.popFirst().flatMap({ Double($0) })
                else { return }
                let point = (matrix[0] * x + matrix[2] * y + matrix[4], matrix[1] * x + matrix[3] * y + matrix[5])
                if token == "M" {
                    add(points)
                    points = []
                    first = point
                }
                points.append(point)
            case "Z":
                if let first { points.append(first) }
            default: return
            }
        }
        add(points)
    }

    private mutating func add(_ points: [(Double, Double)]) {
        for (start, end) in zip(points, points.dropFirst()) {
            let (width, height) = (abs(start.0 - end.0), abs(start.1 - end.1))
            if height < 1, width > 6 {
                horizontal.append(
                    Rule(place: (start.1 + end.1) / 2, from: min(start.0, end.0), to: max(start.0, end.0)))
            } else if width < 1, height > 6 {
                vertical.append(Rule(place: (start.0 + end.0) / 2, from: min(start.1, end.1), to: max(start.1, end.1)))
            }
        }
    }

    private static func matrix(_ transform: String?) -> [Double] {
        let identity = [1.0, 0, 0, 1, 0, 0]
        guard let transform, transform.hasPrefix("matrix(") else { return identity }
        let numbers = transform.dropFirst(7).dropLast().split(separator: ",").compactMap { Double($0) }
        return numbers.count == 6 ? numbers : identity
    }

    /// Pieces on one line that touch are one line.
    private static func joined(_ rules: [Rule]) -> [Rule] {
        var result: [Rule] = []
        for rule in rules.sorted(by: { ($0.place, $0.from) < ($1.place, $1.from) }) {
            let same = result.lastIndex { other in
                rule.place - other.place < tolerance && other.covers(rule.from)
                    || rule.place - other.place < tolerance && rule.covers(other.from)
            }
            if let same, rule.place - result[same].place < tolerance {
                result[same].from = min(result[same].from, rule.from)
                result[same].to = max(result[same].to, rule.to)
            } else {
                result.append(rule)
            }
        }
        return result
    }
}
