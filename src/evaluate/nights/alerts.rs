//! Alerts, money and delay: what a desk gets from the nights.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::{Night, Story};
use crate::evaluate::{Share, TOP};
use crate::record::Day;

/// Excess of ring records that arrived during the nights, in yuan.
#[derive(Clone, Copy, PartialEq, Debug, Default, Serialize)]
pub struct Money {
    /// All of it.
    pub excess: i64,
    /// In records that any night's likely rings held.
    pub flagged: i64,
    /// Of that, still unpaid on the first such night.
    pub unpaid: i64,
    /// Unpaid among the flagged, 0 to 1.
    pub unpaid_share: Option<f64>,
    /// Unpaid among all: what came into no finding could not be stopped either.
    pub unpaid_share_of_all: Option<f64>,
}

/// Days from the arrival of a ring's third person to the first night with an alert on the ring. Only rings whose third
/// person arrives during the nights count; 0 where the alert came before.
#[derive(Clone, Copy, PartialEq, Debug, Default, Serialize)]
pub struct Delay {
    /// Rings that could be alerted.
    pub rings: u64,
    /// Rings that were.
    pub alerted: u64,
    /// Half of the alerted rings took no more days than this.
    pub median_days: Option<i32>,
    /// Alerted within a week and within a month, among all.
    pub within_7_days: Option<f64>,
    #[allow(missing_docs, reason = "said above")]
    pub within_30_days: Option<f64>,
}

/// True ones among the first [`TOP`] alerts of each night.
pub(super) fn precision(story: &Story, nights: &[Night]) -> Share {
    let (mut right, mut all) = (0, 0);
    for alert in nights.iter().flat_map(|night| night.alerts.iter().take(TOP)) {
        right += u64::from(story.facts.contains_key(&alert.record));
        all += 1;
    }
    Share::new(right, all)
}

/// When records and rings were flagged first.
pub(super) struct Flagged<'a> {
    story: &'a Story,
    first: Option<Day>,
    last: Option<Day>,
    /// Record → first night in a likely ring, and the true ring of that finding.
    records: BTreeMap<&'a str, (Day, Option<&'a str>)>,
    /// Ring → first night with an alert.
    alerted: BTreeMap<&'a str, Day>,
}

impl<'a> Flagged<'a> {
    pub(super) fn new(story: &'a Story, nights: &'a [Night]) -> Self {
        let mut records = BTreeMap::new();
        let mut alerted = BTreeMap::new();
        for night in nights {
            for finding in &night.findings {
                let ring = story.main_ring(&finding.records, night.day);
                for record in &finding.records {
                    records.entry(record.as_str()).or_insert((night.day, ring));
                }
            }
            for alert in night.alerts.iter().filter(|alert| alert.of_ring) {
                if let Some(ring) = story.ring(&alert.record, night.day) {
                    alerted.entry(ring).or_insert(night.day);
                }
            }
        }
        let first = nights.first().map(|night| night.day);
        let last = nights.last().map(|night| night.day);
        Self { story, first, last, records, alerted }
    }

    /// Whether something happened during the nights.
    fn during(&self, day: Day) -> bool {
        self.first.is_some_and(|first| first <= day) && self.last.is_some_and(|last| day <= last)
    }

    /// Records of no ring in likely rings: all, and by the ring that most of their finding is of.
    pub(super) fn innocents(&self) -> (u64, BTreeMap<&'a str, u64>) {
        let (mut all, mut by_ring) = (0, BTreeMap::new());
        for (_, (_, ring)) in
            self.records.iter().filter(|(record, _)| !self.story.facts.contains_key(**record))
        {
            all += 1;
            if let Some(ring) = ring {
                *by_ring.entry(*ring).or_default() += 1;
            }
        }
        (all, by_ring)
    }

    /// Excess of some rings.
    pub(super) fn money(&self, holds: &impl Fn(&str) -> bool) -> Money {
        let mut out = Money::default();
        for (record, fact) in &self.story.facts {
            let ring = self.story.ring_of(&fact.crew, fact.arrives);
            if !self.during(fact.arrives) || !holds(ring) {
                continue;
            }
            out.excess += fact.excess;
            if let Some((night, _)) = self.records.get(record.as_str()) {
                out.flagged += fact.excess;
                if fact.paid_at.is_none_or(|paid| paid > *night) {
                    out.unpaid += fact.excess;
                }
            }
        }
        let share = |whole: i64| (whole > 0).then(|| out.unpaid as f64 / whole as f64);
        Money { unpaid_share: share(out.flagged), unpaid_share_of_all: share(out.excess), ..out }
    }

