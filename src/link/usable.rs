//! Which values may tie people, and which are set aside as hubs, with the reason.

use super::Config;
use super::incidence::Incidence;
use super::pairs::ln_poisson_tail;
use crate::detect::finding::{Hub, Treatment};
use crate::detect::mentions_of;
use crate::normalise::records::Assembled;
use crate::record::{LinkType, Record, RecordType, ValueIx, ValueKind};

/// More households than this behind one network address: a shared network (carrier, hotel, campus).
const NETWORK_HOUSEHOLDS: u32 = 30;

/// From so many households on a device or a network may be a public one: a counter's tablet, a terminal, a carrier.
const PUBLIC_HOUSEHOLDS: u32 = 12;
/// Days in which half of a ring's records from one device come, if the input is four times as long; a counter serves all
/// the time.
const COACHED_DAYS: i32 = 90;
/// Share of complaints among the records that name a kind from which on it says nothing that people complain.
const ALL_COMPLAIN: f64 = 0.95;
/// Chance at which more complaints or refunds than usual are no accident any more, as a natural logarithm.
const LN_MANY: f64 = -4.6;
/// Part of a value's records by which they must be more than usual: a counter that a ring visits too stays a counter.
const FAR_MORE: f64 = 0.2;

/// Marks the values that may tie people and lists the others that touch two or more persons, sorted.
#[must_use]
pub fn usable(assembled: &Assembled, incidence: &Incidence, config: &Config) -> (Vec<bool>, Vec<Hub>) {
    let mut usable = vec![false; assembled.values.len()];
    let mut hubs = Vec::new();
    let publics = Publics::new(assembled, incidence);
    for value in (0..assembled.values.len() as u32).map(ValueIx) {
        let households = incidence.households.degree(value.0);
        let kind = assembled.values.kind(value);
        let set_aside = assembled.set_aside[value.0 as usize];
        if households < 2 && set_aside.is_none() {
            continue;
        }
        let ignored = config.ignored.contains(&kind).then_some(Treatment::Ignored);
        let everybodys =
            || if households < PUBLIC_HOUSEHOLDS { None } else { publics.treatment(value, incidence) };
        let treatment =
            ignored.or(set_aside).or_else(|| too_many(kind, households, config)).or_else(everybodys);
        match treatment {
            Some(treatment) => hubs.push(Hub {
                value,
                records: incidence.records.degree(value.0),
                persons: incidence.persons.degree(value.0),
                treatment,
                why: why(treatment, households, config),
            }),
            None => {
                usable[value.0 as usize] =
                    kind != ValueKind::Receiver || takes_from_many(assembled, incidence, value);
            }
        }
    }
    (usable, hubs)
}

/// Why a value of so many households cannot tie them, if it cannot.
fn too_many(kind: ValueKind, households: u32, config: &Config) -> Option<Treatment> {
    match kind {
        ValueKind::Ip if households > NETWORK_HOUSEHOLDS => Some(Treatment::SharedNetwork),
        ValueKind::Letter if households > config.degree_limit => Some(Treatment::PublicLetter),
        _ if households > config.degree_limit => Some(Treatment::DegreeLimit),
        _ => None,
    }
}

/// What is usual for records that name a device, a network or an account.
struct Publics<'a> {
    assembled: &'a Assembled,
    /// Days within which half of the records of one value are too many at once.
    at_once: i32,
    /// Device, network, account.
    usual: [Usual; 3],
}

/// Records, complaints, surrenders with a refund above what is due, surrenders at a commission cliff.
#[derive(Clone, Copy, Default)]
struct Usual {
    records: u32,
    complaints: u32,
    refunds: u32,
    cliffs: u32,
}

impl Usual {
    fn add(&mut self, record: &Record) {
        self.records += 1;
        self.complaints += u32::from(record.record_type == RecordType::Complaint);
        self.refunds += u32::from(record.surrender_type.is_forced());
        self.cliffs += u32::from(record.at_commission_cliff() == Some(true));
    }
}

impl<'a> Publics<'a> {
    fn new(assembled: &'a Assembled, incidence: &Incidence) -> Self {
        let mut usual = [Usual::default(); 3];
        for value in (0..assembled.values.len() as u32).map(ValueIx) {
            let Some(place) = place(assembled.values.kind(value)) else { continue };
            for record in incidence.records_of(value) {
                usual[place].add(assembled.records.get(record));
            }
        }
        let days = || assembled.records.all.iter().map(|record| record.date.0);
        let span = days().max().unwrap_or_default() - days().min().unwrap_or_default();
        Self { assembled, at_once: COACHED_DAYS.min(span / 4), usual }
    }

