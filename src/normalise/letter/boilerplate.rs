//! Passages that a large share of all letters carry although the letters are otherwise unlike: the greeting and
//! the closing lines of a call centre, the sentences of a form.
//!
//! A trigram is stock when at least one in `SHARE` letters hold it (document frequency, counted on a sample
//! that content alone chooses) and those letters are not copies of each other: a template in wide use is held
//! by letters that are alike as a whole, a stock sentence by letters that are not. A run of at least `RUN`
//! stock trigrams is a passage, and is set aside; shorter runs are the words of the trade (全额退保) and stay.

use rayon::prelude::*;
use rustc_hash::FxHashSet;

use super::clusters::NEAR;
use super::{shingles, sketch};

/// Letters looked at: a share of 20 % is then known to within one percentage point (one standard deviation).
pub(super) const SAMPLE: usize = 2048;
/// One in this many letters (20 %) must hold a trigram for it to be stock.
const SHARE: usize = 5;
/// Fewest letters that hold a stock trigram: below, no share can be told.
const FEWEST: usize = 24;
/// Pairs of holders compared.
const PAIRS: usize = 16;
/// Largest share of the compared pairs that may be near-duplicates.
const COPIES: f64 = 0.25;
/// Trigrams of the shortest passage: fourteen characters, a sentence. Stock phrases inside sentences are shorter.
const RUN: usize = 12;

/// Trigrams of stock passages.
#[derive(Clone, Debug, Default)]
pub struct Boilerplate {
    stock: FxHashSet<u64>,
    /// A bit for what some stock trigram is hashed to (Bloom 1970, one hash function): most trigrams are not stock,
    /// and one load from the nearest cache tells.
    maybe: Vec<u64>,
}

/// Bits of the filter as a power of two: 8 KB, and a thousand stock trigrams set one bit in sixty.
const BITS: u32 = 16;

/// The word and the bit of a trigram in the filter.
fn bit(shingle: u64) -> (usize, u64) {
    let bit = shingle.wrapping_mul(sketch::GOLDEN) >> (64 - BITS);
    ((bit / 64) as usize, 1 << (bit % 64))
}

impl Boilerplate {
    /// Learns from the trigram sets of a sample of distinct letters.
    #[must_use]
    pub fn learn(sample: &[Vec<u64>]) -> Self {
        let fewest = FEWEST.max(sample.len().div_ceil(SHARE));
        let mut held: Vec<(u64, u32)> = sample
            .iter()
            .enumerate()
            .flat_map(|(letter, set)| set.iter().map(move |&shingle| (shingle, letter as u32)))
            .collect();
        held.par_sort_unstable();
        let runs: Vec<&[(u64, u32)]> =
            held.chunk_by(|left, right| left.0 == right.0).filter(|run| run.len() >= fewest).collect();
        let stock = runs.into_par_iter().filter(|run| unlike(run, sample)).map(|run| run[0].0);
        let stock: FxHashSet<u64> = stock.collect::<Vec<u64>>().into_iter().collect();
        let mut maybe = vec![0; 1 << (BITS - 6)];
        for &shingle in &stock {
            let (word, bit) = bit(shingle);
            maybe[word] |= bit;
        }
        Self { stock, maybe }
    }

    fn is_stock(&self, shingle: u64) -> bool {
        let (word, bit) = bit(shingle);
        self.maybe[word] & bit != 0 && self.stock.contains(&shingle)
    }

    /// The trigrams of a wording without those of stock passages, in reading order.
    pub fn own(&self, wording: &str, out: &mut Vec<u64>) {
        out.clear();
        if self.stock.is_empty() {
            return out.extend(shingles::trigrams(wording));
        }
        // Length of the run of stock trigrams at the end of `out`.
        let mut run = 0;
        for shingle in shingles::trigrams(wording) {
            if self.is_stock(shingle) {
                run += 1;
            } else {
                if run >= RUN {
                    out.truncate(out.len() - run);
                }
                run = 0;
            }
            out.push(shingle);
        }
        if run >= RUN {
            out.truncate(out.len() - run);
        }
    }
}

/// Whether the letters that hold a trigram are mostly no copies of each other.
fn unlike(holders: &[(u64, u32)], sample: &[Vec<u64>]) -> bool {
    let half = holders.len() / 2;
    let step = half.div_ceil(PAIRS).max(1);
    let (mut pairs, mut copies) = (0, 0);
    for place in (0..half).step_by(step) {
        let one = &sample[holders[place].1 as usize];
        let other = &sample[holders[place + half].1 as usize];
        pairs += 1;
        copies += u32::from(shingles::jaccard(one, other) >= NEAR);
    }
    f64::from(copies) < f64::from(pairs) * COPIES
}

#[cfg(test)]
mod tests {
    use super::*;

    const GREETING: &str = "您好这里是客户服务中心很高兴为您服务请描述您的问题";

    /// Forty letters with one greeting and nothing else in common.
    fn letters() -> Vec<String> {
        let body = |letter: u32| -> String {
            (0..40).filter_map(|place| char::from_u32(0x4e00 + letter * 200 + place * 3)).collect()
        };
        (0..40).map(|letter| format!("{GREETING}{}", body(letter))).collect()
    }

    fn own(boilerplate: &Boilerplate, text: &str) -> usize {
        let mut out = Vec::new();
        boilerplate.own(text, &mut out);
        out.len()
    }

    #[test]
    fn a_greeting_of_unlike_letters_is_set_aside() {
        let letters = letters();
        let sample: Vec<Vec<u64>> = letters.iter().map(|text| shingles::set(text)).collect();
        let boilerplate = Boilerplate::learn(&sample);
        // The two trigrams across the joint are the letter's own.
        assert_eq!(own(&boilerplate, &letters[0]), 40);
        assert_eq!(own(&boilerplate, GREETING), 0);
    }

    #[test]
    fn a_template_in_wide_use_is_not() {
        let sample: Vec<Vec<u64>> = (0..40).map(|_| shingles::set(GREETING)).collect();
        assert_eq!(own(&Boilerplate::learn(&sample), GREETING), GREETING.chars().count() - 2);
    }
}
