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
    found = [seconds([MEASURE, "plan-document", path, "20"])[0] for _ in range(5)]
    print(f"document of {characters} characters (.docx) to ledger   {statistics.median(found) * 1000:.2f} ms")


def founding(folder):
    seeds = os.path.join("..", "shared", "seeds")
    if not os.path.isdir(seeds):
        print("founding documents: not on this machine, left out"); return
    files = sorted(os.path.join(seeds, name) for name in os.listdir(seeds) if name.endswith(".txt") and name[0].isdigit())
    walls = [gated([PROGRAM, "plan", "read", "--format", "json", *files])[1] for _ in range(5)]
    print(f"{len(files)} founding documents in one call, start to end   {statistics.median(walls) * 1000:.0f} ms")


class Site:
    """The release server on a data directory, and an administrator's session on it."""

    def __init__(self, data):
        self.process = subprocess.Popen([PROGRAM, "serve", "--data", data, "--port", "0"], stdout=subprocess.PIPE, text=True,
                                        stderr=subprocess.DEVNULL, env=dict(os.environ, XUEZHENG_LANG="en"))
        lines = ""
        for line in self.process.stdout:
            lines += line
            if found := re.search(r"http://127\.0\.0\.1:(\d+)", line):
                break
        self.connection = http.client.HTTPConnection("127.0.0.1", int(found.group(1)), timeout=60)
        self.cookie = ""
        password = re.search(r"one-time password: (\S+)", lines).group(1)
        self.ask("POST", "/sign-in", {"login": "admin", "password": password, "to": ""})
        token = re.search(r'name="csrf" value="([^"]+)"', self.ask("GET", "/password")).group(1)
        new = "a-long-passphrase-for-measuring"
        self.ask("POST", "/password", {"csrf": token, "current": password, "new": new, "again": new})

    def ask(self, method, path, fields=None):
        headers = {"Cookie": self.cookie, "Content-Type": "application/x-www-form-urlencoded"}
        self.connection.request(method, path, urllib.parse.urlencode(fields) if fields else None, headers)
        answer = self.connection.getresponse(); text = answer.read().decode()
        for cookie in answer.headers.get_all("Set-Cookie") or []:
            self.cookie = cookie.split(";")[0]
        assert answer.status in (200, 303), f"{path} answered {answer.status}"
        return text

    def milliseconds(self, path, rounds=40):
        """Median time of a page, asked over one connection on this machine: the server's time and little else."""
        found = []
        for _ in range(rounds):
            begin = time.perf_counter(); text = self.ask("GET", path); found.append((time.perf_counter() - begin) * 1000)
        return statistics.median(found), max(found), len(text)

    def stop(self):
        self.process.terminate(); self.process.wait()


def work(folder):
    data = os.path.join(folder, "year")
    count = json.loads(gated([MEASURE, "fill-year", data])[0])["result"]
    wait_until_idle()
    site = Site(data)
    try:
        for name, path in (("cockpit", "/cockpit?plan=1"), ("ledger page", "/ledger?plan=1"), ("ledger, red only", "/ledger?plan=1&light=red"),
                           ("one task", "/tasks/500"), ("board", "/board?plan=1"), ("inbox", "/inbox")):
            middle, most, size = site.milliseconds(path)
            print(f"{name + f', {count} tasks, {50 * count} reports':<46} {middle:6.1f} ms (at most {most:.1f} ms, {size / 1000:.0f} kB)")
    finally:
        site.stop()
    found = [seconds([MEASURE, "bulletin", data, "3"])[0] for _ in range(3)]
    print(f"bulletin of {count} tasks, {50 * count} reports (.docx)   {statistics.median(found) * 1000:.0f} ms")


def pupils(rows):
    """Pupils of a region that does not exist, 15 columns, header first."""
    random = __import__("random").Random(1)
    family, given = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗", "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰"
    yield "id,name,sex,birth,school,grade,class,height,weight,vital,run50,chinese,maths,english,score".split(",")
    for i in range(rows):
        yield [f"44030{i:013d}", random.choice(family) + random.choice(given) + random.choice(given), "男" if i & 1 else "女",
               f"{2008 + i % 9}-{1 + i % 12:02d}-{1 + i % 28:02d}", f"S{random.randrange(300):04d}", 1 + i % 9, 1 + i % 18,
               round(random.gauss(145, 12), 1), round(random.gauss(40, 8), 1), random.randrange(1200, 4500), round(random.gauss(9, 1), 1),
               random.randrange(40, 100), random.randrange(30, 100), random.randrange(30, 100), round(random.gauss(75, 10), 2)]


