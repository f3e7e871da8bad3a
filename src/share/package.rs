//! The file that one insurer gives another.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::normalise::records::Assembled;
use crate::privacy::token::Key;
use crate::record::{Day, ValueIx, ValueKind};
use crate::report::publish;

/// The form of the file; another number is another meaning.
pub const FORMAT: &str = "ringkeeper share 1";

/// Kinds whose key is a function of the value alone, so that two insurers make the same token of it. Letters and
/// receiving agents are numbered by each insurer, slips are posted once, and an IP is shared by strangers.
pub const KINDS: [ValueKind; 6] = [
    ValueKind::Phone,
    ValueKind::Address,
    ValueKind::Account,
    ValueKind::Actor,
    ValueKind::Device,
    ValueKind::Email,
];

/// Confirmed rings of an insurer.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Package {
    /// [`FORMAT`].
    pub format: String,
    /// Who gives it, as the partner shall read it.
    pub from: String,
    /// Month of the last night, as `2026-03`.
    pub as_of: String,
    /// Tells the shared key from others without giving it away.
    pub key_check: String,
    /// Rings in the order of their first token, which says nothing of ours.
    pub rings: Vec<SharedRing>,
}

/// A confirmed ring.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SharedRing {
    /// Its shared values, sorted.
    pub values: Vec<SharedValue>,
    /// What it is called.
    pub kind: String,
    /// Persons, in a bucket: `5-9`.
    pub persons: String,
    /// Month in which it was first found.
    pub first_month: String,
    /// Month of its latest record.
    pub last_month: String,
}

/// A value of a ring.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SharedValue {
    /// Kind of the value.
    pub kind: String,
    /// Its token under the shared key.
    pub token: String,
}

/// What is known of a confirmed ring that is to be shared.
#[derive(Clone, Debug)]
pub struct Confirmed {
    /// What it is called.
    pub kind: String,
    /// Persons behind it.
    pub persons: usize,
    /// When it was first found.
    pub born: Day,
    /// Day of its latest record.
    pub last: Option<Day>,
    /// Its values in this run.
    pub values: BTreeSet<ValueIx>,
}

/// The buckets of [`bucket`].
pub const BUCKETS: [&str; 5] = ["2-4", "5-9", "10-19", "20-49", "50+"];

/// A number of persons in a bucket, because an exact one could tell which ring it is.
#[must_use]
pub fn bucket(persons: usize) -> &'static str {
    BUCKETS[[5, 10, 20, 50].partition_point(|least| *least <= persons)]
}

/// Whether a file begins as one of ours does.
#[must_use]
pub fn is_ours(file: &std::fs::File) -> bool {
    let head = publish::head(file);
    let mark = format!("\"format\": \"{FORMAT}\"");
    head.starts_with(b"{") && head.windows(mark.len()).any(|window| window == mark.as_bytes())
}

/// `2026-03`.
#[must_use]
pub fn month(day: Day) -> String {
    day.to_string().chars().take(7).collect()
}

/// Packs confirmed rings. A ring without a value that can be shared is left out.
#[must_use]
pub fn pack(rings: &[Confirmed], assembled: &Assembled, key: &Key, (from, as_of): (&str, Day)) -> Package {
    let other_spellings = other_spellings(assembled);
    let values = &assembled.values;
    let tokens = |value: ValueIx| -> Vec<SharedValue> {
        let kind = values.kind(value);
        let spellings = other_spellings.get(&(kind, values.key(value))).into_iter().flatten().copied();
        let token = |text: &str| SharedValue { kind: kind.name().to_owned(), token: key.shared(kind, text) };
        std::iter::once(values.key(value)).chain(spellings).map(token).collect()
    };
    let shared = |ring: &Confirmed| {
        let usable = ring.values.iter().filter(|value| KINDS.contains(&values.kind(**value)));
        let values: BTreeSet<SharedValue> = usable.flat_map(|value| tokens(*value)).collect();
        SharedRing {
            kind: ring.kind.clone(),
            persons: bucket(ring.persons).to_owned(),
            first_month: month(ring.born),
            last_month: month(ring.last.unwrap_or(ring.born)),
            values: values.into_iter().collect(),
        }
    };
    let mut rings: Vec<SharedRing> = rings.iter().map(shared).collect();
    rings.retain(|ring| !ring.values.is_empty());
    rings.sort();
    Package {
        format: FORMAT.to_owned(),
        from: from.to_owned(),
        as_of: month(as_of),
        key_check: key.shared_check(),
        rings,
    }
}

/// What each key also stands for: the partner may have met only another spelling of it.
fn other_spellings(assembled: &Assembled) -> BTreeMap<(ValueKind, &str), BTreeSet<&str>> {
    let mut out: BTreeMap<(ValueKind, &str), BTreeSet<&str>> = BTreeMap::new();
    for ((kind, spelling), key) in assembled.merged.iter().filter(|((kind, _), _)| KINDS.contains(kind)) {
        out.entry((*kind, key)).or_default().insert(spelling);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::Values;

    #[test]
    fn a_package_holds_tokens_buckets_and_months_and_nothing_else_of_a_ring() {
        let mut values = Values::default();
        for (kind, key) in [(ValueKind::Phone, "13912345601"), (ValueKind::Letter, "7")] {
            values.kinds.push(kind);
            assert!(values.keys.push(key));
        }
        let mut assembled = Assembled { values, ..Assembled::default() };
        assembled.merged.insert((ValueKind::Phone, "8613912345601".into()), "13912345601".into());
        let ring = |values: &[u32]| Confirmed {
            kind: "proxy_ring".into(),
            persons: 7,
            born: Day(20_513),
            last: Some(Day(20_550)),
            values: values.iter().map(|value| ValueIx(*value)).collect(),
        };
        let key = Key::random().unwrap();
        let package = pack(&[ring(&[0, 1]), ring(&[1])], &assembled, &key, ("A", Day(20_560)));
        // The letter stays at home, and with it the ring that has nothing else.
        assert_eq!(package.rings.len(), 1);
        let ring = &package.rings[0];
        assert_eq!((ring.persons.as_str(), ring.first_month.as_str()), ("5-9", "2026-03"));
        // Two spellings of one phone are two tokens.
        assert_eq!(ring.values.len(), 2);
        assert!(!serde_json::to_string(&package).unwrap().contains("13912345601"));
    }
}
