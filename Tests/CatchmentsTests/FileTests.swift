import Catchments
import Documents
import JSONValues
import Localisation
import Testing

@testable import CatchmentFiles

@Suite("Files of catchments")
struct CatchmentFileTests {
    static func bytes(_ text: String) -> TableSource { .bytes(Array(text.utf8)) }

    static func fault(_ body: () throws -> Void) -> CatchmentFileError? {
        do {
            try body()
            return nil
        } catch { return error as? CatchmentFileError }
    }

    @Test("columns are found by their names, in any order, in both languages")
    func columns() throws {
        let one = try CatchmentFiles.points(Self.bytes("y,x,demand,unit\n2,1,5,a\n"), named: "p.csv").points
        #expect(one == [.init(id: "a", children: 5, place: .plane(x: 1, y: 2))])
        let two = try CatchmentFiles.points(
            Self.bytes("居民点,人数,经度,纬度,学校\n甲,3,116.3,39.9,一小\n"), named: "p.csv"
        ).points
        #expect(two == [.init(id: "甲", children: 3, place: .globe(longitude: 116.3, latitude: 39.9), school: "一小")])
        let schools = try CatchmentFiles.schools(
            Self.bytes("instance,unit,capacity\nq,1,5\nr,2,6\nr,3,7\n"), named: "s.csv", instance: "r")
        #expect(schools.schools.map(\.capacity) == [6, 7] && schools.schools.map(\.point) == ["2", "3"])
        let sites = try CatchmentFiles.schools(
            Self.bytes("unit,cost,capacity\n4,99,120\n4,150,240\n"), named: "s.csv")
        #expect(sites.schools.map(\.id) == ["4", "4#2"] && sites.costs == [99, 150])
        let arcs = try CatchmentFiles.arcs(Self.bytes("point,school,km\na,s,1.5\n"), named: "a.csv")
        #expect(arcs == [.init(point: "a", school: "s", metres: 1500)])
        let pairs = try CatchmentFiles.neighbours(Self.bytes("unit_a,unit_b\n1,2\n"), named: "n.csv")
        #expect(pairs.count == 1 && pairs[0] == ("1", "2"))
    }

    @Test("decimals are rounded so that the sum is kept")
    func decimals() throws {
        let rows = (0..<100).map { "p\($0),0.37,0,0" }.joined(separator: "\n")
        let points = try CatchmentFiles.points(Self.bytes("point,children,x,y\n" + rows), named: "p.csv").points
        #expect(points.reduce(0) { $0 + $1.children } == 37)
    }

