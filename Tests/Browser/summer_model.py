"""A summer as the test knows it: 300 families, what each of them does, what the desks find, and what must come of it.

Nothing here asks the product: classes, documents and ages stand as the rules of the round say them, and `place` is a
deferred acceptance of its own, by which results are worked out from the published record alone.
"""

import collections
import dataclasses
import datetime
import json
import random

CHINA = datetime.timezone(datetime.timedelta(hours=8))
TODAY = datetime.datetime.now(CHINA).date()
# The latest autumn that has begun: those placed are pupils today.
YEAR = TODAY.year if (TODAY.month, TODAY.day) >= (9, 1) else TODAY.year - 1
PASSPHRASE = "云岚区小学家长的口令{}"

AREAS = {"YLX1": "云岚东片学区", "YLX2": "云岚西片学区"}
# Code, name, area, places and where it stands.
SCHOOLS = {
    "YL001": ("云岚第一小学", "YLX1", 30), "YL002": ("云岚第二小学", "YLX1", 56), "YL003": ("清源小学", "YLX1", 46),
    "YL004": ("西山小学", "YLX2", 26), "YL005": ("槐荫路小学", "YLX2", 52), "YL006": ("云岚实验学校", "YLX2", 50),
}
PLACES_ON_THE_MAP = {"YL001": (116.26, 40.36), "YL002": (116.27, 40.37), "YL003": (116.28, 40.38),
                     "YL004": (116.06, 40.36), "YL005": (116.07, 40.37), "YL006": (116.08, 40.38)}
# What everybody likes best: first wishes gather at some schools, and places are left at others.
LIKED = {"YL001": 5, "YL002": 3, "YL003": 3, "YL004": 5, "YL005": 3, "YL006": 2}
STREETS = ["杨柳路", "清河街", "槐荫路", "西山北路", "银杏里", "书院街", "泉水巷", "东门大街"]
CHILDREN = 8
# Compounds of the east lead to the three schools there, those of the west to the others: the catchment plan shares them
# out by distance, and schools of one side are one group.
COMPOUNDS = {
    f"P{101 + i}": (f"{STREETS[i % 8]}{i * 7 + 1}号院", [code for code in SCHOOLS if SCHOOLS[code][1] == ("YLX1", "YLX2")[i % 2]])
    for i in range(24)
}


def home_of(code):
    """Where a compound lies: near the schools of its side."""
    number = int(code[1:]) - 101
    return (116.06 if number % 2 else 116.26) + number % 5 / 250, 40.36 + number % 7 / 300


CLASSES = ["local_owner", "local_family", "local_rent", "treated", "city", "elsewhere"]
CLASS_TITLES = ["本区户籍，监护人自有住房", "本区户籍，三代同户或公租房", "本区户籍，租房", "按本市户籍对待", "本市其他区户籍或集体户", "外省市户籍，审核通过"]
RESERVED_PERCENT = 5


def id_number(birth, sequence, division="990101"):
    """A number of a division that does not exist, with its right check character."""
    digits = f"{division}{birth:%Y%m%d}{sequence:03}"
    weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
    return digits + "10X98765432"[sum(int(digit) * weight for digit, weight in zip(digits, weights)) % 11]


@dataclasses.dataclass
class Family:
    """A family with what it fills in, and how it goes about it."""

    index: int
    name: str
    birth: datetime.date
    child_id: str
    guardian: str
    guardian_id: str
    mobile: str
    place: str
    unit: str
    answers: dict
    choices: list
    sibling: tuple = None  # school, name, identity number, whether the registers have it
    twin: "Family" = None
    habits: set = dataclasses.field(default_factory=set)
    second_choices: list = None  # after second thoughts, or under a second number
    fate: str = "accepted"
    number: str = None
    other_number: str = None  # of a second application
    set_class: str = None

    @property
    def documents(self):
        """The documents that the round's rules ask for with these answers."""
        hukou, home, service = (self.answers[key] for key in ("hukou", "home", "service"))
        needed = ["household", "birth"]
        needed += {"own": ["title_deed"], "grandparents": ["title_deed"], "public": ["public_housing"], "rent": ["lease"]}[home]
        needed += {"elsewhere": ["residence_permit", "employment"], "city": ["employment"], "collective": ["employment"],
                   "treated": ["treated_as_local"]}.get(hukou, [])
        return needed + (["policy"] if service != "none" else [])

    @property
    def rank(self):
        """The place of its class in the order, from 1."""
        if self.set_class:
            return CLASSES.index(self.set_class) + 1
        hukou, home = self.answers["hukou"], self.answers["home"]
        if hukou == "here":
            return {"own": 1, "grandparents": 2, "public": 2, "rent": 3}[home]
        return {"treated": 4, "city": 5, "collective": 5, "elsewhere": 6}[hukou]

    @property
    def wishes(self):
        return self.second_choices if self.second_choices and self.fate == "accepted" else self.choices

    @property
    def passphrase(self):
        return PASSPHRASE.format(self.index)


