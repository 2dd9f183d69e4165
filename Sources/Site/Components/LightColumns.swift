import Ledger
import Monitoring

/// Lights counted, as columns of a table: each count leads to its tasks.
enum LightColumns {
    /// The lights in the order of the columns.
    static let lights: [Light] = [.blue, .green, .yellow, .red, .off]

    /// The heads, a shape and a word each.
    static func heads(_ visit: Visit) -> [ListTable.Column] {
        lights.map { .init(title: "\(LightMark.shape($0)) \(LightMark.word(visit, $0))", isNumeric: true) }
    }

    /// The counts; `link` leads to the tasks that were counted, nil where no list shows just them.
    static func cells(_ standing: Standing, _ link: SiteLink?) -> [HTML] {
        lights.map { light in
            let count = standing[light]
            return link.map { Sentence.figure(count, $0.with("light", light.rawValue)) } ?? "\(count)"
        }
    }
}
