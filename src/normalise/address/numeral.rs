//! Numbers as addresses write them: Arabic, Chinese, with letters, with a side (东户).

use std::fmt::Write as _;

/// The digit of a Chinese numeral; 10 and 100 for 十 and 百.
pub(super) fn numeral(letter: char) -> Option<u32> {
    Some(match letter {
        '零' | '〇' => 0,
        '一' | '壹' => 1,
        '二' | '两' | '贰' => 2,
        '三' | '叁' => 3,
        '四' | '肆' => 4,
        '五' | '伍' => 5,
        '六' | '陆' => 6,
        '七' | '柒' => 7,
        '八' | '捌' => 8,
        '九' | '玖' => 9,
        '十' | '拾' => 10,
        '百' => 100,
        _ => return None,
    })
}

/// Bytes of the Chinese numerals at the front of a text.
pub(super) fn chinese_length(text: &str) -> usize {
    text.chars().take_while(|&letter| numeral(letter).is_some()).count() * 3
}

/// Bytes of the number at the front of a text: digits with a letter beside (3, 12a, b2), one letter (a), or
/// zero. Longer Latin words are names (soho, cbd).
pub(super) fn latin_length(text: &str) -> usize {
    let bytes = text.as_bytes();
    let alphabetic = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_lowercase);
    let start = usize::from(alphabetic(0));
    if start == 1 && alphabetic(1) {
        return 0;
    }
    let digits = bytes[start..].iter().take_while(|byte| byte.is_ascii_digit()).count();
    // 3f is a floor: the letter counts, it does not name.
    let floor = bytes.get(digits) == Some(&b'f')
        && !["室", "号", "房", "户"].iter().any(|kind| text[digits + 1..].starts_with(kind));
    if start == 0 && digits > 0 && alphabetic(digits) && !alphabetic(digits + 1) && !floor {
        return digits + 1;
    }
    start + digits
}

/// Appends the number in its comparable form: digits without leading zeros, marks and counting words as `-`
/// (甲12 stays, 三百零一 → 301, 五〇一 → 501, 3栋a → 3-a).
pub(super) fn push_value(out: &mut String, text: &str) {
    let mut rest = text;
    let begin = out.len();
    while let Some(letter) = rest.chars().next() {
        let chinese = chinese_length(rest);
        if chinese > 0 {
            if let Some(number) = value(&rest[..chinese]) {
                if out.len() > begin && out.ends_with(|last: char| last.is_ascii_digit()) {
                    out.push('-');
                }
                let _ = write!(out, "{number}");
            }
            rest = &rest[chinese..];
        } else if letter.is_ascii_digit() {
            let length = rest.bytes().take_while(u8::is_ascii_digit).count();
            let digits = rest[..length].trim_start_matches('0');
            out.push_str(if digits.is_empty() { "0" } else { digits });
            rest = &rest[length..];
        } else {
            match letter {
                '号' if starts_with_sign(&rest[3..]) => {}
                '号' | '栋' | '幢' | '座' | '楼' | '#' | '院' | '弄' | '支' | '之' | '附' | '-' | '第'
                | '委' | '组' | '队' | '社' | '连' => {
                    if out.len() > begin && !out.ends_with('-') {
                        out.push('-');
                    }
                }
                // 负一层, 地下一层 are b1.
                '负' => out.push('b'),
                '地' if rest.starts_with("地下") && chinese_or_digit(&rest["地下".len()..]) => {
                    out.push('b');
                    rest = &rest['地'.len_utf8()..];
                }
                // 301室a: what counts between two numbers parts them.
                letter => out.push(letter),
            }
            rest = &rest[letter.len_utf8()..];
        }
    }
    while out.len() > begin && out.ends_with('-') {
        out.pop();
    }
}

/// Appends a room in its comparable form, its side behind its number: 西户501 → 501西.
pub(super) fn push_room(out: &mut String, text: &str) {
    const SIDES: [char; 7] = ['东', '西', '南', '北', '中', '左', '右'];
    let number = text.trim_start_matches(SIDES);
    let side = &text[..text.len() - number.len()];
    let number = ["边户", "侧户", "户"].iter().find_map(|kind| number.strip_prefix(kind)).unwrap_or(number);
    if !side.is_empty() && !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit()) {
        push_value(out, number);
        out.push_str(side);
    } else {
        push_value(out, text);
    }
}

/// Whether 甲, 乙, 丙 or 丁 follows, which belongs to the number before: 12号甲 → 12甲.
fn starts_with_sign(text: &str) -> bool {
    text.starts_with(['甲', '乙', '丙', '丁'])
}

fn chinese_or_digit(text: &str) -> bool {
    text.starts_with(|first: char| first.is_ascii_digit() || numeral(first).is_some())
}

/// The value of Chinese numerals: 十二 → 12, 三百零一 → 301, 五〇一 → 501. `None` where it is no number.
fn value(text: &str) -> Option<u64> {
    let numerals = || text.chars().filter_map(numeral);
    if numerals().count() > 6 {
        return None;
    }
    if numerals().all(|number| number < 10) {
        return Some(numerals().fold(0, |total, number| total * 10 + u64::from(number)));
    }
    let (mut total, mut digit) = (0u64, None);
    for number in numerals().map(u64::from) {
        match number {
            10 | 100 => total += digit.take().unwrap_or(1) * number,
            number => digit = Some(number),
        }
    }
    Some(total + digit.unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_number_has_one_value_however_it_is_written() {
        for (text, expected) in [
            ("12", "12"),
            ("十二", "12"),
            ("0501", "501"),
            ("五零一", "501"),
            ("三百零一", "301"),
            ("一百零二", "102"),
            ("3栋a", "3-a"),
            ("12号附3", "12-3"),
            ("甲12", "甲12"),
            ("b1", "b1"),
            ("负一", "b1"),
            ("地下2", "b2"),
            ("12号甲", "12甲"),
            ("东", "东"),
            ("00", "0"),
        ] {
            let mut out = String::new();
            push_value(&mut out, text);
            assert_eq!(out, expected, "{text}");
        }
    }

    #[test]
    fn a_number_may_have_one_letter_beside() {
        for (text, length) in
            [("12a室", 3), ("3f", 1), ("a座", 1), ("b2栋", 2), ("soho", 0), ("路", 0), ("501", 3)]
        {
            assert_eq!(latin_length(text), length, "{text}");
        }
    }
}
