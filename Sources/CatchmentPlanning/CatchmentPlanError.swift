import Localisation

/// Why a catchment plan is not made, changed or published.
public enum CatchmentPlanError: Error, Equatable {
    /// There is no such plan, or none that this person may know of.
    case noPlan
    /// The person may not do this.
    case notAllowed
    /// The plan is not at the point where this can be done.
    case wrongState
    /// Somebody changed the plan meanwhile.
    case changedMeanwhile
    /// A title of at most so many characters is needed.
    case noTitle(limit: Int)
    /// The school year is out of reason.
    case badYear
    /// There are no catchments for this stage.
    case badStage
    /// A setting is out of its range.
    case badSetting(name: String)
    /// There are no points to take.
    case noPoints
    /// There are no schools to take.
    case noSchools
    /// There is no file where one was chosen as the source.
    case noFile(part: String)
    /// More than this is not taken.
    case tooMany(part: String, limit: Int)
    /// A code is empty, too long, or holds blanks.
    case badCode(code: String)
    /// A code stands twice.
    case twice(code: String)
    /// What is named is not in the plan.
    case unknown(code: String)
    /// A number of places that is none.
    case badPlaces(school: String)
    /// Connected areas need outlines or a list of neighbours.
    case noNeighbours
    /// Where new sites are looked for, candidates with costs are needed.
    case noCandidates
    /// Points that lead to no school.
    case unassigned(count: Int)
    /// Another plan of the stage and year is in force and was not named.
    case inForce(title: String)
    /// Points that are split among schools are not locked to one.
    case splitPoint(code: String)
    /// A trial changes nothing, or there is none to take back.
    case noTrial
    /// A school that is added has no name.
    case noSchoolName
    /// A school that is added has no place, or one far from all points.
    case badPlace(school: String)
}

extension CatchmentPlanError: Explained {
    /// The key of its words in `Strings/catchments.json`.
    public var messageKey: String {
        switch self {
        case .noPlan: "catchments.refusal.noPlan"
        case .notAllowed: "catchments.refusal.notAllowed"
        case .wrongState: "catchments.refusal.wrongState"
        case .changedMeanwhile: "catchments.refusal.changedMeanwhile"
        case .noTitle: "catchments.refusal.noTitle"
        case .badYear: "catchments.refusal.badYear"
        case .badStage: "catchments.refusal.badStage"
        case .badSetting: "catchments.refusal.badSetting"
        case .noPoints: "catchments.refusal.noPoints"
        case .noSchools: "catchments.refusal.noSchools"
        case .noFile: "catchments.refusal.noFile"
        case .tooMany: "catchments.refusal.tooMany"
        case .badCode: "catchments.refusal.badCode"
        case .twice: "catchments.refusal.twice"
        case .unknown: "catchments.refusal.unknown"
        case .badPlaces: "catchments.refusal.badPlaces"
        case .noNeighbours: "catchments.refusal.noNeighbours"
        case .noCandidates: "catchments.refusal.noCandidates"
        case .unassigned: "catchments.refusal.unassigned"
        case .inForce: "catchments.refusal.inForce"
        case .splitPoint: "catchments.refusal.splitPoint"
        case .noTrial: "catchments.refusal.noTrial"
        case .noSchoolName: "catchments.refusal.noSchoolName"
        case .badPlace: "catchments.refusal.badPlace"
        }
    }

    /// Codes, counts and limits.
    public var messageArguments: [String: String] {
        switch self {
        case .noTitle(let limit): ["limit": "\(limit)"]
        case .badSetting(let name): ["name": name]
        case .noFile(let part): ["part": part]
        case .tooMany(let part, let limit): ["part": part, "limit": "\(limit)"]
        case .badCode(let code), .twice(let code), .unknown(let code), .splitPoint(let code):
            ["code": String(code.prefix(60))]
        case .badPlaces(let school), .badPlace(let school): ["school": String(school.prefix(60))]
        case .unassigned(let count): ["count": "\(count)"]
        case .inForce(let title): ["title": title]
        default: [:]
        }
    }
}
