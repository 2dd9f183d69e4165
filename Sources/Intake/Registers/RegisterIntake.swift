import Catalog
import Documents
import Foundation
import Registers
import Store

/// Takes files into registers: read and checked on one thread, written on another.
public struct RegisterIntake: Sendable {
    /// The registers.
    public let store: RegisterStore
    /// What the account may do.
    public let access: RegisterAccess
    /// Who imports.
    public let principal: Principal
    /// The right that taking rows asks for: to write, or to approve what others handed in.
    public var action = RegisterAction.write

    /// Intake for an account.
    public init(store: RegisterStore, access: RegisterAccess, principal: Principal) {
        self.store = store
        self.access = access
        self.principal = principal
    }

    /// Opens a file, with what was chosen for such titles before.
    ///
    /// - Throws: `RegisterError.notAllowed`, `DocumentError`, `TableError`, `IntakeError.noHeader`.
    public func open(_ source: TableSource, named name: String, for register: Register) throws -> RegisterFile {
        guard access.may(action, register) else { throw RegisterError.notAllowed }
        return try RegisterFile(
            source, named: name, for: register, remembered: store.rememberedColumns(of: register))
    }

    /// Takes a file into a register. Fields that no column of the file holds stay as they are in rows that are there.
    ///
    /// - Parameters:
    ///   - expecting: the version a preview was made of; where the register is another by now, nothing is written.
    ///   - digest: the file's digest, kept with the change.
    ///   - keeping: more fields that stay as they are, whatever the file says.
    ///   - within: the organisations that rows may be written for, of those that the account may write for.
    ///   - progress: told the rows read so far, on the writing thread; false cancels, and nothing is written.
    ///   - also: what is to happen in the same transaction where the file is taken.
    /// - Throws: `ImportRefusal`, `RegisterError`, `TableError`, `DocumentError`.
    public func take(
        _ file: RegisterFile, into register: Register, mode: ImportMode, expecting: Int64? = nil, digest: String = "",
        keeping: Set<String> = [], within: Set<Int64>? = nil, progress: (Int) -> Bool = { _ in true },
        also: (RegisterWork) throws -> Void = { _ in }
    ) throws -> ImportReport {
        let scope = access.scope(action, register)
        guard !scope.isEmpty else { throw RegisterError.notAllowed }
        let queue = BatchQueue<RowBatch>(limit: 4)
        let parser = RowParser(register, catalog: store.catalog, seal: store.seal, today: store.today)
        let thread = Thread {
            queue.finish(
                Result {
                    try Self.read(file, register, parser) { batch in
                        var batch = batch
                        // On this thread, so that the writing one need not wait for it.
                        try batch.seal(with: store.seal, for: register.name)
                        return queue.put(batch)
                    }
                })
        }
        thread.stackSize = 8 << 20
        thread.start()
        defer { queue.abandon() }
        if mode != .preview { try remember(file.mapping, of: register) }
        return try store.importRows(
            into: register, mode: mode, by: principal, writable: Self.both(scope.listed, within),
            keeping: keeping.union(register.fields.map(\.name).filter { file.mapping.column(of: $0) == nil }),
            expecting: expecting, detail: ["file": file.name, "digest": digest, "sheet": file.sheet.name],
            examples: mode == .preview ? access : nil, from: queue.next, also: also, progress: progress)
    }

    /// What is in both sets; nil is everything.
    private static func both(_ one: Set<Int64>?, _ other: Set<Int64>?) -> Set<Int64>? {
        guard let one, let other else { return one ?? other }
        return one.intersection(other)
    }

    /// Keeps what somebody chose otherwise than would be guessed.
    private func remember(_ mapping: ColumnMapping, of register: Register) throws {
        let guessed = ColumnMapping(titles: mapping.titles, register: register)
        var chosen: [String: String] = [:]
        for (index, title) in mapping.titles.enumerated() {
            guard let field = mapping.fields[index], guessed.fields[index] != field else { continue }
            chosen[ColumnMapping.plain(title)] = field
        }
        let known = try store.rememberedColumns(of: register)
        if !chosen.isEmpty { try store.remember(known.merging(chosen) { $1 }, of: register, by: principal) }
    }

    /// Rows of a batch: enough that handing over costs nothing, few enough to stay in the cache.
    private static let batchSize = 4_096

    private static func read(
        _ file: RegisterFile, _ register: Register, _ parser: RowParser, _ give: (RowBatch) throws -> Bool
    ) throws {
        let columns = register.entryFields.map { file.mapping.column(of: $0.name) ?? -1 }
        let presets = Presets(register)
        // Workbooks say which cells are words; CSV files, ours among them, put an apostrophe before what is no formula.
        let isCSV = file.sheet.name.isEmpty
        var batch = parser.makeBatch()
        var isWanted = true
        try file.read { row in
            parser.add(number: row.number, to: &batch) { field in
                let column = columns[field]
                var cell = column < 0 ? UnsafeRawBufferPointer(start: nil, count: 0) : row[column].bytes
                if isCSV { cell = CSVWriter.unguarded(cell) }
                return cell.isEmpty ? presets[field] : cell
            }
            if batch.count + batch.faults.count >= batchSize {
                isWanted = try give(batch)
                batch = parser.makeBatch()
            }
            return isWanted
        }
        if isWanted, batch.count + batch.faults.count > 0 { _ = try give(batch) }
    }
}

/// What fields have where a cell is empty, as bytes that stay in their place while a file is read.
private final class Presets {
    private let bytes: UnsafeMutableRawBufferPointer
    private var ranges: [Range<Int>] = []

    init(_ register: Register) {
        let texts = register.entryFields.map { Array(($0.preset ?? "").utf8) }
        bytes = .allocate(byteCount: max(1, texts.reduce(0) { $0 + $1.count }), alignment: 1)
        var start = 0
        for text in texts {
            for (offset, byte) in text.enumerated() { bytes[start + offset] = byte }
            ranges.append(start..<start + text.count)
            start += text.count
        }
    }

    subscript(field: Int) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(bytes)[ranges[field]])
    }

    deinit { bytes.deallocate() }
}