    /// Delay of some rings.
    pub(super) fn delay(&self, holds: &impl Fn(&str) -> bool) -> Delay {
        // Ring → arrivals of its records with their persons, by day.
        let mut arrivals: BTreeMap<&str, BTreeSet<(Day, &str)>> = BTreeMap::new();
        for fact in self.story.facts.values() {
            let ring = self.story.ring_of(&fact.crew, fact.arrives);
            arrivals.entry(ring).or_default().insert((fact.arrives, &fact.person));
        }
        let mut days = Vec::new();
        let mut rings = 0_u64;
        for (ring, arrivals) in arrivals.into_iter().filter(|(ring, _)| holds(ring)) {
            let Some(third) = third_person(&arrivals).filter(|day| self.during(*day)) else { continue };
            rings += 1;
            days.extend(self.alerted.get(ring).map(|alert| (alert.0 - third.0).max(0)));
        }
        days.sort_unstable();
        let within = |limit: i32| {
            let count = days.iter().filter(|days| **days <= limit).count();
            (rings > 0).then(|| count as f64 / rings as f64)
        };
        Delay {
            rings,
            alerted: days.len() as u64,
            median_days: days.get(days.len().saturating_sub(1) / 2).copied(),
            within_7_days: within(7),
            within_30_days: within(30),
        }
    }
}

/// The day on which a third person arrives.
fn third_person(arrivals: &BTreeSet<(Day, &str)>) -> Option<Day> {
    let mut persons = BTreeSet::new();
    arrivals.iter().find(|(_, person)| persons.insert(*person) && persons.len() == 3).map(|(day, _)| *day)
}

#[cfg(test)]
mod tests {
    use super::super::Alert;
    use super::super::identity::tests::nights;
    use super::super::story::tests::story;
    use super::*;

    #[test]
    fn of_the_first_twenty_alerts_of_a_night_those_of_rings_are_true() {
        let story = story(&["a1 A 1 p1"]);
        let mut nights = nights(&[&[]]);
        let alert = |record: &str| Alert { record: record.into(), of_ring: true };
        nights[0].alerts = std::iter::repeat_n(alert("x"), 19).chain([alert("a1"), alert("a1")]).collect();
        let precision = precision(&story, &nights);
        assert_eq!((precision.hits, precision.of), (1, 20));
    }

    #[test]
    fn money_counts_when_its_record_is_first_held_by_a_finding() {
        let mut story = story(&["a1 A 100 p1", "a2 A 100 p2", "a3 A 100 p3", "a4 A 99 p4"]);
        for (record, paid) in [("a1", Some(101)), ("a2", Some(102)), ("a3", None), ("a4", None)] {
            let fact = story.facts.get_mut(record).unwrap();
            (fact.excess, fact.paid_at) = (100, paid.map(Day));
        }
        let nights = nights(&[&[], &["R-1:a1 a2"], &["R-1:a1 a2 a4"]]);
        let money = Flagged::new(&story, &nights).money(&|_| true);
        // a1 is paid on the night it is flagged; a3 is never flagged; a4 arrived before the nights.
        assert_eq!((money.excess, money.flagged, money.unpaid), (300, 200, 100));
        assert_eq!((money.unpaid_share, money.unpaid_share_of_all), (Some(0.5), Some(1.0 / 3.0)));
    }

    #[test]
    fn the_delay_runs_from_the_third_person_to_the_first_alert() {
        let story = story(&["a1 A 99 p1", "a2 A 100 p2", "a3 A 100 p2", "a4 A 101 p3", "b1 B 100 p4"]);
        let mut nights = nights(&[&[], &[], &[], &[]]);
        nights[3].alerts = vec![Alert { record: "a2".into(), of_ring: true }];
        let delay = Flagged::new(&story, &nights).delay(&|_| true);
        assert_eq!((delay.rings, delay.alerted, delay.median_days), (1, 1, Some(2)));
    }

    #[test]
    fn who_belongs_to_no_ring_is_accused_once_for_all_nights() {
        let story = story(&["a1 A 1 p1", "a2 A 1 p2"]);
        let nights = nights(&[&["R-1:a1 a2 x"], &["R-1:a1 a2 x", "R-2:y z"]]);
        let (all, by_ring) = Flagged::new(&story, &nights).innocents();
        assert_eq!((all, by_ring["A"]), (3, 1));
    }
}
