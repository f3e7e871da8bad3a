//! Letters read once → their contents, and the sketches of the distinct ones that are compared.

use rayon::prelude::*;

use super::boilerplate::{self, Boilerplate};
use super::sketch::{self, Sketch};
use super::{Content, Letter, SHORTEST, shingles};

/// Fewest own trigrams of a letter that is compared: about the length that makes a remark a letter.
const FEWEST: usize = 30;

/// Letters read in one go: few enough that what is read of them stays in the cache.
const BLOCK: usize = 1 << 13;

/// What is kept of letters; the letters themselves are asked for again where they are needed.
pub(super) struct Read<'f, F> {
    letter: &'f F,
    boilerplate: Boilerplate,
    /// Of each letter; `None` where it is too short to have a wording.
    pub(super) contents: Vec<Option<Content>>,
    /// Each content that is compared, sorted, with the first letter that has it.
    pub(super) distinct: Vec<(Content, u32)>,
    /// Of each of the distinct contents.
    pub(super) sketches: Vec<Sketch>,
}

impl<'f, 'a, F: Fn(usize) -> Letter<'a> + Sync> Read<'f, F> {
    /// Reads `count` letters.
    pub(super) fn of(count: usize, letter: &'f F) -> Self {
        let boilerplate = Boilerplate::learn(&sample(count, letter));
        let mut contents: Vec<Option<Content>> = Vec::with_capacity(count);
        let mut distinct: Vec<(Content, u32, u32)> = Vec::new();
        let mut sketches: Vec<Sketch> = Vec::new();
        for first in (0..count).step_by(BLOCK) {
            let read: Vec<Option<(Content, Option<Sketch>)>> = (first..count.min(first + BLOCK))
                .into_par_iter()
                .map_init(Vec::new, |own, row| {
                    let wording = letter(row).wording()?;
                    boilerplate.own(&wording, own);
                    Some((Content::of(&wording), (own.len() >= FEWEST).then(|| sketch::sketch(own))))
                })
                .collect();
            for (read, row) in read.into_iter().zip(first as u32..) {
                contents.push(read.map(|(content, _)| content));
                if let Some((content, Some(sketch))) = read {
                    distinct.push((content, row, sketches.len() as u32));
                    sketches.push(sketch);
                }
            }
        }
        distinct.par_sort_unstable();
        distinct.dedup_by_key(|(content, ..)| *content);
        let sketches = distinct.par_iter().map(|(.., place)| sketches[*place as usize]).collect();
        let distinct = distinct.into_iter().map(|(content, row, _)| (content, row)).collect();
        Self { letter, boilerplate, contents, distinct, sketches }
    }

    /// The trigrams of a distinct content without boilerplate, in reading order.
    pub(super) fn own(&self, place: u32) -> Vec<u64> {
        let mut own = Vec::new();
        let row = self.distinct[place as usize].1 as usize;
        self.boilerplate.own(&(self.letter)(row).wording().unwrap_or_default(), &mut own);
        own
    }
}

/// Trigram sets of distinct wordings, chosen by content alone.
fn sample<'a>(count: usize, letter: &(impl Fn(usize) -> Letter<'a> + Sync)) -> Vec<Vec<u64>> {
    let mut marks: Vec<(u64, u32)> = (0..count)
        .into_par_iter()
        .filter(|&row| letter(row).text.len() >= SHORTEST)
        .map(|row| (letter(row).mark(), row as u32))
        .collect();
    marks.par_sort_unstable();
    marks.dedup_by_key(|(mark, _)| *mark);
    // Twice as many as wanted, because some are one wording.
    marks.truncate(2 * boilerplate::SAMPLE);
    let mut wordings: Vec<String> =
        marks.into_par_iter().filter_map(|(_, row)| letter(row as usize).wording()).collect();
    wordings.par_sort_unstable();
    wordings.dedup();
    wordings.into_par_iter().map(|wording| shingles::set(&wording)).collect()
}
