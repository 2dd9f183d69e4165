import Foundation

/// Where the schools of a simulated region stand: districts around an invented middle, areas around their district's,
/// schools around their area's, so that a map of areas tells them apart.
struct RegionPlaces: Sendable {
    private let middle: (longitude: Double, latitude: Double)
    private let districts: Int
    private let areas: Int
    /// The number of an area from 0, by its row.
    private let numbers: [Int: Int]
    private let chance: RegionChance

    init(_ region: Region) {
        middle = region.profile.middle
        districts = max(1, region.profile.districts.count)
        areas = max(1, region.profile.areas)
        numbers = Dictionary(uniqueKeysWithValues: region.units("area").enumerated().map { ($1, $0) })
        chance = region.chance
    }

    /// How far the outermost schools are from the middle, in degrees of latitude: some 10 km a district.
    private var radius: Double { 0.09 * Double(districts).squareRoot() * (districts > 1 ? 2 : 1) }

    /// Longitude and latitude of a school, in degrees.
    func place(of school: RegionSchool) -> (longitude: Double, latitude: Double) {
        let number = numbers[school.area] ?? 0
        let district = Self.spread(number / areas, of: districts, radius: districts > 1 ? radius : 0)
        let size = districts > 1 ? radius / Double(districts).squareRoot() * 0.75 : radius
        let area = Self.spread(number % areas, of: areas, radius: size)
        let part = Double(chance.pick(10_000, 31, school.index)) / 10_000
        let turn = Double(chance.pick(10_000, 32, school.index)) / 10_000 * 2 * .pi
        let far = size / Double(areas).squareRoot() * 0.8 * part.squareRoot()
        // A degree of longitude is about a quarter shorter at 40° north.
        return (
            middle.longitude + (district.x + area.x + far * cos(turn)) * 1.3,
            middle.latitude + district.y + area.y + far * sin(turn)
        )
    }

    /// Spreads points evenly over a disc, as the seeds of a sunflower: each turned by the golden angle.
    private static func spread(_ number: Int, of count: Int, radius: Double) -> (x: Double, y: Double) {
        guard count > 1 else { return (0, 0) }
        let far = radius * ((Double(number) + 0.5) / Double(count)).squareRoot()
        let turn = Double(number) * .pi * (3 - 5.0.squareRoot())
        return (far * cos(turn), far * sin(turn))
    }
}
