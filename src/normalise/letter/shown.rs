//! What of the letters may be shown: the wording that several people's letters carry, everything else hidden.
//!
//! Tables and mentions → the masked text of every letter of a cluster that [`WRITERS`] people wrote. It is made while
//! the tables are in memory, so that no raw text is kept for the reports. Free text counts as personal: whatever one
//! or two people alone wrote is a story of their own, and names, numbers and identifiers are hidden whoever wrote
//! them.

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use super::{shingles, width};
use crate::normalise::principals::Parties;
use crate::record::{
    Column, Mention, RecordIx, Symbol, Table, TableKind, Tables, TextColumn, ValueKind, Values,
};

/// Fewest people whose letters carry a passage that is shown: two could be a couple with one story.
pub const WRITERS: u32 = 3;
/// Shortest passage that is shown, in characters: below, letters meet by chance.
const SHORTEST: usize = 6;
/// Letters of a cluster beyond which it is a public text, which ties nobody (see `link::Config::degree_limit`).
const LARGEST: usize = 2_000;
/// Characters of a letter that are shown; a ring's template has shown itself by then.
const LONGEST: usize = 2_000;
/// Longest name that is looked for, in characters.
const LONGEST_NAME: usize = 12;
/// Stands for each hidden character.
pub const HIDDEN: char = '▇';
/// Numerals and numbers in words: amounts, dates, counts.
const NUMERALS: &str = "零〇一二两三四五六七八九十百千万亿壹贰叁肆伍陆柒捌玖拾佰仟";
/// Signs that say nothing of a person.
const PUNCTUATION: &str = "，。、；：！？,.;:!?“”‘’（）() \u{3000}\n";

/// Masked letters by record.
#[derive(Clone, Debug, Default)]
pub struct Shown {
    records: Vec<RecordIx>,
    texts: TextColumn,
}

impl Shown {
    /// The masked letter of a record; `None` where nothing of it may be shown.
    #[must_use]
    pub fn of(&self, record: RecordIx) -> Option<&str> {
        let place = self.records.binary_search(&record).ok()?;
        Some(self.texts.get(place))
    }
}

/// Masks the letters of all clusters.
///
/// # Complexity
/// Linear in the text of the clusters' letters.
#[must_use]
pub(crate) fn shown(tables: &Tables, values: &Values, mentions: &[Mention], parties: &Parties) -> Shown {
    // Complaints come first among the records, so the number of a letter's record is its row.
    let complaints = tables.table(TableKind::Complaints);
    if tables.is_token(TableKind::Complaints, Column::Text) || complaints.cells(Column::Text).is_none() {
        return Shown::default();
    }
    let mut letters: Vec<(u32, u32)> = mentions
        .iter()
        .filter(|mention| values.kind(mention.value) == ValueKind::Letter)
        .map(|mention| (mention.value.0, mention.record.0))
        .collect();
    letters.sort_unstable();
    let clusters: Vec<&[(u32, u32)]> = letters
        .chunk_by(|left, right| left.0 == right.0)
        .filter(|cluster| (WRITERS as usize..=LARGEST).contains(&cluster.len()))
        .collect();
    let agents = agent_names(tables.table(TableKind::Agents));
    let is_name = |text: &str| agents.contains(text) || parties.names.find(text).is_some();
    let mut masked: Vec<(u32, String)> = clusters
        .par_iter()
        .flat_map_iter(|cluster| {
            let written: Vec<(Symbol, &str)> = cluster
                .iter()
                .map(|&(_, row)| {
                    (parties.principals[row as usize].name, complaints.text(Column::Text, row as usize))
                })
                .collect();
            let rows = cluster.iter().map(|&(_, row)| row);
            rows.zip(masked(&written, is_name)).filter_map(|(row, text)| Some((row, text?)))
        })
        .collect();
    masked.sort_unstable();
    let mut out = Shown::default();
    for (row, text) in masked {
        // Below 4 GiB: the texts are parts of a column that ingest accepted.
        if out.texts.push(&text) {
            out.records.push(RecordIx(row));
        }
    }
    out
}

fn agent_names(agents: &Table) -> FxHashSet<&str> {
    (0..agents.rows()).map(|row| agents.text(Column::AgentName, row)).collect()
}

