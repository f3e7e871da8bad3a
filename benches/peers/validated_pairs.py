"""What a good analyst would script in a day: validated pairs of phones, flats, accounts and proxies, then red flags.

Two values that more persons carry together than chance allows (Tumminello et al. 2011) tie; tied values are a group; a
group of four persons with more red flags than others is told as a ring. It knows no letters, devices, e-mails, payers
or agents, and no value alone.

Usage: validated_pairs.py WORLD MEMBERS
"""

import collections
import itertools
import math
import re
import sys

import networkx
import pandas
import records

# Largest chance of a pair, and of a group's red flags, that counts as none.
PAIR, FLAGS = 1e-6, 1e-2
# Persons of a value at most: more is a place or the insurer itself; and of a group at least.
MOST, LEAST = 200, 4


def flat(address):
    """Estate, building, unit and room, however the rest is written."""
    found = re.search(r"([一-鿿]{2,4})(\d+)(?:栋|幢|号楼|座|#|-)(\d+)(?:单元|-)(\d{3,4})", address)
    return "-".join(found.groups()) if found else ""


def poisson_tail(count, mean):
    """Chance of so many or more."""
    below = sum(math.exp(-mean) * mean**number / math.factorial(number) for number in range(min(count, 150)))
    return max(1 - below, 0.0)


def flagged(world, loaded):
    """Persons with a red flag: regulator first, above cash value, contact just changed, or both complaint and surrender."""
    complaints = pandas.read_csv(f"{world}/complaints.csv", dtype=str, keep_default_na=False)
    surrenders = pandas.read_csv(f"{world}/surrenders.csv", dtype=str, keep_default_na=False)
    number = lambda column: pandas.to_numeric(surrenders[column], errors="coerce").fillna(0)
    day = lambda cells: pandas.to_datetime(cells, errors="coerce", format="mixed")
    above = number("refund_amount") > 1.2 * number("cash_value") + 0.2 * number("premium_paid")
    changed = (day(surrenders["applied_at"]) - day(surrenders["contact_changed_at"])).dt.days.between(0, 30)
    flags = set(surrenders["surrender_id"][above | changed])
    regulator = complaints["channel"].str.contains("12378|regulator|监|信访|转办")
    both = complaints["policy_no"].isin(surrenders["policy_no"])
    flags |= set(complaints["complaint_id"][regulator & both])
    return set(loaded["person"][loaded["record"].isin(flags)])


def groups(of, persons_of):
    """Sets of values tied by validated pairs."""
    pairs = collections.Counter(pair for values in of.values() for pair in itertools.combinations(sorted(values), 2))
    tied = networkx.Graph()
    for (left, right), count in pairs.items():
        mean = len(persons_of[left]) * len(persons_of[right]) / len(of)
        if count >= 2 and poisson_tail(count, mean) < PAIR:
            tied.add_edge(left, right)
    return networkx.connected_components(tied)


def main(world, members):
    loaded = records.load(world)
    loaded["address"] = loaded["address"].map(flat)
    rows = records.values(loaded)
    persons_of = rows.groupby("value")["person"].apply(set).to_dict()
    persons_of = {value: persons for value, persons in persons_of.items() if 1 < len(persons) <= MOST}
    of = collections.defaultdict(set)
    for value, persons in persons_of.items():
        for person in persons:
            of[person].add(value)
    with_flags, everybody = flagged(world, loaded), loaded["person"].nunique()
    base, rings = len(with_flags) / everybody, []
    for values in groups(of, persons_of):
        persons = set().union(*(persons_of[value] for value in values))
        flags = len(persons & with_flags)
        chance = sum(math.comb(len(persons), k) * base**k * (1 - base) ** (len(persons) - k) for k in range(flags, len(persons) + 1))
        if len(persons) >= LEAST and chance < FLAGS:
            rings.append((chance, sorted(persons)))
    records.write(loaded, [persons for _, persons in sorted(rings)], members)


main(sys.argv[1], sys.argv[2])
