import Catchments
import Documents
import Foundation
import JSONValues

/// A collection of features (RFC 7946): points or areas, in degrees or, where its numbers are larger, in metres.
public struct GeoJSON: Sendable {
    private let features: [JSON]
    private let file: String

    /// Reads a collection.
    public init(_ source: TableSource, named file: String) throws {
        let bytes: [UInt8]
        switch source {
        case .bytes(let given): bytes = given
        case .file(let url):
            guard let data = try? Data(contentsOf: url) else { throw DocumentError.unreadable(file: file) }
            bytes = Array(data)
        }
        let root: JSON
        do {
            root = try JSON(reading: bytes, levels: 64)
        } catch { throw CatchmentFileError.notJSON(file: file, error) }
        guard root["type"] == "FeatureCollection", case .array(let list)? = root["features"] else {
            throw CatchmentFileError.notFeatures(file: file)
        }
        (features, self.file) = (list, file)
    }

    /// The features as points; an area stands for its centroid.
    func points(children names: [String]) throws(CatchmentFileError) -> [ResidentialPoint] {
        guard !features.isEmpty else { throw .noRows(file: file) }
        var centres: [(Double, Double)] = []
        for (index, feature) in features.enumerated() {
            guard let centre = Self.centre(feature["geometry"]) else {
                throw fault(index, "Point, Polygon, MultiPolygon")
            }
            centres.append(centre)
        }
        let isGlobe = centres.allSatisfy { abs($0.0) <= 180 && abs($0.1) <= 90 }
        var points: [ResidentialPoint] = [], carry = 0.0
        for (index, feature) in features.enumerated() {
            let properties = feature["properties"]
            func property(_ names: [String]) -> JSON? { names.lazy.compactMap { properties?[$0] }.first }
            guard let id = (property(CatchmentFiles.pointNames) ?? feature["id"])?.words else {
                throw fault(index, "point")
            }
            guard let exact = property(names)?.double, exact >= 0, exact <= 1e9 else { throw fault(index, names[0]) }
            let (x, y) = centres[index]
            points.append(
                ResidentialPoint(
                    id: id, children: CatchmentFiles.whole(exact, &carry),
                    place: isGlobe ? .globe(longitude: x, latitude: y) : .plane(x: x, y: y),
                    school: property(CatchmentFiles.todayNames)?.words))
        }
        return points
    }

    /// A property of each feature as words, by the first of some names; empty where it has none.
    func words(_ names: [String]) -> [String] {
        features.map { feature in names.lazy.compactMap { feature["properties"]?[$0]?.words }.first ?? "" }
    }

    /// The outlines of the features by the points that they are of; features without an area are left out.
    ///
    /// - Throws: `CatchmentFileError.feature` for a feature that names no point.
    public func outlines() throws(CatchmentFileError) -> [String: PointOutline] {
        let names = words(CatchmentFiles.pointNames)
        var found: [String: PointOutline] = [:]
        for (index, feature) in features.enumerated() {
            guard let name = names[index].isEmpty ? feature["id"]?.words : names[index] else {
                throw fault(index, "point")
            }
            if let outline = Self.outline(feature["geometry"]) { found[name] = outline }
        }
        return found
    }

    private static func outline(_ geometry: JSON?) -> PointOutline? {
        guard let coordinates = geometry?["coordinates"] else { return nil }
        var polygons: [JSON] = []
        switch geometry?["type"] {
        case .string("Polygon"): polygons = [coordinates]
        case .string("MultiPolygon"): if case .array(let list) = coordinates { polygons = list }
        default: return nil
        }
        let outline = PointOutline(
            polygons: polygons.compactMap { polygon -> [[[Double]]]? in
                guard case .array(let rings) = polygon else { return nil }
                return rings.compactMap { ring -> [[Double]]? in
                    guard case .array(let corners) = ring else { return nil }
                    let places = corners.compactMap { position($0).map { [$0.0, $0.1] } }
                    return places.count == corners.count && places.count > 2 ? places : nil
                }
            }.filter { !$0.isEmpty })
        return outline.polygons.isEmpty ? nil : outline
    }

    private func fault(_ index: Int, _ expected: String) -> CatchmentFileError {
        .feature(file: file, number: index + 1, expected: expected)
    }

    /// The centroid of the outer rings, weighted by area; of a ring without area, its first point.
    private static func centre(_ geometry: JSON?) -> (Double, Double)? {
        guard let geometry, let coordinates = geometry["coordinates"] else { return nil }
        switch geometry["type"] {
        case .string("Point"): return position(coordinates)
        case .string("Polygon"): return centre(of: [coordinates])
        case .string("MultiPolygon"):
            guard case .array(let polygons) = coordinates else { return nil }
            return centre(of: polygons)
        default: return nil
        }
    }

