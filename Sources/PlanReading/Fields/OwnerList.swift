/// Splits a list of offices into single ones.
///
/// Separators are 、，；, and white space after a whole name; brackets belong to the name before them, but for roles such
/// as （牵头）. 基础教育科牵头，人事科配合 says who helps.
struct OwnerList {
    let text: CleanText
    let offices: TitleWords

    /// Offices that answer, lead first, and offices that help.
    struct Result {
        var owners: [Range<Int>] = []
        var coOwners: [Range<Int>] = []
        /// Whether the list says what an office does: 牵头, 配合, 负责.
        var namesRoles = false
    }

    private enum Role {
        case lead
        case owner
        case co
    }

    /// Words after a name, or around the list, that say what the office does; the longest that fits counts.
    private static let roles: [(word: String, role: Role)] = [
        ("牵头负责", .lead), ("牵头组织", .lead), ("牵头", .lead), ("主办", .lead), ("等按职责分工负责", .owner),
        ("按职责分工负责", .owner), ("按职责负责", .owner), ("分工负责", .owner), ("分别负责", .owner), ("共同负责", .owner),
        ("具体负责", .owner), ("负责落实", .owner), ("负责", .owner), ("承办", .owner), ("协同配合", .co), ("配合", .co),
        ("协办", .co), ("协助", .co), ("参与", .co), ("协同", .co),
    ]

    /// Reads a list.
    func read(_ range: Range<Int>) -> Result {
        var leads: [Range<Int>] = []
        var result = Result()
        var pending: [Range<Int>] = []
        for name in names(range) {
            let (bare, role) = withoutRole(name)
            if !bare.isEmpty { pending.append(bare) }
            guard let role else { continue }
            result.namesRoles = true
            switch role {
            // （牵头） after one of several names is said of that name alone.
            case .lead:
                if let last = pending.popLast() {
                    if endsWithBracket(name) { result.owners += pending } else { leads += pending }
                    leads.append(last)
                }
            case .owner: result.owners += pending
            case .co: result.coOwners += pending
            }
            pending = []
        }
        result.owners = leads + result.owners + pending
        return result
    }

    /// The names in a list, roles included.
    func names(_ range: Range<Int>) -> [Range<Int>] {
        var names: [Range<Int>] = []
        var cursor = Cursor(text.bytes, range.lowerBound, range.upperBound)
        var start = range.lowerBound
        var depth = 0
        func close(_ end: Int) {
            let name = trimmed(start..<end)
            if !name.isEmpty { names.append(name) }
        }
        while let character = cursor.peek() {
            let place = cursor.place
            switch character {
            case "（", "(", "【", "[", "〔": depth += 1
            case "）", ")", "】", "]", "〕": depth = max(0, depth - 1)
            case "、", "，", "；", ",", ";", "。", "\n", "/", "\t":
                guard depth == 0 else { break }
                // A name broken over two lines of a cell goes on; a whole one does not.
                if character != "\n" || offices.isOffice(text.bytes, start..<place) {
                    close(place)
                    start = place + Cursor.length(text.bytes[place])
                }
            default:
                if depth == 0, place > start, text.hasGap(before: place), offices.isOffice(text.bytes, start..<place) {
                    close(place)
                    start = place
                }
            }
            cursor.advance()
        }
        close(range.upperBound)
        return names
    }

    /// A name without the words that say its role.
    private func withoutRole(_ name: Range<Int>) -> (Range<Int>, Role?) {
        var end = name.upperBound
        if let last = Cursor.last(text.bytes, start: name.lowerBound, end: end),
            last.scalar == "）" || last.scalar == ")"
        {
            for (word, role) in Self.roles {
                for (opening, closing) in [("（", "）"), ("(", ")")] {
                    let words = opening + word + closing
                    if ends(name, with: words) {
                        return (trimmed(name.lowerBound..<end - words.utf8.count), role)
                    }
                }
            }
        }
        for (word, role) in Self.roles where ends(name, with: word) {
            end -= word.utf8.count
            var cursor = Cursor(text.bytes, name.lowerBound, end)
            if cursor.skip("由"), cursor.place < end { return (trimmed(cursor.place..<end), role) }
            return (trimmed(name.lowerBound..<end), role)
        }
        return (name, nil)
    }

    private func endsWithBracket(_ name: Range<Int>) -> Bool {
        guard let last = Cursor.last(text.bytes, start: name.lowerBound, end: name.upperBound) else { return false }
        return last.scalar == "）" || last.scalar == ")"
    }

    private func ends(_ range: Range<Int>, with word: String) -> Bool {
        range.count >= word.utf8.count && text.bytes[range].suffix(word.utf8.count).elementsEqual(word.utf8)
    }

    /// Without punctuation and white space around it; 等 after the last name says that there are more.
    private func trimmed(_ range: Range<Int>) -> Range<Int> {
        var cursor = Cursor(text.bytes, range.lowerBound, range.upperBound)
        while cursor.skip("：", ":", "、", "，", " ", "\n", "。", "；") {}
        var end = range.upperBound
        while let (character, length) = Cursor.last(text.bytes, start: cursor.place, end: end),
            "。；，、;,. \n\t】".unicodeScalars.contains(character)
        { end -= length }
        // A closing bracket without its opening one belongs to the layout.
        if let (character, length) = Cursor.last(text.bytes, start: cursor.place, end: end),
            character == "）" || character == ")", !opens(cursor.place..<end)
        {
            end -= length
        }
        if end - cursor.place > 9, ends(cursor.place..<end, with: "等") { end -= 3 }
        return cursor.place..<max(end, cursor.place)
    }

    private func opens(_ range: Range<Int>) -> Bool {
        var cursor = Cursor(text.bytes, range.lowerBound, range.upperBound)
        while let character = cursor.peek() {
            if character == "（" || character == "(" { return true }
            cursor.advance()
        }
        return false
    }
}
