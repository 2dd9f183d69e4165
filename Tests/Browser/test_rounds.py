"""The six kinds of rounds from the officer's page to the pupils; earlier years; places given back; a second round; chances.

The summer of 300 families (`test_summer`) goes deep into one kind. Here a few families go through each: what is special to
a kind is what its test asserts.
"""

import csv
import dataclasses
import datetime
import io
import json
import re
import urllib.request

import bureau
import summer_model as model
import summer_people as people
from bureau import at_desk, findings, table
from site_tools import check_accessible, check_fits, demonstration, wait

YEAR = model.YEAR
SCHOOLS = {
    "YL001": "云岚第一小学", "YL002": "云岚第二小学", "YL011": "云岚实验学校", "YL012": "云岚第一中学", "YL021": "云岚育才学校",
    "YL031": "云岚中心幼儿园", "YL032": "云岚花园幼儿园",
}
# What stands in the tables of a round: places of schools, and where children live or are at school.
LISTS = {
    "primary_single": ({"YL001": 2, "YL002": 2}, [("P1", "杨柳路1号院", "YL001"), ("P2", "清河街8号院", "YL002")]),
    "primary_multi": ({"YL001": 1, "YL002": 2}, [("P1", "杨柳路1号院", "YL001 YL002")]),
    "junior_draw": ({"YL011": 1, "YL012": 2}, [("YL001", "云岚第一小学", "YL011、YL012")]),
    "nine_year": ({"YL011": 3}, [("YL011", "云岚实验学校", "YL011")]),
    "private_draw": ({"YL021": 3}, []),
    "kindergarten": ({"YL031": 1, "YL032": 2}, [("P1", "杨柳路1号院", "YL031 YL032")]),
}


@dataclasses.dataclass(eq=False)
class Child:
    """A family with what it fills in; `summer_people` leads it through the form."""

    kind: str
    place: str
    answers: dict
    choices: list
    documents: list
    age: int
    index: int = 0
    twin: "Child" = None
    number: str = None
    sibling: tuple = None
    fate: str = "accepted"
    habits: frozenset = frozenset()

    @property
    def path(self):
        return f"/apply/rounds/{R.rounds[self.kind]}"

    @property
    def passphrase(self):
        return model.PASSPHRASE.format(self.index)

    @property
    def child_id(self):
        # Born in June: of the same age on the last day of August of every year.
        return model.id_number(datetime.date(YEAR - self.age, 6, 1), 100 + self.index)

    @property
    def family(self):
        """Twins have their parents in common."""
        return min(self.index, self.twin.index) if self.twin else self.index

    @property
    def name(self):
        return "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤"[self.family] + "一二三四五六七八九十百千万甲乙丙丁戊己"[self.index]

    @property
    def guardian(self):
        return self.name[0] + "家长"

    @property
    def guardian_id(self):
        return model.id_number(datetime.date(YEAR - 34, 2, 3), 100 + self.family, "990102")

    @property
    def mobile(self):
        return f"138{self.family:08}"

    @property
    def unit(self):
        return f"{self.family + 1}-1-{self.family + 101}"


def primary(kind, place, home, choices, hukou="here"):
    documents = ["household", "birth", {"own": "title_deed", "grandparents": "title_deed", "rent": "lease"}[home]]
    return Child(kind, place, {"hukou": hukou, "home": home, "service": "none"}, choices, documents, 6)


def make_children():
    none, here = {"staff_child": "no_one", "hukou": "here"}, {"wish": "yes_please", "registered": "here"}
    small = {"hukou": "here", "home": "own", "inoculated": "complete"}
    children = [
        primary("primary_single", "P1", "own", ["YL001"]), primary("primary_single", "P1", "own", ["YL001"]),
        primary("primary_single", "P1", "rent", ["YL001"]), primary("primary_single", "P2", "own", ["YL002"]),
        primary("primary_multi", "P1", "own", ["YL001"]), primary("primary_multi", "P1", "grandparents", ["YL001"]),
        primary("primary_multi", "P1", "rent", ["YL001"]), primary("primary_multi", "P1", "own", ["YL001"], "treated"),
        *(Child("junior_draw", "YL001", {"registered": "both"}, ["YL012", "YL011"], ["household"], 12) for _ in range(3)),
        *(Child("nine_year", "YL011", dict(here), ["YL011"], ["household"], 12) for _ in range(2)),
        *(Child("private_draw", "", dict(none), ["YL021"], ["household"], 6) for _ in range(4)),
        *(Child("kindergarten", "P1", dict(small), ["YL031", "YL032"], ["household", "residence"], 3) for _ in range(2)),
    ]
    children[7].documents.append("treated_as_local")
    for index, child in enumerate(children):
        child.index = index
    twins = [child for child in children if child.kind == "private_draw"][:2]
    twins[0].twin, twins[1].twin = twins[1], twins[0]
    return children


