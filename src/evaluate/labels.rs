//! Findings against the decisions of people: precision among what was decided, with its confidence interval.
//!
//! Recall cannot be told: nobody decides on what was not found. Decisions are few and not drawn at random, so
//! the interval is a lower bound of the doubt.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{Found, Share};
use crate::record::Day;

/// What somebody decided.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Decision {
    /// It is a ring, or belongs to one.
    Confirmed,
    /// It is none.
    Cleared,
    /// Neither; counts as not decided.
    Open,
}

/// A decision on a finding or a record.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Label {
    /// The finding or record.
    pub subject: Subject,
    /// The decision.
    pub decision: Decision,
    /// When; of two decisions on one subject the later holds, then the lower row.
    pub decided_at: Option<Day>,
}

/// What a decision speaks of.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Subject {
    /// A finding, by its id.
    Ring(String),
    /// A record, by its id.
    Record(String),
}

/// What decisions say about findings.
#[derive(Clone, PartialEq, Debug, Default, Serialize)]
pub struct Judgement {
    /// Findings in the output.
    pub findings: u64,
    /// Confirmed among decided findings. A finding without its own decision goes by most of its decided records.
    pub precision: Share,
    /// Confirmed among decided records in findings.
    pub record_precision: Share,
    /// Findings nobody has decided, or whose records are decided half and half.
    pub undecided: u64,
    /// Confirmed records that are in no finding: known misses.
    pub missed_records: u64,
}

/// Compares findings with decisions.
#[must_use]
pub fn judge(labels: &[Label], found: &[Found]) -> Judgement {
    let mut order: Vec<&Label> = labels.iter().collect();
    order.sort_by_key(|label| label.decided_at);
    let latest: BTreeMap<&Subject, Decision> =
        order.into_iter().map(|label| (&label.subject, label.decision)).collect();
    let mut out = Judgement { findings: found.len() as u64, ..Judgement::default() };
    let mut decided = [0u64; 2];
    let mut records: BTreeMap<&str, Option<Decision>> = BTreeMap::new();
    for finding in found {
        let own = latest.get(&Subject::Ring(finding.id.clone())).copied();
        let mut votes = [0u64; 2];
        for record in &finding.records {
            let decision = latest.get(&Subject::Record(record.clone())).copied();
            count(decision, &mut votes);
            records.insert(record, decision.or(own));
        }
        if !count(own.or(majority(votes)), &mut decided) {
            out.undecided += 1;
        }
    }
    let mut decided_records = [0u64; 2];
    for &decision in records.values() {
        count(decision, &mut decided_records);
    }
    out.precision = Share::new(decided[0], decided[0] + decided[1]);
    out.record_precision = Share::new(decided_records[0], decided_records[0] + decided_records[1]);
    out.missed_records = latest
        .iter()
        .filter(|(subject, decision)| match subject {
            Subject::Record(id) => **decision == Decision::Confirmed && !records.contains_key(id.as_str()),
            Subject::Ring(_) => false,
        })
        .count() as u64;
    out
}

/// What was decided about each ring: by its own decision, else by most of its decided records. Rings with a decision
/// that stand in no output are in it too; undecided ones, and those a person was unsure of, are not.
#[must_use]
pub fn of_rings(labels: &[Label], found: &[Found]) -> BTreeMap<String, Decision> {
    let mut order: Vec<&Label> = labels.iter().collect();
    order.sort_by_key(|label| label.decided_at);
    let latest: BTreeMap<&Subject, Decision> =
        order.into_iter().map(|label| (&label.subject, label.decision)).collect();
    let mut out = BTreeMap::new();
    for finding in found {
        let mut votes = [0u64; 2];
        for record in &finding.records {
            count(latest.get(&Subject::Record(record.clone())).copied(), &mut votes);
        }
        out.extend(majority(votes).map(|decision| (finding.id.clone(), decision)));
    }
    for (subject, decision) in latest {
        if let Subject::Ring(id) = subject {
            out.insert(id.clone(), decision);
        }
    }
    out.retain(|_, decision| *decision != Decision::Open);
    out
}

/// What most of (confirmed, cleared) say.
fn majority(votes: [u64; 2]) -> Option<Decision> {
    match votes[0].cmp(&votes[1]) {
        std::cmp::Ordering::Greater => Some(Decision::Confirmed),
        std::cmp::Ordering::Less => Some(Decision::Cleared),
        std::cmp::Ordering::Equal => None,
    }
}

/// Adds a decision to (confirmed, cleared) and says whether it was one.
fn count(decision: Option<Decision>, counts: &mut [u64; 2]) -> bool {
    match decision {
        Some(Decision::Confirmed) => counts[0] += 1,
        Some(Decision::Cleared) => counts[1] += 1,
        Some(Decision::Open) | None => return false,
    }
    true
}

#[cfg(test)]
mod tests {
    use super::super::sides::tests::finds;
    use super::*;

    fn label(subject: Subject, decision: Decision, day: i32) -> Label {
        Label { subject, decision, decided_at: Some(Day(day)) }
    }

    #[test]
    fn a_findings_own_decision_holds_before_those_of_its_records() {
        let found = finds(&[&["a", "b"], &["c", "d"], &["e"], &["f"]]);
        let record = |id: &str| Subject::Record(id.into());
        let labels = [
            label(Subject::Ring("R-0".into()), Decision::Cleared, 1),
            label(record("a"), Decision::Confirmed, 1),
            label(record("c"), Decision::Confirmed, 1),
            label(record("e"), Decision::Open, 1),
            label(record("z"), Decision::Confirmed, 1),
        ];
        let judged = judge(&labels, &found);
        assert_eq!((judged.precision.hits, judged.precision.of), (1, 2));
        // b goes by its finding's decision; a and c by their own.
        assert_eq!((judged.record_precision.hits, judged.record_precision.of), (2, 3));
        assert_eq!((judged.undecided, judged.missed_records), (2, 1));
    }

    #[test]
    fn a_ring_is_decided_by_its_own_word_also_an_unsure_one_or_by_most_of_its_records() {
        let found = finds(&[&["a", "b"], &["c"], &["d"]]);
        let labels = [
            label(Subject::Ring("R-9".into()), Decision::Confirmed, 1),
            label(Subject::Record("a".into()), Decision::Cleared, 1),
            label(Subject::Record("c".into()), Decision::Cleared, 1),
            label(Subject::Ring("R-1".into()), Decision::Confirmed, 1),
            label(Subject::Ring("R-2".into()), Decision::Open, 1),
            label(Subject::Record("d".into()), Decision::Confirmed, 2),
        ];
        let told: Vec<(String, Decision)> = of_rings(&labels, &found).into_iter().collect();
        let ring = |id: &str, decision| (id.to_owned(), decision);
        assert_eq!(
            told,
            [
                ring("R-0", Decision::Cleared),
                ring("R-1", Decision::Confirmed),
                ring("R-9", Decision::Confirmed)
            ]
        );
    }

    #[test]
    fn the_later_decision_holds() {
        let ring = || Subject::Ring("R-0".into());
        let labels = [label(ring(), Decision::Cleared, 9), label(ring(), Decision::Confirmed, 3)];
        assert_eq!(judge(&labels, &finds(&[&["a"]])).precision.hits, 0);
    }
}
