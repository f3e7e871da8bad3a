//! Near-duplicate letters → clusters, by locality-sensitive hashing with verification.
//!
//! Two letters are *near* when the Jaccard similarity of their own trigrams (boilerplate set aside) is at least
//! [`NEAR`]. A cluster is a star: one leader, and letters that are near some member and at least [`CORE`] like
//! the leader. So A ~ B ~ C ~ D … cannot chain: whatever joins still resembles the leader. Leaders are the
//! letters with most neighbours, the smaller content first, so the original of a template leads its copies.
//!
//! Candidates come from banded sketches (Broder 1997; Leskovec, Rajaraman, Ullman, Mining of Massive Datasets,
//! ch. 3). Inside a bucket a letter meets only its [`FIRST`] first-ranked letters and the one before it, never all,
//! so that work stays linear however widely a template is used. Everything is sorted; nothing depends on threads.

use petgraph::unionfind::UnionFind;
use rayon::prelude::*;

use super::boilerplate::{Boilerplate, SAMPLE};
use super::shingles;
use super::sketch::{self, SIZE, Sketch};

/// Jaccard similarity of trigrams from which on two letters are near: half of what either says is said by both.
pub const NEAR: f64 = 0.5;
/// Least similarity of a member to its cluster's leader.
pub const CORE: f64 = 0.4;
/// Fewest own trigrams of a letter that is compared: about the length that makes a remark a letter.
const FEWEST: usize = 30;

/// Estimates this far from a limit need no exact count: three standard deviations of a sketch.
const DOUBT: f64 = 0.14;
/// Letters of a bucket, in rank order, that every later one is compared with.
const FIRST: usize = 3;
/// Candidates kept a letter, lowest rank first: leaders have low ranks.
const CANDIDATES: usize = 12;
/// Candidates verified a letter, most alike first: when the best four are not near, the others are not either.
const TRIES: usize = 4;
/// Bands whose bucket sizes tell how many neighbours a letter has.
const DENSITY_BANDS: usize = 8;

/// The cluster of each of `count` distinct letters, as the smallest number in it.
///
/// # Arguments
/// `wording` gives the wording of a letter, and is asked more than once. Letters must be numbered by sorted
/// content: the sample that boilerplate is learnt from is the first ones.
///
/// # Complexity
/// O(letters × (length + bands · log letters)).
#[must_use]
pub fn clusters(count: usize, wording: impl Fn(usize) -> String + Sync) -> Vec<u32> {
    let sample: Vec<Vec<u64>> =
        (0..count.min(SAMPLE)).into_par_iter().map(|letter| shingles::set(&wording(letter))).collect();
    let boilerplate = Boilerplate::learn(&sample);
    drop(sample);
    let own = |letter: u32, out: &mut Vec<u64>| boilerplate.own(&wording(letter as usize), out);
    let of_all: Vec<Option<Box<Sketch>>> = (0..count as u32)
        .into_par_iter()
        .map_init(Vec::new, |shingles, letter| {
            own(letter, shingles);
            (shingles.len() >= FEWEST).then(|| Box::new(sketch::sketch(shingles)))
        })
        .collect();
    let (letters, sketches): (Vec<u32>, Vec<Box<Sketch>>) =
        of_all.into_iter().enumerate().filter_map(|(letter, sketch)| Some((letter as u32, sketch?))).unzip();
    let bands = Bands::of(letters.len());
    let order = ranked(&sketches, bands);
    let set = |rank: u32| {
        let mut out = Vec::new();
        own(letters[order[rank as usize] as usize], &mut out);
        shingles::sorted(out)
    };
    let sketch = |rank: u32| &*sketches[order[rank as usize] as usize];
    let likeness = Likeness { sketch: &sketch, set: &set };
    let pairs = near(&candidates(order.len(), bands, &sketch), &likeness);
    let leaders = stars(order.len(), &pairs, &likeness);
    name(count, &leaders, |rank| letters[order[rank as usize] as usize])
}

/// How sketches are cut into bands.
#[derive(Clone, Copy)]
struct Bands {
    rows: usize,
    count: usize,
}

impl Bands {
    /// Bands for a number of letters. At similarity s a pair meets with 1 − (1 − s^rows)^count: .996 (three
    /// rows) and .984 (four) at one half. Unlike letters (s about .05) meet count · s^rows of the others, so
    /// many letters need the fourth row.
    fn of(letters: usize) -> Self {
        if letters < 50_000 { Self { rows: 3, count: 42 } } else { Self { rows: 4, count: 64 } }
    }

