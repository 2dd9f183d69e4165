import Hummingbird

/// The status of a response.
typealias HTTPStatus = HTTPResponse.Status
/// A header of a request or response.
typealias HTTPField = HTTPFields.Element
