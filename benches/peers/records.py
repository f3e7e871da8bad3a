"""Complaints and surrenders as a user would load them: one row a value that a record carries; and members.csv.

The cleaning is what a competent user does in an afternoon: half-width letters, no blanks, bare phone digits without
+86, no dummies of one repeated digit. A person is a valid identity number, else a name on a policy, else the record.
"""

import pathlib
import re
import unicodedata

import pandas

# Columns by kind of value: what most fraud desks compare.
VALUES = {
    "phone": ["phone", "caller_phone", "proxy_phone"],
    "address": ["address"],
    "account": ["payee_account"],
    "proxy": ["proxy_id_no", "proxy_name"],
}
# One of a name alone would join strangers; a proxy is a name with a phone.
JOINED = {"proxy_name": "proxy_phone"}
# Fewest persons of a finding.
LEAST = 5


def clean(text):
    """Half-width, upper case, without blanks."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)).upper()


def phone(text):
    """Digits of the first phone in a cell; nothing for less than seven digits or one repeated digit."""
    first = re.split(r"[/;、,]", clean(text))[0]
    digits = re.sub(r"\D", "", first.removeprefix("+86"))
    return digits if len(digits) >= 7 and len(set(digits)) > 2 else ""


def table(path, record, person, name):
    """A table with cleaned cells, its record id and its person."""
    rows = pandas.read_csv(path, dtype=str, keep_default_na=False)
    out = pandas.DataFrame({"record": rows[record].str.strip()})
    for column in {column for columns in VALUES.values() for column in columns}:
        cells = rows[column] if column in rows else pandas.Series("", index=rows.index)
        out[column] = cells.map(phone if column.endswith("phone") else clean)
    identity, named, policy = rows[person].map(clean), rows[name].map(clean), rows["policy_no"].map(clean)
    by_name = (named + "@" + policy).where((named != "") & (policy != ""), out["record"])
    out["person"] = identity.where(identity.str.fullmatch(r"\d{17}[\dX]"), by_name)
    return out


def load(world):
    """All records with their persons and cleaned columns."""
    world = pathlib.Path(world)
    complaints = table(world / "complaints.csv", "complaint_id", "complainant_id_no", "complainant_name")
    surrenders = table(world / "surrenders.csv", "surrender_id", "policyholder_id_no", "policyholder_name")
    return pandas.concat([complaints, surrenders], ignore_index=True)


def values(records):
    """A row (person, value) for each value a person's records carry, each once; the value names its kind."""
    parts = []
    for kind, columns in VALUES.items():
        for column in columns:
            cells = records[column]
            if column in JOINED:
                other = records[JOINED[column]]
                cells = (cells + "@" + other).where((cells != "") & (other != ""), "")
            part = pandas.DataFrame({"person": records["person"], "value": kind + ":" + cells})
            parts.append(part[cells != ""])
    return pandas.concat(parts, ignore_index=True).drop_duplicates()


def write(records, groups, path):
    """Writes members.csv: groups are lists of persons, the likeliest first."""
    of = records.groupby("person")["record"].apply(list).to_dict()
    rows = [
        (f"ring-{number}", "proxy_ring", record)
        for number, persons in enumerate(groups, 1)
        for person in sorted(persons)
        for record in of[person]
    ]
    pandas.DataFrame(rows, columns=["ring_id", "kind", "record_id"]).to_csv(path, index=False)
