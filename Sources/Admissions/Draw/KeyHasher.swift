/// Four words side by side, one of each of four messages that are hashed together.
@usableFromInline typealias Lanes = SIMD4<UInt32>

/// HMAC-SHA-256 (RFC 2104, FIPS 180-4) of many short messages under one key.
///
/// The two blocks that depend on the key alone are hashed once. Four messages go through the rounds side by side, which any
/// processor with 128-bit vectors does in little more than the time of one: about 0.15 µs a message of up to 55 bytes,
/// against more than a microsecond for a call of a general library. Tests hold it against one over all lengths.
struct KeyHasher {
    private let inner: State
    private let outer: State

    /// A hasher under a key of at most 64 bytes.
    init(key: [UInt8]) {
        precondition(key.count <= 64, "a longer key is hashed first")
        let padded = key + [UInt8](repeating: 0, count: 64 - key.count)
        inner = Self.start(padded.map { $0 ^ 0x36 })
        outer = Self.start(padded.map { $0 ^ 0x5C })
    }

    /// The state after a block that all four messages share.
    private static func start(_ block: [UInt8]) -> State {
        var state = State.initial
        withUnsafeTemporaryAllocation(of: Lanes.self, capacity: 16) { words in
            block.withUnsafeBytes { bytes in
                for index in 0..<16 {
                    let word = bytes.loadUnaligned(fromByteOffset: index * 4, as: UInt32.self)
                    words[index] = Lanes(repeating: UInt32(bigEndian: word))
                }
            }
            if let base = words.baseAddress { state.compress(base) }
        }
        return state
    }

    /// The codes of four messages that share a beginning.
    ///
    /// - Parameters:
    ///   - prefix: what each message begins with.
    ///   - ends: what follows, a buffer each.
    /// - Returns: eight words of each code, the first the highest; lane i is that of message i.
    func codes(
        prefix: UnsafeRawBufferPointer,
        _ ends: (UnsafeRawBufferPointer, UnsafeRawBufferPointer, UnsafeRawBufferPointer, UnsafeRawBufferPointer)
    ) -> State {
        let counts = SIMD4<Int>(
            prefix.count + ends.0.count, prefix.count + ends.1.count, prefix.count + ends.2.count,
            prefix.count + ends.3.count)
        // One more byte marks the end, eight more hold the length.
        let blocks = SIMD4<Int>(
            (counts[0] + 72) / 64, (counts[1] + 72) / 64, (counts[2] + 72) / 64, (counts[3] + 72) / 64)
        let most = blocks.max()
        var state = inner
        withUnsafeTemporaryAllocation(byteCount: most * 256, alignment: 16) { text in
            withUnsafeTemporaryAllocation(of: Lanes.self, capacity: 16) { words in
                guard let bytes = text.baseAddress, let schedule = words.baseAddress else { return }
                bytes.initializeMemory(as: UInt8.self, repeating: 0, count: most * 256)
                let row = most * 64
                Self.write(prefix, ends.0, blocks[0], to: bytes)
                Self.write(prefix, ends.1, blocks[1], to: bytes + row)
                Self.write(prefix, ends.2, blocks[2], to: bytes + 2 * row)
                Self.write(prefix, ends.3, blocks[3], to: bytes + 3 * row)
                for block in 0..<most {
                    for word in 0..<16 {
                        let place = bytes + block * 64 + word * 4
                        schedule[word] = Lanes(
                            UInt32(bigEndian: place.load(as: UInt32.self)),
                            UInt32(bigEndian: (place + row).load(as: UInt32.self)),
                            UInt32(bigEndian: (place + 2 * row).load(as: UInt32.self)),
                            UInt32(bigEndian: (place + 3 * row).load(as: UInt32.self)))
                    }
                    var next = state
                    next.compress(schedule)
                    if block == 0 {
                        state = next
                    } else {
                        // A message that has ended keeps its state.
                        state.replace(with: next, where: SIMD4<Int32>(truncatingIfNeeded: blocks) .> Int32(block))
                    }
                }
                // The outer message is the inner code: no bytes need to be moved.
                (schedule[0], schedule[1], schedule[2], schedule[3]) = (state.a, state.b, state.c, state.d)
                (schedule[4], schedule[5], schedule[6], schedule[7]) = (state.e, state.f, state.g, state.h)
                schedule[8] = Lanes(repeating: 0x8000_0000)
                for word in 9..<15 { schedule[word] = Lanes(repeating: 0) }
                schedule[15] = Lanes(repeating: (64 + 32) * 8)
                state = outer
                state.compress(schedule)
            }
        }
        return state
    }

