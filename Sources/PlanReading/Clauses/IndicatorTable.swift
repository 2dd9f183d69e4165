import PlanModel

/// Reads the indicator table of a long-term plan.
///
/// The columns are known by the meaning of their heads: the name of the indicator, its unit, its nature (约束性,
/// 预期性), and the columns of values, told apart by their years or by 现状 and 目标. The head may take two rows.
/// Sections, repeated heads and notes are passed over.
enum IndicatorTable {
    /// The indicators of a table given as rows of cells in grid order; a cell that continues the one above has its
    /// range. nil where the table is none of indicators.
    static func read(_ rows: [[Range<Int>]], in text: CleanText, context: ClauseContext) -> [PlanIndicator]? {
        guard let head = IndicatorHead(rows, in: text, context: context) else { return nil }
        var indicators: [PlanIndicator] = []
        for row in rows.dropFirst(head.rows) {
            if let indicator = indicator(row, head: head, in: text) { indicators.append(indicator) }
        }
        return indicators.isEmpty ? nil : indicators
    }

    private static func indicator(_ row: [Range<Int>], head: IndicatorHead, in text: CleanText) -> PlanIndicator? {
        func cell(_ column: Int?) -> Range<Int> {
            guard let column, column < row.count else { return 0..<0 }
            return row[column]
        }
        let nameCell = cell(head.name)
        guard !nameCell.isEmpty, nameCell.count < 600 else { return nil }
        // A section row is one cell over all columns.
        if let target = head.target, cell(target.column) == nameCell { return nil }
        var (name, unit) = nameAndUnit(text.string(nameCell))
        let unitCell = cell(head.unit)
        if !unitCell.isEmpty { unit = text.string(unitCell) }
        let baseline = IndicatorValue(cell(head.baseline?.column), in: text)
        let target = IndicatorValue(cell(head.target?.column), in: text)
        guard baseline != nil || target != nil else { return nil }
        if unit == nil || unit == "—" || unit == "-" { unit = target?.unit ?? baseline?.unit ?? "" }
        if head.number == nil { name = withoutNumber(name) }
        let natureCell = cell(head.nature)
        let cells = [nameCell, unitCell, cell(head.baseline?.column), cell(head.target?.column), natureCell]
            .filter { !$0.isEmpty && $0.lowerBound >= nameCell.lowerBound }
        let end = cells.map(\.upperBound).max() ?? nameCell.upperBound
        return PlanIndicator(
            name: name, unit: unit ?? "", baseline: baseline?.value, baselineYear: head.baseline?.year,
            target: target?.value, targetYear: head.target?.year,
            nature: natureCell.isEmpty ? nil : text.string(natureCell), comparator: target?.comparator ?? .equal,
            span: text.span(nameCell.lowerBound..<end))
    }

    /// 毛入园率（%） is an indicator with its unit.
    private static func nameAndUnit(_ words: String) -> (String, String?) {
        let flat = words.filter { $0 != "\n" }
        guard let last = flat.last, last == "）" || last == ")",
            let open = flat.lastIndex(where: { $0 == "（" || $0 == "(" })
        else { return (flat, nil) }
        let inside = String(flat[flat.index(after: open)...].dropLast())
        guard units.contains(inside) || units.contains(String(inside.drop { $0 == "万" || $0 == "亿" })) else {
            return (flat, nil)
        }
        return (String(flat[..<open]), inside)
    }

    private static let units: Set<String> = [
        "%", "‰", "个", "所", "人", "名", "人次", "元", "年", "岁", "平方米", "亩", "册", "台", "班", "节", "小时", "分钟", "次",
        "项", "件", "家", "处", "间", "套", "倍", "分", "级", "比", "生/师", "百分点", "个百分点", "人/班", "元/生", "公顷", "平方米/生",
    ]

    /// 1.毛入园率, （2）毛入园率: the name without its number.
    private static func withoutNumber(_ name: String) -> String {
        let rest = name.drop {
            $0.isASCII && ($0.isNumber || $0 == "." || $0 == "(" || $0 == ")") || "（）、．".contains($0)
        }
        return rest.isEmpty || rest.count == name.count ? name : String(rest)
    }
}

/// What the columns of an indicator table hold.
struct IndicatorHead {
    var name: Int
    var unit: Int?
    var nature: Int?
    var number: Int?
    var baseline: Values?
    var target: Values?
    /// How many rows the head takes.
    var rows: Int

    /// A column of values and the year they are for.
    struct Values {
        var column: Int
        var year: Int?
    }

