import CatchmentPlanning
import Catchments
import Foundation
import JSONValues

/// Answers programmes that ask for catchment plans. Who may see plans on the pages gets them here.
struct CatchmentAnswers {
    let request: APIRequest
    let plans: CatchmentStore

    /// Points of one answer at most, and where nothing is said.
    static let limit = 1_000, usual = 200

    func answer(_ resource: CatchmentResource) throws -> Answer {
        guard request.store.catalog.register(CatchmentStore.register) != nil else { throw APIError.notFound }
        let desk = try CatchmentDesk(plans, access: request.access, principal: request.account.principal)
        guard desk.mayRead else { throw APIError.forbidden }
        switch resource {
        case .solve: return try PostedCatchments(request).answer()
        case .list:
            try refuse(but: ["stage", "year", "state"])
            let (stage, year, state) = (request.query["stage"], request.query["year"], request.query["state"])
            guard state.isEmpty || CatchmentScheme.State(rawValue: state) != nil else {
                throw APIError.badParameter("state")
            }
            guard year.isEmpty || Int(year) != nil else { throw APIError.badParameter("year") }
            let found = try desk.schemes().filter { scheme in
                (stage.isEmpty || scheme.stage == stage) && (year.isEmpty || "\(scheme.year)" == year)
                    && (state.isEmpty || scheme.state.rawValue == state)
            }
            return .json(["plans": .array(found.map { .object(Self.summary($0)) })])
        case .one(let id):
            try request.refuseParameters()
            return .json(.object(try whole(desk.scheme(id))))
        case .points(let id): return try points(desk.scheme(id))
        case .areas(let id):
            try request.refuseParameters()
            let text = CatchmentFilesPage.geojson(try plans.input(of: desk.scheme(id).id))
            return Answer(headers: [.contentType: "application/geo+json"], bytes: Array(text.utf8))
        }
    }

    private func refuse(but known: Set<String>) throws {
        for item in request.query.items where !known.contains(item.name) { throw APIError.unknownParameter(item.name) }
    }

    private static func summary(_ scheme: CatchmentScheme) -> [JSON.Member] {
        func time(_ date: Date?) -> JSON { date.map { .string($0.formatted(.iso8601)) } ?? .null }
        return [
            .init(name: "id", value: .integer(scheme.id)), .init(name: "title", value: .string(scheme.title)),
            .init(name: "stage", value: .string(scheme.stage)), .init(name: "year", value: .integer(scheme.year)),
            .init(name: "purpose", value: .string(scheme.purpose.rawValue)),
            .init(name: "state", value: .string(scheme.state.rawValue)),
            .init(name: "version", value: .integer(scheme.version)),
            .init(name: "published", value: time(scheme.publishedAt)),
            .init(name: "withdrawn", value: time(scheme.withdrawnAt)),
        ]
    }

    private func whole(_ scheme: CatchmentScheme) throws -> [JSON.Member] {
        let input = try plans.input(of: scheme.id)
        let names = CatchmentNames(input)
        let loads = input.points.flatMap(\.chosen).reduce(into: [String: Int]()) {
            $0[$1.school, default: 0] += $1.children
        }
        return Self.summary(scheme) + [
            .init(name: "figures", value: scheme.chosen.map { Self.figures($0.figures) } ?? .null),
            .init(name: "proposal", value: scheme.proposal.map { Self.figures($0.figures) } ?? .null),
            .init(name: "today", value: scheme.chosen?.today.map { Self.figures($0) } ?? .null),
            .init(
                name: "findings",
                value: .array(
                    (scheme.chosen?.findings ?? []).map { finding in
                        .string(names.named(finding).message(in: request.language))
                    })),
            .init(
                name: "schools",
                value: .array(
                    input.schools.map { school in
                        [
                            "school": .string(school.code), "name": .string(school.name),
                            "places": .integer(school.places), "children": .integer(loads[school.code] ?? 0),
                            "open": .bool(school.isOpen), "group": school.team.isEmpty ? .null : .string(school.team),
                        ]
                    })),
        ]
    }

    /// Figures as programmes get them.
    static func figures(_ figures: CatchmentFigures) -> JSON {
        [
            "children": .integer(figures.children), "mean": .real(rounded(figures.mean)),
            "worst": .real(rounded(figures.worst)),
            "beyond": .integer(figures.beyond), "unreachable": .integer(figures.unreachable),
            "overfull": .integer(figures.overfull), "too_many": .integer(figures.tooMany),
            "moved": .integer(figures.moved),
        ]
    }

    static func rounded(_ metres: Double) -> Double { (metres * 10).rounded() / 10 }

    private func points(_ scheme: CatchmentScheme) throws -> Answer {
        try refuse(but: ["limit", "cursor", "school"])
        let text = request.query["limit"]
        guard let limit = text.isEmpty ? Self.usual : Int(text), (1...Self.limit).contains(limit) else {
            throw APIError.badParameter("limit")
        }
        let input = try plans.input(of: scheme.id), teams = input.teams
        let cursor = request.query["cursor"], school = request.query["school"]
        let rest = input.points.filter { point in
            (cursor.isEmpty || point.code > cursor)
                && (school.isEmpty || input.schools(of: point, teams).contains(school))
        }
        let page = rest.prefix(limit)
        return .json([
            "points": .array(
                page.map { point in
                    [
                        "point": .string(point.code), "name": .string(point.name), "children": .integer(point.children),
                        "schools": .array(input.schools(of: point, teams).map { .string($0) }),
                        "shares": .array(
                            point.chosen.map { share in
                                [
                                    "school": .string(share.school), "children": .integer(share.children),
                                    "metres": share.metres.map { .real(Self.rounded($0)) } ?? .null,
                                ]
                            }),
                        "today": point.today.map { .string($0) } ?? .null,
                        "locked": .bool(point.isLocked),
                    ]
                }),
            "next": rest.count > limit ? page.last.map { .string($0.code) } ?? .null : .null,
        ])
    }
}
