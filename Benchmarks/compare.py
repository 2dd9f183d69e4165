"""Measures ours and the peer by turns behind a gate (an idle machine, little foreign work) and prints ratios.

Never compare seconds of different days or machines; the ratio of one run is what counts.
"""
import json, os, resource, statistics, subprocess, sys, tempfile, time

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


JOBS = {"plan-text": plan_text, "plan-document": plan_document, "founding": founding}

if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        for job in sys.argv[1:] or JOBS:
            JOBS[job](folder)
