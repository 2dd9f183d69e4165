import Catalog
import CatchmentFiles
import Catchments
import Crypto
import Documents
import Foundation
import Registers

/// The input of a plan as it was taken, with where it came from.
public struct TakenInput: Sendable {
    /// Points, schools, ways, neighbours.
    public var input: CatchmentInput
    /// Where each part came from.
    public var sources: [CatchmentScheme.Source]

    /// Input that is there already.
    public init(input: CatchmentInput, sources: [CatchmentScheme.Source]) {
        self.input = input
        self.sources = sources
    }

    /// A file as it was handed in.
    public struct File: Sendable {
        /// Its name.
        public var name: String
        /// Its bytes.
        public var bytes: [UInt8]

        /// A file.
        public init(name: String, bytes: [UInt8]) { (self.name, self.bytes) = (name, bytes) }
    }

    /// The files of a plan: what is nil comes from the registers (points, schools) or is not there.
    public struct Files: Sendable {
        /// Points, schools, outlines by point, neighbours, ways, candidate sites.
        public var points: File?, schools: File?, outlines: File?, neighbours: File?, ways: File?, candidates: File?

        /// No files.
        public init() {}
    }
}

extension CatchmentDesk {
    /// Takes the input of a plan from the registers and from files.
    ///
    /// From the registers come the points of the areas that the account may read, and the schools that have seats for the
    /// stage in the school year or the last one before it with a row: places are the planned intake, else the seats shared
    /// among the years of the stage. Schools in files are recognised by the code or the name of the organisation.
    ///
    /// - Throws: `CatchmentPlanError`, `CatchmentFileError`, `DocumentError`, `RegisterError`.
    public func take(stage: String, year: Int, files: TakenInput.Files) throws -> TakenInput {
        try requirePlan()
        guard CatchmentScheme.stages.contains(stage) else { throw CatchmentPlanError.badStage }
        let day = plans.today.text
        var sources: [CatchmentScheme.Source] = [], input = CatchmentInput()
        func note(_ part: String, _ file: TakenInput.File?, _ register: String, _ rows: Int) {
            let digest = file.map { SHA256.hash(data: Data($0.bytes)).map { Self.hexadecimal($0) }.joined() }
            sources.append(
                .init(
                    part: part, name: file.map { String($0.name.prefix(120)) } ?? register, isFile: file != nil,
                    rows: rows, digest: digest, day: day))
        }
        let taker = try RegisterTaking(self, stage: stage, year: year)
        if let file = files.schools {
            input.schools = try taker.schools(CatchmentFiles.schools(.bytes(file.bytes), named: file.name).schools)
        } else {
            input.schools = try taker.schools()
        }
        note("schools", files.schools, "seat_capacity", input.schools.count)
        if let file = files.points {
            let read = try CatchmentFiles.points(.bytes(file.bytes), named: file.name)
            input.points = taker.points(read, schools: input.schools)
            let outlines = try read.features?.outlines() ?? [:]
            for index in input.points.indices { input.points[index].outline = outlines[input.points[index].code] }
        } else {
            input.points = try taker.points()
        }
        note("points", files.points, CatchmentStore.register, input.points.count)
        if let file = files.outlines {
            let outlines = try GeoJSON(.bytes(file.bytes), named: file.name).outlines()
            let known = Set(input.points.map(\.code))
            if let unknown = outlines.keys.sorted().first(where: { !known.contains($0) }) {
                throw CatchmentPlanError.unknown(code: unknown)
            }
            for index in input.points.indices {
                input.points[index].outline = outlines[input.points[index].code] ?? input.points[index].outline
            }
            note("outlines", file, "", outlines.count)
        }
        if let file = files.candidates {
            let read = try CatchmentFiles.schools(.bytes(file.bytes), named: file.name)
            for (school, cost) in zip(read.schools, read.costs) {
                var site = PlanSchool(code: school.id, name: school.id, places: school.capacity)
                (site.place, site.point, site.least) = (school.place, school.point, school.least)
                (site.cost, site.isOpen) = (cost, false)
                input.schools.append(site)
            }
            note("candidates", file, "", read.schools.count)
        }
        if let file = files.neighbours {
            input.neighbours = try CatchmentFiles.neighbours(.bytes(file.bytes), named: file.name)
            note("neighbours", file, "", input.neighbours.count)
        } else {
            let outlines = Dictionary(input.points.compactMap { point in point.outline.map { (point.code, $0) } }) {
                one, _ in one
            }
            input.neighbours = PointOutline.touching(outlines)
        }
        if let file = files.ways {
            let codes = taker.codes(of: input.schools)
            input.ways = try CatchmentFiles.arcs(.bytes(file.bytes), named: file.name).map { way in
                CatchmentArc(point: way.point, school: codes[way.school] ?? way.school, metres: way.metres)
            }
            note("ways", file, "", input.ways.count)
        }
        return TakenInput(input: input, sources: sources)
    }

    private static func hexadecimal(_ byte: UInt8) -> String {
        let digits = String(byte, radix: 16)
        return digits.count == 1 ? "0" + digits : digits
    }
}
