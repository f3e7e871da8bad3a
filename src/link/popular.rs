//! Values that anybody gives: the insurer's own number that nobody listed, a parcel station, an office's e-mail.
//!
//! Rings hide behind such values too, so that these stand in validated pairs and glue rings to each other and to ordinary
//! customers. They are told by their users. Those who share nothing else are customers like any other, and those who do are
//! not; whereas the people to whom a ring alone gives its phone are all of one sort, whatever else they share.

use super::Config;
use super::incidence::Incidence;
use super::people::People;
use super::usable::why;
use crate::detect::finding::{Hub, Treatment};
use crate::normalise::records::Assembled;
use crate::record::{RecordIx, RecordType, ValueIx, ValueKind};

/// Households from which on a value may be anybody's.
const FEWEST: usize = 8;
/// Households who share nothing else, at least: fewer say little.
const FEWEST_ALONE: usize = 4;
/// Households who share another contact, at least.
const FEWEST_TIED: usize = 2;
/// Households of another value at least that is more than a couple's.
const SHARED: usize = 3;
/// Log-odds, in bits, that those who share nothing else are ordinary customers rather than what the others are. In
/// nineteen worlds of eight simulators the phone of a ring has 5.6 at most, values that anybody gives 6 to 80.
const ORDINARY: f64 = 8.0;

/// Sets values aside that anybody gives; hubs stay sorted.
pub(super) fn set_aside(
    assembled: &Assembled,
    incidence: &Incidence,
    people: &People,
    config: &Config,
    (usable, hubs): (&mut [bool], &mut Vec<Hub>),
) {
    let crowd = Crowd { assembled, incidence, config, usable, did: did(assembled, people) };
    let usual = Counts::of(crowd.did.iter().copied());
    let values = (0..usable.len() as u32).filter(|&value| usable[value as usize]);
    let found: Vec<Hub> = values.filter_map(|value| crowd.popular(ValueIx(value), &usual)).collect();
    for hub in &found {
        usable[hub.value.0 as usize] = false;
    }
    hubs.extend(found);
    hubs.sort_unstable_by_key(|hub| hub.value);
}

/// The users of values.
struct Crowd<'a> {
    assembled: &'a Assembled,
    incidence: &'a Incidence,
    config: &'a Config,
    usable: &'a [bool],
    /// What each household did.
    did: Vec<Did>,
}

impl Crowd<'_> {
    /// The value as a hub, if anybody gives it.
    fn popular(&self, value: ValueIx, usual: &Counts) -> Option<Hub> {
        let kind = self.assembled.values.kind(value);
        let households = self.incidence.households.of(value.0);
        let serves = matches!(kind, ValueKind::Actor | ValueKind::Receiver);
        if kind.is_public() || serves || households.len() < FEWEST {
            return None;
        }
        let mut alone: Vec<Did> = Vec::new();
        let mut tied: Vec<Did> = Vec::new();
        for &household in households {
            let others = || self.others(household, value);
            let did = self.did[household as usize];
            if others().next().is_none() {
                alone.push(did);
            } else if others().any(|other| is_contact(self.assembled.values.kind(other))) {
                // Letters and accounts tie those alone who complain or surrender: no sample of a ring's people.
                tied.push(did);
            }
        }
        if alone.len() < FEWEST_ALONE || tied.len() < FEWEST_TIED {
            return None;
        }
        let of_tied = Counts::of(tied.into_iter());
        let bits: f64 = alone.iter().map(|&did| usual.bits(did) - of_tied.bits(did)).sum();
        (bits >= ORDINARY).then(|| Hub {
            value,
            records: self.incidence.records.degree(value.0),
            persons: self.incidence.persons.degree(value.0),
            treatment: Treatment::Popular,
            why: why(Treatment::Popular, households.len() as u32, self.config),
        })
    }

    /// What else a household shares with others. A value most of whose people give this one too goes with it and says
    /// nothing of its own.
    fn others(&self, household: u32, value: ValueIx) -> impl Iterator<Item = ValueIx> + '_ {
        let mine = self.incidence.households.of(value.0);
        let reaches_out = move |other: &u32| {
            let theirs = self.incidence.households.of(*other);
            let common = || theirs.iter().filter(|household| mine.binary_search(household).is_ok()).count();
            theirs.len() >= SHARED && common() * 2 < theirs.len()
        };
        let others = self.incidence.household_values.of(household).iter().copied();
        others
            .filter(move |&other| other != value.0 && self.usable[other as usize])
            .filter(reaches_out)
            .map(ValueIx)
    }
}

