"""What families do at their telephones in a summer: many at once, each through the pages and nothing else."""

import asyncio
import threading

from playwright.async_api import async_playwright

from plain_page import PlainPage

NEXT = "main form.panel button.main"


def crowd(site, round_path, families, act, in_browser=lambda family: True, chunk=13):
    """Lets families act, several at a time, in a browser or with a reader; what fails for one is raised here."""
    failures = []

    def run():
        try:
            asyncio.run(_crowd(site, round_path, families, act, in_browser, chunk))
        except BaseException as error:  # Told by the test that waits.
            failures.append(error)

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    if failures:
        raise failures[0]


async def _crowd(site, round_path, families, act, in_browser, chunk):
    # A neighbourhood comes through one address of its provider.
    lists = [family for family in families if in_browser(family)], [family for family in families if not in_browser(family)]
    groups = [[(start // chunk, one[start:start + chunk]) for start in range(0, len(one), chunk)] for one in lists]

    async def walk(page, group):
        for family in group:
            try:
                await act(Visitor(site, page, round_path), family)
            except Exception as error:
                words = (await page.inner_text("main"))[:800]
                raise AssertionError(f"family {family.index} {sorted(family.habits)} at {page.url}: {error}\n{words}") from error

    async def browse(browser):
        while groups[0]:
            place, group = groups[0].pop(0)
            # The first have script, some read English.
            context = await browser.new_context(
                viewport={"width": 360, "height": 740}, locale="en-GB" if place == 3 else "zh-CN",
                java_script_enabled=place == 0, extra_http_headers={"X-Forwarded-For": f"203.0.113.{place + 1}"})
            context.set_default_timeout(60_000)
            page = await context.new_page()
            page.on("pageerror", lambda error: site.errors.append(str(error)))
            await walk(page, group)
            await context.close()

    async def read():
        while groups[1]:
            place, group = groups[1].pop(0)
            await walk(PlainPage(site.base, f"198.51.100.{place + 1}"), group)

    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=site.browser_path, args=["--no-sandbox"])
        try:
            await asyncio.gather(browse(browser), browse(browser), browse(browser), read(), read())
        finally:
            await browser.close()


class Visitor:
    """Somebody with a telephone in hand."""

    def __init__(self, site, page, round_path):
        self.site, self.page, self.round_path = site, page, round_path

    async def go(self, path):
        await self.page.goto(self.site.base + path)

    async def text(self):
        return await self.page.inner_text("main")

    async def press(self, selector):
        await self.page.click(selector)

    async def start(self, passphrase):
        """From the public page of the round to a number."""
        await self.go(self.round_path)
        await self.page.fill("#f-passphrase", passphrase)
        await self.page.fill("#f-again", passphrase)
        await self.press(NEXT)
        return await self.page.inner_text("p.number")

    async def come_back(self, number, passphrase):
        await self.go("/apply/sign-in")
        await self.page.fill("#f-number", number)
        await self.page.fill("#f-passphrase", passphrase)
        await self.press("main button.main")
        assert await self.page.inner_text("p.number") == number

    async def leave(self):
        await self.press(".head form button")

    async def has_fault(self, field):
        """What is wrong stands under its field, and on top with a link to it."""
        assert await self.page.is_visible(f"#f-{field}-error"), field
        assert await self.page.is_visible(f".notice.error a[href='#f-{field}']"), field

    # --- The steps of the form ---

    async def child(self, family):
        if "faulty" in family.habits:
            # Two digits the wrong way round.
            number = family.child_id
            await self.page.fill("#f-id", number[:8] + number[9] + number[8] + number[10:] if number[8] != number[9] else "1" + number[1:])
            await self.press(NEXT)
            await self.has_fault("name")
            await self.has_fault("id")
        await self.page.fill("#f-name", family.name)
        await self.page.fill("#f-id", family.child_id)
        await self.press(NEXT)

    async def guardians(self, family):
        await self.page.fill("#f-g-name-1", family.guardian)
        await self.page.select_option("#f-g-relation-1", "51")
        await self.page.fill("#f-g-id-1", family.guardian_id)
        if "faulty" in family.habits:
            await self.page.fill("#f-g-mobile-1", family.mobile[:8])
            await self.page.fill("#f-g-name-2", "没有填完的人")
            await self.press(NEXT)
            await self.has_fault("g-mobile-1")
            await self.has_fault("g-id-2")
            await self.has_fault("g-relation-2")
            await self.page.fill("#f-g-name-2", "")
        await self.page.fill("#f-g-mobile-1", family.mobile)
        await self.press(NEXT)

    async def home(self, family):
        # Where all may apply no place is asked for, and only catchments ask for the unit.
        if await self.page.locator("#f-place").count():
            await self.page.select_option("#f-place", family.place)
        await self.page.fill("#f-address", f"{family.place}小区{family.unit}")
        if await self.page.locator("#f-unit").count():
            await self.page.fill("#f-unit", family.unit)
        await self.press(NEXT)

    async def questions(self, family):
        for name, value in family.answers.items():
            await self.page.check(f"input[name=q-{name}][value={value}]")
        await self.press(NEXT)

    async def choose(self, family, choices):
        """The step of the schools: wishes, a brother or sister, a twin."""
        if "faulty" in family.habits:
            await self.page.select_option("#f-choice-1", "")
            await self.press(NEXT)
            await self.has_fault("choice-1")
        for place in range(await self.page.locator("select[name^=choice-]").count()):
            await self.page.select_option(f"#f-choice-{place + 1}", choices[place] if place < len(choices) else "")
        if family.sibling:
            school, name, number, _ = family.sibling
            await self.page.fill("#f-sibling-name", name)
            await self.page.fill("#f-sibling-id", number)
            await self.page.select_option("#f-sibling-school", school)
        if family.twin and family.twin.number:
            await self.page.fill("#f-twin", family.twin.number)
        await self.press(NEXT)

    async def papers(self, family, documents):
        """All documents chosen, then sent at once; somebody sends a text first, which is not taken."""
        if "faulty" in family.habits:
            await self.page.set_input_files(f"#f-d-{documents[0]}", [paper("说明", family, "txt")])
            await self.press("form.papers button.main")
            assert "说明.txt" in await self.page.inner_text(".notice.error")
        for index, document in enumerate(documents):
            kind = ["pdf", "jpg", "png"][(family.index + index) % 3]
            await self.page.set_input_files(f"#f-d-{document}", [paper(document, family, kind)])
        await self.press("form.papers button.main")

    async def fill(self, family, choices, steps=("child", "guardians", "home", "questions", "choices", "documents")):
        """Goes on with the form from where the page of the application leads, to where it can be handed in."""
        await self.press("#steps a.main")
        for step in steps:
            assert self.page.url.endswith(f"/apply/mine/{step}"), (step, self.page.url)
            if step == "choices":
                await self.choose(family, choices)
            elif step == "documents":
                await self.papers(family, family.documents)
            else:
                await getattr(self, step)(family)
        if "documents" in steps:
            await self.press("form.papers a.main")

    async def hand_in(self, family):
        """Looks over what was filled in, hands it in, and holds the receipt."""
        steps = await self.page.inner_text("#steps")
        assert all(one in steps for one in (family.name, family.child_id, family.mobile, family.unit)), steps
        await self.press("#steps button.main")
        assert self.page.url.endswith("/apply/mine/receipt"), await self.text()


def paper(name, family, kind):
    head = {"pdf": b"%PDF-1.4\n", "jpg": b"\xff\xd8\xff\xe0\x00\x10JFIF\x00", "png": b"\x89PNG\r\n\x1a\n", "txt": b""}[kind]
    return {"name": f"{name}.{kind}", "mimeType": "application/octet-stream", "buffer": head + f"{name} {family.index}".encode()}


# --- How families go about it ---


async def apply(visitor, family):
    """An application from its number to its receipt, by way of what this family does."""
    family.number = await visitor.start(family.passphrase)
    if family.fate.startswith("too "):
        await visitor.press("#steps a.main")
        await visitor.child(family)
        await visitor.has_fault("id")
        await visitor.go("/apply/mine")
        assert not await visitor.page.locator("#steps button.main").count(), "nobody of another age can hand in"
        return await visitor.leave()
    if family.fate == "abandoned":
        await visitor.fill(family, family.choices, ("child", "guardians", "home"))
        return await visitor.leave()
    if "pauses" in family.habits:
        await visitor.fill(family, family.choices, ("child", "guardians", "home"))
        await visitor.leave()
        await visitor.come_back(family.number, family.passphrase)
        await visitor.fill(family, family.choices, ("questions", "choices", "documents"))
    else:
        await visitor.fill(family, family.choices)
    if family.twin and not family.twin.number:
        # The other twin has no number yet: this one is handed in once it has.
        return await visitor.leave()
    await visitor.hand_in(family)
    if family.twin:
        await _name_the_twin(visitor, family.twin)
    elif family.fate == "withdrawn":
        await _withdraw(visitor)
    elif "anew" in family.habits:
        await _withdraw(visitor)
        await visitor.leave()
        family.other_number, family.number = family.number, await visitor.start(family.passphrase)
        await visitor.fill(family, family.second_choices)
        await visitor.hand_in(family)
    elif "resumes" in family.habits:
        await visitor.go("/apply/mine")
        await visitor.press("summary:has(+ p + form input[value=resume])")
        await visitor.press("form:has(input[value=resume]) button")
        await visitor.press("#steps ol.lines > li:nth-child(5) > a")
        await visitor.choose(family, family.second_choices)
        await visitor.press("form.papers a.main")
        await visitor.hand_in(family)
    elif "twice" in family.habits:
        await visitor.leave()
        family.other_number = await visitor.start(family.passphrase)
        await visitor.fill(family, family.choices[1:] or other_school(family))
        await visitor.hand_in(family)
    await visitor.leave()


def other_school(family):
    from summer_model import COMPOUNDS
    return [code for code in COMPOUNDS[family.place][1] if code not in family.choices][:1]


async def _withdraw(visitor):
    await visitor.go("/apply/mine")
    await visitor.press("summary:has(+ p + form input[value=withdraw])")
    await visitor.press("form:has(input[value=withdraw]) button")
    assert await visitor.page.locator("main a.main[href^='/apply/rounds/']").count() == 1, await visitor.text()


async def _name_the_twin(visitor, twin):
    """The twin that came first puts in the other's number, and is handed in too."""
    await visitor.leave()
    await visitor.come_back(twin.number, twin.passphrase)
    await visitor.press("#steps ol.lines > li:nth-child(5) > a")
    await visitor.choose(twin, twin.choices)
    await visitor.press("form.papers a.main")
    await visitor.hand_in(twin)


async def correct(visitor, family):
    """Reads why it came back, sends a better paper, hands it in again."""
    await visitor.come_back(family.number, family.passphrase)
    assert "看不清" in await visitor.text()
    if "paper returned" in family.habits:
        await visitor.press("#steps ol.lines > li:nth-child(6) > a")
        await visitor.press("form.papers section:nth-of-type(1) button[name=remove]")
        await visitor.page.set_input_files("#f-d-household", [paper("household", family, "jpg")])
        await visitor.press("form.papers button.main")
        await visitor.press("form.papers a.main")
    await visitor.hand_in(family)
    await visitor.leave()


async def appeal(visitor, family):
    """Does not agree with a refusal."""
    await visitor.come_back(family.number, family.passphrase)
    await visitor.page.fill("#f-words", f"家庭{family.index}：材料已经补齐，请复核。")
    await visitor.press("form:has(#f-words) button.main")
    await visitor.leave()


async def read_result(visitor, family):
    """Reads what came of it, and opens the letter."""
    await visitor.come_back(family.number, family.passphrase)
    family.read = await visitor.text()
    await visitor.press("a.main[href='/apply/mine/letter']")
    family.letter = await visitor.text()
    await visitor.go("/apply/mine")
    await visitor.leave()
