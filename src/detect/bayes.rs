//! Bayes factors of rates: how much a share of flagged people speaks for a ring.

use std::sync::LazyLock;

/// Points at which a ring's rate of a flag is tried.
const GRID: usize = 64;

/// How alike harmless groups are, as a number of people: what the clients of one lawyer or the readers of one page show
/// differs from the branch by more than chance, as if so many people had set the group's rate.
const ALIKE: f64 = 10.0;

/// Evidence, in bits, of `hits` among `n` persons against a base rate: a ring shows the flag with probability
/// `habitual`, at a rate of which nothing is known but that it lies above the base (uniform prior), and
/// otherwise has a harmless group's rate (Kass and Raftery 1995, Bayes Factors, JASA 90). Harmless groups scatter around
/// the base (beta-binomial with [`ALIKE`] people), so that a slightly higher rate of many people is no proof. Absence
/// speaks against a ring by at most log2(1 - `habitual`).
pub(super) fn bayes_factor(hits: f64, n: f64, base: f64, habitual: f64) -> f64 {
    let ln_harmless = ln_harmless(hits, n, base);
    let likelihood =
        |&(ln_rate, ln_rest): &(f64, f64)| (hits * ln_rate + (n - hits) * ln_rest - ln_harmless).exp();
    let ln_base = base.ln();
    let above = ln_rates().iter().skip_while(|(ln_rate, _)| *ln_rate < ln_base);
    let (sum, points) =
        above.map(likelihood).fold((0.0, 0.0), |(sum, points), one| (sum + one, points + 1.0));
    let mean = if points == 0.0 { 1.0 } else { sum / points };
    (1.0 - habitual + habitual * mean).log2()
}

/// ln of the chance that so many of `n` people of a harmless group show a flag, in one order.
fn ln_harmless(hits: f64, n: f64, base: f64) -> f64 {
    let steps = |count: f64| {
        std::iter::successors(Some(0.0), |step| Some(step + 1.0)).take_while(move |&step| step < count)
    };
    let rising = |from: f64, count: f64| -> f64 { steps(count).map(|step| (from + step).ln()).sum() };
    rising(base * ALIKE, hits) + rising((1.0 - base) * ALIKE, n - hits) - rising(ALIKE, n)
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
        assert!(bayes_factor(8.0, 10.0, 0.1, 0.5) > 6.0);
        assert!((bayes_factor(0.0, 100.0, 0.5, 0.5) + 1.0).abs() < 0.02);
    }

    #[test]
    fn a_slightly_higher_rate_is_no_proof_however_many_people_show_it() {
        assert!(bayes_factor(400.0, 1000.0, 0.3, 0.6) < 1.0);
        assert!(bayes_factor(800.0, 1000.0, 0.3, 0.6) > 4.0);
    }
}
