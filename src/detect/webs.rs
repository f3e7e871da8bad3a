//! Rings in which hardly a value serves more than three people: neither does a pair of values recur nor is a value shared
//! by many, but everybody is connected to everybody else through several such values.
//!
//! Ordinary people share a phone, a flat or an account with one or two others outside their household as well (in-laws, a
//! neighbour, a number sold again), but rarely enough that hardly ever four households are connected so: the connected parts
//! of a sparse random graph stay small (Erdős and Rényi 1960, On the evolution of random graphs). Those that are not
//! are judged like any other candidate.

use petgraph::unionfind::UnionFind;
use rustc_hash::FxHashMap;

use super::candidates::{Candidate, Origin, by_links, with_records};
use super::most_frequent;
use super::view::View;
use crate::record::{PersonIx, ValueIx, ValueKind};

/// Households of a value at most that is a thread of a web; a wider one is a candidate by itself.
const MOST_CARRIERS: usize = 6;
/// Households that a web connects at least; three may be a family with its in-laws.
const FEWEST: usize = 4;

/// Households connected by values of few carriers, those that stand in a ring already (`taken`, sorted) left out; in the
/// order of their first household.
pub(super) fn webs(taken: &[u32], view: &View<'_>) -> Vec<Candidate> {
    let values = (0..view.usable.len() as u32).map(ValueIx);
    let threads: Vec<(ValueIx, Vec<u32>)> = values
        .map(|value| {
            let carriers = carriers(value, view).into_iter();
            (value, carriers.filter(|household| taken.binary_search(household).is_err()).collect())
        })
        .filter(|(_, carriers): &(_, Vec<u32>)| carriers.len() >= 2)
        .collect();
    let mut sets: UnionFind<u32> = UnionFind::new(view.people.households as usize);
    for (_, carriers) in &threads {
        for pair in carriers.windows(2) {
            sets.union(pair[0], pair[1]);
        }
    }
    let mut webs: FxHashMap<u32, (Vec<u32>, Vec<ValueIx>)> = FxHashMap::default();
    for (value, carriers) in threads {
        let (households, values) = webs.entry(sets.find(carriers[0])).or_default();
        households.extend(carriers);
        values.push(value);
    }
    let mut webs: Vec<(Vec<u32>, Vec<ValueIx>)> = webs.into_values().collect();
    for (households, _) in &mut webs {
        households.sort_unstable();
        households.dedup();
    }
    // The users of one value are a star.
    webs.retain(|(households, values)| households.len() >= FEWEST && values.len() >= 2);
    webs.sort_unstable();
    webs.into_iter().map(|(households, values)| candidate(&households, values, view)).collect()
}

/// Households that a value connects as a thread: few carry it, and whoever does gives it as his own. A network is
/// anybody's nearby, a landline a place; a letter connects neighbours only, as strangers everywhere copy the same pages.
fn carriers(value: ValueIx, view: &View<'_>) -> Vec<u32> {
    let all = view.households_of(value);
    let kind = view.kind(value);
    let is_thread = view.usable[value.0 as usize]
        && (2..=MOST_CARRIERS).contains(&all.len())
        && kind != ValueKind::Ip
        && !view.is_landline(value);
    let home = match kind {
        _ if !is_thread => return Vec::new(),
        ValueKind::Letter => most_frequent(all.iter().map(|&household| view.strata.of(household))),
        _ => None,
    };
    let is_near = |household: &u32| home.is_none_or(|(stratum, _)| view.strata.of(*household) == stratum);
    all.iter().copied().filter(is_near).collect()
}

/// The web of some households (sorted): whoever carries two of its values is tied firmly.
fn candidate(households: &[u32], values: Vec<ValueIx>, view: &View<'_>) -> Candidate {
    let mut links: FxHashMap<PersonIx, u32> = FxHashMap::default();
    for &person in values.iter().flat_map(|&value| view.persons_of(value)) {
        if households.binary_search(&view.people.household(PersonIx(person))).is_ok() {
            *links.entry(PersonIx(person)).or_default() += 1;
        }
    }
    with_records(Origin::Group, values, by_links(links.into_iter()), view)
}
