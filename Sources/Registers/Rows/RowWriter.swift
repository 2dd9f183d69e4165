import Catalog

/// Writes checked rows into a register: new keys are added, known ones changed where something differs, with the
/// version before kept.
///
/// Works within one change; what it finds wrong is told by row, and the caller decides whether the change stands.
struct RowWriter {
    let register: Register
    let connection: any SQLConnection
    private let personalSeal: PersonalSeal
    let seal: RowSeal
    /// The number of the audit entry that the change will have.
    let change: Int64
    /// The organisations that rows may be written for; nil for all.
    let writable: Set<Int64>?
    /// The fields that stay as they are in rows that are there already.
    let keeping: Set<String>
    /// Whether a row whose key is there already is a fault rather than a change.
    var onlyAdds = false

    /// What was written.
    struct Outcome {
        var added = 0
        var changed = 0
        var unchanged = 0
        var faults: [CellFault] = []
        /// The number of the source's row by the row's own number, for what is found wrong later.
        var sources = RowSources()
    }

    private(set) var outcome = Outcome()
    private var nextID: Int64
    private let startsEmpty: Bool
    /// Whether the indexes that only make searching fast were taken out, to be made anew at the end.
    private(set) var defersIndexes = false
    /// Rows from which on it is faster to make those indexes at once than row by row.
    private static let manyRows = 50_000
    let columns: [TableColumn]
    private let keyColumns: [TableColumn]
    private let keyPositions: [Int]
    let isSealing: Bool
    /// The columns that tell which files a row has: no row that is typed or sent says so.
    private let filePositions: [Int]

    init(
        _ register: Register, _ connection: any SQLConnection, seal: PersonalSeal, change: Int64,
        writable: Set<Int64>?, keeping: Set<String> = []
    ) throws {
        self.register = register
        self.connection = connection
        personalSeal = seal
        self.seal = seal.rows(of: register.name)
        self.change = change
        self.writable = writable
        self.keeping = keeping
        let columns = register.columns
        let keyColumns = TableLayout.key(register)
        self.columns = columns
        self.keyColumns = keyColumns
        keyPositions = keyColumns.map { key in columns.firstIndex { $0.name == key.name } ?? 0 }
        isSealing = TableLayout.seals(register)
        filePositions = columns.indices.filter { register.field(columns[$0].field)?.type == .file }
        nextID =
            try connection.value("SELECT next_id FROM register_definition WHERE register = ?", [.text(register.name)])
            .integer ?? 1
        startsEmpty = try connection.row("SELECT 1 FROM \"\(register.name)\" LIMIT 1") == nil
    }

    /// Writes a batch whose references are resolved.
    mutating func write(_ batch: RowBatch) throws {
        var batch = batch
        if isSealing { try batch.seal(with: personalSeal, for: register.name) }
        outcome.faults += batch.faults
        batch.faults = []
        refuseForeign(&batch)
        guard batch.count > 0 else { return }
        // Where nothing was there, the key's index finds the rare double row; all others need no look.
        if startsEmpty, try addAll(batch) { return }
        try compareAndWrite(batch)
    }

    /// Puts one row in the place of a stored one, whose key it may change.
    ///
    /// - Parameter since: the version that was seen; another one there means that somebody changed it meanwhile.
    /// - Throws: `RegisterError.noRow`, `.changedMeanwhile`.
    mutating func update(_ batch: RowBatch, row id: Int64, since: Int64) throws {
        var batch = batch
        if isSealing { try batch.seal(with: personalSeal, for: register.name) }
        outcome.faults += batch.faults
        batch.faults = []
        refuseForeign(&batch)
        guard batch.count == 1 else { return }
        guard let old = try row(id) else { throw RegisterError.noRow(id) }
        guard old["since"].integer == since else { throw RegisterError.changedMeanwhile }
        keepFiles(old, in: &batch, 0)
        let key = keyPositions.map { batch.value(0, $0) }
        if let other = try existing([key], [key: 0])[0], other[0].integer != id {
            refuse(batch.numbers[0], field: register.key.last ?? "", .unique)
            return
        }
        guard try !isSame(batch, 0, old) else {
            outcome.unchanged += 1
            return
        }
        guard try uniqueFaults(batch, [(0, id)]).isEmpty else { return }
        try replace(batch, [(0, id)])
        outcome.sources.append(first: id, numbers: batch.numbers)
        outcome.changed += 1
    }

