import AdmissionService
import Catalog
import CatchmentPlanning
import Foundation
import Hummingbird
import Ledger
import Logging
import NIOEmbedded
import PlanModel
import PlanReading
import Registers
import Store
import Synchronization

@testable import Site

/// A site over a store of its own, asked without sockets.
final class SiteHarness {
    let ledger: PlanLedger
    let registers: RegisterStore
    let responder: SiteResponder
    let clock = TestClock()
    private let directory: URL
    /// The browser's cookies.
    var cookies: [String: String] = [:]

    /// A site; its registers are those given, or of `catalog`, by default organisations alone.
    init(
        configuration: SiteConfiguration = SiteConfiguration(assetFolders: []), catalog: Catalog? = nil,
        registers given: RegisterStore? = nil
    ) throws {
        directory = FileManager.default.temporaryDirectory.appending(path: "xuezheng-site-\(UUID().uuidString)")
        let clock = clock
        var environment = StoreEnvironment(now: { clock.now }, randomBytes: StoreEnvironment.live.randomBytes)
        // What a real password costs is the store's to test.
        environment.passwordRounds = 1 << 10
        ledger = try PlanLedger.open(
            directory: directory, more: AdmissionSchema.migrations + CatchmentSchema.migrations,
            environment: environment)
        registers =
            try given
            ?? RegisterStore.open(
                directory: directory, catalog: catalog ?? Self.organisations.get(), environment: environment)
        responder = try SiteResponder(ledger: ledger, registers: registers, configuration: configuration)
    }

    deinit { try? FileManager.default.removeItem(at: directory) }

    /// What came back.
    struct Reply {
        let status: Int
        let headers: HTTPFields
        let bytes: [UInt8]
        /// The bytes as words.
        var body: String { String(decoding: bytes, as: UTF8.self) }

        func header(_ name: String) -> String? { HTTPField.Name(name).flatMap { headers[$0] } }
    }

