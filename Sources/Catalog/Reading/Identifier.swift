/// Names that become tables and columns.
enum Identifier {
    /// Whether a name is snake_case, short enough for both databases, and reserved by neither.
    static func isUsable(_ name: String) -> Bool {
        guard let first = name.utf8.first, name.utf8.count <= 48 else { return false }
        let letters = UInt8(ascii: "a")...UInt8(ascii: "z")
        let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
        return letters.contains(first)
            && name.utf8.allSatisfy { letters.contains($0) || digits.contains($0) || $0 == UInt8(ascii: "_") }
            && !name.hasSuffix("_") && !reserved.contains(name)
    }

    /// The words that SQLite or PostgreSQL keep for themselves, and the columns that every table has of its own.
    static let reserved: Set<String> = Set(
        """
        id since until sealed \
        all alter analyse analyze and any array as asc asymmetric authorization between binary both by case cast check \
        collate collation column commit concurrently constraint create cross current_catalog current_date current_role \
        current_schema current_time current_timestamp current_user default deferrable delete desc distinct do drop else \
        end escape except exists false fetch for foreign freeze from full grant group having if ilike in index initially \
        inner insert intersect into is isnull join lateral leading left like limit localtime localtimestamp natural not \
        notnull null offset on only or order outer overlaps placing primary references returning right select \
        session_user set similar some symmetric table tablesample then to trailing transaction trigger true union unique \
        update user using values variadic verbose view when where window with
        """.split(separator: " ").map(String.init))
}
