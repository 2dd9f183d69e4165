"""The forecast of seats as a planner uses it: pupils of past years brought in, a scenario added and compared, a trial kept as an option."""

import csv
import datetime
import os

from site_tools import check_accessible, check_fits
from test_indicators import count
from test_work import NEXT_YEAR, light, move, task_of

FIRST, LAST = 2019, 2025


def bring_in(site, register, titles, rows):
    """Imports rows as the command does."""
    path = os.path.join(site.data, f"{register}.csv")
    with open(path, "w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([titles, *rows])
    site.run("register", "import", register, path)


def fill(site):
    """A district of two areas with three schools, their pupils of seven autumns and their seats."""
    organisations = [("YLW", "云岚学位区", "district", "10", ""), ("YLW-A1", "东岭学区", "area", "12", "YLW"),
                     ("YLW-A2", "西岭学区", "area", "12", "YLW"), ("YLW-S1", "东岭小学", "school", "20", "YLW-A1"),
                     ("YLW-S2", "东岭二小", "school", "20", "YLW-A1"), ("YLW-S3", "西岭小学", "school", "20", "YLW-A2")]
    bring_in(site, "organisation", ["code", "name", "level", "kind", "parent", "opened_on"],
             [[*row, "1990-09-01"] for row in organisations])
    schools = {"YLW-S1": 120, "YLW-S2": 80, "YLW-S3": 45}
    bring_in(site, "enrolment_count", ["school", "school_year", "grade", "pupils"],
             [[school, year, f"P{grade}", size + (year * 7 + grade * 3) % 5 + 3 * (year - FIRST)]
              for school, size in schools.items() for year in range(FIRST, LAST + 1) for grade in range(1, 7)])
    bring_in(site, "seat_capacity", ["school", "school_year", "stage", "seats", "classes"],
             [[school, LAST, "P", seats, seats // 45] for school, seats in
              (("YLW-S1", 810), ("YLW-S2", 540), ("YLW-S3", 450))])
    bring_in(site, "seat_project", ["area", "name", "stage", "rooms", "opens"], [["YLW-A1", "东岭扩建", "P", 6, LAST + 2]])


def test_seats(site, page):
    fill(site)
    page.goto(site.base + "/data/seats")
    words = page.inner_text("main")
    assert "东岭学区" in words and "缺学位" in words and "所需教职工编制" in words
    check_accessible(page, "seats")
    check_fits(page, "seats")

    # The schools: searched by keyboard, sorted, one of them opened, the list taken out.
    page.click(".tabs >> text=学校预测")
    page.fill("#f-q", "西岭")
    page.press("#f-q", "Enter")
    page.wait_for_url("**q=*")
    assert page.locator("table.list tbody tr[data-row]").first.inner_text().startswith("西岭小学")
    check_accessible(page, "seats of schools")
    check_fits(page, "seats of schools")
    with page.expect_download() as waiting:
        page.click("text=导出 CSV")
    path = os.path.join(site.data, "学校.csv")
    waiting.value.save_as(path)
    with open(path, encoding="utf-8-sig") as file:
        rows = list(csv.reader(file))
    assert len(rows) == 1 + 5 and rows[1][1] == "西岭小学"
    page.click("table.list a:has-text('西岭小学')")
    assert "95% 区间" in page.inner_text("main") and "1 年级" in page.inner_text("main")
    check_accessible(page, "seats of a school")
    check_fits(page, "seats of a school")

    # A scenario is recorded with its form, and stands beside the past's course.
    page.goto(site.base + "/data/seats/scenarios")
    assert "还没有情景" in page.inner_text("main")
    page.click("main >> text=登记一项变化 >> nth=0")
    for name, value in (("scenario", "新区入住"), ("name", "东岭千户"), ("starts", str(LAST + 2)), ("amount", "1000"),
                        ("per_hundred", "4"), ("move_in", "2"), ("district", "YLW"), ("area", "YLW-A1"),
                        ("kind", "1"), ("first_grade", "P1"), ("last_grade", "P6")):
        field = page.locator(f"[name='v.{name}']").first
        if field.evaluate("element => element.tagName") == "SELECT":
            field.select_option(value)
        else:
            field.fill(value)
    page.click("main form button.main")
    page.wait_for_url("**done=rowSaved")
    page.goto(site.base + "/data/seats/scenarios")
    words = page.inner_text("main")
    assert "1000 户" in words and "新区入住" in words and "按现有趋势" in words
    check_accessible(page, "scenarios")
    check_fits(page, "scenarios")

    # A trial changes nothing until it is kept as an option.
    page.goto(site.base + "/data/seats/trial")
    page.select_option("#f-in", label="东岭学区")
    page.fill("#f-rooms", "8")
    page.fill("#f-from", str(LAST + 1))
    page.click("button:has-text('试算')")
    assert "试算结果" in page.inner_text("#result")
    check_accessible(page, "trial")
    check_fits(page, "trial")
    page.goto(site.base + "/data/seats")
    assert "加八个班" not in page.inner_text("#options")
    page.go_back()
    page.fill("#f-name", "加八个班")
    page.click("button:has-text('存为方案')")
    page.wait_for_url("**done=optionKept*")
    assert "加八个班" in page.inner_text("#options")
    page.click("button:has-text('登记本次预测')")
    page.wait_for_url("**done=forecastRecorded*")
    assert "预测已登记" in page.inner_text("#notices")
    page.goto(site.base + "/data/registers/seat_forecast")
    assert "东岭学区" in page.inner_text("main")

    # On a telephone every page fits.
    narrow = site.context(width=360, height=740)
    narrow.add_cookies(page.context.cookies())
    telephone = site.page(narrow)
    for path in ("", "/schools", "/scenarios", "/trial"):
        telephone.goto(site.base + "/data/seats" + path)
        check_fits(telephone, f"seats{path} at 360 px")


def test_seats_target(site, page):
    """A target of a plan is bound to the seats added; once they are registered and counted, its value and its light move."""
    today = datetime.datetime.now(datetime.timezone(datetime.timedelta(hours=8))).date()
    bring_in(site, "seat_increment", ["school", "added_on", "stage", "way", "seats", "inclusive"],
             [["YLW-S1", f"{today.year}-01-01", "P", "1", 500, "是"]])
    count(site, page, "0")
    task = task_of(site, page, "优化中小学布局")
    page.goto(f"{site.base}/tasks/{task}")
    page.click("main .actions >> text=更多操作")
    page.click("main .actions >> text=签收")
    # More time, ticked steps, the schools built: nothing but the seats decides the light.
    move(site, page, task, "askExtension", until=NEXT_YEAR, text="等待新校区竣工。")
    move(site, page, task, "grantExtension")
    page.goto(f"{site.base}/tasks/{task}/moves?form=report")
    page.fill("#f-text", "两所新校建成。")
    page.locator("fieldset .row:has-text('新建学校') input[name^='value-']").first.fill("2")
    page.click("form.panel button.main")
    while page.locator("#checklist button:text-is('完成')").count():
        page.locator("#checklist button:text-is('完成')").first.click()
    seats = page.locator("#targets tr:has-text('2400')")
    target = seats.locator("a[href*='setTarget']").get_attribute("href")
    page.goto(site.base + target)
    for index, (day, value) in enumerate([(today - datetime.timedelta(days=90), 0), (today - datetime.timedelta(days=40), 2000), (NEXT_YEAR, 2400)]):
        page.fill(f"#d{index}", str(day))
        page.fill(f"#v{index}", str(value))
    page.click("form.panel button.main")

    seats.locator("a:has-text('选择测量指标')").click()
    page.fill("#f-q", "新增学位数")
    page.click("main form.filter button.main")
    page.select_option("select[name=organisation]", "YLW")
    page.click("table.list button[value=seats_added]")
    assert "已绑定" in page.inner_text("#notices") and "⇐ 新增学位数" in page.inner_text("dl.details")
    check_accessible(page, "a target measured by seats")
    page.goto(f"{site.base}/tasks/{task}")
    assert "500" in seats.inner_text() and light(page).endswith("滞后"), (seats.inner_text(), light(page))

    bring_in(site, "seat_increment", ["school", "added_on", "stage", "way", "seats", "inclusive"],
             [["YLW-S2", f"{today.year}-01-01", "P", "1", 1900, "是"]])
    count(site, page, "0")
    page.goto(f"{site.base}/tasks/{task}")
    assert "2400" in seats.inner_text() and light(page).endswith("正常"), (seats.inner_text(), light(page))
    # The figure leads to the rows behind it.
    seats.locator("a:has-text('新增学位数')").click()
    assert page.inner_text("h1") == "新增学位数" and "2400" in page.inner_text("#figure")
    page.click("#figure a[href*='/part']")
    assert page.locator("table.list tbody tr").count() == 2
