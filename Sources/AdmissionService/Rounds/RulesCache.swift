import Synchronization

/// Rules that were read, by their text: a page of a list would else parse the same YAML for each of its rows.
final class RulesCache: Sendable {
    static let shared = RulesCache()
    private let kept = Mutex<[String: RoundRules]>([:])

    func rules(_ text: String) throws -> RoundRules {
        if let rules = kept.withLock({ $0[text] }) { return rules }
        let rules = try RoundRulesReader.read(text)
        kept.withLock { kept in
            // A bureau has a dozen rounds; more are drafts that were edited.
            if kept.count > 64 { kept.removeAll() }
            kept[text] = rules
        }
        return rules
    }
}