def intake(folder):
    """The readers of the intake, parsing only: CSV beside polars and wc -l, a workbook beside calamine."""
    import openpyxl
    path = os.path.join(folder, "pupils.csv")
    with open(path, "w", encoding="utf-8") as out:
        for row in pupils(1_000_000):
            out.write(",".join(map(str, row)) + "\n")
    side_by_side("CSV 1,000,000 × 15 : polars", [MEASURE, "table", path, "3"], [PYTHON, "Benchmarks/peers/table.py", "polars", path, "3"])
    print(f"  wc -l of the same file {statistics.median(gated(['wc', '-l', path])[1] for _ in range(3)) * 1000:.0f} ms")
    path = os.path.join(folder, "pupils.xlsx")
    book = openpyxl.Workbook(write_only=True); sheet = book.create_sheet("学生")
    for row in pupils(100_000):
        sheet.append(row)
    book.save(path)
    side_by_side(".xlsx 100,000 × 15 : calamine", [MEASURE, "table", path, "3"], [PYTHON, "Benchmarks/peers/table.py", "calamine", path, "3"])


def pupil_import(folder):
    """A whole import, parsed, checked and stored with keys, history and encrypted names, beside sqlite3's unchecked .import."""
    path = os.path.join(folder, "pupils.csv")
    with open(path, "w", encoding="utf-8") as out:
        for row in pupils(1_000_000):
            out.write(",".join(map(str, row)) + "\n")
    side_by_side("import 1,000,000 × 15 : .import", [MEASURE, "pupil-import", path, "1"],
                 [PYTHON, "Benchmarks/peers/sqlite_import.py", path, "1"], rounds=3)
    peak = subprocess.run(["/usr/bin/time", "-f", "%M", MEASURE, "pupil-import", path, "1"], capture_output=True, text=True)
    print(f"  most memory {int(peak.stderr.split()[-1]) / 1024:.0f} MB")


def cube(folder):
    """Ten million numbers: every dashboard's query in memory, in DuckDB and in PostgreSQL; the sums must agree."""
    def table(command):
        output, _, clean = gated(command)
        found = {}
        for line in output.splitlines():
            name, milliseconds, value = line.split("\t"); found[name] = (float(milliseconds), float(value))
        return found, clean
    ours, clean = table([MEASURE, "cube", os.path.join(folder, "cube"), "5"])
    peers = {engine: table([PYTHON, "Benchmarks/peers/cube.py", engine, "5"]) for engine in ("duckdb", "postgres")}
    opening, numbers = ours.pop("open")
    print(f"cube of {int(numbers):,} numbers opened in {opening:.0f} ms")
    for name, (milliseconds, value) in ours.items():
        line = f"{name:<34} ours {milliseconds:8.2f} ms"
        for engine, (found, is_clean) in peers.items():
            other, same = found[name]
            assert abs(same - value) <= 1e-6 * abs(value), f"{name}: {value} is not {same} of {engine}"
            clean &= is_clean
            line += f"   {engine} {other:8.2f} ms ({other / milliseconds:5.1f} ×)"
        print(line + ("" if clean else "   disturbed"))


def indicators(folder):
    """A region with a million pupils: made, loaded, and every shipped indicator counted for every organisation."""
    data = os.path.join(folder, "region")
    _, wall, clean = gated([PROGRAM, "demo", "--region", "haidian", "--data", data])
    print(f"region of 400,000 people made and loaded   {wall:.1f} s{'' if clean else '   disturbed'}")
    large = os.path.join(folder, "large")
    subprocess.run([PROGRAM, "demo", "--region", "haidian", "--scale", "3", "--data", large], check=True, capture_output=True)
    found = [gated([PROGRAM, "indicator", "compute", "--data", large]) for _ in range(3)]
    print(f"all indicators of that region × 3, one period   {statistics.median(wall for _, wall, _ in found):.2f} s"
          f"{'' if all(clean for _, _, clean in found) else '   disturbed'}: {found[0][0].strip().splitlines()[-1]}")


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


JOBS = {"plan-text": plan_text, "plan-document": plan_document, "founding": founding, "work": work, "intake": intake, "import": pupil_import,
        "cube": cube, "indicators": indicators, "match": match, "lottery": lottery}

if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        for job in sys.argv[1:] or JOBS:
            JOBS[job](folder)
