/// Finds offices whose names look like one office. Careful: a person confirms, but a silly suggestion costs trust.
///
/// A pair is suggested where, spaces and the bureau's name before it aside, the names are the same without brackets;
/// or without the final 科 / 室 / 处 / 股 / 办; or where the shorter one abbreviates the longer: both end alike, begin with
/// the same character, the shorter one's characters stand in the longer one in order, and it has at least three and
/// at most two thirds of them. Of two such offices the confirmed one is kept, else the longer name. Quadratic, over some dozens of offices.
enum OfficeLikeness {
    static func suggestions(_ offices: [Office], isDistinct: (Office, Office) -> Bool) -> [OfficeSuggestion] {
        let offices = offices.filter { $0.kind != .collective }.prefix(500)
        let names = offices.map { Form($0.name) }
        var found: [OfficeSuggestion] = []
        for (one, other) in pairs(offices.count) {
            guard let reason = reason(names[one], names[other]), !isDistinct(offices[one], offices[other]) else {
                continue
            }
            let (first, second) = (offices[one], offices[other])
            let keepsFirst =
                first.isConfirmed != second.isConfirmed
                ? first.isConfirmed : names[one].bare.count >= names[other].bare.count
            found.append(
                OfficeSuggestion(
                    keep: keepsFirst ? first : second, alias: keepsFirst ? second : first, reason: reason))
        }
        return found
    }

    private static func pairs(_ count: Int) -> some Sequence<(Int, Int)> {
        (0..<count).lazy.flatMap { one in (one + 1..<max(one + 1, count)).lazy.map { (one, $0) } }
    }

    /// A name in the forms that are compared.
    private struct Form {
        var plain: [Character]
        var bare: [Character]
        var stem: [Character]

        init(_ name: String) {
            var text = OfficeName.normalise(name).filter { !"·.、,，。-—".contains($0) }
            for bureau in ["教育局", "教体局", "区教委", "市教委", "局机关", "机关"] where text.count > bureau.count + 1 {
                if let range = text.range(of: bureau), text.distance(from: range.upperBound, to: text.endIndex) >= 2 {
                    text = String(text[range.upperBound...])
                }
            }
            plain = Array(text)
            var depth = 0
            bare = []
            for character in text {
                if character == "(" {
                    depth += 1
                } else if character == ")" {
                    depth = max(0, depth - 1)
                } else if depth == 0 {
                    bare.append(character)
                }
            }
            stem = bare
            let ends: [[Character]] = ["办公室", "科", "室", "处", "股", "办"].map(Array.init)
            if let end = ends.first(where: { stem.count > $0.count + 1 && stem.suffix($0.count) == $0[...] }) {
                stem.removeLast(end.count)
            }
        }
    }

    private static func reason(_ one: Form, _ other: Form) -> OfficeSuggestion.Reason? {
        if one.plain == other.plain { return .spelling }
        if !one.bare.isEmpty, one.bare == other.bare { return .brackets }
        if one.stem.count >= 2, one.stem == other.stem { return .suffix }
        let (short, long) = one.stem.count < other.stem.count ? (one, other) : (other, one)
        return abbreviates(short, long) ? .abbreviation : nil
    }

    private static func abbreviates(_ short: Form, _ long: Form) -> Bool {
        guard short.stem.count >= 2, short.bare.count >= 3, short.stem.count * 3 <= long.stem.count * 2,
            short.stem.first == long.stem.first, short.bare.last == long.bare.last
        else { return false }
        var rest = long.stem[...]
        for character in short.stem {
            guard let place = rest.firstIndex(of: character) else { return false }
            rest = rest[(place + 1)...]
        }
        return true
    }
}
