import Localisation
import Yams

/// Collects faults while the catalogue is read, so that one run tells all of them.
final class FaultList {
    private(set) var faults: [CatalogFault] = []
    func add(_ fault: CatalogFault) { faults.append(fault) }
}

/// A value in a catalogue file: what stands there, where, and under which key.
///
/// Reading a value as something that it is not adds a fault and gives nil.
struct CatalogNode {
    let node: Node
    let file: String
    let key: String
    let faults: FaultList

    /// Where it stands. Yams counts columns and lines from 1.
    var place: CatalogPlace { CatalogPlace(file: file, line: node.mark?.line ?? 1) }

    func fault(_ kind: CatalogFault.Kind) { faults.add(CatalogFault(place, key: key, kind)) }

    private func unexpected<Value>(_ expected: CatalogFault.Expected) -> Value? {
        fault(.unexpected(found: shown, expected: expected))
        return nil
    }

    /// At most 40 characters of what stands there.
    private var shown: String {
        switch node {
        case .scalar(let scalar): String(scalar.string.prefix(40))
        case .mapping: "{…}"
        case .sequence: "[…]"
        case .alias: "*"
        }
    }

    /// A text.
    var text: String? {
        guard case .scalar(let scalar) = node, !scalar.string.isEmpty else { return unexpected(.text) }
        return scalar.string
    }

    /// A number.
    var number: Double? {
        guard case .scalar(let scalar) = node, let number = Double(scalar.string), number.isFinite else {
            return unexpected(.number)
        }
        return number
    }

    /// `true` or `false`.
    var flag: Bool? {
        guard case .scalar(let scalar) = node, let flag = Bool(scalar.string) else { return unexpected(.flag) }
        return flag
    }

    /// Words in both languages: `{zh: …, en: …}`.
    var words: Words? {
        guard case .mapping = node else { return unexpected(.words) }
        guard let mapping = mapping(["zh", "en"]), let chinese = mapping.required("zh")?.text,
            let english = mapping.required("en")?.text
        else { return nil }
        return Words(chinese, english)
    }

    /// A list of texts, or one text alone.
    var texts: [String]? { items?.compactMap(\.text) }

    /// The items of a list; a value alone counts as a list of one.
    var items: [CatalogNode]? {
        switch node {
        case .sequence(let sequence):
            sequence.enumerated().map { child($1, "\(key)[\($0 + 1)]") }
        case .scalar: [self]
        default: unexpected(.list)
        }
    }

    /// One of the cases of an enumeration.
    func choice<Value: RawRepresentable & CaseIterable>(_: Value.Type) -> Value? where Value.RawValue == String {
        guard let text else { return nil }
        guard let value = Value(rawValue: text) else {
            fault(.unknownValue(found: text, known: Value.allCases.map(\.rawValue)))
            return nil
        }
        return value
    }

    /// A mapping with any keys, in the file's order.
    var entries: [(name: String, value: CatalogNode)]? {
        guard case .mapping(let mapping) = node else { return unexpected(.mapping) }
        return mapping.map { pair in
            let name = pair.key.scalar?.string ?? ""
            return (name, child(pair.value, key.isEmpty ? name : "\(key).\(name)"))
        }
    }

    /// A mapping whose keys are all among those known; each other one is a fault.
    func mapping(_ known: [String]) -> CatalogMapping? {
        guard let entries else { return nil }
        for entry in entries where !known.contains(entry.name) {
            entry.value.fault(.unknownKey(known: known))
        }
        return CatalogMapping(node: self, values: Dictionary(entries.map { ($0.name, $0.value) }) { first, _ in first })
    }

    private func child(_ node: Node, _ key: String) -> CatalogNode {
        CatalogNode(node: node, file: file, key: key, faults: faults)
    }
}

/// A mapping of known keys.
struct CatalogMapping {
    let node: CatalogNode
    let values: [String: CatalogNode]

    subscript(name: String) -> CatalogNode? { values[name] }

    /// The value of a key that must be there.
    func required(_ name: String) -> CatalogNode? {
        if let value = values[name] { return value }
        node.fault(.missingKey(name))
        return nil
    }
}
