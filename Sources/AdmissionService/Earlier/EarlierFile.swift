import Documents
import Localisation
import Monitoring
import Registers

/// What an import of earlier years is about.
public enum EarlierKind: String, CaseIterable, Hashable, Sendable {
    /// Addresses that served a family: 六年一学位 looks back on years before this program.
    case address
    /// Children of earlier kindergarten collections 往年入园信息采集.
    case kindergarten
}

/// What is wrong with a row of such a file; never what stands in a cell.
public struct EarlierFault: Codable, Hashable, Sendable {
    /// The row in the file, from 1.
    public let row: Int
    /// The column.
    public let column: String
    /// What: `empty`, `year`, `place`, `number`, `twice`.
    public let problem: String
}

/// A row that is right, as it is kept: marks only.
struct EarlierRow: Hashable, Sendable {
    /// The mark of the address, or of the child.
    let mark: Int64
    /// The school year, by its autumn.
    let year: Int
    /// The code of the place.
    let place: String
    /// The school's name or code.
    let school: String
    /// Marks of guardians, where they are told.
    let guardians: String
    /// The child's year of birth; 0 for addresses.
    let born: Int
}

/// Reads files of earlier years, checks every row, and keeps nothing of names, numbers and addresses but their marks.
struct EarlierFile {
    let registers: RegisterStore
    /// Codes of places by code and by name.
    let places: [String: String]
    /// The last school year that may stand in a file.
    let latest: Int

    /// The first school year that is taken.
    static let earliest = 1990
    /// Faults that are kept to be shown.
    static let faultsKept = 200

    private(set) var rows: [EarlierRow] = []
    private(set) var faults: [EarlierFault] = []
    /// Rows with a fault.
    private(set) var faulty = 0
    private var seen: Set<[Int64]> = []

    init(registers: RegisterStore, places: [String: String], latest: Int) {
        (self.registers, self.places, self.latest) = (registers, places, latest)
    }

    /// - Throws: `AdmissionFileError`, `TableError` for a file that is no such table.
    mutating func read(_ bytes: [UInt8], named file: String, as kind: EarlierKind) throws {
        let year = ["year", "学年", "入学年份", "入学年"], school = ["school", "学校", "幼儿园", "就读学校"]
        let place = ["place", "片区编号", "小区", "居住地点", "地点"]
        var reader = self
        switch kind {
        case .address:
            try PlacementFiles.read(
                bytes, file, [place, ["unit", "房屋", "单元门牌", "不动产单元号"], school, year],
                optional: [["guardians", "监护人证件号", "家长证件号"]]
            ) { reader.address($0, $1) }
        case .kindergarten:
            try PlacementFiles.read(
                bytes, file, [["child", "证件号", "幼儿证件号", "身份证号"], place, year], optional: [school]
            ) { reader.child($0, $1) }
        }
        self = reader
    }

    private mutating func refuse(_ row: Int, _ column: String, _ problem: String) {
        faulty += 1
        if faults.count < Self.faultsKept { faults.append(.init(row: row, column: column, problem: problem)) }
    }

    private func schoolYear(_ text: String) -> Int? {
        let digits = text.prefix { $0.isNumber }
        return Int(digits).flatMap { (Self.earliest...latest).contains($0) ? $0 : nil }
    }

    private mutating func address(_ row: Int, _ cells: [String]) {
        guard let place = places[cells[0]] else { return refuse(row, "place", cells[0].isEmpty ? "empty" : "place") }
        var form = ApplicationForm()
        (form.place, form.unit) = (place, cells[1])
        guard let key = form.trimmed.addressKey else { return refuse(row, "unit", "empty") }
        guard !cells[2].isEmpty else { return refuse(row, "school", "empty") }
        guard let year = schoolYear(cells[3]) else { return refuse(row, "year", "year") }
        let numbers = cells[4].split { " 、,，;；|".contains($0) }.map { $0.uppercased() }
        guard numbers.allSatisfy({ IDNumber($0)?.state(today: registers.today) == .ok }) else {
            return refuse(row, "guardians", "number")
        }
        let mark = registers.mark(key, of: "admission address")
        guard seen.insert([mark, Int64(year)]).inserted else { return refuse(row, "unit", "twice") }
        rows.append(
            EarlierRow(
                mark: mark, year: year, place: place, school: String(cells[2].prefix(60)),
                guardians: numbers.map { String(registers.mark($0, of: "admission guardian")) }.sorted()
                    .joined(separator: " "), born: 0))
    }

    private mutating func child(_ row: Int, _ cells: [String]) {
        let number = cells[0].uppercased()
        guard let known = IDNumber(number), let birth = known.birth, known.state(today: registers.today) == .ok else {
            return refuse(row, "child", cells[0].isEmpty ? "empty" : "number")
        }
        guard let place = places[cells[1]] else { return refuse(row, "place", cells[1].isEmpty ? "empty" : "place") }
        guard let year = schoolYear(cells[2]), year >= birth.year else { return refuse(row, "year", "year") }
        let text = String(decoding: known.characters, as: UTF8.self)
        let mark = registers.mark("\(ApplicationForm.IDKind.resident.rawValue) \(text)", of: "admission child")
        guard seen.insert([mark, Int64(year)]).inserted else { return refuse(row, "child", "twice") }
        rows.append(
            EarlierRow(
                mark: mark, year: year, place: place, school: String(cells[3].prefix(60)), guardians: "",
                born: birth.year))
    }
}
