//! Pairs that may be near → clusters of letters that are near or almost, all to all.
//!
//! Two letters are *near* when the Jaccard similarity of their own trigrams (boilerplate set aside) is at least
//! [`NEAR`]. Near pairs are gone through, the most alike first; the clusters of the two become one when they are
//! [`LIKE`] each other on average (average linkage, judged on a sample of `JUDGES` letters of each). So
//! A ~ B ~ C ~ D … cannot chain, and a family of copies is not cut at its weakest pair.
//!
//! Everything is sorted; nothing depends on threads.

use std::borrow::Cow;

use petgraph::unionfind::UnionFind;
use rayon::prelude::*;

use super::candidates::{Pair, UNLIKE, candidates};
use super::shingles;
use super::sketch::{self, SIZE, Sketch};

/// Jaccard similarity of trigrams from which on two letters are near: half of what either says is said by both.
pub const NEAR: f64 = 0.5;
/// Mean similarity from which on two clusters are one. Copies of one template that are near on the whole have pairs
/// a little below the limit; three letters of which only two pairs of neighbours are near have (.5 + .25) / 2.
pub const LIKE: f64 = 0.44;
/// Up to so many differences a pair is near without an exact count: half of the sketch ([`NEAR`]) less three standard
/// deviations (.14).
const CLEAR: u8 = (SIZE * 36 / 100) as u8;
/// Largest number of differences of two sketches each: half of them and two and a half standard deviations (.08) more.
const UNLIKE_TWICE: u16 = (2 * SIZE * 58 / 100) as u16;
/// Letters whose sets are in memory at once, twice: about 100 MB.
const BLOCK: usize = 1 << 16;
/// Letters of a cluster that speak for it.
const JUDGES: usize = 8;

/// The cluster of each letter, as the smallest number in it.
///
/// # Arguments
/// Letters are known by their `sketches`, and must be numbered in an order that has nothing to do with their
/// likeness (that of their digests), because the first letters of a cluster are the sample that speaks for it.
/// `set` gives a letter's own trigrams; it is asked for letters whose sketches leave doubt.
#[must_use]
pub fn clusters(sketches: &[Sketch], set: impl Fn(u32) -> Vec<u64> + Sync) -> Vec<u32> {
    let (mut pairs, doubtful): (Vec<Pair>, Vec<Pair>) =
        candidates(sketches).into_par_iter().partition(|pair| pair.unlike <= CLEAR);
    let clear = of_pairs(&pairs, sketches);
    // Two letters that the clear pairs have brought together need no look: their pair would change nothing.
    let apart = |pair: &Pair| clear[pair.letter as usize] != clear[pair.other as usize];
    pairs.extend(near(&doubtful.into_par_iter().filter(apart).collect::<Vec<Pair>>(), sketches.len(), &set));
    of_pairs(&pairs, sketches)
}

/// The family of each letter, as the smallest number in it: letters that near pairs connect.
#[must_use]
pub fn families(sketches: &[Sketch], set: impl Fn(u32) -> Vec<u64> + Sync) -> Vec<u32> {
    let (clear, doubtful): (Vec<Pair>, Vec<Pair>) =
        candidates(sketches).into_par_iter().partition(|pair| pair.unlike <= CLEAR);
    let mut parts = UnionFind::<u32>::new(sketches.len());
    for pair in &clear {
        parts.union(pair.letter, pair.other);
    }
    let apart = |pair: &Pair| !parts.equiv(pair.letter, pair.other);
    let doubtful: Vec<Pair> = doubtful.into_par_iter().filter(apart).collect();
    for pair in near(&doubtful, sketches.len(), &set) {
        parts.union(pair.letter, pair.other);
    }
    let roots = parts.into_labeling();
    // Letters are gone through in order, so the first one of a root is its smallest.
    let mut smallest = vec![u32::MAX; sketches.len()];
    let mut first = |(letter, root): (u32, u32)| {
        let known = &mut smallest[root as usize];
        *known = letter.min(*known);
        *known
    };
    (0..).zip(roots).map(&mut first).collect()
}

/// Whether two sketches leave it open that their letters are near.
#[must_use]
pub fn may_be_near(left: &Sketch, right: &Sketch) -> bool {
    SIZE as u8 - sketch::equal(left, right) <= UNLIKE
}