def families(seed=2027):
    """The 300 families, the same for the same seed."""
    dice = random.Random(seed)
    surnames, given = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨", "一宁子墨雨桐嘉禾思远书瑶云舒清和"
    everybody = []
    for index in range(300):
        birth = datetime.date(YEAR - 6, 8, 31) - datetime.timedelta(days=dice.randrange(365))
        parent = datetime.date(YEAR - dice.randrange(28, 42), dice.randrange(1, 13), dice.randrange(1, 29))
        surname = dice.choice(surnames)
        place = f"P{101 + index % 24}"
        schools = COMPOUNDS[place][1]
        # By liking, with some chance; most name all they may, some only one or two.
        order = sorted(schools, key=lambda code: -LIKED[code] * dice.uniform(0.4, 1.6))
        everybody.append(Family(
            index, surname + "".join(dice.sample(given, 2)), birth, id_number(birth, index % 998 + 1),
            surname + dice.choice(given), id_number(parent, index % 998 + 1, "990102"), f"138{index:08}", place, f"{index % 12 + 1}-{index % 6 + 1}-{index + 101}",
            {"hukou": dice.choice(["here"] * 5 + ["collective", "city", "elsewhere", "elsewhere", "treated"]),
             "home": dice.choice(["own", "own", "own", "grandparents", "public", "rent", "rent"]),
             "service": dice.choice(["none"] * 19 + ["soldier", "rescue"])},
            order[:dice.choice([1, 2, 3, 4, 4, 4])]))
    _give_parts(everybody, dice)
    return everybody


def _give_parts(everybody, dice):
    """Who does what: the rest fill in their form and hand it in."""
    def some(fate, *indices):
        for index in indices:
            everybody[index].fate = fate

    def habit(name, *indices):
        for index in indices:
            everybody[index].habits.add(name)

    def other_order(family):
        schools = COMPOUNDS[family.place][1]
        return [code for code in reversed(schools) if code != family.choices[0]][:2]

    for index, (one, other) in enumerate([(10, 11), (60, 61), (110, 111), (160, 161)]):
        first, second = everybody[one], everybody[other]
        second.guardian, second.guardian_id, second.mobile = first.guardian, first.guardian_id, first.mobile
        second.place, second.unit, second.answers = first.place, first.unit, dict(first.answers)
        second.birth = first.birth
        second.child_id = id_number(first.birth, other + 1)
        schools = COMPOUNDS[first.place][1]
        first.choices = list(schools[:3])
        # The last pair does not wish alike: it cannot be drawn together.
        second.choices = list(first.choices) if index < 3 else list(reversed(first.choices))
        first.answers["service"] = second.answers["service"] = "none"
        first.twin, second.twin = second, first
    for index in range(20, 28):
        family = everybody[index]
        school = family.choices[0]
        birth = datetime.date(YEAR - 9, 3, index - 10)
        family.sibling = (school, family.name[0] + "兄", id_number(birth, index, "990103"), index < 26)
    everybody[31].birth = datetime.date(YEAR - 6, 9, 1)
    everybody[32].birth = datetime.date(YEAR - 5, 2, 11)
    everybody[33].birth = datetime.date(YEAR - 9, 8, 31)
    everybody[34].birth = datetime.date(YEAR - 6, 8, 31)
    everybody[35].birth = datetime.date(YEAR - 9, 9, 1)
    for family in everybody[31:36]:
        family.child_id = id_number(family.birth, family.index + 1)
    some("too young", 31, 32)
    some("too old", 33)
    some("abandoned", 36, 37, 38, 39)
    some("withdrawn", 41, 42, 43, 44)
    for index in (45, 46):  # Withdrawn, and begun anew under another number.
        everybody[index].second_choices = other_order(everybody[index])
        everybody[index].habits.add("anew")
    for index in range(51, 57):  # Second thoughts: taken back, changed, handed in again.
        everybody[index].second_choices = other_order(everybody[index])
        everybody[index].habits.add("resumes")
    for index in range(70, 75):  # The same child twice, at the desks of two schools; the first application counts.
        everybody[index].habits.add("twice")
    for one, other in ((80, 81), (82, 83)):  # Two families at one address.
        everybody[other].place, everybody[other].unit = everybody[one].place, everybody[one].unit
        everybody[other].choices = list(everybody[one].choices)
    some("refused", 81, 122, 123, 124, 125, 126)
    habit("shares", 80, 81, 82, 83)
    habit("returned", *range(91, 99))
    habit("returned", 99, 100)
    some("never corrected", 99, 100)
    habit("paper returned", 101, 102)
    habit("refused", 121, 122, 123, 124, 125, 126)
    habit("appeals", 121, 122, 123)
    for index in (131, 132):
        everybody[index].answers.update(hukou="here", home="rent")
        everybody[index].set_class = "city"
    plain = [family for family in everybody if family.fate == "accepted" and not family.twin]
    habit("faulty", *[family.index for family in plain if family.index % 20 == 5])
    habit("pauses", *[family.index for family in plain if family.index % 20 == 3])


