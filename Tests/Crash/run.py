"""Kills the server with SIGKILL while plans come in and reviews are written, and checks what it acknowledged.

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


def check(program, data, plans, decided):
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
    base.close()


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--program", required=True); options.add_argument("--rounds", type=int, default=50)
    options.add_argument("--seed", type=int, default=1)
    options = options.parse_args()
    random.seed(options.seed)
    with tempfile.TemporaryDirectory() as folder:
        data, plans, decided, number, cookie = os.path.join(folder, "data"), [], {}, 0, ""
        writes = 0
        for round_number in range(options.rounds):
            server = Server(options.program, data, cookie)
            if round_number == 0:
                server.sign_in()
            token = server.token()
            stop = threading.Timer(random.uniform(0.02, 0.9), server.kill); stop.start()
            pending = None
            try:
                while True:
                    if round_number % 2 == 0 or not plans:
                        number += 1; name = f"plan-{number}.txt"
                        status, _, text = server.upload("/plans/import", {"csrf": token}, name, plan(number))
                        assert status in (200, 303), f"import answered {status}"
                        assert name in text or status == 303
                        plans.append(name); writes += 1
                    else:
                        base = sqlite3.connect(f"file:{data}/xuezheng.sqlite?mode=ro", uri=True)
                        row = base.execute("select id, plan_id, state from task where state != 'rejected' order by random() limit 1").fetchone()
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
            check(options.program, data, plans, decided)
        print(f"{options.rounds} kills, {writes} acknowledged writes, {len(plans)} plans, {len(decided)} decisions: nothing lost")
        assert writes >= options.rounds, "too few writes were made to mean anything"


if __name__ == "__main__":
    main()
    print("1 passed, 0 failed")
