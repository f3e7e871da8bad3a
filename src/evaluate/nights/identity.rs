//! Whether a ring keeps its id and an id its ring.
//!
//! A *true continuation* is a night on which a true ring is found and was found on an earlier night. It keeps its id
//! when the id of its main finding (the one with most of its records) is one that the ring bore on the latest earlier
//! night on which it was found. A *carry-over* is an id that was borne on an earlier night by a finding of a true ring;
//! it is wrong when tonight's bearer is not of that ring. In both, truth names the earlier findings by tonight's
//! rings: after a merger the records of both are of the one ring, after a split those of each crew are its own.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::{Finding, Night, Part, Story};
use crate::evaluate::Share;

/// The last finding that bore an id: the place of its night, its records.
pub(super) type Last<'a> = BTreeMap<&'a str, (usize, &'a Finding)>;

/// What became of a ring's id, or of an id, on one night.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum What {
    /// The ring continues: with its id or another, directly after the night before, with other records than then.
    #[allow(missing_docs, reason = "said above")]
    Continues { kept: bool, next_night: bool, changed: bool },
    /// An id is borne again: by the same ring or by another or none.
    #[allow(missing_docs, reason = "said above")]
    Carried { wrong: bool },
}

/// One continuation or carry-over.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Step {
    /// The true ring.
    pub ring: String,
    /// Place of the night.
    pub night: usize,
    /// What became of it.
    pub what: What,
}

/// All of them.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Told {
    /// In order of nights.
    pub steps: Vec<Step>,
}

/// Whether ids last, over all rings and nights.
#[derive(Clone, Copy, PartialEq, Debug, Default, Serialize)]
pub struct Identity {
    /// True continuations that kept their id.
    pub kept: Share,
    /// The same, where the ring was found the night before too.
    pub kept_next_night: Share,
    /// The same, where it had other records than when last found: nothing is at stake on the other nights.
    pub kept_when_changed: Share,
    /// Carry-overs that are wrong.
    pub wrong_carry_overs: Share,
}

/// Follows rings and ids through the nights.
#[must_use]
pub fn identity(story: &Story, nights: &[Night]) -> Told {
    let mut told = Told::default();
    let mut last: Last<'_> = BTreeMap::new();
    for (place, night) in nights.iter().enumerate() {
        let of = |finding: &Finding| story.main_ring(&finding.records, night.day);
        let mut before: BTreeMap<&str, Vec<(usize, &Finding)>> = BTreeMap::new();
        for &(when, finding) in last.values() {
            if let Some(ring) = of(finding) {
                before.entry(ring).or_default().push((when, finding));
            }
        }
        for (ring, findings) in by_ring(night, &of) {
            if let Some(before) = before.get(ring) {
                let what = continues(&findings, before, place);
                told.steps.push(Step { ring: ring.to_owned(), night: place, what });
            }
        }
        for finding in &night.findings {
            let was = last.get(finding.id.as_str()).and_then(|(_, before)| of(before));
            if let Some(was) = was {
                let what = What::Carried { wrong: of(finding) != Some(was) };
                told.steps.push(Step { ring: was.to_owned(), night: place, what });
            }
        }
        last.extend(night.findings.iter().map(|finding| (finding.id.as_str(), (place, finding))));
    }
    told
}

/// The findings of each ring.
fn by_ring<'a>(
    night: &'a Night,
    of: &impl Fn(&Finding) -> Option<&'a str>,
) -> BTreeMap<&'a str, Vec<&'a Finding>> {
    let mut out: BTreeMap<&str, Vec<&Finding>> = BTreeMap::new();
    for finding in &night.findings {
        if let Some(ring) = of(finding) {
            out.entry(ring).or_default().push(finding);
        }
    }
    out
}

/// How a ring that is found tonight continues the findings that it had.
fn continues(tonight: &[&Finding], before: &[(usize, &Finding)], place: usize) -> What {
    let latest = before.iter().map(|(when, _)| *when).max().unwrap_or(0);
    let before: Vec<&Finding> =
        before.iter().filter(|(when, _)| *when == latest).map(|(_, finding)| *finding).collect();
    let main = tonight.iter().max_by_key(|finding| (finding.records.len(), std::cmp::Reverse(&finding.id)));
    let records = |findings: &[&Finding]| -> BTreeSet<String> {
        findings.iter().flat_map(|finding| finding.records.iter().cloned()).collect()
    };
    What::Continues {
        kept: main.is_some_and(|main| before.iter().any(|finding| finding.id == main.id)),
        next_night: latest + 1 == place,
        changed: records(tonight) != records(&before),
    }
}

