import Ledger
import Monitoring
import PlanModel
import Store

/// States as people see them: a shape, a word and a colour, so that each alone is enough.
enum Mark {
    /// A state of a class, with its shape and word.
    static func html(_ kind: String, _ shape: String, _ word: String) -> HTML {
        #"<span class="mark \#(kind)"><span aria-hidden="true">\#(shape)</span> \#(word)</span>"#
    }

    /// How far a task is.
    static func task(_ visit: Visit, _ task: LedgerTask) -> HTML {
        if task.isUnsure { return html("unsure", "▲", visit["site.state.unsure"]) }
        let word = visit["site.state.\(task.state.rawValue)"]
        return switch task.state {
        case .pending: html("pending", "○", word)
        case .accepted: html("accepted", "✓", word)
        case .rejected: html("rejected", "×", word)
        }
    }

    /// How far a plan is.
    static func plan(_ visit: Visit, _ state: Plan.State) -> HTML {
        let word = visit["site.planState.\(state.rawValue)"]
        return switch state {
        case .draft: html("pending", "◔", word)
        case .open: html("accepted", "●", word)
        case .archived: html("rejected", "■", word)
        }
    }

    /// A due day with how far away it is.
    static func due(_ visit: Visit, _ due: String?) -> HTML {
        guard let due else { return .empty }
        guard let day = Day(due) else { return "\(due)" }
        let left = day - visit.today
        let mark: HTML =
            if left < 0 {
                html("late", "■", visit["site.due.late", ["days": "\(-left)"]])
            } else if left == 0 {
                html("soon", "▲", visit["site.due.today"])
            } else if left <= 30 {
                html("soon", "▲", visit["site.due.left", ["days": "\(left)"]])
            } else {
                .empty
            }
        return #"<span class="day">\#(due)</span> \#(mark)"#
    }

    /// How many of how many, as a bar with its figures.
    static func progress(_ visit: Visit, done: Int, of total: Int) -> HTML {
        let words = visit["site.progress", ["done": "\(done)", "total": "\(total)"]]
        return """
            <span class="progress"><progress max="\(max(total, 1))" value="\(done)" aria-label="\(words)"></progress> \
            <span class="figures">\(done) / \(total)</span></span>
            """
    }
}

/// Quantities and people as lists show them.
enum Words {
    /// A quantity: 毛入园率 ≥ 92 %（2021）.
    static func target(_ visit: Visit, _ quantity: Quantity) -> String {
        var words = quantity.metric
        if !words.isEmpty { words += " " }
        words += "\(sign(quantity.comparator)) \(number(quantity.value))"
        if let high = quantity.high { words += "–\(number(high))" }
        if !quantity.unit.isEmpty { words += " \(quantity.unit)" }
        if let year = quantity.year { words += visit["site.target.year", ["year": "\(year)"]] }
        return words
    }

    /// The sign of a comparison.
    static func sign(_ comparator: Quantity.Comparator) -> String {
        switch comparator {
        case .equal: "="
        case .atLeast: "≥"
        case .atMost: "≤"
        case .about: "≈"
        case .increase: "+"
        case .decrease: "−"
        }
    }

    /// A number without needless decimals.
    static func number(_ value: Double) -> String {
        if value == value.rounded(), abs(value) < 1e15 { return String(Int(value)) }
        return String((value * 10_000).rounded() / 10_000)
    }

    /// The offices of one role, as a text.
    static func owners(_ row: TaskRow, _ role: TaskOwner.Role) -> String {
        row.task.owners.filter { $0.role == role }.map(row.name).joined(separator: "、")
    }

    /// The targets of a task, those to be reached only.
    static func targets(_ task: LedgerTask) -> [Quantity] { task.targets.filter { $0.kind == .target } }

    /// The roles of an account.
    static func roles(_ visit: Visit, _ roles: Set<Role>) -> String {
        Role.allCases.filter(roles.contains).map { visit["site.role.\($0.rawValue)"] }.joined(separator: "、")
    }
}
