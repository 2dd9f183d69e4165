import GRDB
import Store

extension PlanLedger {
    /// The ledger's tables, for `Store.open`.
    public static let migrations =
        [
            StoreMigration("ledger/001 offices, areas, schools") { try $0.execute(sql: organisationTables) },
            StoreMigration("ledger/002 plans, tasks, review") { db in
                try db.execute(sql: planTables)
                try db.execute(sql: taskTables)
                try db.execute(sql: reviewTables)
            },
        ] + WorkSchema.migrations + ProgrammeSchema.migrations + ProjectSchema.migrations + ResearchSchema.migrations
        + BindingSchema.migrations

    /// Every change of a row is told by these.
    private static let stamps = """
        created_at INTEGER NOT NULL, created_by INTEGER, updated_at INTEGER NOT NULL, updated_by INTEGER
        """

    private static let organisationTables = """
        CREATE TABLE office (
            id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL, kind TEXT NOT NULL,
            is_confirmed INTEGER NOT NULL, \(stamps)
        ) STRICT;
        -- Names and aliases in one table, so that no two offices share one. `match` is the normalised name.
        CREATE TABLE office_name (
            match TEXT NOT NULL PRIMARY KEY, name TEXT NOT NULL, is_alias INTEGER NOT NULL,
            office_id INTEGER NOT NULL REFERENCES office (id) ON DELETE CASCADE
        ) STRICT;
        CREATE INDEX office_name_office ON office_name (office_id);
        -- Pairs that a person found to be different offices; the smaller row first.
        CREATE TABLE office_distinct (
            one INTEGER NOT NULL REFERENCES office (id) ON DELETE CASCADE,
            other INTEGER NOT NULL REFERENCES office (id) ON DELETE CASCADE,
            PRIMARY KEY (one, other)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX office_distinct_other ON office_distinct (other);
        CREATE TABLE area (
            id INTEGER PRIMARY KEY AUTOINCREMENT, code TEXT NOT NULL UNIQUE, name TEXT NOT NULL UNIQUE, \(stamps)
        ) STRICT;
        CREATE TABLE school (
            id INTEGER PRIMARY KEY AUTOINCREMENT, code TEXT NOT NULL UNIQUE, name TEXT NOT NULL, stages TEXT NOT NULL,
            is_public INTEGER NOT NULL, area_id INTEGER REFERENCES area (id), address TEXT NOT NULL,
            is_active INTEGER NOT NULL, \(stamps)
        ) STRICT;
        CREATE INDEX school_area ON school (area_id);
        """

    private static let planTables = """
        CREATE TABLE plan (
            id INTEGER PRIMARY KEY AUTOINCREMENT, key TEXT NOT NULL UNIQUE, title TEXT NOT NULL,
            issuers TEXT NOT NULL, number TEXT, date TEXT, parts TEXT NOT NULL, year INTEGER,
            file_digest TEXT NOT NULL, file_name TEXT NOT NULL, file_format TEXT NOT NULL,
            state TEXT NOT NULL CHECK (state IN ('draft', 'open', 'archived')),
            revises INTEGER REFERENCES plan (id), \(stamps)
        ) STRICT;
        CREATE INDEX plan_file ON plan (file_digest);
        CREATE INDEX plan_revises ON plan (revises);
        -- What was read, as it was read: never changed.
        CREATE TABLE plan_source (
            plan_id INTEGER PRIMARY KEY REFERENCES plan (id) ON DELETE CASCADE,
            text BLOB NOT NULL, blocks BLOB NOT NULL, reading BLOB NOT NULL
        ) STRICT;
        """

