"""The verification of a draw: the command makes a record, the page verifies it with and without a server, and finds changes."""

import hashlib
import json
import os
import pathlib
import random
import subprocess

from site_tools import ROOT, check_accessible, check_fits, wait


def record_of(site):
    """A drawn round of 300 families, made by the commands as a bureau would."""
    folder = pathlib.Path(site.data) / "draw"
    if (folder / "record.json").exists():
        return folder
    folder.mkdir()
    dice = random.Random(7)
    with open(folder / "students.csv", "w", encoding="utf-8") as out:
        out.write("student,preferences,class,seats,kinds\n")
        for i in range(300):
            schools = " ".join(dice.sample(["S01", "S02", "S03", "S04"], dice.randint(1, 4)))
            out.write(f"2026{1000 + i},{schools},{1 + i % 3},{2 if i % 40 == 7 else 1},{'policy' if i % 15 == 2 else ''}\n")
    (folder / "schools.csv").write_text("school,capacity,groups\nS01,60,first:policy=5\nS02,50,\nS03,40,all=10#\nS04,70,\n")
    (folder / "draft.json").write_text(json.dumps({
        "label": "云岚区2026年小学派位", "scope": "yunlan-2026", "rules": {"mechanism": "deferred"},
        "public": {"kind": "dice", "what": "掷骰子十次", "alphabet": "123456", "length": 10}}, ensure_ascii=False))

    def run(*arguments):
        subprocess.run([site.program, "admissions", *arguments, "--lang", "zh"], cwd=folder, check=True, capture_output=True)

    run("commit", "--students", "students.csv", "--schools", "schools.csv", "--draft", "draft.json", "--round", "round.json",
        "--list-output", "list.csv", "--schools-output", "places.csv", "--secret", "secret.txt", "--by", "云岚区教委")
    run("draw", "--list", "list.csv", "--schools", "places.csv", "--round", "round.json", "--reveal", "云岚区教委=@secret.txt",
        "--public", "1234561234", "-o", "record.json")
    run("verify", "record.json")
    return folder


def verify(page, file, published="", number=""):
    """Gives the page a record and answers with its verdict and the steps that do not fit."""
    page.set_input_files("#record", file)
    page.fill("#published", published)
    page.fill("#number", number)
    page.click("button[type=submit]")
    wait(page, "!document.getElementById('outcome').hidden || document.getElementById('progress').textContent.length > 20")
    return page.inner_text("#verdict"), page.locator("#findings li.bad").all_inner_texts()


def test_draw_verified(site, page):
    """A published record is verified in the browser, and a family sees its own number and place."""
    folder = record_of(site)
    published = hashlib.sha256((folder / "round.json").read_bytes()).hexdigest()
    page.goto(site.base + "/assets/draw-check.html")
    verdict, bad = verify(page, folder / "record.json", published, "20261000")
    assert verdict == "核验无误" and not bad, bad
    assert page.locator("#findings li.good").count() == 8
    row = [line for line in json.loads((folder / "record.json").read_text())["result"].splitlines() if line.startswith("20261000,")]
    assert row[0].split(",")[1] in page.inner_text("#own") and "派位号" in page.inner_text("#own")
    check_accessible(page, "verified draw")
    page.set_viewport_size({"width": 360, "height": 740})
    check_fits(page, "verified draw at 360 px")
    page.set_viewport_size({"width": 1366, "height": 860})
    page.click("button[data-language=en]")
    assert page.inner_text("#verdict") == "The record is right"
    verdict, bad = verify(page, folder / "record.json", "0" * 64)
    assert verdict == "The record does not fit" and len(bad) == 1 and "published before" in bad[0]


