"""Measures ours and the peer by turns behind a gate (an idle machine, little foreign work) and prints ratios.

Never compare seconds of different days or machines; the ratio of one run is what counts.
"""
import http.client, json, os, re, resource, statistics, subprocess, sys, tempfile, time, urllib.parse

HZ = os.sysconf("SC_CLK_TCK")
MEASURE = "Benchmarks/.build/release/measure"
PROGRAM = ".build/release/xuezheng"
PYTHON = sys.executable


def ticks():
    values = list(map(int, open("/proc/stat").readline().split()[1:9]))
    return sum(values), values[3] + values[4]


def wait_until_idle(limit=150):
    begin = time.time()
    while time.time() - begin < limit:
        before = ticks(); time.sleep(1); after = ticks()
        if (after[1] - before[1]) / (after[0] - before[0]) >= 0.97:
            return True
    return False


def gated(command, tries=4):
    """Runs a command on an idle machine; again where other work took more than a twentieth of its time."""
    for attempt in range(tries):
        idle = wait_until_idle()
        used, before, begin = resource.getrusage(resource.RUSAGE_CHILDREN), ticks(), time.time()
        done = subprocess.run(command, capture_output=True, text=True)
        wall, after, spent = time.time() - begin, ticks(), resource.getrusage(resource.RUSAGE_CHILDREN)
        if done.returncode:
            sys.exit(f"{command}: {done.stderr[-500:]}")
        own = spent.ru_utime + spent.ru_stime - used.ru_utime - used.ru_stime
        foreign = max(0, ((after[0] - before[0]) - (after[1] - before[1])) / HZ - own)
        clean = idle and foreign <= max(0.05 * wall, 0.1)
        if clean:
            break
    return done.stdout, wall, clean


def corpus(path, megabytes):
    """Plan prose of our own, every paragraph with other figures, so that nothing can be remembered."""
    with open(path, "w", encoding="utf-8") as out:
        number, size = 0, 0
        while size < megabytes * 1_000_000:
            number += 1
            text = (f"{number}. 推进第{number % 90 + 10}片区优质资源扩容。到2027年，片区学前三年毛入园率达到{85 + number % 14}.{number % 10}%，"
                    f"新增公办学位{300 + number % 700}个，大班额比例控制在{1 + number % 4}%以内。9月底前完成{number % 9 + 2}所学校的改造，"
                    f"修订《片区联合教研办法》。学生体质健康优良率提高{number % 5 + 1}个百分点。（责任单位：基础教育科、规划财务科）\n")
            out.write(text); size += len(text.encode())


def seconds(command):
    output, wall, clean = gated(command)
    return json.loads(output)["seconds"], json.loads(output), clean


def side_by_side(title, ours, peer, rounds=5):
    own, other, disturbed = [], [], False
    for _ in range(rounds):
        a, first, clean_a = seconds(ours); b, second, clean_b = seconds(peer)
        own.append(a); other.append(b); disturbed |= not (clean_a and clean_b)
    a, b = statistics.median(own), statistics.median(other)
    print(f"{title:<34} ours {a * 1000:9.1f} ms ({first['bytes'] / a / 1e6:7.2f} MB/s)   peer {b * 1000:9.1f} ms"
          f" ({second['bytes'] / b / 1e6:6.2f} MB/s)   ratio {b / a:6.1f} ×{'   disturbed' if disturbed else ''}")


def plan_text(folder):
    path = os.path.join(folder, "plan.txt"); corpus(path, 5)
    side_by_side("plan text, all rules : jieba cut", [MEASURE, "plan-text", path, "3"],
                 [PYTHON, "Benchmarks/peers/jieba_cut.py", path, "1"])


def plan_document(folder):
    from docx import Document
    text = os.path.join(folder, "short.txt"); corpus(text, 0.085)
    document = Document()
    for line in open(text, encoding="utf-8"):
        document.add_paragraph(line.rstrip("\n"))
    path = os.path.join(folder, "short.docx"); document.save(path)
    characters = len(open(text, encoding="utf-8").read())
    found = [seconds([MEASURE, "count", large, "1"]) for _ in range(3)]
    print(f"all indicators of that region × 3, one period   {statistics.median(spent for spent, _, _ in found):.2f} s"
          f"{'' if all(clean for _, _, clean in found) else '   disturbed'}: {found[0][1]['result']:,} parts")


