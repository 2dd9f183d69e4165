import AdmissionService
import Catalog
import Localisation

/// The fields of the steps: how they are shown, and how they are read.
struct FamilyFields {
    let here: FamilyVisit
    let form: ApplicationForm
    let faults: [ApplicationFault]

    private var visit: Visit { here.visit }
    /// More places than this are searched for instead of chosen from a list.
    private static let listed = 200
    /// Relations that a guardian can have, codes of GB/T 4761.
    private static let relations = ["51", "52", "57", "58", "61", "62", "63", "64", "71", "75", "97", "99"]

    /// What is wrong with a field; of a guardian, with the one at a place.
    private func fault(_ field: String, of place: String? = nil) -> String? {
        faults.first { $0.field == field && (place == nil || ($0.messageArguments["place"] ?? "1") == place) }
            .map(visit.words)
    }

    /// What is wrong, each leading to its field.
    var faultList: HTML {
        let lines = faults.html { fault -> HTML in
            let number = fault.messageArguments["place"] ?? "1"
            let field =
                switch fault.step {
                case .guardians: "\(fault.field)-\(number)"
                case .choices where fault.field == "choice": "choice-1"
                default: fault.field
                }
            return ##"<li><a href="#f-\##(field)">\##(visit.words(of: fault))</a></li>"##
        }
        return "<ul>\(lines)</ul>"
    }

    func html(_ step: ApplicationStep) throws -> HTML {
        switch step {
        case .child: child
        case .guardians: guardians
        case .home: try home
        case .questions: questions
        case .choices: try choices
        case .documents: .empty
        }
    }

    private func field(
        _ name: String, _ key: String, _ value: String, hint: String? = nil, limit: Int = 60, kind: Form.Kind = .text,
        numeric: Bool = false
    ) -> HTML {
        Form.field(
            name, visit["admission.field.\(key)"], value: value, kind: kind, hint: hint, complete: "off", limit: limit,
            error: fault(name), more: numeric ? " inputmode=\"numeric\"" : .empty)
    }

    private var child: HTML {
        let kinds = ApplicationForm.IDKind.allCases.map { ($0.rawValue, visit["admission.idKind.\($0.rawValue)"]) }
        let sexes = [("", ""), ("1", visit["admission.sex.1"]), ("2", visit["admission.sex.2"])]
        return """
            \(field("name", "name", form.name, limit: ApplicationForm.nameLimit))
            \(Form.select("idKind", visit["admission.field.idKind"], kinds, chosen: form.idKind.rawValue))
            \(field("id", "id", form.idNumber, hint: visit["admission.hint.id"]))
            <details\(flag: "open", if: form.idKind == .other)><summary>\(visit["admission.field.otherDocument"])</summary>
            \(field("birth", "birth", form.birth, kind: .date))
            \(Form.select("sex", visit["admission.field.sex"], sexes, chosen: form.sex, error: fault("sex")))</details>
            """
    }

    private var guardians: HTML {
        let names = visit.registers.catalog.codeLists["relation"]?.codes ?? []
        let relations =
            [("", "")]
            + Self.relations.map { code in
                (code, names.first { $0.code == code }?.title.text(visit.language) ?? code)
            }
        return (0..<2).html { index in
            let one = index < form.guardians.count ? form.guardians[index] : ApplicationForm.Guardian()
            let place = "\(index + 1)"
            func input(_ name: String, _ key: String, _ value: String, _ limit: Int, numeric: Bool = false) -> HTML {
                Form.field(
                    "\(name)-\(place)", visit["admission.field.\(key)"], value: value, complete: "off", limit: limit,
                    error: fault(name, of: place), more: numeric ? " inputmode=\"numeric\"" : .empty)
            }
            return """
                <fieldset><legend>\(visit["admission.field.guardian", ["place": place]])</legend>
                \(input("g-name", "guardianName", one.name, ApplicationForm.nameLimit))
                \(Form.select("g-relation-\(place)", visit["admission.field.relation"], relations, chosen: one.relation,
                    error: fault("g-relation", of: place)))
                \(input("g-id", "guardianID", one.idNumber, 60))
                \(input("g-mobile", "mobile", one.mobile, 11, numeric: true))</fieldset>
                """
        }
    }

    private var home: HTML {
        get throws {
            """
            \(try place)
            \(field("address", "address", form.address, limit: ApplicationForm.addressLimit))
            \(HTML.when(here.rules.route == .catchment, field("unit", "unit", form.unit, hint: visit["admission.hint.unit"])))
            """
        }
    }

