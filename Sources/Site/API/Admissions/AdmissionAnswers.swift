import AdmissionService
import Admissions
import Hummingbird
import JSONValues
import Localisation
import Monitoring

/// Answers what programmes ask of admissions.
///
/// Rounds, records and results are what everybody sees on the pages for families: numbers, never names. Rights on the
/// register of admissions decide about what is not published yet, and about statistics.
struct AdmissionAnswers {
    let request: APIRequest
    let admissions: AdmissionStore

    func answer(_ resource: AdmissionResource) throws -> Answer {
        do {
            switch resource {
            case .rounds:
                try request.refuseParameters()
                return .json(["rounds": .array(try rounds().map(Self.summary))])
            case .round(let id):
                try request.refuseParameters()
                return .json(try whole(try round(id)))
            case .record(let id):
                try request.refuseParameters()
                let text = try admissions.drawFile("record.json", of: try round(id))
                return Answer(status: .ok, headers: [.contentType: "application/json"], bytes: Array(text.utf8))
            case .results(let id): return .json(try results(try round(id)))
            case .statistics(let id):
                try request.refuseParameters()
                return .json(try statistics(try round(id)))
            case .verify: return .json(try verdict())
            case .place:
                try request.refuseParameters()
                return .json(try PlacementRequest(request.body).answer(request.language))
            }
        } catch let error as AdmissionError {
            switch error {
            case .noRound, .noDocument, .noRegister: throw APIError.notFound
            case .notAllowed: throw APIError.forbidden
            default: throw APIRefusal(reason: error, status: .conflict)
            }
        } catch let error as MarketError {
            throw APIRefusal(reason: error)
        } catch let error as DrawError {
            throw APIRefusal(reason: error)
        } catch let error as CanonicalTextError {
            throw APIRefusal(reason: error)
        }
    }

    // MARK: - Rounds

    private var desk: AdmissionDesk {
        get throws { try AdmissionDesk(admissions, access: request.access, principal: request.account.principal) }
    }

    /// Published rounds, and drafts for those who set them up.
    private func rounds() throws -> [AdmissionRound] {
        let isManager = try desk.mayManage
        return try admissions.rounds().filter { $0.state != .draft || isManager }
    }

    private func round(_ id: Int64) throws -> AdmissionRound {
        let round = try admissions.round(id)
        guard try round.state != .draft || desk.mayManage else { throw AdmissionError.noRound }
        return round
    }

    private static func summary(_ round: AdmissionRound) -> JSON {
        [
            "id": .integer(round.id), "title": .string(round.title), "kind": .string(round.kind),
            "year": .integer(round.year), "state": .string(round.state.rawValue),
            "calendar": .object(
                RoundDay.allCases.map { day in
                    .init(name: day.rawValue, value: round.calendar[day].map { .string($0.text) } ?? .null)
                }),
            "second_of": round.secondOf.map { .integer($0) } ?? .null,
            "address": .string(APIPath.admissions(.round(round.id)).path),
        ]
    }

    private func whole(_ round: AdmissionRound) throws -> JSON {
        let rules = try round.rules
        let files = ["round.json", "list.csv", "schools.csv"].filter {
            (try? admissions.drawFile($0, of: round)) != nil
        }
        let more: [JSON.Member] = [
            .init(name: "stage", value: .string(rules.stage)), .init(name: "grade", value: .string(rules.grade)),
            .init(name: "route", value: .string(rules.route.rawValue)),
            .init(name: "choices", value: .integer(rules.choices)),
            .init(name: "mechanism", value: .string(rules.mechanism.rawValue)),
            .init(name: "ties", value: .string(rules.ties.rawValue)),
            .init(
                name: "classes",
                value: .array(
                    rules.classes.map { ["class": .string($0.name), "title": APIRequest.words($0.title)] })),
            .init(
                name: "schools",
                value: .array(
                    try admissions.schools(of: round.id).map {
                        ["school": .string($0.code), "name": .string($0.name), "places": .integer($0.places)]
                    })),
            .init(name: "digest", value: round.digest.map { .string($0) } ?? .null),
            .init(
                name: "files",
                value: .array(
                    files.map { .string("\(request.server)\(SitePath.families(.draw(round.id, $0)).path)") })),
        ]
        return .object(Self.summary(round).members + more)
    }

