import Hummingbird

/// The status of a response.
typealias HTTPStatus = HTTPResponse.Status
