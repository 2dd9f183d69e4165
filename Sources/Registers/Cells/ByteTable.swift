/// Looks up short byte strings, such as codes, without making a `String` of each cell.
struct ByteTable: Sendable {
    private var slots: [Int32]
    private var keys: [[UInt8]] = []
    private var values: [Int32] = []
    private let mask: Int

    /// A table of the entries; of two with the same key, the first counts.
    init(_ entries: [(key: String, value: Int)]) {
        var size = 16
        while size < entries.count * 2 { size *= 2 }
        mask = size - 1
        slots = Array(repeating: -1, count: size)
        for (key, value) in entries {
            let bytes = Array(key.utf8)
            let slot = bytes.withUnsafeBytes { self.slot($0) }
            guard slots[slot] < 0 else { continue }
            slots[slot] = Int32(keys.count)
            keys.append(bytes)
            values.append(Int32(value))
        }
    }

    /// The value of a key.
    func value(_ bytes: UnsafeRawBufferPointer) -> Int? {
        let index = slots[slot(bytes)]
        return index < 0 ? nil : Int(values[Int(index)])
    }

    /// The slot of a key: where it is, or where it would go. FNV-1a, linear probing.
    private func slot(_ bytes: UnsafeRawBufferPointer) -> Int {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        var slot = Int(truncatingIfNeeded: hash ^ (hash >> 32)) & mask
        while slots[slot] >= 0 {
            let key = keys[Int(slots[slot])]
            if key.count == bytes.count, key.withUnsafeBytes({ $0.elementsEqual(bytes) }) { break }
            slot = (slot + 1) & mask
        }
        return slot
    }
}
