import Catalog

/// The tree of organisations 组织机构: city, district, areas, schools, campuses, offices.
public struct OrganisationTree: Sendable {
    /// An organisation.
    public struct Node: Identifiable, Hashable, Sendable {
        /// Its row.
        public let id: Int64
        /// Its code.
        public let code: String
        /// Its name.
        public let name: String
        /// Its level.
        public let level: Level
        /// The organisation above it.
        public let parent: Int64?
    }

    /// The organisations by row.
    public let nodes: [Int64: Node]
    private let children: [Int64: [Int64]]

    /// The tree as it is now.
    package init(_ connection: any SQLConnection) throws {
        var nodes: [Int64: Node] = [:], children: [Int64: [Int64]] = [:]
        try connection.each("SELECT id, code, name, level, parent FROM organisation ORDER BY code", []) { row in
            guard let id = row[0].integer, let level = row[3].text.flatMap({ Level(rawValue: $0) }) else { return }
            let node = Node(
                id: id, code: row[1].text ?? "", name: row[2].text ?? "", level: level, parent: row[4].integer)
            nodes[id] = node
            if let parent = node.parent { children[parent, default: []].append(id) }
        }
        self.nodes = nodes
        self.children = children
    }

    /// An organisation and all under it. A ring of parents, which checks find, ends where it began.
    public func under(_ id: Int64) -> Set<Int64> {
        var found: Set<Int64> = [id]
        var open = [id]
        while let next = open.popLast() {
            for child in children[next] ?? [] where found.insert(child).inserted { open.append(child) }
        }
        return found
    }

    /// The organisations right under one, by code.
    public func children(of id: Int64) -> [Node] { (children[id] ?? []).compactMap { nodes[$0] } }

    /// The organisation of a level that one belongs to, itself included.
    public func ancestor(of id: Int64, at level: Level) -> Int64? {
        var current = nodes[id]
        var steps = 0
        while let node = current, steps < 20 {
            if node.level == level { return node.id }
            current = node.parent.flatMap { nodes[$0] }
            steps += 1
        }
        return nil
    }
}

extension RegisterStore {
    /// The organisations as they are now.
    public func organisations() throws -> OrganisationTree { try database.read { try OrganisationTree($0) } }
}
