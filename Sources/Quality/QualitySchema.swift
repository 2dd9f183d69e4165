import Catalog
import Registers

/// The tables of quality: runs, what each check counted, the findings, and who is not one person.
enum QualitySchema {
    /// Makes the tables that are missing.
    static func run(_ connection: any SQLConnection) throws {
        let dialect = connection.dialect
        let integer = dialect.type(.integer), text = dialect.type(.text)
        let strict = dialect == .sqlite ? " STRICT" : ""
        for statement in [
            """
            CREATE TABLE IF NOT EXISTS quality_run (
                id \(integer) PRIMARY KEY, day \(text) NOT NULL, version \(integer) NOT NULL, made \(integer) NOT NULL
            )\(strict)
            """,
            """
            CREATE TABLE IF NOT EXISTS quality_count (
                run \(integer) NOT NULL, check_name \(text) NOT NULL, organisation \(integer) NOT NULL,
                rows_seen \(integer) NOT NULL, rows_found \(integer) NOT NULL,
                PRIMARY KEY (run, check_name, organisation)
            )\(strict)
            """,
            """
            CREATE TABLE IF NOT EXISTS quality_finding (
                id \(integer) PRIMARY KEY, check_name \(text) NOT NULL, register \(text) NOT NULL,
                row_id \(integer) NOT NULL, row_since \(integer) NOT NULL, organisation \(integer) NOT NULL,
                opened \(integer) NOT NULL, closed \(integer), reason \(text), aside_by \(text), aside_at \(integer)
            )\(strict)
            """,
            """
            CREATE TABLE IF NOT EXISTS quality_distinct (
                register \(text) NOT NULL, one \(integer) NOT NULL, other \(integer) NOT NULL, reason \(text) NOT NULL,
                made_by \(text) NOT NULL, made_at \(integer) NOT NULL, PRIMARY KEY (register, one, other)
            )\(strict)
            """,
            "CREATE INDEX IF NOT EXISTS quality_finding_open ON quality_finding (check_name, closed, row_id)",
            "CREATE INDEX IF NOT EXISTS quality_finding_at ON quality_finding (organisation, closed)",
            "CREATE INDEX IF NOT EXISTS quality_finding_row ON quality_finding (row_id, closed)",
        ] { try connection.run(statement) }
    }
}
