import ArgumentParser
import Catalog
import Documents
import Foundation
import Indicators
import Localisation
import Registers

/// `catalog`: what the bureau keeps, measures and checks, as data.
struct CatalogCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "catalog", abstract: say("cli.catalog.abstract"),
        subcommands: [
            CatalogCheckCommand.self, CatalogListCommand.self, CatalogShowCommand.self, CatalogDropCommand.self,
        ])
}

/// `catalog check`: every fault of the catalogue, with file, line and key.
struct CatalogCheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "check", abstract: say("cli.catalog.check"))

    @OptionGroup var registers: RegisterOptions
    @OptionGroup var common: CommonOptions

    func run() async throws {
        let catalog: Catalog
        do {
            catalog = try registers.catalog()
        } catch let error as CatalogError {
            for fault in error.faults { print(fault.message(in: commandLanguage)) }
            throw CommandFailure.checkFailed(say("cli.catalog.faults", ["count": String(error.faults.count)]))
        }
        let wrong = try CatalogSQLCheck(catalog).faults()
        for fault in wrong { print(fault.message(in: commandLanguage)) }
        guard wrong.isEmpty else {
            throw CommandFailure.checkFailed(say("cli.catalog.faults", ["count": String(wrong.count)]))
        }
        for override in catalog.overrides {
            report(
                say(
                    "cli.catalog.override",
                    ["name": override.name, "place": "\(override.place.file):\(override.place.line)"]))
        }
        report(
            say(
                "cli.catalog.sound",
                [
                    "registers": String(catalog.registers.count), "lists": String(catalog.codeLists.count),
                    "indicators": String(catalog.indicators.count), "checks": String(catalog.checks.count),
                    "roles": String(catalog.roles.count),
                ]))
    }
}

/// `catalog list`: the registers.
struct CatalogListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: say("cli.catalog.list"))

    @OptionGroup var result: ResultOptions
    @OptionGroup var registers: RegisterOptions
    @OptionGroup var common: CommonOptions

    func run() async throws {
        let catalog = try registers.catalog()
        let sheet = Sheet(
            name: say("cli.catalog.abstract"),
            columns: ["name", "title", "domain", "level", "fields", "key"].map {
                .init(say("cli.catalog.column.\($0)"))
            },
            rows: catalog.registers.map { register in
                [
                    .text(register.name), .text(register.title.text(commandLanguage)), .text(register.domain),
                    .text(register.belongsTo?.title.text(commandLanguage) ?? ""),
                    .number(Double(register.fields.count)), .text(register.key.joined(separator: ", ")),
                ]
            })
        try result.write(sheet)
    }
}

/// `catalog show REGISTER`: its fields.
struct CatalogShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "show", abstract: say("cli.catalog.show"))

    @Argument(help: ArgumentHelp(say("cli.help.register")))
    var register: String
    @OptionGroup var result: ResultOptions
    @OptionGroup var registers: RegisterOptions
    @OptionGroup var common: CommonOptions

    func run() async throws {
        let catalog = try registers.catalog()
        guard let register = catalog.register(register) else { throw RegisterError.noRegister(register) }
        let sheet = Sheet(
            name: register.title.text(commandLanguage),
            columns: ["name", "title", "type", "required", "personal", "element"].map {
                .init(say("cli.catalog.column.\($0)"))
            },
            rows: register.entryFields.map { field in
                [
                    .text(field.name), .text(field.title.text(commandLanguage)), .text(Self.type(field)),
                    .text(field.isRequired ? say("registers.yes") : ""),
                    .text(field.isPersonal ? say("registers.yes") : ""), .text(field.element ?? ""),
                ]
            })
        try result.write(sheet)
    }

    private static func type(_ field: Field) -> String {
        switch field.type {
        case .code(let list): "code \(list)"
        case .reference(let register): "ref \(register)"
        case .organisation(let level): "org \(level?.rawValue ?? "")"
        default: field.type.name
        }
    }
}

/// `catalog drop REGISTER[.FIELD]`: lets data go that the catalogue no longer has a place for.
struct CatalogDropCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "drop", abstract: say("cli.catalog.drop"))

    @Argument(help: ArgumentHelp(say("cli.catalog.help.drop")))
    var names: [String]
    @OptionGroup var registers: RegisterOptions
    @OptionGroup var common: CommonOptions

    func run() async throws {
        _ = try registers.open(droppable: Set(names))
        report(say("cli.catalog.dropped", ["names": names.joined(separator: " ")]))
    }
}
