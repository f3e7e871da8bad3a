//! A candidate grows by the values that mostly its own people carry, and by the people of those values.
//!
//! A ring that gives each phone to three customers has no phone that surprises alone; but a phone two of
//! whose three households already stand in one candidate does (DESIGN, weak members: one link to a value
//! most of whose persons are strong).

use rustc_hash::FxHashMap;

use super::candidates::{Candidate, Origin, with_records};
use super::finding::Strength;
use super::view::View;
use crate::link::pairs::ln_poisson_tail;
use crate::record::{PersonIx, ValueIx};

/// Rounds of growth: each brings in neighbours of the round before, so few are enough.
const ROUNDS: usize = 4;
/// Households of a value that must stand in the candidate already: one common customer is a coincidence.
const FEWEST_INSIDE: usize = 2;
/// Values that may join by chance, over all values looked at for one candidate.
const CHANCE: f64 = 0.01;

/// The candidate with every value that holds on to it beyond chance, and their people. Users of one letter or network
/// stay what they are where hardly any of them share more: friends copy a page together.
pub(super) fn expanded(candidate: Candidate, view: &View<'_>) -> Candidate {
    if candidate.origin == Origin::AgentPhone {
        return candidate;
    }
    let crowd = candidate.is_crowd(view).then(|| candidate.clone());
    let mut grown = candidate;
    for _ in 0..ROUNDS {
        let joining = joining(&grown, view);
        if joining.is_empty() {
            break;
        }
        grown = joined(grown, &joining, view);
    }
    crowd.filter(|_| !holds_together(&grown, view)).unwrap_or(grown)
}

/// Whether half of a candidate's households carry a value of its own that is no public one.
pub(super) fn holds_together(candidate: &Candidate, view: &View<'_>) -> bool {
    let own = candidate.values.iter().filter(|&&value| !view.kind(value).is_public());
    let mut tied: Vec<u32> = own.flat_map(|&value| view.households_of(value)).copied().collect();
    tied.sort_unstable();
    tied.dedup();
    let all = candidate.households(view);
    let inside = tied.iter().filter(|household| all.binary_search(household).is_ok()).count();
    inside * 2 >= all.len()
}

/// Values not yet in the candidate most of whose households are, sorted.
fn joining(candidate: &Candidate, view: &View<'_>) -> Vec<ValueIx> {
    let households = candidate.households(view);
    let mut inside: FxHashMap<u32, u32> = FxHashMap::default();
    for &household in &households {
        for &value in view.household_values().of(household) {
            if view.usable[value as usize] {
                *inside.entry(value).or_default() += 1;
            }
        }
    }
    inside.retain(|&value, _| candidate.values.binary_search(&ValueIx(value)).is_err());
    let needed = (inside.len() as f64 / CHANCE).ln();
    let mut out: Vec<ValueIx> = inside
        .into_iter()
        .filter(|&(value, count)| {
            let degree = view.households_of(ValueIx(value)).len();
            holds_on(count as usize, degree, view.is_everywhere(ValueIx(value))) && {
                let expected = view.strata.expected_inside(&view.network.incidence, value, &households);
                -ln_poisson_tail(count, expected) >= needed
            }
        })
        .map(|(value, _)| ValueIx(value))
        .collect();
    out.sort_unstable();
    out
}

/// Whether enough of a value's households stand in the candidate: half, or a third of at least nine where the value is not
/// used everywhere.
fn holds_on(inside: usize, degree: usize, everywhere: bool) -> bool {
    inside >= FEWEST_INSIDE && (inside * 2 >= degree || !everywhere && inside >= 3 && inside * 3 >= degree)
}

/// The candidate with further values and their people: strong with two links, weak with one.
fn joined(candidate: Candidate, joining: &[ValueIx], view: &View<'_>) -> Candidate {
    let mut values: Vec<ValueIx> = candidate.values.iter().chain(joining).copied().collect();
    values.sort_unstable();
    let mut persons: FxHashMap<PersonIx, Strength> = candidate.persons.into_iter().collect();
    for value in joining {
        for &person in view.persons_of(*value) {
            persons
                .entry(PersonIx(person))
                .and_modify(|strength| *strength = Strength::Strong)
                .or_insert(Strength::Weak);
        }
    }
    let mut persons: Vec<(PersonIx, Strength)> = persons.into_iter().collect();
    persons.sort_unstable_by_key(|&(person, _)| person);
    with_records(Origin::Group, values, persons, view)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_joins_with_half_of_its_households_or_a_third_of_nine_unless_it_is_used_everywhere() {
        assert!(holds_on(2, 4, true) && !holds_on(1, 2, false));
        assert!(holds_on(3, 9, false) && !holds_on(3, 9, true) && !holds_on(2, 6, false));
    }
}
