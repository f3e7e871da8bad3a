//! B-cubed: for each record, how pure its finding and how whole its ring (Bagga & Baldwin 1998, Algorithms for
//! scoring coreference chains, LREC).
//!
//! The paper scores records that all have a true and a predicted group. Here most records have neither, and how
//! they are treated decides the number: with all of them as groups of one, every method scores near 1 by
//! doing nothing. [`Universe`] says the two treatments in use; the strict one is the project's measure.

use std::collections::BTreeMap;

use super::{Scores, Sides};

/// Whose precision and recall are averaged.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Universe {
    /// Precision over records in findings, recall over ring records. A record of no ring shares its ring with
    /// nobody, itself included: an innocent in a finding has precision 0. So neither silence nor small false
    /// findings earn anything, and B-cubed never passes the record scores.
    EachSide,
    /// Both over the records in a finding or a ring. A record without a finding, or without a ring, is a
    /// group of one, as the paper treats entities that are mentioned once: kinder to silence.
    Union,
}

/// B-cubed precision, recall and F1. A record in several findings counts in the best of them.
///
/// # Complexity
/// O(R log R) for R records on either side: records are counted by (finding, ring).
pub(super) fn b_cubed(sides: &Sides, universe: Universe) -> Scores {
    let overlap = Overlap::new(sides);
    let records = 0..sides.ring_of.len();
    match universe {
        Universe::EachSide => Scores::new(
            mean(records.clone().filter_map(|record| overlap.precision(sides, record))),
            mean(records.filter_map(|record| overlap.recall(sides, record))),
        ),
        Universe::Union => {
            let counts =
                |&record: &usize| sides.finding_of[record].is_some() || sides.ring_of[record].is_some();
            let alone = |record: usize, group: &[Option<usize>], size: &BTreeMap<usize, usize>| {
                group[record].map_or(1.0, |group| 1.0 / size[&group] as f64)
            };
            let precision = |record: usize| match sides.ring_of[record] {
                Some(_) => overlap.precision(sides, record).unwrap_or(1.0),
                None => alone(record, &sides.finding_of, &overlap.findings),
            };
            let recall = |record: usize| match sides.finding_of[record] {
                Some(_) => overlap.recall(sides, record).unwrap_or(1.0),
                None => alone(record, &sides.ring_of, &overlap.rings),
            };
            Scores::new(
                mean(records.clone().filter(counts).map(precision)),
                mean(records.filter(counts).map(recall)),
            )
        }
    }
}

/// Sizes of findings, of rings, and of what they have in common.
pub(super) struct Overlap {
    findings: BTreeMap<usize, usize>,
    rings: BTreeMap<usize, usize>,
    both: BTreeMap<(usize, usize), usize>,
}

impl Overlap {
    pub(super) fn new(sides: &Sides) -> Self {
        let mut out = Self { findings: BTreeMap::new(), rings: BTreeMap::new(), both: BTreeMap::new() };
        for (finding, ring) in sides.finding_of.iter().zip(&sides.ring_of) {
            if let Some(finding) = finding {
                *out.findings.entry(*finding).or_default() += 1;
            }
            if let Some(ring) = ring {
                *out.rings.entry(*ring).or_default() += 1;
            }
            if let (Some(finding), Some(ring)) = (finding, ring) {
                *out.both.entry((*finding, *ring)).or_default() += 1;
            }
        }
        out
    }

    /// Share of a record's finding that is of its ring; `None` for a record in no finding.
    pub(super) fn precision(&self, sides: &Sides, record: usize) -> Option<f64> {
        let finding = sides.finding_of[record]?;
        let common = sides.ring_of[record].map_or(0, |ring| self.both[&(finding, ring)]);
        Some(common as f64 / self.findings[&finding] as f64)
    }

    /// Share of a record's ring that is in its finding; `None` for a record in no ring.
    pub(super) fn recall(&self, sides: &Sides, record: usize) -> Option<f64> {
        let ring = sides.ring_of[record]?;
        let common = sides.finding_of[record].map_or(0, |finding| self.both[&(finding, ring)]);
        Some(common as f64 / self.rings[&ring] as f64)
    }
}

