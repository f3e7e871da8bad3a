//! How a candidate falls apart: its households and values as a graph of its own, and the connected parts of it when
//! values or households are left out.

use std::collections::BTreeMap;

use petgraph::unionfind::UnionFind;
use rustc_hash::FxHashMap;

use super::candidates::{Candidate, Origin, with_records};
use super::finding::Strength;
use super::merge::{each_pair, families};
use super::view::View;
use crate::link::strata::majority;
use crate::record::{LinkType, PersonIx, RecordIx, Symbol, ValueIx, ValueKind};

/// Households of a value that hold a part together.
pub(super) const HELD_BY: usize = 3;
/// Households of a value of a second kind, with which a part stands by itself.
const SECOND: usize = 2;
/// Households of one value with which a part stands by itself: more than a phone that is changed all the time
/// gets (each used at most three times).
const LASTING: usize = 4;
/// Days around the records of a part within which what only the cut ties to it is likely its own.
const SAME_TIME: i32 = 30;
/// Two values with this part of their households in common are one tie.
const ONE_TIE: f64 = 0.9;
/// Values whose households overlap to this part with the cut's go with it: a proxy and the proxy's phone.
const TWIN: f64 = 0.6;

/// What holds a part together.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Tie {
    /// A value in common.
    Value,
    /// A value in common, or the same main branch.
    ValueOrBranch,
}

/// A part of a candidate: places of its values, its households (sorted), most households of one of its values.
#[derive(Default)]
pub(super) struct Part {
    values: Vec<usize>,
    pub(super) households: Vec<u32>,
    pub(super) widest: usize,
}

impl Part {
    /// Whether the people of one region make a ring of their own: enough of them, two of whom share something.
    pub(super) fn is_regional_ring(&self) -> bool {
        self.households.len() >= HELD_BY && self.widest >= 2
    }

    /// Whether a lasting value holds the part, or two of different kinds do.
    fn stands(&self, graph: &Graph) -> bool {
        let held =
            |least: usize| self.values.iter().filter(move |&&value| graph.values[value].len() >= least);
        self.widest >= LASTING
            || held(HELD_BY)
                .any(|&first| held(SECOND).any(|&second| graph.kinds[first] != graph.kinds[second]))
    }

    /// Ties to spare: households beside the first of each value, less what holds the part together; values that nearly the
    /// same households carry are one.
    fn spare(&self, graph: &Graph) -> usize {
        let inside = |value: usize| -> Vec<u32> {
            let carriers = graph.values[value].iter().copied();
            carriers.filter(|household| self.households.binary_search(household).is_ok()).collect()
        };
        let mut kept: Vec<Vec<u32>> = Vec::new();
        // The values kept of each household: whatever overlaps has a household in common.
        let mut of: FxHashMap<u32, Vec<usize>> = FxHashMap::default();
        for value in self.values.iter().copied().map(inside) {
            let mut near = value.iter().filter_map(|household| of.get(household)).flatten();
            if !near.any(|&other| overlap(&value, &kept[other]) >= ONE_TIE) {
                for &household in &value {
                    of.entry(household).or_default().push(kept.len());
                }
                kept.push(value);
            }
        }
        let ties: usize = kept.iter().map(|value| value.len().saturating_sub(1)).sum();
        (ties + 1).saturating_sub(self.households.len())
    }

    /// Whether the part is large enough and has ties to spare.
    fn is_dense(&self, graph: &Graph) -> bool {
        self.households.len() >= HELD_BY && self.spare(graph) > 0
    }

    /// Makes another part one with it.
    fn take_in(&mut self, other: Self) {
        self.values.extend(other.values);
        self.households.extend(other.households);
        self.households.sort_unstable();
        self.widest = self.widest.max(other.widest);
    }

    /// Days of the part's records, sorted.
    fn days(&self, whole: &Candidate, view: &View<'_>) -> Vec<i32> {
        let inside = |record: &RecordIx| {
            let household = view.people.household(view.people.person(*record));
            self.households.binary_search(&household).is_ok()
        };
        let records = whole.records.iter().copied().filter(inside);
        let mut days: Vec<i32> = records.map(|record| view.assembled.records.get(record).date.0).collect();
        days.sort_unstable();
        days
    }

