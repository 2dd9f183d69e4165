import GRDB
import Store

/// The tables of admission rounds and applications.
///
/// What is personal stands sealed in `sealed`; beside it stand keyed digests (`…_mark`) by which the same child, guardian
/// or address is found again without being readable.
public enum AdmissionSchema {
    /// The steps, for `PlanLedger.open(directory:more:)`.
    public static let migrations = [
        StoreMigration("admissions/001 rounds, applications, results") { db in
            try db.execute(sql: rounds)
            try db.execute(sql: applications)
            try db.execute(sql: beside)
        },
        StoreMigration("admissions/002 settling, giving back, second rounds, simulations") { db in
            try db.execute(sql: later)
        },
        StoreMigration("admissions/003 earlier years") { db in
            try db.execute(sql: earlier)
        },
    ]

    private static let rounds = """
        CREATE TABLE admission_round (
            id INTEGER PRIMARY KEY AUTOINCREMENT, kind TEXT NOT NULL, year INTEGER NOT NULL, title TEXT NOT NULL,
            rules TEXT NOT NULL,
            state TEXT NOT NULL CHECK (state IN ('draft', 'published', 'frozen', 'decided', 'announced')),
            calendar TEXT NOT NULL, second_of INTEGER REFERENCES admission_round (id), digest TEXT,
            seed_note TEXT NOT NULL DEFAULT '',
            -- The draw: round file, list and schools as published, the office's secret sealed, the record.
            draw_round TEXT, draw_list TEXT, draw_schools TEXT, draw_secret BLOB, draw_record TEXT,
            created_at INTEGER NOT NULL, created_by INTEGER, updated_at INTEGER NOT NULL, updated_by INTEGER
        ) STRICT;
        CREATE TABLE admission_school (
            round_id INTEGER NOT NULL REFERENCES admission_round (id) ON DELETE CASCADE,
            organisation INTEGER NOT NULL, code TEXT NOT NULL, name TEXT NOT NULL, places INTEGER NOT NULL,
            PRIMARY KEY (round_id, organisation)
        ) STRICT, WITHOUT ROWID;
        -- 划片: a place where children live, or the school they are at, and the schools that it leads to.
        CREATE TABLE admission_place (
            round_id INTEGER NOT NULL REFERENCES admission_round (id) ON DELETE CASCADE,
            code TEXT NOT NULL, name TEXT NOT NULL, schools TEXT NOT NULL,
            PRIMARY KEY (round_id, code)
        ) STRICT, WITHOUT ROWID;
        """

    private static let applications = """
        CREATE TABLE admission_application (
            id INTEGER PRIMARY KEY AUTOINCREMENT, number TEXT NOT NULL UNIQUE,
            round_id INTEGER NOT NULL REFERENCES admission_round (id),
            pass_hash BLOB NOT NULL, pass_salt BLOB NOT NULL,
            scrypt_n INTEGER NOT NULL, scrypt_r INTEGER NOT NULL, scrypt_p INTEGER NOT NULL,
            state TEXT NOT NULL
                CHECK (state IN ('draft', 'submitted', 'returned', 'accepted', 'refused', 'withdrawn')),
            version INTEGER NOT NULL, sealed BLOB NOT NULL,
            child_mark INTEGER, guardian_marks TEXT NOT NULL DEFAULT '', address_mark INTEGER,
            place TEXT NOT NULL DEFAULT '', choices TEXT NOT NULL DEFAULT '', desk INTEGER,
            class TEXT NOT NULL DEFAULT '', class_by TEXT NOT NULL DEFAULT 'rule', class_words TEXT NOT NULL DEFAULT '',
            twin TEXT NOT NULL DEFAULT '', sibling_school TEXT NOT NULL DEFAULT '', sibling_ok INTEGER NOT NULL DEFAULT 0,
            reserves TEXT NOT NULL DEFAULT '',
            result TEXT CHECK (result IN ('placed', 'waiting', 'unplaced')),
            school INTEGER, choice INTEGER, waiting INTEGER, reason_zh TEXT, reason_en TEXT, enrolled TEXT,
            created_at INTEGER NOT NULL, submitted_at INTEGER, decided_at INTEGER, decided_by TEXT,
            words TEXT NOT NULL DEFAULT ''
        ) STRICT;
        CREATE INDEX admission_application_round ON admission_application (round_id, state, desk);
        CREATE INDEX admission_application_child ON admission_application (child_mark) WHERE child_mark IS NOT NULL;
        CREATE INDEX admission_application_address ON admission_application (address_mark)
            WHERE address_mark IS NOT NULL;
        CREATE TABLE admission_document (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            application_id INTEGER NOT NULL REFERENCES admission_application (id) ON DELETE CASCADE,
            document TEXT NOT NULL, name TEXT NOT NULL, type TEXT NOT NULL, size INTEGER NOT NULL, digest TEXT NOT NULL,
            state TEXT NOT NULL CHECK (state IN ('new', 'accepted', 'returned', 'removed')),
            words TEXT NOT NULL DEFAULT '', added_at INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX admission_document_application ON admission_document (application_id);
        """

