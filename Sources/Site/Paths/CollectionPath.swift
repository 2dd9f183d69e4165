import Store

/// Addresses of collection tasks 填报任务.
enum CollectionPath: Hashable, Sendable {
    /// The tasks that the visitor is asked to answer, and those that they decide about.
    case list
    /// A new task, `?register=school_class`; posting checks and issues it.
    case new
    /// 教师减负: what schools were asked for, `?term=2026-autumn`.
    case burden
    /// A task; posting reminds, closes.
    case one(Int64)
    /// The state of a task as a workbook.
    case export(Int64)
    /// The answer of an organisation; posting hands in, approves, sends back, reminds.
    case part(Int64, Int64)
    /// The prefilled form of an organisation.
    case template(Int64, Int64)
    /// What an organisation handed in.
    case answer(Int64, Int64)
}

extension CollectionPath: SubPath {
    static let home: SitePath? = .collections(.list)

    var pieces: [String] {
        let rest: [String] =
            switch self {
            case .list: []
            case .new: ["new"]
            case .burden: ["burden"]
            case .one(let id): ["\(id)"]
            case .export(let id): ["\(id)", "export"]
            case .part(let id, let organisation): ["\(id)", "\(organisation)"]
            case .template(let id, let organisation): ["\(id)", "\(organisation)", "template"]
            case .answer(let id, let organisation): ["\(id)", "\(organisation)", "file"]
            }
        return ["data", "collections"] + rest
    }

    init?(pieces: [String]) {
        guard pieces.count >= 2, pieces[0] == "data", pieces[1] == "collections" else { return nil }
        let rest = Array(pieces.dropFirst(2))
        let rows = rest.map(SitePath.row)
        switch (rest.first, rows.first ?? nil, rows.count > 1 ? rows[1] : nil, rest.count) {
        case (nil, _, _, 0): self = .list
        case ("new", _, _, 1): self = .new
        case ("burden", _, _, 1): self = .burden
        case (_, let id?, _, 1): self = .one(id)
        case (_, let id?, let organisation?, 2): self = .part(id, organisation)
        case (_, let id?, nil, 2) where rest[1] == "export": self = .export(id)
        case (_, let id?, let organisation?, 3) where rest[2] == "template": self = .template(id, organisation)
        case (_, let id?, let organisation?, 3) where rest[2] == "file": self = .answer(id, organisation)
        default: return nil
        }
    }

    /// Whose rows one may write or approve decides: `CollectionDesk`.
    var access: SitePath.Access { .needs(.manageOwnAccount) }

    var postAccess: SitePath.Access? {
        switch self {
        case .new, .one, .part: .needs(.manageOwnAccount)
        case .list, .burden, .export, .template, .answer: nil
        }
    }

    var takesFiles: Bool { if case .part = self { true } else { false } }

    static var samples: [CollectionPath] {
        [.list, .new, .burden, .one(1), .export(1), .part(1, 2), .template(1, 2), .answer(1, 2)]
    }

    func answer(_ visit: Visit) throws -> Answer {
        switch self {
        case .list: try CollectionPages.list(visit)
        case .new: try visit.isPost ? NewCollectionPage.issue(visit) : NewCollectionPage.show(visit)
        case .burden: try BurdenPage.show(visit)
        case .one(let id): try visit.isPost ? CollectionPages.move(visit, id) : CollectionPages.show(visit, id)
        case .export(let id): try CollectionFiles.state(visit, id)
        case .part(let id, let organisation):
            try visit.isPost
                ? CollectionPartPage.move(visit, id, organisation)
                : CollectionPartPage.show(visit, id, organisation)
        case .template(let id, let organisation): try CollectionFiles.template(visit, id, organisation)
        case .answer(let id, let organisation): try CollectionFiles.answer(visit, id, organisation)
        }
    }
}
