"""What holds for every page: it is accessible, fits a telephone, works by keyboard and without script."""

from site_pages import PAGES
from site_tools import check_accessible, check_fits, wait


def test_accessible(site, page):
    """axe-core finds nothing serious on any page, in either language."""
    for path in PAGES:
        page.goto(site.base + path)
        check_accessible(page, path)
    page.goto(site.base + "/language/en")
    for path in PAGES[:8]:
        page.goto(site.base + path)
        check_accessible(page, f"{path} (English)")
    page.goto(site.base + "/language/zh")


def test_narrow(site, page):
    """At 360 px no page scrolls sideways, and nothing is out of reach."""
    context = site.context(width=360, height=740)
    narrow = site.page(context)
    site.sign_in(narrow)
    for path in PAGES:
        narrow.goto(site.base + path)
        check_fits(narrow, path)
    narrow.goto(site.base + "/ledger?plan=1")
    check_accessible(narrow, "ledger at 360 px")
    context.close()


def test_keyboard_only(site, page):
    """From signing in to an accepted task without a mouse; the focus can always be seen."""
    page.goto(site.base + "/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    seen = set()
    for _ in range(12):
        page.keyboard.press("Tab")
        style = page.evaluate("""() => { const style = getComputedStyle(document.activeElement);
            return [style.outlineStyle, parseFloat(style.outlineWidth)]; }""")
        assert style[0] != "none" and style[1] >= 2, page.evaluate("document.activeElement.outerHTML")
        seen.add(page.evaluate("document.activeElement.textContent"))
    assert "台账" in seen
    page.goto(site.base + "/ledger?plan=1")
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url("**/tasks/*")
    page.goto(site.base + "/plans/2/review")
    first = page.inner_text("#task h2")
    page.keyboard.press("j")
    wait(page, "(words) => document.querySelector('#task h2')?.innerText !== words", first)
    page.keyboard.press("?")
    page.wait_for_url("**/help#keys")


def test_draft_kept(site, page):
    """What was typed in a long form is there again after the page was left."""
    page.goto(site.base + "/plans/2/review/form?form=edit&task=" + page_task(site, page))
    page.fill("#f-goal", "还没有保存的目标")
    page.goto(site.base + "/")
    page.go_back()
    page.reload()
    assert page.input_value("#f-goal") == "还没有保存的目标"
    page.evaluate("localStorage.clear()")


def page_task(site, page):
    page.goto(site.base + "/plans/2/review")
    return page.locator("#tasks [aria-current]").get_attribute("id")[1:]


def test_without_script(site, page):
    """Reading, correcting and accepting work where no script runs."""
    context = site.context(script=False)
    plain = site.page(context)
    site.sign_in(plain)
    plain.goto(site.base + "/plans/2/review")
    plain.click("#tasks li.accepted a >> nth=0")
    title = plain.inner_text("#task h2")
    plain.click("#task button:has-text('退回核对')")
    plain.click("#task a:has-text('改正')")
    plain.fill("#f-title", "不用脚本也能改正")
    plain.click("#task form.edit button.main")
    assert "不用脚本也能改正" in plain.inner_text("#task h2"), title
    assert "已确认" in plain.inner_text("#task .over")
    context.close()


def test_long_document(site, page):
    """The review of a text of 200 kB brings up a task in the page that is there, which is not loaded anew."""
    import os
    import time
    path = os.path.join(site.data, "长文件.txt")
    with open(path, "w", encoding="utf-8") as file:
        file.write("云岚区教育局2027年工作要点\n\n一、全年任务\n\n")
        number = 0
        while file.tell() < 200_000:
            number += 1
            file.write(f"{number}. 完成第{number}项重点工作\n目标任务：新建学校{number}所，覆盖率达到9{number % 10}%。\n"
                       f"工作措施：{number % 12 + 1}月底前完成建设，制定《第{number}号办法》，开展检查{number}次，推动各项措施落到实处。\n"
                       f"责任科室：基础教育科\n\n")
    page.goto(site.base + "/plans/import")
    page.set_input_files("#f-files", path)
    page.click("text=导入并读取")
    page.wait_for_url("**/plans/3/review*")
    count = page.locator("#tasks li").count()
    assert count > 300, count
    page.evaluate("() => { window.isKept = true }")
    for row in (40, 160, 280):
        title = page.locator(f"#tasks a[data-nav] >> nth={row}").text_content().split(maxsplit=1)[1]
        page.evaluate("(row) => document.querySelectorAll('#tasks a[data-nav]')[row].click()", row)
        wait(page, "(words) => document.querySelector('#task h2').textContent.includes(words)", title)
    assert page.evaluate("() => window.isKept"), "the page was loaded anew for a task"
