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

/// Hidden characters that are a blank inside a passage (a name, a date, an amount) rather than words of one's own.
const SHORT: usize = 5;
/// Stands for a blank: of any length, so that a passage is the same in letters with other names and numbers.
const BLANK: char = '□';
/// Fewest characters of a passage; shorter clauses stay with the next one.
const CLAUSE: usize = 6;

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
        let mut parts = Vec::new();
        for stretch in stretches(text) {
            let passages = match stretch {
                Err(length) => {
                    parts.push(Part::Hidden(length));
                    continue;
                }
                Ok(wording) => clauses(&wording),
            };
            for passage in passages {
                let place = *known.entry(passage).or_insert_with_key(|passage| {
                    out.passages.push(passage.clone());
                    out.passages.len() - 1
                });
                parts.push(Part::Passage(place));
            }
        }
        out.letters.push(Lined { member: *member, parts });
    }
    out
}

/// A masked letter as wording with blanks in it, and between it the lengths of what is hidden.
fn stretches(text: &str) -> Vec<Result<String, usize>> {
    let letters: Vec<char> = text.chars().collect();
    let mut out: Vec<Result<String, usize>> = Vec::new();
    let mut runs = letters.chunk_by(|left, right| (*left == HIDDEN) == (*right == HIDDEN)).peekable();
    while let Some(run) = runs.next() {
        match out.last_mut() {
            Some(Ok(wording)) if run[0] == HIDDEN && run.len() <= SHORT && runs.peek().is_some() => {
                wording.push(BLANK);
            }
            Some(Ok(wording)) if run[0] != HIDDEN => wording.extend(run),
            _ if run[0] == HIDDEN => out.push(Err(run.len())),
            _ => out.push(Ok(run.iter().collect())),
        }
    }
    out
}

/// Wording cut after its clauses, so that a letter re-worded in one of them shares the others.
fn clauses(wording: &str) -> Vec<String> {
    let mut out = vec![String::new()];
    let mut length = 0;
    for letter in wording.chars() {
        if let Some(last) = out.last_mut() {
            last.push(letter);
        }
        length += usize::from(letter.is_alphanumeric());
        if length >= CLAUSE && "，。；！？,.;!?\n".contains(letter) {
            out.push(String::new());
            length = 0;
        }
    }
    // What is left is too short to stand alone where it is a clause's tail.
    match out.pop() {
        Some(tail) if !tail.is_empty() && length < CLAUSE => match out.last_mut() {
            Some(last) => last.push_str(&tail),
            None => out.push(tail),
        },
        Some(tail) if !tail.is_empty() => out.push(tail),
        _ => {}
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_clauses_have_one_number_wherever_they_stand_and_blanks_are_part_of_them() {
        let first = "▇▇▇▇▇▇▇业务员承诺存满▇年，即可取出全部本金";
        let second = "业务员承诺存满▇▇▇年，▇▇▇▇▇▇▇▇即可取出全部本金▇▇";
        let compared = lined_up(ValueIx(0), &[(3, first), (5, second)]);
        assert_eq!(compared.passages, ["业务员承诺存满□年，", "即可取出全部本金"]);
        let (promise, principal) = (Part::Passage(0), Part::Passage(1));
        let parts = [
            vec![Part::Hidden(7), promise, principal],
            vec![promise, Part::Hidden(8), principal, Part::Hidden(2)],
        ];
        let found: Vec<_> = compared.letters.iter().map(|letter| letter.parts.clone()).collect();
        assert_eq!(found, parts);
        assert_eq!((compared.letters[1].member, compared.holders(0), compared.holders(1)), (5, 2, 2));
    }

    #[test]
    fn a_short_clause_stays_with_its_neighbour() {
        assert_eq!(clauses("此致，强烈要求全额退还，谢谢"), ["此致，强烈要求全额退还，谢谢"]);
        assert_eq!(clauses("强烈要求全额退还，并书面答复本人"), ["强烈要求全额退还，", "并书面答复本人"]);
    }
}
