//! Identity numbers: resident (GB 11643-1999) with check digit, other documents kept apart by class.

use std::borrow::Cow;

use super::{divisions, placeholder, width};
use crate::record::Day;

/// What a number is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum IdClass {
    /// A resident identity number whose region, birth date and check digit hold; residence permits of Hong Kong,
    /// Macao and Taiwan people (81 to 83) have the same form.
    Resident,
    /// A permanent residence card of a foreigner: 9, a province, a nationality and a birth date
    /// with the same check digit (2023 form), or three
    /// letters and twelve digits (before).
    ForeignResident,
    /// A passport: one or two letters and seven or eight digits.
    Passport,
    /// A travel permit of Hong Kong and Macao (H or M and 8 or 10 digits) or Taiwan people (8 digits).
    TravelPermit,
    /// A document of the armed forces: 军字第2001988号.
    Military,
    /// A unified social credit code (GB 32100-2015) with its check digit: a company, no person.
    Organisation,
    /// Letters and at least six digits of another document; with fewer, two people may well have the same.
    Other,
    /// Partly hidden.
    Masked,
    /// A dummy.
    Placeholder,
    /// None of these: a slip of the pen, or a number of nothing known.
    Invalid,
}

impl IdClass {
    /// The word written to outputs.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Resident => "resident",
            Self::ForeignResident => "foreign_resident",
            Self::Passport => "passport",
            Self::TravelPermit => "travel_permit",
            Self::Military => "military",
            Self::Organisation => "organisation",
            Self::Other => "other",
            Self::Masked => "masked",
            Self::Placeholder => "placeholder",
            Self::Invalid => "invalid",
        }
    }

    /// Whether its key may be compared with others.
    #[must_use]
    pub fn has_key(self) -> bool {
        !matches!(self, Self::Masked | Self::Placeholder | Self::Invalid)
    }
}

/// A number in its comparable form.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct IdNo<'a> {
    /// 18 characters for residents (15-digit numbers are converted), else the upper-case text; the cell itself
    /// where that is its key.
    pub key: Cow<'a, str>,
    /// What it is.
    pub class: IdClass,
}

impl IdNo<'_> {
    /// Birth date of a resident; empty for others. Written as it stands in the number, with hyphens.
    #[must_use]
    pub fn born(&self) -> String {
        match (self.class, self.key.get(6..10), self.key.get(10..12), self.key.get(12..14)) {
            (IdClass::Resident, Some(year), Some(month), Some(day)) => format!("{year}-{month}-{day}"),
            _ => String::new(),
        }
    }

    /// Division code (GB/T 2260) of a resident, six digits; empty for others.
    #[must_use]
    pub fn division(&self) -> &str {
        if self.class == IdClass::Resident { self.key.get(..6).unwrap_or_default() } else { "" }
    }

    /// Whether GB/T 2260 has or had a resident's division since 1980; `true` for other documents. The list has
    /// gaps, so an unknown division is a doubt and never a reject.
    #[must_use]
    pub fn is_division_known(&self) -> bool {
        self.division().parse().is_ok_and(divisions::is_known_code) || self.division().is_empty()
    }

    /// Why the number has its class, in one sentence.
    #[must_use]
    pub fn reason(&self) -> &'static str {
        match self.class {
            IdClass::Resident if self.is_division_known() => {
                "region, birth date and check digit hold (GB 11643)"
            }
            IdClass::Resident => {
                "birth date and check digit hold, but GB/T 2260 never had the division: look at the document"
            }
            IdClass::ForeignResident => "a permanent residence card of a foreigner",
            IdClass::Passport => "the form of a passport",
            IdClass::TravelPermit => "the form of a travel permit of Hong Kong, Macao or Taiwan",
            IdClass::Military => "a document of the armed forces",
            IdClass::Organisation => "a unified social credit code with its check digit: an organisation",
            IdClass::Other => "letters and six or more digits of another document",
            IdClass::Masked => "partly hidden: never a link",
            IdClass::Placeholder => "repeated, sequential or a word for none",
            IdClass::Invalid => fault(&self.key),
        }
    }
}

