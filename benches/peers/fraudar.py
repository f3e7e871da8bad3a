"""FRAUDAR: the densest blocks of persons and values by greedy peeling (Hooi et al. 2016, KDD).

Usage: fraudar.py WORLD MEMBERS
An edge weighs 1 / log(degree of its value + 5), so that popular values hide nobody. The block with the largest mean
weight over all peeling steps is a finding; its edges are taken out and the peeling starts again, BLOCKS times, for the
method has no stopping rule of its own.
"""

import heapq
import math
import sys

import records

# As many blocks as an analyst would look at.
BLOCKS = 20


def densest(edges):
    """The persons and values left when the mean edge weight is largest."""
    degree, around = {}, {}
    for person, value in edges:
        degree[value] = degree.get(value, 0) + 1
    for person, value in edges:
        weight = 1.0 / math.log(degree[value] + 5.0)
        left, right = (0, person), (1, value)
        around.setdefault(left, []).append((right, weight))
        around.setdefault(right, []).append((left, weight))
    mass = {node: sum(weight for _, weight in links) for node, links in around.items()}
    total, alive = sum(mass.values()) / 2.0, set(mass)
    heap = [(weight, node) for node, weight in mass.items()]
    heapq.heapify(heap)
    order, best, kept = [], -1.0, 0
    while alive:
        if total / len(alive) > best:
            best, kept = total / len(alive), len(order)
        weight, node = heapq.heappop(heap)
        if node not in alive or weight != mass[node]:
            continue
        alive.remove(node)
        order.append(node)
        total -= weight
        for other, shared in around[node]:
            if other in alive:
                mass[other] -= shared
                heapq.heappush(heap, (mass[other], other))
    return set(order[kept:])


loaded = records.load(sys.argv[1])
rows = records.values(loaded).sort_values(["person", "value"])
# A value of one person ties nobody and only makes the peeling longer.
rows = rows[rows.groupby("value")["person"].transform("size") >= 2]
edges = list(rows.itertuples(index=False, name=None))
groups = []
for _ in range(BLOCKS):
    if not edges:
        break
    block = densest(edges)
    persons = sorted(name for side, name in block if side == 0)
    if len(persons) >= records.LEAST:
        groups.append(persons)
    edges = [(person, value) for person, value in edges if (0, person) not in block or (1, value) not in block]
records.write(loaded, groups, sys.argv[2])