class Rounds:
    """What the tests of this file hand on to each other."""

    site = officer = phone = None
    rounds = {}
    children = make_children()

    def of(self, kind):
        return [child for child in self.children if child.kind == kind]


R = Rounds()


def at_home(child):
    """A family comes back by its number, at a telephone."""
    page = R.phone
    page.goto(R.site.base + "/apply/sign-in")
    page.fill("#f-number", child.number)
    page.fill("#f-passphrase", child.passphrase)
    page.click("main button.main")
    assert page.inner_text("p.number") == child.number
    return page


def leave():
    R.phone.click(".head form button")


def results(kind):
    """School or other words by number, as everybody reads them."""
    R.phone.goto(f"{R.site.base}/apply/rounds/{R.rounds[kind]}/results")
    check_fits(R.phone, f"results of {kind}")
    return dict(row[:2] for row in table(R.phone))


def record(kind):
    with urllib.request.urlopen(f"{R.site.base}/apply/rounds/{R.rounds[kind]}/draw/record.json") as reply:
        return json.loads(reply.read())


def at_results(kind):
    R.officer.goto(f"{R.site.base}/admissions/{R.rounds[kind]}/results")
    return R.officer


def test_rounds_opened(site, page):
    """An officer makes a round of each kind, sends schools and catchments, and publishes it; families see its rules."""
    R.site = site.beside()
    admin = R.site.page(R.site.context())
    R.site.sign_in(admin)
    heading = ["code", "name", "level", "kind", "parent", "opened_on"]
    bureau.register(R.site, "organisation", [heading, ["YL", "云岚区教育局", "district", "10", "", "1990-09-01"]])
    bureau.register(R.site, "organisation", [heading] + [
        [code, name, "school", "20", "YL", "1990-09-01"] for code, name in SCHOOLS.items()])
    R.officer = bureau.officer(R.site, admin, "zhao", "招生办赵主任", "admission_officer", "YL", "云岚区教育局")
    R.phone = R.site.page(R.site.context(width=360, height=740))

    R.officer.goto(R.site.base + "/admissions")
    kinds = [option.get_attribute("value") for option in R.officer.locator("#f-kind option").all()]
    assert sorted(kinds) == sorted(LISTS), "every kind that ships is walked here"
    for kind, (places, homes) in LISTS.items():
        round = R.rounds[kind] = bureau.new_round(R.site, R.officer, kind)
        if kind == "primary_single":
            bureau.send_list(R.site, R.officer, round, "schools", "school,places\nYL999,2\n")
            assert "YL999" in R.officer.inner_text(".notice.error")
        bureau.send_list(R.site, R.officer, round, "schools", "school,places\n" + "".join(
            f"{code},{count}\n" for code, count in places.items()))
        assert {row[0]: (row[1], int(row[2])) for row in table(R.officer)} == {
            code: (SCHOOLS[code], count) for code, count in places.items()}
        if homes:
            bureau.send_list(R.site, R.officer, round, "places", "code,name,schools\n" + "".join(
                ",".join(home) + "\n" for home in homes))
            assert [row[:2] for row in table(R.officer)] == [list(home[:2]) for home in homes]
        else:
            # Open to all: there are no catchments to send.
            assert not R.officer.locator("nav.tabs a:has-text('划片')").count()
        bureau.set_days(R.site, R.officer, round, opens=-12, closes=1, checked=2, draw=3, published=4)
        bureau.publish(R.officer)
        assert "已公布" in R.officer.inner_text("main") or "正在报名" in R.officer.inner_text("main")
    check_accessible(R.officer, "published round")
    R.phone.goto(R.site.base + "/apply")
    assert R.phone.locator("main .lines a").count() == len(LISTS)
    check_fits(R.phone, "rounds")


