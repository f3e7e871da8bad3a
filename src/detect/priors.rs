//! How much a shared value says by its kind, learned from the run itself without labels.
//!
//! Where counters lend their tablets, hundreds of devices have several users and hardly one is a ring's; where nobody does,
//! a shared device is a finding. Stars of one value are a mixture of harmless groups and rings: the part of rings among
//! those of one kind is found by expectation and maximisation (Dempster, Laird and Rubin 1977, JRSS B 39(1)) from what
//! the other evidence says of each star.

use super::score::{Judged, squash};
use super::view::View;
use crate::record::ValueKind;

/// What is believed before the run counts like so many stars.
const BELIEVED: f64 = 10.0;
/// Rounds; the part of rings hardly changes after a few.
const ROUNDS: usize = 20;
/// Most bits that the run takes from a kind, and adds to it: bits of evidence are bounded, so that the part is never
/// exact, and precision comes first.
const MOST_TAKEN: f64 = 2.0;
const MOST_ADDED: f64 = 1.0;

/// Bits by which a shared value of each kind says more or less than is believed before the run.
#[derive(Clone, Copy, Default, Debug)]
pub(super) struct Priors {
    bits: [f64; ValueKind::ALL.len()],
}

impl Priors {
    /// Learns from judged stars of one value; `believed` gives the log-odds of a kind before the run, in bits.
    pub(super) fn learned(stars: &[Judged], believed: impl Fn(ValueKind) -> f64, view: &View<'_>) -> Self {
        let mut out = Self::default();
        for kind in ValueKind::ALL {
            let of_kind = stars.iter().filter(|star| {
                let value = star.candidate.values[0];
                view.kind(value) == kind && !view.is_landline(value)
            });
            let rest: Vec<f64> = of_kind.map(|star| star.bits - believed(kind)).collect();
            out.bits[kind as usize] = shift(&rest, believed(kind));
        }
        out
    }

    /// Bits that the run adds for a kind.
    pub(super) fn of(&self, kind: ValueKind) -> f64 {
        self.bits[kind as usize]
    }
}

/// Bits by which the part of rings among stars lies above what is `believed`; `rest` is what else each star shows, in bits
/// beside the prior.
fn shift(rest: &[f64], believed: f64) -> f64 {
    let log_odds = |part: f64| (part / (1.0 - part)).log2();
    let before = squash(believed);
    let mut part = before;
    for _ in 0..ROUNDS {
        let odds = log_odds(part);
        let rings: f64 = rest.iter().map(|bits| squash(odds + bits)).sum();
        part = (rings + BELIEVED * before) / (rest.len() as f64 + BELIEVED);
    }
    (log_odds(part) - believed).clamp(-MOST_TAKEN, MOST_ADDED)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_harmless_stars_take_from_a_kind_and_none_leave_it_as_it_is() {
        assert!(shift(&[], -1.0).abs() < 1e-9);
        assert!((shift(&[-4.0; 300], -1.0) + MOST_TAKEN).abs() < 1e-9);
        assert!(shift(&[-4.0; 3], -1.0) > -1.0);
    }

    #[test]
    fn rings_among_the_stars_of_a_kind_hold_it_up() {
        let half: Vec<f64> = [-6.0, 6.0].repeat(50);
        assert!(shift(&half, -1.0) > 0.5);
        assert!(shift(&[6.0; 300], -1.0) <= MOST_ADDED);
    }
}
