#!/usr/bin/env python3
"""Writes segments.tsv and area_codes.tsv beside this script from a wheel of `phonenumbers` (libphonenumber).

    pip download --no-deps phonenumbers==9.0.43 && unzip -q phonenumbers-*.whl -d wheel
    python3 src/normalise/phone/plan.py wheel

phonenumbers 9.0.43, Apache-2.0, files dated 2026-11-06. What it lacks is in MIIT below: the use of a segment, and
the segments of things, which its mobile pattern leaves out (numbering plan of the MIIT, 电信网编号计划 2017 edition
with the allocations since).
"""
import pathlib
import sys

sys.path.insert(0, sys.argv[1])
import phonenumbers  # noqa: E402
from phonenumbers.carrierdata import CARRIER_DATA  # noqa: E402
from phonenumbers.geodata import GEOCODE_DATA  # noqa: E402

HERE = pathlib.Path(__file__).parent
MIIT = {  # prefix: (operator, use)
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
        stated = MIIT.get(prefix) or MIIT.get(prefix[:3])
        use = "virtual" if prefix.startswith("170") else "mobile"
        if stated:
            row = (*stated, "MIIT")
        elif valid(prefix + "2345678"[:7]):
            row = (operator(prefix), use, "libphonenumber")
        else:
            continue
        print(prefix, *row, sep="\t", file=out)

with open(HERE / "area_codes.tsv", "w", encoding="utf-8") as out:
    for code in [*range(10, 30), *range(300, 1000)]:
        code = str(code)
        names = GEOCODE_DATA.get("86" + code, {})
        if names or any(valid(code + tail) for tail in ("55512345", "5551234")):
            print("0" + code, names.get("zh", ""), sep="\t", file=out)
