//! The front of an address: province, city, district, zone and town, with what the narrower ones tell.

use super::numeral;
use super::parts::{Part, Parts, Span};
use super::town::town;
use crate::normalise::divisions::{self, Form, Named, Rung};

/// What may not follow a division's short name: there it is part of another name (杭州路, 北京大学, 上海花园).
pub(super) const NOT_BEHIND_SHORT: [&str; 49] = [
    "之",
    "巴巴",
    "机场",
    "人民",
    "大酒店",
    "路",
    "街",
    "大道",
    "大街",
    "道",
    "巷",
    "东路",
    "西路",
    "南路",
    "北路",
    "中路",
    "东街",
    "西街",
    "南街",
    "北街",
    "大厦",
    "花园",
    "小区",
    "广场",
    "银行",
    "大学",
    "学院",
    "饭店",
    "酒店",
    "宾馆",
    "公寓",
    "新村",
    "公园",
    "村",
    "镇",
    "乡",
    "家园",
    "城",
    "苑",
    "里",
    "湾",
    "国际",
    "公司",
    "医院",
    "中学",
    "小学",
    "火车站",
    "高速",
    "站",
];

/// Endings of development zones.
const ZONES: [&str; 15] = [
    "高新技术产业开发区",
    "经济技术开发区",
    "开发区",
    "高新区",
    "经开区",
    "工业园区",
    "产业园区",
    "工业集中区",
    "产业集聚区",
    "保税区",
    "度假区",
    "示范区",
    "管理区",
    "工业区",
    "新区",
];

/// Words that stand between divisions and name none.
const FILLERS: [&str; 5] = ["市辖区", "中华人民共和国", "中国", "生产建设兵团", "兵团"];

/// Reads the region at the front; returns the place in the text behind it.
pub(super) fn read(parts: &mut Parts) -> usize {
    let text = std::mem::take(&mut parts.text);
    let mut at = 0;
    let mut context = 0u32;
    loop {
        if let Some(filler) = FILLERS.iter().find(|filler| text[at..].starts_with(**filler)) {
            // 中国银行 is a name; 中国 in front of a division is none.
            if *filler != "中国" || divisions::at_front(&text[at + filler.len()..]).next().is_some() {
                at += filler.len();
                at += corps_division(&text[at..]);
                continue;
            }
        }
        let Some((length, code)) = division(&text[at..], context, parts) else { break };
        let part = match code.map_or(Rung::County, divisions::rung) {
            Rung::Province => Part::Province,
            Rung::City => Part::City,
            Rung::County => Part::District,
        };
        // 北京市北京市朝阳区: the city of a municipality has the name of its province.
        let part = if part == Part::Province && parts.has(part) && !parts.has(Part::City) {
            Part::City
        } else {
            part
        };
        parts.set(part, Span::new(at, at + length));
        if let Some(code) = code {
            context = if divisions::rung(code) < divisions::rung(context.max(1)) || context == 0 {
                code
            } else {
                context
            };
            context = narrower(context, code);
        }
        at += length;
        if part == Part::District {
            break;
        }
    }
    parts.division = Some(context).filter(|&code| code > 0);
    if !parts.has(Part::District) && parts.division.is_none_or(|code| code % 100 == 0) {
        at = unlisted_district(&text, at, parts);
    }
    at = zone(&text, at, parts);
    at = town(&text, at, parts);
    parts.text = text;
    at
}

/// Bytes of a division of the Production and Construction Corps: 第八师.
fn corps_division(text: &str) -> usize {
    let Some(behind) = text.strip_prefix('第') else { return 0 };
    let number = numeral::chinese_length(behind).max(numeral::latin_length(behind));
    match behind.get(number..) {
        Some(rest) if number > 0 && rest.starts_with('师') => text.len() - rest.len() + '师'.len_utf8(),
        _ => 0,
    }
}

/// The narrower of two codes of which one lies in the other.
fn narrower(context: u32, code: u32) -> u32 {
    if divisions::rung(code) >= divisions::rung(context) { code } else { context }
}

/// Whether a division lies in the context: 330106 in 330100 and in 330000; everything in 0.
pub(super) fn lies_in(code: u32, context: u32) -> bool {
    match divisions::rung(context) {
        _ if context == 0 => true,
        Rung::Province => code / 10_000 == context / 10_000,
        Rung::City => code / 100 == context / 100,
        Rung::County => code == context,
    }
}

