import GRDB
import Store

/// The tables of the ledger at work.
enum WorkSchema {
    static let migrations = [
        StoreMigration("ledger/003 tasks at work") { try $0.execute(sql: tables + inboxTables) },
        StoreMigration("ledger/004 index of milestones") { db in
            // Lights need the milestones of all tasks and none of the steps, which are many more.
            try db.execute(sql: "CREATE INDEX work_item_milestone ON work_item (task_id) WHERE kind = 'milestone'")
        },
    ]

    private static let tables = """
        -- Where a task at work stands. Everything in it follows from its events; it is kept so that lists are quick.
        CREATE TABLE task_work (
            task_id INTEGER PRIMARY KEY REFERENCES task (id), state TEXT NOT NULL, before_suspension TEXT,
            issued TEXT, accepted TEXT, submitted TEXT, closed TEXT, due TEXT, asked_due TEXT,
            percent INTEGER NOT NULL, last_report TEXT, report_count INTEGER NOT NULL,
            person TEXT NOT NULL, priority INTEGER NOT NULL, tags TEXT NOT NULL, event_id INTEGER NOT NULL
        ) STRICT;
        -- Steps, milestones and papers as a checklist: those of the plan, and the office's own.
        CREATE TABLE work_item (
            id INTEGER PRIMARY KEY AUTOINCREMENT, task_id INTEGER NOT NULL REFERENCES task (id), kind TEXT NOT NULL,
            text TEXT NOT NULL, due TEXT, is_own INTEGER NOT NULL, is_dropped INTEGER NOT NULL, added TEXT NOT NULL,
            done TEXT
        ) STRICT;
        CREATE INDEX work_item_task ON work_item (task_id);
        CREATE TABLE work_target (
            id INTEGER PRIMARY KEY AUTOINCREMENT, task_id INTEGER NOT NULL REFERENCES task (id),
            read_id TEXT NOT NULL, text TEXT NOT NULL, metric TEXT NOT NULL, comparator TEXT NOT NULL,
            value REAL NOT NULL, high REAL, unit TEXT NOT NULL, year INTEGER, is_dropped INTEGER NOT NULL,
            span_start INTEGER NOT NULL, span_end INTEGER NOT NULL,
            direction TEXT NOT NULL, path TEXT, due TEXT, actual REAL, actual_day TEXT
        ) STRICT;
        CREATE INDEX work_target_task ON work_target (task_id);
        -- What happened, in order; never changed. `once` is the form that asked for it: sent twice, it happens once.
        CREATE TABLE work_event (
            id INTEGER PRIMARY KEY AUTOINCREMENT, task_id INTEGER NOT NULL REFERENCES task (id),
            plan_id INTEGER NOT NULL REFERENCES plan (id), move TEXT NOT NULL, day TEXT NOT NULL, at INTEGER NOT NULL,
            by INTEGER, from_state TEXT NOT NULL, to_state TEXT NOT NULL, text TEXT NOT NULL, detail TEXT NOT NULL,
            once TEXT UNIQUE
        ) STRICT;
        CREATE INDEX work_event_task ON work_event (task_id, id);
        CREATE INDEX work_event_plan ON work_event (plan_id, move, day);
        CREATE TABLE target_value (
            id INTEGER PRIMARY KEY AUTOINCREMENT, target_id INTEGER NOT NULL REFERENCES work_target (id),
            event_id INTEGER NOT NULL REFERENCES work_event (id), day TEXT NOT NULL, value REAL NOT NULL
        ) STRICT;
        CREATE INDEX target_value_target ON target_value (target_id, day, id);
        CREATE TABLE follow_up (
            id INTEGER PRIMARY KEY AUTOINCREMENT, task_id INTEGER NOT NULL REFERENCES task (id),
            ordered TEXT NOT NULL, text TEXT NOT NULL, reply_by TEXT NOT NULL, replied TEXT, reply TEXT, closed TEXT
        ) STRICT;
        CREATE INDEX follow_up_task ON follow_up (task_id);
        CREATE INDEX follow_up_open ON follow_up (reply_by) WHERE replied IS NULL;
        CREATE TABLE evidence (
            id INTEGER PRIMARY KEY AUTOINCREMENT, task_id INTEGER NOT NULL REFERENCES task (id),
            event_id INTEGER NOT NULL REFERENCES work_event (id), item_id INTEGER REFERENCES work_item (id),
            digest TEXT NOT NULL, name TEXT NOT NULL, type TEXT NOT NULL, size INTEGER NOT NULL,
            removed_by INTEGER REFERENCES work_event (id)
        ) STRICT;
        CREATE INDEX evidence_task ON evidence (task_id);
        CREATE INDEX evidence_event ON evidence (event_id);

        """

    private static let inboxTables = """
        -- What somebody should know of. A reminder of one stage of one due day comes once.
        CREATE TABLE notice (
            id INTEGER PRIMARY KEY AUTOINCREMENT, account_id INTEGER NOT NULL REFERENCES account (id),
            task_id INTEGER NOT NULL REFERENCES task (id), event_id INTEGER REFERENCES work_event (id),
            kind TEXT NOT NULL, about TEXT NOT NULL, day TEXT NOT NULL, at INTEGER NOT NULL, seen_at INTEGER,
            UNIQUE (account_id, task_id, kind, about)
        ) STRICT;
        CREATE INDEX notice_unseen ON notice (account_id, seen_at, id);
        CREATE TABLE saved_view (
            id INTEGER PRIMARY KEY AUTOINCREMENT, account_id INTEGER NOT NULL REFERENCES account (id),
            name TEXT NOT NULL, query TEXT NOT NULL, is_shared INTEGER NOT NULL, UNIQUE (account_id, name)
        ) STRICT;
        -- The secret address of somebody's calendar feed, as a digest.
        CREATE TABLE calendar_feed (
            account_id INTEGER PRIMARY KEY REFERENCES account (id), digest TEXT NOT NULL UNIQUE, made_at INTEGER NOT NULL
        ) STRICT;
        CREATE TABLE setting (
            name TEXT NOT NULL PRIMARY KEY, value TEXT NOT NULL, updated_at INTEGER NOT NULL, updated_by INTEGER
        ) STRICT;
        -- Bulletins as they were issued: what was said in a month stays said.
        CREATE TABLE bulletin (
            id INTEGER PRIMARY KEY AUTOINCREMENT, plan_id INTEGER NOT NULL REFERENCES plan (id), day TEXT NOT NULL,
            digest TEXT NOT NULL, at INTEGER NOT NULL, by INTEGER, UNIQUE (plan_id, day, digest)
        ) STRICT;
        """
}
