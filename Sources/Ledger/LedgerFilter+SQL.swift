import GRDB
import PlanModel
import Store

extension LedgerFilter {
    /// Words of a search at most, and characters of a word.
    private static let wordLimit = 10
    private static let characterLimit = 100

    /// The day that a task is due: the one that the bureau set when it handed the task over or gave it more time, or the
    /// plan's. Over `task`.
    static var due: SQL {
        "coalesce((SELECT task_work.due FROM task_work WHERE task_work.task_id = task.id), task.due)"
    }

    /// The condition over `task` joined with `plan`. All values are bound.
    var condition: SQL {
        var conditions: [SQL] = []
        if let plan {
            conditions.append("task.plan_id = \(plan)")
        } else {
            conditions.append("plan.state IN \(planStates.map(\.rawValue).sorted())")
        }
        if let year { conditions.append("task.year = \(year)") }
        if let part { conditions.append("task.part = \(part)") }
        if let partRole { conditions.append("task.part_role = \(partRole.rawValue)") }
        if let section { conditions.append("task.section = \(section)") }
        if let office {
            let role: SQL = ownerRole.map { "AND role = \($0.rawValue)" } ?? ""
            conditions.append("task.id IN (SELECT task_id FROM task_owner WHERE office_id = \(office) \(role))")
        }
        if !states.isEmpty { conditions.append("task.state IN \(states.map(\.rawValue).sorted())") }
        if let dueFrom { conditions.append("\(Self.due) >= \(dueFrom)") }
        if let dueUntil { conditions.append("\(Self.due) <= \(dueUntil)") }
        if let hasDue { conditions.append(hasDue ? "\(Self.due) IS NOT NULL" : "\(Self.due) IS NULL") }
        if let hasTarget { conditions.append("task.has_target = \(hasTarget)") }
        if let isUnsure {
            conditions.append(
                isUnsure
                    ? "(task.state = 'pending' AND task.doubts > 0)"
                    : "NOT (task.state = 'pending' AND task.doubts > 0)")
        }
        if !workStates.isEmpty {
            conditions.append(
                """
                coalesce((SELECT state FROM task_work WHERE task_id = task.id), 'draft')
                    IN \(workStates.map(\.rawValue).sorted())
                """)
        }
        if let tag {
            conditions.append(
                "task.id IN (SELECT task_id FROM task_work, json_each(task_work.tags) WHERE value = \(tag))")
        }
        if let ids { conditions.append("task.id IN (SELECT value FROM json_each(\(TaskRows.json(ids))))") }
        conditions += Self.words(text).map { "task.search_text LIKE \($0) ESCAPE '\\'" }
        return conditions.joined(separator: " AND ")
    }

    /// The words of a search as LIKE patterns. Chinese words are mostly of two characters, shorter than SQLite's
    /// trigram index can find; a scan of a thousand tasks takes a millisecond.
    static func words(_ text: String) -> [String] {
        text.prefix(wordLimit * characterLimit).split(whereSeparator: \.isWhitespace).prefix(wordLimit).map { word in
            let escaped = word.prefix(characterLimit).replacing("\\", with: "\\\\").replacing("%", with: "\\%")
                .replacing("_", with: "\\_")
            return "%\(escaped)%"
        }
    }
}

extension LedgerSort {
    /// The order over `task` joined with `plan`.
    var order: SQL {
        let direction: SQL = isDescending ? "DESC" : "ASC"
        let plans: SQL = "plan.year DESC NULLS LAST, plan.id DESC, task.position, task.id"
        return switch column {
        case .position:
            isDescending ? "plan.year NULLS LAST, plan.id, task.position DESC, task.id DESC" : plans
        case .title: "task.title_key \(direction), \(plans)"
        case .office: "task.office_key \(direction) NULLS LAST, \(plans)"
        case .due: "\(LedgerFilter.due) \(direction) NULLS LAST, \(plans)"
        case .state:
            """
            CASE task.state WHEN 'pending' THEN task.doubts = 0 WHEN 'accepted' THEN 2 ELSE 3 END \(direction), \(plans)
            """
        case .updated: "task.updated_at \(direction), \(plans)"
        }
    }
}
