import GRDB
import Store

/// The tables of research topics and leaders' contact duty.
enum ResearchSchema {
    static let migrations = [
        StoreMigration("research/001 contact duties, visits, problems") { try $0.execute(sql: firstTables) },
        StoreMigration("research/002 topics, files, schools and areas") { db in
            try db.execute(sql: "ALTER TABLE contact_duty RENAME TO first_duty")
            try db.execute(sql: tables + carryOver)
        },
    ]

    /// The first form: duties by name only. Kept so that what was recorded in it is carried over.
    private static let firstTables = """
        CREATE TABLE contact_duty (
            id INTEGER PRIMARY KEY AUTOINCREMENT, leader TEXT NOT NULL, object TEXT NOT NULL, year INTEGER NOT NULL,
            required INTEGER NOT NULL CHECK (required BETWEEN 1 AND 100), UNIQUE (leader, object, year)
        ) STRICT;
        CREATE TABLE contact_visit (
            id INTEGER PRIMARY KEY AUTOINCREMENT, duty_id INTEGER NOT NULL REFERENCES contact_duty (id),
            day TEXT NOT NULL, participants TEXT NOT NULL, seen TEXT NOT NULL
        ) STRICT;
        CREATE INDEX contact_visit_duty ON contact_visit (duty_id, day);
        CREATE TABLE contact_problem (
            id INTEGER PRIMARY KEY AUTOINCREMENT, visit_id INTEGER NOT NULL REFERENCES contact_visit (id),
            text TEXT NOT NULL, office_id INTEGER NOT NULL REFERENCES office (id), due TEXT NOT NULL,
            state TEXT NOT NULL CHECK (state IN ('open', 'answered', 'solved', 'confirmed')),
            answer TEXT NOT NULL, task_key TEXT
        ) STRICT;
        CREATE INDEX contact_problem_visit ON contact_problem (visit_id);
        CREATE INDEX contact_problem_office ON contact_problem (office_id);
        """

