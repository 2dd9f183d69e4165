/// Children and seats of a stage in an area in an autumn.
public struct SeatGap: Hashable, Sendable {
    /// The area.
    public let area: String
    /// The stage.
    public let stage: SchoolStage
    /// First year of the school year.
    public let autumn: Int
    /// Pupils expected.
    public let pupils: Double
    /// The lower end of the interval that holds four times of five.
    public let low80: Double
    /// The upper end of it.
    public let high80: Double
    /// The lower end of the interval that holds nineteen times of twenty.
    public let low95: Double
    /// The upper end of it.
    public let high95: Double
    /// Seats; nil where none were told of for the area and stage.
    public let seats: Double?
    /// How likely there are more pupils than seats.
    public let probability: Double?
    /// Posts that the expected pupils need.
    public let posts: Int

    /// Pupils without a seat where positive, seats without a pupil where negative.
    public var gap: Double? { seats.map { pupils - $0 } }

    /// Some areas together. The ends of intervals are added up; how likely seats are missing in all is not known from them.
    public static func sum(_ gaps: [SeatGap], stage: SchoolStage, autumn: Int) -> SeatGap {
        let seats = gaps.compactMap(\.seats)
        return SeatGap(
            area: "", stage: stage, autumn: autumn, pupils: gaps.reduce(0) { $0 + $1.pupils },
            low80: gaps.reduce(0) { $0 + $1.low80 }, high80: gaps.reduce(0) { $0 + $1.high80 },
            low95: gaps.reduce(0) { $0 + $1.low95 }, high95: gaps.reduce(0) { $0 + $1.high95 },
            seats: seats.isEmpty ? nil : seats.reduce(0, +), probability: nil,
            posts: gaps.reduce(0) { $0 + $1.posts })
    }
}

/// What an option does to the gaps of all areas, stages and years.
public struct OptionOutcome: Hashable, Sendable {
    /// The option; nil as things stand.
    public let option: SeatOption?
    /// By area, stage and autumn.
    public let gaps: [SeatGap]

    /// An option's gaps, or some of them.
    public init(option: SeatOption?, gaps: [SeatGap]) { (self.option, self.gaps) = (option, gaps) }

    /// Seats missing in the expected course, added up over areas, stages and years.
    public var missingSeatYears: Double { gaps.reduce(0) { $0 + max(0, $1.gap ?? 0) } }
    /// Area, stage and year with more pupils than seats in the expected course.
    public var shortages: Int { gaps.count { ($0.gap ?? 0) > 0 } }
    /// The worst one.
    public var worst: SeatGap? { gaps.filter { ($0.gap ?? 0) > 0 }.max { ($0.gap ?? 0) < ($1.gap ?? 0) } }
    /// Seats that stay empty in the last year.
    public var emptySeats: Double {
        guard let last = gaps.map(\.autumn).max() else { return 0 }
        return gaps.filter { $0.autumn == last }.reduce(0) { $0 + max(0, -($1.gap ?? 0)) }
    }
}

/// Demand and supply by area and stage side by side.
public struct SeatPlan: Sendable {
    /// What is known of the demand of an area and stage.
    public struct Demand: Sendable {
        /// The area.
        public let area: String
        /// The stage.
        public let stage: SchoolStage
        /// One forecast an autumn.
        public let years: [GroupForecast]
    }

    /// By area and stage.
    public let demands: [Demand]
    /// What there is.
    public let sources: [SeatSource]
    /// The standards used.
    public let standards: SeatStandards

    /// A plan of a forecast whose groups are areas and stages.
    ///
    /// - Parameter groups: area and stage of each group of the forecast.
    public init(
        _ forecast: SeatForecast, groups: [(area: String, stage: SchoolStage)], sources: [SeatSource],
        standards: SeatStandards = .national
    ) {
        let years = Dictionary(grouping: forecast.groups, by: \.group)
        demands = groups.enumerated().map {
            Demand(area: $1.area, stage: $1.stage, years: (years[$0] ?? []).sorted { $0.autumn < $1.autumn })
        }
        (self.sources, self.standards) = (sources, standards)
    }

    /// The gaps as things stand and with each option.
    public func outcomes(_ options: [SeatOption]) -> [OptionOutcome] {
        [OptionOutcome(option: nil, gaps: gaps(nil))] + options.map { OptionOutcome(option: $0, gaps: gaps($0)) }
    }

    /// The gaps with an option, or as things stand.
    ///
    /// Children who move over a boundary take their expected number along; how uncertain it is stays where they came from.
    public func gaps(_ option: SeatOption?) -> [SeatGap] {
        let all = sources + (option?.sources ?? [])
        let bySite = Dictionary(grouping: all) { Site(area: $0.area, stage: $0.stage) }
        let known = Dictionary(uniqueKeysWithValues: demands.map { (Site(area: $0.area, stage: $0.stage), $0) })
        return demands.flatMap { demand in
            let site = Site(area: demand.area, stage: demand.stage)
            return demand.years.map { year in
                var kept = 1.0
                var received = 0.0
                for move in option?.moves ?? [] where move.stage == demand.stage && move.from != move.to {
                    let share = min(max(move.share(in: year.autumn), 0), 1)
                    if move.from == demand.area { kept *= 1 - share }
                    guard move.to == demand.area, let source = known[Site(area: move.from, stage: move.stage)],
                        let other = source.years.first(where: { $0.autumn == year.autumn })
                    else { continue }
                    received += other.pupils * share
                }
                let simulated = year.simulated.map { $0 * kept + received }
                let pupils = year.pupils * kept + received
                let seats = bySite[site].map { $0.reduce(0) { $0 + $1.seats(in: year.autumn, standards) } }
                let changed = GroupForecast(
                    group: year.group, autumn: year.autumn, pupils: pupils, simulated: simulated)
                return SeatGap(
                    area: demand.area, stage: demand.stage, autumn: year.autumn, pupils: pupils,
                    low80: simulated.isEmpty ? pupils : changed.quantile(0.1),
                    high80: simulated.isEmpty ? pupils : changed.quantile(0.9),
                    low95: simulated.isEmpty ? pupils : changed.quantile(0.025),
                    high95: simulated.isEmpty ? pupils : changed.quantile(0.975), seats: seats,
                    probability: seats.map { changed.probability(above: $0) },
                    posts: standards.posts(for: pupils, demand.stage))
            }
        }
    }

    private struct Site: Hashable {
        let area: String
        let stage: SchoolStage
    }
}
