"""What officers of admissions do at their screens: accounts, registers, rounds and their days, desks, draws."""

import csv
import os
import re

import summer_model as model

DICE = "314265314265"


def officer(site, admin, login, name, role, code, organisation):
    """An account with a role at an organisation, signed in in a browser of its own."""
    own = site.account(admin, login, name)
    admin.goto(site.base + "/accounts")
    admin.click(f"table.list a:text-is('{login}')")
    admin.select_option("#f-dataRole", role)
    admin.select_option("#f-organisation", label=f"{code} {organisation}")
    admin.click("#grants form button.main")
    return own


def register(site, name, rows):
    """Takes rows into a register by the command."""
    path = os.path.join(site.data, f"{name}-{len(rows)}.csv")
    with open(path, "w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    site.run("register", "import", name, path)


def table(page, place=0):
    """The cells of a table of a page."""
    rows = page.locator("main table.list").nth(place).locator("tbody tr").all()
    return [[cell.strip() for cell in row.locator("td, th").all_inner_texts()] for row in rows]


def new_round(site, page, kind, title=""):
    """A round made of a kind by the form of the page; its row."""
    page.goto(site.base + "/admissions")
    page.select_option("#f-kind", kind)
    page.fill("#f-year", str(model.YEAR))
    page.fill("#f-title", title)
    page.click("form:has(#f-kind) button.main")
    return int(re.search(r"/admissions/(\d+)", page.url).group(1))


def send_list(site, page, round, name, text):
    """Schools or catchments as a table, by the form of their page."""
    page.goto(f"{site.base}/admissions/{round}/{name}")
    page.set_input_files("#f-files", {"name": f"{name}.csv", "mimeType": "text/csv", "buffer": text.encode()})
    page.click("form:has(#f-files) button.main")


def set_days(site, page, round, **offsets):
    """Changes the days of a round by the form of its page, in days from today."""
    page.goto(f"{site.base}/admissions/{round}")
    for name, offset in offsets.items():
        page.fill(f"#f-{name}", str(model.TODAY + model.datetime.timedelta(days=offset)))
    page.click("form:has(#f-opens) button.main")
    assert page.input_value("#f-closes") == str(model.TODAY + model.datetime.timedelta(days=offsets["closes"]))


def publish(page):
    """From the page of a draft."""
    page.click("summary:has-text('公布')")
    page.click("button:has-text('确定公布')")


def accept_all(site, desk, round):
    """Ticks what the queue lets tick, page by page."""
    while True:
        desk.goto(f"{site.base}/admissions/{round}/queue?state=submitted")
        if not desk.locator("input[name=application]").count():
            return
        desk.click("main a:has-text('勾选本页全部')")
        desk.click("#accept button.main")
        assert not desk.locator(".notice.error").count(), desk.inner_text(".notice.error")


def at_desk(site, desk, round, number):
    """Opens an application by its number."""
    desk.goto(f"{site.base}/admissions/{round}/queue?number={number}")
    desk.click(f"table.list a:text-is('{number}')")


def freeze(site, page, round):
    """From an open round to the promise: the last day was yesterday."""
    set_days(site, page, round, opens=-12, closes=-1, checked=0, draw=0, published=0)
    page.goto(f"{site.base}/admissions/{round}/results")
    page.click("button:has-text('锁定名单')")


def draw(page):
    """From a frozen round to results that families see."""
    page.fill("#f-value", DICE)
    page.click("button:has-text('派位')")
    page.click("main button.main:has-text('公布结果')")


def findings(desk):
    """What the system found of the application that is open."""
    found = desk.locator("section.attention")
    return found.inner_text() if found.count() else ""
