import Store

/// Every address of the site. Pages link by these cases only, and each request is turned into one, so that a link
/// cannot lead nowhere and a page cannot be forgotten: the compiler asks for its answer and for who may see it.
enum SitePath: Hashable, Sendable {
    // For everybody.
    case signIn, health, asset(String), language(String)
    // For everybody who is signed in.
    case home, help, signOut, password, search
    // Plans and their review.
    case plans, planImport
    case plan(Int64), source(Int64), file(Int64), review(Int64), reviewEdit(Int64), revision(Int64)
    case ledgerImport(Int64)
    // The ledger.
    case ledger, byOffice, bySection, export(String), task(Int64)
    // The organisation.
    case offices, office(Int64), schools, areas, listImport(ListKind), template(ListKind)
    // Administration.
    case accounts, account(Int64), audit
    // Areas with addresses of their own.
    case work(WorkPath), views(ViewPath), programmes(ProgrammePath), projects(ProjectPath), research(ResearchPath)
    case comparison(ComparisonPath), data(RegisterPath)
    case intake(IntakePath), collections(CollectionPath)
    case indicators(IndicatorPath)
    case brain(BrainPath)
    case quality(QualityPath)
    case seats(SeatPath)
    case catchments(CatchmentPath)
    case admissions(AdmissionPath), families(FamilyPath)

    /// The area that the address belongs to; nil for the pages that stand in this file.
    var area: (any SubPath)? {
        switch self {
        case .work(let path): path
        case .views(let path): path
        case .programmes(let path): path
        case .projects(let path): path
        case .research(let path): path
        case .comparison(let path): path
        case .data(let path): path
        case .intake(let path): path
        case .collections(let path): path
        case .indicators(let path): path
        case .brain(let path): path
        case .quality(let path): path
        case .seats(let path): path
        case .catchments(let path): path
        case .admissions(let path): path
        case .families(let path): path
        default: nil
        }
    }

    /// A list that comes in as a spreadsheet.
    enum ListKind: String, CaseIterable, Sendable {
        case offices, areas, schools
    }

    /// The address, `/plans/3/review`.
    var path: String {
        switch self {
        case .home: "/"
        case .signIn: "/sign-in"
        case .signOut: "/sign-out"
        case .password: "/password"
        case .health: "/healthz"
        case .asset(let name): "/assets/\(SiteLink.encode(name))"
        case .language(let tag): "/language/\(SiteLink.encode(tag))"
        case .help: "/help"
        case .search: "/search"
        case .plans: "/plans"
        case .planImport: "/plans/import"
        case .plan(let id): "/plans/\(id)"
        case .source(let id): "/plans/\(id)/source"
        case .file(let id): "/plans/\(id)/file"
        case .review(let id): "/plans/\(id)/review"
        case .reviewEdit(let id): "/plans/\(id)/review/form"
        case .revision(let id): "/plans/\(id)/differences"
        case .ledgerImport(let id): "/plans/\(id)/import"
        case .ledger: "/ledger"
        case .byOffice: "/ledger/offices"
        case .bySection: "/ledger/sections"
        case .export(let format): "/ledger/export/\(SiteLink.encode(format))"
        case .task(let id): "/tasks/\(id)"
        case .offices: "/offices"
        case .office(let id): "/offices/\(id)"
        case .schools: "/schools"
        case .areas: "/areas"
        case .listImport(let kind): "/import/\(kind.rawValue)"
        case .template(let kind): "/import/\(kind.rawValue)/template"
        case .accounts: "/accounts"
        case .account(let id): "/accounts/\(id)"
        case .audit: "/audit"
        case .work, .views, .programmes, .projects, .research, .comparison, .data, .intake, .collections, .indicators,
            .brain, .quality, .seats, .catchments, .admissions, .families:
            area?.path ?? "/"
        }
    }

