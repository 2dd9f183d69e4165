import Localisation
import Yams

/// Collects faults while the catalogue is read, so that one run tells all of them.
package final class FaultList {
    package private(set) var faults: [CatalogFault] = []
    package init() {}

    package func add(_ fault: CatalogFault) { faults.append(fault) }
}

/// A value in a catalogue file: what stands there, where, and under which key.
///
/// Reading a value as something that it is not adds a fault and gives nil.
package struct CatalogNode {
    package let node: Node
    package let file: String
    package let key: String
    package let faults: FaultList

    package init(node: Node, file: String, key: String, faults: FaultList) {
        self.node = node
        self.file = file
        self.key = key
        self.faults = faults
    }

    /// The YAML of a file; nil after telling why not, or where the file is empty.
    package init?(_ file: CatalogFile, faults: FaultList) {
        let place = CatalogPlace(file: file.path, line: 1)
        guard file.bytes.count <= CatalogFile.byteLimit, let text = String(validating: file.bytes, as: UTF8.self) else {
            faults.add(CatalogFault(place, .unreadable(file.bytes.count <= CatalogFile.byteLimit ? "UTF-8" : "> 4 MB")))
            return nil
        }
        do {
            guard let node = try Yams.compose(yaml: text) else { return nil }
            self.init(node: node, file: file.path, key: "", faults: faults)
        } catch let error as YamlError {
            faults.add(error.fault(in: file.path))
            return nil
        } catch {
            faults.add(CatalogFault(place, .unreadable("\(error)")))
            return nil
        }
    }

    /// Where it stands. Yams counts columns and lines from 1.
    package var place: CatalogPlace { CatalogPlace(file: file, line: node.mark?.line ?? 1) }

    package func fault(_ kind: CatalogFault.Kind) { faults.add(CatalogFault(place, key: key, kind)) }

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
    package var text: String? {
        guard case .scalar(let scalar) = node, !scalar.string.isEmpty else { return unexpected(.text) }
        return scalar.string
    }

    /// A number.
    package var number: Double? {
        guard case .scalar(let scalar) = node, let number = Double(scalar.string), number.isFinite else {
            return unexpected(.number)
        }
        return number
    }

    /// `true` or `false`.
    package var flag: Bool? {
        guard case .scalar(let scalar) = node, let flag = Bool(scalar.string) else { return unexpected(.flag) }
        return flag
    }

    /// Words in both languages: `{zh: …, en: …}`.
    package var words: Words? {
        guard case .mapping = node else { return unexpected(.words) }
        guard let mapping = mapping(["zh", "en"]), let chinese = mapping.required("zh")?.text,
            let english = mapping.required("en")?.text
        else { return nil }
        return Words(chinese, english)
    }

    /// A list of texts, or one text alone.
    package var texts: [String]? { items?.compactMap(\.text) }

    /// The items of a list; a value alone counts as a list of one.
    package var items: [CatalogNode]? {
        switch node {
        case .sequence(let sequence):
            sequence.enumerated().map { child($1, "\(key)[\($0 + 1)]") }
        case .scalar: [self]
        default: unexpected(.list)
        }
    }

    /// One of the cases of an enumeration.
    package func choice<Value: RawRepresentable & CaseIterable>(_: Value.Type) -> Value?
    where Value.RawValue == String {
        guard let text else { return nil }
        guard let value = Value(rawValue: text) else {
            fault(.unknownValue(found: text, known: Value.allCases.map(\.rawValue)))
            return nil
        }
        return value
    }

    /// A mapping with any keys, in the file's order.
    package var entries: [(name: String, value: CatalogNode)]? {
        guard case .mapping(let mapping) = node else { return unexpected(.mapping) }
        return mapping.map { pair in
            let name = pair.key.scalar?.string ?? ""
            return (name, child(pair.value, key.isEmpty ? name : "\(key).\(name)"))
        }
    }

    /// A mapping whose keys are all among those known; each other one is a fault.
    package func mapping(_ known: [String]) -> CatalogMapping? {
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
package struct CatalogMapping {
    package let node: CatalogNode
    package let values: [String: CatalogNode]

    package subscript(name: String) -> CatalogNode? { values[name] }

    /// The value of a key that must be there.
    package func required(_ name: String) -> CatalogNode? {
        if let value = values[name] { return value }
        node.fault(.missingKey(name))
        return nil
    }
}