def test_rounds_applied(site, page):
    """Families of each kind apply at 360 px: the form asks for what its round needs and for nothing else."""
    async def act(visitor, child):
        visitor.round_path = child.path
        await people.apply(visitor, child)

    first = {R.of(kind)[0] for kind in LISTS}
    people.crowd(R.site, "", R.children, act, in_browser=lambda child: child in first or child.twin, chunk=4)
    assert len({child.number for child in R.children}) == len(R.children)

    def step(child, name):
        page = at_home(child)
        page.click("summary:has-text('想改')")
        page.click("button:has-text('取回修改')")
        page.goto(f"{R.site.base}/apply/mine/{name}")
        return page

    # One school: there is nothing to rank, and it is chosen already where nobody chose yet.
    child = R.of("primary_single")[3]
    phone = step(child, "choices")
    assert phone.locator("select[name^=choice-]").count() == 1
    assert phone.locator("#f-choice-1 option").all_inner_texts() == ["", "云岚第二小学"]
    check_accessible(phone, "the only school")
    check_fits(phone, "the only school")
    phone.click("main form button.main")
    phone.click("form.papers a.main")
    phone.click("#steps button.main")
    assert child.number in phone.inner_text("main")
    phone.click("main a:has-text('返回')")
    leave()
    # By the present school: no property unit is asked for. Open to all: no place either.
    for kind, fields in (("junior_draw", (1, 0)), ("private_draw", (0, 0)), ("kindergarten", (1, 1))):
        child = R.of(kind)[-1]
        phone = step(child, "home")
        assert (phone.locator("#f-place").count(), phone.locator("#f-unit").count()) == fields, kind
        phone.goto(R.site.base + "/apply/mine")
        phone.click("#steps button.main")
        phone.click("main a:has-text('返回')")
        leave()


def test_rounds_earlier_years(site, page):
    """Address uses of the years before: looked over with a faulty row named, taken, seen at the desk, taken back."""
    old, used, own = R.of("primary_single")[0], R.of("primary_single")[1], R.of("primary_single")[3]
    rows = [
        ["小区", "房屋", "学校", "入学年", "家长证件号"],
        ["P1", old.unit, "云岚第一小学", YEAR - 6, ""],
        ["杨柳路1号院", used.unit.replace("-", "—").replace("—", "-"), "云岚第一小学", YEAR - 5, ""],
        ["P2", own.unit, "云岚第二小学", f"{YEAR - 2}学年", own.guardian_id],
        ["P9", "1-1-101", "云岚第一小学", YEAR - 2, ""],
        ["P1", "1-1-102", "云岚第一小学", 1899, ""],
    ]
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    desk = R.officer
    desk.goto(R.site.base + "/admissions")
    desk.click("main a:has-text('往年资料')")
    desk.set_input_files("#f-files", {"name": "往年地址.csv", "mimeType": "text/csv", "buffer": text.getvalue().encode("gb18030")})
    desk.click("form:has(#f-files) button.main")
    preview = desk.inner_text("section.attention")
    assert "往年地址.csv" in preview and "正确 3 行" in preview and "有错 2 行" in preview and "3 份" in preview, preview
    faults = table(desk)
    assert [row[:2] for row in faults] == [["5", "place"], ["6", "year"]], faults
    assert "没有这个地点" in faults[0][2] and "年份不对" in faults[1][2]
    check_accessible(desk, "preview of earlier years")
    desk.click("button:has-text('收入 3 行')")
    assert table(desk)[0][0] == "往年地址.csv"

    def seen(child):
        at_desk(R.site, desk, R.rounds["primary_single"], child.number)
        return findings(desk)

    assert f"{YEAR - 5}年" in seen(used) and "地址已占用" in seen(used) and f"{YEAR + 1}年起才能再用" in seen(used)
    assert "地址" not in seen(old), "six years are over"
    desk.click(".head a:has-text('下一份待审核（3）')")
    assert old.number not in desk.inner_text("h1") and desk.locator("#decide").count() == 1
    assert "同一家庭" in seen(own)
    # Nobody accepts it by a tick among others.
    desk.goto(f"{R.site.base}/admissions/{R.rounds['primary_single']}/queue?state=submitted")
    assert desk.locator("input[name=application]").count() == 3
    desk.goto(R.site.base + "/admissions/earlier")
    desk.click("table.list summary:has-text('撤回')")
    desk.click("button:has-text('确认撤回')")
    assert "还没有收入往年资料" in desk.inner_text("main")
    assert "地址" not in seen(used)


