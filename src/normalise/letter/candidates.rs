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
/// Candidates kept a letter, most alike first: when the best eight are not near, the others are not either.
const KEPT: usize = 8;
/// Bands between two clearings of the candidates: bounds their memory, and spares a later band what is known.
const CLEARED: usize = 8;
/// Largest number of differences of a pair that is looked at again: half of the sketch (`clusters::NEAR`) and two and
/// a half standard deviations (.11) more, where one pair in a hundred that is just near is lost.
pub(super) const UNLIKE: u8 = (SIZE * 61 / 100) as u8;

/// Pairs that share a band and whose estimate is not clearly below the limit, sorted.
///
/// # Complexity
/// O(letters × bands).
pub(super) fn candidates(sketches: &[Sketch]) -> Vec<Pair> {
    let rows = if sketches.len() < MANY { 3 } else { 4 };
    let mut best: Vec<Best> = vec![[u64::MAX; KEPT]; sketches.len()];
    for first in (0..BANDS).step_by(CLEARED) {
        let places: [[usize; 4]; CLEARED] = std::array::from_fn(|band| places(first + band, rows));
        // A sketch is fetched from memory once for all of these bands.
        let bytes: Vec<[u32; CLEARED]> = sketches
            .par_iter()
            .map(|sketch| places.map(|places| u32::from_le_bytes(places.map(|place| sketch[place]))))
            .collect();
        let found: Vec<Vec<(u32, u64)>> =
            (0..CLEARED).into_par_iter().map(|band| of_band(band, &bytes, sketches, &best)).collect();
        for (letter, other) in found.into_iter().flatten() {
            keep(&mut best[letter as usize], other);
        }
    }
    let pair = |letter, other: u64| Pair { letter, unlike: (other >> 32) as u8, other: other as u32 };
    let of_letter = |(letter, best): (u32, Best)| {
        best.into_iter().take_while(|&other| other != u64::MAX).map(move |other| pair(letter, other))
    };
    (0..).zip(best).flat_map(of_letter).collect()
}

/// The most alike of a letter's candidates, sorted: the difference in the upper half of each number, the other
/// letter in the lower one, all ones where there is none. The smallest numbers of a set are the same in whatever
/// order they come, so bands and threads may.
type Best = [u64; KEPT];

/// Puts a candidate in its place unless it is there, or is worse than all that are.
fn keep(best: &mut Best, other: u64) {
    let place = best.partition_point(|&known| known < other);
    if best.get(place).is_some_and(|&known| known != other) {
        best[place..].rotate_right(1);
        best[place] = other;
    }
}

/// The bytes of a sketch that a band looks at; one of three bytes has its first one twice.
fn places(band: usize, rows: usize) -> [usize; 4] {
    std::array::from_fn(|row| place_of(band * rows + row % rows))
}

/// The pairs of all buckets of a band that the candidates do not have yet: letter and candidate. `bytes` are what some
/// bands look at in each sketch, `band` is one of them.
fn of_band(band: usize, bytes: &[[u32; CLEARED]], sketches: &[Sketch], best: &[Best]) -> Vec<(u32, u64)> {
    let entries = bytes.iter().zip(0_u64..).map(|(bytes, letter)| u64::from(bytes[band]) << 32 | letter);
    let (mut entries, ends) = scattered(&entries.collect::<Vec<u64>>());
    let (mut out, mut waiting) = (Vec::new(), Vec::new());
    let mut start = 0;
    for end in ends {
        let part = &mut entries[std::mem::replace(&mut start, end as usize)..end as usize];
        part.sort_unstable();
        for bucket in part.chunk_by(same_bytes).filter(|bucket| bucket.len() > 1) {
            waiting.extend_from_slice(bucket);
        }
        if waiting.len() >= FETCHED {
            met(&waiting, sketches, best, &mut out);
            waiting.clear();
        }
    }
    met(&waiting, sketches, best, &mut out);
    out
}

/// Entries whose sketches are fetched before any are compared.
const FETCHED: usize = 32;

/// Whether two entries are of one bucket.
#[allow(clippy::trivially_copy_pass_by_ref, reason = "`chunk_by` gives references")]
fn same_bytes(left: &u64, right: &u64) -> bool {
    left >> 32 == right >> 32
}

/// Entries of a band in about as many parts as there are entries, equal bytes in one part, with the ends of the
/// parts: what remains to be sorted is then a few numbers at a time.
fn scattered(entries: &[u64]) -> (Vec<u64>, Vec<u32>) {
    let bits = entries.len().max(2).ilog2();
    let part = |entry: u64| ((entry >> 32).wrapping_mul(sketch::GOLDEN) >> (64 - bits)) as usize;
    // First the size of each part, then where its next entry belongs, which after the last one is its end.
    let mut next = vec![0_u32; 1 << bits];
    for &entry in entries {
        next[part(entry)] += 1;
    }
    let mut total = 0;
    for next in &mut next {
        total += std::mem::replace(next, total);
    }
    let mut out = vec![0; entries.len()];
    for &entry in entries {
        let place = &mut next[part(entry)];
        out[*place as usize] = entry;
        *place += 1;
    }
    (out, next)
}

/// The byte of a sketch at a position of all bands laid end to end. Once round, the order is another (37 and 128
/// have no common divisor), so that two bands share at most one byte.
fn place_of(position: usize) -> usize {
    let (turn, place) = (position / SIZE, position % SIZE);
    (0..turn).fold(place, |place, _| (place * 37 + 11) % SIZE)
}

/// The pairs of a few buckets that are compared, look near and are not known. All that is read of their letters is
/// brought together first, so that it is fetched from memory at the same time and not one after the other.
fn met(entries: &[u64], sketches: &[Sketch], best: &[Best], out: &mut Vec<(u32, u64)>) {
    let letter = |entry: u64| entry as u32 as usize;
    let fetched: Vec<(Sketch, u64)> =
        entries.iter().map(|&entry| (sketches[letter(entry)], best[letter(entry)][KEPT - 1])).collect();
    let mut fetched = &fetched[..];
    for bucket in entries.chunk_by(same_bytes) {
        let (near, rest) = fetched.split_at(bucket.len());
        fetched = rest;
        for place in 1..bucket.len() {
            let (sketch, worst) = &near[place];
            let before = place.saturating_sub(BEFORE);
            for other in (0..FIRST.min(before)).chain(before..place) {
                let unlike = SIZE as u8 - sketch::equal(sketch, &near[other].0);
                let other = u64::from(unlike) << 32 | u64::from(bucket[other] as u32);
                if unlike <= UNLIKE && other < *worst && !best[letter(bucket[place])].contains(&other) {
                    out.push((bucket[place] as u32, other));
                }
            }
        }
    }
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
