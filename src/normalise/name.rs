//! Names of people: one spelling for widths, spaces, dots and titles; the surname.

use super::{placeholder, width};

/// Surnames of two characters among the most frequent of the 2010 census; anybody else has one.
const COMPOUND: [&str; 24] = [
    "欧阳", "上官", "司马", "诸葛", "皇甫", "尉迟", "公孙", "慕容", "令狐", "宇文", "长孙", "司徒", "端木",
    "南宫", "独孤", "夏侯", "东方", "轩辕", "淳于", "申屠", "公冶", "赫连", "百里", "呼延",
];
/// Titles that a clerk types behind a name.
const TITLES: [&str; 8] = ["先生", "女士", "小姐", "太太", "同志", "老师", "阿姨", "大爷"];

/// The comparable form of a name; `None` when the cell holds no whole name.
#[must_use]
pub fn name(raw: &str) -> Option<String> {
    let folded = width::fold(raw);
    // 张三(代), 张三(本人): a note, not the name.
    let text = folded.split(['(', '[', '【']).next().unwrap_or_default();
    let mut key: String = text
        .chars()
        .filter(|letter| !letter.is_whitespace())
        .map(|letter| match letter {
            '•' | '・' | '‧' | '∙' | '．' | '.' | '●' | '⋅' | '᛫' => '·',
            letter => letter.to_ascii_uppercase(),
        })
        .collect();
    for title in TITLES {
        if let Some(rest) = key.strip_suffix(title) {
            key.truncate(rest.len());
            break;
        }
    }
    let whole = key.chars().nth(1).is_some() && !key.contains('*') && !placeholder::is_word(&key);
    (whole && key.chars().any(char::is_alphabetic)).then_some(key)
}

/// The surname of a normalised name: two characters where compound, the part behind the last dot for
/// transcribed names, else the first character.
#[must_use]
pub fn surname(key: &str) -> &str {
    if let Some(place) = key.rfind('·') {
        return &key[place + '·'.len_utf8()..];
    }
    let letters = |count: usize| key.char_indices().nth(count).map_or(key, |(end, _)| &key[..end]);
    if key.is_ascii() {
        return key;
    }
    if key.chars().count() >= 3 && COMPOUND.contains(&letters(2)) { letters(2) } else { letters(1) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_name_share_a_key() {
        for raw in ["张三丰", "张 三丰", "张三丰先生", "张三丰（本人）", "　张三丰"] {
            assert_eq!(name(raw).as_deref(), Some("张三丰"), "{raw}");
        }
        assert_eq!(name("买买提•吐尔逊"), name("买买提·吐尔逊"));
    }

    #[test]
    fn parts_of_names_and_dummies_are_no_names() {
        for raw in ["", "无", "张*", "张", "不详", "123", "李女士"] {
            assert_eq!(name(raw), None, "{raw}");
        }
    }

    #[test]
    fn compound_surnames_have_two_characters() {
        assert_eq!((surname("欧阳锋"), surname("欧阳"), surname("王小明")), ("欧阳", "欧", "王"));
    }
}
