//! Digits of one number → what they are: by the numbering plan, the length and the known dummies.

use super::super::placeholder;
use super::PhoneClass;
use super::plan::{self, Use};

/// Numbers printed in forms and advertisements as examples.
const EXAMPLES: [&str; 4] = ["13800138000", "13912345678", "13812345678", "13800000000"];

/// The class of eleven digits that start like a mobile; `None` for others.
pub(super) fn class_of_mobile(digits: &str) -> Option<PhoneClass> {
    let bytes = digits.as_bytes();
    if bytes.len() != 11 || bytes[0] != b'1' || bytes[1] < b'3' {
        return None;
    }
    // A tail of eight equal or sequential digits is typed, not owned.
    let tail = &digits[3..];
    if EXAMPLES.contains(&digits) || placeholder::is_repeated(tail) || placeholder::is_sequential(tail) {
        return Some(PhoneClass::Placeholder);
    }
    Some(match plan::segment(bytes) {
        Some((Use::Mobile, _)) => PhoneClass::Mobile,
        Some((Use::Virtual, _)) => PhoneClass::VirtualMobile,
        Some((Use::Data | Use::Satellite, _)) => PhoneClass::DataMobile,
        None => PhoneClass::Unallotted,
    })
}

/// Starts of the thirteen digits of things (cars, meters, trackers); stated like the segments in plan.py.
const THINGS: [&str; 7] = ["10646", "10647", "10648", "10649", "1400", "1410", "1440"];

/// The class of digits that are no mobile.
pub(super) fn classify(digits: &str) -> PhoneClass {
    let length = digits.len();
    if length == 0 {
        return PhoneClass::Invalid;
    }
    if is_service(digits) {
        return PhoneClass::Service;
    }
    if length < 3 || placeholder::is_repeated(digits) || (length > 6 && placeholder::is_sequential(digits)) {
        return PhoneClass::Placeholder;
    }
    if length == 13 && THINGS.iter().any(|start| digits.starts_with(start)) {
        return PhoneClass::DataMobile;
    }
    // No area code has two zeros; 00 is the way abroad.
    let area = plan::area(digits.as_bytes()).filter(|_| !digits.starts_with("00"));
    let Some((area, _)) = area else { return PhoneClass::Invalid };
    let number = &digits[area..];
    match number.len() {
        5..=8 if is_service(number) && !matches!(number.len(), 7 | 8) => PhoneClass::Service,
        // None starts with 0 or 1.
        7 | 8 if placeholder::is_repeated(number) || placeholder::is_sequential(number) => {
            PhoneClass::Placeholder
        }
        7 | 8 if number.as_bytes()[0] >= b'2' => PhoneClass::Landline,
        _ => PhoneClass::Invalid,
    }
}

/// Whether digits are a number of a company or an authority.
fn is_service(digits: &str) -> bool {
    let starts = |starts: &[&str]| starts.iter().any(|start| digits.starts_with(start));
    match digits.len() {
        3 => starts(&["110", "112", "114", "119", "120", "121", "122", "999"]),
        5 => {
            starts(&["95", "96", "100", "101", "106", "11", "12"]) && !placeholder::is_sequential(digits)
                || digits == "12345"
        }
        6 => starts(&["95", "96", "123"]),
        7 => starts(&["95", "96"]),
        8 => starts(&["95", "1010"]),
        10 => starts(&["400", "800"]) && !placeholder::is_repeated(&digits[3..]),
        _ => false,
    }
}
