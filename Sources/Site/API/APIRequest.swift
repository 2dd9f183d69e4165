import AdmissionService
import Catalog
import CatchmentPlanning
import Foundation
import Hummingbird
import JSONValues
import Localisation
import Registers
import SeatPlanning
import Store

/// One request of a programme: who asks for what, as which account.
struct APIRequest: Sendable {
    let path: APIPath
    let method: HTTPRequest.Method
    let query: FormValues
    /// What was sent; null for requests without a body.
    let body: JSON
    /// The header `If-Match` as sent.
    let ifMatch: String?
    let language: Language
    let account: Account
    /// What the account may do with the registers.
    let access: RegisterAccess
    let store: RegisterStore
    /// Admission rounds and the applications of families.
    let admissions: AdmissionStore
    /// The forecasts of seats.
    let seats: SeatBoards
    /// Catchment plans.
    let catchments: CatchmentStore
    /// The address that the site is asked by, for the OpenAPI document.
    let server: String

    /// The answer. - Throws: `APIError`, `RegisterError`.
    func answer() throws -> Answer {
        // The one rule of the site first; the registers' own rule decides on rows.
        guard may(account, .viewOrganisation) else {
            throw account.mustChangePassword ? APIError.passwordFirst : APIError.forbidden
        }
        switch path {
        case .document:
            try refuseParameters()
            return .json(OpenAPIDocument(catalog: store.catalog, server: server).json)
        case .registers:
            try refuseParameters()
            return .json(["registers": .array(access.readable(store.catalog).map(summary))])
        case .codes(let name):
            try refuseParameters()
            guard let list = store.catalog.codeLists[name] else { throw APIError.notFound }
            return .json(Self.codes(list))
        case .organisations:
            try refuseParameters()
            return try organisations()
        case .admissions(let resource):
            return try AdmissionAnswers(request: self, admissions: admissions).answer(resource)
        case .seats(let resource): return try SeatAnswers(request: self, boards: seats).answer(resource)
        case .catchments(let resource):
            return try CatchmentAnswers(request: self, plans: catchments).answer(resource)
        case .register(let name):
            let rows = RegisterRows(request: self, register: try register(name))
            return method == .post ? try rows.add() : try rows.list()
        case .row(let name, let id):
            let rows = RegisterRows(request: self, register: try register(name))
            switch method {
            case .put: return try rows.replace(id)
            case .delete: return try rows.remove(id)
            default: return try rows.show(id)
            }
        case .history(let name, let id):
            return try RegisterRows(request: self, register: try register(name)).history(id)
        }
    }

    private func register(_ name: String) throws -> Register {
        let register = try store.register(name)
        guard RegisterAction.allCases.contains(where: { access.may($0, register) }) else { throw APIError.forbidden }
        return register
    }

    /// - Throws: `APIError.unknownParameter` where there is a parameter: a misspelt one must not be ignored.
    func refuseParameters() throws {
        if let item = query.items.first { throw APIError.unknownParameter(item.name) }
    }

    private func summary(_ register: Register) -> JSON {
        [
            "name": .string(register.name), "title": Self.words(register.title),
            "domain": .string(register.domain), "kind": .string(register.kind.rawValue),
            "sensitive": .bool(register.isSensitive),
            "actions": .array(
                RegisterAction.allCases.filter { access.may($0, register) }.map { .string($0.rawValue) }),
            "rows": .string(APIPath.register(register.name).path),
            "schema": .string("\(APIPath.document.path)#/components/schemas/\(register.name)"),
        ]
    }

    private static func codes(_ list: CodeList) -> JSON {
        [
            "name": .string(list.name), "title": words(list.title), "source": .string(list.source),
            "codes": .array(
                list.codes.map { code in
                    [
                        "code": .string(code.code), "title": words(code.title),
                        "parent": code.parent.isEmpty ? .null : .string(code.parent),
                        "attributes": .object(
                            code.attributes.sorted { $0.key < $1.key }
                                .map { .init(name: $0.key, value: .string($0.value)) }),
                    ]
                }),
        ]
    }

    private func organisations() throws -> Answer {
        let nodes = try store.organisations().nodes.values.sorted { ($0.code, $0.id) < ($1.code, $1.id) }
        return .json([
            "organisations": .array(
                nodes.map { node in
                    [
                        "id": .integer(node.id), "code": .string(node.code), "name": .string(node.name),
                        "level": .string(node.level.rawValue),
                        "parent": node.parent.map { .integer($0) } ?? .null,
                    ]
                })
        ])
    }

    static func words(_ words: CatalogWords) -> JSON { ["zh": .string(words.chinese), "en": .string(words.english)] }
}

extension Answer {
    /// JSON for programmes.
    static func json(_ json: JSON, status: HTTPStatus = .ok) -> Answer {
        Answer(status: status, headers: [.contentType: "application/json"], bytes: json.bytes)
    }
}
