import GRDB
import GRDBSQLite

/// Grouping of many rows by a hash table in place of SQLite's sorting, which costs more than reading the rows.
extension SQLiteConnection {
    func sums(
        of query: String, keys: Int, terms width: Int, _ body: (_ keys: [SQLValue], _ sums: [Double?]) throws -> Void
    ) throws {
        var table = RowKeyTable()
        var sums: [Double] = [], isThere: [Bool] = []
        try eachRow(of: db.makeStatement(sql: query)) { row in
            let number = Self.key(row, keys, &table)
            if number * width == sums.count {
                sums.append(contentsOf: repeatElement(0, count: width))
                isThere.append(contentsOf: repeatElement(false, count: width))
            }
            for column in 0..<width where sqlite3_column_type(row, Int32(keys + column)) != SQLITE_NULL {
                sums[number * width + column] += sqlite3_column_double(row, Int32(keys + column))
                isThere[number * width + column] = true
            }
            return true
        }
        for number in 0..<table.count {
            var values: [SQLValue] = []
            table.each(of: number) { values.append($0.value) }
            let range = number * width..<(number + 1) * width
            try body(values, zip(sums[range], isThere[range]).map { $1 ? $0 : nil })
        }
    }

    func collect(_ query: String, into name: String) throws -> Bool {
        // A connection that also writes refuses temporary tables while it reads.
        guard db.configuration.readonly || !db.isInsideTransaction else { return false }
        var table = RowKeyTable()
        var counts: [Int64] = []
        var rows = 0
        var columns: [String] = []
        let isWhole = try eachRow(of: db.makeStatement(sql: query)) { row in
            let width = Int(sqlite3_column_count(row))
            if rows == 0 { columns = (0..<width).map { Self.column(row, Int32($0)) } }
            let number = Self.key(row, width, &table)
            if number == counts.count { counts.append(0) }
            counts[number] += 1
            rows += 1
            // Rows that hardly repeat are not worth collecting.
            return rows < 1 << 16 || table.count < rows / 2
        }
        guard isWhole else { return false }
        // One that failed before may have left its table on this connection.
        try discard(name)
        if rows == 0 {
            try db.execute(sql: "CREATE TEMP TABLE \"\(name)\" AS SELECT *, 0 AS counted_rows FROM (\(query)) LIMIT 0")
            return true
        }
        let firstName = columns[0].split(separator: " ").first.map(String.init) ?? ""
        let list = columns + ["counted_rows INTEGER"]
        try db.execute(sql: "CREATE TEMP TABLE \"\(name)\" (\(list.joined(separator: ", ")))")
        let marks = list.map { _ in "?" }.joined(separator: ", ")
        let insert = try db.makeStatement(sql: "INSERT INTO temp.\"\(name)\" VALUES (\(marks))")
        let statement = insert.sqliteStatement
        for (number, count) in counts.enumerated() {
            var column: Int32 = 0
            table.each(of: number) { value in
                column += 1
                Self.bind(value, column, statement)
            }
            sqlite3_bind_int64(statement, column + 1, count)
            let code = sqlite3_step(statement)
            guard code == SQLITE_DONE else { throw error(code) }
            sqlite3_reset(statement)
        }
        try db.execute(sql: "CREATE INDEX temp.\"\(name)_owner\" ON \"\(name)\" (\(firstName))")
        return true
    }

    func discard(_ name: String) throws { try db.execute(sql: "DROP TABLE IF EXISTS temp.\"\(name)\"") }

    /// A column's name and type, as a table of such rows declares it.
    private static func column(_ row: SQLiteStatement, _ index: Int32) -> String {
        let name = sqlite3_column_name(row, index).map { String(cString: $0) } ?? ""
        let type = sqlite3_column_decltype(row, index).map { String(cString: $0) } ?? ""
        return "\"\(name)\" \(type)"
    }

    /// Looks up the combination of a row's first columns.
    @inline(__always)
    private static func key(_ row: SQLiteStatement, _ width: Int, _ table: inout RowKeyTable) -> Int {
        table.begin()
        for column in 0..<Int32(width) {
            let type = sqlite3_column_type(row, column)
            switch type {
            case SQLITE_INTEGER: table.integer(sqlite3_column_int64(row, column))
            case SQLITE_FLOAT: table.real(sqlite3_column_double(row, column))
            case SQLITE_NULL: table.null()
            default:
                let start =
                    type == SQLITE_TEXT
                    ? UnsafeRawPointer(sqlite3_column_text(row, column))
                    : sqlite3_column_blob(row, column)
                let size = Int(sqlite3_column_bytes(row, column))
                table.bytes(
                    UnsafeRawBufferPointer(start: start, count: start == nil ? 0 : size), isText: type == SQLITE_TEXT)
            }
        }
        return table.end()
    }

    private static func bind(_ value: RowKeyValue, _ column: Int32, _ statement: SQLiteStatement) {
        switch value {
        case .null: sqlite3_bind_null(statement, column)
        case .integer(let number): sqlite3_bind_int64(statement, column, number)
        case .real(let number): sqlite3_bind_double(statement, column, number)
        case .text(let bytes):
            let start = bytes.baseAddress?.assumingMemoryBound(to: CChar.self)
            sqlite3_bind_text(statement, column, start, Int32(bytes.count), nil)
        case .blob(let bytes): sqlite3_bind_blob(statement, column, bytes.baseAddress, Int32(bytes.count), nil)
        }
    }
}
