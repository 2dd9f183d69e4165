import Monitoring

/// Lights 红黄绿灯 as people see them: a shape, a word and a colour, so that each alone is enough, in grey print too.
enum LightMark {
    /// The light of a task: its reasons are its title, and stand beside it where `showsReason` asks for them.
    static func html(_ visit: Visit, _ finding: LightFinding, showsReason: Bool = false) -> HTML {
        let why = reasons(visit, finding)
        let text: HTML = showsReason ? #" <span class="why">\#(why)</span>"# : .empty
        return "\(mark(visit, finding.light, title: why))\(text)"
    }

    /// A light alone: a head of a column, a legend.
    static func html(_ visit: Visit, _ light: Light) -> HTML { mark(visit, light, title: nil) }

    /// Why the light is what it is, the gravest reason first.
    static func reasons(_ visit: Visit, _ finding: LightFinding) -> String {
        finding.reasons.map(visit.words).joined(separator: visit.language == .chinese ? "；" : "; ")
    }

    /// The word of a light: 正常, 预警, 滞后, 办结, 不评.
    static func word(_ visit: Visit, _ light: Light) -> String { visit["work.light.name.\(light.rawValue)"] }

    /// The shape of a light.
    static func shape(_ light: Light) -> String {
        switch light {
        case .green: "●"
        case .yellow: "▲"
        case .red: "■"
        case .blue: "✓"
        case .off: "○"
        }
    }

    private static func mark(_ visit: Visit, _ light: Light, title: String?) -> HTML {
        """
        <span class="light \(light.rawValue)"\(attribute: "title", title)>\
        <span aria-hidden="true">\(shape(light))</span> \(word(visit, light))</span>
        """
    }
}
