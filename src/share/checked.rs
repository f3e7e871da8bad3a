//! A partner's file as bytes → a package whose every text is of the form that `share export` gives it. Whoever writes
//! the file chooses what reasons.csv and the terminal say, so nothing but words of ours and a harmless name passes.

use super::package::{BUCKETS, FORMAT, KINDS, Package, SharedRing};
use crate::detect::finding::Kind;
use crate::privacy::mask;
use crate::record::Day;

/// Most characters of a partner's name.
const NAME: usize = 40;
/// Hexadecimal characters of a token.
const TOKEN: usize = 32;

/// The package of a file.
///
/// # Errors
/// In words, what `share export` would never have written.
pub(super) fn package(bytes: &[u8]) -> Result<Package, String> {
    let mut package: Package = serde_json::from_slice(bytes)
        .map_err(|error| format!("not a file of `share export` (line {})", error.line()))?;
    if package.format != FORMAT {
        return Err(format!("its form is not `{FORMAT}`; both sides need the same program"));
    }
    if let Some(problem) = problem_of_name(&package.from) {
        return Err(format!("its `from`: {problem}"));
    }
    if !is_month(&package.as_of) {
        return Err("its `as_of` is no month".into());
    }
    for (place, ring) in package.rings.iter().enumerate() {
        if let Some(problem) = problem_of_ring(ring) {
            return Err(format!("ring {} of it: {problem}", place + 1));
        }
    }
    // A name may carry a phone, which nobody needs to read.
    package.from = mask::free_text(&package.from);
    Ok(package)
}

/// What stands against a name that partners read: cells and terminals would take it for more than a name.
#[must_use]
pub fn problem_of_name(name: &str) -> Option<&'static str> {
    // Signs without width can turn the text around them (Unicode, general category Cf).
    let hidden = |sign: char| {
        sign.is_control()
            || matches!(sign, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
    };
    if name.trim().is_empty() {
        Some("no name")
    } else if name.chars().count() > NAME {
        Some("longer than 40 characters")
    } else if name.chars().any(hidden) {
        Some("signs that nobody sees")
    } else if name.trim_start().starts_with(['=', '+', '-', '@']) {
        Some("begins as a formula does")
    } else {
        None
    }
}

fn problem_of_ring(ring: &SharedRing) -> Option<&'static str> {
    let is_token = |token: &str| {
        token.len() == TOKEN && token.bytes().all(|sign| matches!(sign, b'0'..=b'9' | b'a'..=b'f'))
    };
    if !Kind::ALL.iter().any(|kind| kind.name() == ring.kind) {
        Some("a kind that no ring has")
    } else if !BUCKETS.contains(&ring.persons.as_str()) {
        Some("a number of persons that is no bucket")
    } else if !is_month(&ring.first_month) || !is_month(&ring.last_month) {
        Some("a month that is none")
    } else if !ring.values.iter().all(|value| KINDS.iter().any(|kind| kind.name() == value.kind)) {
        Some("a kind of value that is never shared")
    } else if !ring.values.iter().all(|value| is_token(&value.token)) {
        Some("a token that is none")
    } else {
        None
    }
}

/// Whether a text is a month as it is written, `2026-03`.
fn is_month(text: &str) -> bool {
    let day = text
        .split_once('-')
        .and_then(|(year, month)| Day::from_ymd(year.parse().ok()?, month.parse().ok()?, 1));
    day.is_some_and(|day| day.to_string() == format!("{text}-01"))
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = r#"{"format": "ringkeeper share 1", "from": "A 13912345601", "as_of": "2026-03", "key_check": "9f",
        "rings": [{"kind": "proxy_ring", "persons": "2-4", "first_month": "2026-01", "last_month": "2026-03",
        "values": [{"kind": "phone", "token": "0123456789abcdef0123456789abcdef"}]}]}"#;

    #[test]
    fn a_phone_in_a_partners_name_is_masked() {
        assert_eq!(package(GOOD.as_bytes()).unwrap().from, "A ****");
    }

    #[test]
    fn what_share_export_never_writes_is_refused_with_words() {
        for (of, by, word) in [
            ("A 139", r"\u001b[2J", "nobody sees"),
            ("A 139", "=1+", "formula"),
            (r#""as_of": "2026-03""#, r#""as_of": "=cmd""#, "as_of"),
            (r#""kind": "proxy_ring""#, r#""kind": "王伟""#, "kind that no ring"),
            (r#""persons": "2-4""#, r#""persons": "3""#, "bucket"),
            (r#""last_month": "2026-03""#, r#""last_month": "2026-3""#, "month"),
            (r#""kind": "phone""#, r#""kind": "letter""#, "never shared"),
            ("0123456789abcdef0123", "XYZ", "token"),
            (r#""key_check""#, r#""note": "x", "key_check""#, "share export"),
        ] {
            let error = package(GOOD.replacen(of, by, 1).as_bytes()).unwrap_err();
            assert!(error.contains(word), "{by}: {error}");
        }
    }
}