/// Reads an identity number; `None` when the cell is empty.
#[must_use]
pub fn id_no(raw: &str) -> Option<IdNo<'_>> {
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
    let key = if digits && key.len() == 15 { to_18(&key).into() } else { key };
    let class = class_of(&key);
    Some(IdNo { key, class })
}

/// The class of a compact number that is neither hidden nor a dummy.
fn class_of(key: &str) -> IdClass {
    if let Some(rest) = military(key) {
        return if rest { IdClass::Military } else { IdClass::Invalid };
    }
    if !key.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        return IdClass::Invalid;
    }
    let letters = key.bytes().take_while(u8::is_ascii_alphabetic).count();
    let rest = &key[letters..];
    let number = rest.bytes().all(|byte| byte.is_ascii_digit());
    let digits = key.bytes().filter(u8::is_ascii_digit).count();
    match (letters, rest.len()) {
        (0, 18) if is_resident(key) => IdClass::Resident,
        (0, 18) if key.starts_with('9') && is_checked(key) && is_region(&key[1..3]) && born(key) => {
            IdClass::ForeignResident
        }
        // A resident's number with a slip passes the other check digit once in 31.
        (0, 18) if is_region(&key[..2]) && born(key) => IdClass::Invalid,
        _ if key.len() == 18 && is_organisation(key) => IdClass::Organisation,
        (3, 12) if number => IdClass::ForeignResident,
        (1, 8 | 10) if number && matches!(key.as_bytes()[0], b'H' | b'M') => IdClass::TravelPermit,
        // A date in the wrong column is no permit: 19800102.
        (0, 8) if number && !is_date(key) => IdClass::TravelPermit,
        (1 | 2, 7 | 8) if number => IdClass::Passport,
        _ if key.len() == 15 || key.len() == 18 => IdClass::Invalid,
        _ if key.len() <= 20 && !(letters == 0 && number) && digits >= 6 => IdClass::Other,
        _ => IdClass::Invalid,
    }
}

/// The identity number of a cell when it is a whole, valid one.
#[must_use]
pub fn usable(raw: &str) -> Option<Cow<'_, str>> {
    let parsed = id_no(raw)?;
    parsed.class.has_key().then_some(parsed.key)
}

/// Whether a text that speaks of the forces (军, 士, 文, 武 … 字第 … 号) holds a number; `None` for other texts.
fn military(key: &str) -> Option<bool> {
    let (before, after) = key.split_once("字第")?;
    let digits = after.strip_suffix('号').unwrap_or(after);
    let known = [
        "军", "士", "文", "武", "警", "官", "兵", "义", "南", "北", "沈", "兰", "成", "济", "广", "海", "空",
        "参", "政", "后", "装",
    ];
    Some(
        known.iter().any(|word| before.contains(word))
            && (4..=10).contains(&digits.len())
            && digits.bytes().all(|digit| digit.is_ascii_digit()),
    )
}

/// The check character of a unified social credit code (GB 32100-2015, MOD 31); no letter I, O, S, V or Z.
fn is_organisation(key: &str) -> bool {
    const ALPHABET: &[u8; 31] = b"0123456789ABCDEFGHJKLMNPQRTUWXY";
    let mut weight = 1;
    let mut sum = 0;
    for &letter in &key.as_bytes()[..17] {
        let Some(value) = ALPHABET.iter().position(|&known| known == letter) else { return false };
        sum += value * weight;
        weight = weight * 3 % 31;
    }
    // The six characters from the third on are a division code; 100000 is the whole country. Without it, one
    // resident's number in 31 whose birth date is a slip would pass.
    (is_region(&key[2..4]) || key[2..].starts_with("100000"))
        && key.as_bytes()[2..8].iter().all(u8::is_ascii_digit)
        && ALPHABET[(31 - sum % 31) % 31] == key.as_bytes()[17]
}

