// swift-tools-version:6.2
import PackageDescription

/// Measurements are a package of their own, so that the product's build and tests never pay for them.
let package = Package(
    name: "benchmarks",
    dependencies: [.package(name: "xuezheng", path: "..")],
    targets: [
        .executableTarget(
            name: "measure",
            dependencies: [
                .product(name: "PlanReading", package: "xuezheng"),
                .product(name: "Documents", package: "xuezheng"),
                .product(name: "Ledger", package: "xuezheng"),
                .product(name: "DataBrain", package: "xuezheng"),
                .product(name: "Engines", package: "xuezheng"),
            ])
    ]
)
