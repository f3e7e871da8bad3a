//! Names of people: one spelling for widths, spaces, dots, titles and traditional characters; the surname.

use std::borrow::Cow;

use super::{placeholder, traditional, width};

/// Surnames of two characters among the most frequent of the 2010 census; anybody else has one.
const COMPOUND: [&str; 24] = [
    "欧阳", "上官", "司马", "诸葛", "皇甫", "尉迟", "公孙", "慕容", "令狐", "宇文", "长孙", "司徒", "端木",
    "南宫", "独孤", "夏侯", "东方", "轩辕", "淳于", "申屠", "公冶", "赫连", "百里", "呼延",
];
/// Titles that a clerk types behind a name; after a surname alone they leave no name.
const TITLES: [&str; 14] = [
    "先生",
    "女士",
    "小姐",
    "太太",
    "同志",
    "老师",
    "阿姨",
    "大爷",
    "律师",
    "经理",
    "主任",
    "代理人",
    "大姐",
    "师傅",
];
/// Labels that stand before a name: 代理人：张三.
const LABELS: [&str; 8] = ["姓名", "代理人", "投诉人", "投保人", "联系人", "客户", "委托人", "受托人"];

/// What a cell for a name holds.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum NameClass {
    /// A whole name in Chinese characters.
    Person,
    /// A transcribed name with a middle dot: 买买提·吐尔逊.
    Transcribed,
    /// A name in Latin letters.
    Latin,
    /// A surname alone, with or without title.
    SurnameOnly,
    /// Partly hidden: 张*.
    Masked,
    /// A word for none.
    Placeholder,
    /// Digits or signs.
    Invalid,
}

impl NameClass {
    /// The word written to outputs.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Transcribed => "transcribed",
            Self::Latin => "latin",
            Self::SurnameOnly => "surname_only",
            Self::Masked => "masked",
            Self::Placeholder => "placeholder",
            Self::Invalid => "invalid",
        }
    }

    /// Whether its key may be compared with others, beside a policy or an identity number.
    #[must_use]
    pub fn has_key(self) -> bool {
        matches!(self, Self::Person | Self::Transcribed | Self::Latin)
    }

    /// Why a name has this class, in one sentence.
    #[must_use]
    pub fn reason(self) -> &'static str {
        match self {
            Self::Person => "a whole name: width, spaces, titles, notes and traditional characters levelled",
            Self::Transcribed => "a transcribed name: its middle dots levelled",
            Self::Latin => "a name in Latin letters: upper case, no spaces",
            Self::SurnameOnly => "a surname alone: many people have it",
            Self::Masked => "partly hidden: never a link",
            Self::Placeholder => "a word for none",
            Self::Invalid => "no letters of a name",
        }
    }
}

/// A name in its comparable form.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Name<'a> {
    /// Simplified, half width, upper case, without spaces, title and note; part of the cell where that is so.
    pub key: Cow<'a, str>,
    /// What it is.
    pub class: NameClass,
}

/// Reads a name; `None` when the cell is empty.
#[must_use]
pub fn read(raw: &str) -> Option<Name<'_>> {
    match width::fold(raw) {
        Cow::Borrowed(text) => read_folded(text),
        Cow::Owned(text) => {
            read_folded(&text).map(|name| Name { key: Cow::Owned(name.key.into_owned()), class: name.class })
        }
    }
}

/// A character as keys have it; `None` for a space.
fn levelled(letter: char) -> Option<char> {
    match letter {
        '•' | '・' | '‧' | '∙' | '．' | '.' | '●' | '⋅' | '᛫' | '｡' => Some('·'),
        letter if letter.is_whitespace() => None,
        letter => Some(traditional::simplified(letter.to_ascii_uppercase())),
    }
}

/// Reads a name of half-width characters.
fn read_folded(text: &str) -> Option<Name<'_>> {
    let text = text.trim();
    let text = match text.split_once(':') {
        Some((label, name)) if LABELS.contains(&label.trim()) => name,
        _ => text,
    };
    // 张三(代), 张三(本人): a note, not the name.
    let text = text.split(['(', '[', '【', '〔']).next().unwrap_or_default();
    if text.chars().all(|letter| levelled(letter) == Some(letter)) {
        return untitled(text).map(|(key, class)| Name { key: key.into(), class });
    }
    let text: String = text.chars().filter_map(levelled).collect();
    untitled(&text).map(|(key, class)| Name { key: key.to_owned().into(), class })
}

/// The key without dots around it and titles behind it, and its class; `None` when nothing is there.
fn untitled(text: &str) -> Option<(&str, NameClass)> {
    if text.is_empty() {
        return None;
    }
    let mut key = text.trim_matches('·');
    let mut titled = false;
    while let Some(rest) =
        TITLES.iter().find_map(|title| key.strip_suffix(title)).filter(|rest| !rest.is_empty())
    {
        key = rest.trim_matches('·');
        titled = true;
    }
    let class = if key.contains(['*', '×']) {
        NameClass::Masked
    } else if placeholder::is_word(key) {
        NameClass::Placeholder
    } else if !key.chars().any(char::is_alphabetic) {
        NameClass::Invalid
    } else if key.chars().nth(1).is_none() || titled && COMPOUND.contains(&key) {
        NameClass::SurnameOnly
    } else if key.is_ascii() {
        NameClass::Latin
    } else if key.contains('·') {
        NameClass::Transcribed
    } else {
        NameClass::Person
    };
    Some((key, class))
}

/// The comparable form of a name; `None` when the cell holds no whole name.
#[must_use]
pub fn name(raw: &str) -> Option<Cow<'_, str>> {
    read(raw).filter(|name| name.class.has_key()).map(|name| name.key)
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
        for raw in
            ["张三丰", "张 三丰", "张三丰先生", "张三丰（本人）", "　张三丰", "張三豐", "投诉人：张三丰"]
        {
            assert_eq!(name(raw).as_deref(), Some("张三丰"), "{raw}");
        }
        assert_eq!(name("买买提•吐尔逊"), name("买买提·吐尔逊"));
    }

    #[test]
    fn a_clean_cell_is_its_own_key_without_a_copy() {
        for raw in ["张三丰", " 张三丰先生", "买买提·吐尔逊"] {
            assert!(matches!(read(raw), Some(Name { key: Cow::Borrowed(_), .. })), "{raw}");
        }
    }

    #[test]
    fn parts_of_names_and_dummies_are_no_names() {
        for raw in ["", "无", "张*", "张", "不详", "123", "李女士", "欧阳先生"] {
            assert_eq!(name(raw), None, "{raw}");
        }
    }

    #[test]
    fn compound_surnames_have_two_characters() {
        assert_eq!((surname("欧阳锋"), surname("欧阳"), surname("王小明")), ("欧阳", "欧", "王"));
    }
}
