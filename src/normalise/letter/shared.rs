//! The wording that the letters of a cluster have in common: the evidence behind it. Free text: masked before it
//! leaves the process, but for `normalise`, which shows an analyst the own input.

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use super::{Content, Keyed, Letter, shingles};

/// Shortest passage worth showing, in characters: below, two letters meet by chance.
const SHORTEST: usize = 6;
/// Letters of a cluster that are compared with its canonical one: a wording that half of so many hold is the
/// template's, however many there are.
const READ: usize = 16;

/// The shared passages of every cluster of two or more letters, by its canonical content, in reading order.
///
/// `keyed` is what [`super::keyed`] made of the same letters.
#[must_use]
pub fn of_clusters<'a>(
    keyed: &[Option<Keyed>],
    letter: impl Fn(usize) -> Letter<'a> + Sync,
) -> FxHashMap<Content, Vec<String>> {
    let mut letters: Vec<(Content, Content, usize)> = keyed
        .iter()
        .enumerate()
        .filter_map(|(row, keyed)| keyed.map(|keyed| (keyed.canonical, keyed.content, row)))
        .collect();
    letters.par_sort_unstable();
    letters
        .par_chunk_by(|left, right| left.0 == right.0)
        .filter(|cluster| cluster.len() > 1)
        .map(|cluster| {
            // The canonical letter has the smallest content, so it is the first.
            let wordings: Vec<String> =
                cluster.iter().take(READ + 1).filter_map(|&(.., row)| letter(row).wording()).collect();
            let all: Vec<&str> = wordings.iter().map(String::as_str).collect();
            let shared = all.split_first().map(|(first, others)| passages(first, others)).unwrap_or_default();
            (cluster[0].0, shared.into_iter().map(str::to_owned).collect())
        })
        .collect()
}

/// The passages of the first wording that at least half of the others hold too, in reading order.
///
/// A passage is a run of characters all of whose trigrams occur there, so it survives words put in between, and is
/// found in time linear in the text.
#[must_use]
pub fn passages<'a>(first: &'a str, others: &[&str]) -> Vec<&'a str> {
    let others: Vec<FxHashSet<u64>> =
        others.iter().map(|other| shingles::trigrams(other).collect()).collect();
    let is_common =
        |shingle: &u64| others.iter().filter(|set| set.contains(shingle)).count() * 2 >= others.len();
    let starts: Vec<usize> = first.char_indices().map(|(at, _)| at).chain([first.len()]).collect();
    let mut out = Vec::new();
    let mut open: Option<usize> = None;
    let shingles: Vec<u64> = shingles::trigrams(first).collect();
    for place in 0..=shingles.len() {
        match (open, shingles.get(place).is_some_and(is_common)) {
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

    const FIRST: &str = "业务员承诺存满五年即可取出本金我后来才知道受骗强烈要求全额退还保费";

    #[test]
    fn passages_that_half_of_the_others_hold_are_kept_in_reading_order() {
        let other = "当时业务员承诺存满五年即可取出本金并有利息现强烈要求全额退还保费谢谢";
        let end = "强烈要求全额退还保费";
        assert_eq!(passages(FIRST, &[other]), ["业务员承诺存满五年即可取出本金", end]);
        assert_eq!(passages(FIRST, &[other, end, end]), [end]);
        assert!(passages("退", &["退"]).is_empty());
    }

    #[test]
    fn a_cluster_has_its_shared_wording_and_a_single_letter_has_none() {
        let story = "如今急需用钱才发现与当初所说完全不符多次联系贵司均无人答复";
        let copy = format!("{FIRST}{story}");
        let other = format!("您好我要反映{FIRST}{story}谢谢");
        let single =
            "我在柜台办理地址变更工作人员让我等了很久最后说系统坏了要我改天再来我年纪大了来一趟不容易";
        let texts = [copy.as_str(), &other, single];
        let letter = |row: usize| Letter::alone(texts[row]);
        let shared = of_clusters(&super::super::keyed(texts.len(), letter), letter);
        assert_eq!(shared.len(), 1);
        let wording = Letter::alone(&copy).wording().unwrap();
        assert!(shared.values().all(|passages| *passages == [wording.clone()]), "{shared:?}");
    }
}