    private static let taskTables: String = {
        func child(_ name: String, _ columns: String) -> String {
            """
            CREATE TABLE task_\(name) (
                task_id INTEGER NOT NULL REFERENCES task (id) ON DELETE CASCADE, ord INTEGER NOT NULL, \(columns),
                span_start INTEGER NOT NULL, span_end INTEGER NOT NULL, PRIMARY KEY (task_id, ord)
            ) STRICT, WITHOUT ROWID;

            """
        }
        return """
            CREATE TABLE task (
                id INTEGER PRIMARY KEY AUTOINCREMENT, key TEXT NOT NULL UNIQUE,
                plan_id INTEGER NOT NULL REFERENCES plan (id),
                part TEXT NOT NULL, part_role TEXT NOT NULL, year INTEGER,
                section TEXT NOT NULL, path TEXT NOT NULL, label TEXT NOT NULL,
                title TEXT NOT NULL, title_start INTEGER NOT NULL, title_end INTEGER NOT NULL,
                goal TEXT, goal_start INTEGER, goal_end INTEGER,
                measures TEXT, measures_start INTEGER, measures_end INTEGER,
                due TEXT, due_is_set INTEGER NOT NULL,
                span_start INTEGER NOT NULL, span_end INTEGER NOT NULL,
                origin TEXT NOT NULL, read_from TEXT NOT NULL, corrected TEXT NOT NULL,
                state TEXT NOT NULL CHECK (state IN ('pending', 'accepted', 'rejected')),
                position INTEGER NOT NULL, version INTEGER NOT NULL,
                -- Kept up with the rows below, for lists and filters.
                has_target INTEGER NOT NULL, doubts INTEGER NOT NULL, title_key TEXT NOT NULL,
                office_key TEXT,
                search_text TEXT NOT NULL,
                updated_at INTEGER NOT NULL, updated_by INTEGER
            ) STRICT;
            CREATE INDEX task_plan ON task (plan_id, position, state);
            CREATE INDEX task_state_due ON task (state, due);
            \(child("owner", "role TEXT NOT NULL, printed TEXT NOT NULL, office_id INTEGER REFERENCES office (id)"))
            CREATE INDEX task_owner_office ON task_owner (office_id, role, task_id);
            \(child("leader", "text TEXT NOT NULL"))
            \(child("milestone", "due TEXT NOT NULL, text TEXT NOT NULL"))
            \(child("action", "text TEXT NOT NULL, verb TEXT NOT NULL, object TEXT NOT NULL"))
            \(child("target", """
                read_id TEXT NOT NULL, text TEXT NOT NULL, metric TEXT NOT NULL, comparator TEXT NOT NULL, value REAL NOT NULL,
                high REAL, unit TEXT NOT NULL, year INTEGER, kind TEXT NOT NULL, is_certain INTEGER NOT NULL, reason TEXT
                """))
            \(child("deliverable", "verb TEXT NOT NULL, name TEXT NOT NULL"))
            \(child("doubt", "about TEXT NOT NULL, says TEXT NOT NULL"))
            """
    }()

    private static let reviewTables = """
        -- One row a move, with the tasks it touched before and after it (JSON), so that undo and redo swap them.
        CREATE TABLE review_event (
            id INTEGER PRIMARY KEY AUTOINCREMENT, plan_id INTEGER NOT NULL REFERENCES plan (id),
            move TEXT NOT NULL, state TEXT NOT NULL CHECK (state IN ('done', 'undone', 'dropped')),
            at INTEGER NOT NULL, by INTEGER, before BLOB NOT NULL, after BLOB NOT NULL, task_count INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX review_event_plan ON review_event (plan_id, state, id);
        CREATE TABLE review_event_task (
            task_id INTEGER NOT NULL, event_id INTEGER NOT NULL REFERENCES review_event (id),
            PRIMARY KEY (task_id, event_id)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX review_event_task_event ON review_event_task (event_id);
        CREATE TABLE revision_entry (
            plan_id INTEGER NOT NULL REFERENCES plan (id) ON DELETE CASCADE, ord INTEGER NOT NULL,
            kind TEXT NOT NULL, earlier_task INTEGER, earlier_title TEXT, task_id INTEGER, differences TEXT NOT NULL,
            PRIMARY KEY (plan_id, ord)
        ) STRICT, WITHOUT ROWID;
        """
}
