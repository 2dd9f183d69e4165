"""Counts indicators of a demo region once more, in DuckDB and by queries of its own, and sets them against the programme's.

Every figure of every district, area and school must agree, part and whole: the programme's SQL is made from definitions,
adds up over the tree and keeps snapshots; the queries here are written by hand from the definitions in words.

usage: region.py --program PATH [--scale 0.05]
"""
import argparse, csv, json, os, sqlite3, subprocess, tempfile
import duckdb

ON_ROLL = "placement <> '3' AND started_on <= $day AND (ended_on IS NULL OR ended_on > $day)"
PRESENT = "placement <> '2' AND started_on <= $day AND (ended_on IS NULL OR ended_on > $day)"
POST = "main AND started_on <= $day AND (ended_on IS NULL OR ended_on > $day)"
TEACHER = POST + " AND staff_kind = '11'"
SIZES = f"""(SELECT c.school, c.stage, count(e.id) AS size FROM school_class c
    LEFT JOIN (SELECT * FROM enrolment WHERE {PRESENT}) e ON e.school_class = c.id
    WHERE c.school_year = $year AND c.stage IN ('P', 'J', 'S') GROUP BY c.id, c.school, c.stage)"""
SIGHT = "(SELECT * FROM vision_screening WHERE tested_on BETWEEN $from AND $to AND right_acuity IS NOT NULL AND left_acuity IS NOT NULL)"
FIT = "(SELECT * FROM fitness_result WHERE school_year = $year AND exempt IS NULL AND level IS NOT NULL)"
PUBLIC = "run_by IN ('11', '19', '21')"
INCLUSIVE = f"({PUBLIC} OR (inclusive_from <= $day AND coalesce(inclusive_until, '9999') > $day))"
SCHOOLS = "(SELECT * FROM school WHERE coalesce(opened_on, '') <= $day AND coalesce(closed_on, '9999') > $day)"
PUPILS = f"SELECT school, 1 AS n FROM enrolment WHERE {ON_ROLL}"
TEACHERS = f"SELECT school, 1 AS n FROM appointment WHERE {TEACHER}"

# Name: rows of the part with what each counts, rows of the whole or None.
INDICATORS = {
    "pupils": (PUPILS, None),
    "girls_share": (f"SELECT e.school, 1 AS n FROM enrolment e JOIN student s ON s.id = e.student WHERE s.sex = '2' AND {ON_ROLL}", PUPILS),
    "boarders_share": (PUPILS + " AND boarding = '2'", PUPILS),
    "migrant_children": (PUPILS + " AND stage IN ('P', 'J') AND migrant = 1", None),
    "migrant_public_share": (PUPILS + " AND stage IN ('P', 'J') AND migrant = 1 AND place_payer IN ('1', '2')",
                             PUPILS + " AND stage IN ('P', 'J') AND migrant = 1"),
    "entrants_primary": (PUPILS + " AND grade = 'P1' AND began_by = '11' AND started_on BETWEEN $from AND $to", None),
    "entrants_junior": (PUPILS + " AND grade = 'J1' AND began_by = '11' AND started_on BETWEEN $from AND $to", None),
    "classes": ("SELECT school, 1 AS n FROM school_class WHERE school_year = $year", None),
    "class_size_mean": (f"SELECT school, 1 AS n FROM enrolment WHERE school_class IS NOT NULL AND {PRESENT}",
                        "SELECT school, 1 AS n FROM school_class WHERE school_year = $year"),
    "class_large_share": (f"SELECT school, 1 AS n FROM {SIZES} WHERE size > 55", f"SELECT school, 1 AS n FROM {SIZES}"),
    "class_over_norm_share": (f"SELECT school, 1 AS n FROM {SIZES} WHERE size > CASE stage WHEN 'P' THEN 45 ELSE 50 END",
                              f"SELECT school, 1 AS n FROM {SIZES}"),
    "staff": (f"SELECT school, 1 AS n FROM appointment WHERE {POST}", None),
    "teachers": (TEACHERS, None),
    "pupil_teacher_ratio": (PUPILS, TEACHERS),
    "backbone_share": (f"""SELECT a.school, 1 AS n FROM appointment a WHERE {TEACHER} AND EXISTS (SELECT 1 FROM backbone_title b
        WHERE b.staff = a.staff AND b.level BETWEEN '1' AND '6' AND b.started_on <= $day AND coalesce(b.ended_on, '9999') > $day)""", TEACHERS),
    "preschool_inclusive_share": (
        f"SELECT e.school, 1 AS n FROM enrolment e JOIN school s ON s.school = e.school WHERE e.stage = 'K' AND {INCLUSIVE} AND {ON_ROLL}",
        PUPILS + " AND stage = 'K'"),
    "kindergartens": (f"SELECT school, 1 AS n FROM {SCHOOLS} WHERE kind IN ('111', '112')", None),
    "kindergartens_inclusive_share": (f"SELECT school, 1 AS n FROM {SCHOOLS} WHERE kind IN ('111', '112') AND {INCLUSIVE}",
                                      f"SELECT school, 1 AS n FROM {SCHOOLS} WHERE kind IN ('111', '112')"),
    "poor_vision": (f"SELECT school, 1 AS n FROM {SIGHT} WHERE least(right_acuity, left_acuity) < 5.0", f"SELECT school, 1 AS n FROM {SIGHT}"),
    "fitness_good": (f"SELECT school, 1 AS n FROM {FIT} WHERE level IN ('1', '2')", f"SELECT school, 1 AS n FROM {FIT}"),
    "equipment_per_pupil": ("SELECT school, equipment_value AS n FROM school_condition WHERE school_year = $year", PUPILS),
    "books_per_pupil": ("SELECT school, books AS n FROM school_condition WHERE school_year = $year", PUPILS),
    "computers_per_100": ("SELECT school, computers AS n FROM school_condition WHERE school_year = $year", PUPILS),
    "nearby_primary": (PUPILS + " AND grade = 'P1' AND began_by = '11' AND place_payer = '1' AND nearby = 1",
                       PUPILS + " AND grade = 'P1' AND began_by = '11' AND place_payer = '1'"),
    "private_share": (f"SELECT e.school, 1 AS n FROM enrolment e JOIN school s ON s.school = e.school WHERE s.run_by IN ('12', '22', '23') AND {ON_ROLL}", PUPILS),
}
TABLES = ["organisation", "school", "school_class", "student", "enrolment", "appointment", "backbone_title", "vision_screening",
          "fitness_result", "school_condition"]


