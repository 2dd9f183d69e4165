import Catalog
import Monitoring

/// Where an organisation is.
public struct OrganisationPlace: Hashable, Sendable {
    /// Degrees east, GCJ-02.
    public let longitude: Double
    /// Degrees north, GCJ-02.
    public let latitude: Double

    /// A place.
    public init(longitude: Double, latitude: Double) {
        self.longitude = longitude
        self.latitude = latitude
    }
}

extension RegisterStore {
    /// Where the organisations are that stand on a day, by row; those without a place, or with one that is nowhere on
    /// earth, are left out. None where the catalogue keeps no places.
    public func places(on day: Day) throws -> [Int64: OrganisationPlace] {
        guard let register = catalog.register(Register.organisations),
            let field = register.field("location"), case .point = field.type
        else { return [:] }
        let (longitude, latitude) = ("\"\(field.name)_lon\"", "\"\(field.name)_lat\"")
        var sql = "SELECT id, \(longitude), \(latitude) FROM organisation WHERE \(longitude) IS NOT NULL"
        var arguments: [SQLValue] = []
        if case .during(let start, let end) = register.time {
            sql += " AND (\"\(start)\" IS NULL OR \"\(start)\" <= ?) AND (\"\(end)\" IS NULL OR \"\(end)\" > ?)"
            arguments = [.text(day.text), .text(day.text)]
        }
        return try database.read { connection in
            var places: [Int64: OrganisationPlace] = [:]
            try connection.each(sql, arguments) { row in
                guard let id = row[0].integer, let longitude = row[1].number, let latitude = row[2].number,
                    abs(longitude) <= 180, abs(latitude) < 85
                else { return }
                places[id] = OrganisationPlace(longitude: longitude, latitude: latitude)
            }
            return places
        }
    }
}
