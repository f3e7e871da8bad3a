"""Planted worlds, runs on them, and their scores: what the benches share. Truth comes from the simulator alone."""

import json
import pathlib
import shutil
import statistics
import subprocess
import time


def make(program, folder, level, seed, records):
    """Simulates a world anew and returns its folder."""
    world = pathlib.Path(folder) / f"{level}-{records}-{seed}"
    shutil.rmtree(world, ignore_errors=True)
    quietly(program, "simulate", "--records", records, "--seed", seed, "--level", level, "--out", world)
    return world


def run(program, world, out):
    """Runs ringkeeper with the settings it ships and returns the seconds it took."""
    return quietly(program, "run", "--config", world / "ringkeeper.toml", "--out", out, "--quiet")


def evaluate(program, world, members, records):
    """What `ringkeeper evaluate` says of a members.csv."""
    command = [program, "evaluate", "--members", members, "--truth", world / "truth.csv", "--records", records]
    out = subprocess.run([str(part) for part in [*command, "--format", "json"]], check=True, stdout=subprocess.PIPE)
    return json.loads(out.stdout)


def quietly(*command):
    """Runs a command and returns the seconds it took."""
    start = time.perf_counter()
    subprocess.run([str(part) for part in command], check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start


def median(numbers):
    """The median of the numbers that are there, or None."""
    there = [number for number in numbers if number is not None]
    return statistics.median(there) if there else None


def share(number):
    """Three decimals, or a dash."""
    return "–" if number is None else f"{number:.3f}"


def percent(number):
    """Whole percent, or a dash."""
    return "–" if number is None else f"{100 * number:.0f} %"