/// Counts all steps.
#[must_use]
pub fn total(told: &Told) -> Identity {
    let kept = |wanted: &dyn Fn(bool, bool) -> bool| {
        let mut share = (0, 0);
        for step in &told.steps {
            if let What::Continues { kept, next_night, changed } = step.what
                && wanted(next_night, changed)
            {
                share = (share.0 + u64::from(kept), share.1 + 1);
            }
        }
        Share::new(share.0, share.1)
    };
    Identity {
        kept: kept(&|_, _| true),
        kept_next_night: kept(&|next_night, _| next_night),
        kept_when_changed: kept(&|_, changed| changed),
        wrong_carry_overs: part(told.steps.iter()).wrong_carry_overs,
    }
}

/// The part of identity in some steps.
pub(super) fn part<'a>(steps: impl Iterator<Item = &'a Step>) -> Part {
    let (mut kept, mut wrong) = ((0, 0), (0, 0));
    for step in steps {
        match step.what {
            What::Continues { kept: true, .. } => kept = (kept.0 + 1, kept.1 + 1),
            What::Continues { .. } => kept.1 += 1,
            What::Carried { wrong: true } => wrong = (wrong.0 + 1, wrong.1 + 1),
            What::Carried { .. } => wrong.1 += 1,
        }
    }
    Part {
        kept: Share::new(kept.0, kept.1),
        wrong_carry_overs: Share::new(wrong.0, wrong.1),
        ..Part::default()
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::super::story::tests::story;
    use super::*;
    use crate::record::Day;

    /// Nights one after the other from day 100; `R-1 grown:r1 r2` is a finding.
    pub(in crate::evaluate::nights) fn nights(nights: &[&[&str]]) -> Vec<Night> {
        let finding = |text: &&str| {
            let (head, records) = text.split_once(':').unwrap();
            let mut head = head.split(' ').map(str::to_owned);
            Finding {
                id: head.next().unwrap(),
                events: head.collect(),
                records: records.split(' ').map(str::to_owned).collect(),
            }
        };
        let night = |(place, findings): (usize, &&[&str])| Night {
            day: Day(100 + place as i32),
            findings: findings.iter().map(finding).collect(),
            alerts: Vec::new(),
        };
        nights.iter().enumerate().map(night).collect()
    }

    #[track_caller]
    fn check(findings: &[&[&str]], kept: (u64, u64), wrong: (u64, u64)) {
        let mut story = story(&["a1 A 1 p1", "a2 A 1 p2", "a3 A 1 p3", "b1 B 1 p4", "b2 B 1 p5"]);
        // On day 103 B joins A.
        story.lineage.insert("B".into(), vec![(Day(103), "A".into())]);
        let total = total(&identity(&story, &nights(findings)));
        assert_eq!((total.kept.hits, total.kept.of), kept, "{total:?}");
        assert_eq!((total.wrong_carry_overs.hits, total.wrong_carry_overs.of), wrong, "{total:?}");
    }

    #[test]
    fn an_id_kept_and_an_id_lost() {
        check(&[&["R-1:a1 a2"], &["R-1:a1 a2 a3"]], (1, 1), (0, 1));
        check(&[&["R-1:a1 a2"], &["R-2:a1 a2 a3"]], (0, 1), (0, 0));
    }

    #[test]
    fn a_ring_that_was_not_found_for_a_night_must_come_back_with_its_id() {
        check(&[&["R-1:a1 a2"], &[], &["R-1:a1 a2"]], (1, 1), (0, 1));
        check(&[&["R-1:a1 a2"], &[], &["R-2:a1 a2"]], (0, 1), (0, 0));
    }

    #[test]
    fn an_id_on_another_ring_or_on_none_is_a_wrong_carry_over() {
        check(&[&["R-1:a1 a2"], &["R-1:b1 b2"]], (0, 0), (1, 1));
        check(&[&["R-1:a1 a2"], &["R-1:x y"]], (0, 0), (1, 1));
    }

    #[test]
    fn after_a_merger_either_id_is_the_rings_own() {
        let before: [&[&str]; 3] = [&["R-1:a1 a2", "R-2:b1 b2"]; 3];
        let merged = |after: &'static [&'static str]| [before.as_slice(), &[after]].concat();
        check(&merged(&["R-1:a1 a2 b1 b2"]), (5, 5), (0, 5));
        check(&merged(&["R-2:a1 a2 b1 b2"]), (5, 5), (0, 5));
        check(&merged(&["R-3:a1 a2 b1 b2"]), (4, 5), (0, 4));
    }

    #[test]
    fn the_part_of_a_ring_that_bears_its_id_may_be_the_smaller_one_of_yesterday() {
        check(&[&["R-1:a1 a2", "R-2:a3"], &["R-1:a1", "R-2:a2 a3"]], (1, 1), (0, 2));
    }
}
