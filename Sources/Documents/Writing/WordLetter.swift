/// A letter 函件 in the form of official papers: title, salutation, paragraphs, and at the right who signs it and when.
public struct WordLetter: Hashable, Sendable {
    /// Its title, centred.
    public var title: String
    /// To whom it is; begins at the margin.
    public var salutation: String
    /// The body: a piece a paragraph, first line indented by two characters.
    public var paragraphs: [WordDocument.Run]
    /// Who signs, and the day: a line each.
    public var signature: [String]

    /// A letter.
    public init(title: String, salutation: String, paragraphs: [WordDocument.Run], signature: [String]) {
        self.title = title
        self.salutation = salutation
        self.paragraphs = paragraphs
        self.signature = signature
    }

    /// The part `word/document.xml` of letters, each on a page of its own.
    static func part(_ letters: [WordLetter]) -> String {
        var xml = "\(DocxWriter.head)<w:document \(DocxWriter.word)><w:body>"
        for (index, letter) in letters.enumerated() { letter.append(to: &xml, isFirst: index == 0) }
        return xml + "<w:sectPr>\(WordBody.page)</w:sectPr></w:body></w:document>"
    }

    private func append(to xml: inout String, isFirst: Bool) {
        let title =
            (isFirst ? "" : "<w:pageBreakBefore/>") + "<w:spacing w:after=\"560\" w:line=\"640\" w:lineRule=\"exact\"/>"
        Self.append(WordDocument.Run(self.title), "<w:pStyle w:val=\"Title\"/>\(title)", to: &xml)
        Self.append(WordDocument.Run(salutation), "<w:ind w:firstLineChars=\"0\" w:firstLine=\"0\"/>", to: &xml)
        for paragraph in paragraphs { Self.append(paragraph, "", to: &xml) }
        for (index, line) in signature.enumerated() {
            // GB/T 9704—2012, 7.3.5: the day two characters from the right at least; above it room for the seal.
            let room = index == 0 ? "<w:spacing w:before=\"1120\"/>" : ""
            let place =
                "<w:ind w:rightChars=\"200\" w:right=\"640\" w:firstLineChars=\"0\" w:firstLine=\"0\"/><w:jc w:val=\"right\"/>"
            Self.append(WordDocument.Run(line), "<w:keepNext/>\(room)\(place)", to: &xml)
        }
    }

    private static func append(_ run: WordDocument.Run, _ properties: String, to xml: inout String) {
        xml += properties.isEmpty ? "<w:p><w:r>" : "<w:p><w:pPr>\(properties)</w:pPr><w:r>"
        if run.isBold { xml += "<w:rPr><w:b/></w:rPr>" }
        xml += "\(WordBody.lines(run.text))</w:r></w:p>"
    }
}
