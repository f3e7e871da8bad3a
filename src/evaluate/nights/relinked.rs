//! Whether the newest persons of a finding use phones that nobody before them used, by truth's numbers.

use std::collections::{BTreeMap, BTreeSet};

use super::Story;
use crate::record::Day;

/// Newcomers in a row with other phones: as many as make a shared contact a red flag.
pub(super) const NEWCOMERS: usize = 3;

/// The persons of the shortest run of newcomers of a ring, three or more, none of whose phones anybody before them
/// used; none when there is no such run. Only phones count that two persons of the finding share.
pub(super) fn newcomers<'a>(
    story: &'a Story,
    records: &[String],
    ring: &str,
    night: Day,
) -> BTreeSet<&'a str> {
    // Person → the first day, phones.
    let mut persons: BTreeMap<&str, (Day, BTreeSet<&str>)> = BTreeMap::new();
    let mut users: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for fact in records.iter().filter_map(|record| story.facts.get(record)) {
        if story.ring_of(&fact.crew, night) != ring {
            continue;
        }
        let (first, phones) = persons.entry(&fact.person).or_insert((fact.date, BTreeSet::new()));
        *first = fact.date.min(*first);
        for phone in &fact.phones {
            phones.insert(phone);
            users.entry(phone).or_default().insert(&fact.person);
        }
    }
    let shared = |phone: &&&str| users[**phone].len() >= 2;
    let mut order: Vec<(Day, &str, BTreeSet<&str>)> = persons
        .iter()
        .map(|(person, (first, phones))| (*first, *person, phones.iter().filter(shared).copied().collect()))
        .filter(|(_, _, phones): &(Day, &str, BTreeSet<&str>)| !phones.is_empty())
        .collect();
    order.sort();
    for start in (1..(order.len() + 1).saturating_sub(NEWCOMERS)).rev() {
        let (before, run) = order.split_at(start);
        let old: BTreeSet<&str> = before.iter().flat_map(|(_, _, phones)| phones).copied().collect();
        if run.iter().all(|(_, _, phones)| phones.is_disjoint(&old)) {
            return run.iter().map(|(_, person, _)| *person).collect();
        }
    }
    BTreeSet::new()
}

#[cfg(test)]
mod tests {
    use super::super::story::tests::story;
    use super::*;

    #[track_caller]
    fn check(records: &[&str], expected: &[&str]) {
        let story = story(records);
        let ids: Vec<String> = story.facts.keys().cloned().collect();
        let found: Vec<&str> = newcomers(&story, &ids, "A", Day(9)).into_iter().collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn three_newcomers_with_a_phone_of_their_own_are_a_change_and_two_are_none() {
        let old = ["a A 1 p1 1", "b A 2 p2 1"];
        check(&[&old[..], &["c A 3 p3 2", "d A 4 p4 2"]].concat(), &[]);
        check(&[&old[..], &["c A 3 p3 2", "d A 4 p4 2", "e A 5 p5 2"]].concat(), &["p3", "p4", "p5"]);
    }

    #[test]
    fn a_newcomer_with_an_old_phone_and_one_without_any_are_no_change() {
        let old = ["a A 1 p1 1", "b A 2 p2 1", "c A 3 p3 2", "d A 4 p4 2"];
        check(&[&old[..], &["e A 5 p5 1"]].concat(), &[]);
        // An unshared phone is nobody's but its owner's.
        check(&[&old[..], &["e A 5 p5 3"]].concat(), &[]);
    }
}
