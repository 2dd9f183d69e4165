import Foundation
import Store

/// How values are kept as JSON in columns: short, sorted, instants as milliseconds.
enum LedgerCoding {
    static func encode(_ value: some Encodable) throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        encoder.dateEncodingStrategy = .millisecondsSince1970
        return try encoder.encode(value)
    }

    static func text(_ value: some Encodable) throws -> String { String(decoding: try encode(value), as: UTF8.self) }

    /// - Throws: `StoreError.damagedDatabase` for what is no such value; it names the kind, not what stands there.
    static func decode<Value: Decodable>(_ type: Value.Type, _ data: Data) throws -> Value {
        let decoder = JSONDecoder()
        decoder.dateDecodingStrategy = .millisecondsSince1970
        do {
            return try decoder.decode(type, from: data)
        } catch {
            throw StoreError.damagedDatabase(path: Store.databaseName, reason: "\(type)")
        }
    }

    static func decode<Value: Decodable>(_ type: Value.Type, _ text: String) throws -> Value {
        try decode(type, Data(text.utf8))
    }

    /// A list of strings; most are empty or of one element, so the common case skips the decoder.
    static func strings(_ text: String) throws -> [String] {
        text == "[]" ? [] : try decode([String].self, text)
    }
}
