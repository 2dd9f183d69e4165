/// The shipped tables of the lexicon by name. A new table is named here and in Package.swift.
let shippedTables: [String: [UInt8]] = [
    "fields": PackageResources.fields_csv,
    "genres": PackageResources.genres_csv,
    "headers": PackageResources.headers_csv,
    "offices": PackageResources.offices_csv,
    "sections": PackageResources.sections_csv,
    "bounds": PackageResources.bounds_csv,
    "fillers": PackageResources.fillers_csv,
    "generics": PackageResources.generics_csv,
    "papers": PackageResources.papers_csv,
    "populations": PackageResources.populations_csv,
    "setphrases": PackageResources.setphrases_csv,
    "tenses": PackageResources.tenses_csv,
    "times": PackageResources.times_csv,
    "units": PackageResources.units_csv,
    "verbs": PackageResources.verbs_csv,
    "zeros": PackageResources.zeros_csv,
]
