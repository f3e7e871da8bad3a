"""Times polars' text read and ringkeeper's whole run on the same files, alternating, and prints medians."""

import os
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


empty = statistics.median(measure([sys.executable, "-c", "import polars"])[0] for _ in range(3))
polars, ringkeeper = [], []
for _ in range(runs):
    polars.append(measure([sys.executable, "-c", read, *files]))
    ringkeeper.append(measure(ours))
floor = statistics.median(seconds for seconds, _ in polars) - empty
mine = statistics.median(seconds for seconds, _ in ringkeeper)
print(f"polars reads as text  {floor:6.2f} s  {max(mb for _, mb in polars):6.0f} MB peak (start-up taken off)")
print(f"ringkeeper run        {mine:6.2f} s  {max(mb for _, mb in ringkeeper):6.0f} MB peak")
print(f"ratio                 {mine / floor:6.2f}")
