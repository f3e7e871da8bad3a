//! Groups of values and single-value stars → candidates: the persons they tie and the records that count.

use rustc_hash::{FxHashMap, FxHashSet};

use super::finding::{Strength, Treatment};
use super::view::View;
use crate::record::{PersonIx, RecordIx, ValueIx, ValueKind};

/// Days around a tied record within which other records of the same person count as part of the same affair.
const NEAR_DAYS: i32 = 30;

/// Where a candidate comes from.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Origin {
    /// Validated pairs of values.
    Group,
    /// One value that many unrelated people share.
    Star,
    /// A serving agent's own phone, set aside as a hub.
    AgentPhone,
}

/// People tied by values, not yet judged.
#[derive(Clone, Debug)]
pub(super) struct Candidate {
    /// Where it comes from.
    pub(super) origin: Origin,
    /// Values that tie, sorted.
    pub(super) values: Vec<ValueIx>,
    /// Persons, sorted, with how firmly each is tied.
    pub(super) persons: Vec<(PersonIx, Strength)>,
    /// Records that count, sorted.
    pub(super) records: Vec<RecordIx>,
    /// Rings that share nobody of which it was put together; 1 otherwise.
    pub(super) siblings: u32,
}

impl Candidate {
    /// Unrelated households, sorted.
    pub(super) fn households(&self, view: &View<'_>) -> Vec<u32> {
        view.households(self.persons.iter().map(|&(person, _)| person))
    }

    /// Whether only letters and networks tie it, which strangers share without knowing it.
    pub(super) fn is_crowd(&self, view: &View<'_>) -> bool {
        self.values.iter().all(|&value| view.kind(value).is_ambient())
    }

    /// Whether a value of a kind is among those that tie it.
    pub(super) fn is_tied_by(&self, kind: ValueKind, view: &View<'_>) -> bool {
        self.values.iter().any(|&value| view.kind(value) == kind)
    }

    /// The candidate without some records; persons without a record left are dropped.
    pub(super) fn without(&self, taken: &[bool], view: &View<'_>) -> Self {
        let records: Vec<RecordIx> =
            self.records.iter().copied().filter(|record| !taken[record.0 as usize]).collect();
        let left: FxHashSet<PersonIx> = records.iter().map(|&record| view.people.person(record)).collect();
        let persons = self.persons.iter().copied().filter(|(person, _)| left.contains(person)).collect();
        Self { persons, records, ..self.clone() }
    }
}

/// All candidates with at least `min_households` unrelated households, in a fixed order: groups, stars of one
/// value, stars of serving agents' phones.
pub(super) fn candidates(view: &View<'_>, min_households: u32) -> Vec<Candidate> {
    let mut out: Vec<Candidate> =
        view.network.groups.iter().map(|values| group(values.clone(), view)).collect();
    let shared = |value: &u32| view.households_of(ValueIx(*value)).len() >= min_households as usize;
    let usable = (0..view.usable.len() as u32).filter(|&value| view.usable[value as usize]);
    out.extend(usable.filter(shared).map(|value| star(Origin::Star, ValueIx(value), view)));
    let phones = view.hubs.iter().filter(|hub| hub.treatment == Treatment::AgentPhone).map(|hub| hub.value.0);
    out.extend(phones.filter(shared).map(|value| star(Origin::AgentPhone, ValueIx(value), view)));
    out.retain(|candidate| candidate.households(view).len() >= min_households as usize);
    out
}

/// The candidate of a group of values.
fn group(values: Vec<ValueIx>, view: &View<'_>) -> Candidate {
    let persons = members(&values, view);
    with_records(Origin::Group, values, persons, view)
}

/// Persons with two or more links into the group are strong; one link counts, weakly, when it goes to a
/// value most of whose persons are strong.
pub(super) fn members(values: &[ValueIx], view: &View<'_>) -> Vec<(PersonIx, Strength)> {
    let mut links: FxHashMap<PersonIx, u32> = FxHashMap::default();
    for value in values {
        for &person in view.persons_of(*value) {
            *links.entry(PersonIx(person)).or_default() += 1;
        }
    }
    let mut weak: FxHashSet<PersonIx> = FxHashSet::default();
    for value in values {
        let persons = view.persons_of(*value);
        let strong = persons.iter().filter(|&&person| links[&PersonIx(person)] >= 2).count();
        if strong * 2 > persons.len() {
            weak.extend(persons.iter().map(|&person| PersonIx(person)).filter(|person| links[person] == 1));
        }
    }
    by_links(links.into_iter().filter(|&(person, links)| links >= 2 || weak.contains(&person)))
}

/// Persons by the number of their links, sorted: two tie firmly, one weakly.
pub(super) fn by_links(links: impl Iterator<Item = (PersonIx, u32)>) -> Vec<(PersonIx, Strength)> {
    let strength = |links: u32| if links >= 2 { Strength::Strong } else { Strength::Weak };
    let mut out: Vec<(PersonIx, Strength)> = links.map(|(person, links)| (person, strength(links))).collect();
    out.sort_unstable_by_key(|&(person, _)| person);
    out
}

/// The candidate of one value.
pub(super) fn star(origin: Origin, value: ValueIx, view: &View<'_>) -> Candidate {
    let persons = view.persons_of(value).iter().map(|&person| (PersonIx(person), Strength::Strong)).collect();
    with_records(origin, vec![value], persons, view)
}

/// One candidate of several: their values and people, and whom `others` finds by all the values. A person is tied as firmly
/// as anywhere.
pub(super) fn united<'a>(
    parts: impl Iterator<Item = &'a Candidate> + Clone,
    others: impl FnOnce(&[ValueIx]) -> Vec<(PersonIx, Strength)>,
    view: &View<'_>,
) -> Candidate {
    let mut values: Vec<ValueIx> = parts.clone().flat_map(|part| part.values.iter().copied()).collect();
    values.sort_unstable();
    values.dedup();
    let mut persons: FxHashMap<PersonIx, Strength> = others(&values).into_iter().collect();
    for (person, strength) in parts.flat_map(|part| part.persons.iter().copied()) {
        persons.entry(person).and_modify(|known| *known = (*known).min(strength)).or_insert(strength);
    }
    let mut persons: Vec<(PersonIx, Strength)> = persons.into_iter().collect();
    persons.sort_unstable_by_key(|&(person, _)| person);
    with_records(Origin::Group, values, persons, view)
}

/// Adds the records that count: those that mention a value, and the person's others on the same policy or
/// close in time.
pub(super) fn with_records(
    origin: Origin,
    values: Vec<ValueIx>,
    persons: Vec<(PersonIx, Strength)>,
    view: &View<'_>,
) -> Candidate {
    let tied: FxHashSet<RecordIx> =
        values.iter().flat_map(|&value| view.network.incidence.records_of(value)).collect();
    let mut records = Vec::new();
    for &(person, _) in &persons {
        let (touching, others): (Vec<RecordIx>, Vec<RecordIx>) =
            view.records_of(person).partition(|record| tied.contains(record));
        records.extend(others.into_iter().filter(|&other| {
            let other = view.assembled.records.get(other);
            touching.iter().any(|&touching| {
                let touching = view.assembled.records.get(touching);
                (other.policy.0 > 0 && other.policy == touching.policy)
                    || (other.date.0 - touching.date.0).abs() <= NEAR_DAYS
            })
        }));
        records.extend(touching);
    }
    records.sort_unstable();
    Candidate { origin, values, persons, records, siblings: 1 }
}
