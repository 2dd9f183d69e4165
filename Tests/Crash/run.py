"""Kills the server with SIGKILL while plans come in, reviews are written, progress is reported with files and files are
taken into registers, and checks what it acknowledged.

A write is acknowledged when its answer has arrived. After each kill the store is opened again: it passes its integrity
check and the audit chain, every acknowledged plan and decision is there, and nothing is half-written.

usage: run.py --program PATH [--rounds 50] [--seed 1]
"""
import argparse, http.client, os, random, re, signal, sqlite3, subprocess, sys, tempfile, threading, time, urllib.parse

HEADERS = {"Content-Type": "application/x-www-form-urlencoded"}


def plan(number, tasks=40):
    """A plan of its own, so that every import is a new file."""
    lines = [f"云岚区第{number}号教育工作要点", "一、重点任务"]
    for task in range(1, tasks + 1):
        lines += [f"{task}.推进第{number}号片区第{task}项工作", f"目标任务：新增学位{number * 10 + task}个，9月底前完成。",
                  "责任科室：基础教育科、规划财务科"]
    return "\n".join(lines).encode()


class Server:
    def __init__(self, program, data, cookie=""):
        self.data, self.cookie, self.lines = data, cookie, []
        environment = dict(os.environ, XUEZHENG_LANG="en")
        self.process = subprocess.Popen([program, "serve", "--data", data, "--port", "0"], stdout=subprocess.PIPE,
                                        stderr=subprocess.DEVNULL, text=True, env=environment)
        for line in self.process.stdout:
            self.lines.append(line)
            if found := re.search(r"http://127\.0\.0\.1:(\d+)", line):
                self.port = int(found.group(1)); return
        sys.exit("the server did not start: " + "".join(self.lines))

    def ask(self, method, path, body=None, headers=None):
        """Status, location, cookie and text of an answer; raises OSError or HTTPException where none arrives."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.request(method, path, body, dict(headers or {}, Cookie=self.cookie))
            answer = connection.getresponse(); text = answer.read().decode("utf-8", "replace")
            for cookie in answer.headers.get_all("Set-Cookie") or []:
                name = cookie.split("=")[0]
                kept = [c for c in self.cookie.split("; ") if c and c.split("=")[0] != name]
                self.cookie = "; ".join(kept + [cookie.split(";")[0]])
            return answer.status, answer.headers.get("Location", ""), text
        finally:
            connection.close()

    def post(self, path, fields):
        return self.ask("POST", path, urllib.parse.urlencode(fields, doseq=True), HEADERS)

    def upload(self, path, fields, name, content):
        mark = "----crash%08x" % random.getrandbits(32)
        body = b"".join(f'--{mark}\r\nContent-Disposition: form-data; name="{k}"\r\n\r\n{v}\r\n'.encode() for k, v in fields.items())
        body += (f'--{mark}\r\nContent-Disposition: form-data; name="files"; filename="{name}"\r\n'
                 f"Content-Type: text/plain\r\n\r\n").encode() + content + f"\r\n--{mark}--\r\n".encode()
        return self.ask("POST", path, body, {"Content-Type": f"multipart/form-data; boundary={mark}"})

    def token(self, path="/"):
        return re.search(r'name="csrf" value="([^"]+)"', self.ask("GET", path)[2]).group(1)

    def kill(self):
        self.process.send_signal(signal.SIGKILL); self.process.wait()

    def sign_in(self):
        password = re.search(r"one-time password: (\S+)", "".join(self.lines)).group(1)
        self.post("/sign-in", {"login": "admin", "password": password, "to": ""})
        new = "a-Long-passphrase-%d" % random.getrandbits(24)
        status, _, text = self.post("/password", {"csrf": self.token("/password"), "current": password, "new": new, "again": new})
        assert status in (302, 303), f"the first password could not be changed: {status}"


class Imports:
    """Files taken into a register through its page: all rows of a file are there, or none."""
    ROWS = 400

    def __init__(self):
        self.begun, self.taken = [], []

    def take(self, server, token, number):
        mark = f"X{number}-"
        lines = [f"{mark}{row},第{number}批第{row}号,district,10,2020-01-01" for row in range(self.ROWS)]
        content = "\n".join(["机构编码,名称,层级,机构类别,设立日期"] + lines).encode()
        self.begun.append(mark)
        status, path, text = server.upload("/data/import/organisation", {"csrf": token}, f"{number}.csv", content)
        assert status == 303, f"upload answered {status} {text[-2000:]}"
        assert 'value="all"' in self.settled(server, path), "the preview has nothing to take"
        status, _, _ = server.post(path, {"csrf": token, "move": "all"})
        assert status == 303, f"take answered {status}"
        text = self.settled(server, path)
        assert 'value="all"' not in text and f" {self.ROWS} " in text, "the import is not done"
        self.taken.append(mark)

    @staticmethod
    def settled(server, path):
        while True:
            text = server.ask("GET", path)[2]
            if 'value="cancel"' not in text or 'value="all"' in text:
                return text
            time.sleep(0.01)

    def check(self, program, data):
        base = sqlite3.connect(f"file:{data}/registers.sqlite?mode=ro", uri=True)
        assert base.execute("pragma integrity_check").fetchone()[0] == "ok"
        for mark in self.begun:
            count = base.execute("select count(*) from organisation where code like ?", (mark + "%",)).fetchone()[0]
            assert count in (0, self.ROWS), f"{mark} has {count} of {self.ROWS} rows"
            assert count or mark not in self.taken, f"the acknowledged import {mark} is gone"
        base.close()
        done = subprocess.run([program, "register", "verify", "--data", data, "--lang", "en"], capture_output=True, text=True)
        assert done.returncode == 0, f"registers: {done.stdout}{done.stderr}"


EVIDENCE = b"%PDF-1.7\n% a record of the fictional district\n"


class Work:
    """A plan at work: reports with values and files, as an office sends them."""

    def __init__(self, server, token, number, program, data):
        text = plan(number, tasks=40)
        server.upload("/plans/import", {"csrf": token}, f"plan-{number}.txt", text)
        base = sqlite3.connect(f"file:{data}/xuezheng.sqlite?mode=ro", uri=True)
        self.plan = base.execute("select max(id) from plan").fetchone()[0]; base.close()
        subprocess.run([program, "plan", "open", str(self.plan), "--accept-all", "--data", data], check=True,
                       capture_output=True)
        base = sqlite3.connect(f"file:{data}/xuezheng.sqlite?mode=ro", uri=True)
        self.tasks = [row[0] for row in base.execute("select id from task where plan_id = ?", (self.plan,))]; base.close()
        status, _, _ = server.post(f"/plans/{self.plan}/issue", {"csrf": token, "task": self.tasks, "due": "2099-12-31"})
        assert status == 303, f"issue answered {status}"
        for task in self.tasks:
            status, _, _ = server.post(f"/tasks/{task}/moves", {"csrf": token, "move": "accept"})
            assert status == 303, f"accept answered {status}"
        # Of each acknowledged report: its words and what its file holds.
        self.reports, self.files = [], {}

    def report(self, server, token, number):
        task, words = random.choice(self.tasks), f"report {number} {random.getrandbits(64):x}"
        content = EVIDENCE + words.encode() * random.choice([1, 200, 20_000])
        fields = {"csrf": token, "move": "report", "text": words, "percent": random.randrange(101), "once": words}
        status, _, _ = server.upload(f"/tasks/{task}/moves", fields, f"{number}.pdf", content)
        assert status == 303, f"report answered {status}"
        self.reports.append((task, words)); self.files[words] = content

    def check(self, base, data):
        kept = set(base.execute("select task_id, text from work_event where move = 'report'"))
        missing = [report for report in self.reports if report not in kept]
        assert not missing, f"acknowledged reports are gone: {missing}"
        words = [row[0] for row in base.execute("select text from work_event where move = 'report'")]
        assert len(words) == len(set(words)), "a report was made twice"
        for task, count, last in base.execute("select task_id, report_count, event_id from task_work"):
            made = base.execute("select count(*), max(id) from work_event where task_id = ? and move = 'report'", (task,)).fetchone()
            assert made[0] == count and (not made[0] or made[1] == last), f"task {task} counts {count} of {made} reports"
        for text, digest, size in base.execute(
                "select work_event.text, digest, size from evidence join work_event on work_event.id = event_id"):
            with open(os.path.join(data, "files", digest[:2], digest), "rb") as file:
                content = file.read()
            assert len(content) == size and (text not in self.files or content == self.files[text]), f"{digest} is not whole"


def check(program, data, plans, decided, work):
    """What was acknowledged is there, and what is there is whole."""
    done = subprocess.run([program, "audit", "verify", "--data", data, "--lang", "en"], capture_output=True, text=True)
    assert done.returncode == 0, f"integrity: {done.stdout}{done.stderr}"
    base = sqlite3.connect(f"file:{data}/xuezheng.sqlite?mode=ro", uri=True)
    assert base.execute("pragma integrity_check").fetchone()[0] == "ok"
    assert not base.execute("pragma foreign_key_check").fetchall()
    kept = {row[0] for row in base.execute("select file_name from plan")}
    missing = [name for name in plans if name not in kept]
    assert not missing, f"acknowledged plans are gone: {missing}"
    for plan_id, count in base.execute("select plan_id, count(*) from task group by plan_id"):
        assert count == 40, f"plan {plan_id} has {count} of 40 tasks"
    states = dict(base.execute("select id, state from task"))
    lost = [task for task in decided if states.get(task) != decided[task]]
    assert not lost, f"acknowledged decisions are gone: {lost}"
    if work:
        work.check(base, data)
    base.close()


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--program", required=True); options.add_argument("--rounds", type=int, default=50)
    options.add_argument("--seed", type=int, default=1)
    options = options.parse_args()
    random.seed(options.seed)
    with tempfile.TemporaryDirectory() as folder:
        data, plans, decided, number, cookie = os.path.join(folder, "data"), [], {}, 0, ""
        writes, work, imports = 0, None, Imports()
        for round_number in range(options.rounds):
            server = Server(options.program, data, cookie)
            if round_number == 0:
                server.sign_in()
            token = server.token()
            if round_number == 1:
                number += 1; work = Work(server, token, number, options.program, data)
            stop = threading.Timer(random.uniform(0.02, 0.9), server.kill); stop.start()
            pending = None
            try:
                while True:
                    if round_number % 5 == 4:
                        number += 1; imports.take(server, token, number); writes += 1
                    elif work and round_number % 3:
                        number += 1; work.report(server, token, number); writes += 1
                    elif round_number % 2 == 0 or not plans:
                        number += 1; name = f"plan-{number}.txt"
                        status, _, text = server.upload("/plans/import", {"csrf": token}, name, plan(number))
                        assert status in (200, 303), f"import answered {status}"
                        assert name in text or status == 303
                        plans.append(name); writes += 1
                    else:
                        base = sqlite3.connect(f"file:{data}/xuezheng.sqlite?mode=ro", uri=True)
                        row = base.execute("select id, plan_id, state from task where state != 'rejected' and id not in (select task_id from task_work) order by random() limit 1").fetchone()
                        base.close()
                        move, after = random.choice([("accept", "accepted"), ("reject", "rejected")]) if row[2] == "pending" else ("reopen", "pending")
                        # Until its answer is here, a decision may or may not have been made.
                        pending = row[0]; decided.pop(row[0], None)
                        status, _, _ = server.post(f"/plans/{row[1]}/review", {"csrf": token, "move": move, "task": row[0], "tasks": row[0]})
                        assert status in (200, 303), f"{move} answered {status}"
                        decided[row[0]] = after; writes += 1
            except (OSError, http.client.HTTPException):
                pass
            stop.join(); server.kill(); cookie = server.cookie
            check(options.program, data, plans, decided, work)
            if round_number % 5 == 4:
                imports.check(options.program, data)
        print(f"{options.rounds} kills, {writes} acknowledged writes, {len(plans)} plans, {len(decided)} decisions, "
              f"{len(work.reports)} reports with files, {len(imports.taken)} of {len(imports.begun)} register imports: nothing lost")
        assert writes >= options.rounds, "too few writes were made to mean anything"


if __name__ == "__main__":
    main()
    print("1 passed, 0 failed")
