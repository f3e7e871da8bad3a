"""False rings expected by chance against observed ones, and the false share among findings with q up to .05.

Usage: calibration.py PROGRAM FOLDER WORLDS RECORDS FIRST_SEED
The number of false rings by chance is taken as Poisson around the sum of what the runs printed: the observed total
should lie in the central 95 % interval. Look-alikes are no chance and are counted beside.
"""

import itertools
import json
import math
import shutil
import sys

from planted import evaluate, make, run, share

Q = 0.05


def poisson_interval(mean):
    """Smallest counts whose cumulative probability reaches 2.5 % and 97.5 %."""
    total, bounds = 0.0, []
    for count in itertools.count():
        total += math.exp(-mean + count * math.log(mean) - math.lgamma(count + 1)) if mean > 0 else 1.0
        while len(bounds) < 2 and total >= (0.025, 0.975)[len(bounds)] - 1e-12:
            bounds.append(count)
        if len(bounds) == 2:
            return bounds


def main(program, folder, worlds, records, first):
    pooled = {"findings": 0, "by_chance": 0, "look_alikes": 0}
    print(f"{worlds} worlds of {records} records a level\n")
    print(f"{'world':<8}{'expected':>10}{'95 % interval':>16}{'by chance':>11}{'look-alikes':>13}{'inside':>8}")
    for level in ["null", "hard"]:
        expected, by_chance, look_alikes, silent = 0.0, 0, 0, 0
        for seed in range(int(first), int(first) + int(worlds)):
            world = make(program, folder, level, seed, records)
            out = world.with_name(world.name + "-out")
            run(program, world, out)
            told = json.loads((out / "manifest.json").read_text(encoding="utf-8"))["expected_false_rings"]
            silent += told is None
            expected += told["by_chance"] if told else 0.0
            result = evaluate(program, world, out / "members.csv", records)
            by_chance += result["false_rings"]["by_chance"]
            look_alikes += result["false_rings"]["total"] - result["false_rings"]["by_chance"]
            for part in result["calibration"]:
                if part["q_up_to"] == Q:
                    for key in pooled:
                        pooled[key] += part[key]
            shutil.rmtree(world)
            shutil.rmtree(out)
        if silent:
            print(f"{level:<8} {silent} of {worlds} runs expected nothing: without permutations nothing is estimated")
            continue
        low, high = poisson_interval(expected)
        inside = "yes" if low <= by_chance <= high else "no"
        print(f"{level:<8}{expected:>10.2f}{f'{low} to {high}':>16}{by_chance:>11}{look_alikes:>13}{inside:>8}", flush=True)
    judged = pooled["findings"] - pooled["look_alikes"]
    observed = pooled["by_chance"] / judged if judged else None
    print(
        f"\nq up to {Q}: {pooled['findings']} findings, {pooled['by_chance']} false by chance, "
        f"{pooled['look_alikes']} look-alikes; observed false share {share(observed)}"
    )


main(*sys.argv[1:])
