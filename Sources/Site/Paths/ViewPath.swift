import Store

/// Addresses of the views of the ledger at work: cockpit, board, timeline, calendar and its feed.
enum ViewPath: Hashable, Sendable {
    case cockpit, board, timeline, calendar
    /// The calendar of the account that the secret belongs to.
    case feed(token: String)
    /// The days of one task as a calendar file.
    case taskDays(Int64)
}

extension ViewPath: SubPath {
    static let home: SitePath? = .views(.cockpit)

    var pieces: [String] {
        switch self {
        case .cockpit: ["cockpit"]
        case .board: ["board"]
        case .timeline: ["timeline"]
        case .calendar: ["calendar"]
        case .feed(let token): ["calendar", "feed", "\(token).ics"]
        case .taskDays(let id): ["calendar", "tasks", "\(id).ics"]
        }
    }

    init?(pieces: [String]) {
        switch (pieces.first, pieces.dropFirst().first, pieces.count) {
        case ("cockpit", _, 1): self = .cockpit
        case ("board", _, 1): self = .board
        case ("timeline", _, 1): self = .timeline
        case ("calendar", _, 1): self = .calendar
        case ("calendar", "feed", 3):
            guard let token = Self.name(pieces[2]), token.allSatisfy(Self.isTokenCharacter) else { return nil }
            self = .feed(token: token)
        case ("calendar", "tasks", 3):
            guard let id = Self.name(pieces[2]).flatMap(SitePath.row) else { return nil }
            self = .taskDays(id)
        default: return nil
        }
    }

    /// The name of a calendar file; nil for another file or none.
    private static func name(_ file: String) -> String? {
        file.hasSuffix(".ics") && file.utf8.count > 4 ? String(file.dropLast(4)) : nil
    }

    private static func isTokenCharacter(_ character: Character) -> Bool {
        character.isASCII && (character.isLetter || character.isNumber || character == "-" || character == "_")
    }

    /// A calendar programme cannot sign in: its secret address stands for its account.
    var access: SitePath.Access {
        if case .feed = self { return .open }
        return .needs(.viewLedger)
    }

    var postAccess: SitePath.Access? { self == .calendar ? .needs(.manageOwnAccount) : nil }

    var takesFiles: Bool { false }

    static var samples: [ViewPath] {
        [.cockpit, .board, .timeline, .calendar, .feed(token: "secret"), .taskDays(1)]
    }

    func answer(_ visit: Visit) throws -> Answer {
        switch self {
        case .cockpit: try CockpitPage.show(visit)
        case .board: try BoardPage.show(visit)
        case .timeline: try TimelinePage.show(visit)
        case .calendar: try visit.isPost ? CalendarPage.change(visit) : CalendarPage.show(visit)
        case .feed(let token): try CalendarFile.feed(visit, token)
        case .taskDays(let id): try CalendarFile.task(visit, id)
        }
    }
}

extension SitePath {
    /// The address as a log may keep it: without the secret of a calendar.
    var logged: String {
        if case .views(.feed) = self { return "/calendar/feed/…" }
        return path
    }
}
