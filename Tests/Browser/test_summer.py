"""The whole of a summer: catchments published, 300 families apply, desks check, a draw that anybody verifies, letters, pupils.

Every figure that a page shows is compared with `summer_model`, which knows each family and places them itself.
"""

import collections
import csv
import hashlib
import io
import json
import os
import re
import subprocess
import sys
import urllib.request

import openpyxl

import bureau
import summer_model as model
import summer_people as people
from bureau import DICE, findings, table
from site_tools import ROOT, check_accessible, check_fits
from test_catchments import solve
from test_draw import verify

TITLE = "云岚区小学入学"
# So many of the families sit before a browser; the others have a reader without style and script (`plain_page`). All 300
# in browsers take some minutes more.
IN_BROWSER = int(os.environ.get("XUEZHENG_SUMMER_BROWSERS", "39"))


class Summer:
    """What the tests of this file hand on to each other: a store of its own, its officers, its families."""

    site = admin = district = public = None
    areas, schools = {}, {}
    round = digest = record = None
    families = model.families()

    def of(self, fate):
        return [family for family in self.families if family.fate == fate]

    def having(self, habit):
        return [family for family in self.families if habit in family.habits]

    @property
    def accepted(self):
        return self.of("accepted")


S = Summer()


def officer(*who):
    return bureau.officer(S.site, S.admin, *who)


def register(name, rows):
    bureau.register(S.site, name, rows)


def set_days(**offsets):
    bureau.set_days(S.site, S.district, S.round, **offsets)


def publish_catchments():
    """A catchment plan from the register of residential points: worked out, schools of a side made one group, published."""
    register("residential_point", [["area", "code", "name", "location", "primary_children"]] + [
        [model.SCHOOLS[schools[0]][1], code, name, "{:.4f},{:.4f}".format(*model.home_of(code)), str(model.CHILDREN)]
        for code, (name, schools) in model.COMPOUNDS.items()])
    page = S.district
    page.goto(S.site.base + "/data/catchments/new")
    page.fill("#f-title", "云岚区小学划片")
    page.fill("#f-year", str(model.YEAR))
    page.select_option("#f-manner", "whole")
    page.click("details:has(#f-schools) summary")
    text = "school,capacity,lon,lat\n" + "".join(
        f"{code},{places},{model.PLACES_ON_THE_MAP[code][0]},{model.PLACES_ON_THE_MAP[code][1]}\n"
        for code, (_, _, places) in model.SCHOOLS.items())
    page.set_input_files("#f-schools", {"name": "学校.csv", "mimeType": "text/csv", "buffer": text.encode()})
    page.click("summary:has-text('更多设置')")
    page.select_option("#f-effort", "quick")
    page.click("main form.panel button.main")
    page.click("main button:has-text('开始测算')")
    solve(page)
    plan = page.url.split("?")[0]
    page.goto(plan + "/schools")
    for index, code in enumerate(model.SCHOOLS):
        assert page.input_value(f"input[name=code-{index}]") == code
        page.fill(f"input[name=team-{index}]", model.AREAS[model.SCHOOLS[code][1]][:4])
    page.click("main form:has(input[name=team-0]) button.main")
    page.goto(plan)
    page.click("main .actions a.main")
    page.click("main form.panel button.main")
    assert "家长现在可以查询" in page.inner_text("#notices"), page.inner_text("main")