def test_draw_changes_found(site, page):
    """Without a server: whatever is changed in the record shows by its name, in the page and in the command alike."""
    folder = record_of(site)
    context = site.context()
    alone = site.page(context)
    alone.goto((ROOT / "Sources/Site/Resources/assets/draw-check.html").as_uri())
    record = json.loads((folder / "record.json").read_text(encoding="utf-8"))
    changes = {
        "名单": ("list", lambda text: text.replace("20261001,2", "20261001,1")),
        "学校": ("schools", lambda text: text.replace("S02,50", "S02,51")),
        "种子": ("seed", lambda text: "0" * 64),
        "派位号": ("order", lambda text: text.replace("2026,1,", "2026,2,", 1)),
        "录取结果": ("result", lambda text: text.replace(",S01,1", ",S02,1", 1)),
        "公开随机数": ("publicValue", lambda text: "12345612"),
        "承诺": ("reveals", lambda reveals: [{**reveals[0], "secret": "00" * 32}]),
    }
    for words, (key, change) in changes.items():
        changed = {**record, key: change(record[key])}
        assert changed[key] != record[key], key
        file = folder / f"changed-{key}.json"
        file.write_text(json.dumps(changed, ensure_ascii=False), encoding="utf-8")
        verdict, bad = verify(alone, file)
        assert verdict == "核验不符" and any(words in one for one in bad), (key, bad)
        status = subprocess.run([site.program, "admissions", "verify", str(file)], capture_output=True, check=False).returncode
        assert status == 1, (key, status)
    for name, text in (("torn.json", (folder / "record.json").read_text()[:500]), ("empty.json", "{}"), ("null.json", "null")):
        (folder / name).write_text(text)
        alone.reload()
        alone.set_input_files("#record", folder / name)
        alone.click("button[type=submit]")
        wait(alone, "document.getElementById('progress').textContent.includes('不是派位记录')")
    assert os.path.exists(folder / "secret.txt") and os.stat(folder / "secret.txt").st_mode & 0o077 == 0
    context.close()


def test_draw_by_keyboard(site, page):
    """By keyboard alone, in the dark, at 360 px: the verdict has the focus, and a changed line is named with its number."""
    folder = record_of(site)
    record = json.loads((folder / "record.json").read_text(encoding="utf-8"))
    lines = record["result"].splitlines()
    place = next(index for index, line in enumerate(lines) if line.endswith(",S01,1"))
    own = lines[place].split(",")[0]
    changed = "\n".join([*lines[:place], lines[place].replace(",S01,1", ",S02,1"), *lines[place + 1:]]) + "\n"
    (folder / "bribed.json").write_text(json.dumps({**record, "result": changed}, ensure_ascii=False), encoding="utf-8")
    context = site.context(width=360, height=740)
    phone = site.page(context)
    phone.emulate_media(color_scheme="dark")
    # Listened for from the start: a listener that comes with the key may come too late.
    phone.on("filechooser", lambda chooser: chooser.set_files(folder / name))
    phone.goto(site.base + "/assets/draw-check.html")
    assert phone.evaluate("getComputedStyle(document.body).backgroundColor") != "rgb(255, 255, 255)"
    check_accessible(phone, "verification in the dark")

    def focused():
        return phone.evaluate("document.activeElement.id || document.activeElement.dataset.language || document.activeElement.type")

    order = []
    for _ in range(6):
        phone.keyboard.press("Tab")
        order.append(focused())
    assert order == ["zh", "en", "record", "published", "number", "submit"], order
    for name, verdict in (("record.json", "核验无误"), ("bribed.json", "核验不符")):
        phone.focus("#record")
        phone.keyboard.press("Enter")
        wait(phone, "document.querySelector('#record').files[0]?.name === '" + name + "'")
        phone.keyboard.press("Tab")
        phone.keyboard.press("Tab")
        phone.keyboard.press("Control+a")
        phone.keyboard.type(own)
        phone.keyboard.press("Enter")
        wait(phone, "document.activeElement.id === 'verdict'")
        assert phone.inner_text("#verdict") == verdict
        check_accessible(phone, f"{name} in the dark")
        check_fits(phone, f"{name} at 360 px")
    bad = phone.locator("#findings li.bad").all_inner_texts()
    assert bad == [f"全部录取结果：第 {place + 1} 行不符。应为 {own},S01,1，记录中是 {own},S02,1"], bad
    # The family sees what it was due, by the draw itself.
    assert "录取学校 S01" in phone.inner_text("#own")
    told = subprocess.run([site.program, "admissions", "verify", str(folder / "bribed.json"), "--lang", "zh"], capture_output=True, text=True, check=False)
    assert told.returncode == 1 and f"第 {place + 1} 行不符" in told.stdout + told.stderr, told
    context.close()
