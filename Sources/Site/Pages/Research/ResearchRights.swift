import Ledger
import Monitoring
import Store

/// Who may do what about research and contact duty, beyond what an address asks for.
extension Visit {
    /// Whether the visitor may record visits, problems and findings of a topic or duty: who sets research up, the
    /// topic's office, a leader, and the one who is named as leader.
    func mayRecord(office: OfficeID?, leader: ResearchLeader) -> Bool {
        guard let account = session?.account else { return false }
        if can(.manageResearch) || can(.recordResearch, office: office) { return true }
        return leader.account == account.id && can(.recordResearch, office: account.office)
    }

    /// Whether the visitor may answer for a problem: who sets research up, and the responsible office.
    func mayAnswer(_ problem: ResearchProblem) -> Bool {
        can(.manageResearch) || (problem.details.office.map { can(.recordResearch, office: $0) } ?? false)
    }

    /// - Throws: `SiteError.forbidden` unless so.
    func require(_ isAllowed: Bool) throws {
        guard isAllowed else { throw SiteError.forbidden }
    }
}

/// Topics, duties, visits, problems, summary.
enum ResearchTabs {
    static func html(_ visit: Visit, at path: ResearchPath) -> HTML {
        let tabs: [(ResearchPath, String)] = [
            (.topics, visit["research.topics"]), (.duties, visit["research.duties"]),
            (.visits, visit["research.visits"]), (.problems, visit["research.problems"]),
            (.summary, visit["research.summary"]),
        ]
        return Tabs.html(
            visit["site.nav.research"], tabs.map { ($0.1, SiteLink(path: .research($0.0)), $0.0 == path) })
    }

    /// A page of the area.
    static func page(_ visit: Visit, title: String, _ main: HTML) -> HTML {
        Layout.page(visit, title: title, at: .research, main: main)
    }

    /// What the request before did, `?did=visit`.
    static func done(_ visit: Visit) -> HTML {
        guard let did = ["saved", "visit", "problem", "task", "removed"].first(where: { $0 == visit.query["did"] })
        else {
            return .empty
        }
        return Notice.html(.done, "\(visit["research.done.\(did)"])")
    }
}

/// Fields that several forms of the area have.
enum ResearchFields {
    /// The leader: an account to choose, or a name to type.
    static func leader(_ visit: Visit, _ leader: ResearchLeader) throws -> HTML {
        let accounts = try visit.ledger.store.accounts.all().filter { !$0.isDisabled || $0.id == leader.account }
        let options = accounts.map { (value: "\($0.id)", title: $0.displayName) }
        return """
            \(Form.select("leader-account", visit["research.field.leaderAccount"],
            [("", visit["research.noAccount"])] + options, chosen: leader.account.map(String.init) ?? ""))
            \(Form.field("leader", visit["research.field.leader"], value: leader.name,
            hint: visit["research.field.leaderHint"], limit: 50))
            """
    }

    /// What the form says of the leader.
    static func leader(_ form: FormValues) -> ResearchLeader {
        ResearchLeader(account: form.row("leader-account"), name: form["leader"])
    }

    static func office(_ visit: Visit, _ chosen: OfficeID?, label: String) throws -> HTML {
        let offices = try visit.ledger.offices().map { (value: "\($0.id)", title: $0.name) }
        return Form.select(
            "office", label, [("", visit["research.none"])] + offices, chosen: chosen.map(String.init) ?? "")
    }

    /// Words that are needed, under the name `text`: several forms of one page have some.
    static func area(_ id: String, _ label: String, value: String = "", rows: Int = 2) -> HTML {
        """
        <p class="field"><label for="text-\(id)">\(label)</label>\
        <textarea id="text-\(id)" name="text" rows="\(rows)" required>\n\(value)</textarea></p>
        """
    }

    /// A day that may be left empty. - Throws: `LedgerError.badDate` for anything that is no day.
    static func day(_ text: String) throws -> Day? {
        guard !text.isEmpty else { return nil }
        guard let day = Day(text) else { throw LedgerError.badDate }
        return day
    }
}
