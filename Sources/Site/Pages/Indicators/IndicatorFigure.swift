import Catalog
import Indicators
import Registers

/// The figure of an indicator: its value, what it is made of, and where it comes from.
struct IndicatorFigure {
    let choice: IndicatorChoice
    private let provenance: IndicatorProvenance?
    private let names: [String: String]

    init(_ choice: IndicatorChoice) throws {
        self.choice = choice
        provenance = try choice.period.flatMap { try choice.desk.store.provenance(of: choice.indicator, in: $0) }
        names = try choice.visit.accountNames()
    }

    private var visit: Visit { choice.visit }
    private var indicator: Indicator { choice.indicator }

    var html: HTML {
        let of = choice.desk.organisation?.name ?? ""
        let category = choice.category.map { " · \(choice.words($0))" } ?? ""
        let head = "\(of)\(category)\(choice.period.map { " · \($0)" } ?? "")"
        return #"<section class="panel" id="figure"><h2>\#(head)</h2>\#(content)\#(counted)</section>"#
    }

    private var content: HTML {
        guard choice.maySee else {
            return #"<p>\#(visit["indicators.page.notYours"])</p>"#
        }
        guard let organisation = choice.desk.organisation, indicator.levels.contains(organisation.level) else {
            let levels = indicator.levels.map { $0.title.text(visit.language) }.joined(separator: "、")
            return #"<p>\#(visit["indicators.page.otherLevel", ["levels": levels]])</p>"#
        }
        guard let value = choice.value else {
            return #"<p>\#(visit["indicators.page.notCounted"])</p>"#
        }
        let missing: HTML =
            value.value == nil
            ? #"<p class="muted">\#(visit["indicators.page.\(value.isRefused ? "refused" : "missing")"])</p>"# : .empty
        return """
            <p class="figure"><strong>\(IndicatorText.value(visit, value.value, indicator))</strong> \
            \(IndicatorText.mark(visit, value.value, indicator))</p>\(missing)\(sums(value.parts))\(changes(value))
            """
    }

    /// What it is made of, each sum a link to its rows.
    private func sums(_ parts: IndicatorParts) -> HTML {
        guard indicator.whole != nil else {
            return """
                <p>\(visit["indicators.page.sum"]) \(choice.rows(.part, parts.part))</p>
                """
        }
        let factor = indicator.factor == 1 ? "" : " × \(Words.number(indicator.factor))"
        return """
            <p>\(visit["indicators.page.part"]) \(choice.rows(.part, parts.part)) ÷ \
            \(visit["indicators.page.whole"]) \(choice.rows(.whole, parts.whole))\(factor)</p>
            """
    }

    /// Against the period counted before, the same period of the year before, and the standard.
    private func changes(_ value: IndicatorValue) -> HTML {
        guard let period = choice.period else { return .empty }
        let before = choice.desk.before(period, of: indicator)
        let year = period.yearBefore == before ? nil : period.yearBefore
        let lines = [(before, "indicators.page.sinceBefore"), (year, "indicators.page.sinceYear")].html { other, key in
            guard let other,
                let change = IndicatorText.change(
                    visit, value.value, choice.desk.value(indicator, other, category: choice.category)?.value, indicator
                )
            else { return .empty }
            return """
                <li><span>\(visit[key]) <a href="\(choice.link(period: other))">\(other.description)</a></span> \
                <span class="when">\(change)</span></li>
                """
        }
        return HTML.when(!lines.isEmpty, #"<ul class="lines due">\#(lines)</ul>"#)
    }

    /// When and by whom it was counted, from what, and whether that has changed since.
    private var counted: HTML {
        guard let provenance else { return count(visit["indicators.counting.now"]) }
        let snapshot = provenance.snapshot
        let who = provenance.countedBy.map { names[$0] ?? visit["indicators.page.programme"] }
        var words = visit[
            "indicators.page.counted",
            ["day": snapshot.day.text, "time": visit.time(snapshot.made), "version": "\(snapshot.version)"]]
        if let who { words += visit["indicators.page.countedBy", ["who": who]] }
        let sources = provenance.registers.html(source)
        let stale =
            !provenance.isCurrentDefinition
            ? "definition" : provenance.registers.contains(where: \.isChangedSince) ? "rows" : nil
        let notice: HTML =
            stale.map { key in
                "<p>\(Mark.html("soon", "▲", visit["indicators.stale.\(key)"]))</p>"
            } ?? .empty
        return """
            <h3>\(visit["indicators.page.origin"])</h3><p class="muted">\(words)</p>
            <ul class="lines due">\(sources)</ul>\(notice)\(count(visit["indicators.counting.again"]))
            """
    }

    /// A register that it is counted from, with the file that was taken in last.
    private func source(_ source: IndicatorProvenance.Source) -> HTML {
        guard let register = choice.desk.catalog.register(source.register) else { return .empty }
        let title = register.title.text(visit.language)
        let mayRead = choice.desk.access.may(.read, register)
        let name: HTML =
            mayRead ? #"<a href="\#(SitePath.data(.rows(register.name)))">\#(title)</a>"# : "\(title)"
        let changed: HTML = HTML.when(
            source.isChangedSince, " \(Mark.html("soon", "▲", visit["indicators.page.changedSince"]))")
        let file: HTML =
            source.lastImport.map { last in
                let words = FileOrigin.words(visit, last.detail["file"] ?? "", visit.time(last.at))
                return #"<span class="muted">\#(FileOrigin.link(visit, source.register, last.entry, words))</span>"#
            } ?? #"<span class="muted">\#(visit["indicators.page.noImport"])</span>"#
        return "<li><span>\(name)\(changed)</span>\(file)</li>"
    }

    /// The button that counts this one anew.
    private func count(_ title: String) -> HTML {
        guard choice.desk.mayCount, choice.maySee else { return .empty }
        return Form.button(
            visit, to: .indicators(.one(indicator.name)),
            [
                ("period", choice.period?.description ?? ""),
                ("organisation", choice.desk.organisation.map { "\($0.id)" } ?? ""),
            ], title: title)
    }
}

/// The file that rows came from.
enum FileOrigin {
    /// What a file is called, and when it came; rows that a programme loaded came in none.
    static func words(_ visit: Visit, _ file: String, _ time: String) -> String {
        file.isEmpty
            ? visit["indicators.page.loaded", ["time": time]]
            : visit["indicators.page.lastImport", ["file": file, "time": time]]
    }

    /// A link to the file of an import, where the visitor may see every row of it; else its name alone.
    static func link(_ visit: Visit, _ register: String, _ entry: Int64, _ words: String) -> HTML {
        guard let rights = try? IntakeRights(visit), let file = try? visit.registers.pastImport(entry),
            (try? rights.maySee(file, visit)) == true
        else { return "\(words)" }
        return #"<a download href="\#(SitePath.intake(.file(register, entry)))">\#(words)</a>"#
    }
}
