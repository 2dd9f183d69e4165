import PlanModel

/// Reads plan documents of education bureaus: 工作要点, 工作总结, 实施方案, 五年规划, 任务分解表.
///
/// A right reading has one task for each row that the bureau would put into its ledger, with the headings above it, the
/// offices that answer for it and every number that it names, each with the words that it comes from, and nothing that
/// the text does not say. The steps: the text is cleaned (`CleanText`), its head read (`HeadReader`), divided into parts
/// (`PartSplitter`), its numbered paragraphs put into a tree (`OutlineBuilder`), the leaves that are tasks chosen
/// (`TaskSelector`), their fields found (`FieldReader`) and their clauses read (`ClauseReader`). Time and memory are
/// linear in the size of the document; any bytes give a reading.
public struct PlanReader: Sendable {
    let labels: FieldLabels
    let names: SectionNames
    let titles: TitleWords
    let headers: TableHeaderWords
    let lexicon: Lexicon
    let clauses: ClauseReader

    /// A reader that knows the shipped words, or those of a lexicon of one's own.
    public init(lexicon: Lexicon = .standard) {
        self.lexicon = lexicon
        labels = FieldLabels(lexicon)
        names = SectionNames(lexicon)
        titles = TitleWords(lexicon)
        headers = TableHeaderWords(lexicon)
        clauses = ClauseReader(lexicon: lexicon)
    }

    /// Reads a document.
    public func read(_ document: DocumentText) -> PlanReading {
        let text = StackedTables(words: headers).joined(CleanText(document, labels: labels))
        let outline = DocumentOutline(text: text, reader: self)
        return ReadingAssembly(outline: outline, clauses: clauses, isRecognised: document.isRecognised).reading()
    }
}