def test_summer_published(site, page):
    """A bureau with its schools and officers sets a round up with catchments and publishes it; families find their schools."""
    S.site = site.beside()
    S.admin = S.site.page(S.site.context())
    S.site.sign_in(S.admin)
    heading = ["code", "name", "level", "kind", "parent", "opened_on"]
    register("organisation", [heading, ["YL", "云岚区教育局", "district", "10", "", "1990-09-01"]])
    register("organisation", [heading] + [[code, name, "area", "12", "YL", "1990-09-01"] for code, name in model.AREAS.items()])
    register("organisation", [heading] + [
        [code, name, "school", "20", area, "1990-09-01"] for code, (name, area, _) in model.SCHOOLS.items()])
    siblings = [family.sibling for family in S.families if family.sibling and family.sibling[3]]
    register("student", [
        ["school", "registry_number", "name", "sex", "birth_date", "kind", "entered_on", "entered_by", "status", "id_kind", "id_number"]
    ] + [[school, "G" + number, name, "12"[int(number[16]) % 2 == 0], f"{number[6:10]}-{number[10:12]}-{number[12:14]}", "21",
          f"{model.YEAR - 3}-09-01", "01", "01", "1", number] for school, name, number, _ in siblings])
    register("enrolment", [
        ["school", "student", "stage", "grade", "placement", "started_on", "began_by", "source", "boarding", "household_place",
         "migrant", "place_payer", "nearby"]
    ] + [[school, "G" + number, "P", "P3", "1", f"{model.YEAR - 3}-09-01", "11", "1", "1", "1", "否", "1", "是"]
         for school, _, number, _ in siblings])
    S.district = officer("zhao", "招生办赵主任", "admission_officer", "YL", "云岚区教育局")
    for code, name in model.AREAS.items():
        S.areas[code] = officer(code.lower(), f"{name}审核员", "admission_checker", code, name)
    for code, (name, _, _) in model.SCHOOLS.items():
        S.schools[code] = officer(code.lower(), f"{name}审核员", "school_admission", code, name)

    publish_catchments()
    S.round = bureau.new_round(S.site, S.district, "primary_multi", TITLE)
    S.district.goto(f"{S.site.base}/admissions/{S.round}/places")
    S.district.click("form:has(input[name=move][value=round]) button")
    assert {row[0]: (row[1], sorted(row[2].split("、"))) for row in table(S.district)} == {
        code: (name, sorted(model.SCHOOLS[school][0] for school in schools)) for code, (name, schools) in model.COMPOUNDS.items()}
    S.district.goto(f"{S.site.base}/admissions/{S.round}/schools")
    assert {row[0]: int(row[2]) for row in table(S.district)} == {code: places for code, (_, _, places) in model.SCHOOLS.items()}
    set_days(opens=-12, closes=1, checked=2, draw=3, published=4)
    bureau.publish(S.district)
    check_accessible(S.district, "published round")

    S.public = S.site.page(S.site.context(width=360, height=740))
    S.public.goto(S.site.base + "/apply")
    S.public.click(f"main a:has-text('{TITLE}')")
    name, schools = model.COMPOUNDS["P107"]
    S.public.fill("#f-q", name)
    S.public.click("form:has(#f-q) button")
    found = S.public.inner_text("#places ul")
    assert name in found and all(model.SCHOOLS[code][0] in found for code in schools), found
    check_fits(S.public, "round")


def test_summer_families_apply(site, page):
    """300 families apply by telephone: with pauses, faults, second thoughts, twins, two numbers, children of another age."""
    people.crowd(S.site, f"/apply/rounds/{S.round}", S.families, people.apply,
                 in_browser=lambda family: family.index < IN_BROWSER or family.twin or family.fate == "withdrawn"
                 or family.habits & {"anew", "resumes"})
    numbers = [number for family in S.families for number in (family.number, family.other_number) if number]
    assert len(set(numbers)) == len(numbers) == 300 + len(S.having("twice")) + len(S.having("anew"))
    never = S.of("too young") + S.of("too old") + S.of("abandoned")
    S.district.goto(f"{S.site.base}/admissions/{S.round}")
    handed = collections.Counter(family.choices[0] for family in S.families if family not in never and "resumes" not in family.habits)
    handed.update(family.second_choices[0] for family in S.having("resumes") + S.having("anew"))
    handed.update((family.choices[1:] or people.other_school(family))[0] for family in S.having("twice"))
    shown = {row[0]: int(row[2]) for row in table(S.district)}
    assert shown == {model.SCHOOLS[code][0]: count for code, count in handed.items()}, (shown, handed)


# --- The desks ---


def at_desk(desk, number):
    bureau.at_desk(S.site, desk, S.round, number)


def say(desk, move, words):
    desk.fill("#f-words", words)
    desk.click(f"button[value={move}]")


def accept(desk, number):
    at_desk(desk, number)
    desk.check("#decide input[name=documents]")
    desk.click("#decide button.main")
    assert "审核通过" in desk.inner_text(".head"), number


def desk_of(family, choices=None):
    return S.schools[(choices or family.wishes)[0]]


