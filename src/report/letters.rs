//! Letters of a ring side by side: which shared wording stands where, and how much of each letter is its own.
//!
//! The masked letters of `normalise/letter/shown.rs` → passages numbered in reading order, and every letter as a row of
//! passages and hidden lengths, so that a person sees how the letters line up without a word that is not shared.

use rustc_hash::{FxHashMap, FxHashSet};
use serde::Serialize;

use crate::detect::finding::Finding;
use crate::normalise::letter::shown::HIDDEN;
use crate::normalise::records::Assembled;
use crate::pipeline::Outcome;
use crate::record::{ValueIx, ValueKind};

/// Letters of a ring that stand side by side: what a person reads, of the ring's widest clusters first.
const LETTERS: usize = 12;

/// Letters of one cluster.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Compared {
    /// The cluster.
    pub(super) value: ValueIx,
    /// Wording that three or more people of the cluster share, each once, as first met.
    pub(super) passages: Vec<String>,
    /// The letters, by record.
    pub(super) letters: Vec<Lined>,
}

/// One letter.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Lined {
    /// Place among the finding's members.
    pub(super) member: usize,
    /// What stands in it, in reading order.
    pub(super) parts: Vec<Part>,
}

/// A stretch of a letter.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Part {
    /// A passage, by its place.
    Passage(usize),
    /// So many characters that are not shown.
    Hidden(usize),
}

impl Compared {
    /// Letters that hold a passage.
    pub(super) fn holders(&self, passage: usize) -> usize {
        let holds = |letter: &&Lined| letter.parts.contains(&Part::Passage(passage));
        self.letters.iter().filter(holds).count()
    }
}

/// The letters of a finding whose shared wording may be shown, each text once, those of its widest cluster first.
pub(super) fn compared(finding: &Finding, outcome: &Outcome) -> Vec<Compared> {
    let Assembled { mentions, values, letters, .. } = &outcome.assembled;
    let mut clusters: FxHashMap<ValueIx, Vec<(usize, &str)>> = FxHashMap::default();
    for (place, member) in finding.members.iter().enumerate() {
        let Some(text) = letters.of(member.record) else { continue };
        let start = mentions.partition_point(|mention| mention.record < member.record);
        let mut own = mentions[start..].iter().take_while(|mention| mention.record == member.record);
        if let Some(letter) = own.find(|mention| values.kind(mention.value) == ValueKind::Letter) {
            clusters.entry(letter.value).or_default().push((place, text));
        }
    }
    let mut clusters: Vec<_> = clusters.into_iter().collect();
    clusters.sort_unstable_by_key(|(value, letters)| (std::cmp::Reverse(letters.len()), *value));
    let mut left = LETTERS;
    let mut out = Vec::new();
    // One letter of a cluster has no other to be compared with.
    for (value, letters) in clusters.into_iter().filter(|(_, letters)| letters.len() > 1) {
        let mut seen = FxHashSet::default();
        let chosen: Vec<_> = letters.into_iter().filter(|(_, text)| seen.insert(*text)).take(left).collect();
        left -= chosen.len();
        if !chosen.is_empty() {
            out.push(lined_up(value, &chosen));
        }
    }
    out
}

/// Numbers the passages of masked letters in the order in which they are met.
fn lined_up(value: ValueIx, letters: &[(usize, &str)]) -> Compared {
    let mut out = Compared { value, passages: Vec::new(), letters: Vec::new() };
    let mut known: FxHashMap<String, usize> = FxHashMap::default();
    for (member, text) in letters {
        let characters: Vec<char> = text.chars().collect();
        let mut parts = Vec::new();
        for run in characters.chunk_by(|left, right| (*left == HIDDEN) == (*right == HIDDEN)) {
            if run[0] == HIDDEN {
                parts.push(Part::Hidden(run.len()));
                continue;
            }
            let passage: String = run.iter().collect();
            let place = *known.entry(passage).or_insert_with_key(|passage| {
                out.passages.push(passage.clone());
                out.passages.len() - 1
            });
            parts.push(Part::Passage(place));
        }
        out.letters.push(Lined { member: *member, parts });
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_passages_have_one_number_wherever_they_stand() {
        let compared = lined_up(ValueIx(0), &[(3, "▇▇承诺存满▇年即可"), (5, "承诺存满▇▇▇年即可取出")]);
        assert_eq!(compared.passages, ["承诺存满", "年即可", "年即可取出"]);
        let parts = [
            vec![Part::Hidden(2), Part::Passage(0), Part::Hidden(1), Part::Passage(1)],
            vec![Part::Passage(0), Part::Hidden(3), Part::Passage(2)],
        ];
        assert_eq!(compared.letters.iter().map(|letter| letter.parts.clone()).collect::<Vec<_>>(), parts);
        assert_eq!((compared.letters[1].member, compared.holders(0), compared.holders(1)), (5, 2, 1));
    }
}
