import Catalog
import Monitoring
import Registers

/// Which organisations a row counts for: its own, all above it, and the groups 教育集团 that it belongs to.
public struct OrganisationRollup: Sendable {
    /// The tree.
    public let tree: OrganisationTree
    /// The groups of a school beside those above it, on the day.
    private let groups: [Int64: Set<Int64>]
    private var memberships: [Int64: Set<Int64>] = [:]

    /// The register that says which schools belong to which group, where the catalogue has it.
    static let groupRegister = "group_member"

    /// The tree and the groups on a day.
    init(_ catalog: Catalog, on day: Day, _ connection: any SQLConnection) throws {
        tree = try OrganisationTree(connection)
        var groups: [Int64: Set<Int64>] = [:]
        if let register = catalog.register(Self.groupRegister), register.belongsTo == .school,
            case .organisation = register.field("cluster")?.type
        {
            let rows = CountedRows(register)
            let sql = "SELECT \(rows.owner), \(rows.column("cluster")) \(rows.sql(in: Period(.day, of: day)))"
            let statement = PeriodParameters(day: day).bound(sql, connection.dialect)
            try connection.each(statement.sql, statement.arguments) { row in
                guard let school = row[0].integer, let group = row[1].integer else { return }
                groups[school, default: []].insert(group)
            }
        }
        self.groups = groups
        for id in tree.nodes.keys { memberships[id] = above(id) }
    }

    /// An organisation, all above it and its groups, each once: what its rows count for.
    public func countsFor(_ id: Int64) -> Set<Int64> { memberships[id] ?? [] }

    /// The organisations whose rows count for one: those under it, and the members of a group with all under them.
    public func counted(in id: Int64) -> Set<Int64> { Set(memberships.filter { $0.value.contains(id) }.map(\.key)) }

    /// A ring of parents, which checks find, ends where it began.
    private func above(_ id: Int64) -> Set<Int64> {
        var found: Set<Int64> = []
        var current: Int64? = id
        while let next = current, found.insert(next).inserted {
            found.formUnion(groups[next] ?? [])
            current = tree.nodes[next]?.parent
        }
        return found
    }
}
