// swift-tools-version:6.2
import PackageDescription

/// The graph points one way: values (`PlanModel`) → pure rules (`PlanReading`, `Monitoring`) and file formats
/// (`Documents`) → storage (`Store`, `Ledger`) → what joins them (`Intake`, `Reports`) → the two faces (`Site`, `xuezheng`).
let package = Package(
    name: "xuezheng",
    defaultLocalization: "zh-Hans",
    products: [
        .executable(name: "xuezheng", targets: ["xuezheng"]),
        .library(name: "PlanReading", targets: ["PlanReading", "PlanModel"]),
        .library(name: "Documents", targets: ["Documents"]),
        .library(name: "Catchments", targets: ["Catchments", "CatchmentFiles"]),
        .library(name: "Ledger", targets: ["Ledger", "Monitoring", "Store", "Intake", "Reports"]),
        .library(name: "Engines", targets: ["Admissions"]),
        .library(
            name: "DataBrain",
            targets: ["Catalog", "ShippedCatalog", "Registers", "Intake", "Indicators", "Monitoring", "Documents"]),
    ],
    dependencies: [
        // Without the default traits hummingbird builds in half the time; nothing here needs them.
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1", traits: []),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    ],
    targets: [
        // C libraries of the system, installed by ./run and ./test.
        .systemLibrary(name: "CXML", pkgConfig: "libxml-2.0", providers: [.apt(["libxml2-dev"])]),
        .systemLibrary(name: "CZip", pkgConfig: "libzip", providers: [.apt(["libzip-dev"])]),
        .systemLibrary(name: "CXLSXWriter", pkgConfig: "xlsxwriter", providers: [.apt(["libxlsxwriter-dev"])]),
        .systemLibrary(name: "CPQ", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),
        .systemLibrary(name: "COpenSSL", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),

        // Pure: values in, values out.
        .target(name: "PlanModel"),
        .target(
            name: "Localisation",
            resources: [
                .embedInCode("Strings/cli.json"), .embedInCode("Strings/documents.json"),
                .embedInCode("Strings/intake.json"), .embedInCode("Strings/ledger.json"),
                .embedInCode("Strings/reading.json"), .embedInCode("Strings/reports.json"),
                .embedInCode("Strings/catalog.json"), .embedInCode("Strings/registers.json"),
                .embedInCode("Strings/site.json"), .embedInCode("Strings/work.json"),
                .embedInCode("Strings/programmes.json"), .embedInCode("Strings/projects.json"),
                .embedInCode("Strings/research.json"), .embedInCode("Strings/views.json"),
                .embedInCode("Strings/indicators.json"), .embedInCode("Strings/quality.json"),
                .embedInCode("Strings/data.json"),
                .embedInCode("Strings/collect.json"),
                .embedInCode("Strings/api.json"),
                .embedInCode("Strings/brain.json"),
                .embedInCode("Strings/admission.json"),
                .embedInCode("Strings/admissions.json"),
                .embedInCode("Strings/catchments.json"),
                .embedInCode("Strings/seats.json"),
            ]),
        .target(name: "Monitoring", dependencies: ["Localisation"]),
        .target(name: "Chance"),
        .target(name: "JSONValues", dependencies: ["Localisation"]),
        .target(name: "Catchments", dependencies: ["Chance", "Localisation"]),
        .target(name: "Seats", dependencies: ["Chance", "Localisation"]),
        .target(
            name: "PlanReading", dependencies: ["PlanModel"],
            resources: [
                .embedInCode("Lexicon/fields.csv"), .embedInCode("Lexicon/genres.csv"),
                .embedInCode("Lexicon/headers.csv"), .embedInCode("Lexicon/marks.csv"),
                .embedInCode("Lexicon/offices.csv"),
                .embedInCode("Lexicon/sections.csv"),
                .embedInCode("Lexicon/bounds.csv"), .embedInCode("Lexicon/fillers.csv"),
                .embedInCode("Lexicon/generics.csv"), .embedInCode("Lexicon/papers.csv"),
                .embedInCode("Lexicon/populations.csv"), .embedInCode("Lexicon/setphrases.csv"),
                .embedInCode("Lexicon/tenses.csv"), .embedInCode("Lexicon/times.csv"),
                .embedInCode("Lexicon/units.csv"), .embedInCode("Lexicon/verbs.csv"),
                .embedInCode("Lexicon/zeros.csv"),
            ]),

        // Files in and out.
        .target(
            name: "Documents",
            dependencies: ["PlanModel", "Localisation", "CXML", "CZip", "CXLSXWriter"]),

        .target(name: "CatchmentFiles", dependencies: ["Catchments", "Documents", "JSONValues", "Localisation"]),

        // What the bureau keeps, measures and checks, as data: the reader, and the shipped files.
        .target(name: "Catalog", dependencies: ["Documents", "Localisation", .product(name: "Yams", package: "Yams")]),
        .target(
            name: "ShippedCatalog", dependencies: ["Catalog"], path: "Catalog", sources: ["ShippedCatalog.swift"],
            resources: [
                .copy("checks"), .copy("codes"), .copy("core"), .copy("evaluation"), .copy("indicators"),
                .copy("people"), .copy("regulation"), .copy("roles.yaml"), .copy("seats"), .copy("students"),
                .copy("support"), .copy("teaching"),
            ]),

        // Engines: pure.
        .target(
            name: "Admissions",
            dependencies: ["Chance", "Documents", "Localisation", .product(name: "Crypto", package: "swift-crypto")]),

        // What is kept.
        .target(
            name: "Store",
            dependencies: [
                "Localisation",
                .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "CryptoExtras", package: "swift-crypto"),
            ]),
        .target(
            name: "Ledger",
            dependencies: [
                "Store", "PlanModel", "Monitoring", "Localisation", .product(name: "GRDB", package: "GRDB.swift"),
            ]),

        .target(
            name: "Registers",
            dependencies: [
                "Catalog", "Monitoring", "Store", "Localisation", .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "GRDBSQLite", package: "GRDB.swift"), .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "CryptoExtras", package: "swift-crypto"), "COpenSSL", "CPQ",
            ]),

        // What is measured and checked in them.
        .target(
            name: "Indicators",
            dependencies: [
                "Catalog", "Registers", "Monitoring", "Store", "Localisation",
                .product(name: "Crypto", package: "swift-crypto"),
            ]),

        .target(
            name: "Quality",
            dependencies: ["Indicators", "Catalog", "Registers", "Monitoring", "Store", "Localisation"]),

        // Seats as the registers have them.
        .target(name: "SeatPlanning", dependencies: ["Seats", "Registers", "Catalog", "Monitoring"]),

        // Catchment plans with what they are worked out from.
        .target(
            name: "CatchmentPlanning",
            dependencies: [
                "Catchments", "CatchmentFiles", "Catalog", "Documents", "Registers", "Store", "Monitoring",
                "Localisation", .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "Crypto", package: "swift-crypto"),
            ]),

        // What joins them.
        .target(
            name: "Intake",
            dependencies: [
                "Catalog", "Documents", "PlanReading", "PlanModel", "Monitoring", "Ledger", "Localisation", "Registers",
                "Reports", "Seats", "Store",
            ]),
        .target(name: "Reports", dependencies: ["Documents", "PlanModel", "Monitoring", "Ledger", "Localisation"]),

        .target(
            name: "Measurement",
            dependencies: [
                "Indicators", "Catalog", "Registers", "Ledger", "PlanModel", "Monitoring", "Store", "Localisation",
            ]),

        // Families apply for schools.
        .target(
            name: "AdmissionService",
            dependencies: [
                "Admissions", "Catalog", "Documents", "Registers", "Store", "Monitoring", "Localisation",
                .product(name: "GRDB", package: "GRDB.swift"),
            ],
            resources: [
                .embedInCode("Kinds/primary_single.yaml"), .embedInCode("Kinds/primary_multi.yaml"),
                .embedInCode("Kinds/nine_year.yaml"), .embedInCode("Kinds/junior_draw.yaml"),
                .embedInCode("Kinds/private_draw.yaml"), .embedInCode("Kinds/kindergarten.yaml"),
            ]),

        .target(
            name: "Simulation",
            dependencies: [
                "AdmissionService", "Catalog", "CatchmentFiles", "CatchmentPlanning", "Catchments", "Chance",
                "Documents", "Ledger", "Localisation", "Monitoring", "Registers", "Store",
            ]),

        // The two faces.
        .target(
            name: "Site",
            dependencies: [
                "Store", "Ledger", "Catalog", "Registers", "Indicators", "Measurement", "Quality", "Monitoring",
                "Intake", "Seats", "SeatPlanning", "Admissions", "AdmissionService", "CatchmentPlanning",
                "Catchments", "CatchmentFiles",
                "Reports", "Documents", "JSONValues", "Localisation", "PlanModel", "CZlib",
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ],
            resources: [.copy("Resources/assets")]),
        .executableTarget(
            name: "xuezheng",
            dependencies: [
                "Documents", "PlanReading", "PlanModel", "Monitoring", "Store", "Ledger", "Intake", "Reports", "Site",
                "Simulation", "Localisation", "Catalog", "ShippedCatalog", "Registers", "Indicators", "Measurement",
                "Quality", "Admissions", "Catchments", "CatchmentFiles", "CatchmentPlanning", "Seats",
                "AdmissionService",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Logging", package: "swift-log"),
            ]),

        .testTarget(name: "LocalisationTests", dependencies: ["Localisation"]),
        .testTarget(name: "JSONValuesTests", dependencies: ["JSONValues", "Localisation"]),
        .testTarget(
            name: "CatchmentsTests",
            dependencies: ["Catchments", "CatchmentFiles", "Chance", "Documents", "JSONValues", "Localisation"]),
        .testTarget(name: "CatalogTests", dependencies: ["Catalog", "ShippedCatalog", "Localisation"]),
        .target(name: "RegisterFixtures", dependencies: ["Catalog", "Registers"], path: "Tests/RegisterFixtures"),
        .testTarget(
            name: "RegistersTests",
            dependencies: [
                "Registers", "Chance", "RegisterFixtures", "Catalog", "ShippedCatalog", "Store", "Monitoring",
                "Localisation",
            ]),
        .testTarget(
            name: "IntakeTests",
            dependencies: ["Intake", "Chance", "Registers", "Catalog", "Documents", "Localisation"]),
        .testTarget(
            name: "IndicatorsTests",
            dependencies: [
                "Indicators", "Chance", "Registers", "Catalog", "ShippedCatalog", "Store", "Monitoring", "Localisation",
            ]),
        .testTarget(
            name: "MeasurementTests",
            dependencies: [
                "Measurement", "Indicators", "Catalog", "Registers", "Ledger", "Intake", "PlanModel", "Monitoring",
                "Store",
            ]),
        .testTarget(
            name: "QualityTests",
            dependencies: ["Quality", "Indicators", "Registers", "RegisterFixtures", "Catalog", "Store", "Monitoring"]),
        .testTarget(
            name: "SeatPlanningTests",
            dependencies: ["SeatPlanning", "Seats", "Registers", "Catalog", "ShippedCatalog", "Monitoring", "Store"]),
        .testTarget(
            name: "CatchmentPlanningTests",
            dependencies: [
                "CatchmentPlanning", "Catchments", "CatchmentFiles", "Registers", "Catalog", "ShippedCatalog",
                "Monitoring", "Store", "Localisation",
            ]),
        .testTarget(name: "SeatsTests", dependencies: ["Seats", "Intake", "Documents", "Localisation"]),
        .testTarget(
            name: "AdmissionServiceTests",
            dependencies: [
                "Admissions", "AdmissionService", "Registers", "Catalog", "ShippedCatalog", "Store", "Monitoring",
                "Localisation",
            ]),
        .testTarget(name: "MonitoringTests", dependencies: ["Monitoring", "Chance", "Localisation"]),
        .testTarget(
            name: "PlanReadingTests", dependencies: ["PlanReading", "Chance", "PlanModel", "Localisation"],
            exclude: ["Fixtures"]),
        .testTarget(
            name: "DocumentsTests", dependencies: ["Documents", "Chance", "PlanModel", "Localisation", "CZip"]),
        .testTarget(
            name: "StoreTests",
            dependencies: ["Store", "Chance", "Localisation", .product(name: "GRDB", package: "GRDB.swift")]),
        .testTarget(
            name: "LedgerTests",
            dependencies: [
                "Ledger", "Chance", "Store", "PlanModel", "Monitoring", "Localisation",
                .product(name: "GRDB", package: "GRDB.swift"),
            ]),
        .testTarget(
            name: "ReportsTests",
            dependencies: [
                "Reports", "Chance", "Intake", "Documents", "Ledger", "Store", "PlanModel", "Monitoring",
                "Localisation",
            ]),
        .testTarget(
            name: "SimulationTests",
            dependencies: [
                "Simulation", "Ledger", "Store", "Intake", "Reports", "Documents", "Monitoring", "Localisation",
                "Catalog", "Registers", "RegisterFixtures", "ShippedCatalog", "Admissions", "AdmissionService",
                "CatchmentPlanning", "SeatPlanning", "Seats",
            ]),
        .testTarget(
            name: "AdmissionsTests",
            dependencies: [
                "Admissions", "Chance", "Documents", "Localisation", .product(name: "Crypto", package: "swift-crypto"),
            ], exclude: ["matching_peer.py"]),
        .testTarget(
            name: "CommandTests",
            dependencies: [
                "xuezheng", "Admissions", "Documents", "Localisation",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ]),
        .testTarget(
            name: "SiteTests",
            dependencies: [
                "Site", "Ledger", "Store", "PlanReading", "PlanModel", "Monitoring", "Localisation", "Catalog",
                "ShippedCatalog", "Registers", "Indicators", "Quality", "Documents", "Intake", "AdmissionService",
                "CatchmentPlanning", "JSONValues",
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOEmbedded", package: "swift-nio"),
            ]),
    ]
)
