//! The wording that letters have in common: the evidence behind a cluster. Free text: masked before it leaves
//! the process.

use rustc_hash::FxHashSet;

use super::shingles;

/// Shortest passage worth showing, in characters: below, two letters meet by chance.
const SHORTEST: usize = 6;

/// The passages of the first wording that every other one holds too, in reading order.
///
/// A passage is a run of characters all of whose trigrams occur in the others, so it survives words put in
/// between, and is found in time linear in the text.
#[must_use]
pub fn passages<'a>(first: &'a str, others: &[&str]) -> Vec<&'a str> {
    let others: Vec<FxHashSet<u64>> =
        others.iter().map(|other| shingles::trigrams(other).collect()).collect();
    let starts: Vec<usize> = first.char_indices().map(|(at, _)| at).chain([first.len()]).collect();
    let mut out = Vec::new();
    let mut open: Option<usize> = None;
    let shingles: Vec<u64> = shingles::trigrams(first).collect();
    for place in 0..=shingles.len() {
        let common = shingles.get(place).is_some_and(|known| others.iter().all(|set| set.contains(known)));
        match (open, common) {
            (None, true) => open = Some(place),
            (Some(from), false) => {
                // The run's last trigram, the one before this place, reaches two characters further.
                let to = place + 2;
                if to - from >= SHORTEST {
                    out.push(&first[starts[from]..starts[to]]);
                }
                open = None;
            }
            _ => {}
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn common_passages_are_kept_in_reading_order() {
        let first = "业务员承诺存满五年即可取出本金我后来才知道受骗强烈要求全额退还保费";
        let other = "当时业务员承诺存满五年即可取出本金并有利息现强烈要求全额退还保费谢谢";
        assert_eq!(passages(first, &[other]), ["业务员承诺存满五年即可取出本金", "强烈要求全额退还保费"]);
        assert_eq!(passages(first, &[other, "强烈要求全额退还保费"]), ["强烈要求全额退还保费"]);
        assert!(passages("退", &["退"]).is_empty());
    }
}
