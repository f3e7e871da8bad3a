//! Bayes factors of rates: how much a share of flagged people speaks for a ring.

use std::sync::LazyLock;

/// Points at which a ring's rate of a flag is tried.
const GRID: usize = 64;

/// Evidence, in bits, of `hits` among `n` persons against a base rate: a ring shows the flag with probability
/// `habitual`, at a rate of which nothing is known but that it lies above the base (uniform prior), and
/// otherwise has the base rate too (Kass and Raftery 1995, Bayes Factors, JASA 90). Absence speaks against a
/// ring by at most log2(1 - `habitual`).
pub(super) fn bayes_factor(hits: f64, n: f64, base: f64, habitual: f64) -> f64 {
    let mean = if hits == 0.0 {
        // The integral of ((1 - r) / (1 - base))^n from the base to one, over its length.
        1.0 / (n + 1.0)
    } else {
        let (ln_base, ln_rest) = (base.ln(), (1.0 - base).ln());
        let likelihood = |&(ln_rate, ln_rest_of): &(f64, f64)| {
            (hits * (ln_rate - ln_base) + (n - hits) * (ln_rest_of - ln_rest)).exp()
        };
        let above = ln_rates().iter().skip_while(|(ln_rate, _)| *ln_rate < ln_base);
        let (sum, points) =
            above.map(likelihood).fold((0.0, 0.0), |(sum, points), one| (sum + one, points + 1.0));
        if points == 0.0 { 1.0 } else { sum / points }
    };
    (1.0 - habitual + habitual * mean).log2()
}

/// ln r and ln (1 - r) at the middles of [`GRID`] equal parts of 0 to 1.
fn ln_rates() -> &'static [(f64, f64); GRID] {
    static LN_RATES: LazyLock<[(f64, f64); GRID]> = LazyLock::new(|| {
        std::array::from_fn(|point| {
            let rate = (point as f64 + 0.5) / GRID as f64;
            (rate.ln(), (1.0 - rate).ln())
        })
    });
    &LN_RATES
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rate_at_its_base_speaks_softly_against_a_ring_and_a_higher_one_for_it() {
        assert!(bayes_factor(2.0, 10.0, 0.2, 0.5) < 0.0);
        assert!(bayes_factor(8.0, 10.0, 0.1, 0.5) > 10.0);
        assert!((bayes_factor(0.0, 100.0, 0.5, 0.5) + 1.0).abs() < 0.02);
    }
}
