//! A set of shingles → 128 small numbers; the share of equal numbers of two sketches estimates the Jaccard
//! similarity of their sets.
//!
//! Source: Dahlgaard, Knudsen, Thorup (2017), Fast Similarity Sketching, FOCS. Every shingle is thrown into one
//! bin a round, and rounds go on until no bin is empty, so a set of n shingles costs O(n + 128 log 128) steps
//! where classic minwise hashing costs 128 n; no bin is ever filled from a neighbour.

/// Numbers of a sketch: the estimate then has a standard deviation of at most 0.045.
pub const SIZE: usize = 128;

/// A sketch. Sixteen bits are enough: two different minima agree once in 65,536.
pub type Sketch = [u16; SIZE];

/// The sketch of a set of shingles; repeats do not matter. All zero for an empty set.
///
/// # Complexity
/// O(n + [`SIZE`] log [`SIZE`]).
#[must_use]
pub fn sketch(shingles: &[u64]) -> Sketch {
    let mut least = [u32::MAX; SIZE];
    let mut open = [true; SIZE];
    let mut empty = if shingles.is_empty() { 0 } else { SIZE };
    // Rounds beyond the first half fill the bins that chance left empty one by one (the paper's second phase).
    for round in 0..2 * SIZE {
        if empty == 0 {
            break;
        }
        let seed = (round as u64 + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        for &shingle in shingles {
            let mixed = mix(shingle ^ seed);
            let bin = if round < SIZE { (mixed >> 57) as usize } else { round - SIZE };
            if open[bin] {
                least[bin] = least[bin].min(mixed as u32);
            }
        }
        for (open, least) in open.iter_mut().zip(&least) {
            if *open && *least != u32::MAX {
                *open = false;
                empty -= 1;
            }
        }
    }
    if shingles.is_empty() { [0; SIZE] } else { least.map(|least| least as u16) }
}

/// Estimate of the Jaccard similarity of the sets behind two sketches, 0 to 1.
#[must_use]
pub fn alike(left: &Sketch, right: &Sketch) -> f64 {
    f64::from(equal(left, right)) / SIZE as f64
}

/// Equal numbers of two sketches, 0 to [`SIZE`].
#[must_use]
pub fn equal(left: &Sketch, right: &Sketch) -> u32 {
    u32::from(left.iter().zip(right).map(|(left, right)| u16::from(left == right)).sum::<u16>())
}

/// The finaliser of `SplitMix64` (Steele, Lea, Flood 2014): every input bit reaches every output bit.
pub(super) fn mix(number: u64) -> u64 {
    let number = (number ^ number >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let number = (number ^ number >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
    number ^ number >> 31
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_estimate_is_close_to_the_similarity() {
        for (common, apart) in [(300_u64, 0_u64), (200, 100), (100, 200), (40, 40), (0, 300)] {
            let truth = common as f64 / (common + 2 * apart) as f64;
            let mut error = 0.0;
            for trial in 0..50_u64 {
                let start = trial * 10_000;
                let left: Vec<u64> = (start..start + common + apart).collect();
                let right: Vec<u64> =
                    (start..start + common).chain(start + 5_000..start + 5_000 + apart).collect();
                error += alike(&sketch(&left), &sketch(&right)) - truth;
            }
            assert!((error / 50.0).abs() < 0.02, "{common} {apart}: {}", error / 50.0);
        }
    }
}