    /// Writes a padded message: the text, a one bit, zeros, and the length with the key's block in bits.
    @inline(__always)
    private static func write(
        _ prefix: UnsafeRawBufferPointer, _ end: UnsafeRawBufferPointer, _ blocks: Int,
        to place: UnsafeMutableRawPointer
    ) {
        if let base = prefix.baseAddress { place.copyMemory(from: base, byteCount: prefix.count) }
        if let base = end.baseAddress { (place + prefix.count).copyMemory(from: base, byteCount: end.count) }
        let count = prefix.count + end.count
        place.storeBytes(of: 0x80, toByteOffset: count, as: UInt8.self)
        place.storeBytes(of: UInt64((64 + count) * 8).bigEndian, toByteOffset: blocks * 64 - 8, as: UInt64.self)
    }

    /// The eight words of a hash, of four messages.
    struct State {
        var a, b, c, d, e, f, g, h: Lanes

        /// FIPS 180-4, 5.3.3.
        static let initial = State(
            a: Lanes(repeating: 0x6A09_E667), b: Lanes(repeating: 0xBB67_AE85), c: Lanes(repeating: 0x3C6E_F372),
            d: Lanes(repeating: 0xA54F_F53A), e: Lanes(repeating: 0x510E_527F), f: Lanes(repeating: 0x9B05_688C),
            g: Lanes(repeating: 0x1F83_D9AB), h: Lanes(repeating: 0x5BE0_CD19))

        var words: [Lanes] { [a, b, c, d, e, f, g, h] }

        /// The first 64 bits of a message's code: as good as all for sorting, but for messages that share them.
        @inline(__always)
        func head(_ lane: Int) -> UInt64 { UInt64(a[lane]) << 32 | UInt64(b[lane]) }

        /// All 32 bytes of a message's code.
        func bytes(_ lane: Int) -> [UInt8] {
            words.flatMap { word in withUnsafeBytes(of: word[lane].bigEndian, Array.init) }
        }

        mutating func replace(with other: State, where mask: SIMDMask<SIMD4<Int32>>) {
            a.replace(with: other.a, where: mask)
            b.replace(with: other.b, where: mask)
            c.replace(with: other.c, where: mask)
            d.replace(with: other.d, where: mask)
            e.replace(with: other.e, where: mask)
            f.replace(with: other.f, where: mask)
            g.replace(with: other.g, where: mask)
            h.replace(with: other.h, where: mask)
        }
    }
}

extension KeyHasher.State {
    /// FIPS 180-4, 6.2.2, over the sixteen words of a block, which are used up.
    mutating func compress(_ w: UnsafeMutablePointer<Lanes>) {
        var a = a, b = b, c = c, d = d, e = e, f = f, g = g, h = h, differing = b ^ c
        Self.constants.withUnsafeBufferPointer { k in
            for start in stride(from: 0, to: 64, by: 16) {
                if start > 0 {
                    // Written out: with a counted index, finding the words takes as long as working on them.
                    Self.extend(w, 0, 1, 9, 14)
                    Self.extend(w, 1, 2, 10, 15)
                    Self.extend(w, 2, 3, 11, 0)
                    Self.extend(w, 3, 4, 12, 1)
                    Self.extend(w, 4, 5, 13, 2)
                    Self.extend(w, 5, 6, 14, 3)
                    Self.extend(w, 6, 7, 15, 4)
                    Self.extend(w, 7, 8, 0, 5)
                    Self.extend(w, 8, 9, 1, 6)
                    Self.extend(w, 9, 10, 2, 7)
                    Self.extend(w, 10, 11, 3, 8)
                    Self.extend(w, 11, 12, 4, 9)
                    Self.extend(w, 12, 13, 5, 10)
                    Self.extend(w, 13, 14, 6, 11)
                    Self.extend(w, 14, 15, 7, 12)
                    Self.extend(w, 15, 0, 8, 13)
                }
                for index in stride(from: 0, to: 16, by: 8) {
                    let i = start &+ index
                    Self.round(a, b, &d, e, f, g, &h, &differing, w[index], k[i])
                    Self.round(h, a, &c, d, e, f, &g, &differing, w[index &+ 1], k[i &+ 1])
                    Self.round(g, h, &b, c, d, e, &f, &differing, w[index &+ 2], k[i &+ 2])
                    Self.round(f, g, &a, b, c, d, &e, &differing, w[index &+ 3], k[i &+ 3])
                    Self.round(e, f, &h, a, b, c, &d, &differing, w[index &+ 4], k[i &+ 4])
                    Self.round(d, e, &g, h, a, b, &c, &differing, w[index &+ 5], k[i &+ 5])
                    Self.round(c, d, &f, g, h, a, &b, &differing, w[index &+ 6], k[i &+ 6])
                    Self.round(b, c, &e, f, g, h, &a, &differing, w[index &+ 7], k[i &+ 7])
                }
            }
        }
        self.a &+= a
        self.b &+= b
        self.c &+= c
        self.d &+= d
        self.e &+= e
        self.f &+= f
        self.g &+= g
        self.h &+= h
    }