    /// The address that a request asks for; nil for one that the site does not have.
    ///
    /// - Parameter path: as sent, without query; a trailing slash is another address.
    init?(path: String) {
        guard path.utf8.first == UInt8(ascii: "/"), path.utf8.count <= 200 else { return nil }
        let pieces = path.utf8.dropFirst().split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
            .map { String(decoding: $0, as: UTF8.self) }
        let number = pieces.count > 1 ? Self.row(pieces[1]) : nil
        switch (pieces[0], pieces.dropFirst().first, pieces.dropFirst(2).first, pieces.count) {
        case ("", _, _, 1): self = .home
        case ("sign-in", _, _, 1): self = .signIn
        case ("sign-out", _, _, 1): self = .signOut
        case ("password", _, _, 1): self = .password
        case ("healthz", _, _, 1): self = .health
        case ("help", _, _, 1): self = .help
        case ("search", _, _, 1): self = .search
        case ("plans", _, _, 1): self = .plans
        case ("plans", "import", _, 2): self = .planImport
        case ("ledger", _, _, 1): self = .ledger
        case ("ledger", "offices", _, 2): self = .byOffice
        case ("ledger", "sections", _, 2): self = .bySection
        case ("ledger", "export", let format?, 3): self = .export(format)
        case ("offices", _, _, 1): self = .offices
        case ("schools", _, _, 1): self = .schools
        case ("areas", _, _, 1): self = .areas
        case ("accounts", _, _, 1): self = .accounts
        case ("audit", _, _, 1): self = .audit
        case ("assets", let name?, _, 2): self = .asset(name)
        case ("language", let tag?, _, 2): self = .language(tag)
        case ("import", let list?, let template, let count) where count == 2 || (count == 3 && template == "template"):
            guard let kind = ListKind(rawValue: list) else { return nil }
            self = count == 2 ? .listImport(kind) : .template(kind)
        default:
            guard let number else {
                guard let area = Self.area(pieces) else { return nil }
                self = area
                return
            }
            switch (pieces[0], pieces.dropFirst(2).joined(separator: "/")) {
            case ("plans", "") where pieces.count == 2: self = .plan(number)
            case ("plans", "source"): self = .source(number)
            case ("plans", "file"): self = .file(number)
            case ("plans", "review"): self = .review(number)
            case ("plans", "review/form"): self = .reviewEdit(number)
            case ("plans", "differences"): self = .revision(number)
            case ("plans", "import"): self = .ledgerImport(number)
            case ("tasks", "") where pieces.count == 2: self = .task(number)
            case ("offices", "") where pieces.count == 2: self = .office(number)
            case ("accounts", "") where pieces.count == 2: self = .account(number)
            default:
                guard let area = Self.area(pieces) else { return nil }
                self = area
            }
        }
    }

    private static func area(_ pieces: [String]) -> SitePath? {
        if let path = WorkPath(pieces: pieces) { return .work(path) }
        if let path = ViewPath(pieces: pieces) { return .views(path) }
        if let path = ProgrammePath(pieces: pieces) { return .programmes(path) }
        if let path = ProjectPath(pieces: pieces) { return .projects(path) }
        if let path = ResearchPath(pieces: pieces) { return .research(path) }
        if let path = ComparisonPath(pieces: pieces) { return .comparison(path) }
        if let path = IntakePath(pieces: pieces) { return .intake(path) }
        if let path = CollectionPath(pieces: pieces) { return .collections(path) }
        if let path = IndicatorPath(pieces: pieces) { return .indicators(path) }
        if let path = BrainPath(pieces: pieces) { return .brain(path) }
        if let path = QualityPath(pieces: pieces) { return .quality(path) }
        if let path = SeatPath(pieces: pieces) { return .seats(path) }
        if let path = CatchmentPath(pieces: pieces) { return .catchments(path) }
        if let path = RegisterPath(pieces: pieces) { return .data(path) }
        if let path = AdmissionPath(pieces: pieces) { return .admissions(path) }
        if let path = FamilyPath(pieces: pieces) { return .families(path) }
        return nil
    }

    /// The row that a piece of an address names.
    static func row(_ text: String) -> Int64? {
        // One way to write each number, so that one thing has one address.
        guard let number = Int64(text), number > 0, String(number) == text else { return nil }
        return number
    }