/// The letters of one cluster with everything hidden that fewer than [`WRITERS`] people wrote; `None` where nothing
/// is left. A writer is known by name, so that one person who writes three times stays one; 0 is nobody.
fn masked(letters: &[(Symbol, &str)], is_name: impl Fn(&str) -> bool) -> Vec<Option<String>> {
    let plain: Vec<Plain> = letters.iter().map(|(_, text)| Plain::of(text, &is_name)).collect();
    let mut by_writer: Vec<usize> = (0..letters.len()).filter(|&place| letters[place].0.0 > 0).collect();
    by_writer.sort_unstable_by_key(|&place| letters[place].0);
    // Trigram → its last writer, and how many wrote it.
    let mut writers: FxHashMap<u64, (Symbol, u32)> = FxHashMap::default();
    for place in by_writer {
        let writer = letters[place].0;
        for trigram in shingles::trigrams(&plain[place].wording) {
            let (last, count) = writers.entry(trigram).or_default();
            if *last != writer {
                (*last, *count) = (writer, *count + 1);
            }
        }
    }
    let is_shared = |trigram: u64| writers.get(&trigram).is_some_and(|(_, count)| *count >= WRITERS);
    plain.iter().map(|letter| letter.masked(is_shared)).collect()
}

/// A letter with the characters that may be compared.
struct Plain {
    letters: Vec<char>,
    /// Where the wording's characters stand in the letter.
    places: Vec<usize>,
    wording: String,
}

impl Plain {
    /// Leaves out names, numerals, and what numbers, e-mails and accounts of messengers are made of.
    fn of(text: &str, is_name: impl Fn(&str) -> bool) -> Self {
        let letters: Vec<char> = text.chars().take(LONGEST).collect();
        let mut named = vec![false; letters.len()];
        for from in 0..letters.len() {
            let mut name = String::from(letters[from]);
            let ends = from + 1..letters.len().min(from + LONGEST_NAME);
            for to in ends {
                name.push(letters[to]);
                if is_name(&name) {
                    named[from..=to].fill(true);
                }
            }
        }
        let is_wording = |place: &usize| {
            let letter = letters[*place];
            let half = width::half(letter).unwrap_or('\0');
            !named[*place] && half.is_alphabetic() && !half.is_ascii() && !NUMERALS.contains(letter)
        };
        let places: Vec<usize> = (0..letters.len()).filter(is_wording).collect();
        let wording = places.iter().map(|&place| letters[place]).collect();
        Self { letters, places, wording }
    }

    fn masked(&self, is_shared: impl Fn(u64) -> bool) -> Option<String> {
        let mut visible = vec![false; self.letters.len()];
        let shared: Vec<bool> = shingles::trigrams(&self.wording).map(is_shared).collect();
        let mut from = 0;
        for run in shared.chunk_by(|left, right| left == right) {
            // The run's last trigram reaches two characters further.
            let places = &self.places[from..from + run.len() + 2];
            from += run.len();
            if !run[0] || places.len() < SHORTEST {
                continue;
            }
            for &place in places {
                visible[place] = true;
            }
            let between = places[0]..places[places.len() - 1];
            for (letter, visible) in self.letters[between.clone()].iter().zip(&mut visible[between]) {
                *visible |= PUNCTUATION.contains(*letter);
            }
        }
        let mask = |(&letter, &visible): (&char, &bool)| if visible { letter } else { HIDDEN };
        visible.contains(&true).then(|| self.letters.iter().zip(&visible).map(mask).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(letters: &[(u32, &str)], expected: &[&str]) {
        let letters: Vec<(Symbol, &str)> =
            letters.iter().map(|&(writer, text)| (Symbol(writer), text)).collect();
        let masked = masked(&letters, |name| name == "王小明");
        let shown: Vec<&str> = masked.iter().map(|text| text.as_deref().unwrap_or_default()).collect();
        assert_eq!(shown, expected);
    }

    #[test]
    fn wording_of_three_people_is_shown_and_each_ones_story_hidden() {
        check(
            &[
                (1, "业务员承诺存满五年，即可取出。我母亲生病"),
                (2, "业务员承诺存满3年，即可取出。急需买房"),
                (3, "您好业务员承诺存满八年，即可取出"),
            ],
            &[
                "业务员承诺存满▇年，即可取出▇▇▇▇▇▇",
                "业务员承诺存满▇年，即可取出▇▇▇▇▇",
                "▇▇业务员承诺存满▇年，即可取出",
            ],
        );
    }

    #[test]
    fn three_letters_of_two_people_show_nothing() {
        let text = "业务员承诺存满五年，即可取出";
        check(&[(1, text), (2, text), (2, text), (0, text)], &["", "", "", ""]);
    }

    #[test]
    fn a_name_and_a_number_are_hidden_whoever_wrote_them() {
        let text = "业务员王小明承诺存满即可取出，微信wx_88";
        let hidden = "业务员▇▇▇承诺存满即可取出，微信▇▇▇▇▇";
        check(&[(1, text), (2, text), (3, text)], &[hidden, hidden, hidden]);
    }
}
