#!/usr/bin/env python3
"""Writes segments.tsv and area_codes.tsv beside this script from a wheel of `phonenumbers` (libphonenumber).

    pip download --no-deps phonenumbers==9.0.43 && unzip -q phonenumbers-*.whl -d wheel
    python3 src/normalise/phone/plan.py wheel

Two sources, told apart in the last column of segments.tsv:

- `libphonenumber`: phonenumbers 9.0.43, Apache-2.0, files dated 2026-11-06. Which segments are allotted to mobiles,
  and their operators; all area codes and their cities.
- `stated`: what that source lacks, stated in STATED below from general knowledge of the numbering plan
  (电信网编号计划, MIIT, 2017 edition, and the allocations announced since), as of November 2026. No machine-readable
  publication of it was at hand, so these rows were compared with no document: the use of the segments of virtual
  operators, of things and data cards, and of satellite phones.

Gaps: the operator is the one the segment was allotted to, numbers carried to another (携号转网, since 2019) are not
known; segments shared by operators below four digits (170x, 1740 is satellite only in its first blocks) are not
split; a segment allotted after the date above reads as `unallotted`, which still compares.
"""
import pathlib
import sys

sys.path.insert(0, sys.argv[1])
import phonenumbers  # noqa: E402
from phonenumbers.carrierdata import CARRIER_DATA  # noqa: E402
from phonenumbers.geodata import GEOCODE_DATA  # noqa: E402

HERE = pathlib.Path(__file__).parent
STATED = {  # prefix: (operator, use)
    "1349": ("China Telecom", "satellite"), "1740": ("China Telecom", "satellite"),
    "140": ("China Unicom", "data"), "141": ("China Telecom", "data"), "144": ("China Mobile", "data"),
    "145": ("China Unicom", "data"), "146": ("China Unicom", "data"), "147": ("China Mobile", "data"),
    "148": ("China Mobile", "data"), "149": ("China Telecom", "data"), "172": ("China Mobile", "data"),
    "162": ("China Telecom", "virtual"), "165": ("China Mobile", "virtual"), "167": ("China Unicom", "virtual"),
    "171": ("China Unicom", "virtual"),
}


def valid(number):
    kinds = (phonenumbers.PhoneNumberType.MOBILE, phonenumbers.PhoneNumberType.FIXED_LINE)
    return phonenumbers.number_type(phonenumbers.PhoneNumber(86, int(number))) in kinds


def operator(prefix):
    for length in (4, 3, 2):
        names = CARRIER_DATA.get("86" + prefix[:length])
        if names:
            return names["en"]
    return ""


with open(HERE / "segments.tsv", "w", encoding="utf-8") as out:
    for number in range(1300, 2000):
        prefix = str(number)
        stated = STATED.get(prefix) or STATED.get(prefix[:3])
        if stated:
            row = (*stated, "stated")
        elif valid(prefix + "2345678"[:7]):
            # 170 is shared by three operators, whom only libphonenumber tells apart; its use is stated.
            virtual = prefix.startswith("170")
            row = (operator(prefix), *(("virtual", "libphonenumber, use stated") if virtual else ("mobile", "libphonenumber")))
        else:
            continue
        print(prefix, *row, sep="\t", file=out)

with open(HERE / "area_codes.tsv", "w", encoding="utf-8") as out:
    for code in [*range(10, 30), *range(300, 1000)]:
        code = str(code)
        names = GEOCODE_DATA.get("86" + code, {})
        if names or any(valid(code + tail) for tail in ("55512345", "5551234")):
            print("0" + code, names.get("zh", ""), sep="\t", file=out)