def test_summer_desks_check(site, page):
    """Each desk sees its own: doubles, addresses, siblings, twins are found; papers come back and are mended; appeals are heard."""
    for family in S.having("twice"):
        second = desk_of(family, family.choices[1:] or people.other_school(family))
        at_desk(second, family.other_number)
        assert "重复报名" in findings(second) and family.number in findings(second)
        say(second, "refuse", f"同一名孩子已用报名号{family.number}报名。")
    for family in S.having("shares"):
        desk = desk_of(family)
        at_desk(desk, family.number)
        partner = S.families[family.index ^ 1]
        assert "地址重复" in findings(desk) or partner.fate == "refused", findings(desk)
        if family.fate == "refused":
            say(desk, "refuse", "经核实不在该住房实际居住。")
    for family in S.families:
        if not family.sibling:
            continue
        desk = desk_of(family)
        at_desk(desk, family.number)
        assert ("手足在校" if family.sibling[3] else "手足未查到") in findings(desk)
        if family.sibling[3]:
            desk.click("button:has-text('确认在校')")
    for family in S.having("refused"):
        desk = S.areas[model.SCHOOLS[family.choices[0]][1]] if family.index == 123 else desk_of(family, family.choices)
        at_desk(desk, family.number)
        say(desk, "refuse", "材料不足以证明在本区居住。")
    for family in S.families:
        if family.set_class:
            area = S.areas[model.SCHOOLS[family.wishes[0]][1]]
            at_desk(area, family.number)
            area.click("summary:has-text('调整类别')")
            area.select_option("#f-class", family.set_class)
            area.fill("#f-class-words", "租赁合同没有备案，按集体户办理。")
            area.click("form:has(#f-class) button")
            assert "人工调整：第5类" in area.inner_text("main")
    for family in S.having("returned"):
        desk = desk_of(family)
        at_desk(desk, family.number)
        say(desk, "return", "出生医学证明看不清，请核对后再交。")
    for family in S.having("paper returned"):
        desk = desk_of(family)
        at_desk(desk, family.number)
        desk.click("summary:has-text('退回') >> nth=0")
        desk.fill("input[id^=f-why-] >> nth=0", "户口簿看不清，请重拍。")
        desk.click("button:has-text('退回这份材料')")
        say(desk, "return", "户口簿看不清，请重拍。")
    one = S.families[70]
    stranger = next(desk for code, desk in S.schools.items() if code not in (one.choices + people.other_school(one)))
    stranger.goto(f"{S.site.base}/admissions/{S.round}/queue?number={one.number}")
    assert "没有符合条件的报名" in stranger.inner_text("main"), "no school sees the applications of another"
    people.crowd(S.site, "", [family for family in S.having("returned") + S.having("paper returned")
                              if family.fate == "accepted"], people.correct)
    people.crowd(S.site, "", S.having("appeals"), people.appeal)
    hear_appeals()
    for desk in S.schools.values():
        bureau.accept_all(S.site, desk, S.round)
    marked = [S.families[index] for index in (26, 27, 82, 83, 160, 161)]
    for family in marked:
        accept(desk_of(family), family.number)
    check_counts()


def hear_appeals():
    """121 is upheld by the area, 122 dismissed; 123 was refused by the area itself, and the district decides."""
    def decide(desk, number, move, words):
        desk.goto(f"{S.site.base}/admissions/{S.round}/appeals")
        panel = desk.locator(f"section.panel:has(a:text-is('{number}'))")
        panel.locator("textarea").fill(words)
        panel.locator(f"button[value={move}]").click()

    one, two, three = (S.families[index] for index in (121, 122, 123))
    area = lambda family: S.areas[model.SCHOOLS[family.choices[0]][1]]
    decide(area(one), one.number, "uphold", "补交的材料可以证明。")
    decide(area(two), two.number, "dismiss", "补交的材料仍不足。")
    decide(area(three), three.number, "uphold", "自己改自己的决定")
    assert "原审核人以外的人" in area(three).inner_text(".notice.error")
    decide(S.district, three.number, "dismiss", "维持学区意见。")


def check_counts():
    """What the district reads of its desks is what the test knows of them."""
    S.district.goto(f"{S.site.base}/admissions/{S.round}")
    want = collections.defaultdict(collections.Counter)
    for family in S.accepted:
        want[model.SCHOOLS[family.wishes[0]][0]]["accepted"] += 1
    for family in S.of("refused"):
        want[model.SCHOOLS[family.choices[0]][0]]["refused"] += 1
    for family in S.having("twice"):
        want[model.SCHOOLS[(family.choices[1:] or people.other_school(family))[0]][0]]["refused"] += 1
    for family in S.of("never corrected"):
        want[model.SCHOOLS[family.choices[0]][0]]["returned"] += 1
    for name, *cells in table(S.district):
        submitted, returned, accepted, refused = map(int, cells[3:7])
        assert submitted == 0, (name, submitted)
        assert want[name] == +collections.Counter(accepted=accepted, refused=refused, returned=returned), (name, cells, want[name])


