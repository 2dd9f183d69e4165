"""One walk through the work: import a plan, review it, use the ledger. Each step stands on the one before."""

import os
import subprocess
import tempfile

import openpyxl

import sample
from site_tools import settled, wait


def test_import(site, page):
    """A Word file becomes a draft whose tasks are all there."""
    path = os.path.join(site.data, "云岚区2026年工作要点.docx")
    sample.write(path)
    page.goto(site.base + "/")
    page.click("text=导入计划")
    page.set_input_files("#f-files", path)
    assert "云岚区2026年工作要点.docx" in page.inner_text("[data-chosen]")
    page.click("text=导入并读取")
    page.wait_for_url("**/plans/*/review*")
    assert page.locator("#tasks li").count() == 8
    assert "0 / 8" in page.inner_text("#review-bar")


def test_import_again(site, page):
    """The same file is not kept twice, and a broken one says what is wrong."""
    broken = os.path.join(site.data, "坏文件.docx")
    with open(broken, "wb") as file:
        file.write(b"PK\x03\x04 this is no Word file")
    page.goto(site.base + "/plans/import")
    page.set_input_files("#f-files", [os.path.join(site.data, "云岚区2026年工作要点.docx"), broken])
    page.click("text=导入并读取")
    page.wait_for_selector(".notice.error")
    words = page.inner_text("main")
    assert "没有重复导入" in words and "坏文件.docx" in words


def test_spans_light_up(site, page):
    """A field and its words in the source light up together."""
    page.goto(site.base + "/plans/1/review")
    page.hover("#task [data-lights=owner-0]")
    assert page.inner_text("#source .lit") == page.inner_text("#task [data-lights=owner-0]")
    page.hover("#source .f-target")
    assert page.locator("#task .lit").count() >= 1


def test_choose_task(site, page):
    """A click in the list or in the source brings a task up without loading the page anew."""
    page.goto(site.base + "/plans/1/review")
    page.evaluate("window.isSamePage = true")
    page.click("#tasks li:nth-child(3) a")
    wait(page, "document.querySelector('#task h2').textContent.includes('优化中小学布局')")
    wait(page, "[...document.querySelectorAll('#source .now')].some(e => e.textContent.includes('优化中小学布局'))")
    assert page.locator("#tasks [aria-current]").count() == 1
    assert "task=" in page.url
    page.click("#source [data-t]:has-text('控制学生近视') >> nth=0")
    wait(page, "document.querySelector('#task h2').textContent.includes('控制学生近视')")
    assert page.evaluate("window.isSamePage") is True


def test_correct_owner(site, page):
    """A corrected owner is resolved to an office and marked as corrected."""
    page.click("#tasks li:nth-child(2) a")
    wait(page, "document.querySelector('#task h2').textContent.includes('规范幼儿园保教行为')")
    page.keyboard.press("e")
    page.wait_for_selector("#task form.edit")
    assert page.locator("datalist#offices option[value=学前教育科]").count() == 1
    page.locator("#task input[name=lead]").nth(1).fill("学前教育科")
    page.click("#task form.edit button.main")
    page.wait_for_selector("#task .corrected")
    assert "学前教育科" in page.inner_text("#task .details")
    assert "1 / 8" in page.inner_text("#review-bar")


def test_accept_by_key(site, page):
    """The key a accepts the current task, and the next one comes up."""
    page.click("#tasks li:nth-child(1) a")
    wait(page, "document.querySelector('#task h2').textContent.includes('扩大普惠性学前教育资源')")
    page.keyboard.press("a")
    wait(page, "document.querySelector('#review-bar').textContent.includes('2 / 8')")
    assert "优化中小学布局" in page.inner_text("#task h2")
    assert "已确认" in page.inner_text("#tasks li:nth-child(1)")


def test_split_merge_undo(site, page):
    """A task is cut and put together again; every step can be taken back."""
    page.keyboard.press("s")
    page.wait_for_selector("#task input[name=at]")
    page.locator("#task input[name=at]").last.check()
    page.click("#task form button.main")
    wait(page, "document.querySelectorAll('#tasks li').length === 9")
    page.keyboard.press("u")
    wait(page, "document.querySelectorAll('#tasks li').length === 8")
    boxes = page.locator("#tasks input[type=checkbox]")
    boxes.nth(5).check()
    boxes.nth(6).check()
    page.click("text=合并所选")
    wait(page, "document.querySelectorAll('#tasks li').length === 7")
    page.click("text=撤销：合并")
    wait(page, "document.querySelectorAll('#tasks li').length === 8")
    page.click("text=重做：合并")
    wait(page, "document.querySelectorAll('#tasks li').length === 7")
    page.click("text=撤销：合并")
    wait(page, "document.querySelectorAll('#tasks li').length === 8")


