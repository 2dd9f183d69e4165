import CatchmentFiles
import Catchments
import Documents
import Foundation
import Testing

/// Where the public data lie.
private enum PublicData {
    static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().appending(path: "shared/data")

    static func file(_ path: String) -> TableSource { .file(folder.appending(path: path)) }
}

/// Real areas with published optima, where their files lie beside the checkout. `Benchmarks/run districts` holds the full
/// measure; here little effort shows that the files are taken as they are and the plans are sound.
@Suite(
    "Public instances",
    .enabled(
        if: FileManager.default.fileExists(atPath: PublicData.folder.path),
        "the public data are not beside this checkout"))
struct PublicDataTests {
    @Test("areas of Henan: connected, within capacity, near the published optimum", arguments: ["zy_14a", "zy_16a"])
    func districts(instance: String) throws {
        let base = "school_districting_zy_gy/\(instance.prefix(2))"
        let table = try CSVRows(PublicData.folder.appending(path: "school_districting_zy_gy/reference_a.csv"))
        let reference = try #require(table.rows.first { $0[0] == instance }.flatMap { Double($0[1]) })
        let problem = CatchmentProblem(
            points: try CatchmentFiles.points(PublicData.file(base + "_units.csv"), named: "units.csv").points,
            schools: try CatchmentFiles.schools(
                PublicData.file(base + "_facilities.csv"), named: "facilities.csv", instance: instance
            ).schools,
            adjacency: try CatchmentFiles.neighbours(PublicData.file(base + "_adjacency.csv"), named: "adjacency.csv"))
        let plan = try CatchmentSolver.whole(problem, effort: 4000, workers: 2)
        #expect(WholePlanTests.isConnected(plan, problem))
        #expect(plan.proposal.tooMany == 0)
        #expect(plan.cost / 1000 >= reference * 0.9999 && plan.cost / 1000 < reference * 1.1)
        let split = try CatchmentSolver.split(problem)
        #expect(split.certificate?.isOptimal == true && split.cost <= plan.cost)
        #expect(abs(split.cost - plan.bound) < 0.01)
    }

    @Test("areas given as GeoJSON are the points of the table")
    func polygons() throws {
        let table = try CatchmentFiles.points(
            PublicData.file("school_districting_zy_gy/zy_units.csv"), named: "zy_units.csv")
        let areas = try CatchmentFiles.points(
            PublicData.file("school_districting_zy_gy/zy_polygons.geojson"), named: "zy_polygons.geojson")
        func children(_ points: [ResidentialPoint]) -> [String: Int] {
            Dictionary(points.map { ($0.id, $0.children) }) { first, _ in first }
        }
        #expect(areas.points.count == 324)
        #expect(children(areas.points) == children(table.points))
    }

    @Test("Durham: five schools stand, one of the sites outside the centre is added")
    func durham() throws {
        let base = "durham_high_school_siting/"
        let rows = try CSVRows(PublicData.folder.appending(path: base + "planning_units.csv")).rows
        let points = try CatchmentFiles.points(
            PublicData.file(base + "planning_units.csv"), named: "planning_units.csv", children: "students_base"
        ).points
        let standing = try CatchmentFiles.schools(PublicData.file(base + "high_schools.csv"), named: "high_schools.csv")
            .schools
        // Every twentieth unit outside the centre as a site.
        let sites = rows.indices.filter { $0 % 20 == 0 && rows[$0][1] != "Central" }.map { index in
            CatchmentSchool(
                id: "site \(rows[index][0])", capacity: 1550, place: points[index].place, point: rows[index][0])
        }
        var ground = CatchmentProblem(points: points, schools: standing + sites)
        for index in ground.schools.indices {
            ground.schools[index].capacity = ground.schools[index].capacity * 105 / 100
        }
        let before = try CatchmentSolver.split(
            CatchmentProblem(points: points, schools: Array(ground.schools.prefix(5))))
        let found = try SiteSolver.solve(
            SiteProblem(
                ground: ground, costs: ground.schools.map { _ in 0 }, standing: Set(standing.map(\.id)), most: 1),
            whole: false)
        #expect(found.open.count == 6 && found.open.starts(with: 0..<5))
        #expect(found.cost * 1000 < before.cost)
        #expect(found.plan.certificate?.isOptimal == true)
    }
}

/// The rows of a small table without quotation marks, header left out.
private struct CSVRows {
    let rows: [[String]]

    init(_ file: URL) throws {
        rows = try String(contentsOf: file, encoding: .utf8).split(whereSeparator: \.isNewline).dropFirst().map {
            $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        }
    }
}
