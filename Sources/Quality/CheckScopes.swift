import Catalog
import Registers

/// The organisations whose rows an account may deal with, by check: those of the check's register, and, where the check
/// reads something sensitive, only those of which the account may know that too.
struct Scopes {
    private let scopes: [String: RowScope]

    init(_ store: QualityStore, _ access: RegisterAccess, _ action: RegisterAction = .read) {
        let catalog = store.catalog
        var known: [String: RowScope] = [:]
        scopes = Dictionary(
            catalog.checks.compactMap { check in
                guard let register = catalog.register(check.register) else { return nil }
                let scope = known[register.name] ?? access.scope(action, register)
                known[register.name] = scope
                let held = store.sensitive[check.name] ?? []
                return (check.name, held.reduce(scope) { $0.intersection(access.sensitiveScope($1)) })
            }
        ) { first, _ in first }
    }

    subscript(check: String) -> RowScope? { scopes[check] }
}

extension RowScope {
    /// What is in both.
    fileprivate func intersection(_ other: RowScope) -> RowScope {
        switch (self, other) {
        case (.all, let scope), (let scope, .all): scope
        case (.organisations(let one), .organisations(let two)): .organisations(one.intersection(two))
        }
    }
}
