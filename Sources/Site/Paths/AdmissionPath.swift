import Store

/// Addresses of admissions 招生入学 for schools and offices.
enum AdmissionPath: Hashable, Sendable {
    /// The rounds; posting makes one.
    case list
    /// Address uses and kindergarten collections of the years before; posting sends, takes and takes back files.
    case earlier
    /// A round with its progress; posting publishes, changes days, freezes, announces.
    case round(Int64)
    /// The rules of a round; posting changes them.
    case rules(Int64)
    /// Schools and places; posting takes a list in.
    case schools(Int64)
    /// Catchments; posting takes a list in.
    case places(Int64)
    /// The applications; posting accepts those ticked.
    case queue(Int64)
    /// Appeals.
    case appeals(Int64)
    /// Results; posting takes them in, announces, enrols.
    case results(Int64)
    /// Chances before the draw; posting simulates, and shows families what came out.
    case chances(Int64)
    /// The waiting list of a school, `?school=`; posting offers places that became free.
    case waiting(Int64)
    /// A file of a round: `places.csv`, `catchments.csv`, `placed.xlsx`, `letters.docx`.
    case export(Int64, String)
    /// Letters of a school, to be printed, `?school=`.
    case letters(Int64)
    /// An application; posting checks it.
    case application(Int64)
    /// A file of an application.
    case file(Int64, Int64)
}

extension AdmissionPath: SubPath {
    static let home: SitePath? = .admissions(.list)

    var pieces: [String] {
        let rest: [String] =
            switch self {
            case .list: []
            case .earlier: ["earlier"]
            case .round(let id): ["\(id)"]
            case .rules(let id): ["\(id)", "rules"]
            case .schools(let id): ["\(id)", "schools"]
            case .places(let id): ["\(id)", "places"]
            case .queue(let id): ["\(id)", "queue"]
            case .appeals(let id): ["\(id)", "appeals"]
            case .results(let id): ["\(id)", "results"]
            case .chances(let id): ["\(id)", "chances"]
            case .waiting(let id): ["\(id)", "waiting"]
            case .export(let id, let name): ["\(id)", "export", name]
            case .letters(let id): ["\(id)", "letters"]
            case .application(let id): ["applications", "\(id)"]
            case .file(let id, let file): ["applications", "\(id)", "files", "\(file)"]
            }
        return ["admissions"] + rest
    }

    init?(pieces: [String]) {
        guard pieces.first == "admissions" else { return nil }
        let rest = Array(pieces.dropFirst())
        if rest.first == "applications" {
            guard rest.count > 1, let id = SitePath.row(rest[1]) else { return nil }
            switch rest.count {
            case 2: self = .application(id)
            case 4:
                guard rest[2] == "files", let file = SitePath.row(rest[3]) else { return nil }
                self = .file(id, file)
            default: return nil
            }
            return
        }
        guard let first = rest.first else {
            self = .list
            return
        }
        if first == "earlier", rest.count == 1 {
            self = .earlier
            return
        }
        guard let id = SitePath.row(first) else { return nil }
        switch (rest.dropFirst().first, rest.count) {
        case (nil, 1): self = .round(id)
        case ("rules", 2): self = .rules(id)
        case ("schools", 2): self = .schools(id)
        case ("places", 2): self = .places(id)
        case ("queue", 2): self = .queue(id)
        case ("appeals", 2): self = .appeals(id)
        case ("results", 2): self = .results(id)
        case ("letters", 2): self = .letters(id)
        case ("chances", 2): self = .chances(id)
        case ("waiting", 2): self = .waiting(id)
        case ("export", 3): self = .export(id, rest[2])
        default: return nil
        }
    }

    /// Rights on the register of admissions decide: `AdmissionDesk`.
    var access: SitePath.Access { .needs(.manageOwnAccount) }

    var postAccess: SitePath.Access? {
        switch self {
        case .list, .earlier, .round, .rules, .schools, .places, .queue, .appeals, .results, .chances, .waiting,
            .application:
            .needs(.manageOwnAccount)
        case .export, .letters, .file: nil
        }
    }

    var takesFiles: Bool {
        switch self {
        case .schools, .places, .results, .chances, .earlier: true
        default: false
        }
    }

    static var samples: [AdmissionPath] {
        [
            .list, .earlier, .round(1), .rules(1), .schools(1), .places(1), .queue(1), .appeals(1), .results(1),
            .chances(1),
            .waiting(1),
            .export(1, "placed.xlsx"), .letters(1), .application(1), .file(1, 2),
        ]
    }

    func answer(_ visit: Visit) throws -> Answer {
        switch self {
        case .list: try visit.isPost ? AdmissionRoundPages.create(visit) : AdmissionRoundPages.list(visit)
        case .earlier: try visit.isPost ? AdmissionEarlierPage.move(visit) : AdmissionEarlierPage.show(visit)
        case .round(let id):
            try visit.isPost ? AdmissionRoundPages.move(visit, id) : AdmissionRoundPages.show(visit, id)
        case .rules(let id): try visit.isPost ? AdmissionRulesPage.save(visit, id) : AdmissionRulesPage.show(visit, id)
        case .schools(let id):
            try visit.isPost ? AdmissionListPages.take(visit, id, .schools) : AdmissionListPages.schools(visit, id)
        case .places(let id):
            try visit.isPost ? AdmissionListPages.take(visit, id, .places) : AdmissionListPages.places(visit, id)
        case .queue(let id):
            try visit.isPost ? AdmissionQueuePage.accept(visit, id) : AdmissionQueuePage.show(visit, id)
        case .appeals(let id):
            try visit.isPost ? AdmissionAppealsPage.decide(visit, id) : AdmissionAppealsPage.show(visit, id)
        case .results(let id):
            try visit.isPost ? AdmissionResultsPage.move(visit, id) : AdmissionResultsPage.show(visit, id)
        case .chances(let id):
            try visit.isPost ? AdmissionChancesPage.move(visit, id) : AdmissionChancesPage.show(visit, id)
        case .waiting(let id):
            try visit.isPost ? AdmissionWaitingPage.move(visit, id) : AdmissionWaitingPage.show(visit, id)
        case .export(let id, let name): try AdmissionFiles.export(visit, id, name)
        case .letters(let id): try AdmissionLetters.page(visit, id)
        case .application(let id):
            try visit.isPost ? ApplicationPage.move(visit, id) : ApplicationPage.show(visit, id)
        case .file(let id, let file): try AdmissionFiles.file(visit, id, file)
        }
    }
}
