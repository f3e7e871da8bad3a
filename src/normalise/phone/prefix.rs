//! What stands before a number: country code, access code, long-distance zero.

use super::super::placeholder;
use super::class::{class_of_mobile, classify};
use super::{Digits, PhoneClass, plan};

/// Whether a number has a country code other than 86: a plus or 00, then 8 to 15 digits (ITU-T E.164).
pub(super) fn is_foreign(number: &str, digits: &str) -> bool {
    let plus = number.trim_start_matches(['(', ' ']).starts_with('+');
    let code = digits.strip_prefix("00").or(plus.then_some(digits));
    code.is_some_and(|code| {
        (8..=15).contains(&code.len())
            && !code.starts_with('0')
            && !code.starts_with("86")
            && !placeholder::is_repeated(code)
    })
}

/// Access codes that were dialled before a number to save money (中国移动, 中国电信, 中国联通 IP calls).
const ACCESS: [&str; 8] = ["17951", "17911", "17909", "17908", "17901", "12593", "10193", "11808"];

/// Takes country code, access code and long-distance zero from before a number, and puts back the zero of an
/// area code that had lost it.
pub(super) fn strip_prefixes(raw: &str, out: &mut Digits) {
    let plus = raw.trim_start_matches(['(', ' ']).starts_with('+');
    for access in ACCESS {
        if out.text().starts_with(access) && out.length >= access.len() + 10 {
            out.drop_first(access.len());
        }
    }
    let zeros = if out.text().starts_with("00") { 2 } else { 0 };
    if let Some(rest) = out.text()[zeros..].strip_prefix("86")
        && (plus || zeros > 0 || rest.len() == 11)
    {
        // +86 10 8888 6666 has lost the zero of its area code.
        let whole = rest.len() == 11 && class_of_mobile(rest).is_some()
            || rest.starts_with('0')
            || classify(rest) == PhoneClass::Service;
        out.drop_first(zeros + 2);
        if !whole {
            out.put_zero_first();
        }
    }
    if out.length == 12 && out.text().starts_with('0') && class_of_mobile(&out.text()[1..]).is_some() {
        out.drop_first(1);
    } else if lost_zero(raw) {
        out.put_zero_first();
    }
}

/// Whether a separator stands behind a known area code without its zero: 755-88886666, 10 8888 6666.
fn lost_zero(raw: &str) -> bool {
    let raw = raw.trim_start_matches(['(', ' ']);
    if raw.starts_with('0') {
        return false;
    }
    let Some(length) = raw.bytes().position(|byte| !byte.is_ascii_digit()) else { return false };
    let code = raw.as_bytes()[..length].iter().fold([b'0'; 4], |[_, a, b, c], &digit| [a, b, c, digit]);
    let rest = raw[length..].bytes().filter(u8::is_ascii_digit).count();
    let code = if length == 2 { &code[1..] } else { &code[..] };
    matches!(length, 2 | 3)
        && matches!(rest, 7 | 8)
        && !matches!(code, b"0400" | b"0800")
        && plan::area(code).is_some_and(|(known, _)| known == code.len())
}
