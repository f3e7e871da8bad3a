//! Parts of one ring that no single pair of values ties, because the ring changes its phones, proxies or
//! accounts, are joined by the people they have in common.
//!
//! Two rings that use one proxy have a value in common and hardly a customer; parts of one ring have customers
//! in common, or a contact or account that customers of both carry, more often than chance would give two groups of
//! strangers of the same region.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::RangeInclusive;

use petgraph::unionfind::UnionFind;
use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::candidates::{Candidate, members, united};
use super::sellers::Sold;
use super::view::View;
use crate::link::pairs::ln_poisson_tail;
use crate::record::{Symbol, ValueIx, ValueKind};

/// Share of the joins that may be chance.
const FALSE_JOINS: f64 = 0.1;
/// Households of a value at most that ties two leads.
const MOST_CARRIERS: usize = 20;
/// Common households and values of two leads that work in no branch together at least: one couple may know two rings.
const ABROAD: u32 = 2;
/// Households of a value that two rings of one branch keep to themselves and are one ring: two may be a couple, and a ring
/// whose things last longer leaves no parts. In 52 worlds of thirteen simulators 64 such joins were right and 2 wrong, and
/// nearly all had one customer in common, which alone may be chance.
const KEPT: RangeInclusive<usize> = 3..=8;
/// Branches at most in which leads are at home that one contact or account ties: rings of more give what anybody does.
const MOST_HOMES: usize = 3;
/// Branches at most in which leads are at home that are tied to the users of one value, at home nowhere themselves.
const MOST_HOMES_OF_ONE: usize = 2;
/// More in common than this is never chance.
const MOST_TESTED: u32 = 10;

/// Joins leads that have more households and values in common than chance allows, and rings of one branch that keep a value
/// to themselves; `rings` says which leads are named so. Only candidates that are leads of their own may be given, so that
/// a shared place never pulls two rings together.
pub(super) fn merged(leads: Vec<Candidate>, rings: &[bool], view: &View<'_>) -> Vec<Candidate> {
    let households: Vec<Vec<u32>> = leads.iter().map(|lead| lead.households(view)).collect();
    let homes: Vec<Home> = households.iter().map(|lead| view.strata.home(lead)).collect();
    let mut at: Vec<(u32, u32)> = households
        .iter()
        .enumerate()
        .flat_map(|(lead, households)| households.iter().map(move |&household| (household, lead as u32)))
        .collect();
    at.sort_unstable();
    let mut common: FxHashMap<(u32, u32), u32> = FxHashMap::default();
    for same in at.chunk_by(|left, right| left.0 == right.0) {
        let leads: Vec<u32> = same.iter().map(|&(_, lead)| lead).collect();
        each_pair(&leads, |pair| *common.entry(pair).or_default() += 1);
    }
    let carried = carried(&at, &homes, view);
    for (pair, tied) in bridges(&carried) {
        *common.entry(pair).or_default() += tied;
    }
    let sold: Vec<Sold> = leads.iter().map(|lead| Sold::new(lead, view)).collect();
    let all: Vec<u32> = (0..leads.len() as u32).collect();
    each_pair(&all, |(left, right)| {
        let agents = sold[left as usize].common(&sold[right as usize]);
        if agents > 0 {
            *common.entry((left, right)).or_default() += agents;
        }
    });
    let mut pairs = beyond_chance(&common, &households, &sold, view);
    pairs.extend(keeping_together(&carried, rings, &homes, view));
    without_places(&mut pairs, &leads, &homes);
    let pairs = without_crowds(pairs, &leads, &homes, view);
    families(leads, &pairs).into_iter().map(|parts| join(parts, view)).collect()
}

/// The branch of more than half of a lead's households, where there is one.
type Home = Option<Symbol>;

/// How many branches some leads are at home in.
fn branches(homes: impl Iterator<Item = Home>) -> usize {
    homes.flatten().collect::<BTreeSet<Symbol>>().len()
}

/// Leaves out the pairs of leads whose one value people of many branches use, among them those of several rings: rings hide
/// behind such a value.
fn without_places(pairs: &mut Vec<(u32, u32)>, leads: &[Candidate], homes: &[Home]) {
    let may_be_place = |lead: u32| leads[lead as usize].values.len() == 1 && homes[lead as usize].is_none();
    let mut tied: BTreeMap<u32, Vec<Home>> = BTreeMap::new();
    for &(left, right) in pairs.iter() {
        for (lead, other) in [(left, right), (right, left)] {
            if may_be_place(lead) {
                tied.entry(lead).or_default().push(homes[other as usize]);
            }
        }
    }
    tied.retain(|_, homes| branches(homes.iter().copied()) > MOST_HOMES_OF_ONE);
    pairs.retain(|(left, right)| !tied.contains_key(left) && !tied.contains_key(right));
}

