"""Planted worlds of four levels and several seeds: medians of the scores, and the same by ring size.

Usage: worlds.py PROGRAM FOLDER RECORDS SEED...
"""

import collections
import sys

from planted import evaluate, make, median, percent, run, share

HEAD = f"{'world':<7}{'record F1':>11}{'B³ F1':>9}{'rings found':>13}{'false rings':>13}{'innocents':>11}{'seconds':>9}"


def row(name, results, seconds):
    """Medians of one level."""
    false = median(result["false_rings"]["total"] for result in results)
    innocents = median(result["innocents_per_10000"] for result in results)
    cells = [
        f"{share(median(result['record']['f1'] for result in results)):>11}",
        f"{share(median(result['b_cubed']['f1'] for result in results)):>9}",
        f"{percent(median(result['rings']['found_share'] for result in results)):>13}",
        f"{false:>13g}{innocents:>11.2f}{median(seconds):>9.2f}",
    ]
    return f"{name:<7}" + "".join(cells)


def strata(results, key):
    """Medians by stratum; a world without rings of a stratum does not count there. Rings are totals."""
    groups = collections.defaultdict(list)
    for result in results:
        for stratum in result[key]:
            groups[stratum["name"]].append(stratum)
    # Size classes by their lower bound, everything else by name.
    order = (lambda name: int(name.rstrip("+").split("-")[0])) if key == "by_size" else str
    for name in sorted(groups, key=order):
        of = groups[name]
        found, findable = sum(one["found"] for one in of), sum(one["findable"] for one in of)
        yield (
            f"  {name:<28}{found:>5} of {findable:>5} found"
            f"{share(median(one['record']['f1'] for one in of)):>11}"
            f"{share(median(one['b_cubed']['f1'] for one in of)):>9}"
        )


def main(program, folder, records, seeds):
    details = []
    print(f"Medians over {len(seeds)} seeds, {records} records each; innocents per 10,000 records\n\n{HEAD}")
    for level in ["plain", "hard", "thin", "null"]:
        results, seconds, look_alikes = [], [], collections.Counter()
        for seed in seeds:
            world = make(program, folder, level, seed, records)
            out = world.with_name(world.name + "-out")
            seconds.append(run(program, world, out))
            results.append(evaluate(program, world, out / "members.csv", records))
            look_alikes.update(results[-1]["false_rings"]["look_alikes"])
            look_alikes["by chance"] += results[-1]["false_rings"]["by_chance"]
        print(row(level, results, seconds), flush=True)
        told = ", ".join(f"{kind} {count}" for kind, count in look_alikes.most_common() if count)
        details.append(f"\n{level}: false rings of all seeds: {told or 'none'}")
        for title, key in [("persons", "by_size"), ("habit", "by_habit")]:
            lines = list(strata(results, key))
            if lines:
                details.append(f"  {title:<28}{'':>20}{'record F1':>11}{'B³ F1':>9}")
                details.extend(lines)
    print("\n".join(details))


main(sys.argv[1], sys.argv[2], sys.argv[3], sys.argv[4:])
