//! Bank accounts: cards with a Luhn check digit, other accounts by their digits.

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

/// An account in its comparable form.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Account {
    /// Digits without separators.
    pub key: String,
    /// What it is.
    pub class: AccountClass,
}

/// Reads an account; `None` when the cell is empty.
#[must_use]
pub fn account(raw: &str) -> Option<Account> {
    let key = width::compact(raw);
    if key.is_empty() {
        return None;
    }
    let digits = key.bytes().all(|byte| byte.is_ascii_digit());
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
            ("****7894", "****7894", AccountClass::Masked),
            ("0000000000000000", "0000000000000000", AccountClass::Placeholder),
            ("6.22202E+18", "6.22202E+18", AccountClass::Invalid),
            ("57", "57", AccountClass::Invalid),
        ] {
            assert_eq!(account(raw), Some(Account { key: key.into(), class }), "{raw}");
        }
        assert_eq!(account(""), None);
    }
}
