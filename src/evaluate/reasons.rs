//! How often findings that carry a reason are true.

use std::collections::BTreeMap;

use serde::Serialize;

use super::Sides;
use super::ratio::share;

/// Findings that carry a reason.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct ReasonShare {
    /// The reason's code.
    pub code: String,
    /// Findings with it.
    pub findings: u64,
    /// Share of these of which more than half are ring records.
    pub precision: Option<f64>,
}

/// Counts by reason code, sorted by code.
pub(super) fn by_reason(sides: &Sides) -> Vec<ReasonShare> {
    let mut counts: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for finding in &sides.findings {
        for code in &finding.reasons {
            let (all, right) = counts.entry(code).or_default();
            *all += 1;
            *right += usize::from(!sides.is_false(finding));
        }
    }
    let row = |(code, (all, right)): (&str, (usize, usize))| ReasonShare {
        code: code.to_owned(),
        findings: all as u64,
        precision: share(right, all),
    };
    counts.into_iter().map(row).collect()
}

#[cfg(test)]
mod tests {
    use super::super::sides::tests::finds;
    use super::super::{Planted, Sides};
    use super::*;

    #[test]
    fn a_reason_of_one_true_and_one_false_finding_is_right_half_the_time() {
        let mut found = finds(&[&["a"], &["x"]]);
        found[0].reasons = vec!["burst".into(), "burst".into()];
        found[1].reasons = vec!["burst".into()];
        let truth = [Planted { record: "a".into(), ring: "ring-1".into(), ..Planted::default() }];
        let rows = by_reason(&Sides::new(&truth, &found));
        assert_eq!((rows[0].findings, rows[0].precision), (2, Some(0.5)));
    }
}
