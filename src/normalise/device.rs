//! Device identifiers: IMEI, UUID, vendor ids.

use super::{placeholder, width};

/// The comparable form of a device identifier; `None` for dummies and scraps.
#[must_use]
pub fn device(raw: &str) -> Option<String> {
    let key: String =
        width::fold(raw).chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_lowercase();
    let dummy =
        placeholder::is_repeated(&key) || placeholder::is_sequential(&key) || placeholder::is_word(&key);
    // Shorter ones are model names (iphone, android11), which millions share.
    (key.len() >= 10 && !dummy).then_some(key)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn separators_and_case_do_not_matter_and_model_names_are_none() {
        assert_eq!(device("86-7530-02-123456-7"), Some("867530021234567".into()));
        for raw in ["", "000000000000000", "iPhone", "unknown"] {
            assert_eq!(device(raw), None, "{raw}");
        }
    }
}
