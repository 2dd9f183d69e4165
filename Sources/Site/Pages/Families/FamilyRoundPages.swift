import AdmissionService
import Foundation
import Localisation
import Monitoring

/// What everybody may read of admissions: the rounds, their rules, the results by number.
enum FamilyRoundPages {
    static func list(_ visit: Visit) throws -> Answer {
        let title = visit["admission.family.title"]
        let rounds = try visit.admissions.publicRounds()
        let lines = rounds.html { round in
            """
            <li><a href="\(SitePath.families(.round(round.id)))">\(round.title)</a> \(round.mark(visit))
            <div class="muted">\(round.calendar[.opens]?.prose(visit.language) ?? "") – \
            \(round.calendar[.closes]?.prose(visit.language) ?? "")</div></li>
            """
        }
        let content: HTML =
            rounds.isEmpty
            ? EmptyState.html(visit["admission.family.noRounds"])
            : #"<section class="panel"><h2>\#(visit["admission.family.rounds"])</h2><ul class="lines">\#(lines)</ul></section>"#
        let main: HTML = """
            <div class="family">\(PageHead.html(title, lead: "\(visit["admission.family.lead"])"))\(content)
            \(try catchments(visit))<section class="panel"><h2>\(visit["admission.family.comeBack"])</h2>
            <p>\(visit["admission.family.comeBackLead"])</p><p class="buttons">\(comeBack(visit))</p></section></div>
            """
        return .page(FamilyVisit.frame(visit, title, main))
    }

    /// The way to the catchments in force, where there are any.
    private static func catchments(_ visit: Visit) throws -> HTML {
        guard try !visit.catchments.inForce().isEmpty else { return .empty }
        return """
            <section class="panel"><h2>\(visit["catchments.public.title"])</h2><p>\(visit["catchments.public.lead"])</p>
            <p class="buttons"><a class="button" href="\(SitePath.families(.catchments))">\(visit["catchments.public.look"])</a></p></section>
            """
    }

    static func show(_ visit: Visit, _ id: Int64, error: (any Error)? = nil) throws -> Answer {
        let round = try visit.admissions.publicRound(id)
        let rules = try round.rules
        let main: HTML = """
            <div class="family">\(PageHead.html(round.title, lead: "\(rules.intro.text(visit.language)) \(round.mark(visit))"))
            \(try start(visit, round, error))
            <section class="panel"><h2>\(visit["admission.family.days"])</h2>\(round.days(visit))</section>
            \(try who(visit, round, rules))\(try schools(visit, round))\(try places(visit, round, rules))\(try ChanceWords.panel(visit, round))
            \(frozen(visit, round))</div>
            """
        return .page(
            FamilyVisit.frame(visit, round.title, main), status: error.map { ErrorAnswer($0).status } ?? .ok)
    }

    /// The way to an application: a passphrase of one's own, twice.
    private static func start(_ visit: Visit, _ round: AdmissionRound, _ error: (any Error)?) throws -> HTML {
        let other = try Notice.error(visit, error is PassphraseError ? nil : error)
        if round.showsResults(on: visit.today) {
            return """
                <p class="buttons"><a class="button main" href="\(SitePath.families(.results(round.id)))">\
                \(visit["admission.family.results"])</a>\(comeBack(visit))</p>
                """
        }
        guard round.takesApplications(on: visit.today) else {
            return """
                \(other)\(Notice.html(.note, "\(visit["admission.family.notOpen"])"))\
                <p class="buttons">\(comeBack(visit))</p>
                """
        }
        let wrong = (error as? PassphraseError).map(visit.words)
        let differs = if case .differ? = error as? PassphraseError { true } else { false }
        let fields: HTML = """
            <h2>\(visit["admission.family.start"])</h2><p>\(visit["admission.family.startLead"])</p>
            \(Form.field("passphrase", visit["admission.family.passphrase"], kind: .password,
                hint: visit["admission.family.passphraseHint"], isRequired: true, complete: "new-password", limit: 128,
                error: differs ? nil : wrong))
            \(Form.field("again", visit["admission.family.again"], kind: .password, isRequired: true,
                complete: "new-password", limit: 128, error: differs ? wrong : nil))
            \(Form.buttons(visit["admission.family.startButton"], more: comeBack(visit)))
            """
        return "\(other)\(Form.post(visit, to: .families(.round(round.id)), name: "panel", fields))"
    }

