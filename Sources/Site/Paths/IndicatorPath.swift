extension SitePath {
    /// The page of an indicator: `SitePath.indicator("pupils").with("organisation", "3").with("period", "2026-2027")`.
    static func indicator(_ name: String) -> SitePath { .data(.indicator(name)) }
}