    /// Days between which four in five of the part's records came.
    fn window(&self, whole: &Candidate, view: &View<'_>) -> (i32, i32) {
        let days = self.days(whole, view);
        (days[days.len() / 10], days[(days.len() - 1) * 9 / 10])
    }

    /// The part as a candidate; values of the cut (`without`) that two of its households carry are its evidence
    /// too.
    pub(super) fn candidate(
        &self,
        whole: &Candidate,
        graph: &Graph,
        without: &[bool],
        view: &View<'_>,
    ) -> Candidate {
        let known = |household: &u32| self.households.binary_search(household).is_ok();
        let inside = |person: PersonIx| known(&view.people.household(person));
        let persons: Vec<(PersonIx, Strength)> =
            whole.persons.iter().copied().filter(|&(person, _)| inside(person)).collect();
        let shared =
            |value: usize| graph.values[value].iter().filter(|household| known(household)).count() >= 2;
        let of_cut = (0..without.len()).filter(|&value| without[value] && shared(value));
        let mut places: Vec<usize> = self.values.iter().copied().chain(of_cut).collect();
        places.sort_unstable();
        let values: Vec<ValueIx> = places.into_iter().map(|value| whole.values[value]).collect();
        with_records(Origin::Group, values, persons, view)
    }
}

/// The candidate as a graph of its own.
pub(super) struct Graph {
    /// Kind of each value.
    pub(super) kinds: Vec<ValueKind>,
    /// Households of the candidate that carry each value, sorted.
    pub(super) values: Vec<Vec<u32>>,
    /// Whether each value is the phone of somebody who acts for another.
    acting: Vec<bool>,
    /// Branch of each household, sorted by household.
    pub(super) branches: Vec<(u32, Symbol)>,
    /// Whether the input has several branches.
    regional: bool,
}

impl Graph {
    pub(super) fn new(candidate: &Candidate, view: &View<'_>) -> Self {
        let households = candidate.households(view);
        let of_value = |value: &ValueIx| {
            let carriers = view.households_of(*value).iter().copied();
            carriers.filter(|household| households.binary_search(household).is_ok()).collect()
        };
        let mut branches: Vec<(u32, Symbol)> = candidate
            .records
            .iter()
            .map(|&record| {
                let household = view.people.household(view.people.person(record));
                (household, view.assembled.records.get(record).branch)
            })
            .collect();
        branches.sort_by_key(|&(household, _)| household);
        branches.dedup_by_key(|(household, _)| *household);
        let mut acting = vec![false; candidate.values.len()];
        for &record in &candidate.records {
            for mention in super::mentions_of(view.mentions, record) {
                if mention.link_type == LinkType::ProxyPhone
                    && let Ok(place) = candidate.values.binary_search(&mention.value)
                {
                    acting[place] = true;
                }
            }
        }
        Self {
            acting,
            kinds: candidate.values.iter().map(|&value| view.kind(value)).collect(),
            values: candidate.values.iter().map(of_value).collect(),
            branches,
            regional: view.assembled.records.branches.len() > 1,
        }
    }