def compare_seconds(title, ours, peer, limit, rounds=5):
    """Ours and the peer by turns, the same result of both, and the most that ours may take."""
    own, other, disturbed = [], [], False
    for _ in range(rounds):
        a, first, clean_a = seconds(ours); own.append(a)
        if peer:
            b, second, clean_b = seconds(peer); other.append(b)
            assert first["result"] == second["result"], f"{title}: {first['result']} is not {second['result']}"
        disturbed |= not (clean_a and (not peer or clean_b))
    a, line = statistics.median(own), f"{title:<46} ours {statistics.median(own) * 1000:9.1f} ms"
    if limit:
        line += f"   limit {limit * 1000:6.0f} ms{'' if a <= limit else '   OVER'}"
    if peer:
        line += f"   peer {statistics.median(other) * 1000:9.1f} ms   ratio {statistics.median(other) / a:8.1f} ×"
    print(line + ("   disturbed" if disturbed else ""))


def match(folder):
    """Draw, placement and the check of every pair, beside the package matching where that can do it."""
    for size in ("400x20x20", "2000x45x10", "4000x63x10"):
        compare_seconds(f"draw, place, check {size} : matching", [MEASURE, "match", size, "20"],
                        [PYTHON, "Benchmarks/peers/match.py", size, "1"], None, rounds=3)
    for size, limit in (("100000x300x12", 0.04), ("1000000x1000x12", 0.6)):
        compare_seconds(f"draw, place, check {size}", [MEASURE, "match", size, "5"], None, limit)


def lottery(folder):
    """The keys of a draw and their order, beside Python's hashlib (OpenSSL)."""
    compare_seconds("100,000 draw keys, sorted : hashlib", [MEASURE, "lottery", "100000", "10"],
                    [PYTHON, "Benchmarks/peers/match.py", "lottery", "100000", "3"], 0.02)


def flow(folder):
    """The cheapest flow of points to schools beside LEMON's two best methods and OR-tools: the same optimum, or it fails."""
    made = subprocess.run([PYTHON, "Benchmarks/peers/flow_make.py", folder], check=True, capture_output=True, text=True).stdout
    lemon = "Benchmarks/.build/flow_lemon"
    for line in made.splitlines():
        name, path, known = line.split("\t")
        commands = {"ours": [MEASURE, "flow", path, "5"], "LEMON simplex": [lemon, "simplex", path, "3"],
                    "LEMON scaling": [lemon, "scaling", path, "3"], "OR-tools": [PYTHON, "Benchmarks/peers/flow_ortools.py", path]}
        found, disturbed = {}, False
        for _ in range(3):
            for program, command in commands.items():
                spent, answer, clean = seconds(command)
                assert answer["result"] == int(known), f"{name}: {program} found {answer['result']}, not {known}"
                found.setdefault(program, []).append(spent); disturbed |= not clean
        times = {program: statistics.median(spent) for program, spent in found.items()}
        best = min(times["LEMON simplex"], times["LEMON scaling"])
        print(f"{name:<22} {int(known):>11,}  " + "   ".join(f"{program} {spent * 1000:8.1f} ms" for program, spent in times.items())
              + f"   ours / LEMON {times['ours'] / best:5.2f} (limit 1.5){'   disturbed' if disturbed else ''}")


