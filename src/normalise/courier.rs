//! Courier slips.

use super::{placeholder, width};

/// The comparable form of a courier slip number; `None` for dummies and scraps.
#[must_use]
pub fn courier(raw: &str) -> Option<String> {
    let key: String =
        width::fold(raw).chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_uppercase();
    let digits = key.trim_start_matches(|letter: char| letter.is_ascii_alphabetic());
    // Slips of all Chinese couriers have eight to twenty characters.
    let plausible = (8..=20).contains(&key.len()) && digits.len() >= 6;
    (plausible && !placeholder::is_repeated(digits) && !placeholder::is_sequential(digits)).then_some(key)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spaces_and_case_do_not_matter_and_dummies_are_none() {
        assert_eq!(courier("sf 1029 3847 5610"), Some("SF102938475610".into()));
        for raw in ["", "SF00000000", "12345678", "无单号"] {
            assert_eq!(courier(raw), None, "{raw}");
        }
    }
}