# --- The draw ---


def fetch(path):
    with urllib.request.urlopen(S.site.base + path) as reply:
        return reply.read().decode()


def test_summer_draw(site, page):
    """The list is promised before the draw, the record verifies by every way there is, and a changed one by none."""
    set_days(opens=-12, closes=-1, checked=0, draw=0, published=0)
    results = f"{S.site.base}/admissions/{S.round}/results"
    S.district.goto(results)
    S.district.fill("#f-what", "公证员当场掷十二枚骰子")
    S.district.click("button:has-text('锁定名单')")
    public = f"/apply/rounds/{S.round}"
    S.public.goto(S.site.base + public)
    S.digest = S.public.inner_text("code.hash").strip()
    round_file, places = fetch(f"{public}/draw/round.json"), fetch(f"{public}/draw/schools.csv")
    promised = json.loads(round_file)
    assert hashlib.sha256(round_file.encode()).hexdigest() == S.digest
    assert promised["list"] == hashlib.sha256(fetch(f"{public}/draw/list.csv").encode()).hexdigest()
    assert fetch(f"{public}/draw/list.csv") == model.expected_list(S.accepted)
    assert places == model.expected_schools() and promised["schools"] == hashlib.sha256(places.encode()).hexdigest()
    check_fits(S.public, "frozen round")

    S.district.goto(results)
    S.district.fill("#f-value", "7777")
    S.district.click("button:has-text('派位')")
    assert S.district.locator(".notice.error").count() == 1
    S.district.fill("#f-value", DICE)
    S.district.click("button:has-text('派位')")
    assert "公布结果" in S.district.inner_text("main")
    S.public.goto(S.site.base + public + "/results")
    assert S.public.locator("table.list").count() == 0, "nobody sees results before they are announced"
    S.district.click("main button.main:has-text('公布结果')")

    S.public.goto(S.site.base + public)
    with S.public.expect_download() as waiting:
        S.public.click("a:has-text('record.json')")
    path = os.path.join(S.site.data, "record.json")
    waiting.value.save_as(path)
    S.record = model.load(path)
    assert S.record["publicValue"] == DICE and S.record["list"] == model.expected_list(S.accepted)
    verify_everywhere(path)
    model.check_stable(S.record)
    assert model.place(S.record) == model.result_of(S.record)


def verify_everywhere(path):
    def command(file):
        return subprocess.run([S.site.program, "admissions", "verify", file, "--published", S.digest], capture_output=True, check=False).returncode

    order = subprocess.run([sys.executable, ROOT / "docs" / "draw-order.py", path], capture_output=True, text=True, check=True).stdout
    assert order == S.record["order"]
    changed = os.path.join(S.site.data, "changed.json")
    line = S.record["list"].splitlines()[5]
    number, own, rest = line.split(",", 2)
    with open(changed, "w", encoding="utf-8") as file:
        json.dump({**S.record, "list": S.record["list"].replace(line, f"{number},{int(own) % 12 + 1},{rest}")}, file, ensure_ascii=False)
    assert command(path) == 0 and command(changed) == 1
    alone = S.site.page(S.site.context(width=360, height=740))
    alone.goto((ROOT / "Sources/Site/Resources/assets/draw-check.html").as_uri())
    mine = next(family for family in S.accepted if model.result_of(S.record).get(family.number))
    verdict, bad = verify(alone, path, S.digest, mine.number)
    assert verdict == "核验无误" and not bad and model.result_of(S.record)[mine.number] in alone.inner_text("#own"), bad
    check_fits(alone, "verification")
    verdict, bad = verify(alone, changed, S.digest)
    assert verdict == "核验不符" and any("名单" in one for one in bad), bad
    alone.context.close()


# --- Results ---


def outcomes():
    """What came of each family, by the test's own placing: a school or None."""
    placed = model.place(S.record)
    found = {}
    for family in S.accepted:
        pair = family.twin if family.twin and family.twin.wishes == family.wishes else None
        found[family.index] = placed[min(family.number, pair.number) if pair else family.number]
    return found


