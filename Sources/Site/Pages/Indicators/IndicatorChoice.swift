import Catalog
import Indicators
import Registers

/// Which figure of an indicator is asked for: `organisation`, `period`, `category` (`stage:3`).
struct IndicatorChoice {
    let desk: IndicatorDesk
    let indicator: Indicator
    /// The period; nil where nothing was counted yet.
    let period: Period?
    /// One value of one field by which the indicator is split; nil for all.
    let category: IndicatorValue.Split?

    /// - Throws: `IndicatorError.noIndicator`, `.noPeriod` for a period that is none of the indicator's.
    init(_ visit: Visit, _ name: String) throws {
        desk = try IndicatorDesk(visit)
        indicator = try desk.indicator(name)
        let text = visit.query["period"]
        if text.isEmpty {
            period = desk.latest(indicator)
        } else {
            guard let asked = Period(text) else { throw IndicatorError.noPeriod(text) }
            guard asked.kind == indicator.period else {
                throw IndicatorError.wrongPeriod(name, text)
            }
            period = asked
        }
        let pieces = visit.query["category"].split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            .map(String.init)
        category =
            pieces.count == 2 && indicator.categories.contains(pieces[0])
            ? .init(field: pieces[0], value: pieces[1]) : nil
    }

    var visit: Visit { desk.visit }

    /// The value asked for; nil where nothing was counted, or where the visitor may not see it.
    var value: IndicatorValue? { desk.value(indicator, period, category: category) }

    /// Whether the visitor may see figures of this indicator at the organisation.
    var maySee: Bool {
        desk.organisation.map { desk.store.maySee(indicator, organisation: $0.id, desk.access) } ?? false
    }

    /// The same figure elsewhere: another page, another organisation, period or category.
    func link(
        _ path: IndicatorPath? = nil, organisation: Int64? = nil, period: Period? = nil,
        category: IndicatorValue.Split?? = nil
    ) -> SiteLink {
        let category = category ?? self.category
        return SitePath.indicators(path ?? .one(indicator.name))
            .with("organisation", (organisation ?? desk.organisation?.id).map { "\($0)" })
            .with("period", (period ?? self.period)?.description)
            .with("category", category.map { "\($0.field):\($0.value)" })
    }

    /// The rows behind one of the two sums, as a link where the visitor may read them.
    func rows(_ side: IndicatorSide, _ sum: Double?, organisation: Int64? = nil) -> HTML {
        // Over no rows a sum is nothing.
        let words = Words.number(sum ?? 0)
        let measure = side == .part ? indicator.part : indicator.whole
        guard let register = measure.flatMap({ desk.catalog.register($0.register) }),
            desk.access.may(.read, register)
        else { return "\(words)" }
        return #"<a href="\#(link(.rows(indicator.name, side), organisation: organisation))">\#(words)</a>"#
    }

    /// What a value of a category is called.
    func words(_ split: IndicatorValue.Split) -> String {
        guard !split.value.isEmpty else { return visit["indicators.page.noCategory"] }
        return field(split.field).flatMap { desk.catalog.codes(of: $0)?[split.value]?.title.text(desk.language) }
            ?? split.value
    }

    /// What a field by which it is split is called.
    func title(ofCategory name: String) -> String { field(name)?.title.text(desk.language) ?? name }

    private func field(_ name: String) -> Field? { desk.catalog.register(indicator.part.register)?.field(name) }

    /// The values of the organisation by one of the fields, in the order of its codes.
    func split(by field: String) throws -> [IndicatorValue] {
        guard let period, let organisation = desk.organisation, maySee else { return [] }
        let codes = self.field(field).flatMap { desk.catalog.codes(of: $0)?.codes.map(\.code) } ?? []
        let places = Dictionary(zip(codes, codes.indices)) { first, _ in first }
        func place(_ value: IndicatorValue) -> (Int, String) {
            let code = value.category?.value ?? ""
            return (places[code] ?? codes.count, code)
        }
        return try desk.store.split(
            of: indicator, in: period, organisation: organisation.id, by: field, access: desk.access
        ).sorted { place($0) < place($1) }
    }

    /// The pages above.
    var crumbs: [(title: String, link: SiteLink)] {
        let topic = IndicatorTopic.name(of: indicator)
        let library = SitePath.indicators(.library).with("organisation", desk.organisation.map { "\($0.id)" })
        return [
            (visit["data.title"], SiteLink(path: .data(.registers))), (visit["indicators.library.title"], library),
            (IndicatorTopic.title(visit, topic), library.with("topic", topic)),
        ]
    }
}
