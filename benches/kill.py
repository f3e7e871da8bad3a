"""Kills a night at random moments and looks at what is left.

A night is one run with a store. The state is the output folder (manifest.json without its timing) and every row of the
store. Before each kill the state of the first night is put back; after it, the state must be that of the first or of
the second night, outputs may not run ahead of the store, and a run without a kill must end in the second night.

A moment is drawn in one of four ways, because the dangerous part of a run is its last hundredth: anywhere in the run;
in its report stage, which the log tells; after the last staged file has appeared; and when the journal of the store
grows by the night's transaction, which is when the store is ahead of the outputs.
"""

import csv
import json
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

FIRST, SECOND = "2025-12-31", "2026-12-31"


def run(program, work, as_of):
    tables = [f"--{name}={work}/{name}.csv" for name in ("complaints", "surrenders")]
    return [program, "run", *tables, f"--out={work}/out", f"--store={work}/rings.db", "--permutations=0",
            "--quiet", f"--as-of={as_of}"]


def write_inputs(work, until):
    """The records of the world up to a day."""
    for name, date in (("complaints", "received_at"), ("surrenders", "applied_at")):
        with open(work / f"world/{name}.csv", newline="", encoding="utf-8-sig") as source:
            reader = csv.DictReader(source)
            with open(work / f"{name}.csv", "w", newline="", encoding="utf-8") as target:
                writer = csv.DictWriter(target, reader.fieldnames)
                writer.writeheader()
                writer.writerows(row for row in reader if row[date][:10] <= until)


def start(program, work):
    """A run with its log, a line of JSON a stage."""
    command = [*run(program, work, SECOND), "--log-format=json"]
    return subprocess.Popen(command, stderr=subprocess.PIPE)


def size(path):
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return 0


def wait_for(process, what):
    """Waits for something without a pause; not if the process ends first."""
    while not what() and process.poll() is None:
        pass


def report_begins(process, _):
    for line in process.stderr:
        if b'"report"' in line:
            return


def staged(process, work):
    """The manifest is the last file that is written before the transaction."""
    wait_for(process, (work / ".out.staging/manifest.json").exists)


def committing(process, work):
    staged(process, work)
    journal = work / "rings.db-wal"
    before = size(journal)
    wait_for(process, lambda: size(journal) > before)


def tail(program, work, begins):
    """Seconds from a beginning to the end of a run: the shortest of three."""
    took = []
    for _ in range(3):
        process = start(program, work)
        begins(process, work)
        since = time.monotonic()
        process.communicate()
        took.append(time.monotonic() - since)
    return min(took)


def middle(work):
    """The day before which half of the complaints came."""
    with open(work / "world/complaints.csv", newline="", encoding="utf-8-sig") as source:
        days = sorted(row["received_at"][:10] for row in csv.DictReader(source))
    return days[len(days) // 2]


def outputs(work):
    out = {path.name: path.read_bytes() for path in sorted((work / "out").iterdir())}
    manifest = json.loads(out["manifest.json"])
    manifest.pop("timing")
    out["manifest.json"] = json.dumps(manifest)
    out.pop("report.html", None)
    return out


def rows(work):
    """Every row of the store; whatever the journal holds is recovered by reading."""
    store = sqlite3.connect(work / "rings.db")
    assert store.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    tables = [name for (name,) in store.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]
    out = {table: store.execute(f"SELECT * FROM {table}").fetchall() for table in tables}
    store.close()
    return out


def main():
    program, work, kills = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3])
    dice = random.Random(int(sys.argv[4]))
    half = middle(work)
    write_inputs(work, half)
    subprocess.run(run(program, work, FIRST), check=True)
    before = outputs(work), rows(work)
    saved = work / "saved"
    saved.mkdir()
    shutil.copytree(work / "out", saved / "out")
    for name in ("rings.db", "rings.db.key"):
        shutil.copy2(work / name, saved / name)
    write_inputs(work, "9999")
    ways = [(lambda process, work: None, 0.2), (report_begins, 0.3), (staged, 0.2), (committing, 0.3)]
    tails = [tail(program, work, begins) for begins, _ in ways]
    after = outputs(work), rows(work)
    assert before != after
    counts = {"before the commit": 0, "between commit and exchange": 0, "after the exchange": 0}
    ended_before = 0
    while sum(counts.values()) < kills:
        shutil.rmtree(work / "out")
        shutil.rmtree(work / ".out.staging", ignore_errors=True)
        shutil.copytree(saved / "out", work / "out")
        for path in work.glob("rings.db*"):
            path.unlink()
        for name in ("rings.db", "rings.db.key"):
            shutil.copy2(saved / name, work / name)
        way = dice.choices(range(len(ways)), [weight for _, weight in ways])[0]
        # A little past the end too, so that the end itself is reached on a slow turn.
        pause = tails[way] * dice.uniform(0, 1.1)
        process = start(program, work)
        ways[way][0](process, work)
        time.sleep(pause)
        process.send_signal(signal.SIGKILL)
        process.communicate()
        ended = process.returncode == 0
        store, out = rows(work), outputs(work)
        assert store in (before[1], after[1]), "the store is neither before nor after"
        assert out in (before[0], after[0]), "the outputs are neither before nor after"
        assert out == before[0] or store == after[1], "outputs run ahead of the store"
        if ended:
            ended_before += 1
        elif store == before[1]:
            counts["before the commit"] += 1
        elif out == before[0]:
            counts["between commit and exchange"] += 1
        else:
            counts["after the exchange"] += 1
        subprocess.run(run(program, work, SECOND), check=True)
        assert (outputs(work), rows(work)) == after, "the next run does not end in the second night"
    print(f"{kills} kills of a run of {tails[0]:.2f} s; all states whole, all next runs succeeded")
    for name, count in counts.items():
        print(f"  {name}: {count}")
    print(f"  (not counted: {ended_before} runs had ended before their moment came)")


main()
