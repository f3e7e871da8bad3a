//! Which of tonight's rings is which known ring: one to one, best overlap first.
//!
//! A ring that is no longer itself is merged into the ring that took most of it; a new ring whose records were mostly
//! a known one's is a split from it. The larger part always keeps the id, because it has the larger overlap. A merged
//! ring that stands apart again takes its id back, after every living ring has found its own.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use super::overlap::Overlap;
use super::{Known, Ring, State};

/// Who is who. Indexes are places in the two slices.
#[derive(Debug, Default)]
pub(super) struct Matched {
    /// For each of tonight's rings, the known ring that it continues.
    pub(super) continues: Vec<Option<usize>>,
    /// For each of tonight's rings, the known ring that it split from.
    pub(super) parts: Vec<Option<usize>>,
    /// Known rings that went into one of tonight's: (known, tonight).
    pub(super) joined: Vec<(usize, usize)>,
}

pub(super) fn matched(tonight: &[Ring], known: &[Known]) -> Matched {
    let merged = |old: usize| known[old].state == State::Merged;
    let mut pairs: Vec<((usize, usize), Overlap)> =
        overlaps(tonight, known).into_iter().filter(|(_, overlap)| overlap.suffices()).collect();
    pairs.sort_by(|((new, old), overlap), ((other_new, other_old), other)| {
        let name = |new: usize, old: usize| (known[old].born, &known[old].ring.id, &tonight[new].id);
        let order = overlap.better(other).then_with(|| name(*new, *old).cmp(&name(*other_new, *other_old)));
        merged(*old).cmp(&merged(*other_old)).then(order)
    });
    let mut out = Matched {
        continues: vec![None; tonight.len()],
        parts: vec![None; tonight.len()],
        joined: Vec::new(),
    };
    let mut continued = vec![false; known.len()];
    for &((new, old), overlap) in &pairs {
        let itself = !merged(old) || overlap.is_mutual();
        if out.continues[new].is_none() && !continued[old] && itself {
            out.continues[new] = Some(old);
            continued[old] = true;
        }
    }
    let mut joined = BTreeMap::new();
    for &((new, old), overlap) in pairs.iter().filter(|((_, old), _)| !merged(*old)) {
        let new_or_back = out.continues[new].is_none_or(merged);
        if new_or_back && out.parts[new].is_none() && overlap.is_part() {
            out.parts[new] = Some(old);
        }
        // What had gone before tonight does not merge: it is simply not found again.
        if !continued[old] && known[old].state != State::Gone {
            joined.entry(old).or_insert(new);
        }
    }
    out.joined = joined.into_iter().collect();
    out
}

/// All pairs (tonight, known) with anything in common.
fn overlaps(tonight: &[Ring], known: &[Known]) -> BTreeMap<(usize, usize), Overlap> {
    let mut by_record: BTreeMap<_, Vec<usize>> = BTreeMap::new();
    let mut by_value: BTreeMap<_, Vec<usize>> = BTreeMap::new();
    for (place, old) in known.iter().enumerate() {
        for record in old.ring.records.keys() {
            by_record.entry(record).or_default().push(place);
        }
        for value in &old.ring.values {
            by_value.entry(value).or_default().push(place);
        }
    }
    let mut out = BTreeMap::new();
    for (place, ring) in tonight.iter().enumerate() {
        let mut add = |old: usize, records: usize, values: usize| {
            let overlap = match out.entry((place, old)) {
                Entry::Occupied(known) => known.into_mut(),
                Entry::Vacant(free) => free.insert(Overlap {
                    of_records: (ring.records.len(), known[old].ring.records.len()),
                    of_values: (ring.values.len(), known[old].ring.values.len()),
                    ..Overlap::default()
                }),
            };
            overlap.records += records;
            overlap.values += values;
        };
        for &old in ring.records.keys().filter_map(|record| by_record.get(record)).flatten() {
            add(old, 1, 0);
        }
        for &old in ring.values.iter().filter_map(|value| by_value.get(value)).flatten() {
            add(old, 0, 1);
        }
    }
    out
}
