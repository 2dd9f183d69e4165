import Catalog
import Store

/// Addresses of the data brain 数据大脑: registers with their rows, the data dictionary, profiles.
enum RegisterPath: Hashable, Sendable {
    /// All registers that the visitor may read.
    case registers
    /// The rows of a register.
    case rows(String)
    /// Rows as a file: `xlsx`, `csv`.
    case export(String, String)
    /// The form for a new row.
    case new(String)
    /// A row.
    case row(String, Int64)
    /// The form that changes a row.
    case edit(String, Int64)
    /// The versions of a row.
    case history(String, Int64)
    /// The files of a row: posting adds one or takes one away.
    case files(String, Int64)
    /// A file of a row.
    case file(String, Int64, Int64)
    /// Asks before a row is taken out; posting takes it out.
    case removal(String, Int64)
    /// Posting shows what setting a field of several rows would change, then does it.
    case bulk(String)
    /// Rows to choose from for a field that refers to them: a piece of a form.
    case choices(String, String)
    /// 学校画像: an organisation.
    case school(Int64)
    /// The profile of a member of staff.
    case staff(Int64)
    /// 全息档案: a pupil.
    case student(Int64)
    /// 数据字典: all definitions.
    case dictionary
    /// The definition of a register.
    case definition(String)
    /// A code list.
    case codes(String)
    /// The definition of an indicator.
    case indicator(String)
    /// The definition of a check of quality.
    case check(String)
    /// 数据接口: what programmes can ask for.
    case interface
    /// The description of the programming interface as a file.
    case interfaceFile
}

extension RegisterPath: SubPath {
    static let home: SitePath? = .data(.registers)

    var pieces: [String] {
        switch self {
        case .registers: ["data"]
        case .rows(let name): ["data", "registers", name]
        case .export(let name, let format): ["data", "registers", name, "export", format]
        case .new(let name): ["data", "registers", name, "new"]
        case .row(let name, let id): ["data", "registers", name, "\(id)"]
        case .edit(let name, let id): ["data", "registers", name, "\(id)", "edit"]
        case .history(let name, let id): ["data", "registers", name, "\(id)", "history"]
        case .files(let name, let id): ["data", "registers", name, "\(id)", "files"]
        case .file(let name, let id, let file): ["data", "registers", name, "\(id)", "files", "\(file)"]
        case .removal(let name, let id): ["data", "registers", name, "\(id)", "remove"]
        case .bulk(let name): ["data", "registers", name, "bulk"]
        case .choices(let name, let field): ["data", "registers", name, "choices", field]
        case .school(let id): ["data", "schools", "\(id)"]
        case .staff(let id): ["data", "staff", "\(id)"]
        case .student(let id): ["data", "students", "\(id)"]
        case .dictionary: ["data", "dictionary"]
        case .definition(let name): ["data", "dictionary", "registers", name]
        case .codes(let name): ["data", "dictionary", "codes", name]
        case .indicator(let name): ["data", "dictionary", "indicators", name]
        case .check(let name): ["data", "dictionary", "checks", name]
        case .interface: ["data", "interface"]
        case .interfaceFile: ["data", "interface", "openapi.json"]
        }
    }

    init?(pieces: [String]) {
        guard pieces.first == "data" else { return nil }
        guard pieces.count > 1 else {
            self = .registers
            return
        }
        switch pieces[1] {
        case "registers" where pieces.count > 2 && Self.isName(pieces[2]): self.init(of: pieces[2], Array(pieces[3...]))
        case "schools", "staff", "students":
            guard pieces.count == 3, let id = SitePath.row(pieces[2]) else { return nil }
            self = pieces[1] == "schools" ? .school(id) : pieces[1] == "staff" ? .staff(id) : .student(id)
        case "interface" where pieces.count == 2: self = .interface
        case "interface" where pieces.count == 3 && pieces[2] == "openapi.json": self = .interfaceFile
        case "dictionary" where pieces.count == 2: self = .dictionary
        case "dictionary" where pieces.count == 4 && Self.isName(pieces[3]):
            switch pieces[2] {
            case "registers": self = .definition(pieces[3])
            case "codes": self = .codes(pieces[3])
            case "indicators": self = .indicator(pieces[3])
            case "checks": self = .check(pieces[3])
            default: return nil
            }
        default: return nil
        }
    }

