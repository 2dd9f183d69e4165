import Catalog
import Foundation
import Monitoring

/// Reads the rules of a round from YAML, and names every fault with its line and key.
public enum RoundRulesReader {
    /// The shipped kinds of rounds, by name.
    ///
    /// - Throws: `CatalogError`, which a test rules out.
    public static func shipped() throws -> [(rules: RoundRules, text: String)] {
        try shippedFiles.map { name, bytes in
            let text = String(decoding: bytes, as: UTF8.self)
            return (try read(text, named: "\(name).yaml"), text)
        }
    }

    private static let shippedFiles: [(String, [UInt8])] = [
        ("primary_single", PackageResources.primary_single_yaml),
        ("primary_multi", PackageResources.primary_multi_yaml),
        ("nine_year", PackageResources.nine_year_yaml), ("junior_draw", PackageResources.junior_draw_yaml),
        ("private_draw", PackageResources.private_draw_yaml),
        ("kindergarten", PackageResources.kindergarten_yaml),
    ]

    /// Most bytes of rules.
    public static let byteLimit = 200_000

    /// The rules that a text describes.
    ///
    /// - Throws: `CatalogError` with every fault.
    public static func read(_ text: String, named file: String = "rules.yaml") throws -> RoundRules {
        let faults = FaultList()
        guard text.utf8.count <= byteLimit else {
            let fault = CatalogFault(CatalogPlace(file: file, line: 1), .unreadable("> 200 kB"))
            throw CatalogError(faults: [fault])
        }
        let root = CatalogNode(CatalogFile(path: file, bytes: Array(text.utf8)), faults: faults)
        let rules = root.flatMap(rules)
        guard faults.faults.isEmpty, let rules else {
            let empty = CatalogFault(CatalogPlace(file: file, line: 1), .missingKey("kind"))
            throw CatalogError(faults: faults.faults.isEmpty ? [empty] : faults.faults)
        }
        return rules
    }

    private static let keys = [
        "kind", "title", "intro", "stage", "grade", "route", "entry", "age", "choices", "address_years", "siblings",
        "twins", "waiting", "mechanism", "ties", "questions", "documents", "classes", "reserves", "calendar",
        "enrolment", "letter",
    ]

    private static func rules(_ root: CatalogNode) -> RoundRules? {
        guard let map = root.mapping(keys), let kind = map.required("kind")?.text,
            let title = map.required("title")?.words, let intro = map.required("intro")?.words,
            let stage = map.required("stage")?.text, let grade = map.required("grade")?.text,
            let route = map.required("route")?.choice(RoundRules.Route.self),
            let entry = map.required("entry").flatMap(monthDay), let calendar = map.required("calendar"),
            let classes = map.required("classes")
        else { return nil }
        let questions = map["questions"].map(self.questions) ?? []
        let options = Dictionary(questions.map { ($0.name, Set($0.options.map(\.name))) }) { first, _ in first }
        return RoundRules(
            kind: kind, title: title, intro: intro, stage: stage, grade: grade, route: route, entry: entry,
            age: map["age"].flatMap(age), choices: map["choices"].flatMap { number($0, 1...30) } ?? 1,
            addressYears: map["address_years"].flatMap { number($0, 1...20) }, siblings: map["siblings"]?.flag ?? false,
            twins: map["twins"]?.flag ?? false, waiting: map["waiting"]?.flag ?? false,
            mechanism: map["mechanism"]?.choice(RoundRules.Mechanism.self) ?? .deferred,
            ties: map["ties"]?.choice(RoundRules.Ties.self) ?? .single, questions: questions,
            documents: map["documents"].map { documents($0, options) } ?? [],
            classes: self.classes(classes, options), reserves: map["reserves"].map { reserves($0, options) } ?? [],
            calendar: self.calendar(calendar),
            enrolment: map["enrolment"].map { enrolment($0, options) } ?? RoundRules.Enrolment(),
            letter: map["letter"]?.words)
    }

    private static func number(_ node: CatalogNode, _ range: ClosedRange<Int>) -> Int? {
        guard let value = node.number else { return nil }
        guard let number = Int(exactly: value), range.contains(number) else {
            node.fault(.unexpected(found: node.text ?? "", expected: .number))
            return nil
        }
        return number
    }

    private static func monthDay(_ node: CatalogNode) -> RoundRules.MonthDay? {
        guard let text = node.text else { return nil }
        guard let day = RoundRules.MonthDay(text) else {
            node.fault(.unexpected(found: String(text.prefix(40)), expected: .day))
            return nil
        }
        return day
    }

    private static func age(_ node: CatalogNode) -> RoundRules.AgeRule? {
        guard let map = node.mapping(["from", "until", "on"]),
            let from = map.required("from").flatMap({ number($0, 0...30) }),
            let on = map.required("on").flatMap(monthDay)
        else { return nil }
        let until = map["until"].flatMap { number($0, 0...30) }
        if let until, until < from, let node = map["until"] {
            node.fault(.unexpected(found: "\(until)", expected: .number))
        }
        return RoundRules.AgeRule(from: from, until: until, on: on)
    }

