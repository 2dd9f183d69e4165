import Registers
import SeatPlanning
import Seats

/// What a planner tries: classes added or moved, a boundary, a project that opens earlier or later.
struct SeatTrial {
    /// What is typed into the form.
    let values: FormValues
    /// As an option.
    private(set) var option: SeatOption
    /// The rows that would record it, by field of `seat_project`.
    private(set) var rows: [[String: String]] = []
    /// What is wrong with what was typed, in words.
    private(set) var faults: [String] = []

    private let desk: SeatDesk

    /// The fields of the form.
    static let fields = [
        "rooms", "in", "taken", "from", "until", "share", "out", "to", "start", "project", "shift",
    ]
    static let years = 2000...2100

    /// - Parameter name: of the option.
    init(_ desk: SeatDesk, _ values: FormValues, name: String) {
        (self.desk, self.values) = (desk, values)
        option = SeatOption(name: name)
        addRooms()
        moveBoundary()
        shiftProject()
    }

    /// Whether something is tried.
    var isEmpty: Bool { option.sources.isEmpty && option.moves.isEmpty }

    /// The projects that are decided and have an opening.
    static func projects(_ board: SeatBoard, _ desk: SeatDesk) -> [(key: String, source: SeatSource)] {
        board.situation.sources.filter { $0.from != nil && $0.stage == desk.stage }
            .filter { source in desk.areas.contains { "\($0.id)" == source.area } }
            .map { ("\($0.area)/\($0.name)", $0) }
    }

    private func area(_ field: String) -> OrganisationTree.Node? {
        desk.areas.first { "\($0.id)" == values[field] }
    }

    /// A whole number of a field; nil where it is empty, or wrong, which is told.
    private mutating func number(_ field: String, _ range: ClosedRange<Int>) -> Int? {
        guard !values[field].isEmpty else { return nil }
        if let value = Int(values[field]), range.contains(value) { return value }
        fault(
            "seats.trial.range",
            ["field": desk.visit["seats.trial.\(field)"], "low": "\(range.lowerBound)", "high": "\(range.upperBound)"])
        return nil
    }

    private mutating func fault(_ key: String, _ arguments: [String: String] = [:]) {
        faults.append(desk.visit[key, arguments])
    }

    private mutating func addRooms() {
        guard let rooms = number("rooms", -400...400), rooms != 0 else { return }
        guard let area = area("in") else { return fault("seats.trial.needsArea") }
        let from = number("from", Self.years) ?? desk.autumns.lowerBound
        let until = number("until", Self.years)
        if let until, until < from { return fault("seats.trial.order") }
        var parts = [(area, rooms)]
        if let other = self.area("taken"), other.id != area.id { parts.append((other, -rooms)) }
        for (place, count) in parts {
            let name = desk.visit["seats.trial.row.rooms", ["option": option.name, "count": "\(count)"]]
            option.sources.append(
                SeatSource(
                    name: name, area: "\(place.id)", stage: desk.stage, rooms: Double(count), from: from, until: until))
            row(place, name, ["rooms": "\(count)", "opens": "\(from)", "closes": until.map { "\($0)" } ?? ""])
        }
    }

    private mutating func moveBoundary() {
        guard let share = number("share", 0...100), share > 0 else { return }
        guard let from = area("out"), let to = area("to"), from.id != to.id else {
            return fault("seats.trial.needsTwo")
        }
        let start = number("start", Self.years) ?? desk.autumns.lowerBound
        option.moves.append(
            BoundaryMove(
                from: "\(from.id)", to: "\(to.id)", stage: desk.stage, share: Double(share) / 100, start: start))
        row(
            from, desk.visit["seats.trial.row.move", ["option": option.name, "area": to.name]],
            ["moves_to": to.code, "share": "\(share)", "opens": "\(start)"])
    }

    private mutating func shiftProject() {
        guard let shift = number("shift", -10...10), shift != 0 else { return }
        guard let board = desk.board,
            let project = Self.projects(board, desk).first(where: { $0.key == values["project"] })?.source,
            let opens = project.from, let place = desk.areas.first(where: { "\($0.id)" == project.area })
        else { return fault("seats.trial.needsProject") }
        let seats = project.seats ?? SeatStandards.national.seats(rooms: project.rooms ?? 0, project.stage)
        // What opens later is missing until then; what opens earlier is there before.
        let years = shift > 0 ? opens...(opens + shift - 1) : (opens + shift)...(opens - 1)
        let change = shift > 0 ? -seats : seats
        let name = desk.visit["seats.trial.row.shift", ["option": option.name, "project": project.name]]
        option.sources.append(
            SeatSource(
                name: name, area: project.area, stage: project.stage, seats: change, from: years.lowerBound,
                until: years.upperBound))
        row(
            place, name,
            ["seats": "\(Int(change))", "opens": "\(years.lowerBound)", "closes": "\(years.upperBound)"])
    }

    private mutating func row(_ area: OrganisationTree.Node, _ name: String, _ cells: [String: String]) {
        let own = [
            "area": area.code, "name": String(name.prefix(60)), "stage": SeatRecord.code(desk.stage) ?? "P",
            "plan": option.name,
        ]
        rows.append(cells.filter { !$0.value.isEmpty }.merging(own) { $1 })
    }
}
