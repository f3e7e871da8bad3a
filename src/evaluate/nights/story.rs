//! The truth of a world of nights: what each planted record is, and whose it is on which night.

use std::collections::{BTreeMap, BTreeSet};

use super::Night;
use crate::record::Day;

/// A record of a planted ring.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Fact {
    /// The crew that worked it.
    pub crew: String,
    /// How the ring earns.
    pub ring_type: String,
    /// How the ring works.
    pub habit: String,
    /// Truth's name of the policyholder.
    pub person: String,
    /// Received or applied.
    pub date: Day,
    /// The first night that can read it.
    pub arrives: Day,
    /// Yuan above cash value.
    pub excess: i64,
    /// When it is paid, if it is before the world ends.
    pub paid_at: Option<Day>,
    /// The ring's phones that it carries, by truth's numbers.
    pub phones: Vec<String>,
}

/// A merger or a split as it was planted.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Turn {
    /// The day from which it holds.
    pub day: Day,
    /// The ring that comes or goes.
    pub ring: String,
    /// The ring that it joins or leaves.
    pub other: String,
}

/// Everything that is true of a world of nights.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Story {
    /// Records of rings by id.
    pub facts: BTreeMap<String, Fact>,
    /// Crew → the rings it belongs to, each from a day on; itself before and where nothing is said.
    pub lineage: BTreeMap<String, Vec<(Day, String)>>,
    /// Planted mergers.
    pub merged: Vec<Turn>,
    /// Planted splits.
    pub split: Vec<Turn>,
    /// Night → records that no night before read.
    pub arrived: BTreeMap<Day, u64>,
}

impl Story {
    /// The ring that a crew belongs to on a night.
    #[must_use]
    pub fn ring_of<'a>(&'a self, crew: &'a str, night: Day) -> &'a str {
        let passages = self.lineage.get(crew).map_or(&[][..], Vec::as_slice);
        passages.iter().rfind(|(since, _)| *since <= night).map_or(crew, |(_, ring)| ring)
    }

    /// The ring of a record on a night; `None` for records of no ring.
    #[must_use]
    pub fn ring(&self, record: &str, night: Day) -> Option<&str> {
        self.facts.get(record).map(|fact| self.ring_of(&fact.crew, night))
    }

    /// The ring that more than half of some records belong to on a night.
    #[must_use]
    pub fn main_ring(&self, records: &[String], night: Day) -> Option<&str> {
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        for ring in records.iter().filter_map(|record| self.ring(record, night)) {
            *counts.entry(ring).or_default() += 1;
        }
        counts.into_iter().find(|(_, count)| count * 2 > records.len()).map(|(ring, _)| ring)
    }

    /// Every ring that any record belongs to on any day, sorted.
    #[must_use]
    pub fn rings(&self) -> Vec<&str> {
        let crews: BTreeSet<&str> = self.facts.values().map(|fact| fact.crew.as_str()).collect();
        crews.into_iter().collect()
    }

    /// How a ring earns.
    #[must_use]
    pub fn ring_type(&self, ring: &str) -> &str {
        self.facts.values().find(|fact| fact.crew == ring).map_or("", |fact| &fact.ring_type)
    }

    /// How a ring works.
    #[must_use]
    pub fn habit(&self, ring: &str) -> &str {
        self.facts.values().find(|fact| fact.crew == ring).map_or("", |fact| &fact.habit)
    }

    /// Records that any of the nights read.
    #[must_use]
    pub fn records(&self, nights: &[Night]) -> u64 {
        nights.iter().filter_map(|night| self.arrived.get(&night.day)).sum()
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// `r1 A 5 p1`: record, crew, day, person; further words are phones.
    pub(in crate::evaluate::nights) fn story(records: &[&str]) -> Story {
        let mut story = Story::default();
        for line in records {
            let mut words = line.split(' ').map(str::to_owned);
            let [record, crew, day, person] = [(); 4].map(|()| words.next().unwrap());
            let day = Day(day.parse().unwrap());
            story.facts.insert(
                record,
                Fact {
                    ring_type: "data_broker".into(),
                    habit: "one_phone".into(),
                    crew,
                    person,
                    date: day,
                    arrives: day,
                    excess: 0,
                    paid_at: None,
                    phones: words.collect(),
                },
            );
        }
        story
    }

    #[test]
    fn a_crew_belongs_to_the_ring_it_joined_last() {
        let mut story = story(&["r1 B 5 p1"]);
        story.lineage.insert("B".into(), vec![(Day(10), "A".into()), (Day(20), "B".into())]);
        let ring = |night| story.ring("r1", Day(night));
        assert_eq!((ring(9), ring(10), ring(19), ring(20)), (Some("B"), Some("A"), Some("A"), Some("B")));
        assert_eq!(story.ring("x", Day(9)), None);
    }

    #[test]
    fn half_of_the_records_is_no_majority() {
        let story = story(&["r1 A 1 p1", "r2 A 1 p2", "r3 B 1 p3"]);
        let main = |records: &[&str]| {
            story.main_ring(&records.iter().map(|&record| record.to_owned()).collect::<Vec<_>>(), Day(1))
        };
        assert_eq!(main(&["r1", "r2", "r3"]), Some("A"));
        assert_eq!(main(&["r1", "x"]), None);
    }
}
