//! Claimed against observed shares of false findings.
//!
//! A q-value speaks for all findings as good as its own (Storey 2002, J. R. Stat. Soc. B), so the bins are nested:
//! of those with q up to a bound, at most that share should be false. Permutations know nothing of
//! look-alikes; findings that are look-alikes are counted beside and taken out of the share.

use serde::Serialize;

use super::Sides;
use super::ratio::share;

/// Upper bounds of the nested bins.
const BOUNDS: [f64; 7] = [0.001, 0.01, 0.05, 0.1, 0.2, 0.5, 1.0];

/// Findings with q-values up to a bound.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Bin {
    /// The bound.
    pub q_up_to: f64,
    /// Findings with q at or below it.
    pub findings: u64,
    /// Largest q among them: the false share they claim.
    pub claimed: Option<f64>,
    /// False ones of background records.
    pub by_chance: u64,
    /// False ones of look-alikes.
    pub look_alikes: u64,
    /// `by_chance` among the findings that are not look-alikes.
    pub observed: Option<f64>,
}

/// The bins; none when no finding has a q-value.
pub(super) fn calibration(sides: &Sides) -> Vec<Bin> {
    let judged: Vec<(f64, bool, bool)> = sides
        .findings
        .iter()
        .filter_map(|finding| {
            let wrong = sides.is_false(finding);
            let look_alike = wrong && sides.look_alike(finding).is_some();
            Some((finding.q_value?, wrong && !look_alike, look_alike))
        })
        .collect();
    if judged.is_empty() {
        return Vec::new();
    }
    let bin = |bound: f64| {
        let inside = || judged.iter().filter(move |(q, _, _)| *q <= bound);
        let by_chance = inside().filter(|(_, chance, _)| *chance).count();
        let look_alikes = inside().filter(|(_, _, look_alike)| *look_alike).count();
        let findings = inside().count();
        Bin {
            q_up_to: bound,
            findings: findings as u64,
            claimed: inside().map(|(q, _, _)| *q).reduce(f64::max),
            by_chance: by_chance as u64,
            look_alikes: look_alikes as u64,
            observed: share(by_chance, findings - look_alikes),
        }
    };
    BOUNDS.into_iter().map(bin).collect()
}

#[cfg(test)]
mod tests {
    use super::super::sides::tests::{finds, sides};
    use super::super::{Planted, Sides};
    use super::*;

    #[test]
    fn chance_is_a_share_of_what_is_no_look_alike() {
        let mut found = finds(&[&["a"], &["v"], &["x"], &["y"]]);
        for (finding, q) in found.iter_mut().zip([0.01, 0.02, 0.04, 0.3]) {
            finding.q_value = Some(q);
        }
        let truth = [
            Planted { record: "a".into(), ring: "ring-1".into(), ..Planted::default() },
            Planted { record: "v".into(), look_alike: "village".into(), ..Planted::default() },
        ];
        let bins = calibration(&Sides::new(&truth, &found));
        assert_eq!((bins[2].findings, bins[2].by_chance, bins[2].look_alikes), (3, 1, 1));
        assert_eq!((bins[2].claimed, bins[2].observed), (Some(0.04), Some(0.5)));
        assert_eq!((bins[0].findings, bins[0].observed), (0, None));
    }

    #[test]
    fn no_q_values_give_no_bins() {
        assert!(calibration(&sides(&[], &[&["a"]])).is_empty());
    }
}
