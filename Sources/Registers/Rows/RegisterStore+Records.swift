import Foundation

extension RegisterStore {
    /// Seals a personal record that is kept outside the registers, such as an application of a family.
    ///
    /// - Parameters:
    ///   - purpose: what kind of record it is; each kind has a key of its own.
    ///   - owner: what it belongs to: moved to another owner it does not open.
    public func sealed(_ record: Data, purpose: String, owner: String) throws -> Data {
        try seal.sealed(record, purpose: purpose, owner: owner)
    }

    /// Opens a record. - Throws: `RegisterError.damagedSeal`, also for another purpose or owner.
    public func unsealed(_ record: Data, purpose: String, owner: String) throws -> Data {
        try seal.unsealed(record, purpose: purpose, owner: owner)
    }

    /// A keyed digest by which equal personal values are found without being readable. Never sent to anybody.
    public func mark(_ value: String, of field: String) -> Int64 {
        var value = value
        return value.withUTF8 { seal.mark(UnsafeRawBufferPointer($0), field: field) }
    }
}
