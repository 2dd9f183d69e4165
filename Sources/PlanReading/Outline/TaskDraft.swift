/// A task as the outline or a table gives it: places only.
struct TaskDraft: Sendable {
    /// The part it belongs to.
    var part: Int
    /// Headings above it, outermost first.
    var path: [String]
    /// Its own numbering.
    var label: Range<Int>
    /// Its heading or lead sentence.
    var title: Range<Int>
    /// The whole task, numbering included.
    var range: Range<Int>
    /// The text of the task besides its title, a stretch a paragraph or cell.
    var text: [Range<Int>]
    /// Its fields, and what is left of `text` beside them.
    var fields = TaskFields()
    /// Whether it is a row of a table.
    var isRow = false
    /// Whether it stands in a section that looks back although its part does not.
    var looksBack = false
    /// The node of the outline that it is, if it is one.
    var node: Int?
}

/// The fields of a task.
struct TaskFields: Sendable {
    /// 目标任务.
    var goal: [Range<Int>] = []
    /// 工作措施.
    var measures: [Range<Int>] = []
    /// 牵头 and 责任单位, lead first.
    var owners: [Range<Int>] = []
    /// 配合单位.
    var coOwners: [Range<Int>] = []
    /// 责任领导, 责任人.
    var leaders: [Range<Int>] = []
    /// 完成时限.
    var due: [Range<Int>] = []
    /// What belongs to no field.
    var rest: [Range<Int>] = []
}
