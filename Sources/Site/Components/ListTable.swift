/// The one list pattern: a table with a caption, sorting by column heads, and cards instead of rows on a narrow screen.
struct ListTable {
    /// A column.
    struct Column {
        var title: String
        var isNumeric = false
        /// Whether it names the thing of the row, and so gets the room that it needs.
        var isName = false
        /// Where a click on its head leads; nil where the list cannot be ordered by it.
        var sort: SiteLink?
        /// How the list is ordered by it now; nil if by another.
        var order: Order?
    }

    enum Order: String {
        case ascending, descending
    }

    /// A row: a cell for each column, the address that Enter opens, and an id to find it again.
    struct Row {
        var cells: [HTML]
        var id: String?
        var isCurrent = false
    }

    /// What the table shows, for those who do not see it.
    var caption: String
    var columns: [Column]
    var rows: [Row]

    init(_ caption: String, columns: [Column], rows: [Row] = []) {
        self.caption = caption
        self.columns = columns
        self.rows = rows
    }

    var html: HTML {
        let head = columns.html { column in
            let sorted: HTML = column.order.map { #" aria-sort="\#($0.rawValue)""# } ?? .empty
            let mark: HTML = column.order.map { $0 == .ascending ? " ▲" : " ▼" } ?? .empty
            let title: HTML = column.sort.map { #"<a href="\#($0)">\#(column.title)\#(mark)</a>"# } ?? "\(column.title)"
            let kind: HTML = column.isNumeric ? #" class="num""# : .empty
            return #"<th scope="col"\#(kind)\#(sorted)>\#(title)</th>"#
        }
        return """
            <table class="list"><caption class="unseen">\(caption)</caption>
            <thead><tr>\(head)</tr></thead>
            <tbody>
            \(rows.map(body))</tbody></table>
            """
    }

    private func body(_ row: Row) -> HTML {
        var cells = HTML.empty
        for (column, cell) in zip(columns, row.cells) {
            let kind: HTML = column.isNumeric ? #" class="num""# : column.isName ? #" class="name""# : .empty
            cells += #"<td\#(kind) data-label="\#(column.title)">\#(cell)</td>"#
        }
        return
            "<tr data-row\(attribute: "id", row.id)\(flag: "aria-current=\"true\"", if: row.isCurrent)>\(cells)</tr>\n"
    }
}

/// The way through a list that is longer than a page.
enum Pager {
    /// - Parameters:
    ///   - link: the list as it is shown; `page` is set in it.
    ///   - page: from 1.
    static func html(_ visit: Visit, link: SiteLink, page: Int, size: Int, total: Int) -> HTML {
        let pages = max(1, (total + size - 1) / size)
        guard pages > 1 else { return .empty }
        func step(_ number: Int, _ key: String, rel: String) -> HTML {
            guard (1...pages).contains(number) else { return #"<span class="off">\#(visit[key])</span>"# }
            return #"<a rel="\#(rel)" href="\#(link.with("page", String(number)))">\#(visit[key])</a>"#
        }
        let place = visit["site.pager.place", ["page": "\(page)", "pages": "\(pages)", "total": "\(total)"]]
        return """
            <nav class="pager" aria-label="\(visit["site.pager.label"])">\(step(page - 1, "site.pager.back", rel: "prev"))
            <span>\(place)</span>
            \(step(page + 1, "site.pager.on", rel: "next"))</nav>
            """
    }

    /// The page that a query asks for, from 1.
    static func page(_ visit: Visit) -> Int { max(1, min(Int(visit.query["page"]) ?? 1, 1_000_000)) }
}

/// Ways to look at the same thing, one of which is shown.
enum Tabs {
    static func html(_ label: String, _ tabs: [(title: String, link: SiteLink, isCurrent: Bool)]) -> HTML {
        let items = tabs.html { tab in
            let mark: HTML = tab.isCurrent ? #" aria-current="page""# : .empty
            return #"<li><a href="\#(tab.link)"\#(mark)>\#(tab.title)</a></li>"#
        }
        return #"<nav class="tabs" aria-label="\#(label)"><ul>\#(items)</ul></nav>"#
    }
}

/// The one detail pattern: names and values of one thing; what has no value is left out.
struct Details {
    private var pieces = HTML.empty

    /// Adds a value under a name.
    mutating func add(_ name: String, _ value: HTML?) {
        guard let value, !value.isEmpty else { return }
        pieces += "<dt>\(name)</dt><dd>\(value)</dd>"
    }

    /// Adds a text under a name.
    mutating func add(_ name: String, text: String?) { add(name, text.map { HTML(text: $0) }) }

    var html: HTML { #"<dl class="details">\#(pieces)</dl>"# }
}