/// The pairs without those by which a crowd (users of one letter or network) would join leads that nothing else joins and
/// that are not at home where the crowd is: strangers copy one letter.
fn without_crowds(
    pairs: Vec<(u32, u32)>,
    leads: &[Candidate],
    homes: &[Home],
    view: &View<'_>,
) -> Vec<(u32, u32)> {
    let is_crowd = |lead: u32| leads[lead as usize].is_crowd(view);
    let mut sets: UnionFind<u32> = UnionFind::new(leads.len());
    for &(left, right) in pairs.iter().filter(|(left, right)| !is_crowd(*left) && !is_crowd(*right)) {
        sets.union(left, right);
    }
    let mut joined: FxHashMap<u32, Vec<u32>> = FxHashMap::default();
    for &(left, right) in &pairs {
        for (crowd, other) in [(left, right), (right, left)] {
            if is_crowd(crowd) && !is_crowd(other) {
                joined.entry(crowd).or_default().push(sets.find(other));
            }
        }
    }
    let joins_one = |crowd: u32| {
        joined.get(&crowd).is_some_and(|families| families.iter().all(|family| *family == families[0]))
    };
    let home = |lead: u32| homes[lead as usize];
    let ties = |&(left, right): &(u32, u32)| {
        let at_home = home(left).is_some() && home(left) == home(right);
        match (is_crowd(left), is_crowd(right)) {
            (false, false) => true,
            (true, true) => at_home,
            (true, false) => joins_one(left) || at_home,
            (false, true) => joins_one(right) || at_home,
        }
    };
    pairs.into_iter().filter(ties).collect()
}

/// Things that pairs (by place) tie, together, in the order of the first of each family.
pub(super) fn families<T>(things: Vec<T>, pairs: &[(u32, u32)]) -> Vec<Vec<T>> {
    let mut sets: UnionFind<u32> = UnionFind::new(things.len());
    for &(left, right) in pairs {
        sets.union(left, right);
    }
    let mut families: BTreeMap<u32, Vec<T>> = BTreeMap::new();
    let mut first: FxHashMap<u32, u32> = FxHashMap::default();
    for (place, thing) in things.into_iter().enumerate() {
        let place = place as u32;
        let first = *first.entry(sets.find(place)).or_insert(place);
        families.entry(first).or_default().push(thing);
    }
    families.into_values().collect()
}

/// All pairs of some things, in their order.
pub(super) fn each_pair<T: Copy>(things: &[T], mut give: impl FnMut((T, T))) {
    for (place, &right) in things.iter().enumerate() {
        for &left in &things[..place] {
            give((left, right));
        }
    }
}

/// A household of a lead that carries a value which may tie leads.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Carried {
    value: u32,
    lead: u32,
    household: u32,
}

/// What households of leads carry, sorted; `at` are households with their leads.
fn carried(at: &[(u32, u32)], homes: &[Home], view: &View<'_>) -> Vec<Carried> {
    let mut carried: Vec<Carried> = Vec::new();
    for &(household, lead) in at {
        let values = view.household_values().of(household).iter();
        let ties = |value: &&u32| view.usable[**value as usize] && is_bridge(ValueIx(**value), view);
        carried.extend(values.filter(ties).map(|&value| Carried { value, lead, household }));
    }
    carried.sort_unstable();
    let of_values = carried.chunk_by(|left, right| left.value == right.value);
    let kept = of_values.filter(|same| {
        same.iter().any(|one| one.lead != same[0].lead)
            && !view.is_acting_phone(ValueIx(same[0].value))
            && branches(same.iter().map(|one| homes[one.lead as usize])) <= MOST_HOMES
    });
    kept.flatten().copied().collect()
}

/// Carriers of one value, sorted, by lead.
fn of_leads(carriers: &[Carried]) -> Vec<&[Carried]> {
    carriers.chunk_by(|left, right| left.lead == right.lead).collect()
}

/// How many of some carriers, sorted by household, are among others.
fn in_common(left: &[Carried], right: &[Carried]) -> usize {
    let both = |one: &&Carried| right.binary_search_by_key(&one.household, |other| other.household).is_ok();
    left.iter().filter(both).count()
}

/// Whether a value of so many users, not too few and not too many ([`KEPT`]), is carried in two leads alone.
fn is_kept(left: &[Carried], right: &[Carried], users: usize) -> bool {
    KEPT.contains(&users) && left.len() + right.len() - in_common(left, right) == users
}

