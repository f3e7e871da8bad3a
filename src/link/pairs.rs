//! Pairs of values that more households carry together than chance allows.
//!
//! Statistically validated networks (Tumminello et al. 2011, `PLoS ONE` 6(3)), with a local null: `λ_ab` is the
//! sum over strata of `d_as·d_bs / N_s`, `N_s` being the households of the stratum that carry both kinds of
//! value, and the tail is Poisson. False discoveries are held by Benjamini and Hochberg (1995) over all
//! pairs of shared values of a stratum, seen or not.
//!
//! A value whose carriers each share one of many small values (a letter and rotating phones) has no single
//! surprising pair; it is validated as a whole by the number of small values repeated inside it.

use rayon::prelude::*;

use super::Config;
use super::incidence::Incidence;
use super::strata::Strata;
use crate::record::{ValueIx, ValueKind};

/// A validated pair of values.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Pair {
    /// The smaller value.
    pub left: ValueIx,
    /// The larger value.
    pub right: ValueIx,
    /// Households that carry both.
    pub households: u32,
    /// Households expected to carry both by chance.
    pub expected: f64,
    /// Surprise, -log2 of the chance probability.
    pub bits: f64,
}

/// Natural logarithm of P(X ≥ n) for X ~ Poisson(λ): the first term times a geometric bound of the rest,
/// exact to a factor near 1 for n well above λ and never below the true value.
#[must_use]
pub fn ln_poisson_tail(n: u32, lambda: f64) -> f64 {
    if n == 0 || lambda >= f64::from(n) {
        return 0.0;
    }
    if lambda <= 0.0 {
        return f64::NEG_INFINITY;
    }
    let count = f64::from(n);
    let ln_factorial: f64 = (2..=n).map(|k| f64::from(k).ln()).sum();
    let first = count * lambda.ln() - lambda - ln_factorial;
    let rest = -(1.0 - lambda / (count + 1.0)).ln();
    (first + rest).min(0.0)
}

/// Finds the validated pairs among usable values, sorted by (left, right).
///
/// # Complexity
/// O(Σ v² log Σ v²) for households carrying v shared values each; person pairs are never formed.
#[must_use]
pub fn validated(
    kinds: &[ValueKind],
    usable: &[bool],
    incidence: &Incidence,
    strata: &Strata,
    config: &Config,
) -> Vec<Pair> {
    let seen = seen_pairs(usable, incidence);
    let scored: Vec<Pair> = seen
        .par_iter()
        .map(|&(left, right, households)| {
            let expected = strata.expected(kinds, incidence, left, right);
            let bits = -ln_poisson_tail(households, expected) / std::f64::consts::LN_2;
            Pair { left: ValueIx(left), right: ValueIx(right), households, expected, bits }
        })
        .collect();
    let threshold = benjamini_hochberg(
        scored.iter().map(|pair| pair.bits).collect(),
        strata.possible_pairs(usable, incidence),
        config.false_discovery_rate,
    );
    let cores = saturated(kinds, usable, incidence, strata, &scored, config);
    scored
        .into_iter()
        .filter(|pair| pair.bits >= threshold || inside_a_core(pair, &cores, incidence))
        .collect()
}

/// Every pair of usable values that two or more households carry: (left, right, households), sorted.
fn seen_pairs(usable: &[bool], incidence: &Incidence) -> Vec<(u32, u32, u32)> {
    let of_households = &incidence.household_values;
    let mut pairs: Vec<(u32, u32)> = (0..of_households.stored())
        .into_par_iter()
        .flat_map_iter(|household| {
            let shared: Vec<u32> = of_households
                .at(household)
                .iter()
                .copied()
                .filter(|&value| usable[value as usize])
                .take(PER_HOUSEHOLD)
                .collect();
            (1..shared.len())
                .flat_map(|right| (0..right).map(move |left| (left, right)))
                .map(|(left, right)| (shared[left], shared[right]))
                .collect::<Vec<_>>()
        })
        .collect();
    pairs.par_sort_unstable();
    pairs
        .chunk_by(|left, right| left == right)
        .filter(|same| same.len() >= 2)
        .map(|same| (same[0].0, same[0].1, same.len() as u32))
        .collect()
}