    /// A rotation to the right. The halves have no bit in common; they are added, because addition is the one operation on
    /// vectors that the compiler never takes apart into lanes.
    @inline(__always)
    private static func rotate(_ x: Lanes, _ bits: UInt32) -> Lanes {
        (x &>> Lanes(repeating: bits)) &+ (x &<< Lanes(repeating: 32 &- bits))
    }

    /// A word of the schedule from those 16, 15, 7 and 2 before it.
    @inline(__always)
    private static func extend(_ w: UnsafeMutablePointer<Lanes>, _ at: Int, _ second: Int, _ tenth: Int, _ last: Int) {
        let x = w[second], y = w[last]
        let low = rotate(x, 7) ^ rotate(x, 18) ^ (x &>> Lanes(repeating: 3))
        let high = rotate(y, 17) ^ rotate(y, 19) ^ (y &>> Lanes(repeating: 10))
        w[at] = w[at] &+ low &+ w[tenth] &+ high
    }

    @inline(__always)
    private static func round(
        _ a: Lanes, _ b: Lanes, _ d: inout Lanes, _ e: Lanes, _ f: Lanes, _ g: Lanes, _ h: inout Lanes,
        _ differing: inout Lanes, _ word: Lanes, _ constant: Lanes
    ) {
        let high = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25)
        let choice = g ^ (e & (f ^ g))
        let first = h &+ high &+ choice &+ (word &+ constant)
        let low = rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22)
        // What the majority of a, b, c is, by where b and c differ; a and b are the next round's b and c.
        let next = a ^ b
        let majority = b ^ (next & differing)
        differing = next
        d &+= first
        h = first &+ low &+ majority
    }

    /// FIPS 180-4, 4.2.2.
    private static let constants: [Lanes] = [
        0x428A_2F98, 0x7137_4491, 0xB5C0_FBCF, 0xE9B5_DBA5, 0x3956_C25B, 0x59F1_11F1, 0x923F_82A4, 0xAB1C_5ED5,
        0xD807_AA98, 0x1283_5B01, 0x2431_85BE, 0x550C_7DC3, 0x72BE_5D74, 0x80DE_B1FE, 0x9BDC_06A7, 0xC19B_F174,
        0xE49B_69C1, 0xEFBE_4786, 0x0FC1_9DC6, 0x240C_A1CC, 0x2DE9_2C6F, 0x4A74_84AA, 0x5CB0_A9DC, 0x76F9_88DA,
        0x983E_5152, 0xA831_C66D, 0xB003_27C8, 0xBF59_7FC7, 0xC6E0_0BF3, 0xD5A7_9147, 0x06CA_6351, 0x1429_2967,
        0x27B7_0A85, 0x2E1B_2138, 0x4D2C_6DFC, 0x5338_0D13, 0x650A_7354, 0x766A_0ABB, 0x81C2_C92E, 0x9272_2C85,
        0xA2BF_E8A1, 0xA81A_664B, 0xC24B_8B70, 0xC76C_51A3, 0xD192_E819, 0xD699_0624, 0xF40E_3585, 0x106A_A070,
        0x19A4_C116, 0x1E37_6C08, 0x2748_774C, 0x34B0_BCB5, 0x391C_0CB3, 0x4ED8_AA4A, 0x5B9C_CA4F, 0x682E_6FF3,
        0x748F_82EE, 0x78A5_636F, 0x84C8_7814, 0x8CC7_0208, 0x90BE_FFFA, 0xA450_6CEB, 0xBEF9_A3F7, 0xC671_78F2,
    ].map { Lanes(repeating: $0) }
}
