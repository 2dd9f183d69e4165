import Testing

@testable import Seats

@Suite("Forecast of seats")
struct SeatForecastTests {
    private static func options(_ horizon: Int = 5, paths: Int = 60, seed: UInt64 = 1) -> ForecastOptions {
        var options = ForecastOptions()
        (options.horizon, options.paths, options.seed) = (horizon, paths, seed)
        return options
    }

    @Test("follows classes that move up whole")
    func followsCohorts() throws {
        let history = try SampleEnrolment.steady { _, year in year == 2022 ? 90 : 60 }
        let forecast = try SeatForecast(history, options: Self.options())
        // The large year entered grade 1 in 2022 and is in grade 3 in 2024.
        for lead in 1...3 {
            let class22 = forecast.cells.first { $0.unit == 0 && $0.autumn == 2024 + lead && $0.grade == 2 + lead }
            let other = forecast.cells.first { $0.unit == 0 && $0.autumn == 2024 + lead && $0.grade == 1 + lead }
            #expect(try #require(class22).pupils > 72)
            #expect(abs(try #require(other).pupils - 60) < 8)
        }
    }

    @Test("keeps its intervals in order around the forecast, wider with the years")
    func intervals() throws {
        let forecast = try SeatForecast(try SampleEnrolment.noisy(), options: Self.options())
        var widths = [Double](repeating: 0, count: 5)
        for cell in forecast.cells {
            #expect(cell.low95 <= cell.low80 && cell.low80 <= cell.pupils)
            #expect(cell.pupils <= cell.high80 && cell.high80 <= cell.high95)
            #expect(cell.low95 >= 0)
            if cell.grade == 0 { widths[cell.autumn - 2020] += cell.high80 - cell.low80 }
        }
        #expect(widths[4] > widths[0])
    }

    @Test("is the same for the same input, whatever the order of rows, and another for another seed")
    func deterministic() throws {
        let history = try SampleEnrolment.noisy()
        var rows: [EnrolmentHistory.Row] = []
        for (year, pupils) in history.pupils.enumerated() {
            for cell in pupils.indices.reversed() {
                rows.append(
                    .init(
                        unit: history.units[cell / 6], autumn: 2010 + year, grade: history.grades[cell % 6],
                        pupils: pupils[cell]))
            }
        }
        let again = try EnrolmentHistory(rows.reversed())
        #expect(again == history)
        let first = try SeatForecast(history, options: Self.options()).cells
        #expect(try SeatForecast(again, options: Self.options()).cells == first)
        #expect(try SeatForecast(history, options: Self.options(seed: 2)).cells != first)
        #expect(try SeatForecast(history, options: Self.options(seed: 2)).cells.map(\.pupils) == first.map(\.pupils))
    }

    @Test("looks at nothing after the origin")
    func knowsOnlyThePast() throws {
        let history = try SampleEnrolment.noisy()
        let known = history.known(after: 6)
        #expect(known.lastAutumn == 2015)
        let first = try SeatForecast(known, options: Self.options())
        #expect(first.cells.allSatisfy { $0.autumn > 2015 })
        let other = try EnrolmentHistory(
            history.units.indices.flatMap { unit in
                (2010...2019).flatMap { autumn in
                    history.grades.indices.map { grade in
                        .init(
                            unit: history.units[unit], autumn: autumn, grade: history.grades[grade],
                            pupils: autumn > 2015 ? 999 : history.pupils(unit: unit, grade: grade, autumn: autumn))
                    }
                }
            })
        #expect(try SeatForecast(other.known(after: 6), options: Self.options()).cells == first.cells)
    }

