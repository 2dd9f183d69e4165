import Foundation
import Localisation
import Synchronization
import Testing

@testable import Site

@Suite("Work in the background")
struct BackgroundRunsTests {
    /// Work that waits until the test has it done.
    final class Waiting: Sendable {
        private let works = Mutex<[@Sendable () -> Void]>([])
        func add(_ work: @escaping @Sendable () -> Void) { works.withLock { $0.append(work) } }
        func next() { works.withLock { $0.isEmpty ? nil : $0.removeFirst() }?() }
    }

    struct Broken: Error {}

    let waiting = Waiting(), runs: BackgroundRuns
    let now = Date(timeIntervalSince1970: 1_000_000)
    static let pages: [SitePath] = [
        .quality(.scores), .catchments(.plan(1)), .admissions(.chances(1)), .catchments(.plan(2)),
    ]

    init() {
        let waiting = waiting
        runs = BackgroundRuns(start: { waiting.add($0) })
    }

    @Test("a run tells how far it is, and then that it is done")
    func progress() throws {
        let page = Self.pages[0], runs = runs
        #expect(runs[page] == nil)
        try runs.begin(page, at: now) { progress in
            #expect(progress(0.25))
            guard case .running(let share)? = runs[page]?.phase else { throw Broken() }
            #expect(share == 0.25)
        }
        guard case .running(nil)? = runs[page]?.phase else { return #expect(Bool(false), "begun") }
        #expect(runs[page]?.began == now && runs[Self.pages[1]] == nil)
        waiting.next()
        guard case .done? = runs[page]?.phase else { return #expect(Bool(false), "done") }
    }

    @Test("what somebody ends is stopped, what breaks has failed, and both can be begun again")
    func endings() throws {
        let page = Self.pages[1]
        try runs.begin(page, at: now) { progress in
            guard progress(0.5) else { throw CancellationError() }
        }
        runs.end(page)
        waiting.next()
        guard case .stopped? = runs[page]?.phase else { return #expect(Bool(false), "stopped") }
        try runs.begin(page, at: now) { progress in
            #expect(progress(0.5), "an end is not kept for the next run")
            throw Broken()
        }
        waiting.next()
        guard case .failed(let error)? = runs[page]?.phase, error is Broken else {
            return #expect(Bool(false), "failed")
        }
        // What was kept in spite of it is kept.
        try runs.begin(page, at: now) { _ in }
        runs.end(page)
        waiting.next()
        guard case .done? = runs[page]?.phase else { return #expect(Bool(false), "done") }
        runs.end(Self.pages[0])
        #expect(runs[Self.pages[0]] == nil)
    }

    @Test("one run a page, and no more than a few at a time")
    func bounds() throws {
        for page in Self.pages.prefix(BackgroundRuns.limit) { try runs.begin(page, at: now) { _ in } }
        #expect(throws: RunRefusal.underWay) { try runs.begin(Self.pages[0], at: now) { _ in } }
        let last = Self.pages[BackgroundRuns.limit]
        #expect(throws: RunRefusal.others(count: BackgroundRuns.limit)) { try runs.begin(last, at: now) { _ in } }
        #expect(runs[last] == nil)
        waiting.next()
        try runs.begin(last, at: now) { _ in }
        #expect(runs[last]?.isRunning == true)
    }

    @Test("how a run ended is forgotten after a day; what still runs is not")
    func forgotten() throws {
        try runs.begin(Self.pages[0], at: now) { _ in }
        waiting.next()
        try runs.begin(Self.pages[1], at: now) { _ in }
        try runs.begin(Self.pages[2], at: now + BackgroundRuns.lifetime + 1) { _ in }
        #expect(runs[Self.pages[0]] == nil && runs[Self.pages[1]]?.isRunning == true)
    }

    @Test("in a thread of its own where nothing else is said")
    func thread() async {
        let runs = BackgroundRuns(), page = Self.pages[0], now = now
        await withCheckedContinuation { done in
            #expect(throws: Never.self) { try runs.begin(page, at: now) { _ in done.resume() } }
        }
    }

    @Test("a refusal has words in both languages", arguments: Language.allCases)
    func words(language: Language) {
        for refusal in [RunRefusal.underWay, .others(count: 3)] {
            #expect(!refusal.message(in: language).contains("site.run") && !refusal.message(in: language).contains("{"))
        }
    }
}