def test_summer_results(site, page):
    """The public list, each family's own page and letter, lists for schools and the figures agree with the record."""
    found = outcomes()
    public = {}
    for number in (1, 2):
        S.public.goto(f"{S.site.base}/apply/rounds/{S.round}/results?page={number}")
        public.update((row[0], row[1]) for row in table(S.public))
    check_fits(S.public, "results")
    assert set(public) == {family.number for family in S.accepted}
    for family in S.accepted:
        school = found[family.index]
        assert (public[family.number] == model.SCHOOLS[school][0]) if school else "候补" in public[family.number]
    S.public.fill("#f-number", S.families[0].number)
    S.public.click("form:has(#f-number) button")
    assert [row[0] for row in table(S.public)] == [S.families[0].number]

    alone = [family for family in S.accepted[:250] if not family.twin]
    first = [family for family in alone if found[family.index] == family.wishes[0]][:2]
    later = [family for family in alone if found[family.index] in family.wishes[1:]][:2]
    without = [family for family in alone if not found[family.index]][:2]
    people.crowd(S.site, "", first + later + without, people.read_result, chunk=2)
    ranks = {number: rank for _, rank, number, _ in (line.split(",") for line in S.record["order"].splitlines()[1:])}
    for family in first:
        assert "录取到第一志愿" in family.read and family.name in family.letter
    for family in later + without:
        # Why: the own class and number, and those of the last who was admitted.
        assert f"第{family.rank}类" in family.read and f"随机号{ranks[family.number]}" in family.read, family.read
    assert all("录取通知" in family.letter for family in first + later) and all("录取结果通知" in family.letter for family in without)

    S.district.goto(f"{S.site.base}/admissions/{S.round}/results")
    check_accessible(S.district, "figures")
    check_figures(found)
    for code in ("YL001", "YL005"):
        check_school(code, [family for family in S.accepted if found[family.index] == code])


def check_figures(found):
    firsts = collections.Counter(family.wishes[0] for family in S.accepted)
    wished = collections.Counter(code for family in S.accepted for code in family.wishes)
    placed = collections.Counter(school for school in found.values() if school)
    for row in table(S.district):
        code = next(code for code, (name, _, _) in model.SCHOOLS.items() if name == row[0])
        places = model.SCHOOLS[code][2]
        assert list(map(int, row[1:6])) == [places, firsts[code], wished[code], placed[code], places - placed[code]], row
    words = S.district.inner_text("main")
    everybody, without = len(S.accepted), sum(school is None for school in found.values())
    assert f"{everybody}人参加，录取{everybody - without}人，候补{without}人，未录取0人" in words
    byChoice = collections.Counter(family.wishes.index(found[family.index]) + 1 for family in S.accepted if found[family.index])
    assert all(f"第{choice}志愿：" in words and re.search(rf"第{choice}志愿：\s*{count}\b", words) for choice, count in byChoice.items())
    for title, placed_here, all_here in table(S.district, 1):
        rank = model.CLASS_TITLES.index(title) + 1
        mine = [family for family in S.accepted if family.rank == rank]
        assert int(all_here) == len(mine) and int(placed_here) == sum(found[family.index] is not None for family in mine), title
    # Each of the 300 is somewhere.
    fates = collections.Counter(family.fate for family in S.families)
    assert fates.total() == 300 and fates["accepted"] == everybody


def check_school(code, mine):
    """A school's own list with names, and its letters, one a page."""
    desk = S.schools[code]
    desk.goto(f"{S.site.base}/admissions/{S.round}/results")
    with desk.expect_download() as waiting:
        desk.click("main a[download]")
    path = os.path.join(S.site.data, f"{code}.xlsx")
    waiting.value.save_as(path)
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == [model.SCHOOLS[code][0]]
    rows = list(book.active.iter_rows(values_only=True))
    start = next(index for index, row in enumerate(rows) if row[0] == "报名号") + 1
    names = rows[start - 1]
    mobile = names.index("手机号码")
    assert {(str(row[0]), row[1], row[mobile]) for row in rows[start:]} == {(family.number, family.name, family.mobile) for family in mine}
    desk.goto(f"{S.site.base}/admissions/{S.round}/letters?school={code}")
    assert desk.locator("section.paper").count() == len(mine)
    printed = desk.pdf(format="A4")
    assert len(re.findall(rb"/Type\s*/Page\b", printed)) >= len(mine)


