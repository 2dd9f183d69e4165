import GRDB
import Store

/// The tables of research topics and leaders' contact duty.
enum ResearchSchema {
    static let migrations = [
        StoreMigration("research/001 topics, contact duties, visits, problems") { try $0.execute(sql: tables) }
    ]

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
        -- Who visits what, in which school year, how often in each of its two terms. `object` is the place's name where
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
}
