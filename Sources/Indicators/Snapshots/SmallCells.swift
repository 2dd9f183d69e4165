import Catalog
import Registers

/// Keeps single persons from being found in a published table 公开发布的统计表.
///
/// A cell that counts fewer than `smallestCell` persons, none apart, is left out, and so is the next smallest beside it
/// where it could be found by taking the others from the sum: the threshold rule and secondary suppression of the
/// *Handbook on Statistical Disclosure Control* (Hundepool et al., ESSnet SDC, chapter 5), whose usual thresholds are
/// 3 to 10.
public struct SmallCells {
    /// The fewest persons that a published cell may count.
    public static let smallestCell = 5.0

    private let catalog: Catalog

    /// Cells of a catalogue's indicators.
    public init(_ catalog: Catalog) { self.catalog = catalog }

    /// Whether a row of what an indicator counts stands for a person: the register has personal fields, or refers to one
    /// that has.
    public func countsPersons(_ indicator: Indicator) -> Bool {
        [indicator.part, indicator.whole].compactMap { $0 }.contains { measure in
            guard let register = catalog.register(measure.register) else { return false }
            return register.fields.contains { field in
                if field.isPersonal { return true }
                guard register.key.contains(field.name), case .reference(let name) = field.type else { return false }
                return catalog.register(name)?.fields.contains { $0.isPersonal } ?? false
            }
        }
    }

    /// The values of one table, such as the schools of an area, with nil where one must not be published.
    public func published(_ values: [IndicatorValue], of indicator: Indicator) -> [IndicatorValue?] {
        guard countsPersons(indicator) else { return values }
        var hidden = Set(values.indices.filter { isSmall(values[$0].parts) })
        if hidden.count == 1 {
            let others = values.indices.filter { !hidden.contains($0) && (values[$0].parts.part ?? 0) > 0 }
            if let next = others.min(by: { (values[$0].parts.part ?? 0) < (values[$1].parts.part ?? 0) }) {
                hidden.insert(next)
            }
        }
        return values.indices.map { hidden.contains($0) ? nil : values[$0] }
    }

    /// Few persons counted, or few left out of the whole.
    private func isSmall(_ parts: IndicatorParts) -> Bool {
        func few(_ count: Double) -> Bool { count > 0 && count < Self.smallestCell }
        let part = parts.part ?? 0
        guard let whole = parts.whole else { return few(part) }
        return few(part) || few(whole) || few(whole - part)
    }
}
