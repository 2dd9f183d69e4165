import Store

/// Addresses of taking files into registers.
enum IntakePath: Hashable, Sendable {
    /// The registers that the visitor may write, and what was taken in lately.
    case registers
    /// A register's import: posting a file begins one.
    case register(String)
    /// The form to be filled in, `?rows=1&organisation=3` with what is known already.
    case template(String)
    /// An import under way; posting chooses columns, takes the rows, cancels.
    case job(String, String)
    /// The rows with faults as a workbook with the bad cells marked.
    case faults(String, String)
    /// A file that was taken in.
    case file(String, Int64)
}

extension IntakePath: SubPath {
    static let home: SitePath? = .intake(.registers)

    var pieces: [String] {
        switch self {
        case .registers: ["data", "import"]
        case .register(let name): ["data", "import", name]
        case .template(let name): ["data", "import", name, "template"]
        case .job(let name, let id): ["data", "import", name, "jobs", id]
        case .faults(let name, let id): ["data", "import", name, "jobs", id, "faults"]
        case .file(let name, let id): ["data", "import", name, "files", "\(id)"]
        }
    }

    init?(pieces: [String]) {
        guard pieces.count >= 2, pieces[0] == "data", pieces[1] == "import" else { return nil }
        let rest = pieces.dropFirst(2)
        guard let name = rest.first else {
            self = .registers
            return
        }
        guard Self.isName(name) else { return nil }
        switch (rest.dropFirst().first, rest.dropFirst(2).first, rest.count) {
        case (nil, _, 1): self = .register(name)
        case ("template", _, 2): self = .template(name)
        case ("jobs", let id?, 3) where Self.isName(id): self = .job(name, id)
        case ("jobs", let id?, 4) where Self.isName(id) && rest.last == "faults": self = .faults(name, id)
        case ("files", let id?, 3):
            guard let entry = SitePath.row(id) else { return nil }
            self = .file(name, entry)
        default: return nil
        }
    }

    /// Whether a piece can be the name of a register or a job.
    private static func isName(_ piece: String) -> Bool {
        (1...100).contains(piece.utf8.count)
            && piece.utf8.allSatisfy {
                (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x5F || $0 == 0x2D
            }
    }

    /// Whose rows one may write decides: `RegisterAccess`.
    var access: SitePath.Access { .needs(.manageOwnAccount) }

    var postAccess: SitePath.Access? {
        switch self {
        case .register, .job: .needs(.manageOwnAccount)
        case .registers, .template, .faults, .file: nil
        }
    }

    var takesFiles: Bool { if case .register = self { true } else { false } }

    static var samples: [IntakePath] {
        [
            .registers, .register("student"), .template("student"), .job("student", "1f-2"), .faults("student", "1f-2"),
            .file("student", 1),
        ]
    }

    func answer(_ visit: Visit) throws -> Answer {
        switch self {
        case .registers: try ImportPages.list(visit)
        case .register(let name): try visit.isPost ? ImportPages.begin(visit, name) : ImportPages.show(visit, name)
        case .template(let name): try ImportFiles.template(visit, name)
        case .job(let name, let id):
            try visit.isPost ? ImportJobPage.move(visit, name, id) : ImportJobPage.show(visit, name, id)
        case .faults(let name, let id): try ImportFiles.faults(visit, name, id)
        case .file(let name, let entry): try ImportFiles.file(visit, name, entry)
        }
    }
}