LEVELS = {"district": "区县", "area": "学区", "school": "学校"}


def gathered(rows):
    """Numbers by level and name, in order, those that are nothing left out."""
    found = {}
    for level, name, number in rows:
        if number:
            found.setdefault((level, name), []).append(round(float(number), 6))
    return {key: sorted(numbers) for key, numbers in found.items()}


def load(base, data, folder):
    """The programme's tables as they are stored, copied cell by cell."""
    source = sqlite3.connect(os.path.join(data, "registers.sqlite"))
    for table in TABLES:
        rows = source.execute(f"SELECT * FROM {table}")
        names = [column[0] for column in rows.description if column[0] != "sealed"]
        types = {name: kind for _, name, kind, *_ in source.execute(f"PRAGMA table_info({table})")}
        path = os.path.join(folder, f"{table}.csv")
        with open(path, "w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            for row in source.execute(f"SELECT {', '.join(names)} FROM {table}"):
                writer.writerow(["\\N" if value is None else value for value in row])
        kinds = {"INTEGER": "BIGINT", "REAL": "DOUBLE", "TEXT": "VARCHAR"}
        base.execute(f"CREATE TABLE {table} ({', '.join(f'{name} {kinds[types[name]]}' for name in names)})")
        base.execute(f"COPY {table} FROM '{path}' (NULL '\\N', HEADER false, DELIMITER ',', QUOTE '\"')")


def main():
    options = argparse.ArgumentParser(); options.add_argument("--program", required=True); options.add_argument("--scale", default="0.05")
    options = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        data = os.path.join(folder, "data")

        def run(*words):
            done = subprocess.run([options.program, *words, "--data", data, "--lang", "zh"], capture_output=True, text=True)
            assert done.returncode == 0, done.stderr
            return done.stdout
        run("demo", "--region", "haidian", "--scale", options.scale)
        run("indicator", "compute")
        base = duckdb.connect(); load(base, data, folder)
        day, = sqlite3.connect(os.path.join(data, "registers.sqlite")).execute(
            "SELECT max(day) FROM indicator_snapshot WHERE indicator = 'pupils'").fetchone()
        year = int(day[:4]) - (day[5:7] < "09")
        values = {"day": day, "year": year, "from": f"{year}-09-01", "to": f"{year + 1}-08-31"}
        base.execute("""CREATE TABLE above AS WITH RECURSIVE up AS (SELECT id, id AS top FROM organisation UNION ALL
            SELECT up.id, o.parent FROM up JOIN organisation o ON o.id = up.top WHERE o.parent IS NOT NULL)
            SELECT up.id, up.top, o.name, o.level FROM up JOIN organisation o ON o.id = up.top WHERE o.level IN ('district', 'area', 'school')""")

        def counted(sql):
            """The sums by level and name; organisations may share a name."""
            needed = {key: value for key, value in values.items() if "$" + key in sql}
            rows = base.execute(f"SELECT level, name, coalesce(sum(n), 0) FROM ({sql}) rows JOIN above ON above.id = rows.school "
                                "GROUP BY above.top, level, name", needed).fetchall()
            return gathered((LEVELS[level], name, count) for level, name, count in rows)

        figures = 0
        for name, sides in INDICATORS.items():
            shown = [row for row in json.loads(run("indicator", "show", name, "--format", "json")) if row["层级"] in LEVELS.values()]
            assert len(shown) > 10, f"{name}: {len(shown)} figures"
            for word, sql in zip(("分子", "分母"), sides):
                if sql is None:
                    assert not any(word in row for row in shown), f"{name} {word}"
                    continue
                ours, theirs = gathered((row["层级"], row["机构"], row[word]) for row in shown if word in row), counted(sql)
                assert ours == theirs, f"{name} {word}: " + str(
                    [(key, ours.get(key), theirs.get(key)) for key in ours | theirs if ours.get(key) != theirs.get(key)][:5])
                figures += sum(map(len, ours.values()))
        print(f"{len(INDICATORS)} indicators, {figures} figures counted again in DuckDB: all the same")


if __name__ == "__main__":
    main()
    print("1 passed, 0 failed")
