//! Whether the events that a run tells are those that happened, as far as its findings show them.
//!
//! What should be told is worked out from truth and from the records of the findings, never from what was told:
//!
//! | event | should be told on the first night on which |
//! |---|---|
//! | born | a true ring is found that never was, in a finding whose records mostly never were in any |
//! | grown | a finding holds a ring's record that its id did not hold when last seen |
//! | merged | one finding holds two crews, planted as merging, that were found apart before, and no other is mainly one of them |
//! | split | two crews, planted as parting, are each most of a finding, and one finding held both before |
//! | re-linked | a finding's newest persons, three or more, use none of the phones of those before them |
//! | dormant | the newest record of its ring in a finding is more than 90 days old |
//! | revived | that was so when the id was last seen, and is so no longer |
//!
//! An event is right when the same ring is told the same within three nights. `shrunk` and `gone` are the
//! findings' own and are not judged, nor is what is told of findings that are of no ring.
//!
//! A told event that is not right may still be true of the findings, which part, meet and vanish where the rings do
//! not: it is counted apart, because detection causes it and no tracker can know better.

use std::collections::BTreeSet;

use serde::Serialize;

use super::due::{self, Event};
use super::{Finding, Night, Story, flicker};
use crate::evaluate::Share;

/// Nights by which an event may be told early or late: a record more or less in a finding moves it.
const NIGHTS: usize = 3;
/// The events that are judged, in the order of the table.
const KINDS: [&str; 7] = ["born", "revived", "merged", "split", "re-linked", "dormant", "grown"];

/// How well one kind of event is told.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct EventScore {
    /// The event; `all` in the row of all, `all but grown` in the row without the most frequent.
    pub event: &'static str,
    /// Events that should be told.
    pub due: u64,
    /// Events that were told.
    pub told: u64,
    /// Right ones among those due or told.
    pub right: Share,
    /// Of the others told, those that are true of the findings though not of their rings.
    pub of_findings: u64,
    /// Right ones among those due or told, without the events of findings.
    pub right_without: Share,
}

/// Compares what should be told with what was told: a row for each kind, then all but grown, then all.
#[must_use]
pub fn events(story: &Story, nights: &[Night]) -> Vec<EventScore> {
    let due = due::due(story, nights);
    let told = told(story, nights);
    let mut out = Vec::new();
    for kind in KINDS {
        let due = due.get(kind).map_or(&[][..], Vec::as_slice);
        let told: Vec<&Told<'_>> = told.iter().filter(|told| told.kind == kind).collect();
        let right = matched(due, &told);
        let others = told.iter().enumerate().filter(|(place, _)| !right.contains(place));
        let of_findings = others.filter(|(_, told)| flicker::is_of_findings(story, nights, told)).count();
        let counts = [due.len(), told.len(), right.len(), of_findings].map(|count| count as u64);
        out.push(row(kind, counts));
    }
    for (name, left_out) in [("all but grown", "grown"), ("all", "")] {
        let sum = |count: fn(&EventScore) -> u64| {
            let counted = out.iter().filter(|row| KINDS.contains(&row.event) && row.event != left_out);
            counted.map(count).sum()
        };
        let counts =
            [sum(|row| row.due), sum(|row| row.told), sum(|row| row.right.hits), sum(|row| row.of_findings)];
        out.push(row(name, counts));
    }
    out
}

fn row(event: &'static str, [due, told, right, of_findings]: [u64; 4]) -> EventScore {
    let either = due + told - right;
    EventScore {
        event,
        due,
        told,
        right: Share::new(right, either),
        of_findings,
        right_without: Share::new(right, either - of_findings),
    }
}

/// The places of the told events that were due, each due one told by one: the nearest night first.
fn matched(due: &[Event<'_>], told: &[&Told<'_>]) -> BTreeSet<usize> {
    let mut pairs: Vec<(usize, usize, usize)> = Vec::new();
    for (wanted_place, wanted) in due.iter().enumerate() {
        for (place, told) in told.iter().enumerate() {
            let apart = wanted.night.abs_diff(told.night);
            if apart <= NIGHTS && (told.ring == wanted.ring || told.ring == wanted.other) {
                pairs.push((apart, wanted_place, place));
            }
        }
    }
    pairs.sort_unstable();
    let (mut met, mut used) = (BTreeSet::new(), BTreeSet::new());
    for (_, wanted, place) in pairs {
        if !met.contains(&wanted) && !used.contains(&place) {
            met.insert(wanted);
            used.insert(place);
        }
    }
    used
}

/// An event that the run told of a finding of a ring.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Told<'a> {
    /// Place of the night.
    pub(super) night: usize,
    pub(super) kind: &'static str,
    pub(super) ring: &'a str,
    pub(super) finding: &'a Finding,
}

