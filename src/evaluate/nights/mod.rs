//! A run of nights against the truth of its world: alerts, money, delay, innocents, identity, events. Reads no files.
//!
//! Truth names the ring of every planted record on every night (rings merge and split); a finding is *of* the ring
//! that more than half of its records belong to, as truth names them that night. What the tracker says is never used
//! to decide what is right.
//!
//! - *Precision of the top 20*: rows of the first 20 of each night's alerts whose record is a ring's.
//! - *Unpaid when flagged*: excess of the ring records that arrived during the nights, by whether it was unpaid on the
//!   first night that a finding held the record.
//! - *Delay*: days from the arrival of a ring's third person to the first night with an alert on one of its records.
//! - *Innocents*: records of no ring that stood in a likely ring on any night.
//! - *Identity* and *events*: see [`identity`] and [`events`].

pub mod story;

pub mod identity;

pub mod events;

mod due;

mod crews;

mod relinked;

mod flicker;

mod alerts;

pub mod read;

pub mod table;

use std::collections::BTreeMap;

use serde::Serialize;

use super::Share;
use crate::record::Day;
pub use alerts::{Delay, Money};
pub use events::EventScore;
pub use identity::Identity;
pub use story::Story;

/// A likely ring as a night's output tells it.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Finding {
    /// Its id.
    pub id: String,
    /// What happened to it that night.
    pub events: Vec<String>,
    /// Its records, sorted.
    pub records: Vec<String>,
}

/// One row of alerts.csv.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Alert {
    /// The record.
    pub record: String,
    /// Whether it is listed for a likely ring, known or new.
    pub of_ring: bool,
}

/// The outputs of one night.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Night {
    /// Its date.
    pub day: Day,
    /// Likely rings, sorted by id.
    pub findings: Vec<Finding>,
    /// Alerts, most urgent first.
    pub alerts: Vec<Alert>,
}

/// Measures of the rings of one type or habit; the same as in [`Evaluation`].
#[derive(Clone, PartialEq, Debug, Default, Serialize)]
#[allow(missing_docs, reason = "as in the whole")]
pub struct Part {
    pub name: String,
    pub money: Money,
    pub delay: Delay,
    pub innocents: u64,
    pub kept: Share,
    pub wrong_carry_overs: Share,
}

/// Everything measured on a run of nights.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Evaluation {
    /// Nights replayed.
    pub nights: u64,
    /// Records that any night read.
    pub records: u64,
    /// True ones among the first 20 alerts of each night.
    pub precision_at_20: Share,
    /// Excess that could still be stopped.
    pub money: Money,
    /// From the third person to the first alert.
    pub delay: Delay,
    /// Records of no ring that were accused on any night.
    pub innocents: u64,
    /// The same per 10,000 records.
    pub innocents_per_10000: Option<f64>,
    /// Whether ids last.
    pub identity: Identity,
    /// Whether events are told, by kind; the last row is all of them.
    pub events: Vec<EventScore>,
    /// The same measures by how rings earn.
    pub by_type: Vec<Part>,
    /// The same measures by how rings work.
    pub by_habit: Vec<Part>,
}

/// Measures a run of nights, given in order of their dates.
#[must_use]
pub fn evaluate(story: &Story, nights: &[Night]) -> Evaluation {
    let told = identity::identity(story, nights);
    let flagged = alerts::Flagged::new(story, nights);
    let records = story.records(nights);
    let (innocents, by_ring) = flagged.innocents();
    let part = |word: &dyn Fn(&str) -> String| -> Vec<Part> {
        let mut parts: BTreeMap<String, Vec<&str>> = BTreeMap::new();
        for ring in story.rings() {
            parts.entry(word(ring)).or_default().push(ring);
        }
        let of = |rings: &[&str]| {
            let holds = |ring: &str| rings.contains(&ring);
            let counted = told.steps.iter().filter(|step| holds(&step.ring));
            Part {
                money: flagged.money(&holds),
                delay: flagged.delay(&holds),
                innocents: by_ring.iter().filter(|(ring, _)| holds(ring)).map(|(_, count)| count).sum(),
                ..identity::part(counted)
            }
        };
        parts.iter().map(|(name, rings)| Part { name: name.clone(), ..of(rings) }).collect()
    };
    Evaluation {
        nights: nights.len() as u64,
        records,
        precision_at_20: alerts::precision(story, nights),
        money: flagged.money(&|_| true),
        delay: flagged.delay(&|_| true),
        innocents,
        innocents_per_10000: (records > 0).then(|| innocents as f64 * 10_000.0 / records as f64),
        identity: identity::total(&told),
        events: events::events(story, nights),
        by_type: part(&|ring| story.ring_type(ring).to_owned()),
        by_habit: part(&|ring| story.habit(ring).to_owned()),
    }
}