def result_file(kind, schools):
    """Results as the bureau works them out itself: a line a number, by the table that is sent."""
    lines = ["student,school,number,reason"]
    for child, (school, waiting, reason) in zip(R.of(kind), schools):
        lines.append(f"{child.number},{school},{waiting},{reason}")
    return {"name": "结果.csv", "mimeType": "text/csv", "buffer": "\n".join(lines).encode()}


def take(kind, schools):
    desk = R.officer
    desk.click("summary:has-text('写入派位结果')")
    desk.set_input_files("#f-files", result_file(kind, schools))
    desk.fill("#f-note", "区教育局按类别次序统筹安排，名单现场公示。")
    desk.click("button:has-text('核对并写入')")


def test_rounds_placed(site, page):
    """Desks check, lists are frozen and promised, places are given as each kind gives them; families and schools see them."""
    for kind in LISTS:
        bureau.accept_all(R.site, R.officer, R.rounds[kind])
        bureau.freeze(R.site, R.officer, R.rounds[kind])
        assert len(R.officer.inner_text("code.hash").strip()) == 64
        if kind == "primary_single":
            # One school a home: those beyond its places are sent elsewhere by the bureau, never more than there are places.
            take(kind, [("YL001", "", ""), ("YL001", "", ""), ("YL001", "", ""), ("YL002", "", "")])
            assert "2个学位" in R.officer.inner_text(".notice.error")
            reason = "第一小学学位已满，按类别次序统筹到第二小学"
            take(kind, [("YL001", "", ""), ("YL001", "", ""), ("YL002", "", reason), ("YL002", "", "")])
            R.officer.click("main button.main:has-text('公布结果')")
        elif kind == "kindergarten":
            # A collection: kindergartens were agreed on with the families, and nothing is drawn.
            take(kind, [("YL031", "", ""), ("YL032", "", "")])
            R.officer.click("main button.main:has-text('公布结果')")
        else:
            bureau.draw(R.officer)
            drawn = record(kind)
            model.check_stable(drawn)
            assert model.place(drawn) == model.result_of(drawn), kind
    check_accessible(R.officer, "announced round")

    a, b, c, d = R.of("primary_single")
    assert [results("primary_single")[one.number] for one in (a, b, c, d)] == ["云岚第一小学", "云岚第一小学", "云岚第二小学", "云岚第二小学"]
    phone = at_home(c)
    words = phone.inner_text("main")
    assert "统筹安排到云岚第二小学" in words and "学位已满" in words
    check_accessible(phone, "placed elsewhere")
    leave()

    first, *others = R.of("primary_multi")
    public = results("primary_multi")
    assert public[first.number] == "云岚第一小学"
    assert [public[one.number] for one in others] == [f"候补第{place}位" for place in (1, 2, 3)], public

    # Equals in class and wishes: the last number of the three goes to the second wish.
    ranks = {number: int(rank) for _, rank, number, _ in (line.split(",") for line in record("junior_draw")["order"].splitlines()[1:])}
    last = max(R.of("junior_draw"), key=lambda child: ranks[child.number])
    public = results("junior_draw")
    assert all(public[child.number] == ("云岚实验学校" if child is last else "云岚第一中学") for child in R.of("junior_draw")), public
    phone = at_home(last)
    assert "第2志愿" in phone.inner_text("main") and f"随机号{ranks[last.number]}" in phone.inner_text("main"), phone.inner_text("main")
    phone.click("a.main[href='/apply/mine/letter']")
    assert "录取通知" in phone.inner_text("main") and last.name in phone.inner_text("main")
    phone.click("main a:has-text('返回')")
    leave()

    assert set(results("nine_year").values()) == {"云岚实验学校"}, "all who wish to go on do"

    one, other, *alone = R.of("private_draw")
    public = results("private_draw")
    assert (public[one.number] == "云岚育才学校") == (public[other.number] == "云岚育才学校"), "twins are not parted"
    assert 2 <= sum(school == "云岚育才学校" for school in public.values()) <= 3

    assert [results("kindergarten")[child.number] for child in R.of("kindergarten")] == ["云岚中心幼儿园", "云岚花园幼儿园"]
    R.officer.goto(R.site.base + "/admissions/earlier")
    assert [str(YEAR - 3), "2", "1"] in table(R.officer), "the collection serves the forecast of seats"
    with R.officer.expect_download() as waiting:
        R.officer.click("a:has-text('births.csv')")
    with open(waiting.value.path(), encoding="utf-8") as file:
        assert file.read() == f"year,births\n{YEAR - 3},2\n"


