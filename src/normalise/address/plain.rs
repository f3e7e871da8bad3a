//! Raw cell → the letters that an address is read from: half width, lower case, no blanks, notes or phones.

use crate::normalise::width;

/// Letters of an address that are read; the rest of a longer cell is prose.
const LONGEST: usize = 160;

/// Half width, lower case, without spaces, punctuation, phones, and notes in brackets that hold no building.
///
/// Digits that only a blank or a mark parts stay apart (`3 2 501` → `3-2-501`): run together they would be
/// another number.
pub(super) fn plain(raw: &str) -> String {
    let mut out = String::with_capacity(raw.len().min(LONGEST * 3));
    let mut parted = false;
    let mut bracket: Option<usize> = None;
    for letter in raw.chars().filter_map(width::half).take(LONGEST) {
        match letter {
            '(' | '[' | '{' | '【' | '〔' | '（' if bracket.is_none() => {
                bracket = Some(out.len());
                parted = false;
            }
            ')' | ']' | '}' | '】' | '〕' | '）' => {
                if let Some(start) = bracket.take()
                    && !names_building(&out[start..])
                {
                    out.truncate(start);
                }
            }
            '—' | '–' | '-' | '_' | '~' | '―' | '−' | '至' if letter != '至' => {
                parted = false;
                if !out.is_empty() && !out.ends_with('-') {
                    out.push('-');
                }
            }
            '\u{4e00}'..='\u{9fff}' | '\u{3400}'..='\u{4dbf}' | '〇' => {
                parted = false;
                out.push(simple(letter));
            }
            '#' | '＃' => {
                parted = false;
                out.push('#');
            }
            letter if letter.is_ascii_alphanumeric() => {
                if parted && letter.is_ascii_digit() && out.ends_with(|last: char| last.is_ascii_digit()) {
                    out.push('-');
                }
                parted = false;
                out.push(letter.to_ascii_lowercase());
            }
            letter if letter.is_alphanumeric() => out.extend(letter.to_lowercase()),
            _ => parted = true,
        }
    }
    if let Some(start) = bracket.filter(|&start| !names_building(&out[start..])) {
        out.truncate(start);
    }
    without_phones(&mut out);
    while out.ends_with('-') {
        out.pop();
    }
    out
}

/// Variants that one keyboard or another writes for the same sign.
fn simple(letter: char) -> char {
    match letter {
        '號' => '号',
        '樓' => '楼',
        '棟' => '栋',
        '層' => '层',
        '單' => '单',
        '區' => '区',
        '縣' => '县',
        '鎮' => '镇',
        '鄉' => '乡',
        '〇' => '零',
        other => other,
    }
}

/// Whether a bracket's content is a building, a room or a part of the place and no note: (3号楼), (A座501), (南湖校区).
fn names_building(text: &str) -> bool {
    const ENDS: [&str; 8] = ["号楼", "栋", "幢", "座", "单元", "室", "层", "号"];
    let starts = text.starts_with(|first: char| first.is_ascii_alphanumeric());
    let part = text.len() <= 18 && ["校区", "院区", "厂区", "期"].iter().any(|end| text.ends_with(end));
    part || starts
        && (ENDS.iter().any(|end| text.ends_with(end)) || text.ends_with(|last: char| last.is_ascii_digit()))
        && text.len() <= 24
}

/// Cuts out mobile numbers: eleven digits that start with 1.
fn without_phones(text: &mut String) {
    let mut start = 0;
    while let Some(found) = text[start..].find(|letter: char| letter.is_ascii_digit()) {
        let from = start + found;
        let length = text[from..].bytes().take_while(u8::is_ascii_digit).count();
        if length == 11 && text[from..].starts_with('1') {
            text.replace_range(from..from + length, "");
            start = from;
        } else {
            start = from + length;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blanks_notes_and_phones_go_and_parted_digits_stay_parted() {
        for (raw, expected) in [
            ("北京市 朝阳区，阳光花园（东门进）３＃", "北京市朝阳区阳光花园3#"),
            ("阳光花园3 2 501", "阳光花园3-2-501"),
            ("阳光花园(3号楼)501", "阳光花园3号楼501"),
            ("阳光花园3栋 13812345678", "阳光花园3栋"),
            ("A座—501", "a座-501"),
            ("阳光花园(近地铁", "阳光花园"),
        ] {
            assert_eq!(plain(raw), expected, "{raw}");
        }
    }
}
