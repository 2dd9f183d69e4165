import Foundation
import Localisation

extension Visit {
    /// The page's answer. One line for each address: a new case of `SitePath` does not compile without.
    func answer(cookies: SiteCookies) throws -> Answer {
        switch path {
        case .health: try HealthPage.show(self)
        case .asset: throw SiteError.notFound
        case .language(let tag): try LanguageSwitch.change(self, to: tag, cookies)
        case .signIn: try isPost ? SignInPage.signIn(self, cookies) : SignInPage.show(self)
        case .signOut: try SignInPage.signOut(self, cookies)
        case .password: try isPost ? PasswordPage.change(self, cookies) : PasswordPage.show(self)
        case .home: try HomePage.show(self)
        case .help: HelpPage.show(self)
        case .search: try SearchPage.show(self)
        case .plans: try PlansPage.show(self)
        case .planImport: try isPost ? PlanImportPage.take(self) : PlanImportPage.show(self)
        case .plan(let id): try isPost ? PlanPage.move(self, id) : PlanPage.show(self, id)
        case .source(let id): try SourcePage.show(self, id)
        case .file(let id): try SourcePage.file(self, id)
        case .review(let id): try isPost ? ReviewMoves.apply(self, id) : ReviewPage.show(self, id)
        case .reviewEdit(let id): try ReviewForms.show(self, id)
        case .revision(let id): try RevisionPage.show(self, id)
        case .ledgerImport(let id): try isPost ? LedgerImportPage.take(self, id) : LedgerImportPage.show(self, id)
        case .ledger: try LedgerPage.show(self)
        case .byOffice: try RollUpPages.byOffice(self)
        case .bySection: try RollUpPages.bySection(self)
        case .export(let format): try LedgerFile.file(self, format)
        case .task(let id): try TaskDetailPage.show(self, id)
        case .offices: try isPost ? OfficesPage.move(self) : OfficesPage.show(self)
        case .office(let id): try isPost ? OfficePage.move(self, id) : OfficePage.show(self, id)
        case .schools: try SchoolsPage.show(self)
        case .areas: try SchoolsPage.areas(self)
        case .listImport(let kind): try isPost ? ListImportPage.take(self, kind) : ListImportPage.show(self, kind)
        case .template(let kind): try ListImportPage.template(self, kind)
        case .accounts: try isPost ? AccountsPage.create(self) : AccountsPage.show(self)
        case .account(let id): try isPost ? AccountPage.move(self, id) : AccountPage.show(self, id)
        case .audit: try isPost ? AuditPage.verify(self) : AuditPage.show(self)
        case .work(let path): try path.answer(self)
        case .views(let path): try path.answer(self)
        case .programmes(let path): try path.answer(self)
        case .projects(let path): try path.answer(self)
        case .research(let path): try path.answer(self)
        case .comparison(let path): try path.answer(self)
        case .data(let path): try path.answer(self)
        case .intake(let path): try path.answer(self)
        case .collections(let path): try path.answer(self)
        case .indicators(let path): try path.answer(self)
        case .brain(let path): try path.answer(self)
        case .quality(let path): try path.answer(self)
        case .seats(let path): try path.answer(self)
        case .catchments(let path): try path.answer(self)
        case .admissions(let path): try path.answer(self)
        case .families(let path): try path.answer(self)
        }
    }
}
