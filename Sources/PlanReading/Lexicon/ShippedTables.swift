/// The shipped tables of the lexicon by name. A new table is named here and in Package.swift.
let shippedTables: [String: [UInt8]] = [
    "fields": PackageResources.fields_csv,
    "genres": PackageResources.genres_csv,
    "headers": PackageResources.headers_csv,
    "offices": PackageResources.offices_csv,
    "sections": PackageResources.sections_csv,
]