    /// A short list to choose from, a long one to search in.
    private var place: HTML {
        get throws {
            guard here.rules.route != .open else { return .empty }
            let label = visit["admission.field.place.\(here.rules.route.rawValue)"]
            let all = try here.admissions.places(of: here.round.id, limit: Self.listed + 1)
            guard all.count > Self.listed else {
                let options = [("", "")] + all.map { ($0.code, $0.name) }
                return Form.select("place", label, options, chosen: form.place, error: fault("place"))
            }
            let words = visit.isPost ? visit.form["placeWords"] : ""
            let now = try here.admissions.place(form.place, of: here.round.id)
            var found = words.isEmpty ? [] : try here.admissions.places(of: here.round.id, matching: words, limit: 20)
            if let now, !found.contains(now) { found.insert(now, at: 0) }
            let radios = found.html { place in
                """
                <p class="check"><label class="check"><input type="radio" name="place" value="\(place.code)"\
                \(flag: "checked", if: place.code == form.place)> <span>\(place.name)</span></label></p>
                """
            }
            return """
                <div id="f-place">\(Form.field("placeWords", label, value: words, hint: visit["admission.hint.place"], complete: "off",
                    limit: 60, error: fault("place")))\
                \(HTML.when(!found.isEmpty, "<fieldset><legend>\(visit["admission.hint.placeChoose"])</legend>\(radios)</fieldset>"))</div>
                """
        }
    }

    private var questions: HTML {
        here.rules.questions.html { question in
            let name = "q-\(question.name)"
            let wrong = fault(name)
            let radios = question.options.html { option in
                """
                <p class="check"><label class="check"><input type="radio" name="\(name)" value="\(option.name)"\
                \(flag: "checked", if: form.answers[question.name] == option.name)> \
                <span>\(option.title.text(visit.language))</span></label></p>
                """
            }
            return """
                <fieldset id="f-\(name)" tabindex="-1"><legend>\(question.title.text(visit.language))</legend>\
                \(wrong.map { "<p class=\"field\"><small class=\"fault\"><span aria-hidden=\"true\">■</span> \($0)</small></p>" as HTML } ?? .empty)\
                \(radios)</fieldset>
                """
        }
    }

    private var choices: HTML {
        get throws {
            let schools = try here.admissions.choosable(here.round, place: form.place)
            guard !schools.isEmpty else { return Notice.html(.note, "\(visit["admission.hint.placeFirst"])") }
            let options = [("", "")] + schools.map { ($0.code, $0.name) }
            let count = min(here.rules.choices, schools.count)
            // The only school of a home is chosen already, and there is nothing to rank.
            let chosen = form.choices.isEmpty && schools.count == 1 ? schools.map(\.code) : form.choices
            let wishes = (0..<count).html { index in
                Form.select(
                    "choice-\(index + 1)",
                    here.rules.choices == 1
                        ? visit["admission.field.onlyChoice"]
                        : visit["admission.field.choice", ["place": "\(index + 1)"]], options,
                    chosen: index < chosen.count ? chosen[index] : "", error: index == 0 ? fault("choice") : nil)
            }
            let all = [("", "")] + (try here.admissions.schools(of: here.round.id)).map { ($0.code, $0.name) }
            let sibling = HTML.when(
                here.rules.siblings,
                """
                <fieldset><legend>\(visit["admission.field.sibling"])</legend>
                \(field("sibling-name", "siblingName", form.sibling.name, limit: ApplicationForm.nameLimit))
                \(field("sibling-id", "siblingID", form.sibling.idNumber))
                \(Form.select("sibling-school", visit["admission.field.siblingSchool"], all, chosen: form.sibling.school))</fieldset>
                """)
            let twin = HTML.when(
                here.rules.twins,
                field("twin", "twin", form.twin, hint: visit["admission.hint.twin"], limit: 12, numeric: true))
            return """
                <p>\(visit[here.rules.ruleKey])</p>\(wishes)\(sibling)\(twin)
                """
        }
    }

    /// Reads a step into the form; other steps stay as they are.
    static func read(
        _ step: ApplicationStep, from values: FormValues, into form: inout ApplicationForm, _ here: FamilyVisit
    ) throws {
        switch step {
        case .child:
            form.name = values["name"]
            form.idKind = ApplicationForm.IDKind(rawValue: values["idKind"]) ?? .resident
            form.idNumber = values["id"]
            form.birth = values["birth"]
            form.sex = values["sex"]
        case .guardians:
            form.guardians = ["1", "2"].map { place in
                .init(
                    name: values["g-name-\(place)"], relation: values["g-relation-\(place)"],
                    idNumber: values["g-id-\(place)"], mobile: values["g-mobile-\(place)"])
            }
        case .home:
            let words = values["placeWords"]
            if !words.isEmpty, let exact = try here.admissions.place(named: words, of: here.round.id) {
                form.place = exact.code
            } else {
                form.place = values["place"]
            }
            form.address = values["address"]
            form.unit = values["unit"]
        case .questions:
            form.answers = [:]
            for question in here.rules.questions { form.answers[question.name] = values["q-\(question.name)"] }
            form.answers = form.answers.filter { !$0.value.isEmpty }
        case .choices:
            form.choices = (1...30).map { values["choice-\($0)"] }.filter { !$0.isEmpty }
            form.sibling = .init(
                name: values["sibling-name"], idNumber: values["sibling-id"], school: values["sibling-school"])
            form.twin = values["twin"]
        case .documents: break
        }
    }
}
