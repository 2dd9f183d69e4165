extension Plan {
    /// What people call the plan: the paper that a notice sends (关于印发《…》的通知), else the title.
    public var name: String { Self.name(ofTitle: title) }

    /// The name in a title.
    static func name(ofTitle title: String) -> String {
        guard title.hasSuffix("的通知"), let start = title.firstRange(of: "印发") ?? title.firstRange(of: "转发") else {
            return title
        }
        var name = title[start.upperBound...].dropLast("的通知".count)
        if name.hasPrefix("《"), name.hasSuffix("》"), name.dropFirst().firstIndex(of: "《") == nil {
            name = name.dropFirst().dropLast()
        }
        return name.isEmpty ? title : String(name)
    }
}

extension TaskRow {
    /// What people call the plan of the task.
    public var planName: String { Plan.name(ofTitle: planTitle) }
}