    /// Parts with ties to spare and how many; none where not two parts are large enough.
    fn dense<'p>(&self, parts: &'p [Part]) -> Vec<(&'p Part, usize)> {
        let large: Vec<&Part> = parts.iter().filter(|part| part.households.len() >= HELD_BY).collect();
        if large.len() < 2 {
            return Vec::new();
        }
        large.into_iter().map(|part| (part, part.spare(self))).filter(|&(_, spare)| spare > 0).collect()
    }

    /// Bits by which it surprises that no tie stands between parts that have ties to spare, if they were one ring: each
    /// tie to spare goes to another part as often as there are people in it.
    pub(super) fn bits_apart(&self, parts: &[Part]) -> f64 {
        let dense = self.dense(parts);
        let all: usize = dense.iter().map(|(part, _)| part.households.len()).sum();
        let bits = |&(part, spare): &(&Part, usize)| {
            spare as f64 * (all as f64 / part.households.len() as f64).log2()
        };
        dense.iter().map(bits).sum()
    }

    /// Whether the two largest parts with ties to spare are at home in two branches, or at work in the same months: one ring
    /// that changes its phones, flats and accounts leaves parts one after another.
    pub(super) fn work_side_by_side(&self, parts: &[Part], whole: &Candidate, view: &View<'_>) -> bool {
        let mut dense = self.dense(parts);
        dense.sort_by_key(|(part, _)| std::cmp::Reverse(part.households.len()));
        let &[(left, _), (right, _), ..] = dense.as_slice() else { return false };
        let (home, other) = (self.home(left), self.home(right));
        if home.is_some() && other.is_some() && home != other {
            return true;
        }
        are_side_by_side(left.window(whole, view), right.window(whole, view))
    }

    /// The parts, those with ties to spare that are at work at the same time joined.
    pub(super) fn in_turn(&self, parts: Vec<Part>, whole: &Candidate, view: &View<'_>) -> Vec<Part> {
        let windows: Vec<Option<(i32, i32)>> =
            parts.iter().map(|part| part.is_dense(self).then(|| part.window(whole, view))).collect();
        let joined = |family: Vec<Part>| {
            family.into_iter().fold(Part::default(), |mut all, part| {
                all.take_in(part);
                all
            })
        };
        families(parts, &side_by_side(&windows)).into_iter().map(joined).collect()
    }

    /// The parts with ties to spare; each other part goes to the one with most records in the same weeks, the larger of
    /// equals.
    pub(super) fn gathered(&self, parts: Vec<Part>, whole: &Candidate, view: &View<'_>) -> Vec<Part> {
        let (mut dense, others): (Vec<Part>, Vec<Part>) =
            parts.into_iter().partition(|part| part.is_dense(self));
        let days: Vec<Vec<i32>> = dense.iter().map(|part| part.days(whole, view)).collect();
        for other in others {
            let own = other.days(whole, view);
            let near = |days: &[i32]| -> usize {
                let before = |limit: i32| days.partition_point(|&day| day < limit);
                own.iter().map(|day| before(day + SAME_TIME + 1) - before(day - SAME_TIME)).sum()
            };
            let nearest = (0..dense.len()).rev().max_by_key(|&place| (near(&days[place]), days[place].len()));
            let Some(part) = nearest.map(|place| &mut dense[place]) else { continue };
            part.take_in(other);
        }
        dense
    }

    /// A value and those carried by nearly the same households, as a mask; a phone only where somebody acts with it:
    /// the customers' phone of the larger ring is no part of the proxy.
    pub(super) fn twins(&self, value: usize) -> Vec<bool> {
        let mine = &self.values[value];
        self.values
            .iter()
            .enumerate()
            .map(|(place, theirs)| {
                if self.kinds[place] == ValueKind::Phone && !self.acting[place] {
                    return false;
                }
                overlap(mine, theirs) >= TWIN
            })
            .collect()
    }

    /// Whether two parts stand by themselves that are at home in two branches. A part at home nowhere is as likely one of a
    /// ring at work in several.
    pub(super) fn are_several(&self, parts: &[Part]) -> bool {
        let homes = parts.iter().filter(|part| part.stands(self)).map(|part| self.home(part));
        if !self.regional {
            return homes.count() >= 2;
        }
        let homes: Vec<Symbol> = homes.flatten().collect();
        homes.iter().any(|home| *home != homes[0])
    }

    /// The branch of more than half of a part's households; `None` too where branches are unknown or there is but one.
    fn home(&self, part: &Part) -> Option<Symbol> {
        let inside = |household: &u32| part.households.binary_search(household).is_ok();
        let local = self.branches.iter().filter(|(household, _)| inside(household));
        majority(local.map(|&(_, branch)| branch).collect()).filter(|_| self.regional)
    }

    /// Joins each set of households to the one with most people in its main branch: rings recruit at home, with a few
    /// customers elsewhere.
    fn join_by_branch(&self, sets: &mut UnionFind<usize>) {
        let mut counts: BTreeMap<usize, BTreeMap<Symbol, u32>> = BTreeMap::new();
        for (household, &(_, branch)) in self.branches.iter().enumerate() {
            *counts.entry(sets.find_mut(household)).or_default().entry(branch).or_default() += 1;
        }
        let mut most: BTreeMap<Symbol, (u32, usize)> = BTreeMap::new();
        for (&set, branches) in &counts {
            for (&branch, &count) in branches {
                let known = most.entry(branch).or_insert((count, set));
                if count > known.0 {
                    *known = (count, set);
                }
            }
        }
        for (set, branches) in counts {
            let main = branches.into_iter().max_by_key(|&(branch, count)| (count, std::cmp::Reverse(branch)));
            if let Some((branch, _)) = main {
                sets.union(most[&branch].1, set);
            }
        }
    }

    /// Connected parts when some values are left out, in the order of their first household. Some households
    /// (`own`, sorted) tie nobody; each goes to the part with which it shares most.
    pub(super) fn parts(&self, without: &[bool], own: &[u32], tie: Tie) -> Vec<Part> {
        let place = |household: u32| self.branches.partition_point(|&(known, _)| known < household);
        let is_own = |household: &u32| own.binary_search(household).is_ok();
        let mut sets: UnionFind<usize> = UnionFind::new(self.branches.len());
        let values = || self.values.iter().enumerate().filter(|(value, _)| !without[*value]);
        let tied = |households: &[u32]| -> Vec<u32> {
            households.iter().copied().filter(|household| !is_own(household)).collect()
        };
        for (_, households) in values() {
            for pair in tied(households).windows(2) {
                sets.union(place(pair[0]), place(pair[1]));
            }
        }
        if tie == Tie::ValueOrBranch {
            self.join_by_branch(&mut sets);
        }
        let mut number: FxHashMap<usize, usize> = FxHashMap::default();
        let mut parts: BTreeMap<usize, Part> = BTreeMap::new();
        for (household, &(known, _)) in
            self.branches.iter().enumerate().filter(|(_, (known, _))| !is_own(known))
        {
            let first = *number.entry(sets.find(household)).or_insert(household);
            parts.entry(first).or_default().households.push(known);
        }
        for (value, households) in values() {
            let Some(&first) = tied(households).first() else { continue };
            if let Some(part) = number.get(&sets.find(place(first))).and_then(|first| parts.get_mut(first)) {
                part.values.push(value);
                part.widest = part.widest.max(households.len());
            }
        }
        let mut parts: Vec<Part> = parts.into_values().collect();
        for &household in own {
            let shared = |part: &Part| {
                let carried = |value: &&usize| self.values[**value].binary_search(&household).is_ok();
                part.values.iter().filter(carried).count()
            };
            // The first of equals.
            if let Some(part) = parts.iter_mut().rev().max_by_key(|part| shared(part)) {
                part.households.push(household);
                part.households.sort_unstable();
            }
        }
        parts
    }
}

