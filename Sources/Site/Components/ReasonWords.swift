import Localisation

/// Why something wants a look, in words.
enum ReasonWords {
    /// - Parameters:
    ///   - about: the code of a doubt or note; the reader's strings explain it.
    ///   - says: the words found.
    static func text(_ visit: Visit, _ about: String, _ says: String) -> String {
        let key = "reading.note.\(about)"
        guard StringCatalogue.standard.has(key) else {
            return visit["site.reason.other", ["about": about, "says": says]]
        }
        return visit[key, ["says": says]]
    }

    /// The same as a piece of a page.
    static func html(_ visit: Visit, _ about: String, _ says: String) -> HTML { "\(text(visit, about, says))" }
}
