"""A planner works a catchment plan out, changes it and publishes it; a family looks its home up on a telephone."""

import os

from site_tools import check_accessible, check_fits, demonstration

SCHOOLS = "school,capacity,lon,lat\n" + "".join(
    f"{code},{places},{lon},{lat}\n" for code, places, lon, lat in (
        ("YL001", 45, 116.2136, 40.3759), ("YL002", 80, 116.2328, 40.3768), ("YL003", 80, 116.2224, 40.3672),
        ("YL004", 40, 116.2056, 40.3648), ("YL005", 60, 116.2412, 40.3666), ("YL006", 40, 116.2256, 40.3807)))


def look(page, where, width=None):
    check_accessible(page, where)
    check_fits(page, where)


def picture(page, name):
    folder = os.environ.get("XUEZHENG_PICTURES")
    if folder:
        page.screenshot(path=os.path.join(folder, f"catchments-{name}.png"), full_page=True)


def solve(page):
    """Waits until the page, which asks for itself again, has figures."""
    for _ in range(120):
        if page.locator("#figures").count():
            return
        page.wait_for_timeout(500)
        page.reload()
    raise AssertionError(page.inner_text("main"))


def test_catchments(site, page):
    """Plans of catchments from the demonstration: looked at, made anew and published, and read without script."""
    with demonstration(site, "--catchments") as (other, page):
        plans(other, page)
        walk(other, page)
        without_script(other, page)


def plans(site, page):
    """The demonstration's plans: list, figures, map, points, print; all fits 360 px and is accessible."""
    page.goto(site.base + "/data")
    page.click("main a:has-text('划片方案') >> nth=0")
    assert page.locator("main table tbody tr").count() >= 3, page.inner_text("main")
    look(page, "plans")
    page.click("main table tbody tr:has-text('可多校') a")
    assert "id=\"figures\"" in page.content() and "是最优方案" in page.inner_text("main")
    page.wait_for_selector("figure.map.drawn")
    assert page.locator("#map path.ground-point").count() == 96
    look(page, "plan")
    picture(page, "plan")
    page.click("#map nav.tabs a:has-text('现状')")
    page.wait_for_selector("figure.map.drawn")
    assert "view=today" in page.url
    page.click("nav.tabs a:has-text('学校与学位')")
    look(page, "schools of a plan")
    page.click("nav.tabs a:has-text('设置与来源')")
    look(page, "settings of a plan")
    page.goto(site.base + "/data/catchments/compare")
    page.click("main form.choose button")
    look(page, "comparison")


def walk(site, page):
    """A new plan from registers and a file, worked out, changed by keyboard, locked, undone, published; found by a family."""
    page.goto(site.base + "/data/catchments/new")
    look(page, "new plan")
    page.fill("#f-title", "浏览器测试划片")
    page.fill("#f-year", "2031")
    page.select_option("#f-manner", "whole")
    page.click("details:has(#f-schools) summary")
    path = os.path.join(site.data, "schools.csv")
    with open(path, "w", encoding="utf-8") as file:
        file.write(SCHOOLS)
    page.set_input_files("#f-schools", path)
    page.click("summary:has-text('更多设置')")
    page.select_option("#f-effort", "quick")
    page.click("main form.panel button.main")
    assert "方案已建立" in page.inner_text("#notices"), page.inner_text("main")
    look(page, "draft")
    page.click("main button:has-text('开始测算')")
    solve(page)
    plan = page.url.split("?")[0]
    page.goto(plan + "/points?sort=-metres")
    look(page, "points")
    box = page.locator("input[name=point] >> nth=0")
    code = box.get_attribute("value")
    box.focus()
    page.keyboard.press("Space")
    page.select_option("#f-to", label="西山小学")
    page.locator("button[value=give]").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**done=catchmentSaved**")
    assert "重新计算" in page.inner_text("#notices")
    row = page.locator(f"tr:has(input[value='{code}'])")
    row.locator("input").check()
    page.click("button[value=lock]")
    assert "已锁定" in page.locator(f"tr:has(input[value='{code}'])").inner_text()
    page.goto(plan)
    picture(page, "changed")
    trial(page, plan)
    page.click("main .actions a.main")
    look(page, "publishing")
    page.click("main form.panel button.main")
    assert "家长现在可以查询" in page.inner_text("#notices")

    context = site.context(width=360, height=740)
    family = site.page(context)
    family.goto(site.base + "/apply")
    family.click("main a:has-text('查询对口学校')")
    look(family, "catchments for families")
    family.click("main a:has-text('浏览器测试划片')")
    name = family.evaluate("JSON.parse(document.querySelector('[data-map]').dataset.map).grounds[0].name")
    family.fill("#f-q", name)
    family.keyboard.press("Enter")
    assert name in family.inner_text("#search ul") and "对口学校" in family.inner_text("#search ul")
    look(family, "a home")
    picture(family, "family")
    family.click("main a:has-text('各校划片范围')")
    look(family, "lists")
    context.close()


def trial(page, plan):
    """A school is put on the map and another left out: worked out anew beside what was there before, and taken back."""
    before = page.inner_text("#figures")
    page.goto(plan + "/schools")
    page.wait_for_selector("#trial figure.map.drawn")
    page.check("#trial input[name=close][value=YL004]")
    page.fill("#f-name", "试算新校")
    page.fill("#f-places", "60")
    ground = page.locator("#trial .ground")
    size = ground.bounding_box()
    ground.click(position={"x": size["width"] / 2, "y": size["height"] / 2})
    assert 116.1 < float(page.input_value("#f-east")) < 116.3 and 40.3 < float(page.input_value("#f-north")) < 40.5
    look(page, "trial")
    picture(page, "trial")
    page.click("#trial button:text-is('试算')")
    solve(page)
    said = page.inner_text("#trial")
    assert "新增：试算新校" in said and "停办：" in said and "变动之前" in said, said
    assert page.inner_text("#figures") != before
    look(page, "result of a trial")
    picture(page, "tried")
    page.click("#trial button:text-is('撤销这次变动')")
    assert page.inner_text("#figures") == before and not page.locator("#trial").count()


def without_script(site, page):
    """All of it without script at 360 px: the tables say what the map says."""
    context = site.context(width=360, height=740, script=False)
    bare = site.page(context)
    bare.goto(site.base + "/apply/catchments")
    bare.click("main ul.lines a >> nth=0")
    assert bare.locator("figure.map .ground").is_hidden()
    bare.fill("#f-q", "澄")
    bare.click("#search button")
    assert bare.locator("#search ul li, #search .notice").count() >= 1
    check_fits(bare, "a plan without script")
    context.close()
