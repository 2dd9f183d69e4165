import Localisation
import Monitoring
import Registers

/// A step of the form.
public enum ApplicationStep: String, CaseIterable, Hashable, Sendable {
    /// The child.
    case child
    /// Guardians.
    case guardians
    /// Where it lives, or the school that it is at.
    case home
    /// The round's questions.
    case questions
    /// The schools wished for, siblings and twins.
    case choices
    /// The documents.
    case documents
}

/// What is still wrong with a form, in words that tell the family what to do.
public struct ApplicationFault: Hashable, Sendable, Explained {
    /// Where it is mended.
    public let step: ApplicationStep
    /// The field on the page.
    public let field: String
    /// What is wrong.
    public let kind: Kind
    /// What is filled into the words, by language.
    let arguments: @Sendable (Language) -> [String: String]

    /// What can be wrong.
    public enum Kind: String, CaseIterable, Hashable, Sendable {
        case noName, badNumber, badBirth, badSex, tooYoung, tooOld, noGuardian, guardianIncomplete, guardianNumber,
            mobile, relation, noPlace, noAddress, noUnit, unanswered, noClass, noChoice, badChoice, twiceChosen,
            tooManyChoices, siblingIncomplete, siblingNumber, twinNumber, noDocument, documentReturned
    }

    init(
        _ step: ApplicationStep, _ field: String, _ kind: Kind,
        _ arguments: @escaping @Sendable (Language) -> [String: String] = { _ in [:] }
    ) {
        self.step = step
        self.field = field
        self.kind = kind
        self.arguments = arguments
    }

    /// The key of its words in `Strings/admission.json`.
    public var messageKey: String { "admission.fault.\(kind.rawValue)" }
    /// Titles and ages, in Chinese.
    public var messageArguments: [String: String] { arguments(.chinese) }
    /// Titles and ages.
    public func messageArguments(in language: Language) -> [String: String] { arguments(language) }

    /// Whether the same is wrong in the same place.
    public static func == (one: ApplicationFault, other: ApplicationFault) -> Bool {
        one.step == other.step && one.field == other.field && one.kind == other.kind
            && one.messageArguments == other.messageArguments
    }

    /// Hashes the place and what is wrong.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(field)
        hasher.combine(kind)
    }
}

/// Looks a form over by the rules of its round.
struct ApplicationCheck {
    let rules: RoundRules
    let year: Int
    let today: Day
    /// The schools that the family may choose from.
    let choosable: [RoundSchool]
    /// The documents that are there, and those among them that were sent back.
    let handedIn: Set<String>
    let returned: Set<String>

    func faults(_ form: ApplicationForm) -> [ApplicationFault] {
        child(form) + guardians(form) + home(form) + questions(form) + choices(form) + documents(form)
    }

    private func child(_ form: ApplicationForm) -> [ApplicationFault] {
        var faults: [ApplicationFault] = []
        if form.name.isEmpty { faults.append(.init(.child, "name", .noName)) }
        switch form.idKind {
        case .resident:
            guard let number = IDNumber(form.idNumber), number.state(today: today) == .ok else {
                return faults + [.init(.child, "id", .badNumber)]
            }
        case .other:
            if form.idNumber.count < 5 { faults.append(.init(.child, "id", .badNumber)) }
            if !["1", "2"].contains(form.sex) { faults.append(.init(.child, "sex", .badSex)) }
        }
        guard let birth = Day(form.birth), birth <= today else {
            return faults + [.init(.child, "birth", .badBirth)]
        }
        guard let age = rules.age else { return faults }
        let found = age.age(birth, year: year)
        let day = age.on.day(of: year)
        // A resident's birthday is in the number.
        let field = form.idKind == .resident ? "id" : "birth"
        if found < age.from {
            faults.append(
                .init(.child, field, .tooYoung) { ["age": "\(age.from)", "day": day.prose($0)] })
        } else if let until = age.until, found > until {
            faults.append(.init(.child, field, .tooOld) { ["age": "\(until)", "day": day.prose($0)] })
        }
        return faults
    }

    private func guardians(_ form: ApplicationForm) -> [ApplicationFault] {
        guard !form.guardians.isEmpty else { return [.init(.guardians, "g-name", .noGuardian)] }
        var faults: [ApplicationFault] = []
        for (index, guardian) in form.guardians.enumerated() {
            let place = "\(index + 1)"
            func add(_ field: String, _ kind: ApplicationFault.Kind) {
                faults.append(.init(.guardians, field, kind) { _ in ["place": place] })
            }
            if guardian.name.isEmpty || guardian.idNumber.isEmpty {
                add(guardian.name.isEmpty ? "g-name" : "g-id", .guardianIncomplete)
            }
            if guardian.relation.isEmpty || guardian.relation == "01" { add("g-relation", .relation) }
            let looksResident = guardian.idNumber.utf8.count >= 17 && guardian.idNumber.first?.isNumber == true
            if looksResident, IDNumber(guardian.idNumber)?.state(today: today) != .ok { add("g-id", .guardianNumber) }
            let digits = guardian.mobile.utf8
            // The first must be reachable.
            if index == 0 || !digits.isEmpty,
                digits.count != 11 || digits.first != UInt8(ascii: "1") || !guardian.mobile.allSatisfy(\.isNumber)
            {
                add("g-mobile", .mobile)
            }
        }
        return faults
    }

