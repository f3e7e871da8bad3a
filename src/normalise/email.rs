//! E-mail addresses.

use super::{placeholder, width};

/// The comparable form of an e-mail address; `None` when the cell holds none.
#[must_use]
pub fn email(raw: &str) -> Option<String> {
    let key = width::fold(raw).trim().to_lowercase();
    let (user, domain) = key.split_once('@')?;
    let plausible = user.len() >= 3
        && domain.contains('.')
        && !domain.contains('@')
        && !domain.starts_with('.')
        && !key.chars().any(char::is_whitespace)
        && !key.contains('*');
    let dummy =
        placeholder::is_word(user) || placeholder::is_repeated(user) || placeholder::is_sequential(user);
    (plausible && !dummy).then_some(key)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_and_width_do_not_matter_and_dummies_are_none() {
        assert_eq!(email(" Zhang.San@Example.COM"), Some("zhang.san@example.com".into()));
        for raw in ["", "none@none.com", "123456@qq.com", "a@b", "无"] {
            assert_eq!(email(raw), None, "{raw}");
        }
    }
}
