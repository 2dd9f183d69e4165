/// Reads a role.
struct RoleReader {
    func read(_ node: CatalogNode) -> RoleDefinition? {
        guard let map = node.mapping(["role", "title", "levels", "personal", "may", "sensitive"]),
            let name = map.required("role")?.text, let title = map.required("title")?.words,
            let levels = map.required("levels")?.items, let may = map.required("may")?.entries
        else { return nil }
        let grants = may.map { entry in
            let actions = (entry.value.items ?? []).compactMap { $0.choice(RegisterAction.self) }
            return RoleGrant(pattern: entry.name, actions: Set(actions))
        }
        return RoleDefinition(
            name: name, title: title, levels: levels.compactMap { $0.choice(Level.self) },
            seesPersonal: map["personal"]?.flag ?? false, grants: grants,
            sensitive: Set(map["sensitive"]?.texts ?? []), place: node.place)
    }
}
