//! Two rings that share a proxy are two: a candidate is cut at an actor without whom it falls into parts that
//! each hold together by values of two kinds.
//!
//! A ring that hands out one phone after another falls apart without its proxy too, but into parts of one
//! phone each; such parts do not stand by themselves, and the ring stays whole.

use rustc_hash::FxHashMap;

use super::candidates::{Candidate, Origin, with_records};
use super::finding::Strength;
use super::view::View;
use crate::record::{PersonIx, ValueIx, ValueKind};

/// Households of a value that hold a part together.
const HELD_BY: usize = 3;
/// Households of a value of a second kind, with which a part stands by itself.
const SECOND: usize = 2;
/// Households of one value with which a part stands by itself: more than a phone that is changed all the time
/// gets (each used at most three times).
const LASTING: usize = 4;
/// Values tried as the cut, those with most households first.
const TRIED: usize = 32;
/// Values whose households overlap to this part with the cut's go with it: a proxy and the proxy's phone.
const TWIN: f64 = 0.6;

/// The candidate, or the parts into which it falls.
pub(super) fn split(candidate: Candidate, view: &View<'_>) -> Vec<Candidate> {
    let mut done = Vec::new();
    let mut open = vec![candidate];
    while let Some(candidate) = open.pop() {
        match cut(&candidate, view) {
            Some(parts) => open.extend(parts),
            None => done.push(candidate),
        }
    }
    done
}

/// The parts left and right of the first value that is a cut.
fn cut(candidate: &Candidate, view: &View<'_>) -> Option<Vec<Candidate>> {
    // A cut and a value on either side.
    if candidate.values.len() < 3 {
        return None;
    }
    let graph = Graph::new(candidate, view);
    let mut order: Vec<usize> = (0..candidate.values.len())
        .filter(|&value| view.kind(candidate.values[value]) == ValueKind::Actor)
        .collect();
    order.sort_by_key(|&value| (std::cmp::Reverse(graph.households[value].len()), value));
    order.iter().take(TRIED).find_map(|&value| {
        let without = graph.twins(value);
        let parts = graph.parts(&without);
        let standing = parts.iter().filter(|values| graph.stands(values, candidate, view)).count();
        (standing >= 2).then(|| {
            // Once the cut is known to serve several rings, a part of one value is a ring of its own too.
            let held = |values: &&Vec<usize>| values.iter().any(|&value| graph.holds(value));
            parts.iter().filter(held).map(|values| graph.part(values, candidate, view)).collect()
        })
    })
}

/// The candidate's values with the candidate's households that carry each, sorted.
struct Graph {
    households: Vec<Vec<u32>>,
}

impl Graph {
    fn new(candidate: &Candidate, view: &View<'_>) -> Self {
        let inside = candidate.households(view);
        let of_value = |value: &ValueIx| {
            let carriers = view.households_of(*value).iter().copied();
            carriers.filter(|household| inside.binary_search(household).is_ok()).collect()
        };
        Self { households: candidate.values.iter().map(of_value).collect() }
    }

    /// A value and those carried by nearly the same households, as a mask.
    fn twins(&self, value: usize) -> Vec<bool> {
        let mine = &self.households[value];
        self.households
            .iter()
            .map(|theirs| {
                let common = mine.iter().filter(|one| theirs.binary_search(one).is_ok()).count();
                common as f64 >= TWIN * (mine.len() + theirs.len() - common).max(1) as f64
            })
            .collect()
    }

    /// Connected values when some are left out, each part sorted.
    fn parts(&self, without: &[bool]) -> Vec<Vec<usize>> {
        let mut sets: petgraph::unionfind::UnionFind<usize> =
            petgraph::unionfind::UnionFind::new(self.households.len());
        let mut first: FxHashMap<u32, usize> = FxHashMap::default();
        for (value, households) in self.households.iter().enumerate().filter(|(value, _)| !without[*value]) {
            for &household in households {
                sets.union(*first.entry(household).or_insert(value), value);
            }
        }
        let mut parts: std::collections::BTreeMap<usize, Vec<usize>> = std::collections::BTreeMap::new();
        let mut number: FxHashMap<usize, usize> = FxHashMap::default();
        for value in (0..self.households.len()).filter(|&value| !without[value]) {
            let first = *number.entry(sets.find(value)).or_insert(value);
            parts.entry(first).or_default().push(value);
        }
        parts.into_values().collect()
    }

    /// Whether a value holds several households of the part.
    fn holds(&self, value: usize) -> bool {
        self.households[value].len() >= HELD_BY
    }

    /// Whether a lasting value holds the part, or two of different kinds do.
    fn stands(&self, values: &[usize], candidate: &Candidate, view: &View<'_>) -> bool {
        let kind = |value: &usize| view.kind(candidate.values[*value]);
        if values.iter().any(|&value| self.households[value].len() >= LASTING) {
            return true;
        }
        values.iter().filter(|&&value| self.holds(value)).any(|first| {
            values
                .iter()
                .any(|second| kind(first) != kind(second) && self.households[*second].len() >= SECOND)
        })
    }

    /// The candidate of a part: its values, and the persons who carry one of them.
    fn part(&self, values: &[usize], candidate: &Candidate, view: &View<'_>) -> Candidate {
        let mut households: Vec<u32> =
            values.iter().flat_map(|&value| self.households[value].iter().copied()).collect();
        households.sort_unstable();
        households.dedup();
        let persons: Vec<(PersonIx, Strength)> = candidate
            .persons
            .iter()
            .copied()
            .filter(|&(person, _)| households.binary_search(&view.people.household(person)).is_ok())
            .collect();
        let values = values.iter().map(|&value| candidate.values[value]).collect();
        with_records(Origin::Group, values, persons, view)
    }
}