    private static func questions(_ node: CatalogNode) -> [RoundRules.Question] {
        (node.entries ?? []).compactMap { name, value in
            guard isName(name, value), let map = value.mapping(["title", "options"]),
                let title = map.required("title")?.words, let options = map.required("options")?.entries
            else { return nil }
            return RoundRules.Question(
                name: name, title: title,
                options: options.compactMap { name, value in
                    guard isName(name, value) else { return nil }
                    return value.words.map { RoundRules.Question.Option(name: name, title: $0) }
                })
        }
    }

    private static func isName(_ name: String, _ node: CatalogNode) -> Bool {
        let isRight =
            (1...40).contains(name.utf8.count)
            && name.utf8.allSatisfy { byte in
                (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte) || byte == 0x5F
            }
        if !isRight { node.fault(.badName(String(name.prefix(40)))) }
        return isRight
    }

    private static func condition(_ node: CatalogNode?, _ known: [String: Set<String>]) -> RoundRules.Condition {
        var options: [String: Set<String>] = [:]
        for (question, value) in node?.entries ?? [] {
            guard let answers = known[question] else {
                value.fault(.unknownKey(known: known.keys.sorted()))
                continue
            }
            for item in value.items ?? [] {
                guard let answer = item.text else { continue }
                if !answers.contains(answer) {
                    item.fault(.unknownValue(found: String(answer.prefix(40)), known: answers.sorted()))
                }
                options[question, default: []].insert(answer)
            }
        }
        return RoundRules.Condition(options: options)
    }

    private static func documents(
        _ node: CatalogNode, _ known: [String: Set<String>]
    ) -> [RoundRules.Document] {
        unique(node, "document", ["document", "title", "hint", "needed", "optional"]) { name, title, map in
            RoundRules.Document(
                name: name, title: title, hint: map["hint"]?.words, needed: condition(map["needed"], known),
                isOptional: map["optional"]?.flag ?? false)
        }
    }

    private static func classes(
        _ node: CatalogNode, _ known: [String: Set<String>]
    ) -> [RoundRules.ApplicantClass] {
        let classes = unique(node, "class", ["class", "title", "when"]) { name, title, map in
            RoundRules.ApplicantClass(name: name, title: title, when: condition(map["when"], known))
        }
        if classes.isEmpty { node.fault(.missingKey("class")) }
        return classes
    }

    private static func reserves(_ node: CatalogNode, _ known: [String: Set<String>]) -> [RoundRules.Reserve] {
        unique(node, "reserve", ["reserve", "title", "when", "percent"]) { name, title, map in
            guard let percent = map.required("percent").flatMap({ number($0, 1...100) }) else { return nil }
            return RoundRules.Reserve(name: name, title: title, when: condition(map["when"], known), percent: percent)
        }
    }

    /// The items of a list that have a name and a title; two of a name are a fault.
    private static func unique<Value>(
        _ node: CatalogNode, _ key: String, _ keys: [String],
        _ value: (String, CatalogWords, CatalogMapping) -> Value?
    ) -> [Value] {
        var seen: [String: CatalogPlace] = [:]
        return (node.items ?? []).compactMap { item in
            guard let map = item.mapping(keys), let name = map.required(key)?.text, isName(name, item),
                let title = map.required("title")?.words
            else { return nil }
            if let other = seen[name] {
                item.fault(.duplicate(name: name, other: other))
                return nil
            }
            seen[name] = item.place
            return value(name, title, map)
        }
    }

    private static func enrolment(
        _ node: CatalogNode, _ known: [String: Set<String>]
    ) -> RoundRules.Enrolment {
        var enrolment = RoundRules.Enrolment()
        guard let map = node.mapping(["place_payer", "nearby", "question", "household", "migrant"]) else {
            return enrolment
        }
        enrolment.placePayer = map.required("place_payer")?.text ?? "1"
        enrolment.nearby = map["nearby"]?.flag ?? false
        guard let question = map["question"], let name = question.text else { return enrolment }
        guard let answers = known[name] else {
            question.fault(.unknownValue(found: String(name.prefix(40)), known: known.keys.sorted()))
            return enrolment
        }
        enrolment.question = name
        for entry in map.required("household")?.entries ?? [] {
            if !answers.contains(entry.name) { entry.value.fault(.unknownKey(known: answers.sorted())) }
            enrolment.household[entry.name] = entry.value.text
        }
        for item in map["migrant"]?.items ?? [] {
            guard let answer = item.text else { continue }
            if !answers.contains(answer) {
                item.fault(.unknownValue(found: String(answer.prefix(40)), known: answers.sorted()))
            }
            enrolment.migrant.insert(answer)
        }
        return enrolment
    }

    private static func calendar(_ node: CatalogNode) -> RoundRules.Calendar {
        var days: [RoundDay: RoundRules.MonthDay] = [:]
        if let map = node.mapping(RoundDay.allCases.map(\.rawValue)) {
            for day in RoundDay.allCases { days[day] = map.required(day.rawValue).flatMap(monthDay) }
        }
        return RoundRules.Calendar(days: days)
    }
}