fn told<'a>(story: &'a Story, nights: &'a [Night]) -> Vec<Told<'a>> {
    let mut out = Vec::new();
    for (place, night) in nights.iter().enumerate() {
        for finding in &night.findings {
            let Some(ring) = story.main_ring(&finding.records, night.day) else { continue };
            let kinds = KINDS.into_iter().filter(|kind| finding.events.iter().any(|event| event == kind));
            out.extend(kinds.map(|kind| Told { night: place, kind, ring, finding }));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::super::identity::tests::nights;
    use super::super::story::Turn;
    use super::super::story::tests::story;
    use super::*;
    use crate::record::Day;

    /// Rows of the table where anything was due or told: kind, due, told, right.
    #[track_caller]
    fn check(story: &Story, findings: &[&[&str]], expected: &[(&str, u64, u64, u64)]) {
        let rows: Vec<_> = events(story, &nights(findings))
            .into_iter()
            .filter(|row| !row.event.starts_with("all") && row.due + row.told > 0)
            .map(|row| (row.event, row.due, row.told, row.right.hits))
            .collect();
        assert_eq!(rows, expected);
    }

    #[test]
    fn a_ring_is_born_once_and_grows_by_its_own_records_only() {
        let story = story(&["a1 A 99 p1", "a2 A 99 p2", "a3 A 99 p3"]);
        check(
            &story,
            &[&["R-1 born:a1 a2"], &["R-1 grown:a1 a2 a3"], &["R-1 grown:a1 a2 a3 x"]],
            &[("born", 1, 1, 1), ("grown", 1, 2, 1)],
        );
        check(&story, &[&["R-1 born:a1 a2"], &["R-2 born:a1 a2"]], &[("born", 1, 2, 1)]);
    }

    #[test]
    fn an_event_may_be_three_nights_late_and_no_more() {
        let story = story(&["a1 A 10 p1", "a2 A 10 p2"]);
        let told = |late: usize| {
            let mut nights: Vec<&[&str]> = vec![&["R-1:a1 a2"]; 7];
            nights[late] = &["R-1 born:a1 a2"];
            events(&story, &super::super::identity::tests::nights(&nights))[0].right.hits
        };
        assert_eq!((told(3), told(4)), (1, 0));
    }

    #[test]
    fn a_ring_sleeps_by_the_days_of_its_own_records() {
        // Day 100 is the first night: the newest record is 90 days old then.
        let story = story(&["a1 A 10 p1", "a2 A 10 p2", "a3 A 102 p3"]);
        check(
            &story,
            &[&["R-1 born:a1 a2"], &["R-1 dormant:a1 a2"], &["R-1 revived grown:a1 a2 a3"]],
            &[("born", 1, 1, 1), ("revived", 1, 1, 1), ("dormant", 1, 1, 1), ("grown", 1, 1, 1)],
        );
    }

    #[test]
    fn a_merger_is_due_when_a_finding_holds_both_that_were_apart() {
        let mut story = story(&["a1 A 99 p1", "a2 A 99 p2", "b1 B 99 p3", "b2 B 99 p4"]);
        story.lineage.insert("B".into(), vec![(Day(101), "A".into())]);
        story.merged = vec![Turn { day: Day(101), ring: "B".into(), other: "A".into() }];
        check(
            &story,
            &[&["R-1 born:a1 a2", "R-2 born:b1 b2"], &["R-1 grown merged:a1 a2 b1 b2"]],
            &[("born", 2, 2, 2), ("merged", 1, 1, 1), ("grown", 1, 1, 1)],
        );
        let as_one_from_the_start = &["R-1 born:a1 a2 b1 b2"][..];
        check(&story, &[&[], as_one_from_the_start, as_one_from_the_start], &[("born", 1, 2, 1)]);
    }

    #[test]
    fn a_split_is_due_when_crews_of_one_finding_are_found_apart() {
        let mut story = story(&["a1 A 99 p1", "a2 A 99 p2", "a3 A 99 p5", "b1 B 99 p3", "b2 B 99 p4"]);
        story.lineage.insert("B".into(), vec![(Day(1), "A".into()), (Day(101), "B".into())]);
        story.split = vec![Turn { day: Day(101), ring: "B".into(), other: "A".into() }];
        check(
            &story,
            &[&["R-1 born:a1 a2 a3 b1 b2"], &["R-1:a1 a2 a3", "R-2 split:b1 b2"]],
            &[("born", 1, 1, 1), ("split", 1, 1, 1)],
        );
    }

    #[test]
    fn three_newcomers_with_other_phones_are_re_linked_once() {
        let story = story(&[
            "a1 A 1 p1 7",
            "a2 A 2 p2 7",
            "a3 A 95 p3 8",
            "a4 A 96 p4 8",
            "a5 A 97 p5 8",
            "a6 A 98 p6 8",
        ]);
        check(
            &story,
            &[
                &["R-1 born:a1 a2 a3 a4"],
                &["R-1 re-linked grown:a1 a2 a3 a4 a5"],
                &["R-1 grown:a1 a2 a3 a4 a5 a6"],
            ],
            &[("born", 1, 1, 1), ("re-linked", 1, 1, 1), ("grown", 2, 2, 2)],
        );
    }
}
