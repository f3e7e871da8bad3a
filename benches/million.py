"""Times polars' text read and ringkeeper's whole run, without and with a store that knows the night before, on the
same files, alternating, and prints medians."""

import os
import pathlib
import statistics
import subprocess
import sys
import time

program, work, runs = sys.argv[1], sys.argv[2], int(sys.argv[3])
tables = ["complaints", "surrenders", "agents", "policies"]
files = [f"{work}/world/{table}.csv" for table in tables]
read = "import polars as pl, sys\nfor f in sys.argv[1:]: pl.read_csv(f, infer_schema=False)"
out = f"{work}/out"
ours = [program, "run", "--quiet", "--out", out]
for table, file in zip(tables, files):
    ours += [f"--{table}", file]


def measure(command):
    """Seconds and peak megabytes of one command."""
    start = time.perf_counter()
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(child.pid, 0)
    if status:
        sys.exit(f"{command[0]} failed with status {status}")
    return time.perf_counter() - start, usage.ru_maxrss / 1024


# The rings of the night before, so that tonight's have something to be matched with.
for name in ["", ".key", ".lock", "-wal", "-shm"]:
    pathlib.Path(f"{work}/million.db{name}").unlink(missing_ok=True)
night = ["--store", f"{work}/million.db", "--as-of"]
measure(ours + night + ["2026-10-30"])

empty = statistics.median(measure([sys.executable, "-c", "import polars"])[0] for _ in range(3))
polars, ringkeeper, tracked = [], [], []
for _ in range(runs):
    polars.append(measure([sys.executable, "-c", read, *files]))
    ringkeeper.append(measure(ours + ["--as-of", "2026-10-31"]))
    tracked.append(measure(ours + night + ["2026-10-31"]))
floor = statistics.median(seconds for seconds, _ in polars) - empty
mine = statistics.median(seconds for seconds, _ in ringkeeper)
print(f"polars reads as text  {floor:6.2f} s  {max(mb for _, mb in polars):6.0f} MB peak (start-up taken off)")
print(f"ringkeeper run        {mine:6.2f} s  {max(mb for _, mb in ringkeeper):6.0f} MB peak")
store = statistics.median(seconds for seconds, _ in tracked)
print(f"with --store          {store:6.2f} s  {max(mb for _, mb in tracked):6.0f} MB peak, {store / mine - 1:+.1%}")
print(f"ratio                 {mine / floor:6.2f}")