/// The 18-character form of a 15-digit number: century and check digit added. Orders 996 to 999 were kept for
/// people already a hundred years old (GB 11643-1989).
fn to_18(old: &str) -> String {
    let century = if matches!(&old[12..], "996" | "997" | "998" | "999") { "18" } else { "19" };
    let mut out = format!("{}{century}{}", &old[..6], &old[6..]);
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
    is_checked(key) && is_region(&key[..2]) && born(key)
}

/// Whether the last of 18 characters is the check digit of 17 digits.
fn is_checked(key: &str) -> bool {
    key.is_ascii()
        && key.len() == 18
        && key.as_bytes()[..17].iter().all(u8::is_ascii_digit)
        && key.ends_with(check_digit(&key[..17]))
}

/// Whether the number begins with a province of GB/T 2260; 81 to 83 are residence permits of Hong Kong, Macao and
/// Taiwan people. Counties are not asked for: the list of retired codes has gaps.
fn is_region(first: &str) -> bool {
    matches!(
        first,
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
    )
}

/// Whether digits 7 to 14 are a birth date.
fn born(key: &str) -> bool {
    is_date(&key[6..14])
}

/// Whether eight digits are a day between 1880 and 2099.
fn is_date(digits: &str) -> bool {
    let day = match (digits[..4].parse(), digits[4..6].parse(), digits[6..].parse()) {
        (Ok(year), Ok(month), Ok(day)) if (1880..2100).contains(&year) => Day::from_ymd(year, month, day),
        _ => None,
    };
    day.is_some()
}

/// What is wrong with an invalid number.
fn fault(key: &str) -> &'static str {
    if key.len() != 18 || !key.is_ascii() || !key.as_bytes()[..17].iter().all(u8::is_ascii_digit) {
        "no form of a known document"
    } else if !is_region(&key[..2]) {
        "no province has these first two digits"
    } else if !born(key) {
        "the birth date does not exist"
    } else {
        "the check digit is wrong: a slip of the pen"
    }
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
    fn a_clean_cell_is_its_own_key_without_a_copy() {
        for raw in ["11010519491231002X", "E12345678"] {
            assert!(matches!(id_no(raw), Some(IdNo { key: Cow::Borrowed(_), .. })), "{raw}");
        }
    }

    #[test]
    fn a_wrong_check_digit_date_or_region_is_invalid() {
        for raw in ["110105194912310021", "110105194913310021", "990105194912310026"] {
            assert_eq!(id_no(raw).unwrap().class, IdClass::Invalid, "{raw}");
        }
    }

    #[test]
    fn an_unknown_division_is_a_doubt_and_no_reject() {
        let known = id_no("11010519491231002X").unwrap();
        let doubtful = id_no("11019919491231002X").unwrap();
        assert_eq!((known.class, doubtful.class), (IdClass::Resident, IdClass::Resident));
        assert!(known.is_division_known() && !doubtful.is_division_known());
        assert!(doubtful.reason().contains("GB/T 2260"));
    }

    #[test]
    fn another_document_needs_digits_enough_to_tell_people_apart() {
        check("XJ2019A0031", "XJ2019A0031", IdClass::Other);
        check("ABC12", "ABC12", IdClass::Invalid);
    }

    #[test]
    fn other_documents_dummies_and_masks_are_kept_apart() {
        check("E12345678", "E12345678", IdClass::Passport);
        check("h0123456701", "H0123456701", IdClass::TravelPermit);
        check("91350100M000100Y43", "91350100M000100Y43", IdClass::Organisation);
        check("军字第2001988号", "军字第2001988号", IdClass::Military);
        check("CAN110108010101", "CAN110108010101", IdClass::ForeignResident);
        check("111111111111111111", "111111111111111111", IdClass::Placeholder);
        check("1101**********002X", "1101**********002X", IdClass::Masked);
        assert_eq!(id_no(" "), None);
    }
}
