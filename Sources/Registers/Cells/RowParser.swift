import Catalog
import Monitoring
import Store

/// Checks rows of cells and turns them into a batch for a register.
///
/// One path for files, forms and the API. References stay keys until `ReferenceResolver` has looked them up.
package struct RowParser: Sendable {
    /// The register.
    package let register: Register
    private let parsers: [CellParser]
    /// The position of each field's first column in a row.
    private let positions: [Int]
    private let width: Int
    private let seal: PersonalSeal
    private let today: Day
    /// The name of each field with its length before it, as it stands in what is sealed.
    private let names: [[UInt8]]
    private let hasIDNumbers: Bool
    private static var nothing: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: nil, count: 0) }
    /// The positions, among the fields, of what an ID number must agree with.
    private let agreements: [Int: (birth: Int?, sex: Int?, kind: Int?)]

    /// Whether the rows are made by a programme, which names other rows by their numbers and may mean a wrong ID number.
    private let isMade: Bool

    package init(_ register: Register, catalog: Catalog, seal: PersonalSeal, today: Day, isMade: Bool = false) {
        self.register = register
        self.seal = seal
        self.today = today
        self.isMade = isMade
        let fields = register.entryFields
        parsers = fields.map { CellParser($0, catalog: catalog, today: today, namesNumbers: isMade) }
        var positions: [Int] = [], width = 0
        for field in fields {
            positions.append(width)
            width += field.columns.count
        }
        self.positions = positions
        self.width = width
        var agreements: [Int: (birth: Int?, sex: Int?, kind: Int?)] = [:]
        for (index, field) in fields.enumerated() {
            guard let agreement = field.agreement else { continue }
            func position(_ name: String?) -> Int? { fields.firstIndex { $0.name == name } }
            agreements[index] = (position(agreement.birth), position(agreement.sex), position(agreement.kind))
        }
        self.agreements = agreements
        names = fields.map { [UInt8($0.name.utf8.count)] + Array($0.name.utf8) }
        hasIDNumbers = fields.contains { $0.type == .idNumber }
    }

    /// An empty batch for this register.
    package func makeBatch() -> RowBatch { RowBatch(width: width) }

    /// Checks a row and adds it to a batch, or adds what is wrong with it.
    ///
    /// - Parameter cell: the bytes of a field's cell, by the field's position; nil where there is no such column.
    /// - Returns: whether the row was added.
    @discardableResult
    package func add(
        number: Int, to batch: inout RowBatch, cell: (Int) -> UnsafeRawBufferPointer?
    ) -> Bool {
        let start = batch.cells.count, used = batch.bytes.count, before = batch.faults.count
        var plain: [(field: Int, range: Range<Int>)] = []
        for (index, parser) in parsers.enumerated() {
            let bytes = cell(index)
            let trimmed = bytes == nil ? Self.nothing : Self.trimmed(bytes ?? Self.nothing)
            if parser.isPersonal {
                addPersonal(index, trimmed.isEmpty ? nil : trimmed, row: number, &batch, &plain)
                continue
            }
            guard !trimmed.isEmpty else {
                if parser.isRequired { fault(number, parser.field, nil, .something, &batch) }
                for _ in 0..<parser.columnCount { batch.cells.append(.null) }
                continue
            }
            switch parse(parser, trimmed, &batch) {
            case .one(let value): batch.cells.append(value)
            case .two(let first, let second): batch.cells += [first, second]
            case .fault(let expected):
                fault(number, parser.field, trimmed, expected, &batch)
                for _ in 0..<parser.columnCount { batch.cells.append(.null) }
            }
        }
        if hasIDNumbers { checkAgreements(row: number, start: start, plain, &batch) }
        guard batch.faults.count == before || !batch.faults[before...].contains(where: { !$0.isWarning }) else {
            batch.cells.removeSubrange(start...)
            batch.bytes.removeSubrange(used...)
            return false
        }
        batch.secrets.append(secret(plain, &batch))
        batch.numbers.append(number)
        return true
    }

    /// The value of a cell; where it cannot be read as it stands, full-width letters and digits are tried as half-width.
    private func parse(
        _ parser: CellParser, _ bytes: UnsafeRawBufferPointer, _ batch: inout RowBatch
    ) -> CellParser.Outcome {
        let outcome = parser.parse(bytes, into: &batch)
        guard case .fault = outcome, let narrow = HalfWidth.bytes(bytes) else { return outcome }
        return narrow.withUnsafeBytes { parser.parse(Self.trimmed($0), into: &batch) }
    }

    // MARK: - Personal fields

    private func addPersonal(
        _ index: Int, _ bytes: UnsafeRawBufferPointer?, row: Int, _ batch: inout RowBatch,
        _ plain: inout [(field: Int, range: Range<Int>)]
    ) {
        let parser = parsers[index]
        batch.cells.append(.integer(bytes == nil ? 1 : 0))
        guard let bytes else {
            if parser.isRequired { fault(row, parser.field, nil, .something, &batch) }
            if parser.hasMark { batch.cells.append(.null) }
            if parser.isIDNumber { batch.cells.append(text(IDNumberState.missing.rawValue, &batch)) }
            return
        }
        var range = batch.bytes.count..<batch.bytes.count
        switch parse(parser, bytes, &batch) {
        case .one(let value): range = value.range
        case .two: break
        case .fault(let expected): fault(row, parser.field, bytes, expected, &batch)
        }
        var state = IDNumberState.other
        if parser.isIDNumber, batch.bytes[range].count > 0 { (range, state) = idNumber(range, &batch) }
        plain.append((index, range))
        if parser.hasMark {
            let field = parser.field.name
            batch.cells.append(.integer(batch.bytes[range].withUnsafeBytes { seal.mark($0, field: field) }))
        }
        if parser.isIDNumber { batch.cells.append(text(state.rawValue, &batch)) }
    }

    /// The number in its one form, and what is known of it on its own.
    private func idNumber(_ range: Range<Int>, _ batch: inout RowBatch) -> (Range<Int>, IDNumberState) {
        guard let number = batch.bytes[range].withUnsafeBytes(IDNumber.init) else { return (range, .badForm) }
        let start = batch.bytes.count
        batch.bytes += number.characters
        return (start..<batch.bytes.count, number.state(today: today))
    }

    /// Sets the states of ID numbers by the other fields of the row: a wrong number is a fault, a difference a warning.
    private func checkAgreements(
        row: Int, start: Int, _ plain: [(field: Int, range: Range<Int>)], _ batch: inout RowBatch
    ) {
        for (index, range) in plain where parsers[index].isIDNumber {
            let field = parsers[index].field
            let others = agreements[index]
            let column = start + positions[index] + field.columns.count - 1
            func other(_ position: Int?) -> [UInt8]? {
                guard let position else { return nil }
                let cell = batch.cells[start + positions[position]]
                return cell.tag == .text ? Array(batch.bytes[cell.range]) : nil
            }
            if let agreement = field.agreement, !agreement.kinds.isEmpty, let kind = other(others?.kind),
                !agreement.kinds.contains(String(decoding: kind, as: UTF8.self))
            {
                batch.cells[column] = text(IDNumberState.other.rawValue, &batch)
                continue
            }
            guard let number = batch.bytes[range].withUnsafeBytes(IDNumber.init) else {
                if !range.isEmpty { fault(row, field, nil, .idNumber(.badForm), &batch) }
                continue
            }
            var state = number.state(today: today)
            if state == .ok {
                if let birth = other(others?.birth), let day = number.birth, Array(day.text.utf8) != birth {
                    state = .birthDiffers
                } else if let sex = other(others?.sex), sex == [UInt8(ascii: "1")] || sex == [UInt8(ascii: "2")],
                    sex != [number.sex]
                {
                    state = .sexDiffers
                }
            }
            batch.cells[column] = text(state.rawValue, &batch)
            guard state != .ok else { continue }
            let isWarning = isMade || state == .birthDiffers || state == .sexDiffers
            batch.faults.append(
                CellFault(row: row, field: field.name, found: "", expected: .idNumber(state), isWarning: isWarning))
        }
    }

    /// Joins the personal values of a row into what is sealed together.
    private func secret(_ plain: [(field: Int, range: Range<Int>)], _ batch: inout RowBatch) -> Range<Int> {
        guard !plain.isEmpty else { return batch.bytes.count..<batch.bytes.count }
        let start = batch.bytes.count
        for (index, range) in plain {
            batch.bytes.append(contentsOf: names[index])
            batch.bytes.append(UInt8(range.count & 0xFF))
            batch.bytes.append(UInt8(range.count >> 8 & 0xFF))
            batch.bytes.reserveCapacity(batch.bytes.count + range.count)
            for position in range { batch.bytes.append(batch.bytes[position]) }
        }
        return start..<batch.bytes.count
    }

    // MARK: - Small things

    private func text(_ value: String, _ batch: inout RowBatch) -> RowBatch.Cell {
        var value = value
        return value.withUTF8 { batch.text(UnsafeRawBufferPointer($0)) }
    }

    private func fault(
        _ row: Int, _ field: Field, _ found: UnsafeRawBufferPointer?, _ expected: CellExpectation,
        _ batch: inout RowBatch
    ) {
        let shown = field.isPersonal ? "" : found.map { String(String(decoding: $0, as: UTF8.self).prefix(40)) } ?? ""
        batch.faults.append(CellFault(row: row, field: field.name, found: shown, expected: expected))
    }

    /// A cell without blanks around it, ideographic ones included.
    static func trimmed(_ bytes: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
        var start = 0, end = bytes.count
        func isIdeographicBlank(_ index: Int) -> Bool {
            bytes[index] == 0xE3 && bytes[index + 1] == 0x80 && bytes[index + 2] == 0x80
        }
        while start < end {
            if bytes[start] <= 0x20 {
                start += 1
            } else if end - start >= 3, isIdeographicBlank(start) {
                start += 3
            } else {
                break
            }
        }
        while start < end {
            if bytes[end - 1] <= 0x20 {
                end -= 1
            } else if end - start >= 3, isIdeographicBlank(end - 3) {
                end -= 3
            } else {
                break
            }
        }
        return UnsafeRawBufferPointer(rebasing: bytes[start..<end])
    }
}

/// Full-width letters, digits and signs as half-width ones.
enum HalfWidth {
    /// The narrowed bytes; nil where there is nothing to narrow.
    static func bytes(_ bytes: UnsafeRawBufferPointer) -> [UInt8]? {
        guard bytes.contains(0xEF) || bytes.contains(0xE3) else { return nil }
        let text = String(decoding: bytes, as: UTF8.self)
        var changed = false
        let scalars = text.unicodeScalars.map { scalar -> Character in
            switch scalar.value {
            case 0xFF01...0xFF5E:
                changed = true
                return Character(Unicode.Scalar(scalar.value - 0xFEE0) ?? scalar)
            case 0x3000:
                changed = true
                return " "
            default: return Character(scalar)
            }
        }
        return changed ? Array(String(scalars).utf8) : nil
    }
}
