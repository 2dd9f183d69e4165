import Store

/// Tables of contact duties, visits and the problems found at them.
enum ResearchSchema {
    static let migrations = [
        StoreMigration("research/001 contact duties, visits, problems") { try $0.execute(sql: tables) }
    ]

    private static let tables = """
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
}