    private func row(_ id: Int64) throws -> SQLRow? {
        let version = TableLayout.version(register).map { "\"\($0)\"" }.joined(separator: ", ")
        return try connection.row("SELECT \(version) FROM \"\(register.name)\" WHERE id = ?", [.integer(id)])
    }

    /// Takes a row out; its versions stay.
    ///
    /// - Throws: `RegisterError.noRow`.
    mutating func remove(row id: Int64) throws {
        guard try row(id) != nil else { throw RegisterError.noRow(id) }
        let version = TableLayout.version(register).map { "\"\($0)\"" }.joined(separator: ", ")
        try connection.run(
            "INSERT INTO \"\(TableLayout.past(register))\" (\(version), until) SELECT \(version), \(change) "
                + "FROM \"\(register.name)\" WHERE id = ?", [.integer(id)])
        try connection.run("DELETE FROM \"\(register.name)\" WHERE id = ?", [.integer(id)])
        outcome.changed += 1
    }

    /// Ends the writing: checks the rules over the rows written and keeps the next row's number.
    mutating func finish() throws {
        try connection.run(
            "UPDATE register_definition SET next_id = ?, changed = ? WHERE register = ?",
            [.integer(nextID), .integer(change), .text(register.name)])
        try checkRules()
    }

    // MARK: - Adding

    /// Adds every row; false, and nothing written, where two share a key or a value that must be unique.
    private mutating func addAll(_ batch: RowBatch) throws -> Bool {
        do {
            try connection.undoingOnError {
                try insert(batch, rows: Array(0..<batch.count), ids: (0..<batch.count).map { nextID + Int64($0) })
            }
        } catch {
            // Whatever else was wrong is wrong again, and thrown, when the rows are compared one by one.
            return false
        }
        outcome.sources.append(first: nextID, numbers: batch.numbers)
        nextID += Int64(batch.count)
        outcome.added += batch.count
        try deferIndexes()
        return true
    }

    /// A long first import goes without indexes until its end. PostgreSQL would keep readers out meanwhile.
    private mutating func deferIndexes() throws {
        guard !defersIndexes, outcome.added >= Self.manyRows, connection.dialect == .sqlite else { return }
        for statement in layout.indexRemovals() { try connection.run(statement) }
        defersIndexes = true
    }

    private var layout: TableLayout { TableLayout(register: register, dialect: connection.dialect) }

    private func insert(
        _ batch: RowBatch, rows: [Int], ids: [Int64], states: [Int64: SQLValue] = [:]
    ) throws {
        var names: [(name: String, kind: TableColumn.Kind)] = [("id", .integer)]
        names += columns.map { ($0.name, $0.kind) }
        if register.flow != nil { names.append(("state", .text)) }
        if isSealing { names.append(("sealed", .text)) }
        names.append(("since", .integer))
        let kept = register.flow.map { flow in ids.map { states[$0] ?? .text(flow.start) } }
        try batch.bytes.withUnsafeBytes { bytes in
            try batch.cells.withUnsafeBufferPointer { cells in
                let ready = ReadyRows(
                    cells: cells, width: batch.width, bytes: bytes, rows: rows, ids: ids, states: kept,
                    sealed: isSealing ? batch.sealed : nil, since: change)
                try connection.insert(ready, into: register.name, columns: names)
            }
        }
    }

    // MARK: - Comparing