    private static func centre(of polygons: [JSON]) -> (Double, Double)? {
        var area = 0.0, x = 0.0, y = 0.0, origin: (Double, Double)?
        for polygon in polygons {
            guard case .array(let rings) = polygon, case .array(let ring)? = rings.first, !ring.isEmpty else {
                return nil
            }
            var corners: [(Double, Double)] = []
            for corner in ring {
                guard let place = position(corner) else { return nil }
                corners.append(place)
            }
            let base = origin ?? corners[0]
            origin = base
            for (one, other) in zip(corners, corners.dropFirst() + [corners[0]]) {
                let (x1, y1) = (one.0 - base.0, one.1 - base.1), (x2, y2) = (other.0 - base.0, other.1 - base.1)
                let cross = x1 * y2 - x2 * y1
                area += cross
                x += (x1 + x2) * cross
                y += (y1 + y2) * cross
            }
        }
        guard let origin else { return nil }
        return area == 0 ? origin : (origin.0 + x / (3 * area), origin.1 + y / (3 * area))
    }

    private static func position(_ value: JSON) -> (Double, Double)? {
        guard case .array(let numbers) = value, numbers.count >= 2, let x = numbers[0].double,
            let y = numbers[1].double,
            abs(x) < 1e8, abs(y) < 1e8
        else { return nil }
        return (x, y)
    }

    /// The plan as GeoJSON: the features of the points' file, or points where there is none, with `school`, `metres` and
    /// `children`; where a point is split, `schools` names each school with its children.
    public static func text(of plan: CatchmentPlan, _ problem: CatchmentProblem, features: GeoJSON? = nil) -> String {
        let shares = Dictionary(grouping: plan.shares, by: \.point)
        var list: [JSON] = []
        for (index, point) in problem.points.enumerated() {
            let parts = (shares[index] ?? []).sorted { ($1.children, $0.school) < ($0.children, $1.school) }
            var properties: [(String, JSON)] = [
                ("point", .string(point.id)), ("children", .integer(point.children)),
            ]
            if let first = parts.first {
                properties.append(("school", .string(problem.schools[first.school].id)))
                properties.append(("metres", first.metres.map { .integer(Int($0.rounded())) } ?? .null))
            }
            if parts.count > 1 {
                properties.append(
                    ("schools", JSON(parts.map { (problem.schools[$0.school].id, .integer($0.children)) })))
            }
            list.append(feature(features?.features[index], point, properties))
        }
        return collection(list)
    }

    /// A thing on a map: its ground, or where it is, with properties.
    public struct Feature: Sendable {
        let outline: PointOutline?
        let place: Place?
        let properties: [(String, JSON)]

        /// A feature; without ground and place its geometry is null.
        public init(outline: PointOutline?, place: Place?, properties: [(String, JSON)]) {
            (self.outline, self.place, self.properties) = (outline, place, properties)
        }

        /// The feature as RFC 7946 has it.
        public var json: JSON {
            var geometry = GeoJSON.point(place)
            if let outline {
                let polygons = outline.polygons.map { rings in
                    JSON.array(rings.map { ring in .array(ring.map { .array($0.map(JSON.real)) }) })
                }
                geometry = ["type": "MultiPolygon", "coordinates": .array(polygons)]
            }
            return ["type": "Feature", "properties": JSON(properties), "geometry": geometry]
        }
    }

    /// A collection of features as text, one a line.
    public static func text(of features: [Feature]) -> String { collection(features.map(\.json)) }

    private static func collection(_ features: [JSON]) -> String {
        var bytes = Array("{\"type\":\"FeatureCollection\",\"features\":[\n".utf8)
        for (index, feature) in features.enumerated() {
            if index > 0 { bytes += ",\n".utf8 }
            feature.write(to: &bytes)
        }
        return String(decoding: bytes, as: UTF8.self) + "\n]}"
    }

    private static func point(_ place: Place?) -> JSON {
        switch place {
        case .plane(let x, let y)?: ["type": "Point", "coordinates": [.real(x), .real(y)]]
        case .globe(let longitude, let latitude)?:
            ["type": "Point", "coordinates": [.real(longitude), .real(latitude)]]
        case nil: .null
        }
    }

    /// A feature as it was given, with properties set.
    private static func feature(_ given: JSON?, _ point: ResidentialPoint, _ properties: [(String, JSON)]) -> JSON {
        let names = Set(properties.map(\.0))
        let kept = (given?["properties"]?.members ?? []).filter { !names.contains($0.name) }.map { ($0.name, $0.value) }
        let id = given?["id"].map { [("id", $0)] } ?? []
        return JSON(
            [("type", "Feature")] + id + [
                ("properties", JSON(kept + properties)),
                ("geometry", given.map { $0["geometry"] ?? .null } ?? Self.point(point.place)),
            ])
    }
}

extension JSON {
    fileprivate var double: Double? { if case .number(let digits) = self { Double(digits) } else { nil } }

    /// Words, or a number's digits.
    fileprivate var words: String? {
        switch self {
        case .string(let words): words.isEmpty ? nil : words
        case .number(let digits): digits
        default: nil
        }
    }
}
