/// Reads the flow of a case.
struct FlowReader {
    func read(_ node: CatalogNode) -> Flow? {
        guard let map = node.mapping(["start", "states", "moves"]), let start = map.required("start")?.text,
            let entries = map.required("moves")?.entries
        else { return nil }
        let states = (map["states"]?.entries ?? []).compactMap { entry in entry.value.words.map { (entry.name, $0) } }
        return Flow(
            start: start, states: Dictionary(states) { first, _ in first },
            moves: entries.compactMap { move($0.name, $0.value) })
    }

    private func move(_ name: String, _ node: CatalogNode) -> FlowMove? {
        guard let map = node.mapping(["title", "from", "to", "by", "needs", "within"]),
            let title = map.required("title")?.words, let from = map.required("from")?.texts,
            let to = map.required("to")?.text, let by = map.required("by")?.texts
        else { return nil }
        return FlowMove(
            name: name, title: title, from: from, to: to, by: by, needs: map["needs"]?.texts ?? [],
            within: map["within"]?.text.map(deadline), place: node.place)
    }

    /// `3 workdays`, `10 days` or the name of a date field.
    private func deadline(_ text: String) -> FlowDeadline {
        let parts = text.split(separator: " ")
        guard parts.count == 2, let number = Int(parts[0]), number > 0 else { return .field(text) }
        return parts[1].hasPrefix("workday") ? .workdays(number) : .days(number)
    }
}
