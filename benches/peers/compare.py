"""Runs every peer and ringkeeper on the same planted worlds and prints the medians over the seeds.

Usage: compare.py PROGRAM FOLDER RECORDS SEED...
Seconds are those of the whole process, reading included.
"""

import pathlib
import sys

from planted import evaluate, make, median, percent, quietly, run, share

HERE = pathlib.Path(__file__).parent
PEERS = {
    "SQL: phone shared by 3": ["sql_rule.py"],
    "Validated pairs and flags": ["validated_pairs.py"],
    "networkx components": ["networkx_components.py"],
    "DuckDB + igraph components": ["igraph_groups.py", "components"],
    "DuckDB + Leiden": ["igraph_groups.py", "leiden"],
    "FRAUDAR, 20 blocks": ["fraudar.py"],
}


def scores(program, world, records):
    """Result and seconds of every method on one world."""
    for name, (script, *arguments) in PEERS.items():
        members = world / "members.csv"
        seconds = quietly(sys.executable, HERE / script, *arguments, world, members)
        yield name, evaluate(program, world, members, records), seconds
    out = world.with_name(world.name + "-out")
    seconds = run(program, world, out)
    yield "ringkeeper", evaluate(program, world, out / "members.csv", records), seconds


def main(program, folder, records, seeds):
    print(f"Medians over {len(seeds)} seeds, {records} records each\n")
    head = f"{'':<28}{'record F1':>11}{'B³ F1':>9}{'rings found':>13}{'false rings':>13}"
    for level in ["plain", "hard", "null"]:
        results = {}
        for seed in seeds:
            world = make(program, folder, level, seed, records)
            for name, result, seconds in scores(program, world, records):
                results.setdefault(name, []).append((result, seconds))
        print(f"{level}\n{head}{'s':>6}")
        for name, of in results.items():
            print(
                f"{name:<28}{share(median(result['record']['f1'] for result, _ in of)):>11}"
                f"{share(median(result['b_cubed']['f1'] for result, _ in of)):>9}"
                f"{percent(median(result['rings']['found_share'] for result, _ in of)):>13}"
                f"{median(result['false_rings']['total'] for result, _ in of):>13g}"
                f"{median(seconds for _, seconds in of):>6.1f}",
                flush=True,
            )
        print()


main(sys.argv[1], sys.argv[2], sys.argv[3], sys.argv[4:])
