import Documents
import Yams

/// Reads a catalogue from the files of its layers: what is shipped first, then what a bureau adds.
///
/// A layer may define a register, an indicator, a check, a role or a code list anew or add to it; the catalogue tells
/// what took the place of what.
public struct CatalogReader {
    private let faults = FaultList()
    private var registers: [Register] = []
    private var codeLists: [String: CodeList] = [:]
    private var indicators: [Indicator] = []
    private var checks: [IntegrityCheck] = []
    private var roles: [RoleDefinition] = []
    private var calendar: [String: Bool] = [:]
    private var overrides: [CatalogOverride] = []

    private init() {}

    /// The catalogue of some layers.
    ///
    /// - Throws: `CatalogError` with every fault found in the files and between them.
    public static func read(_ layers: [[CatalogFile]]) throws -> Catalog {
        var reader = CatalogReader()
        for layer in layers { reader.read(layer) }
        let catalog = Catalog(
            registers: reader.registers.sorted { ($0.domain, $0.name) < ($1.domain, $1.name) },
            codeLists: reader.codeLists.values.sorted { $0.name < $1.name }, indicators: reader.indicators,
            checks: reader.checks, roles: reader.roles, calendar: reader.calendar, overrides: reader.overrides)
        let faults = reader.faults.faults + CatalogCheck(catalog).faults()
        guard faults.isEmpty else {
            throw CatalogError(
                faults: faults.sorted { ($0.place.file, $0.place.line) < ($1.place.file, $1.place.line) })
        }
        return catalog
    }

    private mutating func read(_ layer: [CatalogFile]) {
        let titles = listTitles(layer.first { $0.path == "codes/lists.yaml" })
        var newRegisters: [Register] = []
        for file in layer where file.path != "codes/lists.yaml" {
            if file.path == "core/calendar.csv" {
                readCalendar(file)
            } else if file.path.hasPrefix("codes/"), file.path.hasSuffix(".csv") {
                readCodeList(file, titles)
            } else if let root = root(file) {
                switch file.path {
                case "roles.yaml":
                    replace(\.roles, with: items(root) { RoleReader().read($0) }, "role", \.name, \.place)
                case _ where file.path.hasPrefix("indicators/"):
                    let new = items(root) { IndicatorReader().read($0) }
                    replace(\.indicators, with: new, "indicator", \.name, \.place)
                case _ where file.path.hasPrefix("checks/"):
                    replace(\.checks, with: items(root) { CheckReader().read($0) }, "check", \.name, \.place)
                default:
                    let name = root.entries?.first { $0.name == "register" }?.value.text
                    let base = registers.first { $0.name == name }
                    guard let (register, new) = RegisterReader(base: base).read(root) else { continue }
                    newRegisters.append(register)
                    replace(\.indicators, with: new, "indicator", \.name, \.place)
                }
            }
        }
        replace(\.registers, with: newRegisters, "register", \.name, \.place)
    }

    /// Adds definitions; each that has the name of one before takes its place. Two of a name in one layer are a fault.
    private mutating func replace<Value>(
        _ path: WritableKeyPath<CatalogReader, [Value]>, with new: [Value], _ what: String, _ name: (Value) -> String,
        _ place: (Value) -> CatalogPlace
    ) {
        var seen: [String: CatalogPlace] = [:]
        for value in new {
            if let other = seen[name(value)] {
                faults.add(CatalogFault(place(value), .duplicate(name: name(value), other: other)))
                continue
            }
            seen[name(value)] = place(value)
            if let index = self[keyPath: path].firstIndex(where: { name($0) == name(value) }) {
                let instead = place(self[keyPath: path][index])
                overrides.append(
                    CatalogOverride(name: "\(what) \(name(value))", place: place(value), instead: instead))
                self[keyPath: path][index] = value
            } else {
                self[keyPath: path].append(value)
            }
        }
    }

    private func items<Value>(_ root: CatalogNode, _ read: (CatalogNode) -> Value?) -> [Value] {
        (root.items ?? []).compactMap(read)
    }

    private func root(_ file: CatalogFile) -> CatalogNode? { CatalogNode(file, faults: faults) }

    private func listTitles(_ file: CatalogFile?) -> [String: (title: Words, source: String)] {
        guard let file, let entries = root(file)?.entries else { return [:] }
        var titles: [String: (Words, String)] = [:]
        for entry in entries {
            guard let map = entry.value.mapping(["title", "source"]), let title = map.required("title")?.words,
                let source = map.required("source")?.text
            else { continue }
            titles[entry.name] = (title, source)
        }
        return titles
    }

    private mutating func readCodeList(_ file: CatalogFile, _ titles: [String: (title: Words, source: String)]) {
        let name = String(file.path.dropFirst("codes/".count).dropLast(".csv".count))
        let place = CatalogPlace(file: file.path, line: 1)
        guard let (title, source) = titles[name] ?? codeLists[name].map({ ($0.title, $0.source) }) else {
            faults.add(CatalogFault(place, .missingKey("codes/lists.yaml: \(name)")))
            return
        }
        guard let list = CodeListReader(faults: faults).read(name, file, title: title, source: source) else { return }
        if let other = codeLists[name] {
            overrides.append(CatalogOverride(name: "codes \(name)", place: list.place, instead: other.place))
        }
        codeLists[name] = list
    }

    /// `day,kind,…`: `holiday` for a day off, `workday` for a made-up workday.
    private mutating func readCalendar(_ file: CatalogFile) {
        guard let records = try? CSVReader().read(file.bytes, named: file.path) else {
            faults.add(CatalogFault(CatalogPlace(file: file.path, line: 1), .unreadable("CSV")))
            return
        }
        for (index, record) in records.enumerated().dropFirst() {
            let place = CatalogPlace(file: file.path, line: index + 1)
            guard record.count >= 2, record[0].wholeMatch(of: /\d{4}-\d{2}-\d{2}/) != nil else {
                faults.add(CatalogFault(place, .unexpected(found: record.first ?? "", expected: .day)))
                continue
            }
            guard ["holiday", "workday"].contains(record[1]) else {
                faults.add(CatalogFault(place, .unknownValue(found: record[1], known: ["holiday", "workday"])))
                continue
            }
            calendar[record[0]] = record[1] == "workday"
        }
    }
}

extension YamlError {
    /// The fault that it is, with its line where Yams tells one.
    func fault(in file: String) -> CatalogFault {
        func place(_ line: Int) -> CatalogPlace { CatalogPlace(file: file, line: line) }
        switch self {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
            .composer(_, let problem, let mark, _):
            return CatalogFault(place(mark.line), .unreadable(problem))
        case .duplicatedKeysInMapping(let duplicates, let context):
            let line = context.mark.line
            return CatalogFault(
                place(line), .duplicate(name: duplicates.joined(separator: ", "), other: place(line)))
        case .reader(let problem, _, _, _): return CatalogFault(place(1), .unreadable(problem))
        default: return CatalogFault(place(1), .unreadable("YAML"))
        }
    }
}
