"""Programmes, livelihood projects with their public page, comparison and research, as people use them."""

import datetime
import os
import re

from site_tools import check_accessible, check_fits

YEAR = datetime.date.today().year


def test_programme(site, page):
    """A programme made by hand: an indicator, its value, its evaluation as a Word file."""
    import docx
    page.goto(site.base + "/programmes")
    page.click("summary:has-text('建立规划')")
    page.fill("#f-name", "云岚区教育事业五年规划")
    page.fill("#f-start", str(YEAR))
    page.fill("#f-end", str(YEAR + 4))
    page.click("main form button.main")
    page.wait_for_url("**/programmes/*")
    page.click("summary:has-text('增加指标')")
    for field, value in (("name", "学前三年毛入园率"), ("unit", "%"), ("baseline", "90"), ("target", "95")):
        page.fill(f"#f-{field}", value)
    page.click("details[open] button.main")
    page.click("table.list a:has-text('学前三年毛入园率')")
    check_accessible(page, "indicator")
    page.fill("#f-value", "90.4")
    page.fill("#f-source", "教育事业统计报表")
    page.click("main button:has-text('填报实际值')")
    assert "略有滞后" in page.inner_text("main") and "教育事业统计报表" in page.inner_text("main")
    page.click("main button:has-text('确认')")
    page.goto(site.base + "/programmes/1")
    check_accessible(page, "programme")
    with page.expect_download() as waiting:
        page.click("text=年度监测报告")
    path = os.path.join(site.data, "监测.docx")
    waiting.value.save_as(path)
    words = "\n".join(paragraph.text for paragraph in docx.Document(path).paragraphs)
    assert "略有滞后 1 项" in words
    page.goto(site.base + "/programmes/compare")
    check_accessible(page, "programmes side by side")


def test_projects(site, page):
    """A list imported, worked on, frozen, published, and read by somebody who is not signed in."""
    page.goto(site.base + "/projects")
    page.click("summary:has-text('建立清单')")
    page.fill("#f-name", "云岚区教育民心工程")
    page.click("main form button.main")
    page.wait_for_url("**/project-lists/1")
    bad = os.path.join(site.data, "坏清单.csv")
    with open(bad, "w", encoding="utf-8") as file:
        file.write("序号,项目名称,类型,完成时限\n1,甲,桥梁,9月底\n")
    page.goto(site.base + "/project-lists/1/import")
    page.set_input_files("#f-files", bad)
    page.click("main form button.main")
    assert "桥梁" in page.inner_text("main") and "9月底" in page.inner_text("main")
    page.set_input_files("#f-files", os.path.join(os.path.dirname(__file__), "../../Examples/projects.csv"))
    page.click("main form button.main")
    page.wait_for_url("**/project-lists/1?done=project")
    assert page.locator("table.list tbody tr").count() == 12
    page.click("table.list a:has-text('课后服务提质')")
    check_accessible(page, "project")
    check_fits(page, "project")
    page.click("button:has-text('标记完成')")
    page.fill("#f-text >> nth=0", "方案已印发，各校启动。")
    page.fill("#f-percent", "25")
    page.click("main button.main >> nth=0")
    assert "方案已印发" in page.inner_text(".events")
    page.goto(site.base + "/project-lists/1/wall")
    check_accessible(page, "wall chart")
    page.goto(site.base + "/project-lists/1/statements")
    page.click("main button:has-text('冻结月度进展')")
    stranger = site.page(site.context())
    stranger.goto(site.base + "/public/projects")
    assert "还没有公布" in stranger.inner_text("main")
    assert stranger.request.get(site.base + "/public/projects/1").status == 404
    page.click("main button:has-text('公布')")
    stranger.goto(site.base + "/public/projects")
    stranger.click("main ul a")
    assert "课后服务提质" in stranger.inner_text("main") and "25%" in stranger.inner_text("main")
    assert stranger.locator("header nav").count() == 0
    check_accessible(stranger, "public statement")
    narrow = site.page(site.context(width=360, height=740))
    narrow.goto(site.base + "/public/projects/1")
    check_fits(narrow, "public statement at 360 px")


def test_comparison(site, page):
    """Two plans side by side: what continued, what is new, with both clauses."""
    page.goto(site.base + "/comparison?old=1&new=2")
    check_accessible(page, "comparison")
    assert page.locator("main table.list").count() >= 1


