//! Parts of one ring that no single pair of values ties, because the ring changes its phones, proxies or
//! accounts, are joined by the people they have in common.
//!
//! Two rings that use one proxy have a value in common and hardly a customer; parts of one ring have customers
//! in common, more than chance would give two groups of strangers of the same region.

use petgraph::unionfind::UnionFind;
use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::candidates::{Candidate, Origin, members, with_records};
use super::finding::Strength;
use super::view::View;
use crate::link::pairs::ln_poisson_tail;
use crate::record::{PersonIx, ValueIx};

/// Share of the joins that may be chance.
const FALSE_JOINS: f64 = 0.1;
/// More common households than this are never chance.
const MOST_TESTED: u32 = 10;

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
    let mut common: FxHashMap<(u32, u32), u32> = FxHashMap::default();
    for same in at.chunk_by(|left, right| left.0 == right.0) {
        for (place, &(_, right)) in same.iter().enumerate() {
            for &(_, left) in &same[..place] {
                *common.entry((left, right)).or_default() += 1;
            }
        }
    }
    let mut sets: UnionFind<u32> = UnionFind::new(leads.len());
    for (left, right) in beyond_chance(&common, &households, view) {
        sets.union(left, right);
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

/// Pairs of leads with more common households than chance gives: of the pairs taken, at most [`FALSE_JOINS`] are
/// expected by chance among all pairs, given how many households of each stratum the leads have.
fn beyond_chance(
    common: &FxHashMap<(u32, u32), u32>,
    households: &[Vec<u32>],
    view: &View<'_>,
) -> Vec<(u32, u32)> {
    let strata: Vec<Vec<(u32, f64)>> = households.iter().map(|lead| view.strata.counts(lead)).collect();
    let expected = |left: usize, right: usize| view.strata.expected_common(&strata[left], &strata[right]);
    // What each pair may show by chance: the probability of one, two, … common households.
    let by_chance: Vec<Vec<f64>> = (1..strata.len())
        .into_par_iter()
        .flat_map_iter(|right| (0..right).map(move |left| (left, right)))
        .map(|(left, right)| expected(left, right))
        .filter(|&expected| expected > 0.0)
        .map(|expected| (1..=MOST_TESTED).map(|count| ln_poisson_tail(count, expected).exp()).collect())
        .collect();
    let mut seen: Vec<(f64, (u32, u32))> = common
        .iter()
        .map(|(&(left, right), &count)| {
            let expected = expected(left as usize, right as usize);
            (ln_poisson_tail(count.min(MOST_TESTED), expected).exp(), (left, right))
        })
        .collect();
    seen.sort_unstable_by(|left, right| left.0.total_cmp(&right.0).then(left.1.cmp(&right.1)));
    let holds = |taken: usize| {
        let least = seen[taken - 1].0;
        let chance: f64 =
            by_chance.iter().filter_map(|pair| pair.iter().find(|&&probability| probability <= least)).sum();
        chance <= FALSE_JOINS * taken as f64
    };
    // Chance grows with every further pair, nearly as steadily as the pairs taken: halve the range.
    let (mut taken, mut above) = (0, seen.len() + 1);
    while above - taken > 1 {
        let middle = usize::midpoint(taken, above);
        if holds(middle) { taken = middle } else { above = middle }
    }
    seen.truncate(taken);
    seen.into_iter().map(|(_, pair)| pair).collect()
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
