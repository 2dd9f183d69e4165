import Catalog
import Hummingbird
import JSONValues
import Localisation
import Registers
import Store

/// Why the programming interface does not do as asked.
enum APIError: Error, Equatable {
    /// There is no such resource, or it is not for this account to know of.
    case notFound
    /// The account may not do this.
    case forbidden
    /// The account still has its one-time password.
    case passwordFirst
    /// The resource does not take this kind of request.
    case wrongMethod(allowed: String)
    /// The body is no JSON that is taken.
    case badJSON(JSONFault)
    /// The body is not marked as JSON.
    case wrongType
    /// The body is larger than this, in bytes.
    case tooLarge(limit: Int)
    /// The body is neither a row nor a list of rows.
    case noRows
    /// More rows at once than this.
    case tooManyRows(limit: Int)
    /// A parameter that there is not.
    case unknownParameter(String)
    /// A parameter whose value cannot be taken.
    case badParameter(String)
    /// A change without the version that it is based on.
    case versionMissing
    /// The row has another version than the one named.
    case otherVersion
    /// Rows that cannot be taken.
    case faults([RowFault])
}

/// What is wrong with a value of a row that was sent.
struct RowFault: Hashable, Sendable {
    /// The row's place in the list sent, from 0.
    let index: Int
    /// The field; empty for the row as a whole.
    let field: String
    let problem: Problem
    var isWarning = false

    /// What is wrong.
    enum Problem: Hashable, Sendable {
        /// What should stand there instead.
        case cell(CellExpectation)
        /// There is no such field.
        case unknownField
        /// The JSON value is of another type than this: `string`, `number`, ….
        case type(String)
    }

    init(index: Int, field: String, _ problem: Problem) {
        (self.index, self.field, self.problem) = (index, field, problem)
    }

    init(_ fault: CellFault) {
        var expected = fault.expected
        // Rows are counted from 0 here, as everywhere in JSON.
        if case .onlyOnce(let row) = expected { expected = .onlyOnce(row: row - 1) }
        index = fault.row - 1
        field = fault.field
        problem = .cell(expected)
        isWarning = fault.isWarning
    }

    /// What is wrong, in words.
    func words(_ language: Language) -> String {
        switch problem {
        case .cell(let expected): expected.words(language)
        case .unknownField: StringCatalogue.standard.string("api.fault.unknownField", language)
        case .type(let name):
            StringCatalogue.standard.string("api.fault.type", language, ["type": name])
        }
    }

    /// As it stands in an answer.
    func json(_ language: Language) -> JSON {
        [
            "index": .integer(index), "field": .string(field),
            "pointer": .string("/\(index)\(field.isEmpty ? "" : "/" + field)"), "detail": .string(words(language)),
        ]
    }
}

extension APIError: Explained {
    /// The last part of the problem's type and of the key of its words.
    private var name: String {
        switch self {
        case .notFound: "notFound"
        case .forbidden: "forbidden"
        case .passwordFirst: "passwordFirst"
        case .wrongMethod: "wrongMethod"
        case .badJSON: "badJSON"
        case .wrongType: "wrongType"
        case .tooLarge: "tooLarge"
        case .noRows: "noRows"
        case .tooManyRows: "tooManyRows"
        case .unknownParameter: "unknownParameter"
        case .badParameter: "badParameter"
        case .versionMissing: "versionMissing"
        case .otherVersion: "otherVersion"
        case .faults: "faults"
        }
    }

    var messageKey: String {
        if case .badJSON(let fault) = self { return fault.messageKey }
        return "api.error.\(name)"
    }

    var messageArguments: [String: String] {
        switch self {
        case .wrongMethod(let allowed): ["allowed": allowed]
        case .badJSON(let fault): fault.messageArguments
        case .tooLarge(let limit): ["limit": "\(limit >> 20) MB"]
        case .tooManyRows(let limit): ["limit": String(limit)]
        case .unknownParameter(let name), .badParameter(let name): ["name": String(name.prefix(60))]
        case .faults(let faults): ["count": String(faults.count)]
        default: [:]
        }
    }

    var status: HTTPStatus {
        switch self {
        case .notFound: .notFound
        case .forbidden, .passwordFirst: .forbidden
        case .wrongMethod: .methodNotAllowed
        case .badJSON, .noRows, .unknownParameter, .badParameter: .badRequest
        case .wrongType: .unsupportedMediaType
        case .tooLarge, .tooManyRows: .contentTooLarge
        case .versionMissing: .preconditionRequired
        case .otherVersion: .preconditionFailed
        case .faults: .unprocessableContent
        }
    }
}