    /// Reads the head; nil where the first rows are none of an indicator table.
    init?(_ rows: [[Range<Int>]], in text: CleanText, context: ClauseContext) {
        guard let first = rows.prefix(4).firstIndex(where: { Self.nameColumn($0, in: text) != nil }),
            let name = Self.nameColumn(rows[first], in: text)
        else { return nil }
        self.name = name
        var heads = rows[first].map { text.string($0) }
        self.rows = first + 1
        // A second row of heads repeats the merged ones and adds the years.
        if rows.count > first + 1, rows[first + 1].count == rows[first].count,
            name < rows[first + 1].count, rows[first + 1][name] == rows[first][name] || rows[first + 1][name].isEmpty
        {
            for (column, cell) in rows[first + 1].enumerated() where cell != rows[first][column] {
                heads[column] += text.string(cell)
            }
            self.rows += 1
        }
        unit = heads.firstIndex { $0.contains("单位") && $0.count <= 6 && !$0.contains("责任") }
        nature = heads.firstIndex { ($0.contains("属性") || $0.contains("性质")) && $0.count <= 6 }
        number = heads.firstIndex { $0 == "序号" || $0 == "编号" }
        var values: [(column: Int, year: Int?, isTarget: Bool, isBase: Bool)] = []
        for (column, head) in heads.enumerated()
        where column != name && column != unit && column != nature && column != number && head.count <= 24 {
            let year = Self.year(in: head)
            let isTarget = ["目标", "规划值", "预期值"].contains { head.contains($0) }
            let isBase = ["现状", "基期", "基准", "基础值", "实际", "完成值"].contains { head.contains($0) }
            let isRate = ["年均", "累计", "增长", "备注", "责任"].contains { head.contains($0) }
            if (year != nil || isTarget || isBase), !isRate { values.append((column, year, isTarget, isBase)) }
        }
        guard let last = values.filter({ !$0.isBase }).max(by: { ($0.year ?? 9999) < ($1.year ?? 9999) }) else {
            return nil
        }
        target = Values(column: last.column, year: last.year ?? context.year)
        let others = values.filter { $0.column != last.column }
        if let base = others.first(where: \.isBase) ?? others.min(by: { ($0.year ?? 0) < ($1.year ?? 0) }) {
            baseline = Values(column: base.column, year: base.year ?? context.periodStart.map { $0 - 1 })
        }
        guard baseline != nil || last.isTarget || last.year != nil else { return nil }
    }

    /// The column that names the indicators: the last head that speaks of them.
    private static func nameColumn(_ row: [Range<Int>], in text: CleanText) -> Int? {
        let heads = row.map { $0.count <= 60 ? text.string($0) : "" }
        let named = heads.indices.filter { index in
            let head = heads[index]
            return head.contains("指标") && !head.contains("属性") && !head.contains("性质") && !head.contains("类")
                && !head.contains("值") && !head.contains("单位")
        }
        guard heads.count >= 3, let column = named.last, Set(row.filter { !$0.isEmpty }).count >= 3 else { return nil }
        return column
    }

    private static func year(in head: String) -> Int? {
        let digits = head.split { !$0.isASCII || !$0.isNumber }
        return digits.compactMap { $0.count == 4 ? Int($0) : nil }.last { (1990..<2100).contains($0) }
    }
}

/// A value in a cell: 95, ≥95, 95%以上, 1.8.
struct IndicatorValue {
    var value: Double
    var comparator: Quantity.Comparator
    /// A unit printed with the value.
    var unit: String?

    /// Reads a cell; nil where it holds no number.
    init?(_ cell: Range<Int>, in text: CleanText) {
        guard !cell.isEmpty, cell.count <= 60 else { return nil }
        var place = cell.lowerBound
        let bytes = text.bytes
        while place < cell.upperBound, !bytes[place].isASCIIDigit { place += 1 }
        let numerals = NumeralReader(glyphs: Glyphs(bytes: bytes))
        guard place < cell.upperBound, let numeral = numerals.read(at: place, end: cell.upperBound) else { return nil }
        let isScaled = numeral.magnitude == .multiplied
        let scale = isScaled ? text.string(numeral.range).contains("亿") ? 1e8 : 1e4 : 1
        value = numeral.style == .ratio ? numeral.value : numeral.value / scale
        let before = text.string(cell.lowerBound..<place)
        let rest = text.string(numeral.range.upperBound..<cell.upperBound)
        unit = numeral.share != nil ? (numeral.share == 0 ? "‰" : "%") : nil
        if isScaled { unit = (scale == 1e8 ? "亿" : "万") + rest.prefix { !"以左上下（(".contains($0) } }
        comparator =
            ["≥", ">", "＞", "不低于", "不少于", "高于", "超过"].contains { before.contains($0) } || rest.contains("以上")
            ? .atLeast
            : ["≤", "<", "＜", "不高于", "不超过", "低于"].contains { before.contains($0) } || rest.contains("以下")
                || rest.contains("以内") ? .atMost : rest.contains("左右") ? .about : .equal
    }
}
