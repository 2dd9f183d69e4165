import Localisation

/// Why an admission round or an application is not made or moved.
public enum AdmissionError: Error, Equatable {
    /// There is no such round, or it is none that this person may know of.
    case noRound
    /// There is no such application, or it is not for this person to see.
    case noApplication
    /// There is no such document or file.
    case noDocument
    /// There is no such kind of round.
    case noKind
    /// The person may not do this.
    case notAllowed
    /// The round or application is not at the point where this can be done.
    case wrongState
    /// It was changed meanwhile.
    case changedMeanwhile
    /// A round needs a title of at most so many characters.
    case noTitle(limit: Int)
    /// The days of the calendar are not in their order.
    case calendarOrder
    /// The year is out of reason.
    case badYear
    /// A round needs schools before it is published.
    case noSchools
    /// A round by catchment needs places that lead to its schools before it is published.
    case noPlaces
    /// A line of a list names a school that is not of the round, or not of the bureau.
    case unknownSchool(code: String)
    /// A line of a list stands twice.
    case twice(code: String)
    /// A number of places that is none.
    case badPlaces(code: String)
    /// A place or a school is named by nothing, or by too much.
    case badName(row: Int)
    /// The round takes no applications today.
    case notOpen
    /// The form has faults; so many.
    case faulty(count: Int)
    /// The file is too large; bytes.
    case fileTooLarge(limit: Int)
    /// The application has as many files as it may have.
    case tooManyFiles(limit: Int)
    /// Only PDF and photographs are taken.
    case fileKind
    /// Words are needed, at most so many characters.
    case noWords(limit: Int)
    /// Documents are not all accepted; so many.
    case documentsOpen(count: Int)
    /// The same child has been accepted under another number.
    case acceptedElsewhere(number: String)
    /// Whoever checked an application does not decide about the appeal.
    case sameDecider
    /// There is an appeal already.
    case appealOpen
    /// Applications are still to be decided about; so many.
    case undecided(count: Int)
    /// A line of the results does not fit the list that was frozen: its number and the reason.
    case badResult(row: Int, number: String)
    /// The results lack numbers of the list; so many.
    case missingResults(count: Int)
    /// More are placed at a school than it has places.
    case overfull(school: String, places: Int, placed: Int)
    /// The list is not the one that was frozen.
    case changedList
    /// The school of the place has no places left.
    case noPlaceLeft
    /// A child's row was refused by the registers: its number and what the first fault says.
    case enrolmentRefused(number: String, reason: String)
    /// What was entered in the registers has been changed since.
    case enrolmentUsed(number: String)
    /// The registers lack what admissions need.
    case noRegister
    /// There are no applications to simulate with.
    case noApplicants
    /// A number of draws out of range.
    case badDraws
    /// There is no second round that this application may go on in today.
    case noSecondRound
    /// The application goes on under this number already.
    case goesOn(number: String)
    /// There is no such offer, or it was answered or has run out.
    case noOffer
    /// Nobody who waits for the school can be offered a place.
    case nobodyWaits
    /// The child has been entered as a pupil: that is taken back first.
    case isEnrolled
    /// The day is past, or too far away.
    case badDay
    /// Nobody has a result that a letter could tell.
    case noLetters
}

extension AdmissionError: Explained {
    /// The key of its words in `Strings/admission.json`.
    public var messageKey: String {
        switch self {
        case .noRound: "admission.error.noRound"
        case .noApplication: "admission.error.noApplication"
        case .noDocument: "admission.error.noDocument"
        case .noKind: "admission.error.noKind"
        case .notAllowed: "admission.error.notAllowed"
        case .wrongState: "admission.error.wrongState"
        case .changedMeanwhile: "admission.error.changedMeanwhile"
        case .noTitle: "admission.error.noTitle"
        case .calendarOrder: "admission.error.calendarOrder"
        case .badYear: "admission.error.badYear"
        case .noSchools: "admission.error.noSchools"
        case .noPlaces: "admission.error.noPlaces"
        case .unknownSchool: "admission.error.unknownSchool"
        case .twice: "admission.error.twice"
        case .badPlaces: "admission.error.badPlaces"
        case .badName: "admission.error.badName"
        case .notOpen: "admission.error.notOpen"
        case .faulty: "admission.error.faulty"
        case .fileTooLarge: "admission.error.fileTooLarge"
        case .tooManyFiles: "admission.error.tooManyFiles"
        case .fileKind: "admission.error.fileKind"
        case .noWords: "admission.error.noWords"
        case .documentsOpen: "admission.error.documentsOpen"
        case .acceptedElsewhere: "admission.error.acceptedElsewhere"
        case .sameDecider: "admission.error.sameDecider"
        case .appealOpen: "admission.error.appealOpen"
        case .undecided: "admission.error.undecided"
        case .badResult: "admission.error.badResult"
        case .missingResults: "admission.error.missingResults"
        case .overfull: "admission.error.overfull"
        case .changedList: "admission.error.changedList"
        case .noPlaceLeft: "admission.error.noPlaceLeft"
        case .enrolmentRefused: "admission.error.enrolmentRefused"
        case .enrolmentUsed: "admission.error.enrolmentUsed"
        case .noRegister: "admission.error.noRegister"
        case .noApplicants: "admission.error.noApplicants"
        case .badDraws: "admission.error.badDraws"
        case .noSecondRound: "admission.error.noSecondRound"
        case .goesOn: "admission.error.goesOn"
        case .noOffer: "admission.error.noOffer"
        case .nobodyWaits: "admission.error.nobodyWaits"
        case .isEnrolled: "admission.error.isEnrolled"
        case .badDay: "admission.error.badDay"
        case .noLetters: "admission.error.noLetters"
        }
    }

    /// Codes, numbers and counts.
    public var messageArguments: [String: String] {
        switch self {
        case .noTitle(let limit), .noWords(let limit), .tooManyFiles(let limit): ["limit": "\(limit)"]
        case .fileTooLarge(let limit): ["limit": "\(limit >> 20)"]
        case .unknownSchool(let code), .twice(let code), .badPlaces(let code): ["code": code]
        case .badName(let row): ["row": "\(row)"]
        case .faulty(let count), .documentsOpen(let count), .undecided(let count), .missingResults(let count):
            ["count": "\(count)"]
        case .acceptedElsewhere(let number), .enrolmentUsed(let number), .goesOn(let number): ["number": number]
        case .badResult(let row, let number): ["row": "\(row)", "number": number]
        case .overfull(let school, let places, let placed):
            ["school": school, "places": "\(places)", "placed": "\(placed)"]
        case .enrolmentRefused(let number, let reason): ["number": number, "reason": reason]
        default: [:]
        }
    }
}