    private mutating func compareAndWrite(_ batch: RowBatch) throws {
        var batch = batch
        var first: [[SQLValue]: Int] = [:]
        var bad: Set<Int> = []
        for row in 0..<batch.count {
            let key = keyPositions.map { batch.value(row, $0) }
            if let other = first[key] {
                bad.insert(row)
                double(batch.numbers[row], of: batch.numbers[other])
            } else {
                first[key] = row
            }
        }
        let there = try existing(Array(first.keys), first)
        for (row, old) in there {
            keepFiles(old, in: &batch, row)
            try keep(old, in: &batch, row)
        }
        if isSealing { try batch.seal(with: personalSeal, for: register.name) }
        var changed: [(row: Int, id: Int64)] = [], added: [Int] = []
        for row in 0..<batch.count where !bad.contains(row) {
            guard let old = there[row] else {
                added.append(row)
                continue
            }
            let id = old[0].integer ?? 0
            if old["since"].integer == change {
                double(batch.numbers[row], of: outcome.sources.number(of: id) ?? 0)
            } else if onlyAdds {
                refuse(batch.numbers[row], field: register.key.last ?? "", .unique)
            } else if let writable, register.belongsTo != nil, let owner = old[register.ownerColumn].integer,
                !writable.contains(owner)
            {
                refuse(batch.numbers[row], field: register.ownerColumn, .ownOrganisation)
            } else if try isSame(batch, row, old) {
                outcome.unchanged += 1
            } else {
                changed.append((row, id))
            }
        }
        let taken = try uniqueFaults(batch, added.map { ($0, nil) } + changed.map { ($0.row, $0.id) })
        added.removeAll { taken.contains($0) }
        changed.removeAll { taken.contains($0.row) }
        try replace(batch, changed)
        let ids = added.indices.map { nextID + Int64($0) }
        try insert(batch, rows: added, ids: ids)
        outcome.sources.append(first: nextID, numbers: added.map { batch.numbers[$0] })
        for (row, id) in changed { outcome.sources.append(first: id, numbers: [batch.numbers[row]]) }
        nextID += Int64(added.count)
        outcome.added += added.count
        outcome.changed += changed.count
    }

    /// Puts into a row of a batch the files that the stored row has.
    private func keepFiles(_ old: SQLRow, in batch: inout RowBatch, _ row: Int) {
        for position in filePositions { put(old[position + 1], in: &batch, row, position) }
    }

    private func existing(_ keys: [[SQLValue]], _ rows: [[SQLValue]: Int]) throws -> [Int: SQLRow] {
        var found: [Int: SQLRow] = [:]
        try KeyLookup(columns: keyColumns).each(
            in: register.name, select: TableLayout.version(register), of: keys, connection
        ) { key, row in
            if let position = rows[key] { found[position] = row }
        }
        return found
    }

    /// Whether a row says what the stored one says.
    private func isSame(_ batch: RowBatch, _ row: Int, _ old: SQLRow) throws -> Bool {
        for (index, _) in columns.enumerated() where !Self.isEqual(batch.value(row, index), old[index + 1]) {
            return false
        }
        guard isSealing else { return true }
        let plain = batch.bytes[batch.secrets[row]]
        guard let sealed = old["sealed"].bytes else { return plain.isEmpty }
        return try plain.elementsEqual(seal.plain(sealed, row: old[0].integer ?? 0))
    }

    /// A whole number in a column of reals is the same number.
    private static func isEqual(_ one: SQLValue, _ other: SQLValue) -> Bool {
        one == other || one.number != nil && one.number == other.number
    }

    /// Keeps the versions before and puts the new ones in their place.
    private func replace(_ batch: RowBatch, _ rows: [(row: Int, id: Int64)]) throws {
        guard !rows.isEmpty else { return }
        let version = TableLayout.version(register).map { "\"\($0)\"" }.joined(separator: ", ")
        let past = TableLayout.past(register)
        var states: [Int64: SQLValue] = [:]
        for start in stride(from: 0, to: rows.count, by: 5_000) {
            let group = rows[start..<min(start + 5_000, rows.count)]
            let marks = repeatElement("?", count: group.count).joined(separator: ", ")
            let ids = group.map { SQLValue.integer($0.id) }
            if register.flow != nil {
                for row in try connection.rows("SELECT id, state FROM \"\(register.name)\" WHERE id IN (\(marks))", ids)
                {
                    if let id = row[0].integer { states[id] = row[1] }
                }
            }
            try connection.run(
                "INSERT INTO \"\(past)\" (\(version), until) SELECT \(version), \(change) FROM \"\(register.name)\" "
                    + "WHERE id IN (\(marks))", ids)
            try connection.run("DELETE FROM \"\(register.name)\" WHERE id IN (\(marks))", ids)
        }
        try insert(batch, rows: rows.map(\.row), ids: rows.map(\.id), states: states)
    }

