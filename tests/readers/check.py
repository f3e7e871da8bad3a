"""Loads the exported files of an output folder with independent readers and compares counts with the CSV tables.

Usage: check.py OUTPUT_FOLDER TRENDS_FOLDER CASE_FOLDER (written with --lang en; trends of January to June 2026; a
ring with letters). Exits with a traceback at the first difference.
"""

import csv
import hashlib
import json
import pathlib
import sys
import warnings
import zipfile

import docx
import networkx
import openpyxl
from followthemoney import model


def table(folder, name):
    with open(folder / name, encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def check_graphs(folder, nodes, edges):
    """GraphML and GEXF, read by networkx."""
    for graph in (
        networkx.read_graphml(folder / "graph.graphml", force_multigraph=True),
        networkx.read_gexf(folder / "graph.gexf"),
    ):
        assert graph.number_of_nodes() == len(nodes), graph
        assert graph.number_of_edges() == len(edges), graph


def check_neo4j(folder, nodes, edges):
    """The header rules of neo4j-admin database import: unique ids, relationships between known ids."""
    ids = [row["id:ID"] for row in table(folder, "neo4j_nodes.csv")]
    assert len(ids) == len(set(ids)) == len(nodes)
    relationships = table(folder, "neo4j_relationships.csv")
    assert len(relationships) == len(edges)
    for row in relationships:
        assert row[":START_ID"] in ids and row[":END_ID"] in ids and row[":TYPE"], row


def check_follow_the_money(folder, nodes, edges):
    """Every entity is valid, and no property is dropped by the model's cleaning."""
    count = 0
    for line in open(folder / "followthemoney.jsonl", encoding="utf-8"):
        told = json.loads(line)
        entity = model.get_proxy({**told, "properties": {}})
        for name, values in told["properties"].items():
            for value in values:
                entity.add(name, value)
        assert all(entity.get(name) for name in told["properties"]), told
        entity.schema.validate(entity.to_dict())
        count += 1
    assert count == len(nodes) + len(edges)


def check_workbook(folder):
    """Each sheet has a guardrail, a header, and the rows of its table; identifiers are text."""
    warnings.filterwarnings("ignore", module="openpyxl")
    workbook = openpyxl.load_workbook(folder / "rings.xlsx")
    for name in ["alerts", "rings", "members", "links", "actors", "mis_selling", "hubs", "rejects"]:
        sheet, rows = workbook[name], table(folder, f"{name}.csv")
        assert sheet.cell(1, 1).value.startswith("Leads for verification only"), name
        assert sheet.max_row - 2 == len(rows), name
        header = [cell.value for cell in sheet[2]]
        assert header == list(rows[0]) if rows else header, name
        for column, title in enumerate(header, 1):
            if title.endswith("_id") or title in ("value", "value_token", "reasons"):
                assert all(
                    sheet.cell(row, column).data_type in ("s", "n") and not isinstance(sheet.cell(row, column).value, float)
                    for row in range(3, sheet.max_row + 1)
                ), (name, title)
    assert workbook["trends"]._charts, "the months are drawn"


def check_trends(results, folder):
    """trends.xlsx: every sheet under the guardrail, months drawn, and its sums those of trends.csv."""
    workbook = openpyxl.load_workbook(folder / "trends.xlsx")
    for name in ["summary", "trends", "branch", "channel", "product", "sources"]:
        assert workbook[name].cell(1, 1).value.startswith("Leads for verification only"), name
    assert workbook["summary"]._charts, "the months are drawn"
    rows = [row for row in table(results, "trends.csv") if row["month"] <= "2026-06" and row["month"] >= "2026-01"]
    figures = {row[0].value: row[1].value for row in workbook["summary"].iter_rows(min_row=4)}
    assert figures["Complaints"] == sum(int(row["complaints"]) for row in rows)
    assert round(figures["Excess refund"], 2) == round(sum(float(row["excess_refund"]) for row in rows), 2)
    header = [cell.value for cell in workbook["branch"][2]]
    column = header.index("ring_records") + 1
    of_branches = sum(workbook["branch"].cell(row, column).value for row in range(3, workbook["branch"].max_row + 1))
    assert of_branches == sum(int(row["ring_records"]) for row in rows)


def check_case(results, folder):
    """case.docx: as many persons, roles and reasons as the tables, letters lined up; case.zip: every file as listed."""
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    ring = manifest["case"]
    of_ring = lambda name: [row for row in table(results, name) if row["ring_id"] == ring]
    document = docx.Document(folder / "case.docx")
    rows = {found.cell(0, 0).text: len(found.rows) - 1 for found in document.tables if found.cell(0, 0).text != "Bits"}
    assert rows["Person"] == len({row["person"] for row in of_ring("members.csv")})
    reasons = [found for found in document.tables if found.cell(0, 0).text == "Bits"]
    assert sum(len(found.rows) - 1 for found in reasons) == len(of_ring("reasons.csv"))
    letters = next(found for found in document.tables if found.cell(0, 3).text == "Made of")
    assert len(letters.rows) > 2 and all("[" in row.cells[3].text for row in letters.rows[1:])
    assert document.sections[0].footer.paragraphs[0].text.startswith("Leads for verification only")
    with zipfile.ZipFile(folder.with_suffix(".zip")) as archive:
        for name, digest in manifest["outputs"].items():
            assert hashlib.sha256(archive.read(f"{folder.name}/{name}")).hexdigest() == digest, name


def check_counts(folder, nodes, edges):
    """Nodes and edges against members.csv, links.csv and rings.csv."""
    members, links = table(folder, "members.csv"), table(folder, "links.csv")
    person = {row["record_id"]: row["person"] for row in members}
    kinds = lambda kind: sum(row["kind"] == kind for row in edges)
    assert kinds("member_of") == len({(row["ring_id"], row["person"]) for row in members})
    assert kinds("uses") == len({(row["ring_id"], person[row["record_id"]], row["value_token"]) for row in links})
    assert {row["id"] for row in nodes if row["kind"] == "value"} == {row["value_token"] for row in links}
    assert sum(row["kind"] == "ring" for row in nodes) == len(table(folder, "rings.csv"))


def main(folder, trends, case):
    folder = pathlib.Path(folder)
    nodes, edges = table(folder, "nodes.csv"), table(folder, "edges.csv")
    assert nodes and edges
    check_graphs(folder, nodes, edges)
    check_neo4j(folder, nodes, edges)
    check_follow_the_money(folder, nodes, edges)
    check_workbook(folder)
    check_counts(folder, nodes, edges)
    check_trends(folder, pathlib.Path(trends))
    check_case(folder, pathlib.Path(case))
    print(f"{len(nodes)} nodes, {len(edges)} edges: networkx, Neo4j's header rules, followthemoney, openpyxl, python-docx agree")


main(*sys.argv[1:])