    /// An address under a register's.
    private init?(of name: String, _ rest: [String]) {
        let row = rest.first.flatMap(SitePath.row)
        switch (rest.first, row, rest.dropFirst().first, rest.count) {
        case (nil, _, _, 0): self = .rows(name)
        case ("new", _, _, 1): self = .new(name)
        case ("bulk", _, _, 1): self = .bulk(name)
        case ("export", _, let format?, 2) where ["csv", "xlsx"].contains(format): self = .export(name, format)
        case ("choices", _, let field?, 2) where Self.isName(field): self = .choices(name, field)
        case (_, let id?, nil, 1): self = .row(name, id)
        case (_, let id?, "edit", 2): self = .edit(name, id)
        case (_, let id?, "history", 2): self = .history(name, id)
        case (_, let id?, "files", 2): self = .files(name, id)
        case (_, let id?, "files", 3):
            guard let file = SitePath.row(rest[2]) else { return nil }
            self = .file(name, id, file)
        case (_, let id?, "remove", 2): self = .removal(name, id)
        default: return nil
        }
    }

    /// Whether a piece can be a name of the catalogue: lower-case letters, digits, `_`.
    static func isName(_ text: String) -> Bool {
        !text.isEmpty
            && text.utf8.allSatisfy {
                (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0) || $0 == UInt8(ascii: "_")
                    || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0)
            }
    }

    /// Everybody may come in; the roles at organisations decide which registers and rows there are.
    var access: SitePath.Access { .needs(.enter) }

    var postAccess: SitePath.Access? {
        switch self {
        case .new, .edit, .removal, .bulk, .files: .needs(.enter)
        default: nil
        }
    }

    var takesFiles: Bool { if case .files = self { true } else { false } }

    static var samples: [RegisterPath] {
        [
            .registers, .rows("school"), .export("school", "xlsx"), .new("school"), .row("school", 1),
            .edit("school", 1),
            .history("school", 1), .removal("school", 1), .bulk("school"), .choices("school", "head"),
            .files("staff", 1), .file("staff", 1, 1),
            .school(1), .staff(1), .student(1), .dictionary, .definition("school"), .codes("sex"), .indicator("x"),
            .check("x"), .interface, .interfaceFile,
        ]
    }

    func answer(_ visit: Visit) throws -> Answer {
        switch self {
        case .registers: try DataHomePage.show(visit)
        case .rows(let name): try RegisterListPage.show(RegisterDesk(visit, name))
        case .export(let name, let format): try RegisterExport.file(RegisterDesk(visit, name), format)
        case .new(let name):
            try visit.isPost
                ? RegisterFormPage.add(RegisterDesk(visit, name)) : RegisterFormPage.new(RegisterDesk(visit, name))
        case .row(let name, let id): try RegisterRowPage.show(RegisterDesk(visit, name), id)
        case .edit(let name, let id):
            try visit.isPost
                ? RegisterFormPage.change(RegisterDesk(visit, name), id)
                : RegisterFormPage.edit(RegisterDesk(visit, name), id)
        case .history(let name, let id): try RegisterHistoryPage.show(RegisterDesk(visit, name), id)
        case .files(let name, let id):
            try visit.isPost
                ? RegisterFiles.move(RegisterDesk(visit, name), id) : .redirect(.data(.row(name, id)))
        case .file(let name, let id, let file): try RegisterFiles.file(RegisterDesk(visit, name), id, file)
        case .removal(let name, let id):
            try visit.isPost
                ? RegisterRemovalPage.remove(RegisterDesk(visit, name), id)
                : RegisterRemovalPage.show(RegisterDesk(visit, name), id)
        case .bulk(let name):
            try visit.isPost
                ? BulkEditPage.move(RegisterDesk(visit, name)) : BulkEditPage.back(RegisterDesk(visit, name))
        case .choices(let name, let field): try RegisterChoices.show(RegisterDesk(visit, name), field)
        case .school(let id): try SchoolProfilePage.show(RegisterDesk(visit, Register.organisations), id)
        case .staff(let id): try ArchivePage.show(RegisterDesk(visit, "staff"), id)
        case .student(let id): try ArchivePage.show(RegisterDesk(visit, "student"), id)
        case .dictionary: try DictionaryPage.show(visit)
        case .definition(let name): try DefinitionPage.show(visit, name)
        case .codes(let name): try CodesPage.show(visit, name)
        case .indicator(let name): try IndicatorDefinitionPage.show(visit, name)
        case .check(let name): try CheckDefinitionPage.show(visit, name)
        case .interface: try InterfacePage.show(visit)
        case .interfaceFile: try InterfacePage.file(visit)
        }
    }
}
