/// Checks the flow of a case: every state can be reached, and from every state the case can be closed.
struct FlowCheck {
    let register: Register
    let flow: Flow
    let catalog: Catalog

    func faults() -> [CatalogFault] {
        var faults: [CatalogFault] = []
        func add(_ kind: CatalogFault.Kind, _ place: CatalogPlace) {
            faults.append(CatalogFault(place, key: "flow", kind))
        }
        for move in flow.moves {
            for role in move.by where catalog.role(role) == nil {
                add(.unknownName(name: role, what: .role), move.place)
            }
            for field in move.needs where field != "reason" && register.field(field) == nil {
                add(.unknownName(name: field, what: .field), move.place)
            }
            if case .field(let name)? = move.within, register.field(name)?.type != .date {
                add(.unfit(name: name, why: .noDate), move.place)
            }
            for state in move.from + [move.to] where flow.states[state] == nil {
                add(.unknownName(name: state, what: .state), move.place)
            }
        }
        let reached = closure(from: [flow.start]) { state in
            flow.moves.filter { $0.from.contains(state) }.map(\.to)
        }
        for state in flow.states.keys.sorted() where !reached.contains(state) {
            add(.unreachable(state), register.place)
        }
        let ends = reached.filter { state in !flow.moves.contains { $0.from.contains(state) } }
        let closing = closure(from: ends) { state in flow.moves.filter { $0.to == state }.flatMap(\.from) }
        for state in reached.subtracting(closing).sorted() { add(.stuck(state), register.place) }
        return faults
    }

    private func closure(from start: Set<String>, _ next: (String) -> [String]) -> Set<String> {
        var found = start
        var open = Array(start)
        while let state = open.popLast() {
            for other in next(state) where found.insert(other).inserted { open.append(other) }
        }
        return found
    }
}
