import AdmissionService
import Store

/// Addresses for families who apply for a school: no account, a number and a passphrase of their own.
enum FamilyPath: Hashable, Sendable {
    /// The rounds, for everybody.
    case rounds
    /// A round for everybody, `?q=` looks for a place; posting starts an application.
    case round(Int64)
    /// The results of a round by number, for everybody.
    case results(Int64)
    /// A published file of a draw: `round.json`, `list.csv`, `schools.csv`, `record.json`.
    case draw(Int64, String)
    /// Coming back to an application.
    case signIn
    /// Leaving; posting only.
    case signOut
    /// The own application; posting hands in, withdraws, appeals.
    case mine
    /// A step of the form.
    case step(ApplicationStep)
    /// An own file.
    case file(Int64)
    /// What was handed in, to be printed.
    case receipt
    /// The result, to be printed.
    case letter
    /// The same as a .docx.
    case letterFile
    /// The catchments in force, for everybody.
    case catchments
    /// One of them, `?q=` looks for a home.
    case catchment(Int64)
    /// Its points by school, to be printed; `?show=changed` those that changed.
    case catchmentList(Int64)
}

extension FamilyPath: SubPath {
    static let home: SitePath? = .families(.rounds)

    var pieces: [String] {
        let rest: [String] =
            switch self {
            case .rounds: []
            case .round(let id): ["rounds", "\(id)"]
            case .results(let id): ["rounds", "\(id)", "results"]
            case .draw(let id, let name): ["rounds", "\(id)", "draw", name]
            case .signIn: ["sign-in"]
            case .signOut: ["sign-out"]
            case .mine: ["mine"]
            case .step(let step): ["mine", step.rawValue]
            case .file(let id): ["mine", "files", "\(id)"]
            case .receipt: ["mine", "receipt"]
            case .letter: ["mine", "letter"]
            case .letterFile: ["mine", "letter.docx"]
            case .catchments: ["catchments"]
            case .catchment(let id): ["catchments", "\(id)"]
            case .catchmentList(let id): ["catchments", "\(id)", "list"]
            }
        return ["apply"] + rest
    }

    init?(pieces: [String]) {
        guard pieces.first == "apply" else { return nil }
        let rest = Array(pieces.dropFirst())
        let last = rest.last.flatMap(SitePath.row)
        switch (rest.first, rest.dropFirst().first, rest.count) {
        case (nil, _, 0): self = .rounds
        case ("rounds", let id?, 2):
            guard let id = SitePath.row(id) else { return nil }
            self = .round(id)
        case ("rounds", let id?, 3) where rest[2] == "results":
            guard let id = SitePath.row(id) else { return nil }
            self = .results(id)
        case ("rounds", let id?, 4) where rest[2] == "draw":
            guard let id = SitePath.row(id) else { return nil }
            self = .draw(id, rest[3])
        case ("sign-in", _, 1): self = .signIn
        case ("sign-out", _, 1): self = .signOut
        case ("mine", _, 1): self = .mine
        case ("catchments", _, 1): self = .catchments
        case ("catchments", let id?, 2):
            guard let id = SitePath.row(id) else { return nil }
            self = .catchment(id)
        case ("catchments", let id?, 3) where rest[2] == "list":
            guard let id = SitePath.row(id) else { return nil }
            self = .catchmentList(id)
        case ("mine", "receipt", 2): self = .receipt
        case ("mine", "letter", 2): self = .letter
        case ("mine", "letter.docx", 2): self = .letterFile
        case ("mine", "files", 3):
            guard let last else { return nil }
            self = .file(last)
        case ("mine", let name?, 2):
            guard let step = ApplicationStep(rawValue: name) else { return nil }
            self = .step(step)
        default: return nil
        }
    }

    /// Everybody may come; what belongs to one application asks for its session: `FamilyVisit`.
    var access: SitePath.Access { .open }

    var postAccess: SitePath.Access? {
        switch self {
        case .round, .signIn, .signOut, .mine, .step: .open
        case .rounds, .results, .draw, .file, .receipt, .letter, .letterFile, .catchments, .catchment, .catchmentList:
            nil
        }
    }

    /// Whether somebody may post who is not signed in: those forms hash passphrases and are slowed down.
    var isEntrance: Bool {
        switch self {
        case .round, .signIn: true
        default: false
        }
    }

    var takesFiles: Bool { self == .step(.documents) }

    static var samples: [FamilyPath] {
        [
            .rounds, .round(1), .results(1), .draw(1, "round.json"), .signIn, .signOut, .mine, .file(1), .receipt,
            .letter, .letterFile, .catchments, .catchment(1), .catchmentList(1),
        ]
            + ApplicationStep.allCases.map { .step($0) }
    }

    func answer(_ visit: Visit) throws -> Answer {
        switch self {
        case .rounds: try FamilyRoundPages.list(visit)
        case .round(let id): try visit.isPost ? FamilySignInPage.start(visit, id) : FamilyRoundPages.show(visit, id)
        case .results(let id): try FamilyRoundPages.results(visit, id)
        case .draw(let id, let name): try FamilyRoundPages.drawFile(visit, id, name)
        case .signIn: try visit.isPost ? FamilySignInPage.signIn(visit) : FamilySignInPage.show(visit)
        case .signOut: try FamilySignInPage.signOut(visit)
        case .mine: try visit.isPost ? FamilyPage.move(visit) : FamilyPage.show(visit)
        case .step(let step): try visit.isPost ? FamilyStepPage.save(visit, step) : FamilyStepPage.show(visit, step)
        case .file(let id): try FamilyStepPage.file(visit, id)
        case .receipt: try FamilyPapers.receipt(visit)
        case .letter: try FamilyPapers.letter(visit)
        case .letterFile: try FamilyPapers.letterFile(visit)
        case .catchments: try PublishedCatchmentPages.list(visit)
        case .catchment(let id): try PublishedCatchmentPages.show(visit, id)
        case .catchmentList(let id): try PublishedCatchmentPages.print(visit, id)
        }
    }
}