    /// Why a value of many households is everybody's, if it is: a counter's device, or an account that collects premiums.
    fn treatment(&self, value: ValueIx, incidence: &Incidence) -> Option<Treatment> {
        let treatment = match self.assembled.values.kind(value) {
            ValueKind::Ip | ValueKind::Device => Treatment::SharedNetwork,
            ValueKind::Account if self.only_pays(value, incidence) => Treatment::CollectingAccount,
            _ => return None,
        };
        self.is_public(value, incidence).then_some(treatment)
    }

    /// Whether no refund goes to an account.
    fn only_pays(&self, value: ValueIx, incidence: &Incidence) -> bool {
        let mentions = &self.assembled.mentions;
        incidence.records_of(value).all(|record| {
            let here = mentions_of(mentions, record).iter().filter(|mention| mention.value == value);
            here.map(|mention| mention.link_type).all(LinkType::is_payer)
        })
    }

    /// Whether the records of a value are those of any other: hardly more complaints, refunds and early surrenders than usual,
    /// all the time. Coached customers complain or are refunded, within weeks; a funder's policies end at the cliffs.
    fn is_public(&self, value: ValueIx, incidence: &Incidence) -> bool {
        let Some(place) = place(self.assembled.values.kind(value)) else { return false };
        let usual = self.usual[place];
        let mut own = Usual::default();
        let mut days: Vec<i32> = Vec::new();
        for record in incidence.records_of(value) {
            let record = self.assembled.records.get(record);
            own.add(record);
            days.push(record.date.0);
        }
        days.sort_unstable();
        let half = days.len().div_ceil(2);
        let at_once = days.windows(half).any(|half| half[half.len() - 1] - half[0] < self.at_once);
        let others = f64::from((usual.records - own.records).max(1));
        let many = |own: u32, all: u32| {
            let expected = f64::from(all - own) / others * days.len() as f64;
            f64::from(own) - expected >= FAR_MORE * days.len() as f64
                && ln_poisson_tail(own, expected) <= LN_MANY
        };
        f64::from(usual.complaints) < ALL_COMPLAIN * f64::from(usual.records)
            && !at_once
            && !many(own.complaints, usual.complaints)
            && !many(own.refunds, usual.refunds)
            && !many(own.cliffs, usual.cliffs)
    }
}

/// Place of a kind among those that may be everybody's.
fn place(kind: ValueKind) -> Option<usize> {
    match kind {
        ValueKind::Device => Some(0),
        ValueKind::Ip => Some(1),
        ValueKind::Account => Some(2),
        _ => None,
    }
}

/// Whether new policies came to one agent from at least three households and three selling agents, none of
/// which stands behind more than half: an agency move is one book.
fn takes_from_many(assembled: &Assembled, incidence: &Incidence, value: ValueIx) -> bool {
    let mut sellers: Vec<_> = incidence
        .records_of(value)
        .map(|record| assembled.records.get(record).selling_agent)
        .filter(|agent| agent.0 > 0)
        .collect();
    sellers.sort_unstable();
    let largest = sellers.chunk_by(|left, right| left == right).map(<[_]>::len).max().unwrap_or(0);
    let total = sellers.len();
    sellers.dedup();
    incidence.households.degree(value.0) >= 3 && sellers.len() >= 3 && largest * 2 <= total
}

pub(super) fn why(treatment: Treatment, households: u32, config: &Config) -> String {
    match treatment {
        Treatment::Placeholder => "a known empty answer: repeated or sequential digits, or a dummy".into(),
        Treatment::OwnContact => "the insurer's own contact, a service number or a configured place".into(),
        Treatment::AgentPhone => "the phone of a serving agent in the agents table".into(),
        Treatment::Ignored => "the run's settings ignore this kind of value".into(),
        Treatment::DegreeLimit => {
            format!("{households} households, more than degree-limit {}", config.degree_limit)
        }
        Treatment::PublicLetter => {
            format!(
                "{households} households use this wording, more than degree-limit {}",
                config.degree_limit
            )
        }
        Treatment::Popular => format!(
            "those of its {households} households who share nothing else complain, surrender and are refunded like ordinary customers; the others do not"
        ),
        Treatment::SharedNetwork => format!(
            "{households} households use it: more than {NETWORK_HOUSEHOLDS} on one network, or all the time and with hardly more complaints and refunds than others, as at a counter"
        ),
        Treatment::CollectingAccount => format!(
            "it pays the premiums of {households} households all the time, gets no refund, and its policies end like others: a bank or a branch collects through it"
        ),
    }
}
