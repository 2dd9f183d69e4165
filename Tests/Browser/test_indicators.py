"""Indicators: counted by a button, looked at, followed to their rows; a target of a plan bound to one."""

import time

from site_tools import check_accessible, check_fits


def count(site, page, years="1"):
    """Has all indicators counted by the button of their page, and waits for the values."""
    page.goto(site.base + "/data/indicators")
    if page.locator("details.menu summary:has-text('现在计算')").count():
        page.click("details.menu summary:has-text('现在计算')")
    page.select_option("#f-years", years)
    page.click("form.counting button.main")
    deadline = time.time() + 60
    while page.locator("main progress").count():
        assert time.time() < deadline, page.inner_text("main")
        time.sleep(0.2)
        page.goto(site.base + "/data/indicators")


def test_indicators_counted(site, page):
    """A button counts; the page tells how far it is until the values are there."""
    count(site, page)
    assert "项有数值" in page.inner_text(".lead")
    check_accessible(page, "library with values")


def test_indicators_drilled(site, page):
    """From the library to a figure, to its rows and back, by links alone; files; no script needed."""
    context = site.context(script=False)
    plain = site.page(context)
    site.sign_in(plain)
    plain.goto(site.base + "/data/indicators?state=counted&topic=schools")
    plain.click("table.list a[data-nav] >> nth=0")
    title = plain.inner_text("h1")
    assert "计算规则" in plain.inner_text("main")
    plain.click("#figure a[href*='/part']")
    assert title in plain.inner_text("h1")
    assert plain.locator("table.list tbody tr").count() or plain.locator(".empty").count()
    plain.click(f".crumbs a:has-text('{title}')")
    assert plain.inner_text("h1") == title
    context.close()
    page.goto(site.base + "/data/indicators?state=counted")
    with page.expect_download() as waiting:
        page.click(".actions a:has-text('.xlsx')")
    assert waiting.value.suggested_filename.endswith(".xlsx")


def test_targets_bound(site, page):
    """A target is bound to an indicator that was found by words, and let go again."""
    page.goto(site.base + "/data/targets?show=all")
    page.click("table.list a[data-nav] >> nth=0")
    path = page.url
    page.fill("#f-q", "学校数")
    page.click("main form.filter button.main")
    check_accessible(page, "indicators for a target")
    page.click("table.list button >> nth=0")
    assert "已绑定" in page.inner_text("#notices") and "⇐" in page.inner_text("dl.details")
    check_accessible(page, "a bound target")
    page.set_viewport_size({"width": 360, "height": 740})
    check_fits(page, "a bound target at 360 px")
    page.set_viewport_size({"width": 1366, "height": 860})
    page.click("main button:has-text('解除绑定')")
    assert "已解除绑定" in page.inner_text("#notices")
    page.goto(path)
    assert "同样的目标以前选过" in page.inner_text("main")
