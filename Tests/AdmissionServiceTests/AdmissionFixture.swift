import Catalog
import Foundation
import Monitoring
import Registers
import ShippedCatalog
import Synchronization

@testable import AdmissionService
@testable import Store

/// Admissions of a small district in a directory of its own, on a day that a test turns.
final class AdmissionFixture: Sendable {
    static let catalog = Result { try ShippedCatalog.catalog() }

    let directory: URL
    private let clock = TurnedClock()
    let admissions: AdmissionStore
    let bureau: AdmissionDesk

    init() throws {
        directory = FileManager.default.temporaryDirectory.appending(path: "admissions-\(UUID().uuidString)")
        let clock = clock
        var environment = StoreEnvironment(now: { clock.now }, randomBytes: StoreEnvironment.live.randomBytes)
        environment.passwordRounds = 1 << 10
        let store = try Store.open(
            directory: directory, migrations: AdmissionSchema.migrations, environment: environment)
        let registers = try RegisterStore.open(
            directory: directory, catalog: Self.catalog.get(), environment: environment)
        admissions = AdmissionStore(store: store, registers: registers)
        bureau = try AdmissionDesk(admissions, access: .commandLine, principal: .commandLine)
        for (code, name, level, kind, parent) in [
            ("D", "云岚区教育局", "district", "10", ""), ("A1", "东片学区", "area", "12", "D"),
            ("S1", "云岚第一小学", "school", "20", "A1"), ("S2", "云岚第二小学", "school", "20", "A1"),
            ("S3", "西山小学", "school", "20", "A1"), ("K1", "云岚幼儿园", "school", "20", "A1"),
        ] {
            var cells = ["code": code, "name": name, "level": level, "kind": kind, "opened_on": "1990-09-01"]
            if !parent.isEmpty { cells["parent"] = parent }
            _ = try add("organisation", cells)
        }
    }

    deinit { try? FileManager.default.removeItem(at: directory) }

    func turn(to day: String) {
        if let day = Day(day) { clock.turn(to: day) }
    }

    func add(_ register: String, _ cells: [String: String]) throws -> Int64 {
        let registers = admissions.registers
        let report = try registers.add(
            cells, to: registers.register(register), access: .commandLine, by: .commandLine)
        guard let row = report.row else { throw Refused(faults: report.faults) }
        return row
    }

    struct Refused: Error { let faults: [CellFault] }

    func organisation(_ code: String) throws -> Int64 {
        try admissions.registers.organisations().nodes.values.first { $0.code == code }?.id ?? 0
    }

    /// A round of a kind with two schools, published.
    func round(_ kind: String = "primary_multi", places: [String: Int] = ["S1": 2, "S2": 2]) throws -> Int64 {
        let id = try bureau.create(kind: kind, year: 2026, title: "")
        try bureau.setSchools(places, of: id)
        try bureau.setPlaces(
            [
                RoundPlace(code: "P01", name: "清河街道毛纺路15号院", schools: places.keys.sorted()),
                RoundPlace(code: "P02", name: "西山里", schools: ["S1"]),
            ], of: id)
        try bureau.publish(id)
        return id
    }

    /// An identity number of a child or a grown-up, by its day of birth.
    static func number(_ birth: String, _ sequence: Int) -> String {
        let digits = "110108" + birth + String(String(1000 + sequence).suffix(3))
        let check = IDNumber.check(Array(digits.utf8)) ?? 0x30
        return digits + String(UnicodeScalar(check))
    }

    static func form(_ index: Int, place: String = "P01", choices: [String] = ["S1", "S2"]) -> ApplicationForm {
        var form = ApplicationForm()
        form.name = "周小\(index)"
        form.idNumber = number("20200305", index)
        form.guardians = [
            .init(name: "周大\(index)", relation: "51", idNumber: number("19880101", index), mobile: "13800000000")
        ]
        form.place = place
        form.address = "毛纺路15号院\(index)号楼"
        form.unit = "\(index)-1-101"
        form.answers = ["hukou": "here", "home": "own", "service": "none"]
        form.choices = choices
        return form
    }

    static let passphrase = "云岚区小学家长的口令"

    /// A family that has handed in; its application's row.
    @discardableResult
    func applied(_ round: Int64, _ form: ApplicationForm) throws -> Int64 {
        let id = try drafted(round, form)
        try admissions.submit(id, version: admissions.application(id).version)
        return id
    }

    func drafted(_ round: Int64, _ form: ApplicationForm) throws -> Int64 {
        let made = try admissions.start(in: round, passphrase: Self.passphrase, address: "")
        let id = try admissions.session(token: made.token)?.application ?? 0
        try admissions.save(form, of: id, version: 1)
        for document in ["household", "birth", "title_deed"] {
            try? admissions.add(
                Data("%PDF-1.4 \(document)".utf8), named: "\(document).pdf", type: "application/pdf", as: document,
                to: id)
        }
        return id
    }

}

/// A clock that stands on a day until it is turned.
private final class TurnedClock: Sendable {
    // 7 May 2026.
    private let day = Mutex(20_580)
    var now: Date { Date(timeIntervalSince1970: Double(day.withLock { $0 }) * 86_400 + 3_600) }
    func turn(to new: Day) { day.withLock { $0 = new.number } }
}
