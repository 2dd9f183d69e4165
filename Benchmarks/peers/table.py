"""Reads every cell of a table with polars (CSV, all columns as text, no inference) or calamine (.xlsx) and prints the line `measure` prints."""
import json, os, sys, time

kind, path, rounds = sys.argv[1], sys.argv[2], int(sys.argv[3])


def polars():
    import polars
    return polars.read_csv(path, infer_schema=False).height


def calamine():
    import python_calamine
    return len(python_calamine.CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python())


best = float("inf")
for _ in range(rounds):
    begin = time.perf_counter(); result = {"polars": polars, "calamine": calamine}[kind](); best = min(best, time.perf_counter() - begin)
print(json.dumps({"seconds": best, "bytes": os.path.getsize(path), "result": result}))
