//! Letters in the complainant's own words → keys that re-worded copies of one letter share.
//!
//! 1. [`wording`] takes the slots out: names, amounts, dates, products, numbers, punctuation.
//! 2. [`boilerplate`] finds the passages that many otherwise unlike letters carry, and sets them aside.
//! 3. [`sketch`] and `candidates` find pairs that may be near-duplicates; [`clusters`] verifies and groups them:
//!    Jaccard similarity of character trigrams of at least [`clusters::NEAR`].
//! 4. [`keyed`] gives every letter the smallest content key of its cluster; [`shared`] gives the evidence, [`shown`]
//!    what of it may stand in a report; [`pairs`] lists which two letters are near, and how near.
//!
//! Only what a complainant wrote may come here: the likeness of clerks' summaries shows the clerk.

pub mod boilerplate;
mod candidates;
pub mod clusters;
pub mod pairs;
mod read;
pub mod shared;
pub mod shingles;
pub mod shown;
pub mod sketch;

use std::borrow::Cow;

use rayon::prelude::*;
use read::Read;
use sha2::{Digest, Sha256};

use super::width;

/// Fewer characters than this are a remark (要求全额退保), not a letter: anybody may write the same.
const SHORTEST: usize = 40;
/// Longest title in 《》 that is taken for a product or a law, in characters; more is text in odd brackets.
const LONGEST_TITLE: usize = 24;

/// The wording of a letter: half width, lower case, without digits, Chinese numerals, punctuation, spaces,
/// titles in 《》, and without the record's own fillings (name, product, policy). `None` when too short to be a
/// letter.
#[must_use]
pub fn wording(text: &str, fillings: &[&str]) -> Option<String> {
    let mut text = Cow::Borrowed(text);
    for filling in fillings.iter().filter(|filling| filling.chars().nth(1).is_some()) {
        if let Some(rest) = without(&text, filling) {
            text = Cow::Owned(rest);
        }
    }
    // Most characters are kept as they are, so whole runs are copied: `from` is where the open one begins.
    let (mut kept, mut from) = (String::with_capacity(text.len()), 0);
    let mut letters = text.char_indices();
    while let Some((at, letter)) = letters.next() {
        let mut other = None;
        match letter {
            // Left out; the signs are known without a look into the tables of Unicode.
            '零'
            | '〇'
            | '一'
            | '二'
            | '两'
            | '三'
            | '四'
            | '五'
            | '六'
            | '七'
            | '八'
            | '九'
            | '十'
            | '百'
            | '千'
            | '万'
            | '\0'..='@'
            | '、'
            | '。'
            | '，' => {}
            // CJK ideographs and plain letters first: most of a letter.
            '\u{4e00}'..='\u{9fff}' | 'a'..='z' => continue,
            '《' => {
                let title = letters.clone().take(LONGEST_TITLE + 1);
                if let Some(end) = title.map(|(_, letter)| letter).position(|letter| letter == '》') {
                    letters.nth(end);
                }
            }
            _ => other = width::half(letter).filter(|letter| letter.is_alphabetic()),
        }
        kept.push_str(&text[from..at]);
        from = letters.offset();
        let lower = other.into_iter().flat_map(char::to_lowercase);
        // İ becomes i and a mark, which is no letter.
        kept.extend(lower.filter(|letter| letter.is_alphabetic()));
    }
    kept.push_str(&text[from..]);
    (kept.chars().nth(SHORTEST - 1).is_some()).then_some(kept)
}

/// The text without the places of a filling, read from the left; `None` where there are none.
///
/// A filling is short and read once, so building a searcher for it would cost more than the search: its last byte
/// is rare enough (in UTF-8 the last byte of a Chinese character is one of 64).
fn without(text: &str, filling: &str) -> Option<String> {
    let last = *filling.as_bytes().last()?;
    let (mut out, mut from) = (None, 0);
    for at in memchr::memchr_iter(last, text.as_bytes()) {
        let end = at + 1;
        if end >= from + filling.len() && text.as_bytes()[..end].ends_with(filling.as_bytes()) {
            let out = out.get_or_insert_with(|| String::with_capacity(text.len()));
            out.push_str(&text[from..end - filling.len()]);
            from = end;
        }
    }
    if let Some(out) = &mut out {
        out.push_str(&text[from..]);
    }
    out
}

/// What a letter is known by: the first 16 bytes of the SHA-256 of its wording, and its length in characters.
/// Equal exactly when two wordings are.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Content {
    /// The digest.
    pub digest: u128,
    /// Characters of the wording.
    pub length: u32,
}

impl Content {
    /// The content of a wording.
    #[must_use]
    pub fn of(wording: &str) -> Self {
        let digest = Sha256::digest(wording.as_bytes());
        let digest = digest.iter().take(16).fold(0, |number, &byte| number << 8 | u128::from(byte));
        Self { digest, length: wording.chars().count() as u32 }
    }

