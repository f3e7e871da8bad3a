//! Parts of one ring that no single pair of values ties, because the ring changes its phones, proxies or
//! accounts, are joined by the people they have in common.
//!
//! Two rings that use one proxy have a value in common and hardly a customer; parts of one ring have customers
//! in common, far more than chance would give two groups of strangers.

use petgraph::unionfind::UnionFind;
use rustc_hash::FxHashMap;

use super::candidates::{Candidate, Origin, members, with_records};
use super::finding::Strength;
use super::view::View;
use crate::link::pairs::ln_poisson_tail;
use crate::record::{PersonIx, ValueIx};

/// Fewest common households: one common customer is a coincidence.
const FEWEST_COMMON: usize = 2;
/// Pairs of leads that may be joined by chance, over all pairs.
const CHANCE: f64 = 0.1;

/// Joins leads that have more households in common than chance allows. Only candidates that are leads of
/// their own may be given, so that a shared place never pulls two rings together.
pub(super) fn merged(leads: Vec<Candidate>, view: &View<'_>) -> Vec<Candidate> {
    let households: Vec<Vec<u32>> = leads.iter().map(|lead| lead.households(view)).collect();
    let mut at: Vec<(u32, u32)> = households
        .iter()
        .enumerate()
        .flat_map(|(lead, households)| households.iter().map(move |&household| (household, lead as u32)))
        .collect();
    at.sort_unstable();
    let mut common: FxHashMap<(u32, u32), usize> = FxHashMap::default();
    for same in at.chunk_by(|left, right| left.0 == right.0) {
        for (place, &(_, right)) in same.iter().enumerate() {
            for &(_, left) in &same[..place] {
                *common.entry((left, right)).or_default() += 1;
            }
        }
    }
    let mut sets: UnionFind<u32> = UnionFind::new(leads.len());
    let needed = ((leads.len() * leads.len()) as f64 / 2.0 / CHANCE).ln();
    for (&(left, right), &count) in &common {
        let (left_size, right_size) = (households[left as usize].len(), households[right as usize].len());
        let expected = left_size as f64 * right_size as f64 / f64::from(view.people.households.max(1));
        if count >= FEWEST_COMMON && -ln_poisson_tail(count as u32, expected) >= needed {
            sets.union(left, right);
        }
    }
    let mut parts: std::collections::BTreeMap<u32, Vec<Candidate>> = std::collections::BTreeMap::new();
    let mut first: FxHashMap<u32, u32> = FxHashMap::default();
    for (place, lead) in leads.into_iter().enumerate() {
        let place = place as u32;
        let first = *first.entry(sets.find(place)).or_insert(place);
        parts.entry(first).or_default().push(lead);
    }
    parts.into_values().map(|parts| join(parts, view)).collect()
}

/// One candidate of several.
fn join(mut parts: Vec<Candidate>, view: &View<'_>) -> Candidate {
    if parts.len() == 1
        && let Some(alone) = parts.pop()
    {
        return alone;
    }
    let mut values: Vec<ValueIx> = parts.iter().flat_map(|part| part.values.iter().copied()).collect();
    values.sort_unstable();
    values.dedup();
    let mut persons: FxHashMap<PersonIx, Strength> = members(&values, view).into_iter().collect();
    for (person, strength) in parts.iter().flat_map(|part| part.persons.iter().copied()) {
        persons.entry(person).and_modify(|known| *known = (*known).min(strength)).or_insert(strength);
    }
    let mut persons: Vec<(PersonIx, Strength)> = persons.into_iter().collect();
    persons.sort_unstable_by_key(|&(person, _)| person);
    with_records(Origin::Group, values, persons, view)
}
