"""Connected components of persons and the phones, addresses, accounts and proxies they carry, with networkx.

Usage: networkx_components.py WORLD MEMBERS
"""

import sys

import networkx
import records

loaded = records.load(sys.argv[1])
edges = records.values(loaded)
graph = networkx.Graph()
graph.add_edges_from((("person", person), ("value", value)) for person, value in edges.itertuples(index=False))
groups = []
for component in networkx.connected_components(graph):
    persons = sorted(name for kind, name in component if kind == "person")
    if len(persons) >= records.LEAST:
        groups.append(persons)
records.write(loaded, sorted(groups, key=lambda persons: (-len(persons), persons)), sys.argv[2])
