import PlanModel

/// Everything structural about a document: head, parts, tree, tasks, tables — places only.
struct DocumentOutline {
    let text: CleanText
    let head: DocumentHead
    let parts: [DocumentPart]
    let nodes: [OutlineNode]
    let tasks: [TaskDraft]
    /// Headings without body.
    let emptyHeadings: [Int]
    /// Paragraphs of tasks, tables and of what is no text: they are not read as lead text.
    let taken: [Bool]
    /// Tables without tasks: indexes of their rows.
    let otherTables: [[Int]]

    init(text: CleanText, reader: PlanReader) {
        self.text = text
        let titles = reader.titles
        let contents = ContentsLines(text: text).lines()
        var head = HeadReader(text: text, words: titles, skipped: contents).read()
        head.date = SigningDate(text: text, words: titles).find(after: head.end)
        self.head = head
        parts = PartSplitter(text: text, words: titles, names: reader.names, head: head, skipped: contents).parts()
        var builder = OutlineBuilder(text: text, labels: reader.labels, names: reader.names)
        for (index, part) in parts.enumerated() where !part.isSupplement {
            builder.read(part.paragraphs, part: index, isOutlook: part.role == .outlook, skipped: contents)
        }
        nodes = builder.nodes
        let owners = OwnerList(text: text, offices: titles)
        let tables = TaskTables(
            text: text, words: reader.headers,
            reader: TableRowReader(text: text, words: reader.headers, labels: reader.labels, owners: owners))
        let selection = TaskSelector(
            text: text, nodes: nodes, parts: parts,
            fields: FieldReader(text: text, labels: reader.labels, owners: owners),
            closings: ClosingWords(text: text, labels: reader.labels, lexicon: reader.lexicon), tables: tables
        ).select()
        var tasks = selection.tasks
        TrailingOwners(text: text, owners: owners).fill(&tasks)
        self.tasks = tasks
        emptyHeadings = selection.emptyHeadings
        var taken = selection.taken
        for index in taken.indices where contents[index] || text.paragraphs[index].row != nil { taken[index] = true }
        self.taken = taken
        otherTables = tables.others
    }
}
