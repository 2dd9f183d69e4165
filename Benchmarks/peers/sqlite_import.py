"""`sqlite3 .import` of a file into a new database: every cell as text, nothing checked, no key, no index."""
import json, os, subprocess, sys, tempfile, time

path, repetitions = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 1
best = float("inf")
for _ in range(repetitions):
    with tempfile.TemporaryDirectory() as folder:
        base = os.path.join(folder, "peer.sqlite")
        begin = time.perf_counter()
        subprocess.run(["sqlite3", base, ".mode csv", f".import {path} pupil"], check=True)
        best = min(best, time.perf_counter() - begin)
        rows = int(subprocess.run(["sqlite3", base, "select count(*) from pupil"], check=True, capture_output=True, text=True).stdout)
print(json.dumps({"seconds": best, "bytes": os.path.getsize(path), "result": rows}))
