import AdmissionService
import Admissions
import Localisation

/// The two forms of a draw: the promise before it, and the public value that makes it.
enum DrawForms {
    /// What is promised when the list is frozen.
    static func freeze(_ here: AdmissionVisit, _ round: AdmissionRound) -> HTML {
        let visit = here.visit
        let kinds = PublicSource.Kind.allCases.map { ($0.rawValue, visit["admission.draw.kind.\($0.rawValue)"]) }
        func value(_ name: String, _ usual: String) -> String { visit.isPost ? visit.form[name] : usual }
        return Form.post(
            visit, to: .admissions(.results(round.id)), hasFiles: true,
            """
            \(Form.hiddenField("move", "freeze"))<p>\(visit["admission.draw.promise"])</p>
            \(Form.select("kind", visit["admission.draw.kind"], kinds, chosen: value("kind", "dice")))
            \(Form.field("what", visit["admission.draw.what"], value: value("what", visit["admission.draw.whatUsual"]), isRequired: true, limit: 200))
            \(Form.field("alphabet", visit["admission.draw.alphabet"], value: value("alphabet", "123456"), hint: visit["admission.draw.typedOnly"], limit: 100))
            \(Form.field("length", visit["admission.draw.length"], value: value("length", "12"), kind: .number))
            <details\(flag: "open", if: !value("beacon", "").isEmpty)><summary>\(visit["admission.draw.beaconOnly"])</summary>
            \(Form.field("chain", visit["admission.draw.chain"], value: value("chain", ""), limit: 100))
            \(Form.field("beacon", visit["admission.draw.round"], value: value("beacon", ""), kind: .number))</details>
            \(Form.buttons(visit["admission.results.freezeNow"]))
            """)
    }

    static func freeze(_ here: AdmissionVisit, _ id: Int64) throws {
        let form = here.visit.form
        guard let kind = PublicSource.Kind(rawValue: form["kind"]) else { throw SiteError.badChoice }
        func some(_ text: String) -> String? { text.isEmpty ? nil : text }
        let source =
            kind.isBeacon
            ? PublicSource(
                kind: kind, what: form["what"], chain: some(form["chain"]), round: Int64(form["beacon"]))
            : PublicSource(
                kind: kind, what: form["what"], alphabet: some(form["alphabet"]), length: Int(form["length"]))
        try here.desk.freeze(id, source: source)
    }

    /// The public value, typed or as the beacon's file.
    static func draw(_ here: AdmissionVisit, _ round: AdmissionRound) throws -> HTML {
        let visit = here.visit
        let file = try DrawRound(text: here.admissions.drawFile("round.json", of: round))
        let rule =
            file.public.kind.isBeacon
            ? visit["admission.draw.beaconRule", ["round": "\(file.public.round ?? 0)"]]
            : visit[
                "admission.draw.typedRule",
                ["alphabet": file.public.alphabet ?? "", "length": "\(file.public.length ?? 0)"]]
        return Form.post(
            visit, to: .admissions(.results(round.id)), hasFiles: true, name: "panel",
            """
            <h2>\(visit["admission.draw.title"])</h2>
            <p>\(visit["admission.draw.kind.\(file.public.kind.rawValue)"]): \(file.public.what)</p><p>\(rule)</p>
            \(Form.hiddenField("move", "draw"))\
            \(file.public.kind.isBeacon
                ? Form.area("value", visit["admission.draw.value"], value: visit.form["value"], rows: 6)
                : Form.field("value", visit["admission.draw.value"], value: visit.form["value"], isRequired: true, complete: "off", limit: 1_000))
            \(Form.buttons(visit["admission.draw.now"]))<p class="muted">\(visit["admission.draw.once"])</p>
            """)
    }

    static func draw(_ here: AdmissionVisit, _ id: Int64) throws {
        try here.desk.draw(id, value: here.visit.form["value"])
    }
}
