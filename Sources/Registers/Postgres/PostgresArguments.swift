import CPQ

/// The arguments of a statement as libpq takes them.
///
/// A real number and bytes say their type; all else takes the type of the place where it stands, so that 1 is a number
/// in a column of numbers and yes in one of yes and no.
struct PostgresArguments {
    /// The types by object number, 0 for one that the place gives.
    let types: [Oid]
    private let formats: [Int32]
    private let lengths: [Int32]
    private let offsets: [Int?]
    /// The values one after the other, each ended by a NUL.
    private let bytes: [CChar]

    /// - Throws: `RegisterError.database` for a text with a NUL character.
    init(_ values: [SQLValue]) throws {
        var types: [Oid] = []
        var formats: [Int32] = []
        var lengths: [Int32] = []
        var offsets: [Int?] = []
        var bytes: [CChar] = []
        func add(_ content: some Sequence<UInt8>, type: Oid = 0, isBinary: Bool = false) {
            let start = bytes.count
            bytes.append(contentsOf: content.lazy.map(CChar.init(bitPattern:)))
            types.append(type)
            formats.append(isBinary ? 1 : 0)
            lengths.append(Int32(clamping: bytes.count - start))
            offsets.append(start)
            bytes.append(0)
        }
        for value in values {
            switch value {
            case .integer(let number): add(String(number).utf8)
            case .real(let number) where !number.isNaN: add(String(number).utf8, type: PostgresType.float8)
            case .text(let text):
                guard !text.utf8.contains(0) else { throw RegisterError.nulCharacter }
                add(text.utf8)
            case .blob(let content): add(content, type: PostgresType.bytea, isBinary: true)
            // Not a number is no number, as SQLite has it.
            case .null, .real:
                types.append(0)
                formats.append(0)
                lengths.append(0)
                offsets.append(nil)
            }
        }
        self.types = types
        self.formats = formats
        self.lengths = lengths
        self.offsets = offsets
        self.bytes = bytes
    }

    /// Runs `body` with count, values, lengths and formats, which last only during the call.
    func withParameters<Value>(
        _ body: (Int32, [UnsafePointer<CChar>?], [Int32], [Int32]) -> Value
    ) -> Value {
        bytes.withUnsafeBufferPointer { buffer in
            let pointers = offsets.map { offset in offset.flatMap { start in buffer.baseAddress.map { $0 + start } } }
            return body(Int32(clamping: offsets.count), pointers, lengths, formats)
        }
    }
}

/// The types that are told apart, by their object numbers in pg_type.dat.
enum PostgresType {
    static let bool: Oid = 16
    static let bytea: Oid = 17
    static let int8: Oid = 20
    static let int2: Oid = 21
    static let int4: Oid = 23
    static let oid: Oid = 26
    static let float4: Oid = 700
    static let float8: Oid = 701
    static let numeric: Oid = 1700
}