    @Test("lets births decide the entrants")
    func births() throws {
        let history = try SampleEnrolment.steady { _, _ in 60 }
        let children = Dictionary(uniqueKeysWithValues: (2005...2020).map { ($0, $0 <= 2018 ? 300.0 : 450.0) })
        let forecast = try SeatForecast(history, births: Births(children, lag: 6), options: Self.options(3))
        let entrants = (2025...2027).map { autumn in
            forecast.cells.filter { $0.grade == 0 && $0.autumn == autumn }.reduce(0) { $0 + $1.pupils }
        }
        #expect(entrants[0] > 290 && entrants[2] < 390)
        #expect(entrants[0] > 240 * 1.15, "births of 2019 are half as many again")
        let without = try SeatForecast(history, options: Self.options(3))
        #expect(
            abs(without.cells.filter { $0.grade == 0 && $0.autumn == 2025 }.reduce(0) { $0 + $1.pupils } - 240) < 10)
    }

    @Test("lets a closing school run out and a young one grow")
    func opensAndCloses() throws {
        var rows: [EnrolmentHistory.Row] = []
        for autumn in 2016...2024 {
            for grade in 1...6 {
                rows.append(.init(unit: "old", autumn: autumn, grade: grade, pupils: 60))
                // One closes from below since 2023, one opened with grade 1 in 2022.
                if autumn < 2023 || grade > autumn - 2022 {
                    rows.append(.init(unit: "closing", autumn: autumn, grade: grade, pupils: 60))
                }
                if autumn >= 2022, grade <= autumn - 2021 {
                    rows.append(.init(unit: "young", autumn: autumn, grade: grade, pupils: 60))
                }
                for school in 0..<6 { rows.append(.init(unit: "S\(school)", autumn: autumn, grade: grade, pupils: 60)) }
            }
        }
        let history = try EnrolmentHistory(rows)
        let forecast = try SeatForecast(history, options: Self.options(3))
        func pupils(_ unit: String, _ grade: Int, _ autumn: Int) -> Double {
            forecast.cells.first {
                history.units[$0.unit] == unit && history.grades[$0.grade] == grade && $0.autumn == autumn
            }?.pupils ?? 0
        }
        #expect(pupils("closing", 3, 2025) < 5)
        #expect(pupils("closing", 6, 2025) > 50)
        #expect(pupils("closing", 6, 2027) > 40 || pupils("closing", 6, 2027) < 5)
        #expect(pupils("young", 4, 2025) > 50)
        #expect(pupils("young", 6, 2027) > 50)
        #expect(pupils("young", 5, 2025) == 0)
    }

    @Test("holds with one school, one year, one pupil, and none left")
    func smallest() throws {
        let one = try EnrolmentHistory([.init(unit: "S", autumn: 2024, grade: 1, pupils: 1)])
        #expect(try SeatForecast(one, options: Self.options(15)).cells.count >= 15)
        let gone = try EnrolmentHistory([
            .init(unit: "S", autumn: 2020, grade: 1, pupils: 40), .init(unit: "T", autumn: 2024, grade: 1, pupils: 40),
        ])
        let forecast = try SeatForecast(gone, options: Self.options(2))
        #expect(forecast.cells.allSatisfy { gone.units[$0.unit] == "T" })
        let totals = try EnrolmentHistory(
            (2010...2024).map { .init(unit: "S", autumn: $0, grade: GradeLadder.ungraded, pupils: Double($0 - 1500)) })
        let expected = try SeatForecast(totals, options: Self.options(1)).cells[0].pupils
        #expect(abs(expected - 520) < 15)
    }

    @Test("refuses what is no enrolment")
    func refuses() throws {
        #expect(throws: SeatsError.noRows) { try EnrolmentHistory([]) }
        for pupils in [-1, .nan, .infinity, 1e12] {
            #expect(throws: SeatsError.badPupils(unit: "S", autumn: 2024)) {
                try EnrolmentHistory([.init(unit: "S", autumn: 2024, grade: 1, pupils: pupils)])
            }
        }
        #expect(throws: SeatsError.span(first: 1, last: 2024)) {
            try EnrolmentHistory([
                .init(unit: "S", autumn: 2024, grade: 1, pupils: 1), .init(unit: "S", autumn: 1, grade: 1, pupils: 1),
            ])
        }
        let history = try SampleEnrolment.noisy(schools: 1, autumns: 2)
        for years in [0, 16, -3] {
            #expect(throws: SeatsError.horizon(years)) { try SeatForecast(history, options: Self.options(years)) }
        }
        #expect(throws: SeatsError.shortHistory(autumns: 2, needed: 3)) { try BackTest(history) }
    }

    @Test("sums groups with their own intervals, narrower than the sum of the cells'")
    func groups() throws {
        let history = try SampleEnrolment.noisy()
        let grouping = SeatGrouping(history) { $0 < "S5" ? "东片" : "西片" }
        #expect(grouping.groups.map(\.stage) == [.primary, .primary])
        let forecast = try SeatForecast(
            history, options: Self.options(), groups: grouping.groups.count, group: grouping.group)
        for group in forecast.groups {
            let cells = forecast.cells.filter {
                $0.autumn == group.autumn && grouping.group($0.unit, $0.grade) == group.group
            }
            #expect(abs(cells.reduce(0) { $0 + $1.pupils } - group.pupils) < 1e-6)
            let width = group.quantile(0.9) - group.quantile(0.1)
            #expect(width < cells.reduce(0) { $0 + $1.high80 - $1.low80 })
            #expect(group.probability(above: 0) == 1 && group.probability(above: 1e9) == 0)
        }
    }
}

@Suite("Grades")
struct GradeLadderTests {
    @Test(
        "are read in all their names",
        arguments: [
            ("PK", -1), ("K", 0), ("1", 1), ("12", 12), ("grade7", 7), ("Grade 3", 3), ("小班", -2), ("大班", 0),
            ("一年级", 1), ("6年级", 6), ("初一", 7), ("初3", 9), ("高三", 12), ("all", 99), ("", 99), ("prek", -1),
        ])
    func names(name: String, step: Int) {
        #expect(GradeLadder.step(name) == step)
    }

    @Test("are nothing else", arguments: ["gender", "total_enrollment", "0", "14", "年级", "博士", "-1", "1.5", "graded"])
    func others(name: String) {
        #expect(GradeLadder.step(name) == nil)
    }

    @Test("belong to stages")
    func stages() {
        #expect(
            [-2, 0, 1, 6, 7, 9, 10, 12, 99].map(SchoolStage.init(step:)) == [
                .preschool, .preschool, .primary, .primary, .junior, .junior, .senior, .senior, .all,
            ])
    }
}