/// Mean of some numbers; `None` for none.
pub(super) fn mean(numbers: impl Iterator<Item = f64>) -> Option<f64> {
    let (sum, count) = numbers.fold((0.0, 0usize), |(sum, count), number| (sum + number, count + 1));
    (count > 0).then(|| sum / count as f64)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::sides::tests::sides;
    use super::*;

    fn close(left: Option<f64>, right: Option<f64>) -> bool {
        match (left, right) {
            (Some(left), Some(right)) => (left - right).abs() < 1e-9,
            (left, right) => left == right,
        }
    }

    #[test]
    fn a_ring_torn_in_two_is_pure_and_half_whole() {
        let truth = [("a", "ring-1"), ("b", "ring-1"), ("c", "ring-1"), ("d", "ring-1")];
        let scores = b_cubed(&sides(&truth, &[&["a", "b"], &["c", "d"]]), Universe::EachSide);
        assert_eq!((scores.precision, scores.recall), (Some(1.0), Some(0.5)));
    }

    #[test]
    fn an_innocent_has_no_precision_and_alone_he_is_his_own_ring() {
        // Finding {a, b, x}: a and b have precision 2/3; x has 0, or 1/3 as a ring of one.
        let sides = sides(&[("a", "ring-1"), ("b", "ring-1"), ("c", "ring-1")], &[&["a", "b", "x"]]);
        let strict = b_cubed(&sides, Universe::EachSide);
        assert!(close(strict.precision, Some(4.0 / 9.0)) && close(strict.recall, Some(4.0 / 9.0)));
        // Records a, b, c, x: precision 2/3, 2/3, 1 (alone), 1/3; recall 2/3, 2/3, 1/3, 1 (alone).
        let kind = b_cubed(&sides, Universe::Union);
        assert!(close(kind.precision, Some(2.0 / 3.0)) && close(kind.recall, Some(2.0 / 3.0)));
    }

    /// The definition, pair by pair: of the records in my finding, how many are of my ring.
    fn by_definition(sides: &Sides) -> (Option<f64>, Option<f64>) {
        let all: Vec<usize> = (0..sides.ring_of.len()).collect();
        let with = |record: usize, of: &[Option<usize>], mine: &[Option<usize>]| {
            let group: Vec<usize> = all.iter().copied().filter(|&other| of[other] == of[record]).collect();
            let same = |other: &&usize| mine[record].is_some() && mine[**other] == mine[record];
            group.iter().filter(same).count() as f64 / group.len() as f64
        };
        let (rings, findings) = (&sides.ring_of, &sides.finding_of);
        let average = |of: &[Option<usize>], mine: &[Option<usize>]| {
            let with: Vec<f64> = all
                .iter()
                .filter(|&&record| of[record].is_some())
                .map(|&record| with(record, of, mine))
                .collect();
            (!with.is_empty()).then(|| with.iter().sum::<f64>() / with.len() as f64)
        };
        (average(findings, rings), average(rings, findings))
    }

    /// The same with whoever has no group in a group of his own.
    fn with_singletons(sides: &Sides) -> Sides {
        let mut out = sides.clone();
        for record in 0..sides.ring_of.len() {
            if sides.ring_of[record].is_none() && sides.finding_of[record].is_none() {
                continue;
            }
            out.ring_of[record].get_or_insert(1_000 + record);
            out.finding_of[record].get_or_insert(1_000 + record);
        }
        out
    }

    proptest! {
        #[test]
        fn counting_equals_the_definition(records in prop::collection::vec((0usize..5, 0usize..5), 0..40)) {
            let group = |number: usize| number.checked_sub(1);
            let sides = Sides {
                ring_of: records.iter().map(|&(ring, _)| group(ring)).collect(),
                finding_of: records.iter().map(|&(_, finding)| group(finding)).collect(),
                ..Sides::default()
            };
            for (universe, definition) in [
                (Universe::EachSide, by_definition(&sides)),
                (Universe::Union, by_definition(&with_singletons(&sides))),
            ] {
                let scores = b_cubed(&sides, universe);
                prop_assert!(close(scores.precision, definition.0), "{universe:?} {scores:?} {definition:?}");
                prop_assert!(close(scores.recall, definition.1), "{universe:?} {scores:?} {definition:?}");
            }
            let (record, strict) = (super::super::ratio::records(&sides), b_cubed(&sides, Universe::EachSide));
            prop_assert!(strict.f1.unwrap_or(0.0) <= record.f1.unwrap_or(0.0) + 1e-9);
        }
    }
}
