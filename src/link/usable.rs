//! Which values may tie people, and which are set aside as hubs, with the reason.

use super::Config;
use super::incidence::Incidence;
use crate::detect::finding::{Hub, Treatment};
use crate::normalise::records::Assembled;
use crate::record::{ValueIx, ValueKind};

/// More households than this behind one network address: a shared network (carrier, hotel, campus).
const NETWORK_HOUSEHOLDS: u32 = 30;

/// Marks the values that may tie people and lists the others that touch two or more persons, sorted.
#[must_use]
pub fn usable(assembled: &Assembled, incidence: &Incidence, config: &Config) -> (Vec<bool>, Vec<Hub>) {
    let mut usable = vec![false; assembled.values.len()];
    let mut hubs = Vec::new();
    for value in (0..assembled.values.len() as u32).map(ValueIx) {
        let households = incidence.households.degree(value.0);
        let kind = assembled.values.kind(value);
        let set_aside = assembled.set_aside[value.0 as usize];
        if households < 2 && set_aside.is_none() {
            continue;
        }
        let ignored = config.ignored.contains(&kind).then_some(Treatment::Ignored);
        let treatment = ignored.or(set_aside).or(match kind {
            ValueKind::Ip if households > NETWORK_HOUSEHOLDS => Some(Treatment::SharedNetwork),
            ValueKind::Letter if households > config.degree_limit => Some(Treatment::PublicLetter),
            _ if households > config.degree_limit => Some(Treatment::DegreeLimit),
            _ => None,
        });
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

fn why(treatment: Treatment, households: u32, config: &Config) -> String {
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
        Treatment::SharedNetwork => {
            format!("{households} households behind one network address, more than {NETWORK_HOUSEHOLDS}")
        }
    }
}
