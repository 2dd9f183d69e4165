import CatchmentFiles
import CatchmentPlanning
import Catchments
import Foundation
import Registers

/// Residential points of a fictional district with the catchments of last year and proposals for this one: the same for the
/// same seed, through the same doors as real ones.
public struct CatchmentSeason: Sendable {
    private let bureau: CatchmentDesk
    private let clock: SimulatedClock
    private var dice: Dice

    /// Columns and rows of the grid of streets between which the points lie.
    static let columns = 12, rows = 8
    /// South-west corner, and the size of a block, in degrees: some 340 by 330 metres.
    private static let corner = (longitude: 116.2, latitude: 40.36), block = (longitude: 0.004, latitude: 0.003)

    /// Where the schools stand on the grid, and how much farther children come to each than to another: known ones are sought.
    private static let schools: [(column: Double, row: Double, fame: Double)] = [
        (3.4, 5.3, 1.45), (8.2, 5.6, 1), (5.6, 2.4, 1), (1.4, 1.6, 0.9), (10.3, 2.2, 0.95), (6.4, 6.9, 0.8),
    ]

    /// A season in a store whose clock is simulated.
    public init(_ plans: CatchmentStore, clock: SimulatedClock, seed: UInt64) throws {
        bureau = try CatchmentDesk(plans, access: .commandLine, principal: .system("simulation"))
        self.clock = clock
        dice = Dice(seed: seed ^ 0x6361_7463)
    }

    /// What a season made.
    public struct Report: Hashable, Sendable {
        /// The plan of last year, in force; this year's in force; another for this year, to be compared.
        public let last: Int64, current: Int64, other: Int64
        /// Residential points, and their children.
        public let points: Int, children: Int
    }

    /// Enters points, seats and schools in the registers, and makes, works out and publishes the plans.
    ///
    /// - Parameter year: the autumn of this year's entrants.
    public mutating func run(year: Int) throws -> Report {
        try addSchools(year)
        let grid = Grid(&dice)
        let points = try addPoints(grid)
        let outlines = TakenInput.File(
            name: "云岚区居民点边界.geojson",
            bytes: Array(
                GeoJSON.text(
                    of: points.map { point in
                        GeoJSON.Feature(
                            outline: grid.outline(point.column, point.row), place: nil,
                            properties: [("point", .string(point.code)), ("name", .string(point.name))])
                    }
                ).utf8))
        var files = TakenInput.Files()
        files.outlines = outlines
        var settings = CatchmentSettings()
        (settings.manner, settings.effort, settings.rules.limit) = (.connected, .quick, 1_500)

        // Last year's catchments are those that the register has as today's.
        var kept = try bureau.take(stage: "P", year: year - 1, files: files)
        for index in kept.input.schools.indices { kept.input.schools[index].isKept = true }
        let last = try bureau.create(
            title: "\(year - 1)年小学划片", stage: "P", year: year - 1, settings: settings, taken: kept)
        try solve(last)
        try bureau.publish(last, version: try bureau.scheme(last).version)

        let taken = try bureau.take(stage: "P", year: year, files: files)
        let current = try bureau.create(
            title: "\(year)年小学划片", stage: "P", year: year, settings: settings, taken: taken)
        try solve(current)
        try bureau.publish(current, version: try bureau.scheme(current).version)

        settings.manner = .split
        let other = try bureau.create(
            title: "\(year)年小学划片（可多校）", stage: "P", year: year, settings: settings, taken: taken)
        try solve(other)
        return Report(
            last: last, current: current, other: other, points: points.count,
            children: taken.input.children)
    }

    private func solve(_ plan: Int64) throws {
        clock.advance(seconds: 60)
        try bureau.solve(plan)
    }

    // MARK: - Registers

    private var registers: RegisterStore { bureau.plans.registers }

    private func add(_ register: String, _ rows: [[String: String]]) throws {
        guard !rows.isEmpty else { return }
        let report = try registers.add(
            rows, to: registers.register(register), access: .commandLine, by: .system("simulation"))
        guard report.isKept else {
            throw RegionFailure.refused(
                register: register, rows: report.faults.count, first: report.faults.first.map(\.field) ?? "")
        }
    }

