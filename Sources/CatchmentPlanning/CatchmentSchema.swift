import GRDB
import Store

/// The tables of catchment plans 划片方案: each with its input as it was taken, so that it can be worked out again from what
/// is kept, its proposal, and what a planner made of it.
public enum CatchmentSchema {
    /// The steps, for `PlanLedger.open(directory:more:)`.
    public static let migrations = [
        StoreMigration("catchments/001 plans, points, schools") { db in try db.execute(sql: tables) },
        StoreMigration("catchments/002 schools added and left out on trial") { db in try db.execute(sql: trials) },
    ]

    private static let trials = """
        ALTER TABLE catchment_school ADD COLUMN is_added INTEGER NOT NULL DEFAULT 0;
        -- 试算: what a plan was before schools were added or left out.
        CREATE TABLE catchment_step (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            plan_id INTEGER NOT NULL REFERENCES catchment_plan (id) ON DELETE CASCADE,
            added TEXT NOT NULL, closed TEXT NOT NULL, reopened TEXT NOT NULL,
            schools TEXT NOT NULL, locked TEXT NOT NULL, shares TEXT NOT NULL, proposal TEXT, chosen TEXT,
            made_at INTEGER NOT NULL, made_by INTEGER
        ) STRICT;
        CREATE INDEX catchment_step_plan ON catchment_step (plan_id);
        """

    private static let tables = """
        CREATE TABLE catchment_plan (
            id INTEGER PRIMARY KEY AUTOINCREMENT, title TEXT NOT NULL, stage TEXT NOT NULL, year INTEGER NOT NULL,
            purpose TEXT NOT NULL CHECK (purpose IN ('areas', 'sites')),
            state TEXT NOT NULL CHECK (state IN ('draft', 'solved', 'published', 'withdrawn')),
            settings TEXT NOT NULL, sources TEXT NOT NULL, version INTEGER NOT NULL,
            -- Figures and findings of the proposal, and of what the planner made of it.
            proposal TEXT, chosen TEXT,
            words TEXT NOT NULL DEFAULT '', solved_at INTEGER, published_at INTEGER, published_by INTEGER,
            withdrawn_at INTEGER,
            created_at INTEGER NOT NULL, created_by INTEGER, updated_at INTEGER NOT NULL, updated_by INTEGER
        ) STRICT;
        -- 一个学段一学年只有一份生效的方案。
        CREATE UNIQUE INDEX catchment_plan_in_force ON catchment_plan (stage, year) WHERE state = 'published';
        CREATE TABLE catchment_point (
            plan_id INTEGER NOT NULL REFERENCES catchment_plan (id) ON DELETE CASCADE,
            code TEXT NOT NULL, name TEXT NOT NULL, area TEXT NOT NULL, addresses TEXT NOT NULL,
            children INTEGER NOT NULL, x REAL, y REAL, is_globe INTEGER NOT NULL, outline TEXT,
            today TEXT, today_metres REAL, is_locked INTEGER NOT NULL DEFAULT 0,
            PRIMARY KEY (plan_id, code)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE catchment_school (
            plan_id INTEGER NOT NULL REFERENCES catchment_plan (id) ON DELETE CASCADE,
            code TEXT NOT NULL, name TEXT NOT NULL, organisation INTEGER, places INTEGER NOT NULL,
            least INTEGER NOT NULL, is_kept INTEGER NOT NULL, x REAL, y REAL, is_globe INTEGER NOT NULL, point TEXT,
            -- 多校划片: schools of one group take the children of all their points together.
            team TEXT NOT NULL DEFAULT '',
            cost REAL, is_open INTEGER NOT NULL DEFAULT 1,
            PRIMARY KEY (plan_id, code)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE catchment_share (
            plan_id INTEGER NOT NULL REFERENCES catchment_plan (id) ON DELETE CASCADE,
            kind TEXT NOT NULL CHECK (kind IN ('proposal', 'chosen')), point TEXT NOT NULL, school TEXT NOT NULL,
            children INTEGER NOT NULL, metres REAL,
            PRIMARY KEY (plan_id, kind, point, school)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE catchment_way (
            plan_id INTEGER NOT NULL REFERENCES catchment_plan (id) ON DELETE CASCADE,
            point TEXT NOT NULL, school TEXT NOT NULL, metres REAL NOT NULL,
            PRIMARY KEY (plan_id, point, school)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE catchment_neighbour (
            plan_id INTEGER NOT NULL REFERENCES catchment_plan (id) ON DELETE CASCADE,
            one TEXT NOT NULL, other TEXT NOT NULL,
            PRIMARY KEY (plan_id, one, other)
        ) STRICT, WITHOUT ROWID;
        """
}