    // MARK: - Results

    /// Rows of a page of results.
    static let usual = 100, limit = 1_000

    private func results(_ round: AdmissionRound) throws -> JSON {
        guard round.showsResults(on: admissions.today) else { throw APIError.notFound }
        var limit = Self.usual, after = "", number = ""
        for item in request.query.items {
            switch item.name {
            case "limit":
                guard let count = Int(item.value), (1...Self.limit).contains(count) else {
                    throw APIError.badParameter("limit")
                }
                limit = count
            case "after", "number":
                guard ApplicationNumber.isRight(item.value) else { throw APIError.badParameter(item.name) }
                if item.name == "after" { after = item.value } else { number = item.value }
            default: throw APIError.unknownParameter(item.name)
            }
        }
        let page = try admissions.publicResults(of: round, number: number, after: after, limit: limit)
        let path = APIPath.admissions(.results(round.id)).path
        let next: JSON =
            page.lines.count == limit
            ? page.lines.last.map { .string("\(path)?limit=\(limit)&after=\($0.number)") } ?? .null : .null
        return [
            "results": .array(
                page.lines.map { line in
                    [
                        "number": .string(line.number),
                        "result": .string(line.school != nil ? "placed" : line.waiting != nil ? "waiting" : "unplaced"),
                        "school": line.code.map { .string($0) } ?? .null,
                        "name": line.school.map { .string($0) } ?? .null,
                        "waiting": line.waiting.map { .integer($0) } ?? .null,
                    ]
                }), "total": .integer(page.total), "next": next,
        ]
    }

    private func statistics(_ round: AdmissionRound) throws -> JSON {
        let figures = try desk.statistics(of: round.id)
        return [
            "applicants": .integer(figures.applicants), "placed": .integer(figures.placed),
            "waiting": .integer(figures.waiting), "unplaced": .integer(figures.unplaced),
            "schools": .array(
                figures.schools.map {
                    [
                        "school": .string($0.school.code), "name": .string($0.school.name),
                        "places": .integer($0.school.places), "first_wishes": .integer($0.first),
                        "wishes": .integer($0.wished), "placed": .integer($0.placed), "left": .integer($0.left),
                    ]
                }),
            "choices": .array(
                figures.byChoice.sorted { $0.key < $1.key }.map {
                    ["choice": $0.key == 0 ? .null : .integer($0.key), "placed": .integer($0.value)]
                }),
            "classes": .array(
                figures.byClass.sorted { $0.key < $1.key }.map {
                    [
                        "class": .string($0.key), "placed": .integer($0.value.placed),
                        "applicants": .integer($0.value.all),
                    ]
                }),
        ]
    }

    // MARK: - Verifying

    private func verdict() throws -> JSON {
        var published: String?
        for item in request.query.items {
            guard item.name == "published" else { throw APIError.unknownParameter(item.name) }
            guard item.value.utf8.count == 64, item.value.allSatisfy(\.isHexDigit) else {
                throw APIError.badParameter(item.name)
            }
            published = item.value
        }
        let record = try DrawRecord(text: String(decoding: request.body.bytes, as: UTF8.self))
        let verification = try DrawVerification(record, published: published)
        return [
            "right": .bool(verification.isRight), "round": .string(verification.roundDigest),
            "compared": .bool(published != nil),
            "findings": .array(
                verification.findings.map { finding in
                    ["right": .bool(finding.outcome.isRight), "detail": .string(finding.message(in: request.language))]
                }),
        ]
    }
}
