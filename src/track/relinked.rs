//! Whether a ring changed all its phones: its newest persons use none of the phones of those before them.
//!
//! Persons are compared and not records, because an affair that began with the old phone goes on with it for weeks.
//! Nights are not compared either: a ring gains a person or two a night, and one new phone is no change.

use std::collections::{BTreeMap, BTreeSet};

use super::{Arrival, Ring};

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
    let mut order: Vec<(&String, &Arrival)> =
        ring.arrivals.iter().filter(|(_, arrival)| !arrival.phones.is_empty()).collect();
    order.sort_by_key(|(person, arrival)| (arrival.since, *person));
    // How many persons use a phone, and how many of those are in the run.
    let mut users: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for phone in order.iter().flat_map(|(_, arrival)| &arrival.phones) {
        users.entry(phone).or_default().0 += 1;
    }
    let mut persons = BTreeSet::new();
    // Phones in use on both sides of the line.
    let mut straddling = BTreeSet::new();
    for (person, arrival) in order.iter().skip(1).rev() {
        persons.insert(*person);
        for phone in &arrival.phones {
            let (all, in_run) = users.entry(phone).or_default();
            *in_run += 1;
            if in_run == all {
                straddling.remove(phone);
            } else {
                straddling.insert(phone);
            }
        }
        if persons.len() >= NEWCOMERS && straddling.is_empty() {
            let phones = users.values().filter(|(_, in_run)| *in_run > 0).count();
            return Some(Run { persons, phones });
        }
    }
    None
}
