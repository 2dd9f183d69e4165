import Catalog
import Localisation

/// 数据字典: every register, code list, indicator and check, as the catalogue defines them, searchable.
enum DictionaryPage {
    /// What is listed.
    private enum Part: String, CaseIterable {
        case registers, codes, indicators, checks
    }

    static func show(_ visit: Visit) throws -> Answer {
        let catalog = visit.registers.catalog
        let part = Part(rawValue: visit.query["part"]) ?? .registers
        let words = String(visit.query["q"].prefix(100))
        let title = visit["data.dictionary.title"]
        let here = SitePath.data(.dictionary).with("q", words.isEmpty ? nil : words)
        let tabs = Tabs.html(
            title,
            Part.allCases.map { other in
                let count = lines(visit, catalog, other, words).count
                return (
                    "\(visit["data.dictionary.\(other.rawValue)"]) \(count)", here.with("part", other.rawValue),
                    other == part
                )
            })
        let rows = lines(visit, catalog, part, words)
        var table = ListTable(
            visit["data.dictionary.\(part.rawValue)"],
            columns: [
                .init(title: visit["data.dictionary.name"]),
                .init(title: visit["data.dictionary.meaning"], isName: true),
                .init(title: visit["data.dictionary.source"]),
            ])
        table.rows = rows.map { line in
            .init(cells: [
                #"<a data-nav href="\#(line.path)">\#(line.title)</a> <code>\#(line.name)</code>"#, "\(line.meaning)",
                "\(line.source)",
            ])
        }
        let search: HTML = """
            <form class="filter" action="\(SitePath.data(.dictionary))" role="search">\
            \(Form.hiddenField("part", part.rawValue))\
            \(Form.field("q", visit["data.filter.search"], value: words, kind: .search))\
            <p class="buttons"><button class="main">\(visit["site.filter.apply"])</button></p></form>
            """
        let content = rows.isEmpty ? EmptyState.html(visit["data.dictionary.none"]) : table.html
        let main: HTML = """
            \(PageHead.html(title, lead: "\(visit["data.dictionary.lead"])"))\(DataTabs.html(visit, at: .dictionary))
            \(search)\(tabs)\(content)
            """
        return .page(Layout.page(visit, title: title, at: .data, main: main))
    }

    /// A definition in the list.
    private struct Line {
        let path: SitePath
        let name: String
        let title: String
        let meaning: String
        let source: String
    }

    private static func lines(_ visit: Visit, _ catalog: Catalog, _ part: Part, _ words: String) -> [Line] {
        let language = visit.language
        let all: [(Line, [String])] =
            switch part {
            case .registers:
                catalog.registers.map { register in
                    let line = Line(
                        path: .data(.definition(register.name)), name: register.name,
                        title: register.title.text(language), meaning: register.intro?.text(language) ?? "",
                        source: register.sources.joined(separator: "；"))
                    // A field is found by its title, its name, its element.
                    let fields = register.fields.flatMap {
                        [$0.name, $0.title.chinese, $0.title.english, $0.element ?? ""]
                    }
                    return (line, fields)
                }
            case .codes:
                catalog.codeLists.values.sorted { $0.name < $1.name }.map { list in
                    let line = Line(
                        path: .data(.codes(list.name)), name: list.name, title: list.title.text(language),
                        meaning: visit["data.dictionary.codeCount", ["codes": "\(list.codes.count)"]],
                        source: list.source)
                    return (line, list.codes.map { $0.title.text(language) })
                }
            case .indicators:
                catalog.indicators.map { indicator in
                    let line = Line(
                        path: .data(.indicator(indicator.name)), name: indicator.name,
                        title: indicator.title.text(language), meaning: indicator.describe?.text(language) ?? "",
                        source: indicator.source)
                    return (line, indicator.sets)
                }
            case .checks:
                catalog.checks.map { check in
                    let line = Line(
                        path: .data(.check(check.name)), name: check.name, title: check.title.text(language),
                        meaning: check.intro.text(language),
                        source: catalog.register(check.register)?.title.text(language) ?? check.register)
                    return (line, [])
                }
            }
        guard !words.isEmpty else { return all.map(\.0) }
        return all.filter { line, more in
            ([line.name, line.title, line.meaning, line.source] + more).contains {
                $0.localizedCaseInsensitiveContains(words)
            }
        }.map(\.0)
    }
}

/// The registers themselves, and what defines them.
enum DataTabs {
    static func html(_ visit: Visit, at path: RegisterPath) -> HTML { html(visit, at: .data(path)) }

    static func html(_ visit: Visit, at path: SitePath) -> HTML {
        let tabs: [(String, SitePath)] = [
            ("brain.title", .brain(.cockpit)), ("indicators.library.title", .indicators(.library)),
            ("indicators.targets.title", .indicators(.targets)), ("seats.title", .seats(.plan)),
            ("catchments.title", .catchments(.list)),
            ("data.register", .data(.registers)),
            ("quality.title", .quality(.scores)), ("collect.import.registers", .intake(.registers)),
            ("collect.tasks.title", .collections(.list)), ("data.dictionary.title", .data(.dictionary)),
        ]
        return Tabs.html(
            visit["data.title"],
            tabs.filter { visit.can($0.1.access) }.map { (visit[$0.0], SiteLink(path: $0.1), $0.1 == path) })
    }
}
