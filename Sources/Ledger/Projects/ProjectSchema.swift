import GRDB
import Store

/// The tables of livelihood projects.
enum ProjectSchema {
    static let migrations = [
        StoreMigration("projects/001 livelihood projects") { try $0.execute(sql: tables) },
        StoreMigration("projects/002 tasks and dispatch meetings") { try $0.execute(sql: meetings) },
    ]

    private static let tables = """
        CREATE TABLE project_list (
            id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL UNIQUE, year INTEGER NOT NULL
        ) STRICT;
        CREATE TABLE project (
            id INTEGER PRIMARY KEY AUTOINCREMENT, list_id INTEGER NOT NULL REFERENCES project_list (id),
            number INTEGER NOT NULL, name TEXT NOT NULL, content TEXT NOT NULL, template TEXT NOT NULL,
            office_id INTEGER REFERENCES office (id), completion TEXT NOT NULL, budget REAL NOT NULL, paid REAL NOT NULL,
            percent INTEGER NOT NULL, last_report TEXT, stages TEXT NOT NULL, UNIQUE (list_id, number)
        ) STRICT;
        CREATE TABLE project_issue (
            id INTEGER PRIMARY KEY AUTOINCREMENT, project_id INTEGER NOT NULL REFERENCES project (id),
            raised TEXT NOT NULL, text TEXT NOT NULL, resolved TEXT
        ) STRICT;
        CREATE INDEX project_issue_project ON project_issue (project_id);
        CREATE TABLE project_event (
            id INTEGER PRIMARY KEY AUTOINCREMENT, project_id INTEGER NOT NULL REFERENCES project (id),
            kind TEXT NOT NULL, day TEXT NOT NULL, at INTEGER NOT NULL, by INTEGER, text TEXT NOT NULL, percent INTEGER,
            once TEXT UNIQUE
        ) STRICT;
        CREATE INDEX project_event_project ON project_event (project_id, id);
        CREATE TABLE project_file (
            id INTEGER PRIMARY KEY AUTOINCREMENT, event_id INTEGER NOT NULL REFERENCES project_event (id),
            digest TEXT NOT NULL, name TEXT NOT NULL, type TEXT NOT NULL, size INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX project_file_event ON project_file (event_id);
        -- What a statement says never changes; publishing and withdrawing are told beside it.
        CREATE TABLE project_statement (
            id INTEGER PRIMARY KEY AUTOINCREMENT, list_id INTEGER NOT NULL REFERENCES project_list (id),
            month TEXT NOT NULL, version INTEGER NOT NULL, body TEXT NOT NULL, digest TEXT NOT NULL,
            frozen_at INTEGER NOT NULL, frozen_by INTEGER, published_at INTEGER, withdrawn TEXT,
            UNIQUE (list_id, month, version)
        ) STRICT;
        """

    private static let meetings = """
        -- The tasks of the ledger that a project fulfils, by key: the key outlives the row.
        CREATE TABLE project_task (
            project_id INTEGER NOT NULL REFERENCES project (id), task_key TEXT NOT NULL,
            PRIMARY KEY (project_id, task_key)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX project_task_key ON project_task (task_key);
        CREATE TABLE project_meeting (
            id INTEGER PRIMARY KEY AUTOINCREMENT, list_id INTEGER NOT NULL REFERENCES project_list (id),
            day TEXT NOT NULL, chair TEXT NOT NULL, present TEXT NOT NULL, at INTEGER NOT NULL, by INTEGER,
            -- What the form was called when it was shown: sent twice, the meeting is kept once.
            once TEXT UNIQUE
        ) STRICT;
        CREATE INDEX project_meeting_list ON project_meeting (list_id, day);
        CREATE TABLE project_decision (
            id INTEGER PRIMARY KEY AUTOINCREMENT, meeting_id INTEGER NOT NULL REFERENCES project_meeting (id),
            project_id INTEGER NOT NULL REFERENCES project (id), text TEXT NOT NULL,
            office_id INTEGER REFERENCES office (id), due TEXT NOT NULL, closed TEXT, outcome TEXT NOT NULL,
            once TEXT UNIQUE
        ) STRICT;
        CREATE INDEX project_decision_meeting ON project_decision (meeting_id);
        CREATE INDEX project_decision_project ON project_decision (project_id);
        -- What was decided for the projects, frozen with a statement; it is not for everybody.
        ALTER TABLE project_statement ADD COLUMN annex TEXT NOT NULL DEFAULT '[]';
        """
}
