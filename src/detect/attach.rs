//! Small groups that say too little alone join the ring that some of their people stand in.
//!
//! A ring that gives each phone to two or three customers leaves many phones with as many households. Each alone looks
//! like a helper and friends. But harmless groups and rings are both rare, so that they hardly ever have a customer in
//! common: one that does is most likely a part of the ring, and how likely is counted.

use rustc_hash::FxHashMap;

use super::candidates::{self, Candidate, Origin};
use super::finding::{Kind, Strength};
use super::kinds;
use super::score::{Judged, Scorer};
use super::view::View;
use crate::link::pairs::ln_poisson_tail;
use crate::record::{PersonIx, ValueIx};

/// How often a part of a ring has a customer in common with the rest of it; the evidence changes by one bit when
/// this is halved.
const TOUCHES: f64 = 0.5;

/// Unrelated households of a flat at most that a ring may draw in: with more it is a place.
const FAMILY: u32 = 4;

/// The wholes that something touches, by place, with the parts that touch them; not yet judged. `parts` are candidates
/// below the cut-off.
pub(super) fn attached(
    wholes: &[Judged],
    parts: &[&Judged],
    scorer: &Scorer<'_>,
    cut_off_bits: f64,
) -> Vec<(usize, Candidate)> {
    let view = &scorer.view;
    // An employer or a lawyer above the cut-off draws nobody in.
    let is_ring = |whole: &Judged| kinds::name(whole, scorer, cut_off_bits).kind.is_ring();
    let mut at: Vec<(u32, u32)> = Vec::new();
    for (place, whole) in wholes.iter().enumerate().filter(|(_, whole)| is_ring(whole)) {
        at.extend(whole.candidate.households(view).into_iter().map(|household| (household, place as u32)));
    }
    at.sort_unstable();
    let mut all: Vec<u32> = at.iter().map(|&(household, _)| household).collect();
    all.dedup();
    let of_all = view.strata.counts(&all);
    let mut joining: Vec<Vec<&Candidate>> = vec![Vec::new(); wholes.len()];
    let pairs: Vec<Judged> = pairs(&all, scorer).into_iter().map(|pair| scorer.judge(pair)).collect();
    for part in parts.iter().copied().chain(&pairs) {
        let mine = part.candidate.households(view);
        let Some((ring, common)) = touched(&mine, &at) else { continue };
        let expected = view.strata.expected_common(&view.strata.counts(&mine), &of_all);
        let adds = part.candidate.values.iter().any(|value| {
            !view.kind(*value).is_public() && wholes[ring].candidate.values.binary_search(value).is_err()
        });
        if adds
            && bits_beside(part) + touching_bits(common, expected) >= cut_off_bits
            && is_open(kinds::name(part, scorer, cut_off_bits).kind, part.facts.households)
        {
            joining[ring].push(&part.candidate);
        }
    }
    let touched = joining.iter().enumerate().filter(|(_, parts)| !parts.is_empty());
    touched.map(|(place, parts)| (place, with_parts(&wholes[place].candidate, parts, view))).collect()
}

/// A ring with parts: a link to one part alone is a weak tie, one to two parts or to a group in itself a strong one.
/// Nobody else comes in: a proxy who serves two rings would join them again.
fn with_parts(ring: &Candidate, parts: &[&Candidate], view: &View<'_>) -> Candidate {
    let mut persons: FxHashMap<PersonIx, Strength> = ring.persons.iter().copied().collect();
    for part in parts {
        for &(person, strength) in &part.persons {
            let alone = if part.origin == Origin::Star { Strength::Weak } else { strength };
            persons.entry(person).and_modify(|known| *known = Strength::Strong).or_insert(alone);
        }
    }
    let mut persons: Vec<(PersonIx, Strength)> = persons.into_iter().collect();
    persons.sort_unstable_by_key(|&(person, _)| person);
    let mut values: Vec<ValueIx> =
        ring.values.iter().chain(parts.iter().flat_map(|part| &part.values)).copied().collect();
    values.sort_unstable();
    values.dedup();
    candidates::with_records(Origin::Group, values, persons, view)
}

/// Stars of the values that one of some households (sorted) shares with one other: too few to be candidates.
fn pairs(households: &[u32], scorer: &Scorer<'_>) -> Vec<Candidate> {
    let view = &scorer.view;
    let is_pair = |value: &ValueIx| {
        let carriers = view.households_of(*value);
        let inside = carriers.iter().filter(|household| households.binary_search(household).is_ok()).count();
        view.usable[value.0 as usize] && carriers.len() == 2 && inside == 1
    };
    let carried = households.iter().flat_map(|&household| view.household_values().of(household));
    let mut values: Vec<ValueIx> = carried.map(|&value| ValueIx(value)).filter(is_pair).collect();
    values.sort_unstable();
    values.into_iter().map(|value| candidates::star(Origin::Star, value, view)).collect()
}

/// The ring in which most of some households stand, the first of equals, and how many do. `at` are households
/// with their ring, sorted.
fn touched(households: &[u32], at: &[(u32, u32)]) -> Option<(usize, u32)> {
    let mut rings: Vec<u32> = households
        .iter()
        .flat_map(|household| {
            let start = at.partition_point(|(known, _)| known < household);
            at[start..].iter().take_while(move |(known, _)| known == household).map(|&(_, ring)| ring)
        })
        .collect();
    rings.sort_unstable();
    let counts = rings.chunk_by(|left, right| left == right).map(|same| (same[0], same.len() as u32));
    counts
        .max_by_key(|&(ring, count)| (count, std::cmp::Reverse(ring)))
        .map(|(ring, count)| (ring as usize, count))
}

/// Evidence, in bits, of households in common with a ring when so many are expected in common with all rings.
fn touching_bits(common: u32, expected: f64) -> f64 {
    TOUCHES.log2() - ln_poisson_tail(common, expected.max(1e-6)) / std::f64::consts::LN_2
}

/// What a candidate says beside its size: few households are no argument against a part of something larger.
fn bits_beside(part: &Judged) -> f64 {
    let size = part.reasons.iter().filter(|reason| reason.code == "few_households");
    part.bits - size.map(|reason| reason.contribution).sum::<f64>()
}

/// Whether a group may be part of a ring although it is not one alone: a few people who share a flat and complain with a
/// ring are explained by the ring, and two who look like one are too few to be one alone.
fn is_open(kind: Kind, households: u32) -> bool {
    kind == Kind::Unclear
        || kind.is_ring()
        || matches!(kind, Kind::Household | Kind::SharedPlace) && households <= FAMILY
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_group_touches_the_ring_in_which_most_of_its_households_stand() {
        let at = [(1, 0), (2, 0), (2, 1), (3, 1), (9, 2)];
        assert_eq!(touched(&[2, 3, 7], &at), Some((1, 2)));
        assert_eq!(touched(&[2, 8], &at), Some((0, 1)));
        assert_eq!(touched(&[4, 5], &at), None);
    }

    #[test]
    fn a_common_household_says_the_more_the_rarer_it_is_by_chance() {
        assert!(touching_bits(1, 0.01) > 5.0);
        assert!(touching_bits(1, 1.0) < 0.0);
        assert!(touching_bits(2, 0.1) > touching_bits(1, 0.1));
    }
}
