import Monitoring
import Registers

/// The rows of a register of a simulated region: made unit by unit, a school, a child or a class at a time.
struct RegionTable: Sendable {
    let register: String
    let fields: [String]
    let units: Int
    /// Adds the rows of a unit, numbered from 0.
    let rows: @Sendable (Int, inout [[LoadCell]]) -> Void

    /// Where the cell of a field stands.
    func position(_ field: String) -> Int { fields.firstIndex(of: field) ?? 0 }

    /// What names a row for readers, without personal data: its first cells that are given.
    func key(_ row: [LoadCell]) -> String {
        let hidden: Set = ["registry_number", "name", "id_number", "mobile"]
        return zip(fields, row).filter { !hidden.contains($0.0) }.prefix(4)
            .map { "\($0.0)=\($0.1.plain)" }.joined(separator: " ")
    }
}

extension Region {
    /// All registers that are made, in the order in which they are loaded.
    var tables: [RegionTable] {
        [
            organisations, schoolRows, groupMembers, partyOrganisations, terms, population, funding, buildings, rooms,
            staffRows, establishment, appointments, qualifications, backbones, classRows, lessons, seats, conditions,
            pastCounts,
            seatProjects, demandChanges, residentialPoints, studentRows, guardians, enrolments, studentChanges, fitness,
            vision,
        ]
    }

    /// An ID number (GB 11643) with its check character.
    static func idNumber(_ division: String, _ birth: Day, _ sequence: Int) -> String {
        let (year, month, date) = birth.civil
        var bytes = Array(division.utf8)
        func put(_ number: Int, _ divisors: [Int]) {
            for divisor in divisors { bytes.append(UInt8(ascii: "0") + UInt8(number / divisor % 10)) }
        }
        put(year, [1000, 100, 10, 1])
        put(month, [10, 1])
        put(date, [10, 1])
        put(sequence, [100, 10, 1])
        bytes.append(IDNumber.check(bytes) ?? UInt8(ascii: "0"))
        return String(decoding: bytes, as: UTF8.self)
    }

    /// A number with zeros before it.
    static func padded(_ number: Int, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }

    /// A mobile number that belongs to nobody else here.
    static func mobile(_ number: Int, prefix: String) -> String { prefix + padded(number, 8) }
}
