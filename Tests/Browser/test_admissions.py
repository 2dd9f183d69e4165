"""A family applies on a telephone; the desk sends it back, then accepts it."""

import datetime
import os

from site_tools import check_accessible, check_fits

PASSPHRASE = "云岚区小学家长的口令"


def id_number(birth, sequence):
    digits = "110108" + birth + f"{sequence:03}"
    weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
    return digits + "10X98765432"[sum(int(digit) * weight for digit, weight in zip(digits, weights)) % 11]


def scan(site, name):
    path = os.path.join(site.data, f"{name}.pdf")
    with open(path, "wb") as file:
        file.write(b"%PDF-1.4\n" + name.encode() + b"\n%%EOF\n")
    return path


def look(family, where):
    check_accessible(family, where)
    check_fits(family, where)


def test_family(site, page):
    """From the page of the round to the receipt at 360 px; sent back with words, corrected, accepted, in English too."""
    site.run("demo", "--admissions", "12")
    context = site.context(width=360, height=740)
    family = site.page(context)
    family.goto(site.base + "/apply")
    look(family, "rounds")
    family.click("main .lines a >> nth=0")
    look(family, "round")
    family.fill("#f-passphrase", PASSPHRASE)
    family.fill("#f-again", PASSPHRASE)
    family.click("main form button.main")
    look(family, "own application")
    number = family.inner_text("p.number")
    assert len(number) == 10 and number.isdigit(), number

    family.click("#steps a.main:has-text('孩子')")
    look(family, "child")
    year = datetime.date.today()
    entry = year.year if year.month < 9 else year.year + 1
    family.fill("#f-name", "周小云")
    family.fill("#f-id", "110108")
    family.click("button.main")
    assert "证件号码不对" in family.inner_text("main")
    look(family, "child with faults")
    family.fill("#f-id", id_number(f"{entry - 6}0305", 11))
    family.click("button.main")
    look(family, "guardians")
    family.fill("#f-g-name-1", "周大云")
    family.select_option("#f-g-relation-1", "51")
    family.fill("#f-g-id-1", id_number("19880101", 13))
    family.fill("#f-g-mobile-1", "13800000000")
    family.click("button.main")
    look(family, "home")
    family.select_option("#f-place", index=1)
    family.fill("#f-address", "演示路1号院1号楼")
    family.fill("#f-unit", "9-9-909")
    family.click("button.main")
    look(family, "questions")
    for name, value in (("hukou", "here"), ("home", "own"), ("service", "none")):
        family.check(f"input[name=q-{name}][value={value}]")
    family.click("button.main")
    look(family, "choices")
    family.select_option("#f-choice-1", index=1)
    family.click("button.main")
    look(family, "documents")
    for name in ("household", "birth", "title_deed"):
        family.set_input_files(f"#f-d-{name}", scan(site, name))
    family.click("form.papers button.main")
    look(family, "documents handed in")
    assert "title_deed.pdf" in family.inner_text("main")
    family.click("form.papers a.main")
    look(family, "review")
    family.click("#steps button.main")
    look(family, "receipt")
    assert number in family.inner_text("main") and "周小云" in family.inner_text("main")

    page.goto(site.base + "/admissions")
    check_accessible(page, "rounds at the desk")
    page.click("table.list a[data-nav]")
    check_accessible(page, "round at the desk")
    page.click("nav.tabs a:has-text('报名审核')")
    page.fill("#f-number", number)
    page.click("form.filters button")
    check_accessible(page, "queue")
    assert "周＊＊" in page.inner_text("table.list") and "周小云" not in page.inner_text("main")
    page.click(f"table.list a:has-text('{number}')")
    check_accessible(page, "application")
    assert "13800000000" not in page.inner_text("main")
    page.fill("#f-words", "出生证明看不清，请重拍")
    page.click("button[value=return]")
    family.goto(site.base + "/apply/mine")
    assert "看不清" in family.inner_text("main"), family.inner_text("main")
    look(family, "sent back")
    family.click("#steps button.main")
    page.reload()
    page.check("input[name=documents]")
    page.click("#decide button.main")
    assert "审核通过" in page.inner_text("main")
    check_accessible(page, "accepted")

    family.click("a.button:has-text('返回我的报名')")
    family.click(".head button")
    family.goto(site.base + "/apply/sign-in")
    look(family, "coming back")
    family.fill("#f-number", number)
    family.fill("#f-passphrase", PASSPHRASE)
    family.click("main button.main")
    assert "审核通过" in family.inner_text("main")
    family.goto(site.base + "/language/en?to=/apply/mine")
    assert "Accepted" in family.inner_text("main")
    look(family, "own application in English")
    context.close()
