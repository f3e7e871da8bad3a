//! What a run of nights should tell: see the table in [`super::events`].

use std::collections::{BTreeMap, BTreeSet};

use super::crews::Crews;
use super::identity::Last;
use super::relinked::{NEWCOMERS, newcomers};
use super::{Finding, Night, Story};
use crate::record::Day;

/// Days without a record after which a ring rests, as the truth of the world has it.
const REST: i32 = 90;

/// An event on a night. A merger or a split may be told of either of its rings.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) struct Event<'a> {
    pub(super) night: usize,
    pub(super) ring: &'a str,
    pub(super) other: &'a str,
}

/// Events by kind, in the order of nights.
pub(super) type Events<'a> = BTreeMap<&'static str, Vec<Event<'a>>>;

/// What a run should tell, from truth and from the records of its findings.
pub(super) fn due<'a>(story: &'a Story, nights: &'a [Night]) -> Events<'a> {
    let mut out = Events::new();
    let mut last: Last<'_> = BTreeMap::new();
    let mut crews = Crews::new(story);
    let mut seen: BTreeSet<&str> = BTreeSet::new();
    for (place, night) in nights.iter().enumerate() {
        let of = |finding: &Finding| story.main_ring(&finding.records, night.day);
        let found: BTreeSet<&str> = last.values().filter_map(|(_, finding)| of(finding)).collect();
        let mut add = |kind, ring, other| {
            out.entry(kind).or_default().push(Event { night: place, ring, other });
        };
        let parted = crews.night(story, night, &mut add);
        let mut first: BTreeSet<&str> = BTreeSet::new();
        for finding in &night.findings {
            let Some(ring) = of(finding) else { continue };
            let new = finding.records.iter().filter(|record| !seen.contains(record.as_str())).count();
            let is_new = !found.contains(ring) && !parted.contains(ring) && new * 2 > finding.records.len();
            if is_new && first.insert(ring) {
                add("born", ring, "");
            }
            let before = last.get(finding.id.as_str()).filter(|(_, before)| of(before) == Some(ring));
            if let Some(&(when, before)) = before {
                let change =
                    Change { story, ring, now: (finding, night.day), before: (before, nights[when].day) };
                change.kinds().into_iter().for_each(|kind| add(kind, ring, ""));
            }
        }
        last.extend(night.findings.iter().map(|finding| (finding.id.as_str(), (place, finding))));
        seen.extend(night.findings.iter().flat_map(|finding| finding.records.iter().map(String::as_str)));
    }
    out
}

/// A finding of a ring, and the one that bore its id before.
struct Change<'a> {
    story: &'a Story,
    ring: &'a str,
    now: (&'a Finding, Day),
    before: (&'a Finding, Day),
}

impl<'a> Change<'a> {
    /// The records of a finding that are the ring's.
    fn own(&self, finding: &'a Finding) -> impl Iterator<Item = &'a String> {
        let is_own = |record: &&String| self.story.ring(record, self.now.1) == Some(self.ring);
        finding.records.iter().filter(is_own)
    }

    /// What happened between the two.
    fn kinds(&self) -> Vec<&'static str> {
        let Self { story, ring, now: (now, today), before: (before, then) } = *self;
        let rests = |finding: &Finding, on: Day| {
            let dates = self.own(finding).filter_map(|record| story.facts.get(record));
            dates.map(|fact| fact.date).max().is_some_and(|newest| on.0 - newest.0 > REST)
        };
        let mut out = Vec::new();
        let is_new = |record: &&String| before.records.binary_search(record).is_err();
        if now.records.iter().filter(is_new).any(|record| story.facts.contains_key(record)) {
            out.push("grown");
        }
        match (rests(before, then), rests(now, today)) {
            (false, true) => out.push("dormant"),
            (true, false) => out.push("revived"),
            _ => {}
        }
        let run = newcomers(story, &now.records, ring, today);
        let facts = self.own(before).filter_map(|record| story.facts.get(record));
        let known: BTreeSet<&str> = facts.map(|fact| fact.person.as_str()).collect();
        if !run.is_empty() && run.iter().filter(|person| known.contains(*person)).count() < NEWCOMERS {
            out.push("re-linked");
        }
        out
    }
}
