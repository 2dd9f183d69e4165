"""A task at work from hand-over to verification, by the people who do it: the bureau, an office's head, a reader."""

import datetime
import os
import re

from site_tools import check_accessible, check_fits, wait

NEXT_YEAR = f"{datetime.date.today().year + 1}-06-30"


def task_of(site, page, title):
    page.goto(site.base + "/ledger?plan=1")
    page.click(f"a[data-nav]:has-text('{title}')")
    page.wait_for_url("**/tasks/*")
    return re.search(r"/tasks/(\d+)", page.url).group(1)


def light(page):
    return page.inner_text("#standing h2 .light")


def move(site, page, task, name, **fields):
    """Opens the form of a move as the page's button does, fills it in, sends it."""
    page.goto(f"{site.base}/tasks/{task}/moves?form={name}")
    for field, value in fields.items():
        if field == "files":
            page.set_input_files("#f-files", value)
        else:
            page.fill(f"#f-{field}", value)
    page.click("form.panel button.main")


def test_issue(site, page):
    """Tasks are handed over, many at once; those without a day get one."""
    page.goto(site.base + "/plans/1/issue")
    check_accessible(page, "issue")
    count = page.locator("table.list tbody input[type=checkbox]").count()
    assert count >= 6
    page.fill("#f-due", NEXT_YEAR)
    page.click("form.issue button.main")
    page.wait_for_url("**/ledger?plan=1&done=issued")
    page.goto(site.base + "/plans/1/issue")
    assert "都已交办" in page.inner_text("main")


def test_work_of_an_office(site, page):
    """Accepted, reported with a file, followed up, extended, submitted, sent back, verified; the light follows."""
    task = task_of(site, page, "控制学生近视")
    move(site, page, task, "end", text="先终止，再重新办理")
    assert light(page).endswith("不评")
    move(site, page, task, "reopen", text="继续办理")
    office = site.account(page, "zhao", "赵科长", "officeHead", "体卫艺科")
    other = site.account(page, "qian", "钱科长", "officeHead", "人事科")

    # Another office's head sees the task and has nothing to do with it.
    other.goto(f"{site.base}/tasks/{task}")
    assert other.locator("main .actions form").count() == 0
    other.goto(f"{site.base}/tasks/{task}/moves?form=report")
    assert other.locator("form.panel").count() == 0 and other.locator(".notice.error").count() == 1

    # The inbox tells what waits; a task can be accepted from it.
    office.goto(site.base + "/inbox")
    check_accessible(office, "inbox")
    move(site, office, task, "report", text="完成春季视力筛查，覆盖全区学校。", percent="40")
    assert "done=work-report" in office.url and "#events" in office.url
    assert "40 / 100" in office.inner_text("#standing")

    # A file in disguise is refused, and nothing of the report is kept but what was typed.
    fake = os.path.join(site.data, "筛查结果.pdf")
    with open(fake, "wb") as file:
        file.write(b"MZ\x90\x00 not a paper")
    before = office.locator("ol.events li").count()
    move(site, office, task, "report", text="补充筛查结果。", files=[fake])
    assert "不是 pdf 文件" in office.inner_text(".notice.error")
    assert office.input_value("#f-text") == "补充筛查结果。"
    good = os.path.join(site.data, "筛查结果（全区）.pdf")
    with open(good, "wb") as file:
        file.write(b"%PDF-1.7\n% screening of a fictional district\n" * 4000)
    office.set_input_files("#f-files", [good])
    office.click("form.panel button.main")
    office.goto(f"{site.base}/tasks/{task}")
    assert office.locator("ol.events li").count() == before + 1
    with office.expect_download() as download:
        office.click("#evidence a:has-text('筛查结果（全区）.pdf')")
    with open(download.value.path(), "rb") as got, open(good, "rb") as sent:
        assert got.read() == sent.read()

    # A follow-up order stands in the way of submitting until it has its reply.
    move(site, page, task, "orderFollowUp", text="请说明近视率未降的原因。")
    office.goto(f"{site.base}/tasks/{task}")
    assert office.locator(".badge").count() == 0, "who looks at the task has seen its notices"
    assert office.locator("main .actions a:has-text('提交办结')").count() == 0
    office.click("main .actions >> text=回复督办")
    office.fill("#f-text", "已加强户外活动和课间管理。")
    office.click("form.panel button.main")
    page.goto(f"{site.base}/follow-ups?state=replied")
    assert "已加强户外活动" in page.inner_text("main")
    page.goto(f"{site.base}/tasks/{task}#follow-ups")
    page.click("#follow-ups >> text=督办销号")

    # More time: asked, and granted.
    move(site, office, task, "askExtension", until=NEXT_YEAR.replace("06-30", "09-30"), text="等待秋季筛查数据。")
    page.goto(site.base + "/inbox")
    assert "控制学生近视" in page.inner_text("main")
    move(site, page, task, "grantExtension")
    assert NEXT_YEAR.replace("06-30", "09-30") in page.inner_text("#standing")

    # A step of the office's own, ticked.
    move(site, office, task, "addStep", text="汇总秋季筛查")
    item = office.locator("#checklist li:has-text('汇总秋季筛查')")
    item.locator("button").click()
    assert "取消完成" in office.inner_text("#checklist li:has-text('汇总秋季筛查')")

    # Submitted with the actual value, sent back, submitted again, verified: blue.
    office.goto(f"{site.base}/tasks/{task}/moves?form=submit")
    check_accessible(office, "submit")
    check_fits(office, "submit")
    office.fill("#f-text", "全年任务完成。")
    office.locator("input[name^='value-']").first.fill("45.2")
    office.click("form.panel button.main")
    assert light(office).endswith("正常") and "待核定" in office.inner_text("#standing")
    move(site, page, task, "sendBack", text="请附核验表。")
    move(site, office, task, "submit", text="核验表已附。", files=[good])
    move(site, page, task, "verify")
    assert light(page).endswith("办结")
    assert "45.2" in page.inner_text("#targets") and "已达到" in page.inner_text("#targets")
    check_accessible(page, "task at work")
    office.goto(site.base + "/inbox")
    assert "办结" in office.inner_text(".notices")
    page.goto(site.base + "/ledger?plan=1&light=blue")
    assert page.locator("table.list tbody tr").count() == 1


