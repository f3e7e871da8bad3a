//! A set of shingles → 128 bytes; the share of equal bytes of two sketches estimates the Jaccard similarity of
//! their sets.
//!
//! Source: Dahlgaard, Knudsen, Thorup (2017), Fast Similarity Sketching, FOCS. Every shingle is thrown into one
//! bin a round, and rounds go on until no bin is empty, so a set of n shingles costs O(n + 128 log 128) steps
//! where classic minwise hashing costs 128 n; no bin is ever filled from a neighbour. Keeping only a byte of each
//! minimum is b-bit minwise hashing (Li, König 2010): an estimate is too high by at most 1/256.

/// Numbers of a sketch: the estimate then has a standard deviation of at most 0.045.
pub const SIZE: usize = 128;

/// A sketch. Two different minima agree once in 256.
pub type Sketch = [u8; SIZE];

/// The sketch of a set of shingles; repeats do not matter. All zero for an empty set.
///
/// # Complexity
/// O(n + [`SIZE`] log [`SIZE`]).
#[must_use]
pub fn sketch(shingles: &[u64]) -> Sketch {
    of_draw(shingles, 0)
}

/// A second sketch, whose error has nothing to do with that of the first.
#[must_use]
pub fn second(shingles: &[u64]) -> Sketch {
    of_draw(shingles, GOLDEN)
}

/// The sketch under one of many functions that throw shingles into bins.
fn of_draw(shingles: &[u64], draw: u64) -> Sketch {
    if shingles.is_empty() {
        return [0; SIZE];
    }
    let mixed: Vec<u64> = shingles.iter().map(|&shingle| mix(shingle ^ draw)).collect();
    let mut least = [u32::MAX; SIZE];
    // Rounds beyond the first half fill the bins that chance left empty one by one (the paper's second phase).
    for round in 0..2 * SIZE {
        let mut thrown_now = [u32::MAX; SIZE];
        for &shingle in &mixed {
            let (bin, number) = thrown(shingle, round);
            let bin = if round < SIZE { bin } else { round - SIZE };
            thrown_now[bin] = thrown_now[bin].min(number);
        }
        // Every bin is written, full or not: vector units choose faster than a branch does.
        let mut empty = false;
        for (least, now) in least.iter_mut().zip(thrown_now) {
            *least = if *least == u32::MAX { now } else { *least };
            empty |= *least == u32::MAX;
        }
        if !empty {
            break;
        }
    }
    let mut out = [0; SIZE];
    for (out, least) in out.iter_mut().zip(least) {
        *out = least as u8;
    }
    out
}

/// 2^64 over the golden ratio.
pub(super) const GOLDEN: u64 = 0x9e37_79b9_7f4a_7c15;

/// The bin and the number that a mixed shingle gets in a round: the upper bits of a product, which depend on all
/// lower ones. Rounds start from multiples of 2^64 over the golden ratio, which are far apart.
fn thrown(mixed: u64, round: usize) -> (usize, u32) {
    let product = (mixed ^ GOLDEN.wrapping_mul(round as u64)).wrapping_mul(GOLDEN);
    ((product >> 57) as usize, (product >> 25) as u32)
}

/// Estimate of the Jaccard similarity of the sets behind two sketches, 0 to 1.
#[must_use]
pub fn alike(left: &Sketch, right: &Sketch) -> f64 {
    f64::from(equal(left, right)) / SIZE as f64
}

/// Equal numbers of two sketches, 0 to [`SIZE`].
#[must_use]
pub fn equal(left: &Sketch, right: &Sketch) -> u8 {
    // A sum of bytes cannot overflow at 128, and is what vector units add.
    left.iter().zip(right).map(|(left, right)| u8::from(left == right)).sum()
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
