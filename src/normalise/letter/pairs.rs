//! Every pair of letters that are near, with their similarity: the relation behind the clusters.
//!
//! Copies of one template stand on both sides of the limit, so a cluster leaves out some near pairs and holds some that
//! are a little below it; no division into clusters could do otherwise. Who wants the pairs themselves finds them here.
//! Letters that near pairs connect are a family, and inside a family all are compared: a pair is missed only where its
//! two letters are in two families, or their sketches differ by chance far more than their sets.

use rayon::prelude::*;

use super::clusters::{self, NEAR};
use super::read::Read;
use super::{Content, Letter, shingles, sketch};

/// Two letters that are near.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct NearPair {
    /// The earlier letter of the input, from 0.
    pub letter: usize,
    /// The later one.
    pub other: usize,
    /// Jaccard similarity of their trigrams, boilerplate set aside: from [`NEAR`] to 1.
    pub similarity: f64,
}

/// Letters of a family whose pairs are found in one go: bounds the pairs in memory however widely a template is used.
const STEP: usize = 256;

/// Families that threads share out.
const FAMILIES: usize = 1 << 12;

/// Hands on the near pairs among `count` letters, family by family.
///
/// # Complexity
/// Near-linear in the number of letters for the families, then quadratic in the size of each, as its pairs are.
pub fn each<'a>(count: usize, letter: impl Fn(usize) -> Letter<'a> + Sync, mut take: impl FnMut(NearPair)) {
    let read = Read::of(count, &letter);
    let family = clusters::families(&read.sketches, |place| read.own(place));
    let mut members: Vec<(u32, u32)> = family.into_iter().zip(0..).collect();
    members.par_sort_unstable();
    let rows = Rows::of(&read.contents);
    let families: Vec<&[(u32, u32)]> = members.chunk_by(|left, right| left.0 == right.0).collect();
    for families in families.chunks(FAMILIES) {
        let (large, small): (Vec<_>, Vec<_>) = families.iter().partition(|family| family.len() > STEP);
        let found: Vec<Vec<Similar>> =
            small.into_par_iter().map(|family| Family::of(&read, family).similar(0..family.len())).collect();
        found.into_iter().flatten().for_each(|pair| rows.each(&read.distinct, pair, &mut take));
        for members in large {
            let family = Family::of(&read, members);
            for first in (0..members.len()).step_by(STEP) {
                let steps = (first..members.len().min(first + STEP)).into_par_iter();
                let found: Vec<Vec<Similar>> = steps.map(|at| family.similar(at..at + 1)).collect();
                found.into_iter().flatten().for_each(|pair| rows.each(&read.distinct, pair, &mut take));
            }
        }
    }
}

/// Two distinct contents and their similarity; one content twice is 1 by itself.
type Similar = (u32, u32, f64);

/// The letters of a family with what is compared of them.
struct Family<'r> {
    members: &'r [(u32, u32)],
    sketches: &'r [sketch::Sketch],
    sets: Vec<Vec<u64>>,
}

impl<'r> Family<'r> {
    fn of<'a>(read: &'r Read<'_, impl Fn(usize) -> Letter<'a> + Sync>, members: &'r [(u32, u32)]) -> Self {
        let alone = members.len() == 1;
        let set =
            |&(_, place): &(u32, u32)| if alone { Vec::new() } else { shingles::sorted(read.own(place)) };
        Self { members, sketches: &read.sketches, sets: members.par_iter().map(set).collect() }
    }

    /// The near pairs of some members with later ones, and each member with itself.
    fn similar(&self, members: std::ops::Range<usize>) -> Vec<Similar> {
        let mut out = Vec::new();
        for at in members {
            let one = self.members[at].1;
            out.push((one, one, 1.0));
            for other_at in at + 1..self.members.len() {
                let other = self.members[other_at].1;
                if clusters::may_be_near(&self.sketches[one as usize], &self.sketches[other as usize]) {
                    let similarity = shingles::jaccard(&self.sets[at], &self.sets[other_at]);
                    if similarity >= NEAR {
                        out.push((one, other, similarity));
                    }
                }
            }
        }
        out
    }
}

/// The letters that have each content.
struct Rows(Vec<(Content, u32)>);

impl Rows {
    fn of(contents: &[Option<Content>]) -> Self {
        let mut rows: Vec<(Content, u32)> =
            contents.iter().zip(0..).filter_map(|(content, row)| Some(((*content)?, row))).collect();
        rows.par_sort_unstable();
        Self(rows)
    }

    fn with(&self, content: Content) -> &[(Content, u32)] {
        let from = self.0.partition_point(|(known, _)| *known < content);
        let to = self.0.partition_point(|(known, _)| *known <= content);
        &self.0[from..to]
    }

    /// Hands on the pairs of letters that two contents stand for.
    fn each(
        &self,
        distinct: &[(Content, u32)],
        (one, other, similarity): Similar,
        take: &mut impl FnMut(NearPair),
    ) {
        let (left, right) = (self.with(distinct[one as usize].0), self.with(distinct[other as usize].0));
        for (at, &(_, a)) in left.iter().enumerate() {
            for &(_, b) in if one == other { &right[at + 1..] } else { right } {
                take(NearPair { letter: a.min(b) as usize, other: a.max(b) as usize, similarity });
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn near_letters_are_listed_with_their_similarity_and_equal_ones_with_one() {
        let copy =
            "业务员承诺存满期限即可取出本金并有高额利息如今发现被误导强烈要求全额退还所交保费并书面答复本人";
        let other = copy.replace("强烈要求", "现在我要求");
        let unlike =
            "我在柜台办理地址变更工作人员让我等了很久最后说系统坏了要我改天再来我年纪大了来一趟真的不容易";
        let letters = [copy, unlike, other.as_str(), copy];
        let mut found = Vec::new();
        each(letters.len(), |row| Letter::alone(letters[row]), |pair| found.push(pair));
        found.sort_by_key(|pair| (pair.letter, pair.other));
        assert_eq!(
            found.iter().map(|pair| (pair.letter, pair.other)).collect::<Vec<_>>(),
            [(0, 2), (0, 3), (2, 3)]
        );
        assert!((found[1].similarity - 1.0).abs() < 1e-12);
        let exact = shingles::jaccard(&shingles::set(copy), &shingles::set(&other));
        assert!((found[0].similarity - exact).abs() < 1e-12 && exact < 1.0);
    }
}
