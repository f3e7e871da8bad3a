//! Precision, recall and F1 (van Rijsbergen 1979, Information Retrieval, ch. 7).

use serde::Serialize;

use super::Sides;

/// Precision, recall and their harmonic mean, 0 to 1. `None` where there is nothing to divide by.
#[derive(Clone, Copy, PartialEq, Debug, Default, Serialize)]
pub struct Scores {
    /// Share of what was predicted that is true.
    pub precision: Option<f64>,
    /// Share of what is true that was predicted.
    pub recall: Option<f64>,
    /// Harmonic mean; 0 where nothing was predicted or hit, `None` where there is nothing to find.
    pub f1: Option<f64>,
}

impl Scores {
    /// Scores with their harmonic mean.
    #[must_use]
    pub fn new(precision: Option<f64>, recall: Option<f64>) -> Self {
        let f1 = recall.map(|recall| match precision {
            Some(precision) if precision + recall > 0.0 => 2.0 * precision * recall / (precision + recall),
            _ => 0.0,
        });
        Self { precision, recall, f1 }
    }
}

/// `part / whole`, `None` for an empty whole.
pub(super) fn share(part: usize, whole: usize) -> Option<f64> {
    (whole > 0).then(|| part as f64 / whole as f64)
}

/// Ring records against records in findings.
pub(super) fn records(sides: &Sides) -> Scores {
    let predicted = sides.predicted().count();
    let planted = sides.ring_of.iter().flatten().count();
    let hits = sides.predicted().filter(|&record| sides.ring_of[record].is_some()).count();
    Scores::new(share(hits, predicted), share(hits, planted))
}

#[cfg(test)]
mod tests {
    use super::super::sides::tests::sides;
    use super::*;

    #[test]
    fn two_of_three_accused_and_two_of_four_planted() {
        let truth = [("a", "ring-1"), ("b", "ring-1"), ("c", "ring-1"), ("d", "ring-1"), ("v", "=village")];
        let scores = records(&sides(&truth, &[&["a", "b", "v"]]));
        assert_eq!((scores.precision, scores.recall), (Some(2.0 / 3.0), Some(0.5)));
        assert!((scores.f1.unwrap() - 4.0 / 7.0).abs() < 1e-12);
    }

    #[test]
    fn silence_scores_nothing_where_rings_are_and_has_no_score_where_none_are() {
        assert_eq!(records(&sides(&[("a", "ring-1")], &[])).f1, Some(0.0));
        assert_eq!(records(&sides(&[("v", "=village")], &[])).f1, None);
        assert_eq!(records(&sides(&[], &[&["x"]])), Scores::new(Some(0.0), None));
    }
}
