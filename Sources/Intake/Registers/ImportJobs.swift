import Catalog
import Foundation
import Localisation
import Registers
import Store
import Synchronization

/// The imports of a running server: each in a thread of its own, one at a time a register.
///
/// Jobs live in memory. Where the process ends, an import under way is undone with its transaction, and its file has to be
/// handed in again.
public final class ImportJobs: Sendable {
    private let jobs = Mutex<[String: ImportJob]>([:])
    private let environment: StoreEnvironment
    private let files: FileStore

    /// How long a job is kept after it began, in seconds.
    static let lifetime = 86_400.0
    /// Most jobs that are kept; the oldest that do not run give way.
    static let limit = 200

    /// No jobs yet.
    public init(files: FileStore, environment: StoreEnvironment) {
        self.files = files
        self.environment = environment
    }

    /// A job of an account. - Throws: `ImportJobError.noJob`.
    public func job(_ id: String, of account: Int64) throws -> ImportJob {
        guard let job = jobs.withLock({ $0[id] }), job.account == account else { throw ImportJobError.noJob }
        return job
    }

    /// The jobs of an account for a register, or for all, latest first.
    public func jobs(of account: Int64, register: String? = nil) -> [ImportJob] {
        jobs.withLock { $0.values.filter { $0.account == account && (register == nil || $0.register == register) } }
            .sorted { $0.began > $1.began }
    }

    /// Keeps a file, guesses its columns, and begins the preview where every required field has one.
    ///
    /// - Throws: what opening the file throws, `ImportJobError.busy`.
    public func begin(
        _ data: Data, named name: String, into register: Register, with intake: RegisterIntake, account: Int64
    ) throws -> ImportJob {
        let file = try intake.open(.bytes(Array(data)), named: name, for: register)
        let now = environment.now()
        var job = ImportJob(
            id: environment.randomBytes(16).map { String($0, radix: 16) }.joined(separator: "-"),
            register: register.name, account: account, file: name,
            digest: try files.keep(try intake.store.sealed(data)), sheet: file.sheet.name, began: now,
            mapping: file.mapping, phaseBegan: now)
        job.total = Self.lines(of: data).map { max(0, $0 - file.headerRow) }
        jobs.withLock { jobs in
            for old in jobs.values where !old.isRunning && now.timeIntervalSince(old.began) > Self.lifetime {
                jobs[old.id] = nil
            }
            let idle = jobs.values.filter { !$0.isRunning }.sorted { $0.began < $1.began }
            for old in idle.prefix(max(0, jobs.count - Self.limit + 1)) { jobs[old.id] = nil }
            jobs[job.id] = job
        }
        if job.mapping.missing(in: register).isEmpty { try check(job, with: intake) }
        return try self.job(job.id, of: account)
    }

    /// Makes the preview, of other columns where the mapping was changed.
    ///
    /// - Throws: `ImportJobError`.
    public func check(_ job: ImportJob, with intake: RegisterIntake) throws {
        let register = try intake.store.register(job.register)
        let fields = job.mapping.fields.compactMap(\.self)
        guard job.mapping.fields.count == job.mapping.titles.count, Set(fields).count == fields.count,
            fields.allSatisfy({ register.field($0) != nil })
        else { throw ImportJobError.badMapping }
        let missing = job.mapping.missing(in: register)
        guard missing.isEmpty else {
            throw ImportJobError.missing(fields: missing.map(\.title.chinese).joined(separator: "、"))
        }
        try start(job, .checking) { entry in
            entry.mapping = job.mapping
            entry.report = nil
        }
        run(job, register, intake, .preview)
    }

    /// Takes the rows in, as the preview showed them; where the register was changed since, another preview is made.
    ///
    /// - Throws: `ImportJobError`.
    public func take(_ job: ImportJob, _ mode: ImportMode, with intake: RegisterIntake) throws {
        guard case .ready = job.phase, mode != .preview, let report = job.report else {
            throw ImportJobError.wrongPhase
        }
        let register = try intake.store.register(job.register)
        try start(job, .taking(mode)) { $0.total = report.rows }
        run(job, register, intake, mode, expecting: report.version)
    }

