import Catalog
import Foundation
import Indicators
import Monitoring
import Registers
import Store

/// Ten million parts of ratios in memory: 200 indicators × 500 schools × 20 school years × 5 categories.
enum Cube {
    static let indicators = 200, schools = 500, areas = 20, years = 20, categories = 5

    /// Fills a new directory, opens it, and prints how long opening and the dashboards' queries take, in milliseconds.
    static func run(_ directory: URL, repetitions: Int) throws {
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        let registers = try RegisterStore.open(directory: directory, catalog: try catalog())
        let store = try IndicatorStore(registers)
        try fill(registers)
        let clock = ContinuousClock()
        var opened: IndicatorCube?
        let opening = try clock.measure { opened = try store.cube() }
        guard let cube = opened else { return }
        let tree = cube.rollup.tree
        func ids(_ level: Level) -> [Int64] { tree.nodes.values.filter { $0.level == level }.map(\.id).sorted() }
        let all = store.catalog.indicators
        let periods = all.first.map { cube.periods(of: $0) } ?? []
        let areaIDs = ids(.area), schoolIDs = ids(.school)
        func table(_ indicators: [Indicator]) -> Double {
            var sum = 0.0
            for indicator in indicators {
                for period in periods {
                    for value in cube.values(
                        of: indicator, in: period, organisations: areaIDs, access: .commandLine)
                    {
                        sum += value.value ?? 0
                    }
                }
            }
            return sum
        }
        let queries: [(String, () -> Double)] = [
            ("6 ratios by area and year", { table(Array(all.prefix(6))) }),
            ("200 ratios by area and year", { table(all) }),
            (
                "ranking of 500 schools",
                {
                    let ranked = cube.ranking(
                        of: all[7], in: periods[3], organisations: schoolIDs, access: .commandLine)
                    return ranked.reduce(0) { $0 + ($1.value.value ?? 0) }
                }
            ),
            (
                "20 years of the district",
                {
                    let trend = cube.trend(of: all[7], organisation: ids(.district)[0], access: .commandLine)
                    return trend.reduce(0) { $0 + ($1.value ?? 0) }
                }
            ),
        ]
        func milliseconds(_ duration: Duration) -> Double {
            Double(duration.components.seconds) * 1000 + Double(duration.components.attoseconds) / 1e15
        }
        print("open\t\(milliseconds(opening))\t\(cube.count)")
        for (name, query) in queries {
            var best = Double.infinity, sum = 0.0
            for _ in 0..<max(1, repetitions) { best = min(best, milliseconds(clock.measure { sum = query() })) }
            print("\(name)\t\(best)\t\(sum)")
        }
    }

    private static func catalog() throws -> Catalog {
        let words = "{zh: 数, en: N}"
        var definitions = ""
        for number in 0..<indicators {
            definitions += """
                - indicator: i\(number)
                  title: \(words)
                  system: none
                  unit: "%"
                  part: {from: figure}
                  whole: {from: figure}
                  by: [kind]

                """
        }
        let files = [
            "core/organisation.yaml": """
            register: organisation
            title: \(words)
            domain: core
            system: none
            kind: entity
            key: [code]
            label: [name]
            fields:
              code: {title: \(words), type: text, required: true}
              name: {title: \(words), type: text, required: true}
              level: {title: \(words), type: code, codes: organisation_level, required: true}
              parent: {title: \(words), type: ref, ref: organisation}
            list: [code]
            """,
            "core/figure.yaml": """
            register: figure
            title: \(words)
            domain: core
            system: none
            kind: entity
            belongs_to: school
            key: [school, kind]
            label: [kind]
            fields:
              kind: {title: \(words), type: text, required: true}
            list: [kind]
            """,
            "codes/lists.yaml": "organisation_level: {title: \(words), source: none}",
            "codes/organisation_level.csv":
                "code,zh,en\ndistrict,区县,District\narea,学区,Area\nschool,学校,School\n",
            "indicators/all.yaml": definitions,
        ]
        return try CatalogReader.read([files.map { CatalogFile(path: $0.key, bytes: Array($0.value.utf8)) }])
    }

    /// The numbers that the peers make too: part (o × 7 + i × 3 + y × 11 + c) mod 97, whole 97 + (o + c) mod 13.
    private static func fill(_ registers: RegisterStore) throws {
        try registers.database.write { connection in
            try connection.run(
                "INSERT INTO organisation (id, code, name, level, since) VALUES (1, 'D', '区', 'district', 1)")
            for area in 0..<areas {
                try connection.run(
                    "INSERT INTO organisation (id, code, name, level, parent, since) VALUES (?, ?, '片', 'area', 1, 1)",
                    [.integer(Int64(area + 2)), .text("A\(area)")])
            }
            for school in 0..<schools {
                try connection.run(
                    "INSERT INTO organisation (id, code, name, level, parent, since) VALUES (?, ?, '校', 'school', ?, 1)",
                    [.integer(Int64(school + 100)), .text("S\(school)"), .integer(Int64(school % areas + 2))])
            }
            for indicator in 0..<indicators {
                for year in 0..<years {
                    let id = Int64(indicator * years + year + 1)
                    let period = "\(2001 + year)-\(2002 + year)"
                    try connection.run(
                        """
                        INSERT INTO indicator_snapshot (id, indicator, period, day, version, definition, made)
                        VALUES (?, ?, ?, '2021-09-01', 1, '', 0)
                        """, [.integer(id), .text("i\(indicator)"), .text(period)])
                    var number = 0
                    try connection.insert(
                        into: "indicator_part",
                        columns: [
                            ("snapshot", .integer), ("organisation", .integer), ("category", .text), ("part", .real),
                            ("whole", .real),
                        ]
                    ) { filler in
                        guard number < schools * categories else { return false }
                        let school = number / categories, category = number % categories
                        filler.integer(id)
                        filler.integer(Int64(school + 100))
                        filler.put(.text(String(category)))
                        filler.real(Double((school * 7 + indicator * 3 + year * 11 + category) % 97))
                        filler.real(Double(97 + (school + category) % 13))
                        number += 1
                        return true
                    }
                }
            }
        }
    }
}
