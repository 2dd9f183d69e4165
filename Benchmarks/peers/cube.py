"""The numbers and queries of Sources/measure/Cube.swift in DuckDB or PostgreSQL: one table of parts, one GROUP BY a query.

cube.py duckdb|postgres [repetitions]: a line a query, name, milliseconds, sum of the values.
"""
import contextlib, glob, os, pwd, shutil, subprocess, sys, tempfile, time

engine, repetitions = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 5
PARTS = """SELECT i::SMALLINT AS indicator, y::SMALLINT AS year, s::SMALLINT AS school, (s % 20)::SMALLINT AS area,
    ((s * 7 + i * 3 + y * 11 + c) % 97)::DOUBLE PRECISION AS part, (97 + (s + c) % 13)::DOUBLE PRECISION AS whole
    FROM {0}(0, 199) AS a(i), {0}(0, 19) AS b(y), {0}(0, 499) AS d(s), {0}(0, 4) AS e(c)"""
RATIO = "100 * sum(part) / sum(whole) AS value FROM parts"
QUERIES = (
    ("6 ratios by area and year", f"SELECT indicator, area, year, {RATIO} WHERE indicator < 6 GROUP BY 1, 2, 3"),
    ("200 ratios by area and year", f"SELECT indicator, area, year, {RATIO} GROUP BY 1, 2, 3"),
    ("ranking of 500 schools", f"SELECT school, {RATIO} WHERE indicator = 7 AND year = 3 GROUP BY 1 ORDER BY 2 DESC"),
    ("20 years of the district", f"SELECT year, {RATIO} WHERE indicator = 7 GROUP BY 1 ORDER BY 1"),
)


@contextlib.contextmanager
def duckdb_connection():
    import duckdb
    base = duckdb.connect()
    base.execute("CREATE TABLE parts AS " + PARTS.format("generate_series"))
    yield lambda sql: base.execute(sql).fetchall()


@contextlib.contextmanager
def postgres_connection():
    """A server of its own, unprivileged, on a socket in a folder of its own."""
    import psycopg
    programs = sorted(glob.glob("/usr/lib/postgresql/*/bin"))[-1]
    folder = tempfile.mkdtemp()
    user = pwd.getpwnam("postgres") if os.getuid() == 0 else pwd.getpwuid(os.getuid())
    os.chown(folder, user.pw_uid, user.pw_gid)

    def run(program, *arguments):
        become = {"user": user.pw_uid, "group": user.pw_gid} if os.getuid() == 0 else {}
        subprocess.run([os.path.join(programs, program), "-D", f"{folder}/data", *arguments], check=True, cwd=folder,
                       stdout=subprocess.DEVNULL, **become)

    run("initdb", "-U", "peer", "-A", "trust", "-E", "UTF8", "--no-sync")
    run("pg_ctl", "-w", "-l", f"{folder}/log", "-o", f"-k {folder} -h '' -c shared_buffers=2GB -c jit=off "
        "-c max_parallel_workers_per_gather=2 -c work_mem=256MB", "start")
    try:
        with psycopg.connect(host=folder, user="peer", dbname="postgres", autocommit=True) as base:
            base.execute("CREATE UNLOGGED TABLE parts AS " + PARTS.format("generate_series"))
            base.execute("CREATE INDEX ON parts (indicator, year)")
            base.execute("VACUUM ANALYZE parts")
            yield lambda sql: base.execute(sql).fetchall()
    finally:
        run("pg_ctl", "-m", "immediate", "stop")
        shutil.rmtree(folder)


with {"duckdb": duckdb_connection, "postgres": postgres_connection}[engine]() as rows_of:
    for name, sql in QUERIES:
        best = float("inf")
        for _ in range(repetitions):
            begin = time.perf_counter(); rows = rows_of(sql); best = min(best, (time.perf_counter() - begin) * 1000)
        print(f"{name}\t{best}\t{sum(row[-1] for row in rows)}")