    @Test("faults name file, row, column and what was found")
    func faults() {
        #expect(
            Self.fault { _ = try CatchmentFiles.points(Self.bytes("unit,x\n1,2\n"), named: "p.csv") }
                == .missingColumn(
                    file: "p.csv", names: ["children", "demand", "pupils", "students", "儿童数", "人数", "学生数"],
                    found: ["unit", "x"]))
        #expect(
            Self.fault { _ = try CatchmentFiles.points(Self.bytes("unit,demand\na,1\nb,-2\n"), named: "p.csv") }
                == .notNumber(file: "p.csv", row: 3, column: "demand", found: "-2"))
        for words in ["nan", "inf", "1e400", "", "=1+1", "9999999999"] {
            #expect(
                Self.fault { _ = try CatchmentFiles.points(Self.bytes("unit,demand\na,\(words)\n"), named: "p.csv") }
                    == .notNumber(file: "p.csv", row: 2, column: "demand", found: words))
        }
        #expect(
            Self.fault { _ = try CatchmentFiles.points(Self.bytes("unit,demand\n,1\n"), named: "p.csv") }
                == .emptyCell(file: "p.csv", row: 2, column: "unit"))
        #expect(
            Self.fault { _ = try CatchmentFiles.points(Self.bytes("unit,demand\n"), named: "p.csv") }
                == .noRows(file: "p.csv"))
        let two = "instance,unit,capacity\nq,1,5\nr,2,6\n"
        #expect(
            Self.fault { _ = try CatchmentFiles.schools(Self.bytes(two), named: "s.csv") }
                == .instance(file: "s.csv", found: "", names: ["q", "r"]))
        #expect(throws: DocumentError.self) { try CatchmentFiles.points(.bytes([]), named: "p.csv") }
    }

    static let feature = """
        {"type":"Feature","id":7,"properties":{"demand":4,"note":"甲\\n\\u0041\\ud83d\\ude00"},"geometry":
        {"type":"Polygon","coordinates":[[[1000,1000],[1200,1000],[1200,1100],[1000,1100],[1000,1000]]]}}
        """

    @Test("GeoJSON areas stand for their centroids and come back with their schools")
    func geojson() throws {
        let text = "{\"type\":\"FeatureCollection\",\"features\":[\(Self.feature)]}"
        let read = try CatchmentFiles.points(Self.bytes(text), named: "p.geojson")
        #expect(read.points == [.init(id: "7", children: 4, place: .plane(x: 1100, y: 1050))])
        let problem = CatchmentProblem(
            points: read.points, schools: [.init(id: "一小", capacity: 9, place: .plane(x: 1100, y: 1000))])
        let written = GeoJSON.text(of: try CatchmentSolver.split(problem), problem, features: read.features)
        let features = try JSON(reading: Array(written.utf8), levels: 9)["features"]?.elements ?? []
        try #require(features.count == 1)
        #expect(features[0]["properties"]?["school"] == .string("一小"))
        #expect(features[0]["properties"]?["metres"] == .number("50"))
        #expect(features[0]["properties"]?["note"] == .string("甲\nA😀"))
        #expect(features[0]["id"] == .number("7"))
        let plain = try CatchmentFiles.points(
            Self.bytes(GeoJSON.text(of: try CatchmentSolver.split(problem), problem)), named: "q.geojson")
        #expect(plain.points.map(\.place) == read.points.map(\.place))
    }

    @Test("what is no JSON, nesting and other collections are refused")
    func shapes() {
        func fault(_ text: String) -> CatchmentFileError? {
            Self.fault { _ = try CatchmentFiles.points(Self.bytes(text), named: "p.geojson") }
        }
        #expect(fault("{\"a\" 1}") == .notJSON(file: "p.geojson", JSONFault(offset: 5, .syntax(expected: ":"))))
        #expect(
            fault("{\"a\":" + String(repeating: "[", count: 100_000))
                == .notJSON(file: "p.geojson", JSONFault(offset: 68, .depth(limit: 64))))
        #expect(fault("{\"a\":1,\"a\":1}") == .notJSON(file: "p.geojson", JSONFault(offset: 10, .doubleName)))
        func points(_ features: String) -> CatchmentFileError? {
            Self.fault {
                _ = try CatchmentFiles.points(
                    Self.bytes("{\"type\":\"FeatureCollection\",\"features\":\(features)}"), named: "p.geojson")
            }
        }
        #expect(
            Self.fault { _ = try CatchmentFiles.points(Self.bytes("[]"), named: "p.json") }
                == .notFeatures(file: "p.json"))
        #expect(points("[]") == .noRows(file: "p.geojson"))
        for geometry in [
            "null", "{}", "{\"type\":\"Point\",\"coordinates\":[]}", "{\"type\":\"Point\",\"coordinates\":[1e99,0]}",
            "{\"type\":\"LineString\",\"coordinates\":[[0,0],[1,1]]}", "{\"type\":\"Polygon\",\"coordinates\":[[]]}",
            "{\"type\":\"Polygon\",\"coordinates\":[[[\"a\",1]]]}", "{\"type\":\"MultiPolygon\",\"coordinates\":7}",
        ] {
            #expect(
                points("[{\"id\":1,\"properties\":{\"demand\":1},\"geometry\":\(geometry)}]")
                    == .feature(file: "p.geojson", number: 1, expected: "Point, Polygon, MultiPolygon"))
        }
        let point = "{\"type\":\"Point\",\"coordinates\":[116,40]}"
        #expect(
            points("[{\"properties\":{\"demand\":1},\"geometry\":\(point)}]")
                == .feature(file: "p.geojson", number: 1, expected: "point"))
        #expect(
            points("[{\"id\":1,\"properties\":{\"demand\":-1},\"geometry\":\(point)}]")
                == .feature(file: "p.geojson", number: 1, expected: "children"))
    }

    @Test("every error has words in both languages")
    func words() {
        let errors: [any Explained] = [
            CatchmentFileError.missingColumn(file: "f", names: ["a"], found: ["b"]),
            CatchmentFileError.emptyCell(file: "f", row: 2, column: "c"),
            CatchmentFileError.notNumber(file: "f", row: 2, column: "c", found: "x"),
            CatchmentFileError.instance(file: "f", found: "", names: ["a"]), CatchmentFileError.noRows(file: "f"),
            CatchmentFileError.notJSON(file: "f", JSONFault(offset: 3, .syntax(expected: "x"))),
            CatchmentFileError.notFeatures(file: "f"),
            CatchmentFileError.feature(file: "f", number: 1, expected: "point"), CatchmentError.malformedProblem(.arcs),
            CatchmentError.tooLarge(.cost), CatchmentError.noPoints, CatchmentError.noSchools,
            CatchmentError.twice("a"),
            CatchmentError.unknown("a"), CatchmentError.negative("a"), CatchmentError.noPlace("a"),
            CatchmentError.mixedPlaces, CatchmentError.farPlace("a"), CatchmentError.noNeighbours,
            CatchmentError.tooManyPairs(1, limit: 2), CatchmentError.tooFewSites(wanted: 2, candidates: 1),
        ]
        for error in errors {
            for language in Language.allCases {
                let words = error.message(in: language)
                #expect(words != error.messageKey && !words.contains("{"), "\(words)")
            }
        }
    }
}
