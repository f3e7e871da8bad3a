//! Letters in the complainant's own words → an exact key of what is left without names, numbers, dates and
//! amounts.

use sha2::{Digest, Sha256};

use super::width;

/// Fewer characters than this are a remark (要求全额退保), not a letter: anybody may write the same.
const SHORTEST: usize = 40;

/// The wording of a letter: half width, lower case, without digits, Chinese numerals, punctuation, spaces, and
/// without the record's own fillings (name, product, policy). `None` when too short to be a letter.
#[must_use]
pub fn wording(text: &str, fillings: &[&str]) -> Option<String> {
    let mut text = std::borrow::Cow::Borrowed(text);
    for filling in fillings.iter().filter(|filling| filling.chars().nth(1).is_some()) {
        if memchr::memmem::find(text.as_bytes(), filling.as_bytes()).is_some() {
            text = text.replace(*filling, "").into();
        }
    }
    let mut kept = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '零' | '〇' | '一' | '二' | '两' | '三' | '四' | '五' | '六' | '七' | '八' | '九' | '十'
            | '百' | '千' | '万' => {}
            // CJK ideographs first: most of a letter.
            '\u{4e00}'..='\u{9fff}' => kept.push(letter),
            _ => kept.extend(
                width::half(letter)
                    .filter(|letter| letter.is_alphabetic())
                    .into_iter()
                    .flat_map(char::to_lowercase),
            ),
        }
    }
    (kept.chars().nth(SHORTEST - 1).is_some()).then_some(kept)
}

/// The first 16 bytes of the SHA-256 of a letter's wording: equal exactly when two wordings are.
#[must_use]
pub fn digest(wording: &str) -> u128 {
    Sha256::digest(wording.as_bytes()).iter().take(16).fold(0, |number, &byte| number << 8 | u128::from(byte))
}

/// The key of a wording: its digest and its length in characters, never the text itself.
#[must_use]
pub fn key(digest: u128, length: usize) -> String {
    format!("{digest:032x}|{length}")
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
        let wording = |text, name, product| wording(text, &[name, product]).map(|wording| digest(&wording));
        assert!(wording(LETTER, "张三", "福满堂年金险").is_some());
        assert_eq!(wording(LETTER, "张三", "福满堂年金险"), wording(&other, "李四五", "鑫享人生"));
        assert_ne!(wording(LETTER, "张三", "福满堂年金险"), wording(&other, "", ""));
    }

    #[test]
    fn a_remark_is_no_letter() {
        assert_eq!(wording("要求全额退保", &[]), None);
    }
}
