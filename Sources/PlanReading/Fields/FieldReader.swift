/// Finds the fields of a task in its paragraphs: on lines of their own (责任科室：…), in brackets at the end of a sentence
/// （责任单位：…；配合单位：…）, one after the other on a line.
struct FieldReader {
    let text: CleanText
    let labels: FieldLabels
    let owners: OwnerList

    private struct Value {
        var kind: FieldLabels.Kind?
        var ranges: [Range<Int>]
    }

    /// The fields in `paragraphs`. Linear in their bytes.
    func fields(in paragraphs: [Range<Int>]) -> TaskFields {
        var values: [Value] = []
        var open: FieldLabels.Kind?
        for paragraph in paragraphs {
            // A long field goes on over paragraphs until the next label, a list of offices only if it is still empty.
            let start = open.flatMap { goesOn($0, values.last, into: paragraph) ? $0 : nil }
            read(paragraph, opening: start, into: &values, open: &open)
        }
        return sorted(values)
    }

    /// Bytes that a further line of offices has at most.
    private static let longestLine = 150

    private func goesOn(_ kind: FieldLabels.Kind, _ last: Value?, into paragraph: Range<Int>) -> Bool {
        switch kind {
        case .goal, .measures, .other: return true
        case .owner, .lead, .co, .leader, .due:
            guard let range = last?.ranges.last,
                let end = Cursor.last(text.bytes, start: range.lowerBound, end: range.upperBound)
            else { return true }
            if "、，,".unicodeScalars.contains(end.scalar) { return true }
            guard kind != .due, kind != .leader, paragraph.count <= Self.longestLine else { return false }
            let names = owners.names(paragraph)
            return !names.isEmpty && names.allSatisfy { owners.offices.isOffice(text.bytes, $0) && $0.count <= 45 }
        }
    }

    /// Reads a paragraph: labels at its start or after a stop, a gap or a bracket part it into values.
    private func read(
        _ paragraph: Range<Int>, opening: FieldLabels.Kind?, into values: inout [Value], open: inout FieldLabels.Kind?
    ) {
        var kind = opening
        var start = paragraph.lowerBound
        var bracketEnd: Int?
        var afterBracket: FieldLabels.Kind?
        func close(_ end: Int) {
            let range = trimmed(start..<max(end, start))
            if !range.isEmpty || kind != nil { values.append(Value(kind: kind, ranges: range.isEmpty ? [] : [range])) }
        }
        let first = start + (Numbering(text.bytes, at: start, end: paragraph.upperBound)?.length ?? 0)
        if let field = labels.label(text.bytes, at: first, end: paragraph.upperBound), !isBracketed(first) {
            (kind, start) = (field.kind, field.label.upperBound)
        }
        var place = start
        while place < paragraph.upperBound {
            let byte = text.bytes[place]
            if let end = bracketEnd, place >= end {
                close(end)
                (kind, start, bracketEnd) = (afterBracket, min(end + bracketLength(end), paragraph.upperBound), nil)
                place = max(start, place)
                continue
            }
            // Labels follow an opening bracket 【（( or end at a colon.
            if byte == 0xE3 || byte == 0xEF || byte == UInt8(ascii: "("), bracketEnd == nil,
                isBracketed(place), let field = labels.label(text.bytes, at: place, end: paragraph.upperBound)
            {
                close(place)
                let isWhole = closesLabel(field.label)
                afterBracket = isLong(kind) ? kind : nil
                (kind, start) = (field.kind, field.label.upperBound)
                if !isWhole { bracketEnd = closing(from: field.label.upperBound, to: paragraph.upperBound) }
                place = start
                continue
            }
            let colon = colonLength(place)
            if colon > 0,
                let field = labels.label(text.bytes, beforeColon: place, colonLength: colon, start: start),
                field.label.lowerBound >= start,
                isBoundary(field.label.lowerBound, start: paragraph.lowerBound, field.kind)
            {
                close(field.label.lowerBound)
                (kind, start) = (field.kind, field.label.upperBound)
                place = start
                continue
            }
            place += Cursor.length(byte)
        }
        close(bracketEnd.map { min($0, paragraph.upperBound) } ?? paragraph.upperBound)
        open = kind
        if bracketEnd != nil { open = afterBracket }
    }

