/// The part `word/charts/chartN.xml` of a chart. Its values stand in it literally, so that the paper needs no workbook.
struct WordChartPart {
    let chart: WordChart

    private static let namespaces =
        "xmlns:c=\"http://schemas.openxmlformats.org/drawingml/2006/chart\""
        + " xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\""

    var xml: String {
        let isLine = chart.kind == .lines
        let grouping =
            switch chart.kind {
            case .stackedBars: "stacked"
            case .columns: "clustered"
            case .lines: "standard"
            }
        let direction = chart.kind == .stackedBars ? "bar" : "col"
        let series = chart.series.enumerated().map { self.series($1, number: $0) }.joined()
        let plot =
            isLine
            ? "<c:lineChart><c:grouping val=\"\(grouping)\"/><c:varyColors val=\"0\"/>\(series)<c:marker val=\"1\"/>\(axes)</c:lineChart>"
            : "<c:barChart><c:barDir val=\"\(direction)\"/><c:grouping val=\"\(grouping)\"/><c:varyColors val=\"0\"/>\(series)"
                + "<c:gapWidth val=\"60\"/>\(chart.kind == .stackedBars ? "<c:overlap val=\"100\"/>" : "")\(axes)</c:barChart>"
        return "\(DocxWriter.head)<c:chartSpace \(Self.namespaces)><c:roundedCorners val=\"0\"/><c:chart>\(title)"
            + "<c:autoTitleDeleted val=\"0\"/><c:plotArea><c:layout/>\(plot)\(axisParts)</c:plotArea>"
            + "<c:legend><c:legendPos val=\"b\"/><c:overlay val=\"0\"/>\(text(size: 900))</c:legend><c:plotVisOnly val=\"1\"/>"
            + "<c:dispBlanksAs val=\"gap\"/></c:chart></c:chartSpace>"
    }

    private var axes: String { "<c:axId val=\"1001\"/><c:axId val=\"1002\"/>" }

    private var title: String {
        "<c:title><c:tx><c:rich><a:bodyPr/><a:p><a:pPr><a:defRPr sz=\"1100\" b=\"1\"/></a:pPr><a:r><a:rPr lang=\"zh-CN\" sz=\"1100\" b=\"1\"/>"
            + "<a:t>\(DocxWriter.escaped(chart.title))</a:t></a:r></a:p></c:rich></c:tx><c:overlay val=\"0\"/></c:title>"
    }

    private func text(size: Int) -> String {
        "<c:txPr><a:bodyPr/><a:p><a:pPr><a:defRPr sz=\"\(size)\"/></a:pPr><a:endParaRPr lang=\"zh-CN\"/></a:p></c:txPr>"
    }

    private var axisParts: String {
        let isLying = chart.kind == .stackedBars
        // Lying bars count from below: turned round, the first category stands on top.
        let order = isLying ? "maxMin" : "minMax"
        let (categories, values) = isLying ? ("l", "t") : ("b", "l")
        return
            "<c:catAx><c:axId val=\"1001\"/><c:scaling><c:orientation val=\"\(order)\"/></c:scaling><c:delete val=\"0\"/>"
            + "<c:axPos val=\"\(categories)\"/><c:numFmt formatCode=\"General\" sourceLinked=\"0\"/><c:majorTickMark val=\"none\"/>"
            + "<c:minorTickMark val=\"none\"/><c:tickLblPos val=\"low\"/>\(text(size: 900))<c:crossAx val=\"1002\"/></c:catAx>"
            + "<c:valAx><c:axId val=\"1002\"/><c:scaling><c:orientation val=\"minMax\"/></c:scaling><c:delete val=\"0\"/>"
            + "<c:axPos val=\"\(values)\"/><c:majorGridlines><c:spPr><a:ln w=\"6350\"><a:solidFill><a:srgbClr val=\"D9D9D9\"/></a:solidFill></a:ln></c:spPr></c:majorGridlines>"
            + "<c:numFmt formatCode=\"General\" sourceLinked=\"0\"/><c:majorTickMark val=\"none\"/><c:minorTickMark val=\"none\"/>"
            + "<c:tickLblPos val=\"nextTo\"/>\(text(size: 900))<c:crossAx val=\"1001\"/><c:crosses val=\"\(isLying ? "max" : "autoZero")\"/></c:valAx>"
    }

    private func series(_ series: WordChart.Series, number: Int) -> String {
        let colour = "<a:solidFill><a:srgbClr val=\"\(Self.colour(series.colour))\"/></a:solidFill>"
        let look =
            chart.kind == .lines ? "<c:spPr><a:ln w=\"28575\">\(colour)</a:ln></c:spPr>" : "<c:spPr>\(colour)</c:spPr>"
        let names = chart.categories.enumerated().map { index, name in
            "<c:pt idx=\"\(index)\"><c:v>\(DocxWriter.escaped(name))</c:v></c:pt>"
        }.joined()
        let values = series.values.prefix(chart.categories.count).enumerated().compactMap { index, value in
            value.map { "<c:pt idx=\"\(index)\"><c:v>\(WordChart.number($0))</c:v></c:pt>" }
        }.joined()
        let count = "<c:ptCount val=\"\(chart.categories.count)\"/>"
        return
            "<c:ser><c:idx val=\"\(number)\"/><c:order val=\"\(number)\"/><c:tx><c:v>\(DocxWriter.escaped(series.name))</c:v></c:tx>"
            + look + (chart.kind == .lines ? "" : "<c:invertIfNegative val=\"0\"/>")
            + "<c:cat><c:strLit>\(count)\(names)</c:strLit></c:cat>"
            + "<c:val><c:numLit><c:formatCode>General</c:formatCode>\(count)\(values)</c:numLit></c:val>"
            + (chart.kind == .lines ? "<c:smooth val=\"0\"/>" : "") + "</c:ser>"
    }

    /// Six hexadecimal digits; grey for anything else.
    private static func colour(_ text: String) -> String {
        text.utf8.count == 6
            && text.utf8.allSatisfy {
                UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 || UInt8(ascii: "A")...UInt8(ascii: "F") ~= $0
            }
            ? text : "808080"
    }
}