/// Kinds of value by which a person is reached, whether the person complains or surrenders.
fn is_contact(kind: ValueKind) -> bool {
    matches!(kind, ValueKind::Phone | ValueKind::Address | ValueKind::Email)
}

/// What a household did.
#[derive(Clone, Copy, Default)]
struct Did {
    complained: bool,
    surrendered: bool,
    /// Got a negotiated or full refund.
    forced: bool,
}

/// What each household did.
fn did(assembled: &Assembled, people: &People) -> Vec<Did> {
    let mut did = vec![Did::default(); people.households as usize];
    for (place, record) in assembled.records.all.iter().enumerate() {
        let household = people.household(people.person(RecordIx(place as u32)));
        let did = &mut did[household as usize];
        match record.record_type {
            RecordType::Complaint => did.complained = true,
            RecordType::Surrender => did.surrendered = true,
        }
        did.forced |= record.surrender_type.is_forced();
    }
    did
}

/// How many households did what.
#[derive(Clone, Copy, Default)]
struct Counts {
    complained: u32,
    surrendered: u32,
    both: u32,
    forced: u32,
}

impl Counts {
    fn of(households: impl Iterator<Item = Did>) -> Self {
        let mut counts = Self::default();
        for did in households {
            *counts.like(did) += 1;
            counts.forced += u32::from(did.forced);
        }
        counts
    }

    /// The count of those who did the same.
    fn like(&mut self, did: Did) -> &mut u32 {
        match (did.complained, did.surrendered) {
            (true, true) => &mut self.both,
            (true, false) => &mut self.complained,
            _ => &mut self.surrendered,
        }
    }

    /// Log-likelihood, in bits, of what one household did; rates by the rule of succession (Laplace 1814).
    fn bits(mut self, did: Did) -> f64 {
        let all = self.complained + self.surrendered + self.both;
        let surrenders = self.surrendered + self.both;
        let forced = f64::from(self.forced + 1) / f64::from(surrenders + 2);
        let of_sort = (f64::from(*self.like(did) + 1) / f64::from(all + 3)).log2();
        of_sort
            + match (did.surrendered, did.forced) {
                (false, _) => 0.0,
                (true, true) => forced.log2(),
                (true, false) => (1.0 - forced).log2(),
            }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const COMPLAINED: Did = Did { complained: true, surrendered: false, forced: false };
    const SURRENDERED: Did = Did { complained: false, surrendered: true, forced: false };
    const FORCED: Did = Did { complained: true, surrendered: true, forced: true };

    #[test]
    fn an_ordinary_customer_is_likelier_among_ordinary_ones_and_a_forced_refund_among_a_rings() {
        let ordinary = Counts::of([COMPLAINED, SURRENDERED, SURRENDERED, COMPLAINED].into_iter());
        let ring = Counts::of([FORCED; 4].into_iter());
        assert!(ordinary.bits(SURRENDERED) > ring.bits(SURRENDERED));
        assert!(ordinary.bits(FORCED) < ring.bits(FORCED));
    }

    #[test]
    fn chances_of_all_that_a_household_can_do_sum_to_one() {
        let counts = Counts::of([COMPLAINED, SURRENDERED, FORCED, FORCED].into_iter());
        let both = Did { forced: false, ..FORCED };
        let refunded = Did { forced: true, ..SURRENDERED };
        let chance: f64 =
            [COMPLAINED, SURRENDERED, FORCED, both, refunded].map(|did| counts.bits(did).exp2()).iter().sum();
        assert!((chance - 1.0).abs() < 1e-12);
    }
}
