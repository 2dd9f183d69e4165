"""match.py SIZE [rounds]: the round of Sources/measure/Admissions.swift placed by the package `matching`, drawn numbers as every school's order.
match.py lottery N [rounds]: the keys and order of a draw by Python's hashlib. Prints the line that `measure` prints."""
import hashlib
import hmac
import json
import sys
import threading
import time
import warnings


def numbers(count, label):
    seed = hashlib.sha256(label).digest()
    keys = ((hmac.digest(seed, label + b"\n%d" % (2_026_000_000 + i), "sha256"), i) for i in range(count))
    return [i for _, i in sorted(keys)]


def market(applicants, schools, choices):
    state, lists = 1, []

    def draw(bound):
        nonlocal state
        state = (state * 6364136223846793005 + 1442695040888963407) % 2**64
        return (state >> 33) % bound

    for _ in range(applicants):
        named = []
        while len(named) < choices:
            school = min(draw(schools), draw(schools))
            if school not in named:
                named.append(school)
        lists.append(named)
    return lists


def solve():
    if sys.argv[1] == "lottery":
        rounds, job = int(sys.argv[3]), lambda: numbers(int(sys.argv[2]), b"lottery").index(0) + 1
    else:
        from matching.games import HospitalResident
        warnings.simplefilter("ignore")
        applicants, schools, choices = map(int, sys.argv[1].split("x"))
        lists, rounds = market(applicants, schools, choices), int(sys.argv[2])

        def job():
            orders = {school: [] for school in range(schools)}
            for i in numbers(applicants, b"match"):
                for school in lists[i]:
                    orders[school].append(i)
            students = {i: named for i, named in enumerate(lists)}
            orders = {school: order for school, order in orders.items() if order}
            game = HospitalResident.create_from_dictionaries(students, orders, {school: applicants // schools for school in orders})
            result = game.solve(optimal="resident")
            assert game.check_stability() and game.check_validity()
            return sum(len(residents) for residents in result.values())
    best = float("inf")
    for _ in range(rounds):
        begin = time.perf_counter(); result = job(); best = min(best, time.perf_counter() - begin)
    print(json.dumps({"seconds": best, "bytes": 0, "result": result}))


# The package recurses deeply where many are displaced.
sys.setrecursionlimit(1_000_000)
threading.stack_size(1 << 30 if sys.maxsize > 2**32 else 1 << 28)
thread = threading.Thread(target=solve)
thread.start()
thread.join()