def test_add_from_source(site, page):
    """Words chosen in the source become a task with their place."""
    page.click("#tasks >> text=补充任务")
    wait(page, "document.activeElement === document.querySelector('#task form.add textarea')")
    page.evaluate("""() => {
        const block = [...document.querySelectorAll('#source p')].find((p) => p.textContent.includes('开局之年'));
        const range = document.createRange();
        const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
        const text = walker.nextNode();
        range.setStart(text, text.data.indexOf('全区教育工作'));
        range.setEnd(text, text.data.indexOf('，抓好'));
        getSelection().removeAllRanges(); getSelection().addRange(range);
    }""")
    wait(page, "document.querySelector('form.add textarea').value.startsWith('全区教育工作')")
    page.click("#task form.add button.main")
    wait(page, "document.querySelectorAll('#tasks li').length === 9")
    assert page.locator("#source .t:has-text('全区教育工作围绕办好人民满意的教育')").count() == 1
    wait(page, "document.querySelector('#task h2').textContent.includes('全区教育工作')")
    page.keyboard.press("x")
    wait(page, "document.querySelectorAll('#tasks li.rejected').length === 1")


def test_accept_sure_and_open(site, page):
    """All that are sure at once, then the others; the reviewed draft becomes the ledger."""
    page.click("text=确认全部无疑问项（")
    wait(page, "!document.querySelector('#review-bar').textContent.includes('确认全部无疑问项（')")
    settled(page)
    while left := page.locator("#tasks li.pending").count():
        page.click("#tasks li.pending a >> nth=0")
        settled(page)
        page.keyboard.press("a")
        wait(page, f"document.querySelectorAll('#tasks li.pending').length < {left}")
        settled(page)
    page.click("text=启用台账")
    page.wait_for_url("**/ledger?plan=1*")
    assert page.locator("table.list tbody tr").count() == 8


def test_filter_and_sort(site, page):
    """The ledger is narrowed and ordered; each state has an address."""
    page.goto(site.base + "/ledger")
    page.fill("#f-q", "幼儿园")
    page.click("form.filter button.main")
    assert page.locator("table.list tbody tr").count() == 2
    page.click("form.filter >> text=清除筛选")
    page.select_option("#f-office", label="人事科")
    page.click("form.filter button.main")
    assert page.locator("table.list tbody tr").count() == 2
    page.goto(site.base + "/ledger?plan=1")
    page.click("thead >> text=时限")
    days = [words.split()[0] for words in page.locator("td[data-label=时限]").all_inner_texts() if words.strip()]
    assert len(days) >= 4 and days == sorted(days), days
    page.click("thead >> text=时限")
    days = [words.split()[0] for words in page.locator("td[data-label=时限]").all_inner_texts() if words.strip()]
    assert days == sorted(days, reverse=True), days
    page.click("text=更多条件与显示列")
    page.check("input[name=col][value=section]")
    page.click("form.filter button.main")
    assert page.locator("thead >> text=章节").count() == 1
    page.click("text=按科室")
    assert "人事科" in page.inner_text("table.list")
    page.click("text=按章节")
    assert "守住校园安全底线" in page.inner_text("table.list")


def test_task_to_source(site, page):
    """What was read leads to its words in the document."""
    page.goto(site.base + "/ledger?plan=1")
    page.click("table.list a:has-text('优化中小学布局')")
    page.hover("[data-lights=owner-0]")
    assert page.locator(".source .lit").first.inner_text() == "规划财务科"
    page.click("[data-lights=owner-0] a")
    page.wait_for_selector("#here")
    assert page.inner_text("#here") == "规划财务科"


