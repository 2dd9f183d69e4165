import Ledger
import Monitoring

/// Targets of plans beside what is: shared by the cockpits of the ledger and of the data.
enum AimWords {
    /// What a target is called: what it measures, or else its task.
    static func name(_ aim: Cockpit.Aim) -> String {
        let metric = aim.target.quantity.metric
        return metric.isEmpty ? aim.line.title : metric
    }

    /// Whether a target is reached, on its path or short of it, in shape, word and colour.
    static func state(_ visit: Visit, _ aim: Cockpit.Aim, tolerance: Double) -> HTML {
        func light(_ light: Light, _ words: String) -> HTML {
            """
            <span class="light \(light.rawValue)"><span aria-hidden="true">\(LightMark.shape(light))</span> \
            \(words)</span>
            """
        }
        guard let isReached = aim.target.isReached else { return light(.off, visit["views.target.unmeasured"]) }
        if isReached { return light(.blue, visit["views.target.reached"]) }
        guard let shortfall = aim.shortfall, shortfall > 0, aim.expected != nil else {
            return light(.green, visit["views.target.onPath"])
        }
        let share = shortfall.isFinite ? Figure.text(shortfall * 100, decimals: 1) + "%" : "100%"
        return light(shortfall > tolerance ? .red : .yellow, visit["views.target.short", ["share": share]])
    }

    /// How far each target is on its way from the baseline to the goal, in percent, beside where it should be today.
    ///
    /// Without a baseline the way begins at 0; a target that is to go down without one has no way to be drawn.
    static func chart(_ visit: Visit, _ aims: some Sequence<Cockpit.Aim>) -> Chart {
        func start(_ aim: Cockpit.Aim) -> Double? {
            aim.target.baseline?.value ?? (aim.target.direction == .up ? 0 : nil)
        }
        let drawn = aims.filter { aim in start(aim).map { $0 != aim.target.goal } ?? false }
        func share(_ value: Double?, _ aim: Cockpit.Aim) -> Double? {
            guard let value, let start = start(aim) else { return nil }
            return ((value - start) / (aim.target.goal - start) * 1000).rounded() / 10
        }
        let links = drawn.map { Optional(SiteLink(path: .task($0.line.id), fragment: "targets")) }
        return .bullets(
            visit["views.targets.chart"], categories: drawn.map(name),
            series: [
                .init(
                    name: visit["views.column.actual"], values: drawn.map { share($0.target.actual?.value, $0) },
                    tone: .first, links: links),
                .init(
                    name: visit["views.column.expected"], values: drawn.map { share($0.expected, $0) }, tone: .off,
                    isDashed: true, isLine: true, links: links),
                .init(
                    name: visit["views.column.goal"], values: drawn.map { _ in 100 }, tone: .done, isLine: true,
                    links: links),
            ], unit: "%")
    }
}