    /// The hash of a band of a sketch. Bands beyond the sketch's end take its numbers in steps of 37, so that
    /// they share at most one number with any earlier band.
    fn hash(self, band: usize, sketch: &Sketch) -> u32 {
        let whole = SIZE / self.rows;
        let mut hash = band as u64;
        for row in 0..self.rows {
            let place = band % whole * self.rows + row;
            let place = if band < whole { place } else { (place * 37 + 11) % SIZE };
            hash = sketch::mix(hash ^ u64::from(sketch[place]) << 16);
        }
        hash as u32
    }
}

/// Hash and number of each letter in a band, sorted, so that a bucket is a run of equal hashes.
fn buckets<'a>(
    count: usize,
    bands: Bands,
    band: usize,
    sketch: &(impl Fn(u32) -> &'a Sketch + Sync),
) -> Vec<u64> {
    let mut out: Vec<u64> = (0..count as u32)
        .into_par_iter()
        .map(|letter| u64::from(bands.hash(band, sketch(letter))) << 32 | u64::from(letter))
        .collect();
    out.par_sort_unstable();
    out
}

/// Whether two entries of [`buckets`] are in one.
#[allow(clippy::trivially_copy_pass_by_ref, reason = "the form that `chunk_by` asks for")]
fn same_bucket(left: &u64, right: &u64) -> bool {
    left >> 32 == right >> 32
}

/// The letters in the order of their ranks: most neighbours first, the smaller content first among equals.
fn ranked(sketches: &[Box<Sketch>], bands: Bands) -> Vec<u32> {
    let mut neighbours = vec![0_u32; sketches.len()];
    for band in 0..DENSITY_BANDS {
        let entries = buckets(sketches.len(), bands, band, &|letter| &*sketches[letter as usize]);
        for bucket in entries.chunk_by(same_bucket) {
            for &entry in bucket {
                neighbours[entry as u32 as usize] += bucket.len() as u32 - 1;
            }
        }
    }
    let mut order: Vec<u32> = (0..sketches.len() as u32).collect();
    order.par_sort_unstable_by_key(|&letter| (std::cmp::Reverse(neighbours[letter as usize]), letter));
    order
}

/// Pairs (rank, lower rank) that share a bucket and look near, sorted; at most [`CANDIDATES`] a letter.
fn candidates<'a>(count: usize, bands: Bands, sketch: &(impl Fn(u32) -> &'a Sketch + Sync)) -> Vec<u64> {
    let mut out: Vec<u64> = Vec::new();
    for band in 0..bands.count {
        let entries = buckets(count, bands, band, sketch);
        let shared: Vec<&[u64]> = entries.chunk_by(same_bucket).filter(|bucket| bucket.len() > 1).collect();
        let found: Vec<u64> = shared.into_par_iter().flat_map_iter(|bucket| met(bucket, sketch)).collect();
        out.extend(found);
        if band % 8 == 7 || band + 1 == bands.count {
            out.par_sort_unstable();
            out.dedup();
            keep_first(&mut out);
        }
    }
    out
}

/// The pairs of a bucket that are compared and look near.
fn met<'a>(bucket: &[u64], sketch: &(impl Fn(u32) -> &'a Sketch + Sync)) -> Vec<u64> {
    let mut out = Vec::new();
    for (place, &entry) in bucket.iter().enumerate().skip(1) {
        let letter = entry as u32;
        let before = (place > FIRST).then_some(place - 1);
        for other in (0..place.min(FIRST)).chain(before) {
            let other = bucket[other] as u32;
            if sketch::alike(sketch(letter), sketch(other)) >= NEAR - DOUBT / 2.0 {
                out.push(u64::from(letter) << 32 | u64::from(other));
            }
        }
    }
    out
}

/// Keeps the first pairs of each letter in a sorted list.
fn keep_first(pairs: &mut Vec<u64>) {
    let (mut letter, mut kept) = (u64::MAX, 0);
    pairs.retain(|pair| {
        kept = if pair >> 32 == letter { kept + 1 } else { 1 };
        letter = pair >> 32;
        kept <= CANDIDATES
    });
}

/// How alike two letters are, by rank: the estimate where it is clear, else the exact count.
struct Likeness<'a, S, T> {
    sketch: &'a S,
    set: &'a T,
}

impl<'a, S: Fn(u32) -> &'a Sketch, T: Fn(u32) -> Vec<u64>> Likeness<'a, S, T> {
    /// Whether two letters are at least `limit` alike.
    fn reaches(&self, left: u32, right: u32, limit: f64) -> bool {
        let estimate = sketch::alike((self.sketch)(left), (self.sketch)(right));
        if (estimate - limit).abs() >= DOUBT {
            return estimate > limit;
        }
        shingles::jaccard(&(self.set)(left), &(self.set)(right)) >= limit
    }
}

