//! Cell text → days and amounts, and the shape of a cell that could not be read.

use crate::normalise::width::fold;
use crate::record::{Day, Money};

/// The day a text means: 2026-03-01, 2026/3/1, 2026.3.1, 20260301, 2026年3月1日, each with an optional time.
#[must_use]
pub fn day(text: &str) -> Option<Day> {
    let bytes = text.as_bytes();
    if let [y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2] = bytes {
        // The form of nearly every export, without a detour.
        let digits = [y1, y2, y3, y4, m1, m2, d1, d2];
        if digits.iter().all(|digit| digit.is_ascii_digit()) {
            let at = |place: usize| i16::from(digits[place] - b'0');
            let year = at(0) * 1000 + at(1) * 100 + at(2) * 10 + at(3);
            return checked(year.into(), (at(4) * 10 + at(5)).into(), (at(6) * 10 + at(7)).into());
        }
    }
    let text = fold(text);
    let text = text.trim();
    let date_end = text.find(['T', ' ', '日']).unwrap_or(text.len());
    let (date, time) = text.split_at(date_end);
    if !time.is_empty() && !is_time(time.trim_start_matches(['T', ' ', '日'])) {
        return None;
    }
    if date.len() == 8 && date.bytes().all(|byte| byte.is_ascii_digit()) {
        return checked(date[..4].parse().ok()?, date[4..6].parse().ok()?, date[6..].parse().ok()?);
    }
    if date.len() == 14 && date.bytes().all(|byte| byte.is_ascii_digit()) && time.is_empty() {
        return checked(date[..4].parse().ok()?, date[4..6].parse().ok()?, date[6..8].parse().ok()?);
    }
    let mut parts = date.split(['-', '/', '.', '年', '月']);
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() || year.len() != 4 || month.len() > 2 || day.len() > 2 {
        return None;
    }
    checked(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
}

fn checked(year: i32, month: i32, day: i32) -> Option<Day> {
    // Earlier than any policy or later than any deadline is a typing slip, not a date.
    if !(1900..=2100).contains(&year) {
        return None;
    }
    Day::from_ymd(year.try_into().ok()?, month.try_into().ok()?, day.try_into().ok()?)
}

/// Whether a text is a time of day, or nothing.
fn is_time(text: &str) -> bool {
    text.trim_end_matches('Z').chars().all(|letter| letter.is_ascii_digit() || ":.+- 时分秒".contains(letter))
}

/// The day of an Excel serial number (1900 system: day 60 is the leap day that never was).
#[must_use]
pub fn excel_day(serial: f64) -> Option<Day> {
    // 25,569 is 1970-01-01; serials below 61 are before March 1900 and mean no date here.
    (61.0..=73_415.0).contains(&serial).then(|| Day(serial.floor() as i32 - 25_569))
}

/// The amount a text means, in fen: separators, 元, ¥, 万元, full-width digits, minus or parentheses.
/// More than two decimals are rounded half away from zero.
#[must_use]
pub fn money(text: &str) -> Option<Money> {
    if text.len() <= 12 && text.bytes().all(|byte| byte.is_ascii_digit()) {
        return text.parse::<i64>().ok().map(|yuan| Money(yuan * 100));
    }
    let folded = fold(text);
    let mut rest: String = folded
        .chars()
        .filter(|letter| !letter.is_whitespace() && !matches!(letter, ',' | '，' | '_'))
        .collect();
    let mut negative = false;
    if let Some(inner) = rest.strip_prefix('(').and_then(|inner| inner.strip_suffix(')')) {
        negative = true;
        rest = inner.to_owned();
    }
    let mut body = rest.trim_start_matches(['¥', '￥']).trim_start_matches("RMB").trim_start_matches("CNY");
    if let Some(positive) = body.strip_prefix('-') {
        negative = !negative;
        body = positive.trim_start_matches(['¥', '￥']);
    }
    body = body.trim_start_matches('+').trim_end_matches("人民币");
    let (body, scale) = match body.strip_suffix("万元").or_else(|| body.strip_suffix('万')) {
        Some(number) => (number, 10_000i128),
        None => (body.trim_end_matches('元'), 1),
    };
    let (whole, fraction) = body.split_once('.').unwrap_or((body, ""));
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if (whole.is_empty() && fraction.is_empty()) || !digits(whole) || !digits(fraction) || whole.len() > 15 {
        return None;
    }
    let fraction = &fraction[..fraction.len().min(12)];
    let power = 10i128.pow(fraction.len() as u32);
    let number = format!("{whole}{fraction}").parse::<i128>().ok()?;
    let fen = (number * scale * 100 * 2 + power) / (power * 2);
    let fen = i64::try_from(fen).ok()?;
    Some(Money(if negative { -fen } else { fen }))
}

/// Length and character classes of a text, never the text: `11 characters: 11 digits`.
#[must_use]
pub fn shape(text: &str) -> String {
    let mut counts = [0u64; 4];
    for letter in text.chars() {
        let class = match letter {
            _ if letter.is_numeric() => 0,
            '\u{3400}'..='\u{9fff}' | '\u{20000}'..='\u{323af}' => 1,
            _ if letter.is_alphabetic() => 2,
            _ => 3,
        };
        counts[class] += 1;
    }
    let names = ["digits", "Han", "letters", "other"];
    let classes: Vec<String> = counts
        .iter()
        .zip(names)
        .filter(|(count, _)| **count > 0)
        .map(|(count, name)| format!("{count} {name}"))
        .collect();
    let total: u64 = counts.iter().sum();
    if total == 0 { "empty".into() } else { format!("{total} characters: {}", classes.join(", ")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_date_form_of_the_contract_is_read() {
        let expected = Day::from_ymd(2026, 3, 1);
        for text in [
            "2026-03-01",
            "2026/3/1",
            "20260301",
            "2026年3月1日",
            "2026年03月01日 12:30",
            "2026-03-01 08:00:00",
            "2026-03-01T08:00:00Z",
            "２０２６－０３－０１",
            "2026.3.1",
            "20260301120000",
            " 2026-3-1 ",
        ] {
            assert_eq!(day(text), expected, "{text}");
        }
    }

    #[test]
    fn impossible_dates_are_no_dates() {
        for text in [
            "2026-02-31",
            "2026-13-01",
            "2025-02-29",
            "0000-00-00",
            "1",
            "12345",
            "yesterday",
            "2026-03-01 noon",
        ] {
            assert_eq!(day(text), None, "{text}");
        }
    }

    #[test]
    fn excel_serials_count_from_1900() {
        assert_eq!(excel_day(46_082.5), Day::from_ymd(2026, 3, 1));
        assert_eq!(excel_day(3.0), None);
    }

    #[test]
    fn every_money_form_of_the_contract_is_read() {
        for (text, fen) in [
            ("1234.5", 123_450),
            ("1,234.50", 123_450),
            ("¥1,234.50", 123_450),
            ("1234.5元", 123_450),
            ("0.12345万元", 123_450),
            ("１２３４．５", 123_450),
            ("-5", -500),
            ("(5)", -500),
            ("3万", 3_000_000),
            ("0", 0),
            (".5", 50),
            ("2.005", 201),
        ] {
            assert_eq!(money(text), Some(Money(fen)), "{text}");
        }
        for text in ["", "abc", "1.2.3", "--5", "12元5", "99999999999999999999"] {
            assert_eq!(money(text), None, "{text}");
        }
    }

    #[test]
    fn a_shape_tells_the_classes_and_not_the_value() {
        assert_eq!(shape("13800138000"), "11 characters: 11 digits");
        assert_eq!(shape("张三a-1"), "5 characters: 1 digits, 2 Han, 1 letters, 1 other");
        assert_eq!(shape(""), "empty");
    }
}
