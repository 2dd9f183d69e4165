/// Finds owners in brackets without a label at the end of items: …（基础教育科、人事科）.
struct TrailingOwners {
    let text: CleanText
    let owners: OwnerList

    /// Bytes that such a bracket has at most.
    private static let longest = 240

    /// Fills in the owners of tasks that have none, if the bracket says who leads or helps, or if enough of the tasks of
    /// the part end like this to make it a habit: three, and a third of them. A single one may be any bracket.
    func fill(_ tasks: inout [TaskDraft]) {
        var found: [Int: (list: OwnerList.Result, bracket: Range<Int>)] = [:]
        var perPart: [Int: (with: Int, all: Int)] = [:]
        for (index, task) in tasks.enumerated() {
            perPart[task.part, default: (0, 0)].all += 1
            guard task.fields.owners.isEmpty, let end = task.text.last ?? Optional(task.title),
                let bracket = bracket(at: end), let list = list(bracket)
            else { continue }
            found[index] = (list, bracket)
            perPart[task.part, default: (0, 0)].with += 1
        }
        for (index, value) in found {
            let count = perPart[tasks[index].part] ?? (0, 0)
            guard value.list.namesRoles || (count.with >= 3 && count.with * 3 >= count.all) else { continue }
            tasks[index].fields.owners = value.list.owners
            tasks[index].fields.coOwners += value.list.coOwners
            tasks[index].cut(value.bracket)
        }
    }

    /// The bracket at the end of a stretch, a stop after it left aside.
    private func bracket(at stretch: Range<Int>) -> Range<Int>? {
        var end = stretch.upperBound
        if let last = Cursor.last(text.bytes, start: stretch.lowerBound, end: end), last.scalar == "。" {
            end -= last.length
        }
        guard let last = Cursor.last(text.bytes, start: stretch.lowerBound, end: end),
            "）)】".unicodeScalars.contains(last.scalar)
        else { return nil }
        let limit = max(stretch.lowerBound, end - Self.longest)
        var place = end
        var depth = 0
        while place > limit, let (character, length) = Cursor.last(text.bytes, start: stretch.lowerBound, end: place) {
            place -= length
            if "）)】".unicodeScalars.contains(character) { depth += 1 }
            if "（(【".unicodeScalars.contains(character) {
                depth -= 1
                if depth == 0 { return place..<end }
            }
        }
        return nil
    }

    /// The offices in a bracket; nil where not all its words are names of offices.
    private func list(_ bracket: Range<Int>) -> OwnerList.Result? {
        var inner = bracket.lowerBound + Cursor.length(text.bytes[bracket.lowerBound])..<bracket.upperBound
        if let last = Cursor.last(text.bytes, start: inner.lowerBound, end: inner.upperBound) {
            inner = inner.lowerBound..<inner.upperBound - last.length
        }
        let result = owners.read(inner)
        let names = result.owners + result.coOwners
        guard !result.owners.isEmpty, names.allSatisfy({ owners.offices.isOffice(text.bytes, $0) && $0.count <= 75 }),
            names.contains(where: isClearlyOffice)
        else { return nil }
        return result
    }

    /// 科, 室, 股, 处, 办, 局, 中心, 馆, 站: what an education bureau has.
    private func isClearlyOffice(_ name: Range<Int>) -> Bool {
        guard let last = Cursor.last(text.bytes, start: name.lowerBound, end: name.upperBound) else { return false }
        return "科室股处办局馆站心）".unicodeScalars.contains(last.scalar)
    }
}

extension TaskDraft {
    /// Takes a bracket out of the text that clauses are read from.
    fileprivate mutating func cut(_ bracket: Range<Int>) {
        func cut(_ ranges: inout [Range<Int>]) {
            ranges = ranges.compactMap { range in
                guard range.overlaps(bracket) else { return range }
                return bracket.lowerBound > range.lowerBound ? range.lowerBound..<bracket.lowerBound : nil
            }
        }
        cut(&fields.rest)
        cut(&fields.measures)
        if title.upperBound > bracket.lowerBound, title.lowerBound < bracket.lowerBound {
            title = title.lowerBound..<bracket.lowerBound
        }
    }
}