def rows_of(name):
    """The lines of a register as it is taken out."""
    return list(csv.DictReader(io.StringIO(R.site.run("register", "export", name).lstrip("\ufeff"))))


def test_rounds_entered(site, page):
    """Direct promotion moves a pupil who is known; the old stay ends where the new one begins. Small children become pupils too."""
    child, other = R.of("nine_year")
    bureau.register(R.site, "student", [
        ["school", "registry_number", "name", "sex", "birth_date", "kind", "entered_on", "entered_by", "status", "id_kind", "id_number"],
        ["YL011", "G" + child.child_id, child.name, "12"[int(child.child_id[16]) % 2 == 0], f"{YEAR - 12}-06-01", "21",
         f"{YEAR - 6}-09-01", "01", "01", "1", child.child_id]])
    bureau.register(R.site, "enrolment", [
        ["school", "student", "stage", "grade", "placement", "started_on", "began_by", "source", "boarding", "household_place",
         "migrant", "place_payer", "nearby"],
        ["YL011", "G" + child.child_id, "P", "P6", "1", f"{YEAR - 6}-09-01", "11", "1", "1", "1", "否", "1", "是"]])
    for kind in ("nine_year", "kindergarten"):
        while at_results(kind).locator("button:has-text('写入学籍')").count():
            R.officer.locator("button:has-text('写入学籍')").first.click()
            assert not R.officer.locator(".notice.error").count(), R.officer.inner_text(".notice.error")
    R.officer.goto(f"{R.site.base}/data/registers/student")
    assert re.search(r"共 4 行", R.officer.inner_text("main")), R.officer.inner_text("main")
    R.officer.goto(f"{R.site.base}/data/registers/enrolment")
    words = R.officer.inner_text("main")
    assert re.search(r"共 5 行", words), words


def give_back(child):
    phone = at_home(child)
    phone.click("summary:has-text('放弃学位')")
    assert "不能恢复" in phone.inner_text("details:has(input[value=giveUp])")
    check_fits(phone, "giving a place back")
    phone.click("button:has-text('确认放弃')")
    assert "家长放弃了云岚第一小学的学位" in phone.inner_text("main")
    leave()


def offer(expected):
    """The officer offers what is free; nobody chooses to whom."""
    desk = R.officer
    desk.goto(f"{R.site.base}/admissions/{R.rounds['primary_multi']}/waiting?school=YL001")
    row = next(row for row in table(desk) if "下一名" in row[4])
    assert row[1] == expected.number, (row, expected.number)
    desk.click("button:has-text('通知 1 名孩子递补')")
    assert "等待答复" in next(row for row in table(desk) if row[1] == expected.number)[4]


def answer(child, button):
    phone = at_home(child)
    assert "云岚第一小学有学位空出" in phone.inner_text("section.attention")
    check_accessible(phone, "an offer")
    check_fits(phone, "an offer")
    phone.click(f"button:has-text('{button}')")
    words = phone.inner_text("main")
    leave()
    return words


def test_places_given_back(site, page):
    """A place given back is offered down the frozen order: the first declines, the second takes it, and the record stays as it was."""
    before = record("primary_multi")
    first, second, third, fourth = R.of("primary_multi")
    give_back(first)
    check = at_results("primary_multi")
    assert next(row for row in table(check) if row[0] == "云岚第一小学")[5] == "1"
    check.click("table.list a[href*='/waiting']")
    check_accessible(check, "waiting list")
    offer(second)
    assert "不接受" not in answer(second, "不接受") or "候补" in results("primary_multi")[second.number]
    offer(third)
    assert "递补录取到云岚第一小学" in answer(third, "接受这个学位")
    R.officer.reload()
    states = {row[1]: row[4] for row in table(R.officer)}
    assert "不接受" in states[second.number] and "已接受" in states[third.number] and not states[fourth.number], states
    assert "现有 0 个空出" in R.officer.inner_text("main")
    public = results("primary_multi")
    assert public[third.number] == "云岚第一小学" and first.number in public and public[first.number] == "本批次没有安排学位", public
    assert record("primary_multi") == before, "nothing of the draw has moved"


