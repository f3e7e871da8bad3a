//! Identity numbers: resident (GB 11643-1999) with check digit, others kept apart.

use super::{placeholder, width};
use crate::record::Day;

/// What a number is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum IdClass {
    /// A resident identity number whose region, birth date and check digit hold.
    Resident,
    /// A passport, travel permit or the like.
    Other,
    /// Partly hidden.
    Masked,
    /// A dummy.
    Placeholder,
    /// Neither: a slip of the pen, or a number of nothing known.
    Invalid,
}

/// A number in its comparable form.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct IdNo {
    /// 18 characters for residents (15-digit numbers are converted), else the upper-case text.
    pub key: String,
    /// What it is.
    pub class: IdClass,
}

/// Reads an identity number; `None` when the cell is empty.
#[must_use]
pub fn id_no(raw: &str) -> Option<IdNo> {
    let key = width::compact(raw);
    if key.is_empty() {
        return None;
    }
    if key.contains('*') {
        return Some(IdNo { key, class: IdClass::Masked });
    }
    let digits = key.bytes().all(|byte| byte.is_ascii_digit());
    if placeholder::is_word(&key) || placeholder::is_repeated(&key) || placeholder::is_sequential(&key) {
        return Some(IdNo { key, class: IdClass::Placeholder });
    }
    let key = if digits && key.len() == 15 { to_18(&key) } else { key };
    let class = match key.len() {
        18 if is_resident(&key) => IdClass::Resident,
        15 | 18 => IdClass::Invalid,
        5..=20 if !digits || key.len() == 8 => {
            if key.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
                IdClass::Other
            } else {
                IdClass::Invalid
            }
        }
        _ => IdClass::Invalid,
    };
    Some(IdNo { key, class })
}

/// The identity number of a cell when it is a whole, valid one.
#[must_use]
pub fn usable(raw: &str) -> Option<String> {
    let parsed = id_no(raw)?;
    matches!(parsed.class, IdClass::Resident | IdClass::Other).then_some(parsed.key)
}

/// The 18-character form of a 15-digit number: century 19 and check digit added.
fn to_18(old: &str) -> String {
    let mut out = format!("{}19{}", &old[..6], &old[6..]);
    out.push(check_digit(&out));
    out
}

/// The check digit of the first 17 digits (ISO 7064, MOD 11-2).
fn check_digit(digits: &str) -> char {
    const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let sum: u32 =
        digits.bytes().zip(WEIGHTS).map(|(digit, weight)| u32::from(digit.wrapping_sub(b'0')) * weight).sum();
    char::from(b"10X98765432"[(sum % 11) as usize])
}

fn is_resident(key: &str) -> bool {
    let body = key.as_bytes()[..17].iter().all(u8::is_ascii_digit);
    if !body || !key.is_ascii() || !key.ends_with(check_digit(&key[..17])) {
        return false;
    }
    // First two digits of GB/T 2260; 81 to 83 are residence permits of Hong Kong, Macao and Taiwan people.
    let region = matches!(
        &key[..2],
        "11" | "12"
            | "13"
            | "14"
            | "15"
            | "21"
            | "22"
            | "23"
            | "31"
            | "32"
            | "33"
            | "34"
            | "35"
            | "36"
            | "37"
            | "41"
            | "42"
            | "43"
            | "44"
            | "45"
            | "46"
            | "50"
            | "51"
            | "52"
            | "53"
            | "54"
            | "61"
            | "62"
            | "63"
            | "64"
            | "65"
            | "71"
            | "81"
            | "82"
            | "83"
    );
    let born = match (key[6..10].parse(), key[10..12].parse(), key[12..14].parse()) {
        (Ok(year), Ok(month), Ok(day)) if year >= 1880 => Day::from_ymd(year, month, day),
        _ => None,
    };
    region && born.is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(raw: &str, key: &str, class: IdClass) {
        assert_eq!(id_no(raw), Some(IdNo { key: key.into(), class }), "{raw}");
    }

    #[test]
    fn fifteen_and_eighteen_digits_of_one_person_share_a_key() {
        check("11010519491231002X", "11010519491231002X", IdClass::Resident);
        check("11010519491231002x", "11010519491231002X", IdClass::Resident);
        check("110105491231002", "11010519491231002X", IdClass::Resident);
        check("110105 19491231 002Ｘ", "11010519491231002X", IdClass::Resident);
    }

    #[test]
    fn a_wrong_check_digit_date_or_region_is_invalid() {
        for raw in ["110105194912310021", "110105194913310021", "990105194912310026"] {
            assert_eq!(id_no(raw).unwrap().class, IdClass::Invalid, "{raw}");
        }
    }

    #[test]
    fn other_documents_dummies_and_masks_are_kept_apart() {
        check("E12345678", "E12345678", IdClass::Other);
        check("h0123456701", "H0123456701", IdClass::Other);
        check("111111111111111111", "111111111111111111", IdClass::Placeholder);
        check("1101**********002X", "1101**********002X", IdClass::Masked);
        assert_eq!(id_no(" "), None);
    }
}