    /// Cancels what runs, or forgets the preview. - Throws: `ImportJobError.noJob`.
    public func cancel(_ job: ImportJob) throws {
        try change(job.id) { job in
            if job.isRunning { job.isCancelled = true } else { job.phase = .cancelled }
        }
    }

    /// The file as it came.
    public func data(_ job: ImportJob, _ store: RegisterStore) throws -> Data {
        try store.unsealed(try files.data(job.digest))
    }

    /// The file again, with the job's columns. - Throws: what opening throws, `ImportJobError.badMapping`.
    public func open(_ job: ImportJob, with intake: RegisterIntake) throws -> RegisterFile {
        let register = try intake.store.register(job.register)
        var file = try intake.open(.bytes(Array(try data(job, intake.store))), named: job.file, for: register)
        guard file.mapping.titles == job.mapping.titles else { throw ImportJobError.badMapping }
        file.mapping = job.mapping
        return file
    }

    // MARK: - Running

    private func start(
        _ job: ImportJob, _ phase: ImportJob.Phase, _ body: (inout ImportJob) -> Void
    ) throws {
        let now = environment.now()
        try jobs.withLock { jobs in
            guard !jobs.values.contains(where: { $0.register == job.register && $0.isRunning }) else {
                throw ImportJobError.busy
            }
            guard var entry = jobs[job.id] else { throw ImportJobError.noJob }
            entry.phase = phase
            entry.rows = 0
            entry.phaseBegan = now
            entry.isCancelled = false
            body(&entry)
            jobs[job.id] = entry
        }
    }

    private func change(_ id: String, _ body: (inout ImportJob) -> Void) throws {
        try jobs.withLock { jobs in
            guard var job = jobs[id] else { throw ImportJobError.noJob }
            body(&job)
            jobs[id] = job
        }
    }

    private func run(
        _ job: ImportJob, _ register: Register, _ intake: RegisterIntake, _ mode: ImportMode, expecting: Int64? = nil
    ) {
        let thread = Thread { [self] in
            let result = Result {
                try intake.take(
                    open(job, with: intake), into: register, mode: mode, expecting: expecting, digest: job.digest,
                    progress: { rows in
                        jobs.withLock { jobs in
                            jobs[job.id]?.rows = rows
                            return jobs[job.id]?.isCancelled == false
                        }
                    })
            }
            end(job, result, register, intake, mode)
        }
        // Reading an old workbook's cells goes deep.
        thread.stackSize = 8 << 20
        thread.start()
    }

    private func end(
        _ job: ImportJob, _ result: Result<ImportReport, any Error>, _ register: Register, _ intake: RegisterIntake,
        _ mode: ImportMode
    ) {
        let isStale = (result.failure as? ImportRefusal) == .stale
        try? change(job.id) { job in
            switch result {
            case .success(let report):
                job.report = report
                job.total = report.rows
                job.phase = mode == .preview || !report.isKept && report.refused > 0 ? .ready : .done(mode)
            case .failure(ImportRefusal.cancelled): job.phase = .cancelled
            case .failure where isStale:
                job.isAgain = true
                job.phase = .mapping
            case .failure(let error): job.phase = .failed(error as? any Error & Explained)
            }
        }
        if isStale {
            do {
                try check(job, with: intake)
            } catch {
                try? change(job.id) { $0.phase = .failed(error as? any Error & Explained) }
            }
        }
    }

    /// The lines of a text; nil for a workbook, whose rows are packed.
    private static func lines(of data: Data) -> Int? {
        if data.starts(with: [0x50, 0x4B]) { return nil }
        return data.reduce(into: 0) { if $1 == 10 { $0 += 1 } }
    }
}

extension Result {
    fileprivate var failure: Failure? { if case .failure(let error) = self { error } else { nil } }
}
