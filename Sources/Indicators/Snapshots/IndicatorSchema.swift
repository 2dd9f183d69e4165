import Catalog
import Registers

/// The tables of what was counted: a snapshot an indicator and period, its additive parts, and the parts that
/// organisations had before the last counting that changed them.
enum IndicatorSchema {
    /// Makes the tables that are missing.
    static func run(_ connection: any SQLConnection) throws {
        let dialect = connection.dialect
        let integer = dialect.type(.integer), text = dialect.type(.text), real = dialect.type(.real)
        let strict = dialect == .sqlite ? " STRICT" : ""
        try connection.run(
            """
            CREATE TABLE IF NOT EXISTS indicator_snapshot (
                id \(integer) PRIMARY KEY, indicator \(text) NOT NULL, period \(text) NOT NULL, day \(text) NOT NULL,
                version \(integer) NOT NULL, definition \(text) NOT NULL, made \(integer) NOT NULL,
                UNIQUE (indicator, period)
            )\(strict)
            """)
        try connection.run(
            """
            CREATE TABLE IF NOT EXISTS indicator_part (
                snapshot \(integer) NOT NULL, organisation \(integer) NOT NULL, category \(text) NOT NULL,
                part \(real), whole \(real), PRIMARY KEY (snapshot, organisation, category)
            )\(strict)
            """)
        try connection.run(
            """
            CREATE TABLE IF NOT EXISTS indicator_before (
                indicator \(text) NOT NULL, period \(text) NOT NULL, organisation \(integer) NOT NULL, part \(real),
                whole \(real), made \(integer) NOT NULL, changed \(integer) NOT NULL,
                PRIMARY KEY (indicator, period, organisation)
            )\(strict)
            """)
    }
}