    private func home(_ form: ApplicationForm) -> [ApplicationFault] {
        var faults: [ApplicationFault] = []
        if rules.route != .open, choosable.isEmpty { faults.append(.init(.home, "place", .noPlace)) }
        if form.address.isEmpty { faults.append(.init(.home, "address", .noAddress)) }
        if rules.addressYears != nil, rules.route == .catchment, form.unit.isEmpty {
            faults.append(.init(.home, "unit", .noUnit))
        }
        return faults
    }

    private func questions(_ form: ApplicationForm) -> [ApplicationFault] {
        let open = rules.questions.filter { question in
            !question.options.contains { $0.name == form.answers[question.name] }
        }
        guard open.isEmpty else {
            return open.map { question in
                .init(.questions, "q-\(question.name)", .unanswered) { ["question": question.title.text($0)] }
            }
        }
        return rules.applicantClass(form.answers) == nil
            ? [.init(.questions, "q-\(rules.questions.first?.name ?? "")", .noClass)] : []
    }

    private func choices(_ form: ApplicationForm) -> [ApplicationFault] {
        var faults: [ApplicationFault] = []
        let known = Set(choosable.map(\.code))
        if form.choices.isEmpty { faults.append(.init(.choices, "choice", .noChoice)) }
        if form.choices.count > rules.choices {
            faults.append(.init(.choices, "choice", .tooManyChoices) { [rules] _ in ["limit": "\(rules.choices)"] })
        }
        if Set(form.choices).count < form.choices.count { faults.append(.init(.choices, "choice", .twiceChosen)) }
        if !form.choices.allSatisfy(known.contains) { faults.append(.init(.choices, "choice", .badChoice)) }
        let sibling = form.sibling
        if ![sibling.name, sibling.idNumber, sibling.school].allSatisfy(\.isEmpty) {
            if sibling.name.isEmpty || sibling.idNumber.isEmpty || sibling.school.isEmpty {
                faults.append(.init(.choices, "sibling-name", .siblingIncomplete))
            } else if IDNumber(sibling.idNumber)?.state(today: today) != .ok {
                faults.append(.init(.choices, "sibling-id", .siblingNumber))
            }
        }
        if rules.twins, !form.twin.isEmpty, !ApplicationNumber.isRight(form.twin) {
            faults.append(.init(.choices, "twin", .twinNumber))
        }
        return faults
    }

    private func documents(_ form: ApplicationForm) -> [ApplicationFault] {
        rules.documents(form.answers).compactMap { document in
            if returned.contains(document.name) {
                return .init(.documents, "d-\(document.name)", .documentReturned) {
                    ["document": document.title.text($0)]
                }
            }
            guard !handedIn.contains(document.name), !document.isOptional else { return nil }
            return .init(.documents, "d-\(document.name)", .noDocument) { ["document": document.title.text($0)] }
        }
    }
}

/// Numbers of applications: two digits of the year, seven that nobody can guess, and a check digit (Luhn, ISO/IEC 7812-1),
/// so that a mistyped number is found before it counts as a guess.
public enum ApplicationNumber {
    /// A number from random bytes, at least four.
    static func make(year: Int, random: [UInt8]) -> String {
        let chance = random.prefix(4).reduce(0) { $0 << 8 | Int($1) } % 10_000_000
        let digits = String(String(year % 100 + 100).suffix(2)) + String(String(chance + 10_000_000).suffix(7))
        return digits + String((10 - sum(digits + "0") % 10) % 10)
    }

    /// Whether a text is a number that may have been given.
    public static func isRight(_ text: String) -> Bool {
        text.utf8.count == 10 && text.utf8.allSatisfy { (0x30...0x39).contains($0) } && sum(text) % 10 == 0
    }

    private static func sum(_ digits: String) -> Int {
        digits.utf8.reversed().enumerated().reduce(0) { sum, item in
            let digit = Int(item.element) - 0x30
            let weighted = item.offset % 2 == 1 ? digit * 2 : digit
            return sum + (weighted > 9 ? weighted - 9 : weighted)
        }
    }
}
