//! The numbering plan: what a mobile segment is for and whose it is, which city an area code means.
//!
//! Source: the two tables beside this file, written by plan.py from phonenumbers 9.0.43 (libphonenumber,
//! Apache-2.0, files dated 2026-11-06). The use of a segment (virtual operators, data cards and things, satellites)
//! is not in it: it is stated in plan.py as of November 2026, without a document to compare it with. The last column
//! of segments.tsv says which is which; plan.py names the gaps.

use std::sync::LazyLock;

/// What a mobile segment is for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Use {
    /// People who call.
    Mobile,
    /// Customers of a virtual operator.
    Virtual,
    /// Data cards and things: no calls.
    Data,
    /// Satellite phones.
    Satellite,
}

/// Segments by their four digits; areas by the number of their code.
struct Plan {
    segments: Vec<Option<(Use, &'static str)>>,
    areas: Vec<Option<&'static str>>,
}

static PLAN: LazyLock<Plan> = LazyLock::new(|| {
    let mut plan = Plan { segments: vec![None; 10_000], areas: vec![None; 1000] };
    for line in include_str!("segments.tsv").lines() {
        let mut fields = line.split('\t');
        let segment = fields.next().and_then(|digits| digits.parse::<usize>().ok());
        let operator = fields.next().unwrap_or_default();
        let usage = match fields.next() {
            Some("virtual") => Use::Virtual,
            Some("data") => Use::Data,
            Some("satellite") => Use::Satellite,
            _ => Use::Mobile,
        };
        if let Some(place) = segment.and_then(|segment| plan.segments.get_mut(segment)) {
            *place = Some((usage, operator));
        }
    }
    for line in include_str!("area_codes.tsv").lines() {
        let (code, city) = line.split_once('\t').unwrap_or((line, ""));
        if let Some(place) = code.parse::<usize>().ok().and_then(|code| plan.areas.get_mut(code)) {
            *place = Some(city);
        }
    }
    plan
});

/// Use and operator of the segment that eleven digits begin with; `None` for one that is not allotted.
#[must_use]
pub fn segment(digits: &[u8]) -> Option<(Use, &'static str)> {
    *PLAN.segments.get(number(digits.get(..4)?)?)?
}

/// Length of the area code, leading zero included, that the digits begin with, and its cities.
#[must_use]
pub fn area(digits: &[u8]) -> Option<(usize, &'static str)> {
    // 010 and 02x have three digits, all others four.
    let length = if matches!(digits.get(..2)?, b"01" | b"02") { 3 } else { 4 };
    let code = digits.get(..length).filter(|code| code[0] == b'0')?;
    PLAN.areas[number(code)?].map(|city| (length, city))
}

fn number(digits: &[u8]) -> Option<usize> {
    digits
        .iter()
        .try_fold(0, |number, digit| digit.is_ascii_digit().then(|| number * 10 + usize::from(digit - b'0')))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn segments_and_areas_are_known() {
        assert_eq!(segment(b"13912345678"), Some((Use::Mobile, "China Mobile")));
        assert_eq!(segment(b"17012345678"), Some((Use::Virtual, "China Telecom")));
        assert_eq!(segment(b"14812345678"), Some((Use::Data, "China Mobile")));
        assert_eq!(segment(b"15412345678"), None);
        assert_eq!(area(b"075588886666"), Some((4, "广东省深圳市")));
        assert_eq!(area(b"01088886666"), Some((3, "北京市")));
        assert_eq!(
            (area(b"001"), area(b"0999"), area(b"x")),
            (None, Some((4, "新疆伊犁哈萨克自治州")), None)
        );
    }
}
