/// Which row of a source a stored row came from, kept as runs: a million rows in order take one.
struct RowSources {
    private var runs: [(first: Int64, number: Int, count: Int)] = []

    /// Rows numbered from `first` on came from these rows of the source.
    mutating func append(first: Int64, numbers: [Int]) {
        for (offset, number) in numbers.enumerated() {
            let id = first + Int64(offset)
            if let last = runs.last, last.first + Int64(last.count) == id, last.number + last.count == number {
                runs[runs.count - 1].count += 1
            } else {
                runs.append((id, number, 1))
            }
        }
    }

    /// The number of the source's row that a stored row came from.
    func number(of id: Int64) -> Int? {
        let run = runs.last { $0.first <= id && id < $0.first + Int64($0.count) }
        return run.map { $0.number + Int(id - $0.first) }
    }
}