# --- Pupils ---


def rows_of(name):
    """How many rows a register has, as its page says."""
    S.district.goto(f"{S.site.base}/data/registers/{name}")
    return int(re.search(r"共 ([\d,]+) 行", S.district.inner_text("main")).group(1).replace(",", ""))


def enrol_all():
    """Enters all who are placed, school by school."""
    while True:
        S.district.goto(f"{S.site.base}/admissions/{S.round}/results")
        buttons = S.district.locator("button:has-text('写入学籍')")
        if not buttons.count():
            return
        with S.district.expect_navigation(timeout=120_000):
            buttons.first.click(no_wait_after=True)


def test_summer_enrolment(site, page):
    """Those placed become pupils with their guardians; one entry is taken back and made again."""
    found = outcomes()
    placed = [family for family in S.accepted if found[family.index]]
    there = sum(1 for family in S.families if family.sibling and family.sibling[3])
    enrol_all()
    assert rows_of("student") == rows_of("enrolment") == len(placed) + there
    assert rows_of("admission") == rows_of("guardian") == len(placed)
    text = S.site.run("register", "export", "enrolment")
    schools = collections.Counter(row[0].split()[0] for row in csv.reader(io.StringIO(text.lstrip("\ufeff"))) if row and row[0].startswith("YL"))
    by_school = collections.Counter(found[family.index] for family in placed)
    by_school.update(family.sibling[0] for family in S.families if family.sibling and family.sibling[3])
    assert not schools or schools == by_school, (schools, by_school)
    one = placed[7]
    S.district.goto(f"{S.site.base}/admissions/{S.round}/queue?number={one.number}")
    S.district.click(f"table.list a:text-is('{one.number}')")
    S.district.click("summary:has-text('撤回学籍')")
    S.district.click("button:has-text('确定撤回')")
    assert rows_of("student") == len(placed) + there - 1 and rows_of("guardian") == len(placed) - 1
    enrol_all()
    assert rows_of("student") == len(placed) + there


def test_summer_second_round(site, page):
    """A second round over the places left: those without a place apply again, are drawn, and become pupils."""
    found = outcomes()
    first = S.round
    S.district.goto(f"{S.site.base}/admissions/{first}/results")
    S.district.click("summary:has-text('第二轮')")
    S.district.click("button:has-text('建立第二轮')")
    S.round = int(re.search(r"/admissions/(\d+)", S.district.url).group(1))
    left = {code: places - sum(school == code for school in found.values()) for code, (_, _, places) in model.SCHOOLS.items()}
    S.district.goto(f"{S.site.base}/admissions/{S.round}/schools")
    assert {row[0]: int(row[2]) for row in table(S.district)} == {code: count for code, count in left.items() if count}
    set_days(opens=-1, closes=1, checked=2, draw=3, published=4)
    bureau.publish(S.district)
    again = [family for family in S.accepted if not found[family.index] and not family.twin and not family.sibling
             and any(left[code] for code in model.COMPOUNDS[family.place][1])][:6]
    assert again, "some are without a place, and some places are left"
    for family in again:
        family.habits, family.second_choices = set(), None
        family.choices = [code for code in model.COMPOUNDS[family.place][1] if left[code]]
    people.crowd(S.site, f"/apply/rounds/{S.round}", again, people.apply, chunk=2)
    for family in again:
        desk = desk_of(family)
        accept(desk, family.number)
        assert "重复报名" in findings(desk), "the first round's number is shown beside"
    set_days(opens=-2, closes=-1, checked=0, draw=0, published=0)
    S.district.goto(f"{S.site.base}/admissions/{S.round}/results")
    S.district.click("button:has-text('锁定名单')")
    S.district.fill("#f-value", DICE)
    S.district.click("button:has-text('派位')")
    S.district.click("main button.main:has-text('公布结果')")
    record = json.loads(fetch(f"/apply/rounds/{S.round}/draw/record.json"))
    model.check_stable(record)
    placed = model.place(record)
    assert placed == model.result_of(record) and len(placed) == len(again)
    before = rows_of("student")
    enrol_all()
    assert rows_of("student") == before + sum(school is not None for school in placed.values())
    assert S.site.healthy() and not S.site.errors, S.site.errors