/// The candidates that are near, verified in parallel; sorted.
fn near<'a, S, T>(pairs: &[u64], likeness: &Likeness<'a, S, T>) -> Vec<u64>
where
    S: Fn(u32) -> &'a Sketch + Sync,
    T: Fn(u32) -> Vec<u64> + Sync,
{
    let of_letters: Vec<&[u64]> = pairs.chunk_by(same_bucket).collect();
    of_letters
        .into_par_iter()
        .flat_map_iter(|of_letter| {
            let letter = (of_letter[0] >> 32) as u32;
            let mut own: Option<Vec<u64>> = None;
            let mut kept: Vec<u64> = ordered(of_letter, likeness)
                .take(TRIES)
                .filter(|&(equal, other)| {
                    let estimate = f64::from(equal) / SIZE as f64;
                    estimate >= NEAR + DOUBT || {
                        let own = own.get_or_insert_with(|| (likeness.set)(letter));
                        shingles::jaccard(own, &(likeness.set)(other)) >= NEAR
                    }
                })
                .map(|(_, other)| u64::from(letter) << 32 | u64::from(other))
                .collect();
            kept.sort_unstable();
            kept
        })
        .collect()
}

/// Equal numbers and rank of a letter's candidates, most alike first, the lower rank first among equals.
fn ordered<'a, S, T>(of_letter: &[u64], likeness: &Likeness<'a, S, T>) -> impl Iterator<Item = (u32, u32)>
where
    S: Fn(u32) -> &'a Sketch,
{
    let equal =
        |pair: u64| sketch::equal((likeness.sketch)((pair >> 32) as u32), (likeness.sketch)(pair as u32));
    let mut out: Vec<(u32, u32)> = of_letter.iter().map(|&pair| (equal(pair), pair as u32)).collect();
    out.sort_unstable_by_key(|&(equal, other)| (std::cmp::Reverse(equal), other));
    out.into_iter()
}

/// The leader of each rank. Parts of the candidate graph that do not touch are worked on in parallel.
fn stars<'a, S, T>(count: usize, pairs: &[u64], likeness: &Likeness<'a, S, T>) -> Vec<u32>
where
    S: Fn(u32) -> &'a Sketch + Sync,
    T: Fn(u32) -> Vec<u64> + Sync,
{
    let mut parts = UnionFind::<u32>::new(count);
    for pair in pairs {
        parts.union((pair >> 32) as u32, *pair as u32);
    }
    let mut of_letters: Vec<(u32, &[u64])> = pairs
        .chunk_by(same_bucket)
        .map(|of_letter| (parts.find((of_letter[0] >> 32) as u32), of_letter))
        .collect();
    // A stable sort keeps the letters of a part in rank order.
    of_letters.par_sort_by_key(|(part, _)| *part);
    let found: Vec<(u32, u32)> = of_letters
        .chunk_by(|left, right| left.0 == right.0)
        .collect::<Vec<_>>()
        .into_par_iter()
        .flat_map_iter(|part| {
            let mut leaders = rustc_hash::FxHashMap::default();
            for (_, of_letter) in part {
                let letter = (of_letter[0] >> 32) as u32;
                let leader = join(of_letter, &leaders, likeness);
                leaders.extend(leader.map(|leader| (letter, leader)));
            }
            leaders
        })
        .collect();
    let mut leaders: Vec<u32> = (0..count as u32).collect();
    for (letter, leader) in found {
        leaders[letter as usize] = leader;
    }
    leaders
}

/// The leader a letter joins: that of the most alike letter it is near, when it is like the leader too.
fn join<'a, S, T>(
    of_letter: &[u64],
    leaders: &rustc_hash::FxHashMap<u32, u32>,
    likeness: &Likeness<'a, S, T>,
) -> Option<u32>
where
    S: Fn(u32) -> &'a Sketch,
    T: Fn(u32) -> Vec<u64>,
{
    let letter = (of_letter[0] >> 32) as u32;
    ordered(of_letter, likeness).find_map(|(_, other)| {
        let leader = leaders.get(&other).copied().unwrap_or(other);
        (leader == other || likeness.reaches(letter, leader, CORE)).then_some(leader)
    })
}

/// Clusters by the smallest letter in each.
fn name(count: usize, leaders: &[u32], letter: impl Fn(u32) -> u32) -> Vec<u32> {
    let mut smallest: Vec<u32> = (0..leaders.len() as u32).map(&letter).collect();
    for (rank, &leader) in leaders.iter().enumerate() {
        smallest[leader as usize] = smallest[leader as usize].min(letter(rank as u32));
    }
    let mut out: Vec<u32> = (0..count as u32).collect();
    for (rank, &leader) in leaders.iter().enumerate() {
        out[letter(rank as u32) as usize] = smallest[leader as usize];
    }
    out
}