    private static func comeBack(_ visit: Visit) -> HTML {
        let path: FamilyPath = visit.family == nil ? .signIn : .mine
        let words = visit[visit.family == nil ? "admission.family.signIn" : "admission.family.mine"]
        return #"<a class="button" href="\#(SitePath.families(path))">\#(words)</a>"#
    }

    private static func who(_ visit: Visit, _ round: AdmissionRound, _ rules: RoundRules) throws -> HTML {
        let language = visit.language
        let age: HTML =
            rules.age.map { age in
                let words = visit[
                    age.until == nil ? "admission.family.ageFrom" : "admission.family.ageBetween",
                    [
                        "from": "\(age.from)", "until": "\(age.until ?? 0)",
                        "day": age.on.day(of: round.year).prose(language),
                    ]]
                return "<p>\(words)</p>"
            } ?? .empty
        let classes = rules.classes.html { "<li>\($0.title.text(language))</li>" }
        let documents = rules.documents.html { document in
            let hint: HTML = document.hint.map { #" <span class="muted">\#($0.text(language))</span>"# } ?? .empty
            let some: HTML =
                document.needed == .always
                ? .empty : #" <span class="muted">\#(visit["admission.family.ifNeeded"])</span>"#
            return "<li>\(document.title.text(language))\(hint)\(some)</li>"
        }
        let address: HTML =
            rules.route != .catchment
            ? .empty
            : rules.addressYears.map {
                "<p>\(visit["admission.family.addressRule", ["years": "\($0)"]])</p>"
            } ?? .empty
        return """
            <section class="panel"><h2>\(visit["admission.family.who"])</h2>\(age)
            <p>\(visit["admission.family.classes"])</p><ol>\(classes)</ol>
            <p>\(visit[rules.ruleKey])\
            \(HTML.when(rules.siblings, " \(visit["admission.rule.siblings"])"))</p>\(address)</section>
            <section class="panel"><h2>\(visit["admission.family.documents"])</h2><ul>\(documents)</ul></section>
            """
    }

    private static func schools(_ visit: Visit, _ round: AdmissionRound) throws -> HTML {
        var table = ListTable(
            visit["admission.column.schools"],
            columns: [
                .init(title: visit["admission.column.school"], isName: true),
                .init(title: visit["admission.column.places"], isNumeric: true),
            ])
        table.rows = try visit.admissions.schools(of: round.id).map {
            .init(cells: ["\($0.name)", "\($0.places)"])
        }
        return """
            <section class="panel"><h2>\(visit["admission.column.schools"])</h2>\(table.html)</section>
            """
    }

    /// Looking up which schools a place leads to.
    private static func places(_ visit: Visit, _ round: AdmissionRound, _ rules: RoundRules) throws -> HTML {
        guard rules.route != .open else { return .empty }
        let words = String(visit.query["q"].prefix(60))
        let names = Dictionary(try visit.admissions.schools(of: round.id).map { ($0.code, $0.name) }) { one, _ in one }
        var found: HTML = .empty
        if !words.isEmpty {
            let places = try visit.admissions.places(of: round.id, matching: words, limit: 30)
            let lines = places.html { place in
                "<li>\(place.name) <span class=\"muted\">\(place.schools.map { names[$0] ?? $0 }.joined(separator: "、"))</span></li>"
            }
            found =
                places.isEmpty
                ? "<p>\(visit["admission.family.noPlaceFound"])</p>" : #"<ul class="lines">\#(lines)</ul>"#
        }
        return """
            <section class="panel" id="places"><h2>\(visit["admission.family.places.\(rules.route.rawValue)"])</h2>
            <form action="\(SitePath.families(.round(round.id)))">\
            \(Form.field("q", visit["admission.family.placeSearch"], value: words, kind: .search, limit: 60))\
            <p class="buttons"><button>\(visit["admission.family.search"])</button></p></form>\(found)</section>
            """
    }

    private static func frozen(_ visit: Visit, _ round: AdmissionRound) -> HTML {
        guard let digest = round.digest else { return .empty }
        let names =
            ["round.json", "list.csv", "schools.csv"] + (round.showsResults(on: visit.today) ? ["record.json"] : [])
        let files = names.filter { (try? visit.admissions.drawFile($0, of: round)) != nil }.html { name in
            """
            <li><a download href="\(SitePath.families(.draw(round.id, name)))">\(name)</a> \
            <span class="muted">\(visit["admission.draw.\(name.replacing(".", with: "-"))"])</span></li>
            """
        }
        let page: HTML =
            visit.site.assets.link("draw-check.html").map {
                #" <a href="\#($0)">\#(visit["admission.draw.page"])</a>"#
            } ?? .empty
        let note: HTML = round.drawNote.isEmpty ? .empty : #"<p class="said">\#(round.drawNote)</p>"#
        return """
            <section class="panel"><h2>\(visit["admission.family.frozen"])</h2>
            <p>\(visit["admission.family.frozenLead"]) <code class="hash">\(digest)</code></p>\(note)
            <ul class="lines">\(files)</ul><p class="muted">\(visit["admission.draw.verify"])\(page)</p></section>
            """
    }

    /// A published file of a draw: the same bytes for everybody, so that digests can be compared.
    static func drawFile(_ visit: Visit, _ id: Int64, _ name: String) throws -> Answer {
        let text = try visit.admissions.drawFile(name, of: visit.admissions.publicRound(id))
        let type = name.hasSuffix(".csv") ? "text/csv; charset=utf-8" : "application/json"
        return .file(Data(text.utf8), name: "\(id)-\(name)", type: type)
    }

    static func results(_ visit: Visit, _ id: Int64) throws -> Answer {
        let round = try visit.admissions.publicRound(id)
        guard round.showsResults(on: visit.today) else { throw AdmissionError.noRound }
        let title = visit["admission.family.resultsOf", ["round": round.title]]
        let number = visit.query["number"].filter { !$0.isWhitespace }
        let page = Pager.page(visit), size = 200
        let shown = try visit.admissions.publicResults(
            of: round, number: number, limit: size, offset: (page - 1) * size)
        var table = ListTable(
            title,
            columns: [
                .init(title: visit["admission.column.number"]),
                .init(title: visit["admission.column.result"], isName: true),
            ])
        table.rows = shown.lines.map { line in
            let words =
                line.school
                ?? line.waiting.map { visit["admission.result.waitingAt", ["number": "\($0)"]] }
                ?? visit["admission.result.unplaced"]
            return .init(cells: ["\(line.number)", "\(words)"])
        }
        let search: HTML = """
            <form action="\(SitePath.families(.results(id)))">\
            \(Form.field("number", visit["admission.column.number"], value: number, kind: .search, limit: 12))\
            <p class="buttons"><button>\(visit["admission.family.search"])</button></p></form>
            """
        let main: HTML = """
            <div class="family">\(PageHead.html(title, lead: "\(visit["admission.family.resultsLead", ["count": "\(shown.total)"]])"))
            \(search)\(shown.lines.isEmpty ? EmptyState.html(visit["admission.family.noNumber"]) : table.html)
            \(Pager.html(visit, link: SiteLink(path: visit.path), page: page, size: size, total: shown.total))</div>
            """
        return .page(FamilyVisit.frame(visit, title, main))
    }
}
