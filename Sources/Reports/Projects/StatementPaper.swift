import Documents
import Ledger
import Localisation
import Monitoring

/// The monthly statement 月报 of a list of livelihood projects as a paper: what was frozen, and nothing else.
public enum StatementPaper {
    /// Writes it. Pure: the same statement gives the same paper.
    ///
    /// The paper names the state of the statement, so that a print of one that is not published, or was withdrawn, is
    /// not taken for a public one.
    ///
    /// - Parameter withAnnex: whether what was decided at meetings is in it; it is not for everybody.
    public static func write(
        _ statement: ProjectStatement, withAnnex: Bool, language: Language
    ) -> WordDocument {
        let words = ReportWords(language)
        let body = statement.body
        func say(_ key: String, _ arguments: [String: String] = [:]) -> String {
            StringCatalogue.standard.string("projects.\(key)", language, arguments)
        }
        func count(_ light: Light) -> String { "\(body.projects.count { $0.light == light })" }
        var paper = WordDocument(
            title: body.name + say("paper.title"),
            subtitle: say(
                "paper.subtitle",
                ["month": statement.month, "day": words.day(body.day), "version": "\(statement.version)"]))
        if let reason = statement.withdrawn {
            paper.blocks.append(.paragraph(say("paper.withdrawn", ["reason": words.quoted(reason)])))
        } else if statement.publishedAt == nil {
            paper.blocks.append(.paragraph(say("paper.unpublished")))
        }
        paper.blocks += [
            .heading(level: 1, say("paper.whole")),
            .paragraph(
                say(
                    "paper.lead",
                    [
                        "count": "\(body.projects.count)", "done": count(.blue), "green": count(.green),
                        "yellow": count(.yellow), "red": count(.red), "off": count(.off),
                    ])),
            .heading(level: 1, say("paper.projects")),
        ]
        let columns: [(ProjectColumn, Int)] = [
            (.number, 2), (.name, 8), (.office, 4), (.completion, 4), (.stage, 4), (.percent, 2), (.light, 3),
        ]
        paper.blocks.append(
            .table(
                header: columns.map { $0.0.title(in: language) },
                rows: body.projects.map { line in
                    [
                        "\(line.number)", line.content.isEmpty ? line.name : "\(line.name)\n\(line.content)",
                        line.office,
                        line.completion.text,
                        line.stage.isEmpty ? say("light.blue") : StageName(line.stage).text(in: language),
                        "\(line.percent)%",
                        say("light.\(line.light.rawValue)"),
                    ]
                }, widths: columns.map(\.1)))
        if withAnnex, !statement.annex.isEmpty {
            let sheet = ProjectTables(language: language).decisions(statement.annex, on: body.day)
            paper.blocks += [
                .heading(level: 1, say("paper.decisions")),
                .table(
                    header: sheet.columns.map(\.title),
                    rows: sheet.rows.map { $0.map(\.words) }, widths: [3, 5, 7, 4, 3, 3, 5]),
            ]
        }
        paper.blocks.append(.note(say("paper.digest", ["digest": statement.digest])))
        return paper
    }
}