# --- What was published, worked out anew ---

def expected_list(accepted):
    """The list as it must be published: number, class in halves, places, kinds, wishes."""
    lines = []
    for family in accepted:
        pair = family.twin if family.twin and family.twin.wishes == family.wishes else None
        if pair and pair.number < family.number:
            continue
        own = family.rank * 2
        sibling = family.sibling[0] if family.sibling and family.sibling[3] else None
        wishes = [f"{code}:{own - 1}" if code == sibling else code for code in family.wishes]
        kinds = "policy" if family.answers["service"] != "none" else ""
        lines.append(f"{family.number},{own},{2 if pair else 1},{kinds},{' '.join(wishes)}")
    return "number,class,seats,kinds,choices\n" + "".join(line + "\n" for line in sorted(lines))


def expected_schools():
    lines = (f"{code},{places},first:policy={max(1, places * RESERVED_PERCENT // 100)}\n"
             for code, (_, _, places) in sorted(SCHOOLS.items()))
    return "school,capacity,groups\n" + "".join(lines)


def _read(record):
    """Applicants {number: (class, seats, kinds, [(school, class)])} with their numbers in the draw, and the schools."""
    ranks = {number: int(rank) for _, rank, number, _ in (line.split(",") for line in record["order"].splitlines()[1:])}
    applicants = {}
    for line in record["list"].splitlines()[1:]:
        number, own, seats, kinds, choices = line.split(",")
        wishes = [(choice.split(":")[0], int((choice.split(":") + [own])[1])) for choice in choices.split()]
        applicants[number] = (ranks[number], int(seats), set(kinds.split()), wishes)
    schools = {}
    for line in record["schools"].splitlines()[1:]:
        code, capacity, groups = line.split(",")
        kept = sum(int(group.split("=")[1]) for group in groups.split())
        schools[code] = [(group.split(":")[1].split("=")[0], int(group.split("=")[1])) for group in groups.split()]
        schools[code] += [(None, int(capacity) - kept)] if int(capacity) > kept else []
    return applicants, schools


def choose(groups, candidates, applicants, school):
    """Whom a school takes of those who would come: group by group, each filled in its own order, nobody passed."""
    left, taken = set(candidates), set()
    for kind, seats in groups:
        def standing(number):
            rank, _, kinds, wishes = applicants[number]
            return (kind is not None and kind not in kinds, dict(wishes)[school], rank)

        free = seats
        for number in sorted(left, key=standing):
            needed = applicants[number][1]
            # Who needs more than the group ever has does not stand in its order; else nobody passes who needs more than is free.
            if needed > seats:
                continue
            if needed > free:
                break
            free -= needed
            taken.add(number)
        left -= taken
    return taken


def place(record):
    """Deferred acceptance by cumulative offers: {number: school or None}.

    A school chooses from all who ever asked it, so that nobody passes twins whom it could not take.
    """
    applicants, schools = _read(record)
    asked, offers = dict.fromkeys(applicants, 0), collections.defaultdict(set)
    while True:
        placed = {number: code for code, candidates in offers.items()
                  for number in choose(schools[code], candidates, applicants, code)}
        going = [number for number, (_, _, _, wishes) in applicants.items() if number not in placed and asked[number] < len(wishes)]
        if not going:
            return {number: placed.get(number) for number in applicants}
        for number in going:
            offers[applicants[number][3][asked[number]][0]].add(number)
            asked[number] += 1


def result_of(record):
    return {number: school or None for number, school, _ in (line.split(",") for line in record["result"].splitlines()[1:])}


def check_stable(record):
    """No child would rather be at a school that would take it: each school, asked anew, keeps whom it has."""
    applicants, schools = _read(record)
    result = result_of(record)
    for code, groups in schools.items():
        members = {number for number, school in result.items() if school == code}
        assert sum(applicants[number][1] for number in members) <= sum(seats for _, seats in groups), code
        would_come = set(members)
        for number, (_, _, _, wishes) in applicants.items():
            names = [school for school, _ in wishes]
            have = names.index(result[number]) if result[number] else len(names)
            if code in names[:have]:
                would_come.add(number)
        assert choose(groups, would_come, applicants, code) == members, f"{code}: somebody is passed over"


def load(path):
    with open(path, encoding="utf-8") as file:
        return json.load(file)
