import Catalog
import CatchmentFiles
import Catchments
import Registers

/// Reads points and schools of the registers, and recognises the organisations that files name.
struct RegisterTaking {
    private let desk: CatchmentDesk
    private let stage: String
    private let year: Int
    private let tree: OrganisationTree
    private let byCode: [String: OrganisationTree.Node]
    private let byName: [String: OrganisationTree.Node]
    private let places: [Int64: OrganisationPlace]

    init(_ desk: CatchmentDesk, stage: String, year: Int) throws {
        (self.desk, self.stage, self.year) = (desk, stage, year)
        tree = try desk.plans.registers.organisations()
        let schools = tree.nodes.values.filter { $0.level == .school }.sorted { $0.id < $1.id }
        byCode = Dictionary(schools.map { ($0.code, $0) }) { one, _ in one }
        byName = Dictionary(schools.map { ($0.name, $0) }) { one, _ in one }
        places = try desk.plans.registers.places(on: desk.plans.today)
    }

    private var registers: RegisterStore { desk.plans.registers }

    /// The register's columns for the stage; nil for stages whose children it does not have.
    private var columns: (children: String, school: String)? {
        switch stage {
        case "P": ("primary_children", "primary_school")
        case "J": ("junior_children", "junior_school")
        default: nil
        }
    }

    /// Years over which seats of the stage are shared.
    private var years: Int { stage == "P" ? 6 : 3 }

    /// The points of the register; those without expected children count none.
    func points() throws -> [PlanPoint] {
        guard let columns, let register = registers.catalog.register(CatchmentStore.register) else {
            throw CatchmentPlanError.noFile(part: "points")
        }
        let scope = desk.access.scope(.read, register)
        return try registers.database.read { connection in
            var points: [PlanPoint] = []
            try connection.each(
                """
                SELECT code, name, area, addresses, location_lon, location_lat, \(columns.children), \(columns.school)
                FROM residential_point ORDER BY code
                """, []
            ) { row in
                guard let code = row[0].text, let area = row[2].integer, scope.contains(area) else { return }
                var point = PlanPoint(code: code, name: row[1].text ?? code, children: Int(row[6].integer ?? 0))
                point.area = tree.nodes[area]?.name ?? ""
                point.addresses = row[3].text ?? ""
                if let longitude = row[4].number, let latitude = row[5].number {
                    point.place = .globe(longitude: longitude, latitude: latitude)
                }
                point.today = row[7].integer.flatMap { tree.nodes[$0]?.code }
                points.append(point)
            }
            return points
        }
    }

    /// The points of a file; today's school by the code or name of one of the schools.
    func points(_ read: CatchmentFiles.Points, schools: [PlanSchool]) -> [PlanPoint] {
        let codes = codes(of: schools)
        return read.points.enumerated().map { index, one in
            var point = PlanPoint(code: one.id, name: read.names[index], children: one.children)
            (point.area, point.addresses, point.place) = (read.areas[index], read.addresses[index], one.place)
            point.today = one.school.map { codes[$0] ?? $0 }
            return point
        }
    }

    /// The codes of schools by their codes, names, and the names of their organisations.
    func codes(of schools: [PlanSchool]) -> [String: String] {
        var codes = Dictionary(schools.map { ($0.name, $0.code) }) { one, _ in one }
        for school in schools { codes[school.code] = school.code }
        for (name, node) in byName where codes[name] == nil { codes[name] = node.code }
        return codes
    }

    /// The schools with seats for the stage; private ones have no catchments.
    func schools() throws -> [PlanSchool] {
        guard registers.catalog.register("seat_capacity") != nil else {
            throw CatchmentPlanError.noFile(part: "schools")
        }
        return try registers.database.read { connection in
            var schools: [PlanSchool] = []
            let rows = try connection.rows(
                """
                SELECT c.school, c.seats, c.planned_intake, s.run_by FROM seat_capacity c
                LEFT JOIN school s ON s.school = c.school
                WHERE c.stage = ? AND c.school_year = (SELECT max(l.school_year) FROM seat_capacity l
                WHERE l.school = c.school AND l.stage = c.stage AND l.school_year <= ?) ORDER BY c.school
                """, [.text(stage), .integer(Int64(year))])
            for row in rows {
                guard let id = row[0].integer, let node = tree.nodes[id],
                    !["12", "22", "23"].contains(row[3].text ?? "")
                else { continue }
                let places = row[2].integer.map(Int.init) ?? Int(row[1].integer ?? 0) / years
                guard places > 0 else { continue }
                schools.append(school(node, places: places))
            }
            return schools
        }
    }

    /// The schools of a file with their organisations, where they are recognised.
    func schools(_ read: [CatchmentSchool]) throws -> [PlanSchool] {
        read.map { one in
            var known =
                (byCode[one.id] ?? byName[one.id]).map { school($0, places: one.capacity) }
                ?? PlanSchool(code: one.id, name: one.id, places: one.capacity)
            (known.least, known.isKept, known.point) = (one.least, one.isKept, one.point)
            // A point on whose ground it stands says where it is; the organisation's own place otherwise.
            known.place = one.place ?? (one.point == nil ? known.place : nil)
            return known
        }
    }

    private func school(_ node: OrganisationTree.Node, places count: Int) -> PlanSchool {
        var school = PlanSchool(code: node.code, name: node.name, places: count)
        school.organisation = node.id
        school.place = places[node.id].map { .globe(longitude: $0.longitude, latitude: $0.latitude) }
        return school
    }
}
