import CatchmentFiles
import Catchments
import Foundation
import GRDB

/// Writes the input and the shares of a plan.
struct InputWriter {
    let db: Database
    let plan: Int64

    func write(_ input: CatchmentInput) throws {
        let point = try db.makeStatement(
            sql: """
                INSERT INTO catchment_point (plan_id, code, name, area, addresses, children, x, y, is_globe, outline, today,
                    today_metres, is_locked) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """)
        for one in input.points {
            let (x, y, isGlobe) = Self.parts(one.place)
            try point.execute(arguments: [
                plan, one.code, one.name, one.area, one.addresses, one.children, x, y, isGlobe,
                try one.outline.map { try CatchmentScheme.encoded($0) }, one.today, one.todayMetres, one.isLocked,
            ])
        }
        try add(input.schools, ways: input.ways)
        let neighbour = try db.makeStatement(
            sql: "INSERT OR IGNORE INTO catchment_neighbour (plan_id, one, other) VALUES (?, ?, ?)")
        for (one, other) in input.neighbours where one != other {
            try neighbour.execute(arguments: [plan, min(one, other), max(one, other)])
        }
    }

    /// Adds schools with the ways to them.
    func add(_ schools: [PlanSchool], ways: [CatchmentArc]) throws {
        let school = try db.makeStatement(
            sql: """
                INSERT INTO catchment_school (plan_id, code, name, organisation, places, least, is_kept, x, y, is_globe,
                    point, team, cost, is_open, is_added) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """)
        for one in schools {
            let (x, y, isGlobe) = Self.parts(one.place)
            try school.execute(arguments: [
                plan, one.code, one.name, one.organisation, one.places, one.least, one.isKept, x, y, isGlobe, one.point,
                one.team, one.cost, one.isOpen, one.isAdded,
            ])
        }
        let way = try db.makeStatement(
            sql: "INSERT OR REPLACE INTO catchment_way (plan_id, point, school, metres) VALUES (?, ?, ?, ?)")
        for one in ways { try way.execute(arguments: [plan, one.point, one.school, one.metres]) }
    }

    /// Writes the shares of one kind in the place of those that were there.
    func write(_ kind: String, of points: [PlanPoint], _ shares: (PlanPoint) -> [PlanShare]) throws {
        try db.execute(sql: "DELETE FROM catchment_share WHERE plan_id = ? AND kind = ?", arguments: [plan, kind])
        let statement = try db.makeStatement(
            sql: """
                INSERT INTO catchment_share (plan_id, kind, point, school, children, metres) VALUES (?, ?, ?, ?, ?, ?)
                """)
        for point in points {
            for share in shares(point) {
                try statement.execute(arguments: [plan, kind, point.code, share.school, share.children, share.metres])
            }
        }
    }

    private static func parts(_ place: Place?) -> (Double?, Double?, Bool) {
        switch place {
        case .plane(let x, let y): (x, y, false)
        case .globe(let longitude, let latitude): (longitude, latitude, true)
        case nil: (nil, nil, false)
        }
    }
}
