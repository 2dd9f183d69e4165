import Foundation
import Hummingbird
import Localisation

/// Long work in the background, as the page shows it that it was begun from.
struct RunPanel {
    let visit: Visit
    /// The page, which takes `move=cancel`.
    let page: SitePath
    /// What is being done.
    let title: String
    /// Whether the visitor may end it.
    let mayEnd: Bool

    /// How far a run is, or how it ended; nothing where it is done or there was none.
    func html(_ run: BackgroundRuns.Run?, figures: (_ share: Double) -> String = { _ in "" }) -> HTML {
        switch run?.phase {
        case .running(let share):
            bar(share, since: run?.began ?? visit.now, figures: share.map(figures) ?? "")
        case .stopped: Notice.html(.note, "\(visit["site.run.stopped"])")
        case .failed(let error):
            Notice.html(.error, "\((error as? any Explained).map(visit.words(of:)) ?? visit["site.run.failed"])")
        case .done, nil: .empty
        }
    }

    /// How far something is.
    func bar(_ share: Double?, since began: Date, figures: String = "") -> HTML {
        let progress: HTML =
            share.map { share in
                #"<progress max="100" value="\#(Int(share * 100))" aria-label="\#(title)"></progress> \#(Int(share * 100)) %"#
            } ?? #"<progress aria-label="\#(title)"></progress>"#
        let figures = [figures, share.map { left($0, since: began) } ?? ""].filter { !$0.isEmpty }
        let stop = HTML.when(
            mayEnd, Form.button(visit, to: page, [("move", "cancel")], title: visit["site.run.stop"]))
        return """
            <section class="panel" aria-live="polite"><h2>\(title)</h2><p>\(progress)</p>\
            \(HTML.when(!figures.isEmpty, "<p>\(figures.joined(separator: " · "))</p>"))
            <p class="muted">\(visit["site.run.since", ["time": visit.time(began)]]) \
            <a href="\(page)">\(visit["site.run.look"])</a></p>\(stop)</section>
            """
    }

    /// How long it may still take; nothing as long as that is a guess.
    private func left(_ share: Double, since began: Date) -> String {
        let passed = visit.now.timeIntervalSince(began)
        guard share > 0.05, share < 1, passed > 1 else { return "" }
        let seconds = Int((passed / share * (1 - share)).rounded(.up))
        return seconds > 120
            ? visit["site.run.minutes", ["count": "\((seconds + 59) / 60)"]]
            : visit["site.run.seconds", ["count": "\(seconds)"]]
    }
}

extension Answer {
    /// The page asks for itself again every two seconds while something runs; that needs no script.
    func refreshed(while isRunning: Bool) -> Answer {
        guard isRunning, let name = HTTPField.Name("Refresh") else { return self }
        var answer = self
        answer.headers[name] = "2"
        return answer
    }
}
