//! Bank accounts: cards with a Luhn check digit, other accounts by their digits.

use std::borrow::Cow;

use super::{placeholder, width};

/// What an account number is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum AccountClass {
    /// A bank card: 16 to 19 digits with a valid Luhn digit (ISO/IEC 7812-1).
    Card,
    /// Another account: passbook, company account, or a card with a slip of the pen.
    Account,
    /// Partly hidden.
    Masked,
    /// A dummy.
    Placeholder,
    /// Not an account: too short, or spoilt by a spreadsheet (6.22E+18).
    Invalid,
}

impl AccountClass {
    /// The word written to outputs.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Card => "card",
            Self::Account => "account",
            Self::Masked => "masked",
            Self::Placeholder => "placeholder",
            Self::Invalid => "invalid",
        }
    }

    /// Whether its key may be compared with others.
    #[must_use]
    pub fn has_key(self) -> bool {
        matches!(self, Self::Card | Self::Account)
    }

    /// Why an account has this class, in one sentence.
    #[must_use]
    pub fn reason(self) -> &'static str {
        match self {
            Self::Card => "16 to 19 digits with a valid Luhn digit",
            Self::Account => "8 to 30 digits without a Luhn digit: a passbook, a company account or a slip",
            Self::Masked => "partly hidden: never a link",
            Self::Placeholder => "repeated or sequential digits, or a word for none",
            Self::Invalid => "too short, too long, not digits, or rounded by a spreadsheet",
        }
    }
}

/// An account in its comparable form.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Account<'a> {
    /// Digits without separators; the cell itself where it is nothing else.
    pub key: Cow<'a, str>,
    /// What it is.
    pub class: AccountClass,
}

/// Reads an account; `None` when the cell is empty.
#[must_use]
pub fn account(raw: &str) -> Option<Account<'_>> {
    let mut key = width::compact(raw);
    if key.is_empty() {
        return None;
    }
    let mut digits = key.bytes().all(|byte| byte.is_ascii_digit());
    if !digits {
        key = Cow::Owned(number(key.into_owned()));
        digits = key.bytes().all(|byte| byte.is_ascii_digit());
    }
    let class = if key.contains('*') {
        AccountClass::Masked
    } else if placeholder::is_word(&key) || placeholder::is_repeated(&key) || placeholder::is_sequential(&key)
    {
        AccountClass::Placeholder
    } else if !digits || !(8..=30).contains(&key.len()) {
        AccountClass::Invalid
    } else if (16..=19).contains(&key.len()) && luhn(&key) {
        AccountClass::Card
    } else {
        AccountClass::Account
    };
    Some(Account { key, class })
}

/// The number without a bank's name before it (工商银行6222…) and without the `.0` of a spreadsheet. Sixteen digits
/// and more with `.0` were rounded to fifteen, and stay as they are: no account.
fn number(mut key: String) -> String {
    if let Some(whole) = key.strip_suffix(".00").or_else(|| key.strip_suffix(".0"))
        && whole.len() <= 15
    {
        key.truncate(whole.len());
    }
    let start = key.find(|letter: char| letter.is_ascii_digit() || letter == '*').unwrap_or(0);
    let (name, rest) = key.split_at(start);
    let is_name = name.chars().all(|letter| !letter.is_ascii() || matches!(letter, ':' | '(' | ')'));
    if !name.is_empty() && is_name && rest.bytes().all(|byte| byte.is_ascii_digit()) {
        return rest.to_owned();
    }
    key
}

/// Whether the last digit is the Luhn check digit of the others.
fn luhn(digits: &str) -> bool {
    let sum: u32 = digits
        .bytes()
        .rev()
        .enumerate()
        .map(|(place, digit)| {
            let digit = u32::from(digit - b'0') << (place % 2);
            digit / 10 + digit % 10
        })
        .sum();
    sum.is_multiple_of(10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_card_share_a_key_and_others_are_told_apart() {
        for (raw, key, class) in [
            ("6222 0212 3456 7894", "6222021234567894", AccountClass::Card),
            ("6222-0212-3456-7894", "6222021234567894", AccountClass::Card),
            ("6222021234567890", "6222021234567890", AccountClass::Account),
            ("工商银行：6222 0212 3456 7894", "6222021234567894", AccountClass::Card),
            ("128456789012.0", "128456789012", AccountClass::Account),
            ("6222021234567890.0", "6222021234567890.0", AccountClass::Invalid),
            ("****7894", "****7894", AccountClass::Masked),
            ("0000000000000000", "0000000000000000", AccountClass::Placeholder),
            ("6.22202E+18", "6.22202E+18", AccountClass::Invalid),
            ("57", "57", AccountClass::Invalid),
        ] {
            assert_eq!(account(raw), Some(Account { key: key.into(), class }), "{raw}");
        }
        assert_eq!(account(""), None);
        let clean = account("6222021234567894");
        assert!(matches!(clean, Some(Account { key: Cow::Borrowed(_), .. })), "a clean cell is copied");
    }
}
