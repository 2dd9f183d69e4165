import CPQ

extension RegisterError {
    /// The refusal of a result: its SQLSTATE and what it means.
    ///
    /// The primary message names tables, columns and rules; the detail, which quotes values, is left out. Messages of
    /// data exceptions (class 22) quote values themselves, so those are put in words of our own.
    init(postgres result: OpaquePointer?) {
        let state = pq_sqlstate(result).map { String(cString: $0) } ?? "XX000"
        if state.hasPrefix("22") {
            self = .database(reason: "\(state) \(Self.dataExceptions[state] ?? "a value does not fit")")
        } else {
            let message = pq_primary_message(result).map { String(cString: $0) } ?? "no message"
            self = .database(reason: "\(state) \(message)")
        }
    }

    /// A text with a NUL character, which PostgreSQL cannot keep.
    static let nulCharacter = RegisterError.database(
        reason: "22021 a text holds a NUL character, which cannot be stored")

    /// Class 22 of appendix A of PostgreSQL's manual, those that registers meet.
    private static let dataExceptions = [
        "22001": "a text is too long for its column",
        "22003": "a number is out of range",
        "22004": "a value is missing where there must be one",
        "22007": "a text is no day or time",
        "22008": "a day or time is out of range",
        "22012": "division by zero",
        "22021": "a text is not valid UTF-8, or holds a NUL character",
        "2201B": "a regular expression is not valid",
        "22023": "an argument is not valid",
        "22025": "an escape sequence is not valid",
        "22P02": "a text cannot be read as the type of its column",
        "22P03": "bytes cannot be read as the type of their column",
        "22P04": "a row has too few or too many values",
        "22P05": "a character cannot be stored",
    ]
}