    /// One of each kind, for tests that go over all addresses.
    static let samples: [SitePath] =
        [
            .signIn, .health, .asset("site.css"), .language("en"), .home, .help, .signOut, .password, .search, .plans,
            .planImport, .plan(1), .source(1), .file(1), .review(1), .reviewEdit(1), .revision(1), .ledgerImport(1),
            .ledger, .byOffice, .bySection, .export("xlsx"), .task(1), .offices, .office(1), .schools, .areas,
            .accounts, .account(1), .audit,
        ] + ListKind.allCases.flatMap { [.listImport($0), .template($0)] } + areaSamples

    private static let areaSamples: [SitePath] = {
        var samples = WorkPath.samples.map { SitePath.work($0) }
        samples += ViewPath.samples.map { .views($0) }
        samples += ProgrammePath.samples.map { .programmes($0) }
        samples += ProjectPath.samples.map { .projects($0) }
        samples += ResearchPath.samples.map { .research($0) }
        samples += ComparisonPath.samples.map { .comparison($0) }
        samples += RegisterPath.samples.map { .data($0) }
        samples += IntakePath.samples.map { .intake($0) }
        samples += CollectionPath.samples.map { .collections($0) }
        samples += IndicatorPath.samples.map { .indicators($0) }
        samples += BrainPath.samples.map { .brain($0) }
        samples += QualityPath.samples.map { .quality($0) }
        samples += SeatPath.samples.map { .seats($0) }
        samples += CatchmentPath.samples.map { .catchments($0) }
        samples += AdmissionPath.samples.map { .admissions($0) }
        samples += FamilyPath.samples.map { .families($0) }
        return samples
    }()
}

extension SitePath {
    /// Who may come in.
    enum Access: Hashable, Sendable {
        /// Everybody.
        case open
        /// Who may do this; the permission rule decides.
        case needs(Action)
    }

    /// What a reader of this address must be allowed to do. What depends on the thing shown (a draft, a task of the
    /// own office) is asked for by the page itself.
    var access: Access {
        switch self {
        case .signIn, .health, .asset, .language: .open
        case .signOut, .password: .needs(.manageOwnAccount)
        case .home, .help: .needs(.enter)
        case .search, .plans, .plan, .source, .file, .ledger, .byOffice, .bySection, .task:
            .needs(.viewLedger)
        case .planImport: .needs(.importPlan)
        case .review, .revision: .needs(.viewDrafts)
        case .reviewEdit: .needs(.viewDrafts)
        case .ledgerImport: .needs(.reviewPlan)
        case .export: .needs(.exportLedger)
        case .offices, .office, .schools, .areas: .needs(.viewOrganisation)
        case .listImport, .template: .needs(.manageOrganisation)
        case .accounts, .account: .needs(.manageAccounts)
        case .audit: .needs(.viewAudit)
        // An address of an area always has its area.
        case .work, .views, .programmes, .projects, .research, .comparison, .data, .intake, .collections, .indicators,
            .brain, .quality, .seats, .catchments, .admissions, .families:
            area?.access ?? .needs(.viewAudit)
        }
    }

    /// What somebody who posts to this address must be allowed to do; nil where nothing can be posted.
    var postAccess: Access? {
        switch self {
        case .signIn: .open
        case .signOut, .password: .needs(.manageOwnAccount)
        case .planImport: .needs(.importPlan)
        case .plan: .needs(.openPlan)
        // A head of an office may correct its own tasks: the move decides.
        case .review: .needs(.viewDrafts)
        case .ledgerImport: .needs(.reviewPlan)
        case .offices, .office, .listImport: .needs(.manageOrganisation)
        case .accounts, .account: .needs(.manageAccounts)
        case .audit: .needs(.viewAudit)
        case .work, .views, .programmes, .projects, .research, .comparison, .data, .intake, .collections, .indicators,
            .brain, .quality, .seats, .catchments, .admissions, .families:
            area?.postAccess
        default: nil
        }
    }

    /// Whether somebody may post who is not signed in: a form that hashes a password.
    var isEntrance: Bool {
        switch self {
        case .signIn: true
        case .families(let path): path.isEntrance
        default: false
        }
    }

    /// Whether files may be posted to it.
    var takesFiles: Bool {
        switch self {
        case .planImport, .ledgerImport, .listImport: true
        default: area?.takesFiles ?? false
        }
    }
}