def districts(folder):
    """Areas of whole units and sites beside the published optima: how far above them, and in what time."""
    import csv
    data = os.path.join("..", "shared", "data")
    if not os.path.isdir(data):
        print("districts: the public instances are not on this machine, left out"); return
    def solve(arguments):
        begin, used = time.time(), resource.getrusage(resource.RUSAGE_CHILDREN)
        done = subprocess.run([PROGRAM, "catchments", *arguments, "--lang", "en", "-o", os.path.join(folder, "out.csv")], capture_output=True, text=True)
        if done.returncode:
            sys.exit(done.stderr[-500:])
        wall, spent = time.time() - begin, resource.getrusage(resource.RUSAGE_CHILDREN)
        over = int(re.search(r"Proposal: .* overfull by (\d+)", done.stderr).group(1))
        cost = re.search(r"with walking ([0-9.]+)", done.stderr) or re.search(r"limits, ([0-9.]+)", done.stderr)
        return float(cost.group(1)), over, wall, spent.ru_utime - used.ru_utime
    def line(name, kind, reference, arguments):
        cost, over, wall, user = solve(arguments)
        print(f"{name:<8} {kind:<10} {cost:12.3f}  reference {reference:12.3f}  {100 * (cost / reference - 1):+7.3f} % (limit 0.3)"
              f"   {over} overfull   {wall:5.1f} s (user {user:.1f})")
    places = os.path.join(data, "school_districting_zy_gy")
    for row in csv.DictReader(open(os.path.join(places, "reference_a.csv"))):
        area = row["instance"][:2]
        base = ["districts", "--points", f"{places}/{area}_units.csv", "--schools", f"{places}/{area}_facilities.csv", "--instance", row["instance"]]
        line(row["instance"], "whole", min(float(row["no_contiguity_objective"]), float(row["no_contiguity_highs"])), base)
        line(row["instance"], "connected", float(row["contiguous_objective"]), base + ["--neighbours", f"{places}/{area}_adjacency.csv"])
    places = os.path.join(data, "school_siting_zy")
    for row in csv.DictReader(open(os.path.join(places, "reference_a.csv"))):
        base = ["sites", "--points", f"{places}/zy_units.csv", "--candidates", f"{places}/zy_candidates.csv", "--instance", row["instance"]]
        line(row["instance"], "whole", float(row["sscflp_best"]), base)
        line(row["instance"], "connected", min(float(row["contiguous_best"]), float(row["contiguous_heuristic"])),
             base + ["--neighbours", f"{places}/zy_adjacency.csv"])


def seats(folder):
    """Forecast of 1,594 schools × 7 autumns, and its error beside the simple methods, which must be larger at every lead."""
    data = os.path.join("..", "shared", "data")
    series = [("New York", ["nyc_enrolment_2006_2012/enrolment_long.csv"]), ("Eau Claire", ["eau_claire_births_enrolment/enrolment.csv"]),
              ("Eau Claire, births", ["eau_claire_births_enrolment/enrolment.csv", "eau_claire_births_enrolment/births.csv"])]
    if not os.path.isdir(data):
        print("public series of enrolment: not on this machine, left out"); return
    for name, files in series:
        command = [PROGRAM, "seats", "forecast", "--enrolment", os.path.join(data, files[0]), "--format", "json"]
        if len(files) > 1:
            command += ["--births", os.path.join(data, files[1])]
        walls = [gated(command)[1] for _ in range(3)]
        print(f"{name}: forecast of five years with intervals, start to end   {statistics.median(walls):.2f} s")
        found = json.loads(gated(command + ["--backtest", "--paths", "200"])[0])
        for lead in sorted({row["lead"] for row in found}):
            rows = {row["method"]: row for row in found if row["lead"] == lead}
            own = rows.pop("forecast"); best = min(row["mape"] for row in rows.values())
            print(f"  lead {lead}: MAPE {own['mape']:5.2f} %, best simple method {best:5.2f} % (ratio {best / own['mape']:.2f}), "
                  f"coverage {own['coverage80']:.1f} and {own['coverage95']:.1f} %")
            assert own["mape"] < best, f"{name}, lead {lead}: a simple method is better"
            assert abs(own["coverage80"] - 80) < 3 and abs(own["coverage95"] - 95) < 3, f"{name}, lead {lead}: coverage"


JOBS = {"plan-text": plan_text, "plan-document": plan_document, "founding": founding, "work": work, "intake": intake, "import": pupil_import,
        "cube": cube, "indicators": indicators, "match": match, "lottery": lottery, "flow": flow, "districts": districts, "seats": seats}

if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        for job in sys.argv[1:] or JOBS:
            JOBS[job](folder)
