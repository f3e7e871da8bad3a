//! A share with its 95 % confidence interval (Wilson 1927, J. Am. Stat. Assoc. 22:209).

use serde::Serialize;

/// Two-sided 95 % quantile of the normal distribution.
const Z: f64 = 1.959_963_984_540_054;

/// Hits among trials, with bounds that hold for few trials and for shares near 0 and 1.
#[derive(Clone, Copy, PartialEq, Debug, Default, Serialize)]
pub struct Share {
    /// Hits.
    pub hits: u64,
    /// Trials.
    pub of: u64,
    /// Hits among trials; `None` without trials.
    pub share: Option<f64>,
    /// Lower bound, 0 to 1.
    pub low: f64,
    /// Upper bound, 0 to 1.
    pub high: f64,
}

impl Share {
    /// A share and its interval; without trials it may be anything from 0 to 1.
    #[must_use]
    pub fn new(hits: u64, of: u64) -> Self {
        if of == 0 {
            return Self { hits, of, share: None, low: 0.0, high: 1.0 };
        }
        let n = of as f64;
        let p = hits as f64 / n;
        let middle = p + Z * Z / (2.0 * n);
        let reach = Z * (p * (1.0 - p) / n + Z * Z / (4.0 * n * n)).sqrt();
        let scale = 1.0 + Z * Z / n;
        let (low, high) = (((middle - reach) / scale).max(0.0), ((middle + reach) / scale).min(1.0));
        Self { hits, of, share: Some(p), low, high }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bounds_are_those_of_the_published_formula() {
        // 9 of 10: centre (0.9 + 0.19207) / 1.38415 = 0.78900, reach 0.19279.
        let share = Share::new(9, 10);
        assert!((share.low - 0.5958).abs() < 1e-4 && (share.high - 0.9821).abs() < 1e-4, "{share:?}");
        // None of 10: the upper bound is z²/(n + z²).
        let none = Share::new(0, 10);
        assert!(none.low == 0.0 && (none.high - Z * Z / (10.0 + Z * Z)).abs() < 1e-12);
        assert_eq!((Share::new(0, 0).low, Share::new(0, 0).high), (0.0, 1.0));
    }
}
