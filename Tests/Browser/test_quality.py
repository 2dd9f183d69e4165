"""The quality of data: checks run from the page, a finding set aside, two rows of one person merged, a file of a row."""

import os

from site_tools import check_accessible, check_fits
from test_intake import settle, write

TITLES = "学校,全国学籍号,姓名,性别,出生日期,身份证件类型,身份证件号,学生类别,当前状态,入学年月\n"
PUPILS = (
    "S1,G110105201603050011,王小明,1,2016-03-05,1,,21,01,2022-09-01\n"
    "S1,G110105201603050012,王小明,1,2016-03-05,1,,21,01,2022-09-01\n"
)


def run_checks(site, page):
    page.goto(site.base + "/data/quality")
    page.click("main button:has-text('现在检查')")
    settle(page)


def test_quality(site, page):
    """A run of the checks finds pupils without a number; one that is right is set aside and comes back."""
    site.run("register", "import", "student", write(site, "pupils.csv", TITLES + PUPILS))
    run_checks(site, page)
    assert "得分" in page.inner_text("main") and "系统管理员" in page.inner_text(".lead")
    check_accessible(page, "scores")
    page.goto(site.base + "/data/quality/worklist?register=student")
    page.click("main a:has-text('王小明') >> nth=0")
    assert page.evaluate("document.activeElement.id").startswith("f-v."), page.evaluate("document.activeElement.outerHTML")
    check_accessible(page, "form with findings")
    page.goto(site.base + "/data/quality/checks/student_id_missing")
    page.check("input[name=finding] >> nth=0")
    page.click("main button:has-text('标记为核实无误')")
    assert "请写明" in page.inner_text(".notice.error")
    page.fill("#f-reason", "尚未办理")
    page.click("main button:has-text('标记为核实无误')")
    assert page.locator("input[name=finding]").count() == 1
    page.click("main a:has-text('已核实无误 1')")
    check_accessible(page, "findings set aside")
    page.check("input[name=finding]")
    page.click("main button:has-text('恢复为待整改')")
    assert page.locator("input[name=finding]").count() == 2


def test_duplicates(site, page):
    """Two rows of one pupil are compared and merged, the values chosen one by one, and parted again."""
    page.goto(site.base + "/data/quality/duplicates?register=student")
    page.click("main a:has-text('并排核对')")
    check_accessible(page, "pair")
    page.click("input[name='v.registry_number'] >> nth=1")
    page.click("main button:has-text('合并为一条')")
    assert "已合并" in page.inner_text("#notices")
    assert "没有疑似重复" in page.inner_text("main")
    check_accessible(page, "merged")
    page.click("main button:has-text('撤销合并')")
    assert "疑似重复 1 对" in page.inner_text("main")


def test_file(site, page):
    """A photograph is added to a row, saved from it again, and taken away."""
    page.goto(site.base + "/data/registers/student")
    page.click("main a:has-text('王小明') >> nth=0")
    picture = os.path.join(site.data, "照片.png")
    with open(picture, "wb") as file:
        file.write(b"\x89PNG\r\n\x1a\n" + b"0" * 2000)
    page.set_input_files("#f-file-photo", picture)
    page.click("#files button:has-text('上传')")
    check_accessible(page, "row with a file")
    with page.expect_download() as waiting:
        page.click("#files a:has-text('照片.png')")
    assert waiting.value.suggested_filename == "照片.png"
    page.click("#files button:has-text('移除')")
    assert "还没有文件" in page.inner_text("#files")


def test_quality_narrow(site, page):
    """The widest of these pages fit a telephone."""
    context = site.context(width=360, height=740)
    narrow = site.page(context)
    site.sign_in(narrow)
    for path in ("/data/quality", "/data/quality/worklist", "/data/quality/checks/student_id_missing",
                 "/data/quality/duplicates?register=student", "/data"):
        narrow.goto(site.base + path)
        check_fits(narrow, path)
        check_accessible(narrow, f"{path} at 360 px")
    narrow.goto(site.base + "/data/quality/duplicates?register=student")
    narrow.click("main a:has-text('并排核对')")
    check_fits(narrow, "pair at 360 px")
    context.close()
