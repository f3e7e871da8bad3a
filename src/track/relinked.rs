//! Whether a ring changed all its phones: its newest persons use none of the phones of those before them.
//!
//! Persons are compared and not records, because an affair that began with the old phone goes on with it for weeks.
//! Nights are not compared either: a ring gains a person or two a night, and one new phone is no change.

use std::collections::{BTreeMap, BTreeSet};

use super::{Ring, ValueKey};
use crate::record::Day;

/// Newcomers in a row with other phones from which all phones count as changed: as many unrelated people as make a
/// shared phone a red flag.
pub(super) const NEWCOMERS: usize = 3;

/// The newcomers of a ring.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Run<'a> {
    /// Persons.
    pub(super) persons: BTreeSet<&'a String>,
    /// Their phones.
    pub(super) phones: usize,
}

/// The shortest run of a ring's newest persons, [`NEWCOMERS`] or more, that shares no phone with anybody before it;
/// `None` when there is no such run. Persons without a shared phone are passed over.
///
/// # Complexity
/// P log P in the persons and their phones, by going from the newest back.
pub(super) fn newcomers(ring: &Ring) -> Option<Run<'_>> {
    let mut phones: BTreeMap<&String, BTreeSet<&ValueKey>> = BTreeMap::new();
    for (record, value) in ring.mentions.iter().filter(|(_, value)| value.0 == "phone") {
        phones.entry(ring.records.get(record)?).or_default().insert(value);
    }
    let mut order: Vec<(Option<&Day>, &String)> =
        phones.keys().map(|person| (ring.since.get(*person), *person)).collect();
    order.sort_unstable();
    // A phone separates nobody while it has users on both sides of the line.
    let mut uses: BTreeMap<&ValueKey, usize> = BTreeMap::new();
    phones.values().flatten().for_each(|phone| *uses.entry(phone).or_default() += 1);
    let mut run = Run { persons: BTreeSet::new(), phones: 0 };
    let (mut seen, mut straddling) = (BTreeMap::new(), 0_usize);
    for (_, person) in order.iter().skip(1).rev() {
        run.persons.insert(person);
        for phone in &phones[person] {
            let count = seen.entry(phone).or_insert(0);
            *count += 1;
            // The first use opens the phone, the last one of all closes it.
            straddling += usize::from(*count == 1);
            straddling -= usize::from(*count == uses[phone]);
        }
        if run.persons.len() >= NEWCOMERS && straddling == 0 {
            run.phones = seen.len();
            return Some(run);
        }
    }
    None
}
