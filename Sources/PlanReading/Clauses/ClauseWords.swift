import PlanModel

/// The words that the reader of clauses knows, compiled from the lexicon into sets that are searched in the text.
///
/// A class, so that the readers of a clause share one copy.
final class ClauseWords: Sendable {
    /// Measure words and nouns that take a number directly.
    let units: WordTrie<MeasureWord>
    /// Words before a number that bound it, found from their end.
    let before: WordTrie<Bound>
    /// Words after a unit that bound the number.
    let after: WordTrie<Bound>
    /// Words of increase and decrease, found from their start.
    let changes: WordTrie<Bound>
    /// Phrases in which a number counts nothing.
    let setPhrases: WordTrie<Bool>
    /// Words before 一 that say there is none, found from their end.
    let none: WordTrie<Bool>
    /// Words with 零 that state no number.
    let notZero: WordTrie<Bool>
    /// Verbs that head a clause.
    let verbs: WordTrie<Verb>
    /// The same, found from their end.
    let verbsBackwards: WordTrie<Verb>
    /// Words that lead into a clause, found from their start and from their end.
    let fillers: WordTrie<Filler>
    let fillersBackwards: WordTrie<Filler>
    /// Measures that say nothing without what they measure.
    let generics: WordTrie<Bool>
    /// Verbs that govern the title of a paper, found from their end.
    let paperVerbs: WordTrie<PaperVerb>
    /// Named times of a year.
    let times: WordTrie<NamedTime>
    /// Whether a character of the basic plane may start a date: digits, numerals and the first characters of `times`.
    let startsDate: [Bool]
    /// Signs of what was done and of what is to be done.
    let tenses: WordTrie<Tense>

    /// A measure word.
    struct MeasureWord: Sendable {
        var kind: Kind
        /// Whether it has two characters or more.
        var isLong: Bool

        enum Kind: String, Sendable {
            case thing, act, size, time, share, level, word, weak, never, score, year
            case people
        }
    }

    /// A word that bounds a number.
    struct Bound: Sendable {
        /// nil where it says nothing of the bound.
        var comparator: Quantity.Comparator?
        var place: Place

        enum Place: String, Sendable {
            case before, reach, share, keep, big, after, timeafter, change, ratechange, none
        }
    }

    /// A verb.
    struct Verb: Sendable {
        var kind: Kind
        /// Whether it is as often part of a noun.
        var isNoun: Bool

        /// What a verb contributes to the thing that is counted.
        enum Kind: String, Sendable {
            case light
            case `do`
            case aim
            case lead
        }
    }

    /// When a word that leads in is left out.
    enum Filler: String, Sendable {
        /// Always.
        case drop
        /// Where a verb follows.
        case verb
        /// Never: a word that only starts like one of the others.
        case keep
    }

    /// Whether a verb before a title makes the paper a deliverable.
    enum PaperVerb: String, Sendable {
        case taken, basis, skip
    }

    /// What a word says about the time of a statement.
    enum Tense: String, Sendable {
        case done, told, goal, standing, nothing
    }

    init(_ lexicon: Lexicon) {
        func set(_ table: String) -> [(String, Bool)] { lexicon.words(table).map { ($0, true) } }
        var units = WordTrie<MeasureWord>()
        for row in lexicon.rows("populations") { units.insert(row[0], MeasureWord(kind: .people, isLong: true)) }
        for row in lexicon.rows("units") where row.count > 1 {
            guard let kind = MeasureWord.Kind(rawValue: row[1]) else { continue }
            units.insert(row[0], MeasureWord(kind: kind, isLong: row[0].unicodeScalars.count > 1))
        }
        self.units = units
        var before = WordTrie<Bound>(reversed: true)
        var after = WordTrie<Bound>()
        var changes = WordTrie<Bound>()
        for row in lexicon.rows("bounds") where row.count > 2 {
            guard let place = Bound.Place(rawValue: row[2]) else { continue }
            let bound = Bound(comparator: Quantity.Comparator(rawValue: row[1]), place: place)
            switch place {
            case .after, .timeafter: after.insert(row[0], bound)
            case .change, .ratechange:
                changes.insert(row[0], bound)
                before.insert(row[0], bound)
            case .none, .before, .reach, .share, .keep, .big: before.insert(row[0], bound)
            }
        }
        self.before = before
        self.after = after
        self.changes = changes
        setPhrases = WordTrie(set("setphrases"))
        none = WordTrie(lexicon.words("zeros", kind: "none").map { ($0, true) }, reversed: true)
        notZero = WordTrie(lexicon.words("zeros", kind: "not").map { ($0, true) })
        let verbs: [(String, Verb)] = lexicon.rows("verbs").compactMap { row in
            guard row.count > 1, let kind = Verb.Kind(rawValue: row[1]) else { return nil }
            return (row[0], Verb(kind: kind, isNoun: row.count > 2 && row[2] == "noun"))
        }
        let fillers: [(String, Filler)] = lexicon.rows("fillers").compactMap { row in
            row.count > 1 ? Filler(rawValue: row[1]).map { (row[0], $0) } : nil
        }
        self.verbs = WordTrie(verbs)
        verbsBackwards = WordTrie(verbs, reversed: true)
        self.fillers = WordTrie(fillers)
        fillersBackwards = WordTrie(fillers, reversed: true)
        generics = WordTrie(set("generics"))
        paperVerbs = WordTrie(
            lexicon.rows("papers").compactMap { row in
                row.count > 1 ? PaperVerb(rawValue: row[1]).map { (row[0], $0) } : nil
            }, reversed: true)
        var startsDate = [Bool](repeating: false, count: 0x10000)
        for first in lexicon.words("times").compactMap({ $0.unicodeScalars.first }) where first.value < 0x10000 {
            startsDate[Int(first.value)] = true
        }
        for scalar in "0123456789一二三四五六七八九十".unicodeScalars { startsDate[Int(scalar.value)] = true }
        self.startsDate = startsDate
        times = WordTrie(lexicon.rows("times").compactMap { row in NamedTime(row: row).map { (row[0], $0) } })
        tenses = WordTrie(
            lexicon.rows("tenses").compactMap { row in
                row.count > 1 ? Tense(rawValue: row[1]).map { (row[0], $0) } : nil
            })
    }
}