    /// Rows whose value of a unique field another row has.
    private mutating func uniqueFaults(_ batch: RowBatch, _ rows: [(row: Int, id: Int64?)]) throws -> Set<Int> {
        var taken: Set<Int> = []
        for field in register.fields where field.isUnique && register.key != [field.name] {
            let name = field.isPersonal ? field.markColumn : field.name
            guard let position = columns.firstIndex(where: { $0.name == name }) else { continue }
            var byValue: [[SQLValue]: Int] = [:]
            var ids: [Int: Int64] = [:]
            for (row, id) in rows {
                let value = batch.value(row, position)
                guard !value.isNull else { continue }
                if byValue.updateValue(row, forKey: [value]) != nil {
                    taken.insert(row)
                    refuse(batch.numbers[row], field: field.name, .unique)
                }
                if let id { ids[row] = id }
            }
            try KeyLookup(columns: [columns[position]]).each(
                in: register.name, select: ["id"], of: Array(byValue.keys), connection
            ) { key, found in
                guard let row = byValue[key], found[0].integer != ids[row], !taken.contains(row) else { return }
                taken.insert(row)
                refuse(batch.numbers[row], field: field.name, .unique)
            }
        }
        return taken
    }

    // MARK: - Rules and rights

    /// Takes out rows of organisations that may not be written for.
    private mutating func refuseForeign(_ batch: inout RowBatch) {
        guard let writable, register.belongsTo != nil else { return }
        var bad: Set<Int> = []
        for row in 0..<batch.count where !writable.contains(batch.cells[row * batch.width].integer) {
            bad.insert(row)
            refuse(batch.numbers[row], field: register.ownerColumn, .ownOrganisation)
        }
        batch.remove(rows: bad)
    }

    /// One scan over the rows written finds those that break a rule.
    private mutating func checkRules() throws {
        guard !register.rules.isEmpty, outcome.added + outcome.changed > 0 else { return }
        // A rule whose values are missing says nothing: NULL is no breach.
        let broken = register.rules.map { "NOT (\($0.check))" }.joined(separator: " OR ")
        let sql = "SELECT id FROM \"\(register.name)\" WHERE since = ? AND (\(broken)) ORDER BY id LIMIT 10000"
        for row in try connection.rows(sql, [.integer(change)]) {
            guard let id = row[0].integer else { continue }
            for rule in register.rules {
                let breaks = try connection.row(
                    "SELECT 1 FROM \"\(register.name)\" WHERE id = ? AND NOT (\(rule.check))", [.integer(id)])
                guard breaks != nil else { continue }
                outcome.faults.append(
                    CellFault(
                        row: outcome.sources.number(of: id) ?? 0, field: "", found: "", expected: .rule(rule.says),
                        isWarning: !rule.refuses))
            }
        }
    }

    fileprivate mutating func takeBack(wasChange: Bool) {
        if wasChange { outcome.changed -= 1 } else { outcome.added -= 1 }
    }

    private mutating func refuse(_ number: Int, field: String, _ expected: CellExpectation) {
        outcome.faults.append(CellFault(row: number, field: field, found: "", expected: expected))
    }

    private mutating func double(_ number: Int, of other: Int) {
        refuse(number, field: register.key.first ?? "", .onlyOnce(row: other))
    }
}

extension RowWriter {
    /// Takes back the rows written that a rule refuses, for imports that keep only good rows.
    mutating func undoBroken() throws {
        let refusing = register.rules.filter(\.refuses)
        guard !refusing.isEmpty else { return }
        let broken = refusing.map { "NOT (\($0.check))" }.joined(separator: " OR ")
        let version = TableLayout.version(register).map { "\"\($0)\"" }.joined(separator: ", ")
        let past = TableLayout.past(register)
        let rows = try connection.rows(
            "SELECT id FROM \"\(register.name)\" WHERE since = ? AND (\(broken))", [.integer(change)])
        for id in rows.compactMap({ $0[0].integer }) {
            try connection.run("DELETE FROM \"\(register.name)\" WHERE id = ?", [.integer(id)])
            let restored = try connection.run(
                "INSERT INTO \"\(register.name)\" (\(version)) SELECT \(version) FROM \"\(past)\" WHERE id = ? AND until = ?",
                [.integer(id), .integer(change)])
            try connection.run(
                "DELETE FROM \"\(past)\" WHERE id = ? AND until = ?", [.integer(id), .integer(change)])
            takeBack(wasChange: restored > 0)
        }
    }
}
