"""flow_make.py FOLDER: writes the instances of the job `flow`, one a file, and prints a line each: name, path, known optimum.

A file holds, a line each: points, schools, arcs, cost of leaving a child unplaced; children; places; where each point's arcs
begin; the school of each arc; its cost.
"""
import os, sys
import numpy as np

folder = sys.argv[1]


def write(name, optimum, children, places, starts, schools, costs, unplaced):
    path = os.path.join(folder, name.replace(" ", "") + ".txt")
    with open(path, "w") as out:
        out.write(f"{len(children)} {len(places)} {len(schools)} {unplaced}\n")
        for row in (children, places, starts, schools, costs):
            out.write(" ".join(map(str, row)) + "\n")
    print(name, path, optimum, sep="\t")


def blocks(points, schools, nearest, seed=1):
    """Blocks and schools anywhere in a square, places for 5 % more than there are."""
    random = np.random.default_rng(seed)
    home, place = random.random((points, 2)), random.random((schools, 2))
    length = np.hypot(home[:, None, 0] - place[None, :, 0], home[:, None, 1] - place[None, :, 1])
    children = random.integers(1, 30, points)
    places = np.full(schools, int(np.ceil(children.sum() * 1.05 / schools)))
    near = np.argsort(length, 1)[:, :nearest]
    costs = (np.take_along_axis(length, near, 1) * 10000).astype(np.int64)
    return children, places, range(0, points * nearest + 1, nearest), near.ravel(), costs.ravel(), 1_000_000


def pupils():
    """30,000 pupils one by one, half of them round 30 centres, 150 schools, the nearest 20 each; metres."""
    state = 88172645463325252

    def draw():
        nonlocal state
        state ^= state << 13 & (1 << 64) - 1; state ^= state >> 7; state ^= state << 17 & (1 << 64) - 1
        return (state >> 11) / (1 << 53)
    count, schools, nearest = 30_000, 150, 20
    sx = np.array([draw() * 30_000 for _ in range(schools)]); sy = np.array([draw() * 30_000 for _ in range(schools)])
    cx = [draw() * 30_000 for _ in range(30)]; cy = [draw() * 30_000 for _ in range(30)]
    x, y = np.empty(count), np.empty(count)
    for i in range(count):
        if i % 2 == 0:
            x[i], y[i] = draw() * 30_000, draw() * 30_000
        else:
            k = int(draw() * 30); x[i] = cx[k] + (draw() - 0.5) * 4000; y[i] = cy[k] + (draw() - 0.5) * 4000
    places = [120 + int(draw() * 180) for _ in range(schools)]
    dx, dy = x[:, None] - sx[None, :], y[:, None] - sy[None, :]
    root = np.sqrt(dx * dx + dy * dy); length = np.floor(root + 0.5).astype(np.int64)
    near = np.argsort(length, 1, kind="stable")[:, :nearest]
    costs = np.take_along_axis(length, near, 1)
    return [1] * count, places, range(0, count * nearest + 1, nearest), near.ravel(), costs.ravel(), 100_000


write("2,000 × 100 × 20", 23208188, *blocks(2000, 100, 20))
write("10,000 × 300 × 20", 53568824, *blocks(10_000, 300, 20))
write("50,000 × 300 × 20", 283616390, *blocks(50_000, 300, 20))
write("30,000 pupils × 150", 53315962, *pupils())
