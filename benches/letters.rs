//! Near-duplicate letters: seconds, and recall and precision against brute force, by number of letters and by how
//! much the copies were re-worded; of clusters, and of the list of near pairs, whose precision is 1 because all are
//! counted exactly.
//!
//! `cargo bench --bench letters` (10⁴ and 10⁵ letters), `-- 1000000` for another number, `-- 10000 DIR` also writes each
//! corpus into the folder, a wording a line, and beside it the near pairs, so that other programs can be measured on
//! the same. Letters that are compared with all are a sample above 10⁴, so brute force ends.
#![allow(clippy::unwrap_used, reason = "a bench that cannot go on fails")]

#[path = "../tests/support/corpus.rs"]
mod corpus;
#[path = "../tests/support/stories.rs"]
mod stories;

use std::path::Path;
use std::time::Instant;

use rayon::prelude::*;
use ringkeeper::normalise::letter::clusters::NEAR;
use ringkeeper::normalise::letter::{Content, Letter, keyed, pairs, shingles, wording};

/// Comparisons that brute force may make.
const COMPARISONS: usize = 20_000_000;

/// A seed that no test uses.
const SEED: u64 = 7_001;

/// How a corpus is made.
type Make = fn(usize) -> Vec<(usize, String)>;

/// The corpora: name, and a function of the number of letters.
const CORPORA: [(&str, Make); 5] = [
    ("clauses, a fifth changed", |count| corpus::letters(SEED, count, 50, 8, 2)),
    ("clauses, two fifths changed", |count| corpus::letters(SEED + 1, count, 50, 8, 4)),
    ("stories, 1 wording in 25 changed", |count| stories::letters(SEED + 2, count, 50, 12, 4)),
    ("stories, 1 wording in 10 changed", |count| stories::letters(SEED + 3, count, 50, 12, 10)),
    ("stories, 1 wording in 5 changed", |count| stories::letters(SEED + 4, count, 50, 12, 20)),
];

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|word| !word.starts_with("--")).collect();
    let counts: Vec<usize> = match arguments.first().and_then(|word| word.parse().ok()) {
        Some(count) => vec![count],
        None => vec![10_000, 100_000],
    };
    println!(
        "letters\tcorpus\tseconds\trecall\tprecision\tseconds of pairs\trecall of pairs\tnear pairs seen"
    );
    for count in counts {
        for (number, (name, make)) in CORPORA.iter().enumerate() {
            let letters: Vec<String> = make(count).into_iter().map(|(_, text)| text).collect();
            let start = Instant::now();
            let keys: Vec<Content> = keyed(letters.len(), |place| Letter::alone(&letters[place]))
                .into_iter()
                .map(|letter| letter.unwrap().canonical)
                .collect();
            let seconds = start.elapsed().as_secs_f64();
            let wordings: Vec<String> = letters.iter().map(|text| wording(text, &[]).unwrap()).collect();
            let near = near_pairs(&wordings);
            if let Some(folder) = arguments.get(1) {
                write(Path::new(folder), number, &wordings, &near);
            }
            let found = near.iter().filter(|(left, right)| keys[*left] == keys[*right]).count();
            let samples = sample(count);
            let clustered: usize = (0..samples)
                .into_par_iter()
                .map(|left| (0..count).filter(|&right| right != left && keys[left] == keys[right]).count())
                .sum();
            let share = |of: usize| found as f64 / of as f64;
            let start = Instant::now();
            let mut listed: Vec<(usize, usize)> = Vec::new();
            pairs::each(
                count,
                |place| Letter::alone(&letters[place]),
                |pair| {
                    for (left, right) in [(pair.letter, pair.other), (pair.other, pair.letter)] {
                        if left < samples {
                            listed.push((left, right));
                        }
                    }
                },
            );
            let seconds_of_pairs = start.elapsed().as_secs_f64();
            listed.sort_unstable();
            let in_list = near.iter().filter(|pair| listed.binary_search(pair).is_ok()).count();
            println!(
                "{count}\t{name}\t{seconds:.2}\t{:.4}\t{:.4}\t{seconds_of_pairs:.2}\t{:.4}\t{}",
                share(near.len()),
                share(clustered),
                in_list as f64 / near.len() as f64,
                near.len()
            );
        }
    }
}

/// Letters that brute force compares with all: the first ones, which the corpora have shuffled.
fn sample(count: usize) -> usize {
    (COMPARISONS / count).min(count)
}

/// Pairs of a sampled letter and any other whose similarity is at least the limit.
fn near_pairs(wordings: &[String]) -> Vec<(usize, usize)> {
    let sampled: Vec<Vec<u64>> =
        wordings[..sample(wordings.len())].par_iter().map(|text| shingles::set(text)).collect();
    let of = |(right, text): (usize, &String)| -> Vec<(usize, usize)> {
        let set = shingles::set(text);
        let near = |left: &usize| *left != right && shingles::jaccard(&sampled[*left], &set) >= NEAR;
        (0..sampled.len()).filter(near).map(|left| (left, right)).collect()
    };
    let mut pairs: Vec<(usize, usize)> = wordings.par_iter().enumerate().flat_map_iter(of).collect();
    pairs.sort_unstable();
    pairs
}

fn write(folder: &Path, number: usize, wordings: &[String], near: &[(usize, usize)]) {
    std::fs::write(folder.join(format!("{number}.txt")), wordings.join("\n")).unwrap();
    let pairs: Vec<String> = near.iter().map(|(left, right)| format!("{left}\t{right}")).collect();
    std::fs::write(folder.join(format!("{number}.tsv")), pairs.join("\n")).unwrap();
}
