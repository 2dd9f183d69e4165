import Catalog

extension RowWriter {
    /// Puts into a row of a batch what the stored row has in the fields that are to stay.
    ///
    /// A table that does not have all columns says nothing about the others: it must not empty them.
    func keep(_ old: SQLRow, in batch: inout RowBatch, _ row: Int) throws {
        guard !keeping.isEmpty else { return }
        for (index, column) in columns.enumerated() where keeping.contains(column.field) {
            put(old[index + 1], in: &batch, row, index)
        }
        guard isSealing, register.fields.contains(where: { $0.isPersonal && keeping.contains($0.name) }) else { return }
        var secrets = PersonalSeal.fields(of: Array(batch.bytes[batch.secrets[row]]))
        let before =
            try old["sealed"].bytes.map {
                PersonalSeal.fields(of: try seal.plain($0, row: old[0].integer ?? 0))
            } ?? [:]
        for field in register.fields where field.isPersonal && keeping.contains(field.name) {
            secrets[field.name] = before[field.name]
        }
        let bytes = PersonalSeal.bytes(
            of: register.fields.compactMap { field in
                secrets[field.name].map { (field.name, $0) }
            })
        batch.replaceSecret(of: row, with: bytes)
    }

    /// Puts a stored value into a row of a batch.
    func put(_ value: SQLValue, in batch: inout RowBatch, _ row: Int, _ column: Int) {
        let place = row * batch.width + column
        switch value {
        case .null, .blob: batch.cells[place] = .null
        case .integer(let number): batch.cells[place] = .integer(number)
        case .real(let number): batch.cells[place] = .real(number)
        case .text(var text):
            batch.cells[place] = text.withUTF8 { batch.text(UnsafeRawBufferPointer($0)) }
        }
    }
}

extension PersonalSeal {
    /// Names and values as they are sealed: each with its length before it.
    static func bytes(of fields: [(name: String, value: String)]) -> [UInt8] {
        var bytes: [UInt8] = []
        for (name, value) in fields {
            let name = Array(name.utf8), value = Array(value.utf8)
            bytes.append(UInt8(truncatingIfNeeded: name.count))
            bytes += name
            bytes += [UInt8(value.count & 0xFF), UInt8(value.count >> 8 & 0xFF)]
            bytes += value
        }
        return bytes
    }
}