    /// Asks as a browser does; keeps the cookies that it gets.
    @discardableResult
    func ask(
        _ method: HTTPRequest.Method = .get, _ path: String, body: [UInt8] = [], headers: [String: String] = [:],
        host: String = "localhost:8080"
    ) async throws -> Reply {
        var fields = HTTPFields()
        for (name, value) in headers {
            if let name = HTTPField.Name(name) { fields[name] = value }
        }
        if !cookies.isEmpty { fields[.cookie] = cookies.map { "\($0)=\($1)" }.joined(separator: "; ") }
        let channel = EmbeddedChannel()
        let context = SiteContext(
            source: ApplicationRequestContextSource(
                channel: channel, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }))
        let request = Request(
            head: .init(method: method, scheme: "http", authority: host, path: path, headerFields: fields),
            body: .init(buffer: ByteBuffer(bytes: body)))
        let response = try await responder.respond(to: request, context: context)
        let collector = Collector()
        try await response.body.write(collector)
        for cookie in response.headers[values: .setCookie] {
            let pair = cookie.split(separator: ";")[0].split(separator: "=", maxSplits: 1)
            cookies[String(pair[0])] = cookie.contains("Max-Age=0") ? nil : pair.count > 1 ? String(pair[1]) : ""
        }
        return Reply(status: response.status.code, headers: response.headers, bytes: Array(buffer: collector.bytes))
    }

    /// Posts a form, with the session's token where somebody is signed in.
    @discardableResult
    func post(_ path: String, _ fields: [(String, String)], headers: [String: String] = [:]) async throws -> Reply {
        let all = try fields + (csrf.map { [("csrf", $0)] } ?? [])
        let body = all.map { "\(SiteLink.encode($0.0))=\(SiteLink.encode($0.1))" }.joined(separator: "&")
        return try await ask(
            .post, path, body: Array(body.utf8),
            headers: ["Content-Type": "application/x-www-form-urlencoded"].merging(headers) { _, new in new })
    }

    /// Posts a form with a file.
    @discardableResult
    func upload(
        _ path: String, name: String, _ data: [UInt8], field: String = "files", fields: [(String, String)] = []
    ) async throws -> Reply {
        var body: [UInt8] = []
        for (name, value) in try fields + (csrf.map { [("csrf", $0)] } ?? []) {
            body += Array("--X\r\nContent-Disposition: form-data; name=\"\(name)\"\r\n\r\n\(value)\r\n".utf8)
        }
        body += Array("--X\r\nContent-Disposition: form-data; name=\"\(field)\"; filename=\"\(name)\"\r\n\r\n".utf8)
        body += data + Array("\r\n--X--\r\n".utf8)
        return try await ask(
            .post, path, body: body, headers: ["Content-Type": "multipart/form-data; boundary=X"])
    }

    /// The token of the session that the cookie names.
    var csrf: String? {
        get throws { try cookies["xuezheng"].flatMap { try ledger.store.accounts.session(token: $0) }?.csrfToken }
    }

    /// Makes an account that has its own password already.
    @discardableResult
    func account(_ login: String, _ roles: Set<Role>, office: OfficeID? = nil) throws -> Account {
        let accounts = ledger.store.accounts
        let new = try accounts.create(
            AccountDetails(login: login, displayName: login, office: office, roles: roles), by: .system("test"))
        try accounts.changePassword(new.account.id, current: new.oneTimePassword, new: Self.password(login))
        return try accounts.account(new.account.id)
    }

    static func password(_ login: String) -> String { "云岚的测试口令-\(String(login.reversed()))" }

    /// Signs in through the store, without the work of the page; the page has its own tests.
    func signIn(_ login: String) throws {
        cookies["xuezheng"] = try ledger.store.accounts.signIn(
            login: login, password: Self.password(login), address: ""
        ).token
    }

    /// Keeps a plan of a few tasks as a draft.
    @discardableResult
    func draft(_ text: String = SiteHarness.plan) throws -> Plan {
        let document = DocumentText(plain: text)
        let data = Data(text.utf8)
        let file = PlanFile(digest: try ledger.store.files.keep(data), name: "要点.txt", format: "text")
        return try ledger.keepDraft(
            PlanReader().read(document), text: document, file: file, by: .system("test")
        ).plan
    }

    /// Keeps a plan and opens it with all its tasks.
    func opened(_ text: String = SiteHarness.plan) throws -> Plan {
        let plan = try draft(text)
        let tasks = try ledger.tasks(.review(of: plan.id)).rows.map(\.id)
        try ledger.apply(.accept(tasks), to: plan.id, by: .system("test"))
        return try ledger.openPlan(plan.id, by: .system("test"))
    }

    /// The least that there is: an empty tree of organisations.
    static let organisations = Result {
        let text = """
            register: organisation
            title: {zh: 机构, en: Organisations}
            domain: core
            system: org-master
            kind: entity
            key: [code]
            label: [name]
            fields:
              code: {title: {zh: 编码, en: Code}, type: text, required: true}
              name: {title: {zh: 名称, en: Name}, type: text, required: true}
              level: {title: {zh: 层级, en: Level}, type: text, required: true}
              parent: {title: {zh: 上级, en: Parent}, type: ref, ref: organisation}
            list: [code, name]
            """
        return try CatalogReader.read([[CatalogFile(path: "core/organisation.yaml", bytes: Array(text.utf8))]])
    }

    static let plan = """
        云岚区教育局2026年工作要点

        一、提升学前教育质量

        1. 扩大普惠性学前教育资源
        目标任务：新增公办幼儿园3所，普惠性幼儿园覆盖率达到92%以上。
        工作措施：8月底前完成3所幼儿园建设。制定《云岚区普惠园管理办法》。
        责任科室：学前教育科、规划财务科

        2. 规范幼儿园保教行为
        目标任务：开展保教质量评估40所。
        工作措施：组织专项督导2次。
        责任科室：督导室

        二、加强教师队伍建设

        3. 补充中小学教师
        目标任务：公开招聘教师120名。
        工作措施：9月底前完成招聘。
        责任科室：人事科
        配合科室：规划财务科

        """
}

/// A clock that stands still until it is told otherwise.
final class TestClock: Sendable {
    private let time = Mutex(Date(timeIntervalSince1970: 1_770_000_000))
    var now: Date { time.withLock { $0 } }
    func advance(_ seconds: Double) { time.withLock { $0 += seconds } }
}

final class Collector: ResponseBodyWriter, @unchecked Sendable {
    var bytes = ByteBuffer()
    func write(_ buffer: ByteBuffer) async throws {
        var buffer = buffer
        bytes.writeBuffer(&buffer)
    }
    func finish(_ trailingHeaders: HTTPFields?) async throws {}
}
