import Catchments
import Documents

/// Reads the files of a plan of catchments: CSV or Excel, with columns found by their names in English or Chinese, in any
/// order, others ignored.
///
/// - Points: `point` (or `unit`), `children` (or `demand`, `pupils`), a place by `x`, `y` in metres or `lon`, `lat` in
///   degrees, and, where it is known, today's `school`. Or a .geojson file of points or areas with these properties.
/// - Schools: `school` (or `name`, else `unit`), `capacity`, a place, or the `unit` on whose ground it stands; `least`,
///   `kept`; for sites `cost`. With a column `instance` one instance is taken.
/// - Ways: `point`, `school`, `metres` (or `km`). Neighbours: `point_a`, `point_b` (or `unit_a`, `unit_b`).
public enum CatchmentFiles {
    /// Points of a file, and its features where it is GeoJSON.
    public struct Points: Sendable {
        /// The points.
        public var points: [ResidentialPoint]
        /// The file's features, in order of the points.
        public var features: GeoJSON?
        /// What people call each point; its identifier where the file does not say.
        public var names: [String]
        /// Each point's area 学区 and further addresses, empty where the file does not say.
        public var areas: [String], addresses: [String]
    }

    static let childrenNames = ["children", "demand", "pupils", "students", "儿童数", "人数", "学生数"]
    static let pointNames = ["point", "unit", "id", "居民点", "居民点编号", "编号"]
    static let todayNames = ["school", "today", "学校", "现学校"]
    static let titleNames = ["name", "名称", "居民点名称"]
    static let areaNames = ["area", "学区"]
    static let addressNames = ["addresses", "address", "地址", "所含地址"]

    /// Reads points.
    ///
    /// Children of forecasts may have decimals: they are rounded one after another so that the sum is kept.
    ///
    /// - Parameter children: the column of the children, where it is another one.
    public static func points(
        _ source: TableSource, named file: String, children: String? = nil
    ) throws -> Points {
        let names = children.map { [$0.lowercased()] } ?? childrenNames
        if file.lowercased().hasSuffix(".geojson") || file.lowercased().hasSuffix(".json") || isObject(source) {
            let features = try GeoJSON(source, named: file)
            let points = try features.points(children: names)
            return Points(
                points: points, features: features,
                names: zip(features.words(titleNames), points).map { $0.isEmpty ? $1.id : $0 },
                areas: features.words(areaNames), addresses: features.words(addressNames))
        }
        let table = try CatchmentTable(source, named: file)
        let id = try table.needed(pointNames), demand = try table.needed(names)
        let school = table.column(todayNames)
        let title = table.column(titleNames), area = table.column(areaNames), address = table.column(addressNames)
        var carry = 0.0
        let points = try table.rows.map { row in
            let exact = try table.number(row, demand)
            let today = school.map { table.cell(row, $0) } ?? ""
            return ResidentialPoint(
                id: try table.name(row, id), children: whole(exact, &carry), place: try table.place(row),
                school: today.isEmpty ? nil : today)
        }
        func words(_ column: Int?) -> [String] {
            table.rows.map { row in column.map { table.cell(row, $0) } ?? "" }
        }
        return Points(
            points: points, names: zip(words(title), points).map { $0.isEmpty ? $1.id : $0 }, areas: words(area),
            addresses: words(address))
    }

    /// Whether bytes without a telling name, as from a pipe, begin as a JSON object does.
    private static func isObject(_ source: TableSource) -> Bool {
        guard case .bytes(let bytes) = source else { return false }
        let marks: [UInt8] = [0xEF, 0xBB, 0xBF, 0x20, 0x09, 0x0A, 0x0D]
        return bytes.first { !marks.contains($0) } == UInt8(ascii: "{")
    }

    /// A whole number of children; what rounding takes or adds is carried to the next.
    static func whole(_ exact: Double, _ carry: inout Double) -> Int {
        let rounded = max(0, (exact + carry).rounded())
        carry += exact - rounded
        return Int(rounded)
    }

    /// Schools of a file, with what opening each costs (0 where there is no such column) and which stand already.
    public static func schools(
        _ source: TableSource, named file: String, instance: String? = nil
    ) throws -> (schools: [CatchmentSchool], costs: [Double]) {
        let table = try CatchmentTable(source, named: file, instance: instance)
        let unit = table.column(["point", "unit", "居民点"])
        let id =
            try table.column(["school", "site", "学校", "学校编号", "校址"]) ?? table.column(["name", "名称"]) ?? unit
            ?? table.needed(["school", "site", "name", "unit"])
        let capacity = try table.needed(["capacity", "places", "seats", "学位", "学位数", "容量"])
        let least = table.column(["least", "minimum", "最少"]), kept = table.column(["kept", "keep", "保留"])
        let cost = table.column(["cost", "费用", "造价"])
        var seen: [String: Int] = [:], costs: [Double] = []
        let schools = try table.rows.map { row in
            var name = try table.name(row, id)
            let ground = unit.map { table.cell(row, $0) } ?? ""
            // Sizes of one site may come under the same name.
            seen[name, default: 0] += 1
            if cost != nil, let times = seen[name], times > 1 { name += "#\(times)" }
            costs.append(try cost.map { try table.number(row, $0) } ?? 0)
            let words = kept.map { table.cell(row, $0).lowercased() } ?? ""
            return CatchmentSchool(
                id: name, capacity: Int(try table.number(row, capacity)),
                least: try least.map { Int(table.cell(row, $0).isEmpty ? 0 : try table.number(row, $0)) } ?? 0,
                place: try table.place(row), point: ground.isEmpty ? nil : ground,
                isKept: ["1", "yes", "true", "y", "是"].contains(words))
        }
        return (schools, costs)
    }

    /// Ways of a file.
    public static func arcs(_ source: TableSource, named file: String) throws -> [CatchmentArc] {
        let table = try CatchmentTable(source, named: file)
        let point = try table.needed(["point", "unit", "居民点"]), school = try table.needed(["school", "site", "学校"])
        let metres = table.column(["metres", "meters", "distance", "米", "距离"])
        let kilometres = try metres == nil ? table.needed(["km", "metres"]) : nil
        return try table.rows.map { row in
            let length = try metres.map { try table.number(row, $0) } ?? 0
            let far = try kilometres.map { try table.number(row, $0) * 1000 } ?? 0
            return CatchmentArc(
                point: try table.name(row, point), school: try table.name(row, school), metres: length + far)
        }
    }

    /// Pairs of points that touch.
    public static func neighbours(_ source: TableSource, named file: String) throws -> [(String, String)] {
        let table = try CatchmentTable(source, named: file)
        let first = try table.needed(["point_a", "unit_a", "a", "居民点甲"])
        let second = try table.needed(["point_b", "unit_b", "b", "居民点乙"])
        return try table.rows.map { (try table.name($0, first), try table.name($0, second)) }
    }
}