def test_research(site, page):
    """A duty, a visit written down on a telephone, a problem that becomes a task, and a topic."""
    page.goto(site.base + "/research/duties/new")
    page.fill("#f-leader", "周局长")
    page.select_option("#f-kind", "street")
    page.fill("#f-street", "望云街道")
    page.fill("#f-per-term", "1")
    page.click("main button.main")
    page.wait_for_url("**/research/duties/1?*")
    telephone = site.page(site.context(width=360, height=740))
    site.sign_in(telephone)
    telephone.goto(site.base + "/research/visits/new?duty=1")
    check_fits(telephone, "form of a visit at 360 px")
    telephone.fill("#f-seen", "放学时段校门口拥堵。")
    telephone.set_input_files("#f-files", os.path.join(os.path.dirname(__file__), "../../Examples/projects.csv"))
    telephone.click("main button.main")
    telephone.wait_for_url("**/research/visits/1?*")
    telephone.fill("#text-problem", "校门口拥堵")
    telephone.fill("#f-due", (datetime.date.today() + datetime.timedelta(days=3)).isoformat())
    telephone.click("details[open] button.main")
    assert "校门口拥堵" in telephone.inner_text("#problems") and "预警" in telephone.inner_text("#problems")
    check_fits(telephone, "visit at 360 px")
    page.goto(site.base + "/research/problems/1")
    check_accessible(page, "problem")
    page.fill("#f-title", "治理校门口拥堵")
    page.click("main button:has-text('转为任务')")
    page.click("dl.details a:has-text('未交办')")
    assert "治理校门口拥堵" in page.inner_text("h1, h2 >> nth=0")
    page.goto(site.base + "/research/problems/1")
    page.click("main button:has-text('撤回任务')")
    assert page.locator("main button:has-text('转为任务')").count() == 1
    page.goto(site.base + "/research/topics/new")
    page.fill("#f-title", "课后服务质量调研")
    page.fill("#f-leader", "周局长")
    page.click("main button.main")
    page.click("main button:has-text('启动调研')")
    page.fill("#text-suggestion", "请外聘教师")
    page.click("main button:has-text('提交建议')")
    assert "请外聘教师" in page.inner_text("#suggestions")
    check_accessible(page, "topic")
    page.goto(site.base + "/research/summary")
    # How much of a term's duty is due depends on the day of the test; the visit and its problem do not.
    words = page.inner_text("main")
    assert re.search(r"周局长\s+1\s", words) and re.search(r"未定\s+1\s+0\s+0%", words), words


def test_registers(site, page):
    """The first organisations and a class by form, a wrong value told beside its field, two rows changed together."""
    page.goto(site.base + "/data/registers/organisation")
    assert "可以增加第一行" in page.inner_text("main")
    check_accessible(page, "empty register")
    for code, name, level, parent, kind in (
            ("D", "云岚区教育局", "district", "", "10"), ("S1", "云岚第一小学", "school", "D", "20"),
            ("S2", "云岚第二小学", "school", "D", "20")):
        page.goto(site.base + "/data/registers/organisation/new")
        page.fill("[name='v.code']", code)
        page.fill("[name='v.name']", name)
        page.select_option("[name='v.level']", level)
        page.fill("[name='v.parent']", parent)
        page.select_option("[name='v.kind']", kind)
        page.fill("[name='v.opened_on']", "1990-09-01")
        page.click("main form button.main")
        page.wait_for_url("**/data/registers/organisation/*?done=rowSaved")
    page.click("main a:has-text('修改')")
    page.fill("[name='v.closed_on']", "1980-01-01")
    page.click("main form button.main")
    assert "撤销日期不能早于设立日期" in page.inner_text("main")
    check_accessible(page, "a form with a fault")
    check_fits(page, "a form with a fault")
    page.fill("[name='v.closed_on']", "")
    page.fill("[name='v.name']", "云岚实验小学")
    page.click("main form button.main")
    page.click("main a:has-text('历史版本')")
    assert "云岚第二小学" in page.inner_text("del")
    check_accessible(page, "history")
    page.goto(site.base + "/data/registers/organisation?f.level=school")
    for box in page.locator("[name=row]").all():
        box.check()
    page.select_option("[name=field]", "opened_on")
    page.click("button:has-text('修改所选的行')")
    page.fill("[name='v.opened_on']", "1995-09-01")
    page.click("button:has-text('预览')")
    assert "2 行会改变" in page.inner_text("main")
    check_accessible(page, "bulk edit")
    page.click("button:has-text('保存 2 行的修改')")
    page.wait_for_url("**/data/registers/organisation?done=rowsChanged")
    assert page.inner_text("table.list").count("1995-09-01") == 2
    check_accessible(page, "register")
    page.goto(site.base + "/data/registers/organisation/1/remove")
    page.click("main form button.main")
    assert "2 行引用它" in page.inner_text("main")
    page.goto(site.base + "/data/schools/1")
    page.click("text=云岚实验小学")
    check_accessible(page, "profile")
    narrow = site.page(site.context(width=360, height=740))
    site.sign_in(narrow)
    for path in ("", "/registers/organisation", "/registers/organisation/2", "/registers/organisation/2/edit",
                 "/registers/organisation/2/history", "/schools/2", "/dictionary", "/dictionary/registers/student",
                 "/dictionary/codes/grade", "/dictionary/checks/" + check_name(narrow, site)):
        narrow.goto(site.base + "/data" + path)
        check_fits(narrow, path)
        check_accessible(narrow, path)
    narrow.context.close()


def check_name(page, site):
    """The first check of the dictionary."""
    page.goto(site.base + "/data/dictionary?part=checks")
    return page.locator("table.list a").first.get_attribute("href").rsplit("/", 1)[1]