    private func isLong(_ kind: FieldLabels.Kind?) -> Bool { kind == .goal || kind == .measures }

    private func isBracketed(_ place: Int) -> Bool {
        var cursor = Cursor(text.bytes, place, text.bytes.count)
        return cursor.skip("【", "（", "(", "[", "〔", "［")
    }

    /// Whether a label is bracketed by itself: 【责任科室】.
    private func closesLabel(_ label: Range<Int>) -> Bool {
        var cursor = Cursor(text.bytes, label.lowerBound, label.upperBound)
        while let character = cursor.peek() {
            if "】）)]〕］".unicodeScalars.contains(character) { return true }
            cursor.advance()
        }
        return false
    }

    /// Bytes that a bracket with fields has at most.
    private static let longestBracket = 1200

    /// Where the bracket that is open closes; nil where it does not in this paragraph.
    private func closing(from start: Int, to end: Int) -> Int? {
        var cursor = Cursor(text.bytes, start, min(end, start + Self.longestBracket))
        var depth = 0
        while let character = cursor.peek() {
            switch character {
            case "（", "(", "【", "[", "〔", "［": depth += 1
            case "）", ")", "】", "]", "〕", "］":
                if depth == 0 { return cursor.place }
                depth -= 1
            default: break
            }
            cursor.advance()
        }
        return nil
    }

    private func bracketLength(_ place: Int) -> Int {
        place < text.bytes.count ? Cursor.length(text.bytes[place]) : 0
    }

    private func colonLength(_ place: Int) -> Int {
        let bytes = text.bytes
        if bytes[place] == UInt8(ascii: ":") { return 1 }
        guard bytes[place] == 0xEF, place + 2 < bytes.count, bytes[place + 1] == 0xBC, bytes[place + 2] == 0x9A else {
            return 0
        }
        return 3
    }

    /// Whether a label may start here: after a stop, a bracket or a gap. 落实主体责任： is no label.
    private func isBoundary(_ place: Int, start: Int, _ kind: FieldLabels.Kind) -> Bool {
        guard place > start, let before = Cursor.last(text.bytes, start: start, end: place) else { return true }
        if "。；;）】)]".unicodeScalars.contains(before.scalar) { return true }
        if text.hasGap(before: place) { return true }
        switch kind {
        case .goal, .measures, .other: return false
        case .owner, .lead, .co, .leader, .due: return "，,、（(".unicodeScalars.contains(before.scalar)
        }
    }

    /// Without punctuation at both ends that belongs to the layout.
    private func trimmed(_ range: Range<Int>) -> Range<Int> {
        var cursor = Cursor(text.bytes, range.lowerBound, range.upperBound)
        while cursor.skip("：", ":", " ", "\n") {}
        return cursor.place..<range.upperBound
    }

    private func sorted(_ values: [Value]) -> TaskFields {
        var fields = TaskFields()
        var leads: [Range<Int>] = []
        for value in values {
            switch value.kind {
            case .goal: fields.goal += value.ranges
            case .measures: fields.measures += value.ranges
            case .lead, .owner:
                for range in value.ranges {
                    let list = owners.read(range)
                    if value.kind == .lead { leads += list.owners } else { fields.owners += list.owners }
                    fields.coOwners += list.coOwners
                }
            case .co:
                for range in value.ranges {
                    let list = owners.read(range)
                    fields.coOwners += list.owners + list.coOwners
                }
            case .leader: for range in value.ranges { fields.leaders += owners.names(range) }
            case .due: fields.due += value.ranges
            case .other, nil: fields.rest += value.ranges.filter { isText($0) }
            }
        }
        fields.owners = leads + fields.owners
        return fields
    }

    /// Whether anything but punctuation stands there.
    private func isText(_ range: Range<Int>) -> Bool {
        var cursor = Cursor(text.bytes, range.lowerBound, range.upperBound)
        while cursor.skip("。", "；", "，", "）", ")", "】", ".", ";", ",", "、", "]") {}
        return cursor.place < range.upperBound
    }
}