/// The division at the front: its bytes and its code, `None` where several have the name.
fn division(text: &str, context: u32, parts: &Parts) -> Option<(usize, Option<u32>)> {
    for (length, named) in divisions::at_front(text) {
        let rest = &text[length..];
        let fits = |form: Form| {
            let mut found = named.iter().filter(|named| named.form == form && lies_in(named.code, context));
            let first = found.next().copied();
            let same = found.all(|other| Some(other.code) == first.map(|first| first.code));
            (first, same)
        };
        // 朝阳市 in front of 朝阳区 and the like: the full name wins over one that is gone.
        let full = [Form::Full, Form::Retired].into_iter().map(fits).find(|(first, _)| first.is_some());
        if let Some((Some(first), only)) = full {
            // 青岛市南区: 市 belongs to the district.
            let district_begins =
                divisions::rung(first.code) == Rung::City && begins_district(text, length, first.code);
            if starts_other_name(&text[..length], rest) && !is_above(rest, first.code) || district_begins {
                continue;
            }
            return Some((length, only.then_some(first.code)));
        }
        if let Some(found) = beside(named, context) {
            return Some((length, Some(found)));
        }
        if let Some(found) = short(named, length, text, context, parts) {
            return Some((length, Some(found)));
        }
    }
    None
}

/// Whether the last letter of a city's full name begins the name of a district of it, and nothing else does.
fn begins_district(text: &str, length: usize, city: u32) -> bool {
    let Some(last) = text[..length].strip_suffix('市').map(str::len) else { return false };
    let has = |from: usize| {
        divisions::at_front(&text[from..])
            .any(|(_, named)| named.iter().any(|named| named.form == Form::Full && lies_in(named.code, city)))
    };
    has(last) && !has(length)
}

/// A city at county level outside the prefecture that was written, yet in its province: 阿克苏地区阿拉尔市.
fn beside(named: &[Named], context: u32) -> Option<u32> {
    let province = context / 10_000 * 10_000;
    let mut found = named.iter().filter(|named| {
        named.form == Form::Full
            && lies_in(named.code, province)
            && named.code % 10_000 / 100 == 90
            && divisions::rung(named.code) == Rung::County
    });
    let first = found.next().filter(|_| context != 0)?;
    found.all(|other| other.code == first.code).then_some(first.code)
}

/// Whether what follows a full name shows that the name is part of a longer one: 杭州市场, 海南省道. 宝山区场北路
/// is no market.
fn starts_other_name(name: &str, rest: &str) -> bool {
    let word = ["政府", "街", "路", "委"].iter().any(|word| rest.starts_with(word));
    word && !rest.starts_with("街道口")
        || name.ends_with('市') && rest.starts_with('场')
        || !name.ends_with('区') && rest.starts_with('道')
}

/// A short name counts where one division has it, and what follows does not make it part of another name.
fn short(named: &[Named], length: usize, text: &str, context: u32, parts: &Parts) -> Option<u32> {
    let rest = &text[length..];
    let found = || named.iter().filter(|named| named.form == Form::Short && lies_in(named.code, context));
    // 吉林 is a province before it is a city, 西安 a city before it is a district elsewhere.
    let first = found().min_by_key(|named| divisions::rung(named.code))?;
    if rest.is_empty() && context == 0 && divisions::rung(first.code) == Rung::County {
        return None;
    }
    // 西宁城西区: a district of it follows, whatever letter that starts with.
    let above = is_above(rest, first.code);
    if !above && NOT_BEHIND_SHORT.iter().any(|word| rest.starts_with(word)) {
        return None;
    }
    let code = first.code;
    match divisions::rung(code) {
        Rung::Province => Some(code),
        // 朝阳 alone may be the district of another city.
        Rung::City => (above || context != 0 || !is_county_too(named, code)).then_some(code),
        // 杭州西湖: only below its own city, and only before more of an address.
        Rung::County => {
            if context == 0 {
                // 通州马驹桥: the one that has the town, where several have the name.
                let mut own = found().filter(|named| in_own_town(rest, named.code)).map(|named| named.code);
                let Some(code) = own.next() else {
                    // 双流白依路168号: nothing else has the name, and a road follows.
                    let alone = named.iter().all(|named| named.code == first.code);
                    return (alone && road_follows(rest)).then_some(first.code);
                };
                return own.all(|other| other == code).then_some(code);
            }
            let only = found().all(|other| other.code == code);
            let below = context != code && !parts.has(Part::District);
            (only && below && goes_on_as_address(rest, code)).then_some(code)
        }
    }
}