    private static let tables = """
        CREATE TABLE research_topic (
            id INTEGER PRIMARY KEY AUTOINCREMENT, title TEXT NOT NULL, question TEXT NOT NULL, method TEXT NOT NULL,
            leader_id INTEGER REFERENCES account (id), leader TEXT NOT NULL, office_id INTEGER REFERENCES office (id),
            starts TEXT, due TEXT, state TEXT NOT NULL, findings TEXT NOT NULL, reason TEXT NOT NULL,
            report_digest TEXT, report_name TEXT, report_type TEXT, report_size INTEGER,
            created_at INTEGER NOT NULL, created_by INTEGER, updated_at INTEGER NOT NULL, updated_by INTEGER
        ) STRICT;
        -- 献一策: what somebody of the staff suggests to a topic, and what it was answered.
        CREATE TABLE research_suggestion (
            id INTEGER PRIMARY KEY AUTOINCREMENT, topic_id INTEGER NOT NULL REFERENCES research_topic (id),
            text TEXT NOT NULL, day TEXT NOT NULL, by INTEGER, answer TEXT, answered TEXT, answered_by INTEGER
        ) STRICT;
        CREATE INDEX research_suggestion_topic ON research_suggestion (topic_id);
        -- Who visits what, in which year, how often in each of its two terms. `object` is the place's name where
        -- it is a street; a school or an area is named by its row.
        CREATE TABLE contact_duty (
            id INTEGER PRIMARY KEY AUTOINCREMENT, leader_id INTEGER REFERENCES account (id), leader TEXT NOT NULL,
            kind TEXT NOT NULL CHECK (kind IN ('school', 'area', 'street')), school_id INTEGER REFERENCES school (id),
            area_id INTEGER REFERENCES area (id), street TEXT, year INTEGER NOT NULL, per_term INTEGER NOT NULL,
            object_key TEXT NOT NULL, created_at INTEGER NOT NULL, created_by INTEGER, updated_at INTEGER NOT NULL,
            updated_by INTEGER, UNIQUE (year, leader, object_key)
        ) STRICT;
        CREATE INDEX contact_duty_school ON contact_duty (school_id);
        CREATE INDEX contact_duty_area ON contact_duty (area_id);
        CREATE TABLE research_visit (
            id INTEGER PRIMARY KEY AUTOINCREMENT, duty_id INTEGER REFERENCES contact_duty (id),
            topic_id INTEGER REFERENCES research_topic (id), day TEXT NOT NULL, place TEXT NOT NULL,
            people TEXT NOT NULL, seen TEXT NOT NULL, created_at INTEGER NOT NULL, created_by INTEGER,
            -- What the form was called when it was shown: sent twice, the visit is kept once.
            once TEXT UNIQUE, CHECK ((duty_id IS NULL) <> (topic_id IS NULL))
        ) STRICT;
        CREATE INDEX research_visit_duty ON research_visit (duty_id, day);
        CREATE INDEX research_visit_topic ON research_visit (topic_id, day);
        CREATE TABLE research_file (
            id INTEGER PRIMARY KEY AUTOINCREMENT, visit_id INTEGER NOT NULL REFERENCES research_visit (id),
            digest TEXT NOT NULL, name TEXT NOT NULL, type TEXT NOT NULL, size INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX research_file_visit ON research_file (visit_id);
        CREATE TABLE research_problem (
            id INTEGER PRIMARY KEY AUTOINCREMENT, visit_id INTEGER REFERENCES research_visit (id),
            topic_id INTEGER REFERENCES research_topic (id), text TEXT NOT NULL, gravity TEXT NOT NULL,
            office_id INTEGER REFERENCES office (id), found TEXT NOT NULL, due TEXT, state TEXT NOT NULL,
            answer TEXT NOT NULL, answered TEXT, solved TEXT, confirmed_visit INTEGER REFERENCES research_visit (id),
            -- The key of the task that it became; the key outlives the row.
            task_key TEXT, created_at INTEGER NOT NULL, created_by INTEGER, updated_at INTEGER NOT NULL,
            updated_by INTEGER, CHECK ((visit_id IS NULL) <> (topic_id IS NULL))
        ) STRICT;
        CREATE INDEX research_problem_visit ON research_problem (visit_id);
        CREATE INDEX research_problem_topic ON research_problem (topic_id);
        CREATE INDEX research_problem_office ON research_problem (office_id);
        CREATE INDEX research_problem_task ON research_problem (task_key);

        """

    /// Rows of the first form keep their numbers. Objects become schools or areas where one has the name, else streets.
    private static let carryOver = """

        INSERT INTO contact_duty (id, leader_id, leader, kind, school_id, area_id, street, year, per_term, object_key,
            created_at, updated_at)
        SELECT id, NULL, leader, CASE WHEN school IS NOT NULL THEN 'school' WHEN area IS NOT NULL THEN 'area'
                ELSE 'street' END, school, CASE WHEN school IS NULL THEN area END,
            CASE WHEN coalesce(school, area) IS NULL THEN object END, year, required,
            CASE WHEN school IS NOT NULL THEN 'school ' || school WHEN area IS NOT NULL THEN 'area ' || area
                ELSE 'street ' || object END, 0, 0
        FROM (
            SELECT first_duty.*, (SELECT min(id) FROM school WHERE name = object) AS school,
                (SELECT min(id) FROM area WHERE name = object) AS area FROM first_duty
        );
        INSERT INTO research_visit (id, duty_id, day, place, people, seen, created_at)
            SELECT id, duty_id, day, '', participants, seen, 0 FROM contact_visit;
        INSERT INTO research_problem (id, visit_id, text, gravity, office_id, found, due, state, answer, solved, task_key,
            created_at, updated_at)
        SELECT contact_problem.id, visit_id, text, 'minor', office_id, contact_visit.day, due, state, answer,
            CASE WHEN state IN ('solved', 'confirmed') THEN contact_visit.day END, task_key, 0, 0
        FROM contact_problem JOIN contact_visit ON contact_visit.id = visit_id;
        DROP TABLE contact_problem;
        DROP TABLE contact_visit;
        DROP TABLE first_duty;
        """
}