/// The clusters of all letters, from the pairs that are near.
fn of_pairs(pairs: &[Pair], sketches: &[Sketch]) -> Vec<u32> {
    let mut parts = UnionFind::<u32>::new(sketches.len());
    for pair in pairs {
        parts.union(pair.letter, pair.other);
    }
    // Parts of the graph that do not touch are worked on in parallel.
    let mut of_parts: Vec<(u32, Pair)> =
        pairs.iter().map(|pair| (parts.find_mut(pair.letter), *pair)).collect();
    of_parts.par_sort_unstable_by_key(|(part, pair)| (*part, pair.unlike, *pair));
    let found: Vec<(u32, u32)> = of_parts
        .par_chunk_by(|left, right| left.0 == right.0)
        .flat_map_iter(|part| settled(part.iter().map(|(_, pair)| *pair), sketches))
        .collect();
    let mut out: Vec<u32> = (0..sketches.len() as u32).collect();
    for (letter, smallest) in found {
        out[letter as usize] = smallest;
    }
    out
}

/// The pairs that are near by the exact count, of pairs sorted by letter.
///
/// A letter is in several pairs, so its set is made once for many of them: those of a block of letters with those
/// of another block.
fn near(pairs: &[Pair], letters: usize, set: &(impl Fn(u32) -> Vec<u64> + Sync)) -> Vec<Pair> {
    let pairs = if letters > BLOCK { Cow::Owned(likely(pairs, letters, set)) } else { Cow::Borrowed(pairs) };
    let asked = letters_of(&pairs, letters);
    let sets = |block: usize| -> Vec<Vec<u32>> {
        let letters = (block * BLOCK..letters.min((block + 1) * BLOCK)).into_par_iter();
        letters.map(|letter| if asked[letter] { marks(&set(letter as u32)) } else { Vec::new() }).collect()
    };
    let block_of = |letter: u32| letter as usize / BLOCK;
    let mut out = Vec::new();
    for pairs in pairs.chunk_by(|left, right| block_of(left.letter) == block_of(right.letter)) {
        let block = block_of(pairs[0].letter);
        let own = sets(block);
        for other_block in 0..=block {
            let made = (other_block < block).then(|| sets(other_block));
            let others = made.as_ref().unwrap_or(&own);
            let of_letter = |pairs: &[Pair]| {
                let held = Held::of(&own[pairs[0].letter as usize % BLOCK]);
                let met = pairs.iter().filter(|pair| block_of(pair.other) == other_block);
                met.filter(|pair| held.near(&others[pair.other as usize % BLOCK]))
                    .copied()
                    .collect::<Vec<Pair>>()
            };
            let of_letters = pairs.par_chunk_by(|left, right| left.letter == right.letter);
            out.par_extend(of_letters.flat_map_iter(of_letter));
        }
    }
    out
}

/// The pairs that a second sketch leaves in doubt. Of many letters most doubtful pairs are chance, and the sets of
/// other blocks would be made again for them, block after block: quadratic in the number of blocks.
fn likely(pairs: &[Pair], letters: usize, set: &(impl Fn(u32) -> Vec<u64> + Sync)) -> Vec<Pair> {
    let asked = letters_of(pairs, letters);
    let of = |letter| if asked[letter as usize] { sketch::second(&set(letter)) } else { [0; SIZE] };
    let second: Vec<Sketch> = (0..letters as u32).into_par_iter().map(of).collect();
    let unlike = |pair: &Pair| {
        let equal = sketch::equal(&second[pair.letter as usize], &second[pair.other as usize]);
        u16::from(pair.unlike) + SIZE as u16 - u16::from(equal)
    };
    pairs.par_iter().copied().filter(|pair| unlike(pair) <= UNLIKE_TWICE).collect()
}

/// Which letters are in a pair.
fn letters_of(pairs: &[Pair], letters: usize) -> Vec<bool> {
    let mut asked = vec![false; letters];
    for pair in pairs {
        asked[pair.letter as usize] = true;
        asked[pair.other as usize] = true;
    }
    asked
}

/// A set of trigrams in half the room, sorted. Two unlike trigrams of two letters get one number once in fifty
/// thousand pairs of letters.
fn marks(set: &[u64]) -> Vec<u32> {
    let mut marks: Vec<u32> = set.iter().map(|&shingle| sketch::mix(shingle) as u32).collect();
    marks.sort_unstable();
    marks.dedup();
    marks
}