/// Rings at home in one branch that keep a value to themselves.
fn keeping_together(carried: &[Carried], rings: &[bool], homes: &[Home], view: &View<'_>) -> Vec<(u32, u32)> {
    let home = |lead: u32| homes[lead as usize];
    let mut pairs = Vec::new();
    for same in carried.chunk_by(|left, right| left.value == right.value) {
        let users = view.households_of(ValueIx(same[0].value)).len();
        each_pair(&of_leads(same), |(left, right)| {
            let (one, other) = (left[0].lead, right[0].lead);
            if is_kept(left, right, users)
                && rings[one as usize]
                && rings[other as usize]
                && home(one).is_some()
                && home(one) == home(other)
            {
                pairs.push((one, other));
            }
        });
    }
    pairs
}

/// How many people of each pair of leads are tied by values of their own: values that a household of the one carries and a
/// household of the other, and nobody who is in both. A couple with one flat and one phone counts once.
fn bridges(carried: &[Carried]) -> BTreeMap<(u32, u32), u32> {
    // The first household on either side of each value that ties two leads.
    let mut ends: BTreeMap<(u32, u32), Vec<(u32, u32)>> = BTreeMap::new();
    for same in carried.chunk_by(|left, right| left.value == right.value) {
        each_pair(&of_leads(same), |(left, right)| {
            if in_common(left, right) == 0 {
                let pair = (left[0].lead, right[0].lead);
                ends.entry(pair).or_default().push((left[0].household, right[0].household));
            }
        });
    }
    let distinct = |ends: &[(u32, u32)], side: fn(&(u32, u32)) -> u32| {
        let mut households: Vec<u32> = ends.iter().map(side).collect();
        households.sort_unstable();
        households.dedup();
        households.len() as u32
    };
    ends.into_iter()
        .map(|(leads, ends)| (leads, distinct(&ends, |end| end.0).min(distinct(&ends, |end| end.1))))
        .collect()
}

/// Whether only people of one ring share a value: letters and networks are public, agents and proxies serve several, and
/// what many carry is everybody's.
fn is_bridge(value: ValueIx, view: &View<'_>) -> bool {
    is_own(view.kind(value)) && view.households_of(value).len() <= MOST_CARRIERS
}

/// Kinds of value that a ring has for itself.
fn is_own(kind: ValueKind) -> bool {
    !kind.is_public() && kind != ValueKind::Actor
}

/// Pairs of leads with more in common than chance gives: of the pairs taken, at most [`FALSE_JOINS`] are
/// expected by chance among all pairs, given how many households of each stratum the leads have.
fn beyond_chance(
    common: &FxHashMap<(u32, u32), u32>,
    households: &[Vec<u32>],
    sold: &[Sold],
    view: &View<'_>,
) -> Vec<(u32, u32)> {
    let strata: Vec<Vec<(u32, f64)>> = households.iter().map(|lead| view.strata.counts(lead)).collect();
    let ties = view.strata.ties(is_own, MOST_CARRIERS as u32);
    let expected = |left: usize, right: usize| {
        view.strata.expected_common(&strata[left], &strata[right])
            + view.strata.expected_bridges(&strata[left], &strata[right], &ties)
            + sold[left].expected(&sold[right])
    };
    // What each pair may show by chance: the probability of one, two, … households or values in common.
    let by_chance: Vec<[f64; MOST_TESTED as usize]> = (1..strata.len())
        .into_par_iter()
        .flat_map_iter(|right| (0..right).map(move |left| (left, right)))
        .map(|(left, right)| expected(left, right))
        .filter(|&expected| expected > 0.0)
        .map(|expected| std::array::from_fn(|fewer| ln_poisson_tail(fewer as u32 + 1, expected).exp()))
        .collect();
    let mut seen: Vec<(f64, (u32, u32))> = common
        .iter()
        .map(|(&pair, &count)| (pair, count, expected(pair.0 as usize, pair.1 as usize)))
        .filter(|&(_, count, expected)| expected > 0.0 || count >= ABROAD)
        .map(|((left, right), count, expected)| {
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
    united(parts.iter(), |values| members(values, view), view)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of_lead(lead: u32, households: &[u32]) -> Vec<Carried> {
        households.iter().map(|&household| Carried { value: 1, lead, household }).collect()
    }

    #[test]
    fn two_leads_keep_a_value_that_nobody_else_uses_and_that_is_more_than_a_couples() {
        let (left, right) = (of_lead(0, &[1, 2, 3]), of_lead(1, &[3, 4]));
        assert!(is_kept(&left, &right, 4));
        // Somebody else uses it too.
        assert!(!is_kept(&left, &right, 5));
        assert!(!is_kept(&left[..1], &right[1..], 2));
        let lasting: Vec<u32> = (0..9).collect();
        assert!(!is_kept(&of_lead(0, &lasting), &right, 9));
    }
}