def test_once(site, page):
    """A form that is sent twice makes its report once."""
    task = task_of(site, page, "补充中小学教师")
    page.goto(f"{site.base}/tasks/{task}")
    page.click("main .actions >> text=更多操作")
    page.click("main .actions >> text=签收")
    page.goto(f"{site.base}/tasks/{task}/moves?form=report")
    page.fill("#f-text", "发布招聘公告。")
    twin = page.context.new_page()
    fields = page.eval_on_selector_all(
        "form.panel [name]", "list => list.filter(e => e.type !== 'file').map(e => [e.name, e.value])")
    for _ in range(2):
        answer = page.context.request.post(
            f"{site.base}/tasks/{task}/moves", multipart={name: value for name, value in fields},
            headers={"Origin": site.base}, max_redirects=0)
        assert answer.status == 303, answer.status
    twin.goto(f"{site.base}/tasks/{task}")
    assert twin.inner_text("#events").count("发布招聘公告。") == 1
    twin.close()


def test_light_rule(site, page):
    """The rule of the lights is there in words, and can be set."""
    page.goto(site.base + "/rules/lights")
    check_accessible(page, "rule of the lights")
    assert "7 天" in page.inner_text("main dl")
    page.fill("#f-warningDays", "400")
    page.click("main form button.main")
    assert "数字不对" in page.inner_text(".notice.error")
    page.fill("#f-warningDays", "10")
    page.click("main form button.main")
    assert "10 天" in page.inner_text("main dl")


def test_saved_view(site, page):
    """A filtered ledger is kept under a name and opened again."""
    page.goto(site.base + "/ledger?plan=1&work=issued")
    page.click("summary:has-text('保存为视图')")
    page.fill("#f-name", "已交办未签收")
    page.click(".views form button.main")
    page.goto(site.base + "/ledger")
    page.click(".views a:has-text('已交办未签收')")
    assert "work=issued" in page.url
    page.goto(site.base + "/saved-views")
    check_accessible(page, "saved views")
