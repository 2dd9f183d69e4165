"""The data cockpit of a simulated region: key figures, a map, down to a school, without script, on a wall."""

from site_tools import check_accessible, check_fits, demonstration, wait


def test_cockpit(site, page):
    """Figures of two years, a map with its schools, and the way down from the region to a school."""
    with demonstration(site, "--region", "dongcheng", "--scale", "0.03") as (other, page):
        count(other, page)
        look(other, page)
        without_script(other)
        on_a_wall(other)


def count(other, page):
    """The server counts by itself when it starts after the hour of the night; two years are asked for here."""
    page.goto(other.base + "/data/indicators")
    wait(page, "!document.querySelector('main progress')")
    if page.locator("main details.menu").count():
        page.click("main details.menu summary")
    page.select_option("#f-years", "1")
    page.click("form.counting button.main")
    wait(page, "!document.querySelector('main progress')")


def look(other, page):
    page.goto(other.base + "/data/cockpit?indicator=pupil_teacher_ratio")
    assert "项有标准值的指标中" in page.inner_text(".sentence")
    wait(page, "document.querySelectorAll('#map .pin').length > 5")
    check_accessible(page, "cockpit")
    page.locator("#map .leaflet-marker-icon").first.click(force=True)
    wait(page, "document.querySelector('.leaflet-popup a[href^=\"/data/schools/\"]')")
    wait(page, "getComputedStyle(document.querySelector('.leaflet-popup')).opacity === '1'")
    check_accessible(page, "popup of the map")
    # The wheel scrolls the page, and the map asks nobody for tiles.
    assert page.locator("#map img").count() == 0
    page.click("#compare .tabs a:has-text('学区')")
    page.click("#compare td.name a >> nth=0")
    page.wait_for_url("**/data/cockpit?organisation=*indicator=pupil_teacher_ratio*")
    page.click("#compare td.name a >> nth=0")
    assert "生师比" in page.inner_text("#trend h2")
    page.click(".crumbs a >> nth=0")
    assert "东城区（演示）" in page.inner_text("h1") and "生师比" in page.inner_text("#trend h2")
    context = other.context(width=360, height=740)
    narrow = other.page(context)
    other.sign_in(narrow)
    for path in ("/data/cockpit", "/data/cockpit?indicator=class_large_share&level=school", "/data/cockpit/headline"):
        narrow.goto(other.base + path)
        check_fits(narrow, path)
        check_accessible(narrow, f"{path} at 360 px")
    context.close()


def without_script(other):
    context = other.context(script=False)
    plain = other.page(context)
    other.sign_in(plain)
    plain.goto(other.base + "/data/cockpit")
    plain.select_option("#f-indicator", "pupil_teacher_ratio")
    plain.click("form.filter button.main")
    assert plain.locator("#map .scroll tbody tr").count() > 5
    plain.click("#map .scroll td.name a >> nth=0")
    assert "/data/schools/" in plain.url
    context.close()


def on_a_wall(other):
    context = other.context(width=1920, height=1080)
    wall = other.page(context)
    other.sign_in(wall)
    wall.goto(other.base + "/data/cockpit?wall=1")
    shown = "[...document.querySelectorAll('[data-screen-panel]')].filter((panel) => !panel.hidden).length"
    assert wall.evaluate(shown) == 1
    check_accessible(wall, "wall")
    assert wall.locator("nav, form, button").count() == 0
    wall.emulate_media(reduced_motion="reduce")
    wait(wall, f"{shown} > 5")
    context.close()