    /// The key: digest and length, never the text itself.
    #[must_use]
    pub fn key(self) -> String {
        format!("{:032x}|{}", self.digest, self.length)
    }
}

/// A letter and its cluster.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Keyed {
    /// The letter's own content.
    pub content: Content,
    /// The smallest content of the cluster: what all its letters are known by.
    pub canonical: Content,
}

/// A letter as a record has it.
#[derive(Clone, Copy, Debug)]
pub struct Letter<'a> {
    /// The complainant's own words.
    pub text: &'a str,
    /// What the record itself fills in (name, product); taken out of the text.
    pub fillings: [&'a str; 3],
}

impl<'a> Letter<'a> {
    /// A letter without a record beside it.
    #[must_use]
    pub fn alone(text: &'a str) -> Self {
        Self { text, fillings: [""; 3] }
    }

    /// See [`wording`].
    #[must_use]
    pub fn wording(&self) -> Option<String> {
        wording(self.text, &self.fillings)
    }

    /// A number that only the letter's content decides.
    fn mark(&self) -> u64 {
        let parts = [self.text, self.fillings[0], self.fillings[1], self.fillings[2]];
        parts.iter().fold(0, |mark, part| {
            let (words, rest) = part.as_bytes().as_chunks::<8>();
            let rest = rest.iter().fold(part.len() as u64, |rest, &byte| rest << 8 | u64::from(byte));
            words
                .iter()
                .map(|word| u64::from_le_bytes(*word))
                .chain([rest])
                .fold(mark, |mark, word| sketch::mix(mark ^ word))
        })
    }
}

/// The keys of `count` letters; `None` where one is too short to have a wording.
///
/// Letters are asked for again where they are needed, so that their wordings do not all stand in memory.
///
/// # Complexity
/// Near-linear in the number of letters: see `candidates`.
#[must_use]
pub fn keyed<'a>(count: usize, letter: impl Fn(usize) -> Letter<'a> + Sync) -> Vec<Option<Keyed>> {
    let read = Read::of(count, &letter);
    // Sorted by content, so the smallest number of a cluster is its smallest content.
    let cluster = clusters::clusters(&read.sketches, |place| read.own(place));
    let canonical = |content: Content| {
        let place = read.distinct.binary_search_by_key(&content, |(known, _)| *known);
        place.map_or(content, |place| read.distinct[cluster[place] as usize].0)
    };
    read.contents
        .par_iter()
        .map(|content| content.map(|content| Keyed { content, canonical: canonical(content) }))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const LETTER: &str = "本人张三于2021年3月购买贵司福满堂年金险，业务员承诺存满五年即可取出本金并有高额利息，\
        如今发现被误导，强烈要求全额退还所交保费12,000元。";

    #[test]
    fn names_dates_amounts_and_products_do_not_matter() {
        let other = LETTER
            .replace("张三", "李四五")
            .replace("2021年3月", "2019年11月")
            .replace("福满堂年金险", "鑫享人生")
            .replace("12,000", "8800");
        let wording = |text, name, product| wording(text, &[name, product]).map(|text| Content::of(&text));
        assert!(wording(LETTER, "张三", "福满堂年金险").is_some());
        assert_eq!(wording(LETTER, "张三", "福满堂年金险"), wording(&other, "李四五", "鑫享人生"));
        assert_ne!(wording(LETTER, "张三", "福满堂年金险"), wording(&other, "", ""));
    }

    #[test]
    fn a_title_in_brackets_is_a_slot() {
        let named = LETTER.replace("福满堂年金险", "《鑫享人生两全保险》");
        let other = LETTER.replace("福满堂年金险", "《百年无忧》");
        assert_eq!(wording(&named, &[]), wording(&other, &[]));
    }

    #[test]
    fn a_remark_is_no_letter() {
        assert_eq!(wording("要求全额退保", &[]), None);
    }

    #[test]
    fn a_reworded_copy_shares_the_key_of_the_smaller_content() {
        let other = LETTER.replace("强烈要求", "现在我要求").replace("如今发现被误导", "今年才知道被误导");
        let unlike = "我在柜台办理地址变更，工作人员让我等了两个多小时，最后说系统坏了要我改天再来，\
            我年纪大了来一趟不容易，希望你们改进服务态度，给我一个答复。";
        let letters = [LETTER, &other, unlike, "要求退保"];
        let keyed = keyed(letters.len(), |place| Letter::alone(letters[place]));
        let of = |place: usize| keyed[place].unwrap();
        assert_eq!(of(0).canonical, of(1).canonical);
        assert_eq!(of(0).canonical, of(0).content.min(of(1).content));
        assert_eq!(of(2).canonical, of(2).content);
        assert_eq!(keyed[3], None);
    }
}
