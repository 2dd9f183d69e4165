import Localisation

/// Why seats cannot be forecast or planned.
public enum SeatsError: Error, Hashable {
    /// There is no enrolment.
    case noRows
    /// The autumns lie too far apart to be true.
    case span(first: Int, last: Int)
    /// A number of pupils is negative or no number.
    case badPupils(unit: String, autumn: Int)
    /// More units and grades than are taken.
    case tooLarge(cells: Int)
    /// The horizon is not between 1 and 15 years.
    case horizon(Int)
    /// A back-test needs more autumns.
    case shortHistory(autumns: Int, needed: Int)
    /// A scenario names a unit that has no enrolment.
    case noUnit(scenario: String, unit: String)
    /// A scenario's number is out of range.
    case adjustment(scenario: String, found: String)
}

extension SeatsError: Explained {
    /// The key of its message in the string catalogue.
    public var messageKey: String {
        switch self {
        case .noRows: "seats.error.no-rows"
        case .span: "seats.error.span"
        case .badPupils: "seats.error.pupils"
        case .tooLarge: "seats.error.too-large"
        case .horizon: "seats.error.horizon"
        case .shortHistory: "seats.error.short-history"
        case .noUnit: "seats.error.no-unit"
        case .adjustment: "seats.error.adjustment"
        }
    }

    /// What is filled into the message.
    public var messageArguments: [String: String] {
        switch self {
        case .noRows: [:]
        case .span(let first, let last): ["first": "\(first)", "last": "\(last)"]
        case .badPupils(let unit, let autumn): ["unit": unit, "autumn": "\(autumn)"]
        case .tooLarge(let cells): ["cells": "\(cells)"]
        case .horizon(let years): ["years": "\(years)"]
        case .shortHistory(let autumns, let needed): ["autumns": "\(autumns)", "needed": "\(needed)"]
        case .noUnit(let scenario, let unit): ["scenario": scenario, "unit": unit]
        case .adjustment(let scenario, let found): ["scenario": scenario, "found": found]
        }
    }
}