    private static let beside = """
        CREATE TABLE admission_event (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            application_id INTEGER NOT NULL REFERENCES admission_application (id) ON DELETE CASCADE,
            at INTEGER NOT NULL, who TEXT NOT NULL, action TEXT NOT NULL, words TEXT NOT NULL
        ) STRICT;
        CREATE INDEX admission_event_application ON admission_event (application_id);
        CREATE TABLE admission_appeal (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            application_id INTEGER NOT NULL REFERENCES admission_application (id) ON DELETE CASCADE,
            state TEXT NOT NULL CHECK (state IN ('open', 'upheld', 'dismissed')),
            sealed BLOB NOT NULL, about TEXT NOT NULL, answer TEXT NOT NULL DEFAULT '',
            made_at INTEGER NOT NULL, decided_at INTEGER, decided_by TEXT
        ) STRICT;
        CREATE INDEX admission_appeal_application ON admission_appeal (application_id);
        -- 六年一学位: an address that served a family from a school year on.
        CREATE TABLE admission_use (
            id INTEGER PRIMARY KEY AUTOINCREMENT, address_mark INTEGER NOT NULL, year INTEGER NOT NULL,
            school TEXT NOT NULL, guardian_marks TEXT NOT NULL, application_id INTEGER UNIQUE
        ) STRICT;
        CREATE INDEX admission_use_address ON admission_use (address_mark);
        CREATE TABLE family_session (
            token_digest BLOB NOT NULL PRIMARY KEY,
            application_id INTEGER NOT NULL REFERENCES admission_application (id) ON DELETE CASCADE,
            seen_at INTEGER NOT NULL, expires_at INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX family_session_application ON family_session (application_id);
        """

    private static let earlier = """
        -- Files of the years before this program: looked over, then taken or thrown away as a whole.
        CREATE TABLE admission_import (
            id INTEGER PRIMARY KEY AUTOINCREMENT, kind TEXT NOT NULL CHECK (kind IN ('address', 'kindergarten')),
            file TEXT NOT NULL, state TEXT NOT NULL CHECK (state IN ('staged', 'taken')), rows INTEGER NOT NULL,
            faulty INTEGER NOT NULL, faults TEXT NOT NULL, made_at INTEGER NOT NULL, made_by TEXT NOT NULL
        ) STRICT;
        CREATE TABLE admission_earlier (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            import_id INTEGER NOT NULL REFERENCES admission_import (id) ON DELETE CASCADE,
            kind TEXT NOT NULL, mark INTEGER NOT NULL, year INTEGER NOT NULL, place TEXT NOT NULL,
            school TEXT NOT NULL, guardian_marks TEXT NOT NULL, born INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX admission_earlier_import ON admission_earlier (import_id);
        CREATE INDEX admission_earlier_mark ON admission_earlier (mark, year);
        ALTER TABLE admission_use ADD COLUMN import_id INTEGER;
        CREATE INDEX admission_use_import ON admission_use (import_id) WHERE import_id IS NOT NULL;
        """

    private static let later = """
        -- Entering a child and taking it back are written down before they are done: '', 'entering', 'leaving'.
        ALTER TABLE admission_application ADD COLUMN settling TEXT NOT NULL DEFAULT '';
        -- The school whose place was given back, and the application of the first round that this one goes on from.
        ALTER TABLE admission_application ADD COLUMN given_up INTEGER;
        ALTER TABLE admission_application ADD COLUMN continues INTEGER REFERENCES admission_application (id);
        CREATE INDEX admission_application_settling ON admission_application (settling) WHERE settling <> '';
        CREATE UNIQUE INDEX admission_application_continues ON admission_application (continues)
            WHERE continues IS NOT NULL;
        CREATE INDEX admission_application_queue ON admission_application (round_id, submitted_at, id);
        CREATE INDEX admission_application_placed ON admission_application (round_id, school, result);
        -- 递补: a place that was given back, offered to the next of the waiting list.
        CREATE TABLE admission_offer (
            id INTEGER PRIMARY KEY AUTOINCREMENT, round_id INTEGER NOT NULL REFERENCES admission_round (id),
            application_id INTEGER NOT NULL REFERENCES admission_application (id) ON DELETE CASCADE,
            school INTEGER NOT NULL, position INTEGER NOT NULL,
            state TEXT NOT NULL CHECK (state IN ('open', 'accepted', 'declined', 'lapsed')),
            until TEXT NOT NULL, words TEXT NOT NULL DEFAULT '',
            offered_at INTEGER NOT NULL, offered_by TEXT NOT NULL, decided_at INTEGER, decided_by TEXT
        ) STRICT;
        CREATE INDEX admission_offer_round ON admission_offer (round_id, school);
        CREATE INDEX admission_offer_application ON admission_offer (application_id);
        CREATE UNIQUE INDEX admission_offer_open ON admission_offer (application_id) WHERE state = 'open';
        -- 模拟派位: what was asked and what came out, as JSON; families see those that are published.
        CREATE TABLE admission_simulation (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            round_id INTEGER NOT NULL REFERENCES admission_round (id) ON DELETE CASCADE,
            settings TEXT NOT NULL, result TEXT NOT NULL, is_public INTEGER NOT NULL DEFAULT 0,
            made_at INTEGER NOT NULL, made_by TEXT NOT NULL
        ) STRICT;
        CREATE INDEX admission_simulation_round ON admission_simulation (round_id);
        """
}
