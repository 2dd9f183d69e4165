/// Numbers the distinct combinations of values in the order in which they first appear: a hash table over the bytes of
/// the values.
///
/// A combination is written into the table's buffer value by value and then looked up.
struct RowKeyTable: ~Copyable {
    /// How many combinations there are.
    private(set) var count = 0
    /// The bytes of all combinations, one after the other.
    private var keys = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 8)
    private var used = 0
    /// Where the combination that is being written began.
    private var mark = 0
    /// Where each combination ends, and its hash.
    private var ends: [Int] = []
    private var hashes: [UInt64] = []
    /// Numbers of combinations plus one; 0 for a free place.
    private var places: [Int32] = .init(repeating: 0, count: 1 << 12)

    deinit { keys.deallocate() }

    /// A value's kind, as the first of its bytes.
    private enum Tag: UInt8 { case null, integer, real, text, blob }

    /// Begins a combination.
    mutating func begin() {
        used = mark
    }

    mutating func null() {
        reserve(1)
        put(Tag.null)
    }

    mutating func integer(_ value: Int64) {
        reserve(9)
        put(Tag.integer)
        keys.storeBytes(of: value, toByteOffset: used, as: Int64.self)
        used += 8
    }

    mutating func real(_ value: Double) {
        reserve(9)
        put(Tag.real)
        keys.storeBytes(of: value.bitPattern, toByteOffset: used, as: UInt64.self)
        used += 8
    }

    mutating func bytes(_ value: UnsafeRawBufferPointer, isText: Bool) {
        reserve(5 + value.count)
        put(isText ? Tag.text : Tag.blob)
        keys.storeBytes(of: Int32(value.count), toByteOffset: used, as: Int32.self)
        used += 4
        UnsafeMutableRawBufferPointer(rebasing: keys[used...]).copyMemory(from: value)
        used += value.count
    }

    private mutating func put(_ tag: Tag) {
        keys[used] = tag.rawValue
        used += 1
    }

    private mutating func reserve(_ size: Int) {
        guard used + size > keys.count else { return }
        let larger = UnsafeMutableRawBufferPointer.allocate(byteCount: max(keys.count * 2, used + size), alignment: 8)
        larger.copyMemory(from: UnsafeRawBufferPointer(rebasing: keys[..<used]))
        keys.deallocate()
        keys = larger
    }

    /// Ends the combination; its number, which is the former `count` where it is new.
    mutating func end() -> Int {
        let size = used - mark
        let hash = Self.hash(UnsafeRawBufferPointer(rebasing: keys[mark..<used]))
        var place = Int(truncatingIfNeeded: hash) & (places.count - 1)
        while places[place] != 0 {
            let number = Int(places[place]) - 1
            if hashes[number] == hash {
                let start = number == 0 ? 0 : ends[number - 1]
                if ends[number] - start == size, Self.isEqual(keys, start, mark, size) { return number }
            }
            place = (place + 1) & (places.count - 1)
        }
        places[place] = Int32(count + 1)
        hashes.append(hash)
        ends.append(used)
        mark = used
        count += 1
        if count * 2 > places.count { grow() }
        return count - 1
    }

    private mutating func grow() {
        places = .init(repeating: 0, count: places.count * 4)
        for (number, hash) in hashes.enumerated() {
            var place = Int(truncatingIfNeeded: hash) & (places.count - 1)
            while places[place] != 0 { place = (place + 1) & (places.count - 1) }
            places[place] = Int32(number + 1)
        }
    }

    /// The values of a combination, in their order.
    func each(of number: Int, _ body: (RowKeyValue) -> Void) {
        var position = number == 0 ? 0 : ends[number - 1]
        while position < ends[number] {
            let tag = Tag(rawValue: keys[position])
            position += 1
            switch tag {
            case .null, nil: body(.null)
            case .integer:
                body(.integer(keys.loadUnaligned(fromByteOffset: position, as: Int64.self)))
                position += 8
            case .real:
                body(.real(Double(bitPattern: keys.loadUnaligned(fromByteOffset: position, as: UInt64.self))))
                position += 8
            case .text, .blob:
                let size = Int(keys.loadUnaligned(fromByteOffset: position, as: Int32.self))
                position += 4
                let bytes = UnsafeRawBufferPointer(rebasing: keys[position..<position + size])
                body(tag == .text ? .text(bytes) : .blob(bytes))
                position += size
            }
        }
    }

    /// Multiplies and folds eight bytes at a time, after wyhash by Wang Yi (public domain).
    private static func hash(_ bytes: UnsafeRawBufferPointer) -> UInt64 {
        var hash = UInt64(bytes.count) &* 0x9E37_79B9_7F4A_7C15
        var position = 0
        while position + 8 <= bytes.count {
            hash = mix(hash ^ bytes.loadUnaligned(fromByteOffset: position, as: UInt64.self))
            position += 8
        }
        var rest: UInt64 = 0
        while position < bytes.count {
            rest = rest << 8 | UInt64(bytes[position])
            position += 1
        }
        return mix(hash ^ rest)
    }

    private static func mix(_ value: UInt64) -> UInt64 {
        let product = value.multipliedFullWidth(by: 0xA076_1D64_78BD_642F)
        return product.high ^ product.low
    }

    private static func isEqual(
        _ keys: UnsafeMutableRawBufferPointer, _ one: Int, _ other: Int, _ size: Int
    ) -> Bool {
        var offset = 0
        while offset + 8 <= size {
            guard
                keys.loadUnaligned(fromByteOffset: one + offset, as: UInt64.self)
                    == keys.loadUnaligned(fromByteOffset: other + offset, as: UInt64.self)
            else { return false }
            offset += 8
        }
        while offset < size {
            guard keys[one + offset] == keys[other + offset] else { return false }
            offset += 1
        }
        return true
    }
}

/// A value of a combination. The bytes are valid during the call that has it.
enum RowKeyValue {
    case null
    case integer(Int64)
    case real(Double)
    case text(UnsafeRawBufferPointer)
    case blob(UnsafeRawBufferPointer)

    /// The value by itself.
    var value: SQLValue {
        switch self {
        case .null: .null
        case .integer(let number): .integer(number)
        case .real(let number): .real(number)
        case .text(let bytes): .text(String(decoding: bytes, as: UTF8.self))
        case .blob(let bytes): .blob(Array(bytes))
        }
    }
}
