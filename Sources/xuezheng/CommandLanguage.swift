import Foundation
import Localisation

/// The language of this run: `--lang zh|en`, else `XUEZHENG_LANG`, else the locale, else Chinese.
///
/// It is found before arguments are parsed, because the help text is in it too.
let commandLanguage: Language = {
    let arguments = CommandLine.arguments
    for (index, argument) in arguments.enumerated() {
        if argument == "--lang", index + 1 < arguments.count, let language = Language(locale: arguments[index + 1]) {
            return language
        }
        if argument.hasPrefix("--lang="), let language = Language(locale: String(argument.dropFirst(7))) {
            return language
        }
    }
    let environment = ProcessInfo.processInfo.environment
    for name in ["XUEZHENG_LANG", "LC_ALL", "LC_MESSAGES", "LANG"] {
        if let value = environment[name], !value.isEmpty { return Language(locale: value) ?? .chinese }
    }
    return .chinese
}()

/// A string of the command line in the language of this run.
func say(_ key: String, _ arguments: [String: String] = [:]) -> String {
    StringCatalogue.standard.string(key, commandLanguage, arguments)
}
