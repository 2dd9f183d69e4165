import GRDB
import Store

/// The tables of programmes.
enum ProgrammeSchema {
    static let migrations = [
        StoreMigration("programmes/001 programmes") { try $0.execute(sql: tables) },
        StoreMigration("programmes/002 domains, files of values") { try $0.execute(sql: files) },
    ]

    private static let files = """
        ALTER TABLE programme_indicator ADD COLUMN domain TEXT NOT NULL DEFAULT '';
        CREATE TABLE programme_file (
            id INTEGER PRIMARY KEY AUTOINCREMENT, value_id INTEGER NOT NULL REFERENCES programme_value (id),
            digest TEXT NOT NULL, name TEXT NOT NULL, type TEXT NOT NULL, size INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX programme_file_value ON programme_file (value_id);
        """

    private static let tables = """
        CREATE TABLE programme (
            id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL UNIQUE, kind TEXT NOT NULL,
            start_year INTEGER NOT NULL, end_year INTEGER NOT NULL, plan_id INTEGER REFERENCES plan (id),
            created_at INTEGER NOT NULL, created_by INTEGER
        ) STRICT;
        CREATE TABLE programme_indicator (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            programme_id INTEGER NOT NULL REFERENCES programme (id) ON DELETE CASCADE, name TEXT NOT NULL,
            unit TEXT NOT NULL, measure TEXT NOT NULL, direction TEXT NOT NULL, is_binding INTEGER NOT NULL,
            baseline_year INTEGER NOT NULL, baseline REAL NOT NULL, target_year INTEGER NOT NULL, target REAL NOT NULL,
            yearly TEXT NOT NULL, office_id INTEGER REFERENCES office (id), source TEXT NOT NULL,
            UNIQUE (programme_id, name)
        ) STRICT;
        -- Every value that was reported; the last of a year holds.
        CREATE TABLE programme_value (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            indicator_id INTEGER NOT NULL REFERENCES programme_indicator (id), year INTEGER NOT NULL,
            value REAL NOT NULL, source TEXT NOT NULL, at INTEGER NOT NULL, by INTEGER, confirmed_at INTEGER,
            confirmed_by INTEGER
        ) STRICT;
        CREATE INDEX programme_value_indicator ON programme_value (indicator_id, year, id);
        """
}