def test_export(site, page):
    """The exported workbook has every task, opens in LibreOffice, and comes back in with its edits."""
    page.goto(site.base + "/ledger?plan=1")
    with page.expect_download() as waiting:
        page.click("text=.xlsx")
    path = os.path.join(site.data, "台账.xlsx")
    waiting.value.save_as(path)
    workbook = openpyxl.load_workbook(path)
    sheet = workbook.active
    rows = list(sheet.iter_rows(values_only=True))
    assert len(rows) == 9, len(rows)
    assert sheet.freeze_panes and (sheet.auto_filter.ref or sheet.tables), "no frozen header or filter"
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(
            ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", "csv:Text - txt - csv (StarCalc):44,34,76",
             "--outdir", folder, path], check=True, capture_output=True, timeout=120)
        with open(os.path.join(folder, "台账.csv"), encoding="utf-8") as file:
            assert "推进校长教师交流轮岗" in file.read()
    title = next(index for index, cell in enumerate(rows[0]) if cell in ("目标任务", "任务"))
    for number, row in enumerate(rows, start=1):
        if row[title] == "深化课后服务":
            sheet.cell(number, title + 1).value = "深化课后服务改革"
    workbook.save(path)
    page.click("text=导入修改")
    page.set_input_files("#f-files", path)
    page.click("main form button.main")
    page.wait_for_selector("text=将要进行的改动")
    assert "深化课后服务改革" in page.inner_text("main")
    page.click("text=确认导入")
    page.wait_for_url("**/ledger?plan=1*")
    assert "深化课后服务改革" in page.inner_text("table.list")


def test_papers(site, page):
    """Bulletin and summary come as Word files; an issued bulletin is kept as it was."""
    import docx
    page.goto(site.base + "/ledger?plan=1")
    page.click("text=通报与总结")
    for kind in ("通报（Word）", "年终总结初稿（Word）"):
        with page.expect_download() as waiting:
            page.click(f"text={kind}")
        path = os.path.join(site.data, f"{kind}.docx")
        waiting.value.save_as(path)
        assert len(docx.Document(path).paragraphs) > 3
    page.fill("#f-month", "2026-13")
    page.click("text=印发并存档")
    assert page.locator(".notice.error").count() == 1
    page.fill("#f-month", page.evaluate("new Date().toISOString().slice(0, 7)"))
    page.click("text=印发并存档")
    with page.expect_download() as waiting:
        page.click("table.list a")
    path = os.path.join(site.data, "已印发.docx")
    waiting.value.save_as(path)
    assert "通报" in docx.Document(path).paragraphs[0].text


def test_revision(site, page):
    """A revised document shows its differences and keeps what was decided."""
    path = os.path.join(site.data, "云岚区2026年工作要点（修订）.docx")

    def change(task):
        if task[0].startswith("8."):
            return None
        if task[0].startswith("6."):
            return (task[0], "公开招聘教师150名。", *task[2:])
        return task

    sample.write(path, change)
    page.goto(site.base + "/plans/import")
    page.set_input_files("#f-files", path)
    page.select_option("#f-revises", index=1)
    page.click("text=导入并读取")
    page.wait_for_url("**/plans/2/review*")
    assert page.locator("#tasks li.accepted").count() >= 5
    page.click("text=修订差别")
    words = page.inner_text("main")
    assert "补充中小学教师" in words and "排查校园安全隐患" in words


def test_search(site, page):
    """The key / leads to the search from anywhere."""
    page.goto(site.base + "/plans")
    page.keyboard.press("/")
    page.keyboard.type("近视")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?q=*")
    assert "控制学生近视" in page.inner_text("main")


def test_offices(site, page):
    """A confirmed alias brings another spelling to its office."""
    page.goto(site.base + "/offices")
    page.click("table.list a:has-text('基础教育科')")
    page.fill("#f-alias", "基教科")
    page.click("text=添加别名")
    assert "基教科" in page.inner_text(".details")


def test_schools(site, page):
    """Areas and schools come in from the sample lists."""
    for name, kind in (("areas.csv", "areas"), ("schools.csv", "schools")):
        page.goto(f"{site.base}/import/{kind}")
        page.set_input_files("#f-files", os.path.join(os.path.dirname(__file__), "../../Examples", name))
        page.click("main form button.main")
        page.wait_for_selector(".notice.done")
    page.goto(site.base + "/schools")
    assert page.locator("table.list tbody tr").count() >= 5


def test_accounts(site, page):
    """An account is made and its one-time password shown once."""
    page.goto(site.base + "/accounts")
    page.click("summary:has-text('新建账号')")
    page.fill("#f-login", "wang")
    page.fill("#f-name", "王科长")
    page.click("main form button.main")
    assert len(page.inner_text(".secret")) == 19
    page.goto(site.base + "/audit")
    page.click("text=校验审计链")
    assert "审计链完整" in page.inner_text("main")