/// Whether two windows have more than half of the shorter in common.
fn are_side_by_side(left: (i32, i32), right: (i32, i32)) -> bool {
    let both = left.1.min(right.1) - left.0.max(right.0) + 1;
    both * 2 > (left.1 - left.0).min(right.1 - right.0)
}

/// Pairs of known windows, by place, that are side by side.
fn side_by_side(windows: &[Option<(i32, i32)>]) -> Vec<(u32, u32)> {
    let known = (0..).zip(windows).filter_map(|(place, window)| Some((place, (*window)?)));
    let mut pairs = Vec::new();
    each_pair(&known.collect::<Vec<_>>(), |((left, one), (right, other))| {
        pairs.extend(are_side_by_side(one, other).then_some((left, right)));
    });
    pairs
}

/// Common part of two sorted sets, 0 to 1 (Jaccard 1901).
fn overlap(left: &[u32], right: &[u32]) -> f64 {
    let common = left.iter().filter(|one| right.binary_search(one).is_ok()).count();
    common as f64 / (left.len() + right.len() - common).max(1) as f64
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// Values by their households; everybody's branch is that of the tens digit.
    pub(in crate::detect) fn graph(values: &[(ValueKind, &[u32])], households: u32) -> Graph {
        Graph {
            kinds: values.iter().map(|(kind, _)| *kind).collect(),
            values: values.iter().map(|(_, households)| households.to_vec()).collect(),
            acting: vec![false; values.len()],
            branches: (0..households).map(|household| (household, Symbol(1 + household / 10))).collect(),
            regional: true,
        }
    }

    fn households(parts: &[Part]) -> Vec<Vec<u32>> {
        parts.iter().map(|part| part.households.clone()).collect()
    }

    #[test]
    fn whoever_acts_for_two_rings_and_is_a_customer_of_both_ties_neither_to_the_other() {
        let graph = graph(&[(ValueKind::Phone, &[0, 1, 2]), (ValueKind::Phone, &[2, 3, 4])], 5);
        let without = [false, false];
        assert_eq!(households(&graph.parts(&without, &[], Tie::Value)), [vec![0, 1, 2, 3, 4]]);
        assert_eq!(households(&graph.parts(&without, &[2], Tie::Value)), [vec![0, 1, 2], vec![3, 4]]);
    }

    #[test]
    fn parts_at_work_in_the_same_weeks_are_side_by_side_and_those_that_come_in_turn_are_not() {
        let windows = [Some((0, 100)), None, Some((20, 60)), Some((90, 200)), Some((210, 300))];
        assert_eq!(side_by_side(&windows), [(0, 2)]);
    }

    #[test]
    fn a_few_customers_elsewhere_belong_to_the_part_that_has_most_people_there() {
        // The first part has seven at home and three more in the branch where the second has two.
        let graph = graph(
            &[(ValueKind::Phone, &[3, 4, 5, 6, 7, 8, 9, 10, 11, 12]), (ValueKind::Phone, &[13, 14])],
            15,
        );
        let parts = graph.parts(&[false, false], &[], Tie::ValueOrBranch);
        assert_eq!(households(&parts), [(0..15).collect::<Vec<u32>>()]);
    }

    #[test]
    fn parts_at_home_in_two_branches_are_several_rings_and_a_part_at_home_nowhere_tells_nothing() {
        let are_several = |other: &[u32]| {
            let graph = graph(&[(ValueKind::Phone, &[0, 1, 2, 3]), (ValueKind::Phone, other)], 15);
            graph.are_several(&graph.parts(&[false, false], &[], Tie::Value))
        };
        assert!(are_several(&[10, 11, 12, 13]));
        // Two people in either branch.
        assert!(!are_several(&[8, 9, 10, 11]));
    }

    #[test]
    fn parts_with_ties_to_spare_and_none_between_them_are_not_one_ring_by_chance() {
        let bits = |values: &[(ValueKind, &[u32])]| {
            let graph = graph(values, 8);
            graph.bits_apart(&graph.parts(&vec![false; values.len()], &[], Tie::Value))
        };
        // 4 + 3 + 3 carriers less one each are 7 ties; 3 hold four households together: 4 to spare on either side.
        let two = [
            (ValueKind::Phone, &[0, 1, 2, 3][..]),
            (ValueKind::Address, &[0, 1, 2]),
            (ValueKind::Account, &[1, 2, 3]),
            (ValueKind::Phone, &[4, 5, 6, 7]),
            (ValueKind::Address, &[4, 5, 6]),
            (ValueKind::Account, &[5, 6, 7]),
        ];
        assert!((bits(&two) - 8.0).abs() < 1e-9);
        // Two things of the same people are one tie, and phones alone leave none to spare.
        let phones = [two[0], (ValueKind::Device, two[0].1), two[3]];
        assert!(bits(&phones).abs() < 1e-9);
    }
}
