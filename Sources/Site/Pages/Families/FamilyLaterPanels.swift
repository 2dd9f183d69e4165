import AdmissionService
import Localisation

/// What a family may do after the results: answer the offer of a place, give its own back, go on in the second round.
enum FamilyLaterPanels {
    static func html(_ here: FamilyVisit) throws -> HTML {
        guard here.round.showsResults(on: here.visit.today), here.application.state == .accepted else { return .empty }
        return "\(try offers(here))\(try goOn(here))\(giveUp(here))"
    }

    static func move(_ here: FamilyVisit) throws -> Answer {
        let visit = here.visit, id = here.application.id
        switch visit.form["move"] {
        case "goOn":
            let made = try here.admissions.goOn(id)
            return Answer.redirect(SitePath.families(.mine).with("done", "applicationStarted"))
                .cookie(FamilySignInPage.cookies(visit).family(made.token))
        case "giveUp": try here.admissions.giveUp(id)
        default:
            guard let offer = visit.form.row("offer") else { throw SiteError.badChoice }
            try here.admissions.answer(offer: offer, of: id, accepted: visit.form["answer"] == "accept")
        }
        return .redirect(.families(.mine))
    }

    private static func offers(_ here: FamilyVisit) throws -> HTML {
        let visit = here.visit
        let open = try here.admissions.offers(to: here.application.id).filter { $0.isOpen(on: visit.today) }
        guard !open.isEmpty else { return .empty }
        let names = Dictionary(try here.admissions.schools(of: here.round.id).map { ($0.organisation, $0.name) }) {
            one, _ in one
        }
        return open.html { offer in
            let words = visit[
                "admission.offer.letterWords",
                [
                    "school": names[offer.school] ?? "", "position": "\(offer.position)",
                    "day": offer.until.prose(visit.language),
                ]]
            return """
                <section class="panel attention"><h2>\(visit["admission.offer.family"])</h2><p>\(words)</p>
                \(Form.post(visit, to: .families(.mine), """
                    \(Form.hiddenField("move", "offer"))\(Form.hiddenField("offer", "\(offer.id)"))\
                    <p class="buttons"><button class="main" name="answer" value="accept">\(visit["admission.offer.accept"])</button>\
                    <button name="answer" value="decline">\(visit["admission.offer.decline"])</button></p>
                    """))</section>
                """
        }
    }

    private static func goOn(_ here: FamilyVisit) throws -> HTML {
        let visit = here.visit
        guard let next = try here.admissions.nextRound(of: here.application) else { return .empty }
        let body: HTML =
            next.number.map { "<p>\(visit["admission.next.goesOn", ["number": $0]])</p>" }
                ?? """
                <p>\(visit["admission.next.goOnRule", ["round": next.round.title,
                "day": next.round.calendar[.closes]?.prose(visit.language) ?? ""]])</p>
                \(Form.button(visit, to: .families(.mine), [("move", "goOn")], title: visit["admission.next.goOn"], kind: "main"))
                """
        return #"<section class="panel"><h2>\#(visit["admission.next.second"])</h2>\#(body)</section>"#
    }

    private static func giveUp(_ here: FamilyVisit) -> HTML {
        let visit = here.visit
        guard here.application.result == .placed, here.application.enrolled == nil else { return .empty }
        return """
            <details class="panel"><summary>\(visit["admission.offer.giveUp"])</summary>
            <p>\(visit["admission.offer.giveUpRule"])</p>
            \(Form.button(visit, to: .families(.mine), [("move", "giveUp")], title: visit["admission.offer.giveUpNow"]))</details>
            """
    }
}
