"""Solves hospital-resident games with the package `matching`: reads a JSON list of games, prints a JSON list of results."""
import json
import sys
import warnings

from matching.games import HospitalResident

warnings.simplefilter("ignore")
results = []
for game in json.load(open(sys.argv[1], encoding="utf-8")):
    # The package takes only pairs that rank each other, and only players with such a pair.
    students = {s: [c for c in list if s in game["schools"][c]["priorities"]] for s, list in game["students"].items()}
    schools = {c: [s for s in school["priorities"] if c in students[s]] for c, school in game["schools"].items()}
    students = {s: list for s, list in students.items() if list}
    schools = {c: list for c, list in schools.items() if list}
    capacities = {c: game["schools"][c]["capacity"] for c in schools}
    found = {}
    if students:
        solved = HospitalResident.create_from_dictionaries(students, schools, capacities).solve(optimal="resident")
        found = {resident.name: hospital.name for hospital, residents in solved.items() for resident in residents}
    results.append(found)
print(json.dumps(results))