/// A household with more shared values than this is read up to here, in value order, so that one household
/// that files thousands of records does not cost their square.
const PER_HOUSEHOLD: usize = 256;

/// The smallest surprise, in bits, that is kept when at most `rate` of the kept may be false among `tests`.
fn benjamini_hochberg(mut bits: Vec<f64>, tests: f64, rate: f64) -> f64 {
    bits.sort_unstable_by(|left, right| right.total_cmp(left));
    let allowed = |kept: usize| (tests / (rate * kept as f64)).log2();
    (1..=bits.len())
        .rev()
        .find(|&kept| bits[kept - 1] >= allowed(kept))
        .map_or(f64::INFINITY, |kept| bits[kept - 1])
}

/// Values inside which more small values repeat than chance allows, as a mask.
fn saturated(
    kinds: &[ValueKind],
    usable: &[bool],
    incidence: &Incidence,
    strata: &Strata,
    pairs: &[Pair],
    config: &Config,
) -> Vec<bool> {
    let mut repeats: Vec<(u32, u32)> = Vec::with_capacity(pairs.len() * 2);
    for pair in pairs {
        repeats.push((pair.left.0, pair.right.0));
        repeats.push((pair.right.0, pair.left.0));
    }
    repeats.par_sort_unstable();
    let tested: Vec<(u32, f64)> = repeats
        .chunk_by(|left, right| left.0 == right.0)
        .collect::<Vec<_>>()
        .into_par_iter()
        .filter(|same| same.len() >= 2)
        .map(|same| {
            let value = same[0].0;
            // The small values that are mostly inside, one per kind counted apart.
            let inside = same
                .iter()
                .filter(|&&(_, other)| {
                    kinds[other as usize] != kinds[value as usize]
                        && incidence.households.degree(other) * 2 <= incidence.households.degree(value) * 3
                })
                .count() as u32;
            let expected = strata.expected_repeats(kinds, incidence, value);
            (value, -ln_poisson_tail(inside, expected) / std::f64::consts::LN_2)
        })
        .collect();
    let tests = usable.iter().filter(|usable| **usable).count() as f64;
    let threshold = benjamini_hochberg(
        tested.iter().map(|(_, bits)| *bits).collect(),
        tests,
        config.false_discovery_rate,
    );
    let mut cores = vec![false; kinds.len()];
    for (value, bits) in tested {
        cores[value as usize] = bits >= threshold;
    }
    cores
}

/// Whether one side is a validated whole and at least half of the other side's households are inside it.
fn inside_a_core(pair: &Pair, cores: &[bool], incidence: &Incidence) -> bool {
    let mostly = |inner: ValueIx| pair.households * 2 >= incidence.households.degree(inner.0);
    (cores[pair.left.0 as usize] && mostly(pair.right)) || (cores[pair.right.0 as usize] && mostly(pair.left))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_poisson_tail_is_close_to_the_exact_sum_and_never_below() {
        for (n, lambda) in [(2, 0.01_f64), (3, 0.5), (10, 1.0), (30, 4.0)] {
            let mut term = (-lambda).exp();
            let mut below = 0.0;
            for k in 0..n {
                below += term;
                term *= lambda / f64::from(k + 1);
            }
            let mut tail = 0.0;
            for k in n..n + 200 {
                tail += term;
                term *= lambda / f64::from(k + 1);
            }
            assert!(below + tail > 0.999);
            let bound = ln_poisson_tail(n, lambda).exp();
            assert!(bound >= tail * 0.999_999 && bound < tail * 1.2, "{n} {lambda}: {bound} {tail}");
        }
    }

    #[test]
    fn benjamini_hochberg_keeps_nothing_when_nothing_surprises() {
        assert!(benjamini_hochberg(vec![1.0, 2.0, 3.0], 1000.0, 0.05).is_infinite());
        let kept = benjamini_hochberg(vec![30.0, 20.0, 1.0], 1000.0, 0.05);
        assert!((kept - 20.0).abs() < 1e-9);
    }
}