    private func addSchools(_ year: Int) throws {
        let there = Set(try registers.organisations().nodes.values.map(\.code))
        let areas = [("YL", "云岚区教育局", "district", "10", ""), ("YLX1", "云岚东片学区", "area", "12", "YL")]
        for (code, name, level, kind, parent) in areas where !there.contains(code) {
            var cells = ["code": code, "name": name, "level": level, "kind": kind, "opened_on": "1990-09-01"]
            if !parent.isEmpty { cells["parent"] = parent }
            try add("organisation", [cells])
        }
        for (school, place) in zip(AdmissionSeason.schools, Self.schools) where !there.contains(school.code) {
            let corner = Self.corner, block = Self.block
            let longitude = corner.longitude + place.column * block.longitude
            let latitude = corner.latitude + place.row * block.latitude
            try add(
                "organisation",
                [
                    [
                        "code": school.code, "name": school.name, "level": "school", "kind": "20", "parent": "YLX1",
                        "opened_on": "1990-09-01", "location": "\(Self.short(longitude)),\(Self.short(latitude))",
                    ]
                ])
        }
        try add(
            "seat_capacity",
            AdmissionSeason.schools.map { school in
                [
                    "school": school.code, "school_year": "\(year - 1)", "stage": "P", "seats": "\(school.places * 6)",
                    "classes": "\((school.places + 44) / 45 * 6)", "planned_intake": "\(school.places)",
                ]
            })
    }

    /// A residential point of the grid.
    private struct Block {
        let code: String, name: String
        let column: Int, row: Int
    }

    private mutating func addPoints(_ grid: Grid) throws -> [Block] {
        var blocks: [Block] = [], rows: [[String: String]] = []
        for row in 0..<Self.rows {
            for column in 0..<Self.columns {
                let number = row * Self.columns + column
                let street = RegionNames.street(number / 4)
                let block = Block(
                    code: "JM\(String(1001 + number).suffix(3))", name: "\(street)\(number % 4 * 12 + 1)号院",
                    column: column,
                    row: row)
                blocks.append(block)
                let centre = grid.centre(column, row)
                let first = number % 4 * 12 + 3
                rows.append([
                    "area": "YLX1", "code": block.code, "name": block.name,
                    "addresses": "\(street)\(first)号、\(street)\(first + 2)号、\(street)\(first + 4)号",
                    "location": "\(Self.short(centre.0)),\(Self.short(centre.1))",
                    "primary_children": "\(dice.number(1...6))",
                    "primary_school": AdmissionSeason.schools[grid.nearest(column, row)].code,
                ])
            }
        }
        try add(CatchmentStore.register, rows)
        return blocks
    }

    private static func short(_ degrees: Double) -> String { String((degrees * 1_000_000).rounded() / 1_000_000) }

    /// Blocks between streets that bend: neighbours share their corners.
    private struct Grid {
        private let corners: [[(Double, Double)]]

        init(_ dice: inout Dice) {
            var corners: [[(Double, Double)]] = []
            for row in 0...CatchmentSeason.rows {
                var line: [(Double, Double)] = []
                for column in 0...CatchmentSeason.columns {
                    let bend = (Double(dice.number(-25...25)) / 100, Double(dice.number(-25...25)) / 100)
                    line.append((Double(column) + bend.0, Double(row) + bend.1))
                }
                corners.append(line)
            }
            self.corners = corners
        }

        private func ring(_ column: Int, _ row: Int) -> [(Double, Double)] {
            [
                corners[row][column], corners[row][column + 1], corners[row + 1][column + 1], corners[row + 1][column],
            ]
        }

        private func degrees(_ corner: (Double, Double)) -> (Double, Double) {
            func short(_ degrees: Double) -> Double { (degrees * 1_000_000).rounded() / 1_000_000 }
            return (
                short(CatchmentSeason.corner.longitude + corner.0 * CatchmentSeason.block.longitude),
                short(CatchmentSeason.corner.latitude + corner.1 * CatchmentSeason.block.latitude)
            )
        }

        func outline(_ column: Int, _ row: Int) -> PointOutline {
            let ring = ring(column, row).map(degrees).map { [$0.0, $0.1] }
            return PointOutline(polygons: [[ring + ring.prefix(1)]])
        }

        func centre(_ column: Int, _ row: Int) -> (Double, Double) {
            let ring = ring(column, row)
            return degrees((ring.reduce(0) { $0 + $1.0 } / 4, ring.reduce(0) { $0 + $1.1 } / 4))
        }

        /// The school that children of a block went to so far: the nearest one, known ones from farther away.
        func nearest(_ column: Int, _ row: Int) -> Int {
            let (x, y) = (Double(column) + 0.5, Double(row) + 0.5)
            func far(_ school: Int) -> Double {
                let one = CatchmentSeason.schools[school]
                return ((one.column - x) * (one.column - x) + (one.row - y) * (one.row - y)).squareRoot() / one.fame
            }
            return CatchmentSeason.schools.indices.min { far($0) < far($1) } ?? 0
        }
    }
}