def test_second_round(site, page):
    """A family without a place goes on in the second round with one button: nothing is typed again but its wishes."""
    child = R.of("primary_multi")[3]
    desk = at_results("primary_multi")
    desk.click("summary:has-text('第二轮')")
    desk.click("button:has-text('建立第二轮')")
    second = int(re.search(r"/admissions/(\d+)", desk.url).group(1))
    desk.goto(f"{R.site.base}/admissions/{second}/schools")
    assert [row[::2] for row in table(desk)] == [["YL002", "2"]]
    bureau.set_days(R.site, desk, second, opens=-1, closes=1, checked=2, draw=3, published=4)
    bureau.publish(desk)

    phone = at_home(child)
    check_fits(phone, "the way to the second round")
    phone.click("button:has-text('转入第二轮')")
    number = phone.inner_text("p.number")
    assert number != child.number
    check_accessible(phone, "gone on")
    # Only the wish is missing: the school it named has no places left.
    assert phone.locator("#steps .state.unsure, #steps .state.pending, #steps li:has-text('▲'), #steps li:has-text('○')").count() == 1
    phone.click("#steps a.main")
    assert phone.url.endswith("/apply/mine/choices"), phone.url
    assert phone.locator("#f-choice-1 option").all_inner_texts() == ["", "云岚第二小学"]
    phone.select_option("#f-choice-1", "YL002")
    phone.click("main form button.main")
    phone.click("form.papers a.main")
    told = phone.inner_text("#steps")
    assert all(one in told for one in (child.name, child.child_id, child.guardian, child.mobile, child.unit)), told
    phone.click("#steps button.main")
    assert phone.url.endswith("/apply/mine/receipt")
    phone.click("main a:has-text('返回')")
    leave()
    first, child.number = child.number, number
    at_desk(R.site, desk, second, number)
    assert "两轮同一份" in findings(desk) and first in findings(desk), "the desk sees where it comes from"
    # It is no duplicate of itself: it can be accepted by a tick among others.
    bureau.accept_all(R.site, desk, second)
    bureau.freeze(R.site, desk, second)
    bureau.draw(desk)
    assert "录取到云岚第二小学" in at_home(child).inner_text("main")
    leave()
    assert R.site.healthy() and not R.site.errors, R.site.errors


def test_chances(site, page):
    """What classes may expect, shown to families who have not chosen yet; and two rules side by side."""
    with demonstration(site, "--admissions", "60") as (other, page):
        page.goto(other.base + "/admissions")
        page.click("table.list a[data-nav]")
        page.click("nav.tabs a:has-text('模拟')")
        path = page.url
        context = other.context(width=360, height=740)
        phone = other.page(context)

        def families():
            phone.goto(other.base + path.replace(other.base + "/admissions/", "/apply/rounds/").replace("/chances", ""))
            return phone.locator("#chances")

        def simulated(count):
            wait(page, "!document.querySelector('main progress')")
            assert page.locator("main table.list").last.locator("tbody tr").count() == count

        assert families().count() == 0
        check_accessible(page, "no simulation yet")
        page.click("button:has-text('开始模拟')")
        simulated(1)
        words = page.inner_text("main")
        assert "模拟 200 次" in words and "第1志愿" in words
        check_accessible(page, "chances")
        page.click("button:has-text('给家长看')")
        found = families()
        assert "每100名孩子中约" in found.inner_text() and "200 次" in found.inner_text()
        check_accessible(phone, "chances for families")
        check_fits(phone, "chances for families")

        page.click("summary:has-text('做一次模拟')")
        page.fill("#f-places", "YL001,5\nYL999,3")
        page.click("button:has-text('开始模拟')")
        assert "YL999" in page.inner_text(".notice.error"), "a school that is not of the round"
        page.fill("#f-places", "YL001,5\nYL002 10")
        page.select_option("#f-mechanism", "immediate")
        page.click("button:has-text('开始模拟')")
        simulated(2)
        words = page.inner_text("main")
        assert "云岚第一小学 5" in words and "志愿优先" in words and "→" in words and "个百分点" in words, words
        check_accessible(page, "two rules side by side")
        # The long words of classes, in English too.
        for width in (1280, 360):
            page.set_viewport_size({"width": width, "height": 740})
            check_fits(page, f"two rules side by side at {width} px")
            page.goto(f"{other.base}/language/en?to={path.removeprefix(other.base)}")
            check_fits(page, f"two rules side by side in English at {width} px")
            page.goto(f"{other.base}/language/zh?to={path.removeprefix(other.base)}")
        page.set_viewport_size({"width": 1366, "height": 860})
        # What families see stays the one without another rule, until it is hidden.
        assert families().count() == 1
        page.click("button:has-text('不再显示')")
        assert families().count() == 0
        context.close()