/// A letter's set with a table in which the members of another are looked up: most pairs fail by it, so that the
/// exact count is seldom made.
struct Held<'a> {
    set: &'a [u32],
    table: [u64; 1 << (TABLE - 6)],
}

/// Bits of the table as a power of two: 2 KB, of which a letter of two hundred trigrams sets one bit in eighty.
const TABLE: u32 = 14;

impl<'a> Held<'a> {
    fn of(set: &'a [u32]) -> Self {
        let mut table = [0; 1 << (TABLE - 6)];
        for mark in set {
            table[(mark >> (32 - TABLE + 6)) as usize] |= 1 << (mark >> (32 - TABLE) & 63);
        }
        Self { set, table }
    }

    /// Whether another set is near.
    fn near(&self, other: &[u32]) -> bool {
        let held =
            |mark: &u32| self.table[(mark >> (32 - TABLE + 6)) as usize] >> (mark >> (32 - TABLE) & 63) & 1;
        let common = other.iter().map(held).sum::<u64>() as f64;
        // At most so much is common: c / (a + b − c) ≥ NEAR needs c ≥ NEAR (a + b) / (1 + NEAR).
        common * (1.0 + NEAR) >= NEAR * (self.set.len() + other.len()) as f64
            && shingles::jaccard(self.set, other) >= NEAR
    }
}

/// The clusters of one part of the graph, from its pairs, the most alike first: each letter with the smallest one
/// of its cluster.
fn settled(pairs: impl Iterator<Item = Pair> + Clone, sketches: &[Sketch]) -> Vec<(u32, u32)> {
    let mut letters: Vec<u32> = pairs.clone().flat_map(|pair| [pair.letter, pair.other]).collect();
    letters.sort_unstable();
    letters.dedup();
    let place = |letter: u32| letters.partition_point(|&known| known < letter);
    let mut sets = UnionFind::<usize>::new(letters.len());
    let mut judges: Vec<Vec<u32>> = letters.iter().map(|&letter| vec![letter]).collect();
    for pair in pairs {
        let (left, right) = (sets.find_mut(place(pair.letter)), sets.find_mut(place(pair.other)));
        if left != right && agree(&judges[left], &judges[right], sketches) {
            let mut merged = std::mem::take(&mut judges[left]);
            merged.append(&mut judges[right]);
            merged.sort_unstable();
            merged.truncate(JUDGES);
            sets.union(left, right);
            judges[sets.find_mut(left)] = merged;
        }
    }
    letters.iter().enumerate().map(|(at, &letter)| (letter, judges[sets.find(at)][0])).collect()
}

/// Whether the judges of two clusters are [`LIKE`] each other on average; two single letters are a pair that is
/// known to be near.
fn agree(left: &[u32], right: &[u32], sketches: &[Sketch]) -> bool {
    let pairs = left.len() * right.len();
    let equal =
        |one: u32, other: u32| usize::from(sketch::equal(&sketches[one as usize], &sketches[other as usize]));
    let all: usize =
        left.iter().map(|&one| right.iter().map(|&other| equal(one, other)).sum::<usize>()).sum();
    pairs == 1 || all as f64 >= LIKE * (pairs * SIZE) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Clusters of letters of 200 trigrams each, which start at the given places.
    fn check(starts: &[u64], expected: &[u32]) {
        let set = |letter: u32| -> Vec<u64> {
            let start = starts[letter as usize];
            (start..start + 200).collect()
        };
        let sketches: Vec<Sketch> =
            (0..starts.len() as u32).map(|letter| sketch::sketch(&set(letter))).collect();
        assert_eq!(clusters(&sketches, set), expected);
    }

    #[test]
    fn copies_share_a_cluster_and_strangers_do_not() {
        check(&[0, 1000, 20, 1030, 5000], &[0, 1, 0, 1, 4]);
    }

    #[test]
    fn a_chain_of_near_pairs_is_not_one_cluster() {
        // Each is near the next (J = .54) and unlike the one after that (J = .25).
        let ends = [0, 60, 120, 180, 240, 300];
        let set =
            |letter: u32| -> Vec<u64> { (ends[letter as usize]..ends[letter as usize] + 200).collect() };
        let sketches: Vec<Sketch> = (0..6).map(|letter| sketch::sketch(&set(letter))).collect();
        let found = clusters(&sketches, set);
        assert_ne!(found[0], found[5], "{found:?}");
    }
}
