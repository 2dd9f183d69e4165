/// Seats that are there or will be: a school's rooms, a project with its opening, a temporary expansion, a closing.
public struct SeatSource: Codable, Hashable, Sendable {
    /// What it is called.
    public var name: String
    /// The area in which it stands.
    public var area: String
    /// Whom it is for.
    public var stage: SchoolStage
    /// Its seats; negative where some are given up. Where nil, its rooms count.
    public var seats: Double?
    /// Its class rooms.
    public var rooms: Double?
    /// The first autumn in which they can be used; from the start where nil.
    public var from: Int?
    /// The last one, for a temporary expansion; without end where nil.
    public var until: Int?
    /// What it costs, in yuan.
    public var cost: Double?

    /// A source.
    public init(
        name: String, area: String, stage: SchoolStage, seats: Double? = nil, rooms: Double? = nil, from: Int? = nil,
        until: Int? = nil, cost: Double? = nil
    ) {
        (self.name, self.area, self.stage, self.seats, self.rooms) = (name, area, stage, seats, rooms)
        (self.from, self.until, self.cost) = (from, until, cost)
    }

    /// Its seats in an autumn.
    public func seats(in autumn: Int, _ standards: SeatStandards) -> Double {
        guard autumn >= from ?? Int.min, autumn <= until ?? Int.max else { return 0 }
        return seats ?? standards.seats(rooms: rooms ?? 0, stage)
    }
}

/// A boundary that is moved: a share of an area's children of a stage goes to another area.
public struct BoundaryMove: Codable, Hashable, Sendable {
    /// The area they leave.
    public var from: String
    /// The area they go to.
    public var to: String
    /// Of which stage.
    public var stage: SchoolStage
    /// The share that moves, from 0 to 1, once all classes have moved.
    public var share: Double
    /// The first autumn; only entrants move, so it takes as many years as the stage has until the share is reached.
    public var start: Int

    /// A move.
    public init(from: String, to: String, stage: SchoolStage, share: Double, start: Int) {
        (self.from, self.to, self.stage, self.share, self.start) = (from, to, stage, share, start)
    }

    /// The share in an autumn.
    public func share(in autumn: Int) -> Double {
        guard autumn >= start else { return 0 }
        return share * Swift.min(1, Double(autumn - start + 1) / Double(stage.years))
    }
}

/// A way to close gaps: projects, expansions and boundaries together.
public struct SeatOption: Codable, Hashable, Sendable {
    /// What it is called.
    public var name: String
    /// What it adds.
    public var sources: [SeatSource]
    /// What it moves.
    public var moves: [BoundaryMove]

    /// An option.
    public init(name: String, sources: [SeatSource] = [], moves: [BoundaryMove] = []) {
        (self.name, self.sources, self.moves) = (name, sources, moves)
    }

    /// Its cost, in yuan; nil where none of its parts names one.
    public var cost: Double? {
        let costs = sources.compactMap(\.cost)
        return costs.isEmpty ? nil : costs.reduce(0, +)
    }
}
