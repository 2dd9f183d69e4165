"""Files for registers, and collection tasks between the bureau and a school."""

import datetime
import os
import sqlite3
import time

from site_tools import check_accessible, check_fits

TITLES = "机构编码,名称,层级,机构类别,上级机构,设立日期\n"


def write(site, name, text):
    path = os.path.join(site.data, name)
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)
    return path


def settle(page):
    """Waits until the import has nothing running: its page reloads itself until then."""
    deadline = time.time() + 30
    while page.locator("main progress").count():
        assert time.time() < deadline, page.inner_text("main")
        time.sleep(0.1)
        page.reload()


def test_import(site, page):
    """A file with faults comes back marked; corrected, it is previewed and taken in."""
    for name, line in (("district", "D1,云岚区,district,10,,2000-01-01\n"), ("area", "A1,东片学区,area,12,D1,2010-01-01\n")):
        site.run("register", "import", "organisation", write(site, f"{name}.csv", TITLES + line))
    page.goto(site.base + "/data/import")
    check_accessible(page, "imports")
    page.click("main a:has-text('机构')")
    check_accessible(page, "import of a register")
    page.set_input_files("#f-files", write(
        site, "学校.csv", TITLES + "Q1,清源小学,小学校,20,A1,2001-09-01\nQ2,清河小学,school,20,A1,2001-09-31\n"))
    page.click("main form button.main")
    settle(page)
    words = page.inner_text("main")
    assert "2 行有错" in words and "2001-09-31" in words and "小学校" in words, words
    check_accessible(page, "preview with faults")
    with page.expect_download() as waiting:
        page.click("main a:has-text('下载标出错误的文件')")
    assert waiting.value.suggested_filename.endswith(".xlsx")
    page.click("main a:has-text('返回上传页')")
    page.set_input_files("#f-files", write(
        site, "学校.csv", TITLES + "Q1,清源小学,school,20,A1,2001-09-01\nQ2,清河小学,school,20,A1,2001-09-30\n"))
    page.click("main form button.main")
    settle(page)
    check_accessible(page, "preview")
    page.click("main button:has-text('确认导入：新增 2 条')")
    settle(page)
    assert "已入库：新增 2 条" in page.inner_text("main"), page.inner_text("main")
    page.click("main a:has-text('返回上传页')")
    assert "学校.csv" in page.inner_text("table.list")


def test_collection(site, page):
    """The bureau asks, the school answers on the page, is sent back, corrects, and the rows come into the register."""
    school = site.account(page, "school1", "一小填报员")
    school.set_viewport_size({"width": 360, "height": 740})
    store = os.path.join(site.data, "store")
    with sqlite3.connect(os.path.join(store, "xuezheng.sqlite")) as base:
        account = base.execute("select id from account where login = 'school1'").fetchone()[0]
    with sqlite3.connect(os.path.join(store, "registers.sqlite")) as base:
        base.execute("insert into role_grant (account, role, organisation) select ?, 'school_data_clerk', id "
                     "from organisation where code = 'Q1'", (account,))

    page.goto(site.base + "/data/collections")
    check_accessible(page, "collections")
    page.click("main a:has-text('布置填报任务')")
    page.click("main a:has-text('办学条件')")
    check_accessible(page, "new collection")
    page.fill("#f-title", "办学条件摸底")
    page.fill("#f-purpose", "核定本学年设备投入")
    page.fill("#f-due", str(datetime.date.today() + datetime.timedelta(days=7)))
    for field in ("equipment_value", "books", "computers", "bandwidth", "networked"):
        page.check(f"main input[name=field][value={field}]")
    page.click("main form button.main")
    assert "负担提醒" in page.inner_text("main"), page.inner_text("main")
    check_accessible(page, "burden of a new collection")
    page.click("main button:has-text('布置给')")
    page.wait_for_url("**/data/collections/*")
    check_accessible(page, "collection")
    address = page.url

    school.goto(site.base + "/")
    school.click("main a:has-text('办学条件摸底')")
    check_accessible(school, "answer")
    check_fits(school, "answer")

    def fill(computers):
        for name, value in (("school_year", "2026"), ("equipment_value", "1200000"), ("books", "30000"),
                            ("computers", computers), ("bandwidth", "1000")):
            school.locator(f"[name='f-{name}']").first.fill(value)
        school.locator("[name='f-stage']").first.select_option("P")
        school.locator("[name='f-networked']").first.select_option("是")
        school.click("section:has(table) button:has-text('检查并提交')")

    fill("很多")
    assert "没有提交" in school.inner_text("main") and "很多" in school.inner_text("main"), school.inner_text("main")
    school.goto(school.url)
    fill("12")
    assert "待审核" in school.inner_text("main"), school.inner_text("main")

    page.goto(address + "?state=handed_in")
    page.click("table.list a:has-text('清源小学')")
    check_accessible(page, "decision")
    page.fill("#f-words", "计算机台数偏少，请核实")
    page.click("main button:has-text('退回修改')")
    school.reload()
    assert "计算机台数偏少" in school.inner_text("main")
    fill("120")
    page.reload()
    page.click("main button:has-text('审核通过并入库')")
    assert "已通过" in page.inner_text("main"), page.inner_text("main")
    assert "120" in site.run("register", "export", "school_condition")
    page.goto(site.base + "/data/collections/burden")
    check_accessible(page, "burden")
    assert "清源小学" in page.inner_text("main") and "东片学区" in page.inner_text("main")
    school.context.close()
