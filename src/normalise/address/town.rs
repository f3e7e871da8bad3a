//! The town or street office behind the divisions: listed, by its ending, or without its kind.

use super::numeral;
use super::parts::{Part, Parts, Span};
use super::region::{NOT_BEHIND_SHORT, lies_in};
use crate::normalise::divisions::{self, Rung};

/// A town or street office, listed or by its ending; a listed one may tell its district.
pub(super) fn town(text: &str, at: usize, parts: &mut Parts) -> usize {
    let rest = &text[at..];
    let listed = divisions::town_at_front(rest);
    let context = parts.division.unwrap_or(0);
    let found = listed.map(|(length, _)| length).or_else(|| by_ending(rest)).or_else(|| regiment(rest));
    let Some(end) = found.or_else(|| bare(rest, context)) else { return street_office(text, at, parts) };
    if let Some((_, counties)) = listed {
        // 江干区下沙街道: the district is gone, and its towns went to several.
        let written = parts.slice_of(text, Part::District);
        let gone =
            !written.is_empty() && divisions::name(context).is_some_and(|name| !name.starts_with(written));
        let around = if gone && !counties.contains(&context) { context / 100 * 100 } else { context };
        let mut inside = counties.iter().filter(|&&county| lies_in(county, around));
        if let (Some(&county), None) = (inside.next(), inside.next())
            && (gone || !parts.has(Part::District))
            && divisions::rung(county) == Rung::County
        {
            parts.division = Some(county);
        }
    }
    parts.set(Part::Town, Span::new(at, at + end));
    let behind = &text[at + end..];
    at + end
        + ["街道办事处", "办事处", "人民政府", "政府"]
            .iter()
            .find(|word| behind.starts_with(**word))
            .map_or(0, |word| word.len())
}

/// Bytes of a regiment of the Production and Construction Corps, which is its town: 143团, 十团.
fn regiment(rest: &str) -> Option<usize> {
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let number = if digits > 0 { digits } else { numeral::chinese_length(rest) };
    let behind = rest[number..].strip_prefix('团').filter(|_| number > 0)?;
    let name = ["结", "部", "购", "圆", "员"].iter().any(|word| behind.starts_with(word));
    (!name).then(|| number + '团'.len_utf8() + if behind.starts_with('场') { 3 } else { 0 })
}

/// A street office whose kind lost its 道, where a road follows: 同和街 in 同和街同泰路98号.
fn street_office(text: &str, at: usize, parts: &mut Parts) -> usize {
    let rest = &text[at..];
    let found = divisions::bare_town_at_front(rest, parts.division.unwrap_or(0));
    let Some(length) = found else { return at };
    let Some(behind) = rest[length..].strip_prefix('街') else { return at };
    let word = &behind[..behind.find(|letter: char| letter.is_ascii()).unwrap_or(behind.len())];
    if !word.char_indices().any(|(place, letter)| place >= 3 && "路街巷".contains(letter)) {
        return at;
    }
    parts.set(Part::Town, Span::new(at, at + length));
    at + length + '街'.len_utf8()
}

/// Bytes of a town written without its kind, where a whole road, village or estate follows: 鱼洞 in 鱼洞鱼轻路15号.
fn bare(rest: &str, county: u32) -> Option<usize> {
    let length = divisions::bare_town_at_front(rest, county)?;
    let behind = &rest[length..];
    let word = &behind[..behind.find(|letter: char| letter.is_ascii()).unwrap_or(behind.len())];
    let Some(place) = word.find(['路', '街', '巷', '村']) else {
        return in_front_of_name(rest, county);
    };
    let own = place >= 9 && !behind.starts_with(['镇', '乡'])
        || !behind.starts_with(|first: char| {
            "东西南北中大前后上下新老小内外支一二三四五六七八九十路街巷村镇乡岛湖山河江桥".contains(first)
        });
    (own && place >= 6).then_some(length)
}

/// What many places of a town are called by, so that the town belongs to the name: 四季青服装市场, 莲前集团大厦.
const COMMON: [&str; 24] = [
    "中心", "工业", "商业", "中央", "集团", "服装", "农贸", "商贸", "科技", "创业", "产业", "职工", "家属",
    "安置", "供销", "建材", "汽车", "五金", "综合", "文化", "批发", "购物", "水果", "物流",
];

/// Bytes of a town without its kind in front of a name that stands by itself: 北苑 in 北苑春晗一区. The name has three
/// letters or more and is no common word.
pub(super) fn in_front_of_name(text: &str, county: u32) -> Option<usize> {
    let length = divisions::bare_town_at_front(text, county)?;
    let (town, behind) = text.split_at(length);
    let word = &behind[..behind.find(|letter: char| letter.is_ascii()).unwrap_or(behind.len())];
    // 田林十二村: the town's name is that of its estates, which are counted.
    let number = numeral::chinese_length(word);
    let counted = number > 0 && word[number..].starts_with(['村', '区', '期', '里']);
    let common = || counted || NOT_BEHIND_SHORT.iter().chain(&COMMON).any(|kind| word.starts_with(kind));
    (word.len() >= 9 && !town.ends_with(['路', '街', '巷', '道']) && !common()).then_some(length)
}

/// Bytes of a town by its ending: 1 to 5 letters and 镇, 乡, 街道, 苏木.
fn by_ending(rest: &str) -> Option<usize> {
    for (place, letter) in rest.char_indices().take(7) {
        if place >= 6 && rest[place..].starts_with("办事处") {
            return Some(place + 9);
        }
        let after = &rest[place + letter.len_utf8()..];
        let other = ["路", "街", "村", "江", "海", "区", "巷", "中路", "中学", "中心", "下", "道"]
            .iter()
            .any(|word| after.starts_with(word));
        match letter {
            '镇' | '乡' if place >= 3 && !other => return Some(place + 3),
            '街' if place >= 3 && after.starts_with('道') && !after.starts_with("道口") => {
                return Some(place + 6);
            }
            '苏' if place >= 6 && after.starts_with('木') => return Some(place + 6),
            // 常营地区 is a town of Beijing, 甸柳新村街道 one of Jinan.
            '地' if place >= 6 && after.starts_with('区') => return Some(place + 6),
            '村' if after.starts_with("街道") => {}
            '路' | '村' | '号' | '巷' => return None,
            letter if letter.is_ascii() => return None,
            _ => {}
        }
    }
    None
}
