"""Planted worlds: rings found and false rings by level and seed. Truth comes from the simulator alone.

Usage: worlds.py PROGRAM FOLDER RECORDS SEED...
A ring is found when one finding holds half of its records; a finding is false when most of its records are not a
ring's.
"""

import collections
import csv
import subprocess
import sys

program, folder, records, seeds = sys.argv[1], sys.argv[2], sys.argv[3], sys.argv[4:]


def rows(path):
    with open(path, encoding="utf-8") as file:
        return list(csv.DictReader(file))


def judge(world, out):
    """Planted rings, rings found, false rings; habits of the missed ones."""
    truth = {row["record_id"]: row for row in rows(f"{world}/truth.csv")}
    size = collections.Counter(row["group"] for row in truth.values() if row["is_ring"] == "yes")
    habit = {row["group"]: row["habit"] for row in truth.values()}
    members = collections.defaultdict(list)
    for row in rows(f"{out}/members.csv"):
        members[row["ring_id"]].append(row["record_id"])
    best, false = collections.Counter(), 0
    for found in members.values():
        groups = collections.Counter(truth[record]["group"] if record in truth else "" for record in found)
        group, hits = groups.most_common(1)[0]
        if group in size:
            best[group] = max(best[group], hits)
        else:
            false += 1
    missed = [group for group in size if best[group] * 2 < size[group]]
    return len(size), len(size) - len(missed), false, [f"{habit[group]} ({size[group]})" for group in missed]


for level in ["plain", "hard", "null"]:
    total = [0, 0, 0]
    missed = []
    for seed in seeds:
        world, out = f"{folder}/{level}-{seed}", f"{folder}/{level}-{seed}-out"
        quiet = {"stdout": subprocess.DEVNULL, "check": True}
        subprocess.run(["rm", "-rf", world, out], check=True)
        make = [program, "simulate", "--records", records, "--seed", seed, "--level", level, "--out", world]
        subprocess.run(make, **quiet)
        subprocess.run([program, "run", "--config", f"{world}/ringkeeper.toml", "--out", out, "--quiet"], **quiet)
        planted, found, false, absent = judge(world, out)
        total = [total[0] + planted, total[1] + found, total[2] + false]
        missed += absent
    print(f"{level:<6} {total[1]:>4} of {total[0]:>4} rings found, {total[2]} false; missed: {', '.join(missed) or 'none'}")
