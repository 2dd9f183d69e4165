"""The product as a user meets it: the programme on a data directory of its own, and a browser in front of it."""

import contextlib
import os
import pathlib
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import urllib.request

from axe_playwright_python.sync_playwright import Axe

ROOT = pathlib.Path(__file__).resolve().parents[2]
PASSWORD = "云岚区教育局的浏览器测试"
# Violations of these impacts fail a test.
GRAVE = ("serious", "critical")


class Site:
    """One running server and the pages opened on it."""

    def __init__(self, program, browser, browser_path, port=0):
        self.program = str(pathlib.Path(program).resolve())
        self.browser, self.browser_path = browser, browser_path
        self.port, self.others = port, []
        self.data = tempfile.mkdtemp(prefix="xuezheng-browser-")
        self.errors = []
        self.process = None
        self.password = None

    def start(self):
        environment = {**os.environ, "LANG": "zh_CN.UTF-8", "SWIFT_BACKTRACE": "enable=no"}
        self.log = open(os.path.join(self.data, "server.log"), "w+", encoding="utf-8")
        self.process = subprocess.Popen(
            [self.program, "serve", "--data", os.path.join(self.data, "store"), "--port", str(self.port),
             *(["--public-url", f"http://127.0.0.1:{self.port}"] if self.port else [])],
            cwd=ROOT, env=environment, stdout=self.log, stderr=subprocess.STDOUT)
        deadline = time.time() + 30
        while time.time() < deadline:
            self.log.flush()
            words = pathlib.Path(self.log.name).read_text(encoding="utf-8")
            address = re.search(r"http://127\.0\.0\.1:(\d+)", words)
            first = re.search(r"[a-z0-9]{4}(?:-[a-z0-9]{4}){3}", words)
            if first:
                self.password = first.group(0)
            if address:
                self.base = address.group(0)
                return self
            if self.process.poll() is not None:
                break
            time.sleep(0.05)
        raise AssertionError(f"the server did not start:\n{words}")

    def beside(self):
        """Another server with a store of its own, as behind a proxy that tells where visitors come from; stopped with this one."""
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        other = Site(self.program, self.browser, self.browser_path, port).start()
        self.others.append(other)
        return other

    def stop(self):
        for other in self.others:
            other.stop()
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            status = self.process.wait(timeout=20)
            assert status == 0, f"the server ended with status {status}"
        self.log.close()
        shutil.rmtree(self.data, ignore_errors=True)

    def run(self, *arguments):
        """Runs another command of the programme on the same data."""
        return subprocess.run(
            [self.program, *arguments, "--data", os.path.join(self.data, "store")], cwd=ROOT, check=True,
            capture_output=True, text=True, env={**os.environ, "LANG": "zh_CN.UTF-8"}).stdout

    def context(self, width=1366, height=860, language="zh-CN", script=True):
        context = self.browser.new_context(
            viewport={"width": width, "height": height}, locale=language, java_script_enabled=script,
            accept_downloads=True)
        context.set_default_timeout(60_000)
        return context

    def page(self, context):
        page = context.new_page()
        page.on("pageerror", lambda error: self.errors.append(f"{page.url}: {error}"))
        page.on("console", lambda line: self.errors.append(f"{page.url}: {line.text}")
                if "Content Security Policy" in line.text else None)
        return page

    def sign_in(self, page):
        """Signs the administrator in, the first time with the one-time password."""
        self.enter(page, "admin", self.password or PASSWORD, is_first=self.password is not None)
        self.password = None

    def account(self, admin, login, name, role="viewer", office=None):
        """An account made by the administrator, signed in in a browser of its own with a password of its own."""
        admin.goto(self.base + "/accounts")
        admin.click("summary:has-text('新建账号')")
        admin.fill("#f-login", login)
        admin.fill("#f-name", name)
        if office:
            admin.select_option("#f-office", label=office)
        for box in admin.locator("main form input[type=checkbox]").all():
            box.set_checked(box.get_attribute("value") == role)
        admin.click("main form button.main")
        password = admin.inner_text(".secret")
        own = self.page(self.context())
        self.enter(own, login, password, is_first=True)
        return own

    def enter(self, page, login, password, is_first=False):
        """Signs in; a one-time password has to be changed at once."""
        page.goto(self.base + "/sign-in")
        page.fill("#f-login", login)
        page.fill("#f-password", password)
        page.click("main button.main")
        if is_first:
            page.fill("#f-current", password)
            page.fill("#f-new", PASSWORD)
            page.fill("#f-again", PASSWORD)
            page.click("main button.main")
        assert page.url.split("?")[0] == self.base + "/", page.url

    def healthy(self):
        with urllib.request.urlopen(self.base + "/healthz") as reply:
            return reply.read() == b"ok\n"


def wait(page, expression, argument=None):
    """Waits until an expression of the page holds. Playwright's own way needs eval, which the pages forbid."""
    deadline = time.time() + 60
    while time.time() < deadline:
        try:
            if page.evaluate(expression, argument):
                return
        except Exception as error:  # The page may be on its way to another one.
            if "Execution context was destroyed" not in str(error) and "null" not in str(error):
                raise
        time.sleep(0.03)
    raise AssertionError(f"{page.url}: never so: {expression}")


def settled(page):
    """Waits until no piece of the page is on its way."""
    wait(page, "!document.querySelector('.htmx-request, .htmx-swapping, .htmx-settling, .htmx-added')")


def check_accessible(page, where):
    """No serious or critical finding of axe-core on the page as it is."""
    found = Axe().run(page).response["violations"]
    grave = [(one["id"], one["help"], [node["target"] for node in one["nodes"][:3]])
             for one in found if one["impact"] in GRAVE]
    assert not grave, f"{where}: {grave}"


def check_fits(page, where):
    """The page is no wider than the window."""
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    culprit = page.evaluate("""() => [...document.querySelectorAll('body *')].filter((element) =>
        element.getBoundingClientRect().right > innerWidth + 1 && !element.closest('.unseen, .source, .tasks'))
        .slice(0, 3).map((element) => element.outerHTML.slice(0, 120))""")
    assert wide <= 0, f"{where}: {wide} px too wide: {culprit}"


@contextlib.contextmanager
def demonstration(site, *arguments):
    """A server of its own with what `demo` makes, and a page that the administrator is signed in on."""
    other = Site(site.program, site.browser, site.browser_path)
    other.run("demo", *arguments)
    other.start()
    try:
        page = other.page(other.context())
        other.sign_in(page)
        yield other, page
        assert not other.errors, other.errors
    finally:
        other.stop()
