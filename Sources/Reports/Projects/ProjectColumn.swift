import Documents
import Ledger
import Localisation
import Monitoring

/// A column of an exported list of livelihood projects. The order of the cases is the order of the columns.
///
/// Titles are in the reader's language; an import finds a column by its title in either language, so an export is an
/// import file whichever language it was made in.
public enum ProjectColumn: String, CaseIterable, Hashable, Sendable {
    case number, name, content, template, office, completion, budget
    case paid, stage, percent, light

    /// The columns that an import reads; the others say how the projects stand.
    public static let imported: [ProjectColumn] = [.number, .name, .content, .template, .office, .completion, .budget]

    /// Its title.
    public func title(in language: Language) -> String {
        StringCatalogue.standard.string("projects.column.\(rawValue)", language)
    }

    /// The kinds of project by their names in all languages, in lower case.
    public static var templates: [String: ProjectTemplate] {
        var names = ["设备": ProjectTemplate.equipment]
        for template in ProjectTemplate.allCases {
            for language in Language.allCases { names[name(of: template, in: language).lowercased()] = template }
        }
        return names
    }

    static func name(of template: ProjectTemplate, in language: Language) -> String {
        StringCatalogue.standard.string("projects.template.\(template.rawValue)", language)
    }

    var width: Double {
        switch self {
        case .name: 36
        case .content: 46
        case .office, .stage: 18
        case .number, .percent, .light: 8
        case .template, .completion, .budget, .paid: 12
        }
    }
}
