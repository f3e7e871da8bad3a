//! Full-width forms → half-width, so that １３８ and 138 are one text.

use std::borrow::Cow;

/// The text with full-width ASCII (U+FF01 to U+FF5E) and the ideographic space as their half-width forms, and
/// without zero-width characters. Borrows when nothing changes. Not NFKC: that would also turn ① into 1 and
/// tear other signs apart.
#[must_use]
pub fn fold(text: &str) -> Cow<'_, str> {
    if text.is_ascii() || !text.chars().any(|letter| half(letter) != Some(letter)) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.chars().filter_map(half).collect())
}

/// The text of a number: half width, upper case, without spaces, hyphens and the quotes that spreadsheets put
/// before digits. Borrows when nothing changes.
#[must_use]
pub fn compact(text: &str) -> Cow<'_, str> {
    if text.bytes().all(|byte| byte.is_ascii_digit() || byte.is_ascii_uppercase()) {
        return Cow::Borrowed(text);
    }
    fold(text)
        .chars()
        .filter(|letter| !letter.is_whitespace() && !matches!(letter, '-' | '\'' | '`'))
        .flat_map(char::to_uppercase)
        .collect()
}

/// The half-width form of a character; `None` for a zero-width one.
pub(super) fn half(letter: char) -> Option<char> {
    match letter {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(letter) - 0xfee0),
        '\u{3000}' | '\u{a0}' => Some(' '),
        '\u{200b}'..='\u{200f}' | '\u{feff}' | '\u{2060}' => None,
        _ => Some(letter),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn full_width_becomes_half_width_and_plain_text_is_borrowed() {
        assert_eq!(fold("１３８　ＡＢ（一）\u{200b}"), "138 AB(一)");
        assert!(matches!(fold("幸福路12号"), Cow::Borrowed(_)));
    }
}
