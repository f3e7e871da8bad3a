//! Families who live apart: what a ring of a few people looks like, and what tells it apart.
//!
//! Adult children act for parents and parents-in-law who live elsewhere and keep their own surnames (DOMAIN.md). A family is
//! told by its ages, and decided after detection, so that small rings are not swallowed.

use super::kinds::{CLEAR_FLAGS, HARDLY_HARMLESS, share, shared_payer, ties};
use super::score::{Judged, Scorer};
use crate::normalise::name;
use crate::normalise::principals::Actor;
use crate::record::{PersonIx, Record, RecordIx, Symbol, ValueKind};

/// Households of parents and parents-in-law of one child.
const PARENTS: u32 = 4;
/// Persons of one flat at most.
const ONE_FLAT: usize = 6;
/// Years between parent and child at least.
const GENERATION: i32 = 16;
/// Age from which on people have adult children who do their business.
const ELDER: i32 = 50;
/// Bits from which on even people whose ages and surname are those of somebody's parents are a ring: odds of 24 to one.
const HARDLY_PARENTS: f64 = 4.6;
/// Red flags of three people of that age, in bits, that are more than a family's bad luck: one ring in twenty has nobody
/// younger either.
const ELDERS_FLAGS: f64 = 4.0;

/// Whether a group is one family: a child who acts for parents, parents with or without the child whose phone they give, or
/// one flat. `ring_like` says that most of the people show what rings show.
pub(super) fn is_family(judged: &Judged, scorer: &Scorer<'_>, ring_like: bool) -> bool {
    let facts = &judged.facts;
    // Four surnames in one flat are hardly one family.
    let harmless = !ring_like && (facts.households < PARENTS || facts.flag_bits < CLEAR_FLAGS);
    let one_flat_of_few =
        || judged.candidate.persons.len() <= ONE_FLAT && harmless && one_flat(judged, scorer);
    let may_be = judged.bits < HARDLY_HARMLESS;
    facts.households <= PARENTS
        && (facts.flag_bits < ELDERS_FLAGS
            && (judged.bits < HARDLY_PARENTS && acting_child(judged, scorer)
                || may_be && parents_only(judged, scorer))
            || may_be && one_flat_of_few())
}

/// Whether somebody acts for most of a group of people who may all be his parents, one of whom has his surname: adult
/// children act for parents and parents-in-law who live elsewhere.
fn acting_child(judged: &Judged, scorer: &Scorer<'_>) -> bool {
    let parties = &scorer.view.assembled.parties;
    let born = |id: Symbol| birth_year(parties.ids.text(id));
    let surname = |name: Symbol| (name.0 > 0).then(|| name::surname(parties.names.text(name)));
    let principal = |record: RecordIx| parties.principals[record.0 as usize];
    let records = || judged.candidate.records.iter().copied();
    let is_child = |actor: &Actor| {
        let acts = |record: RecordIx, _: &Record| parties.acting(record).any(|other| other.key == actor.key);
        let Some(year) = born(actor.party.id) else { return false };
        let parents: Vec<i32> = records().filter_map(|record| born(principal(record).id)).collect();
        share(judged, scorer, acts) >= 0.5
            && parents.len() * 2 > judged.candidate.records.len()
            && parents.iter().all(|parent| parent + GENERATION <= year)
            && surname(actor.party.name).is_some()
            && records().any(|record| surname(principal(record).name) == surname(actor.party.name))
    };
    records().any(|record| parties.acting(record).any(is_child))
}

/// Whether all people of a group tied by contacts are of an age to have adult children, but for one who may be the child of
/// one of them; whoever acts for them may be a child too.
fn parents_only(judged: &Judged, scorer: &Scorer<'_>) -> bool {
    let parties = &scorer.view.assembled.parties;
    let contacts = |kind: ValueKind| !kind.is_public() && kind != ValueKind::Courier;
    if !ties(judged, scorer, contacts) || shared_payer(&judged.candidate.values, &scorer.view) {
        return false;
    }
    let mut born: Vec<(i32, PersonIx, &str)> = Vec::new();
    let mut year = 0;
    for &record in &judged.candidate.records {
        let principal = parties.principals[record.0 as usize];
        year = year.max(scorer.view.assembled.records.get(record).date.month_number() / 12);
        if let Some(birth) = birth_year(parties.ids.text(principal.id)) {
            born.push((
                birth,
                scorer.view.people.person(record),
                name::surname(parties.names.text(principal.name)),
            ));
        }
    }
    born.sort_unstable_by_key(|&(birth, person, _)| (birth, person));
    born.dedup_by_key(|&mut (_, person, _)| person);
    let elders = born.iter().take_while(|&&(birth, ..)| birth + ELDER <= year).count();
    let is_younger = |birth: i32| born[..elders].iter().all(|&(parent, ..)| parent + GENERATION <= birth);
    let is_child = |&(birth, _, surname): &(i32, PersonIx, &str)| {
        is_younger(birth) && born[..elders].iter().any(|&(.., of_parent)| of_parent == surname)
    };
    let may_be_child = |actor: &Actor| birth_year(parties.ids.text(actor.party.id)).is_none_or(is_younger);
    elders >= 3
        && (elders == born.len() || elders + 1 == born.len() && is_child(&born[elders]))
        && judged.candidate.records.iter().all(|&record| parties.acting(record).all(may_be_child))
}

/// Year of birth in an identity number of eighteen places.
fn birth_year(id: &str) -> Option<i32> {
    let digits = Some(id).filter(|id| id.len() == 18 && id.is_ascii())?;
    digits[6..10].parse().ok()
}

/// Whether one of the flats holds everybody.
fn one_flat(judged: &Judged, scorer: &Scorer<'_>) -> bool {
    judged.candidate.values.iter().any(|value| {
        scorer.view.kind(*value) == ValueKind::Address
            && judged.candidate.persons.iter().all(|(person, _)| {
                scorer.view.network.incidence.persons.of(value.0).binary_search(&person.0).is_ok()
            })
    })
}
