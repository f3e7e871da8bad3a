//! Phone numbers: mobiles, landlines with area code, service numbers; several in one cell.

use super::{placeholder, width};

/// What a number is, and so what it may do.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum PhoneClass {
    /// A mobile number.
    Mobile,
    /// A mobile number of a virtual operator (162, 165, 167, 170, 171): an attribute, never a link by itself.
    VirtualMobile,
    /// A landline with its area code.
    Landline,
    /// A number of a company or an authority: 400, 800, 95xxx, 12378, 110.
    Service,
    /// A known dummy or a word for "no number".
    Placeholder,
    /// Partly hidden (138****1234): never links.
    Masked,
    /// Anything else, also a landline without area code, which means another line in every city.
    Invalid,
}

/// A number in its comparable form.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Phone {
    /// 11 digits of a mobile; area code and number of a landline, `-` and the extension behind it.
    pub key: String,
    /// What it is.
    pub class: PhoneClass,
}

/// All numbers of a cell.
#[must_use]
pub fn phones(raw: &str) -> Vec<Phone> {
    let mut out = Vec::new();
    each_phone(raw, |key, class| out.push(Phone { key: key.to_owned(), class }));
    out
}

/// Calls `found` with every number of a cell, without storing them.
pub fn each_phone(raw: &str, mut found: impl FnMut(&str, PhoneClass)) {
    if raw.len() == 11 && raw.bytes().all(|byte| byte.is_ascii_digit()) {
        return found(raw, class_of_mobile(raw).unwrap_or_else(|| classify(raw)));
    }
    let folded = width::fold(raw);
    let text = folded.trim();
    if text.is_empty() {
        return;
    }
    if placeholder::is_word(text) {
        return found(text, PhoneClass::Placeholder);
    }
    let parts = text.split(['/', ';', '、', ',', '。', '|', '\n', '\r', '\t', '或', '和']);
    for part in parts.map(str::trim).filter(|part| part.bytes().any(|byte| byte.is_ascii_digit())) {
        let (key, class) = one(part);
        // Spaces separate numbers unless the whole part reads as one.
        if class == PhoneClass::Invalid && part.split_whitespace().nth(1).is_some() {
            for word in part.split_whitespace().filter(|word| word.bytes().any(|byte| byte.is_ascii_digit()))
            {
                let (key, class) = one(word);
                found(&key, class);
            }
        } else {
            found(&key, class);
        }
    }
}

/// Reads a part as one number.
fn one(part: &str) -> (String, PhoneClass) {
    if part.contains('*') || part.to_ascii_lowercase().contains("xx") {
        return (part.replace(' ', ""), PhoneClass::Masked);
    }
    let (number, extension) = split_extension(part);
    let mut digits: String = number.chars().filter(char::is_ascii_digit).collect();
    let international = number.trim_start().starts_with('+') || digits.starts_with("00");
    let stripped = digits.trim_start_matches("00");
    if let Some(rest) = stripped.strip_prefix("86")
        && (international || rest.len() == 11)
    {
        // +86 10 8888 6666 has lost the zero of its area code.
        digits = if rest.starts_with('1') && rest.len() == 11 || rest.starts_with('0') {
            rest.to_owned()
        } else {
            format!("0{rest}")
        };
    }
    let class = class_of_mobile(&digits).unwrap_or_else(|| classify(&digits));
    if class == PhoneClass::Landline && !extension.is_empty() {
        digits.push('-');
        digits.push_str(&extension);
    }
    (digits, class)
}

/// Number and extension: 010-88886666转8012, 010-88886666-8012, 010-88886666 ext 8012.
fn split_extension(part: &str) -> (&str, String) {
    let at = part.find("转").or_else(|| part.to_ascii_lowercase().find("ext")).or_else(|| {
        let mut hyphens = part.match_indices('-');
        let second = hyphens.nth(1).map(|(place, _)| place)?;
        let before = part[..second].bytes().filter(u8::is_ascii_digit).count();
        (part.starts_with('0') && before >= 10).then_some(second)
    });
    match at {
        Some(place) => (&part[..place], part[place..].chars().filter(char::is_ascii_digit).collect()),
        None => (part, String::new()),
    }
}