/// Whether a text begins with a division or a town of the one in front: 雁塔 behind 西安, 小榄 behind 中山.
fn is_above(rest: &str, code: u32) -> bool {
    let has = |named: &Named| named.code != code && lies_in(named.code, code);
    divisions::at_front(rest).any(|(_, named)| named.iter().any(has))
        || divisions::bare_town_at_front(rest, code).is_some()
}

fn is_county_too(named: &[Named], city: u32) -> bool {
    named.iter().any(|named| divisions::rung(named.code) == Rung::County && !lies_in(named.code, city))
}

/// Behind a short name these make a place of that name: 西湖文化广场.
const NAMES: [&str; 8] = ["文化", "国际", "体育", "中央", "商业", "万达", "音乐", "大剧"];

/// Whether a road of two letters or more stands at the front, with its number behind it.
fn road_follows(rest: &str) -> bool {
    let word = &rest[..rest.find(|letter: char| letter.is_ascii()).unwrap_or(0)];
    word.len() >= 9 && word.len() <= 21 && word.ends_with(['路', '街', '道', '巷'])
}

/// Whether a text begins with a town of the county, or goes on for four letters below a city at county level.
fn in_own_town(rest: &str, county: u32) -> bool {
    let town = divisions::town_at_front(rest).is_some_and(|(_, counties)| counties.contains(&county));
    let city = divisions::name(county).is_some_and(|name| name.ends_with('市'));
    town || divisions::bare_town_at_front(rest, county).is_some()
        || city && rest.chars().take_while(|letter| !letter.is_ascii()).count() >= 4
}

/// Whether a text looks like the part below a district: a town of it, or a road or an estate of some length.
fn goes_on_as_address(rest: &str, county: u32) -> bool {
    if divisions::town_at_front(rest).is_some_and(|(_, counties)| counties.contains(&county)) {
        return true;
    }
    let named = NAMES.iter().any(|word| rest.starts_with(word));
    !named && rest.chars().take_while(|letter| !letter.is_ascii()).count() >= 2
}

/// A district that no list has, because it is new or misspelt: 2 to 5 letters and 区, 县 or 旗.
fn unlisted_district(text: &str, at: usize, parts: &mut Parts) -> usize {
    const NOT: [&str; 16] =
        ["小", "社", "园", "校", "厂", "院", "库", "景", "山", "片", "街", "港", "发", "业", "心", "新"];
    for (place, letter) in text[at..].char_indices().take(6).skip(1) {
        let name = &text[at..at + place];
        match letter {
            '区' | '县' | '旗' if place >= 6 || letter == '县' => {
                if NOT.iter().any(|kind| name.ends_with(kind)) {
                    return at;
                }
                let end = at + place + letter.len_utf8();
                parts.set(Part::District, Span::new(at, end));
                return end;
            }
            '路' | '街' | '村' | '镇' | '乡' | '号' | '市' | '园' | '城' | '厦' | '道' => {
                return at;
            }
            letter if letter.is_ascii() => return at,
            _ => {}
        }
    }
    at
}

/// A development zone at the front, when more follows it.
fn zone(text: &str, at: usize, parts: &mut Parts) -> usize {
    let rest = &text[at..];
    let near = &rest[..rest.char_indices().nth(16).map_or(rest.len(), |(place, _)| place)];
    if !near.contains('区') {
        return at;
    }
    let found = ZONES.iter().find_map(|zone| {
        let place = near.find(zone)?;
        let before = &rest[..place];
        let stop = ["路", "街", "号", "镇", "乡", "村", "道", "苑", "园"];
        let clean =
            before.chars().all(|letter| !letter.is_ascii()) && !stop.iter().any(|word| before.contains(word));
        clean.then_some(place + zone.len())
    });
    match found.filter(|&end| end < rest.len() && !starts_other_name(&rest[..end], &rest[end..])) {
        Some(end) => {
            parts.set(Part::Zone, Span::new(at, at + end));
            at + end
        }
        None => at,
    }
}
