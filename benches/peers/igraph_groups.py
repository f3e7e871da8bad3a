"""Pairs of persons from a DuckDB join, then igraph components or Leiden communities (Traag, Waltman & van Eck 2019).

Usage: igraph_groups.py components|leiden WORLD MEMBERS
Values of more than 50 persons are left out, as every tutorial advises: they would make one giant component, and the
join quadratic.
"""

import sys

import duckdb
import igraph
import leidenalg
import records

PAIRS = """
with shared as (
    select value from edges group by value having count(distinct person) between 2 and 50
)
select a.person, b.person, count(*) as weight
from edges a join edges b on a.value = b.value and a.person < b.person
where a.value in (from shared)
group by all
order by all
"""

method, world, members = sys.argv[1:]
loaded = records.load(world)
edges = records.values(loaded)
pairs = duckdb.sql(PAIRS).fetchall()
graph = igraph.Graph.TupleList(pairs, weights=True)
if method == "components":
    found = graph.connected_components()
else:
    found = leidenalg.find_partition(graph, leidenalg.ModularityVertexPartition, weights="weight", seed=1)
groups = [sorted(graph.vs[number]["name"] for number in group) for group in found if len(group) >= records.LEAST]
records.write(loaded, sorted(groups, key=lambda persons: (-len(persons), persons)), members)