/// The class of eleven digits that start like a mobile; `None` for others.
fn class_of_mobile(digits: &str) -> Option<PhoneClass> {
    let bytes = digits.as_bytes();
    if bytes.len() != 11 || bytes[0] != b'1' || bytes[1] < b'3' {
        return None;
    }
    // 13800138000 is the example number of every form; a tail of eight equal or sequential digits is typed, not owned.
    let tail = &digits[3..];
    if digits == "13800138000" || placeholder::is_repeated(tail) || placeholder::is_sequential(tail) {
        return Some(PhoneClass::Placeholder);
    }
    Some(match &bytes[..3] {
        b"162" | b"165" | b"167" | b"170" | b"171" => PhoneClass::VirtualMobile,
        _ => PhoneClass::Mobile,
    })
}

/// The class of digits that are no mobile.
fn classify(digits: &str) -> PhoneClass {
    let length = digits.len();
    if length < 3 || placeholder::is_repeated(digits) || (length > 6 && placeholder::is_sequential(digits)) {
        return if length == 0 { PhoneClass::Invalid } else { PhoneClass::Placeholder };
    }
    let service = match length {
        3 => digits.starts_with("11") || digits.starts_with("12"),
        5 => ["95", "96", "10", "12", "11"].iter().any(|start| digits.starts_with(start)),
        6..=8 => digits.starts_with("95") && length < 8 || digits.starts_with("123") && length < 7,
        10 => digits.starts_with("400") || digits.starts_with("800"),
        _ => false,
    };
    if service {
        return PhoneClass::Service;
    }
    // Area codes have three digits (010, 02x) or four, numbers seven or eight; none starts with 0 or 1.
    let area = if digits.starts_with("010") || digits.starts_with("02") { 3 } else { 4 };
    let landline = digits.starts_with('0')
        && !digits.starts_with("00")
        && matches!(length.checked_sub(area), Some(7 | 8))
        && !matches!(digits.as_bytes()[area], b'0' | b'1');
    match landline {
        true if placeholder::is_repeated(&digits[area..]) => PhoneClass::Placeholder,
        true if matches!(&digits[area..], number if number.starts_with("95") && number.len() == 5) => {
            PhoneClass::Service
        }
        true => PhoneClass::Landline,
        false => PhoneClass::Invalid,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use PhoneClass::{Invalid, Landline, Masked, Mobile, Placeholder, Service, VirtualMobile};

    fn check(raw: &str, expected: &[(&str, PhoneClass)]) {
        let found: Vec<(String, PhoneClass)> =
            phones(raw).into_iter().map(|phone| (phone.key, phone.class)).collect();
        let found: Vec<(&str, PhoneClass)> =
            found.iter().map(|(key, class)| (key.as_str(), *class)).collect();
        assert_eq!(found, expected, "{raw}");
    }

    #[test]
    fn spellings_of_one_mobile_share_a_key() {
        for raw in [
            "13912345607",
            "139 1234 5607",
            "139-1234-5607",
            "+86 13912345607",
            "0086-13912345607",
            "8613912345607",
            "１３９１２３４５６０７",
            "手机13912345607",
            " 13912345607 ",
        ] {
            check(raw, &[("13912345607", Mobile)]);
        }
    }

    #[test]
    fn landlines_keep_area_code_and_extension() {
        check("010-88886657", &[("01088886657", Landline)]);
        check("(0755)8888 6657", &[("075588886657", Landline)]);
        check("+86 10 88886657", &[("01088886657", Landline)]);
        check("010-88886657-8012", &[("01088886657-8012", Landline)]);
        check("010-88886657转8012", &[("01088886657-8012", Landline)]);
        check("88886657", &[("88886657", Invalid)]);
    }

    #[test]
    fn a_cell_may_hold_several_numbers() {
        let both = [("13912345607", Mobile), ("17012345608", VirtualMobile)];
        for raw in [
            "13912345607/17012345608",
            "13912345607、17012345608",
            "13912345607 17012345608",
            "13912345607，17012345608",
        ] {
            check(raw, &both);
        }
    }

    #[test]
    fn service_numbers_dummies_and_masks_are_told_apart() {
        check("95519", &[("95519", Service)]);
        check("400-800-8008", &[("4008008008", Service)]);
        check("12378", &[("12378", Service)]);
        check("13800138000", &[("13800138000", Placeholder)]);
        check("13888888888", &[("13888888888", Placeholder)]);
        check("00000000000", &[("00000000000", Placeholder)]);
        check("无", &[("无", Placeholder)]);
        check("138****1234", &[("138****1234", Masked)]);
        check("", &[]);
        check("请联系本人", &[]);
    }
}
