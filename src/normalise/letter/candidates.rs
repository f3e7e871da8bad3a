//! Sketches → pairs that may be near, by banded locality-sensitive hashing.
//!
//! A band is a few bytes of a sketch; letters with the same bytes in one band are a bucket (Broder 1997; Leskovec,
//! Rajaraman, Ullman, Mining of Massive Datasets, ch. 3). Two letters of similarity s share a band of r bytes with
//! s^r. Inside a bucket a letter meets its [`FIRST`] first ones and the [`BEFORE`] ones before it, never all, so that
//! work stays linear however widely a template is used.

use rayon::prelude::*;

use super::sketch::{self, SIZE, Sketch};

/// A letter and a smaller one that may be near, ordered by letter, then the most alike first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) struct Pair {
    pub(super) letter: u32,
    /// Numbers in which the two sketches differ.
    pub(super) unlike: u8,
    pub(super) other: u32,
}

/// Bands of every sketch. At similarity one half a pair meets with 1 − (1 − 2^−r)^64: .9998 at three bytes a
/// band, .984 at four; copies in a cluster of several have several chances to meet it.
const BANDS: usize = 64;
/// From so many letters on a band has four bytes: unrelated letters (s about .1) meet in a bucket of three bytes
/// once in a thousand, which makes thirty in this number, and eight times fewer with a fourth.
const MANY: usize = 1 << 15;
/// Letters of a bucket, smallest first, that every later one is compared with.
const FIRST: usize = 2;
/// Letters before it in the bucket that each one is compared with.
const BEFORE: usize = 8;
/// Candidates kept a letter, most alike first.
const KEPT: usize = 12;
/// Bands between two clearings of the candidates: bounds their memory.
const CLEARED: usize = 8;
/// Largest number of differences of a pair that is looked at again: half of the sketch (`clusters::NEAR`) and two and
/// a half standard deviations (.11) more, where one pair in a hundred that is just near is lost.
const UNLIKE: u8 = (SIZE * 61 / 100) as u8;

/// Pairs that share a band and whose estimate is not clearly below the limit, sorted.
///
/// # Complexity
/// O(letters × bands × log letters).
pub(super) fn candidates(sketches: &[Sketch]) -> Vec<Pair> {
    let rows = if sketches.len() < MANY { 3 } else { 4 };
    let mut out: Vec<Pair> = Vec::new();
    for first in (0..BANDS).step_by(CLEARED) {
        let found: Vec<Vec<Pair>> =
            (first..first + CLEARED).into_par_iter().map(|band| of_band(band, rows, sketches)).collect();
        out.extend(found.into_iter().flatten());
        out.par_sort_unstable();
        out.dedup();
        keep_most_alike(&mut out);
    }
    out
}

/// The pairs of all buckets of a band.
fn of_band(band: usize, rows: usize, sketches: &[Sketch]) -> Vec<Pair> {
    let mut places = [0; 4];
    for (row, place) in places.iter_mut().enumerate() {
        // A band of three bytes has its first one twice.
        *place = place_of(band * rows + row % rows);
    }
    let mut entries: Vec<u64> = sketches
        .iter()
        .zip(0_u64..)
        .map(|(sketch, letter)| {
            u64::from(u32::from_le_bytes(places.map(|place| sketch[place]))) << 32 | letter
        })
        .collect();
    entries.sort_unstable();
    let (mut out, mut near) = (Vec::new(), Vec::new());
    for bucket in entries.chunk_by(|left, right| left >> 32 == right >> 32).filter(|bucket| bucket.len() > 1)
    {
        met(bucket, sketches, &mut near, &mut out);
    }
    out
}

/// The byte of a sketch at a position of all bands laid end to end. Once round, the order is another (37 and 128
/// have no common divisor), so that two bands share at most one byte.
fn place_of(position: usize) -> usize {
    let (turn, place) = (position / SIZE, position % SIZE);
    (0..turn).fold(place, |place, _| (place * 37 + 11) % SIZE)
}

/// The pairs of a bucket that are compared and look near. `near` is room for its sketches: brought together first,
/// they are fetched from memory at the same time and not one after the other.
fn met(bucket: &[u64], sketches: &[Sketch], near: &mut Vec<Sketch>, out: &mut Vec<Pair>) {
    near.clear();
    near.extend(bucket.iter().map(|&entry| sketches[entry as u32 as usize]));
    for place in 1..bucket.len() {
        let before = place.saturating_sub(BEFORE);
        for other in (0..FIRST.min(before)).chain(before..place) {
            let unlike = SIZE as u8 - sketch::equal(&near[place], &near[other]);
            if unlike <= UNLIKE {
                out.push(Pair { letter: bucket[place] as u32, unlike, other: bucket[other] as u32 });
            }
        }
    }
}

/// Keeps the first pairs of each letter in a sorted list.
fn keep_most_alike(pairs: &mut Vec<Pair>) {
    let (mut letter, mut kept) = (u32::MAX, 0);
    pairs.retain(|pair| {
        kept = if pair.letter == letter { kept + 1 } else { 1 };
        letter = pair.letter;
        kept <= KEPT
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_bands_share_more_than_one_byte() {
        for rows in [3, 4] {
            let bands: Vec<Vec<usize>> =
                (0..BANDS).map(|band| (0..rows).map(|row| place_of(band * rows + row)).collect()).collect();
            for (number, band) in bands.iter().enumerate() {
                for other in &bands[..number] {
                    assert!(band.iter().filter(|place| other.contains(place)).count() <= 1);
                }
            }
        }
    }

    #[test]
    fn letters_that_are_alike_are_candidates_and_others_are_not() {
        let letter = |from: u64| sketch::sketch(&(from..from + 200).collect::<Vec<u64>>());
        let pairs = candidates(&[letter(0), letter(50), letter(1000)]);
        assert_eq!(pairs.iter().map(|pair| (pair.letter, pair.other)).collect::<Vec<_>>(), [(1, 0)]);
    }
}
