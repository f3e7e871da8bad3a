//! Parts → the level they reach, the key they are compared by, and why.

use super::numbers;
use super::parts::{Part, Parts};
use super::region::NOT_BEHIND_SHORT;
use super::town::in_front_of_name;
use super::{Level, estate as words, numeral};
use crate::normalise::divisions;

/// How far down the parts go.
pub(super) fn level(parts: &Parts) -> Level {
    let has = |part: Part| parts.has(part);
    let place = has(Part::Road)
        || has(Part::Estate)
        || has(Part::Village)
        || has(Part::Community)
        || has(Part::Group) && has(Part::Town);
    let house = has(Part::Building) || has(Part::Unit) || has(Part::Number) || has(Part::Lane);
    let rural = has(Part::Village) || has(Part::Group);
    let inside = house || has(Part::Floor) || numbers::in_tower(parts);
    let flat = has(Part::Room) && place && inside;
    let named = has(Part::Village) || has(Part::Town);
    if flat || rural && named && has(Part::Number) && !has(Part::Road) {
        Level::Flat
    } else if place && (house || has(Part::Floor) || has(Part::Room)) {
        Level::Building
    } else if has(Part::Estate) {
        Level::Estate
    } else if rural {
        Level::Village
    } else {
        Level::Coarse
    }
}

/// Why an address has its level.
pub(super) fn reason(parts: &Parts, level: Level) -> &'static str {
    let has = |part: Part| parts.has(part);
    match level {
        Level::Flat if has(Part::Room) => "a room of a numbered building",
        Level::Flat => "a numbered house of a village",
        Level::Building if has(Part::Room) => "a room, but no building or unit that it is in",
        Level::Building => "a numbered building or house, but no room",
        Level::Estate => "a named place without a number",
        Level::Village => "a village or group without a house number",
        Level::Coarse if has(Part::Subroad) => "a crossing of roads",
        Level::Coarse if has(Part::Road) => "a road without a number",
        Level::Coarse if has(Part::Town) => "ends at the town",
        Level::Coarse if parts.division.is_some() || has(Part::District) => "ends at a division",
        Level::Coarse => "no place that can be compared",
        Level::Placeholder => "a dummy",
    }
}

/// Writes the key: region, place, then numbers by part.
pub(super) fn key(parts: &Parts, level: Level) -> String {
    let mut out = String::with_capacity(96);
    region(&mut out, parts);
    let has = |part: Part| parts.has(part);
    let estate = words::comparable(parts.written(Part::Estate));
    let village = has(Part::Village);
    // A named place with numbered buildings is an estate, whatever its ending.
    let numbered_estate = has(Part::Building) && estate.len() >= 6 && !words::is_generic(estate);
    let alone = (words::stands_alone(estate) || numbered_estate) && !village;
    // The road says where; an estate that stands alone says so by itself.
    let road = has(Part::Road) && !(alone && level <= Level::Estate);
    let named = road || has(Part::Estate);
    if (village || has(Part::Group) || !named) && has(Part::Town) {
        divide(&mut out);
        push_name(&mut out, divisions::bare_town(parts.written(Part::Town)));
    }
    if has(Part::Community) && !named && !village {
        word(&mut out, parts.written(Part::Community));
    }
    let hamlet = in_village(parts);
    if village {
        divide(&mut out);
        push_village(&mut out, parts.written(Part::Village));
        push_name(&mut out, hamlet);
    }
    if has(Part::Group) {
        number(&mut out, parts, Part::Group, "组");
    }
    if road {
        let zone = parts.written(Part::Zone);
        if zone.chars().any(|letter| numeral::numeral(letter).is_some()) {
            // 李屋第三工业区振安路: each of the zones may have such a road.
            word(&mut out, zone);
        }
        roads(&mut out, parts);
    }
    let numbered = !alone;
    if numbered {
        number(&mut out, parts, Part::Lane, "弄");
        number(&mut out, parts, Part::Number, "号");
    }
    if has(Part::Estate) && hamlet.is_empty() {
        divide(&mut out);
        push_name(&mut out, own_name(parts, estate));
    }
    if has(Part::Inner) {
        word(&mut out, parts.written(Part::Inner));
    }
    number(&mut out, parts, Part::Building, "栋");
    number(&mut out, parts, Part::Unit, "单元");
    let room = parts.bare(Part::Room);
    let on_floor = has(Part::Floor) && room.len() <= 2 && room.bytes().all(|byte| byte.is_ascii_digit());
    let letter = has(Part::Floor) && room.len() == 1 && room.is_ascii();
    if !room.is_empty() && (letter || on_floor) {
        // 18楼f, 18f室; 3楼6号 is room 306.
        divide(&mut out);
        parts.push_value(&mut out, Part::Floor);
        if on_floor && room.len() == 1 {
            out.push('0');
        }
        out.push_str(room);
        out.push('室');
    } else {
        if !(has(Part::Room) && numbers::tells_floor(room, parts.bare(Part::Floor))) {
            number(&mut out, parts, Part::Floor, "层");
        }
        number(&mut out, parts, Part::Room, "室");
    }
    if level == Level::Building && has(Part::Rest) && parts.written(Part::Rest).len() > 12 {
        word(&mut out, words::comparable(parts.written(Part::Rest)));
    }
    out
}

/// What a village calls a part of itself, between its name and the house: 祥头 in 湄池村祥头87号. Empty for anything else.
fn in_village(parts: &Parts) -> &str {
    const OTHER: &str = "路街巷道弄厂店院校学园场站司行所城楼区期社部局馆房库";
    let (village, estate) = (parts.span(Part::Village), parts.span(Part::Estate));
    let name = parts.written(Part::Estate);
    let between = !village.is_empty()
        && village.end == estate.start
        && parts.span(Part::Number).start == estate.end
        && (6..=12).contains(&name.len());
    let other = || words::stands_alone(name) || name.contains(|letter| OTHER.contains(letter));
    if between && !other() { name } else { "" }
}

fn region(out: &mut String, parts: &Parts) {
    let code = parts.division.unwrap_or(0);
    if code == 0 {
        // Not known, or known in several cities: as written.
        out.push_str(parts.written(Part::District));
        return;
    }
    if code.is_multiple_of(10_000)
        || !code.is_multiple_of(100) && divisions::name(code / 100 * 100).is_none()
        || divisions::is_municipal(code)
    {
        out.push_str(divisions::name(code / 10_000 * 10_000).unwrap_or(""));
    } else {
        out.push_str(divisions::name(code / 100 * 100).unwrap_or(""));
    }
    if code.is_multiple_of(100) {
        out.push_str(parts.written(Part::District));
    } else {
        out.push_str(divisions::name(code).unwrap_or(""));
    }
}

/// The road, and a second one where both are needed: at a crossing, whichever was written first, and where the
/// second has no name of its own (前街三巷). 东四北大街魏家胡同18号 is a house of the second.
fn roads(out: &mut String, parts: &Parts) {
    let (road, second) = (parts.written(Part::Road), parts.written(Part::Subroad));
    if second.is_empty() {
        return word(out, road);
    }
    let crossing = parts.span(Part::Road).end < parts.span(Part::Subroad).start;
    if crossing && !parts.has(Part::Number) {
        word(out, road.min(second));
        return word(out, road.max(second));
    }
    let counted =
        second.starts_with(|first: char| first.is_ascii_digit() || numeral::numeral(first).is_some());
    if crossing || counted || second.len() < 9 {
        word(out, road);
    }
    word(out, second);
}

/// The estate without the name of its own city, district or town, which the region says: 宁波商会国贸中心.
fn own_name<'a>(parts: &Parts, estate: &'a str) -> &'a str {
    let estate = without_division(parts, estate);
    in_front_of_name(estate, parts.division.unwrap_or(0)).map_or(estate, |town| &estate[town..])
}

/// The town without its kind: in front of the estate's name, which the key leaves out (长延堡街道曲江公馆和园 is as often
/// written 曲江公馆和园), else as it was written.
pub(super) fn town(parts: &Parts) -> &str {
    let estate = without_division(parts, words::comparable(parts.written(Part::Estate)));
    match in_front_of_name(estate, parts.division.unwrap_or(0)) {
        Some(town) => &estate[..town],
        None => divisions::bare_town(parts.written(Part::Town)),
    }
}

fn without_division<'a>(parts: &Parts, estate: &'a str) -> &'a str {
    let code = parts.division.unwrap_or(0);
    let names = [code, code / 100 * 100].into_iter().filter_map(divisions::name);
    names
        .filter_map(|name| {
            estate.strip_prefix(name.strip_suffix(['市', '区', '县']).filter(|n| n.len() >= 6)?)
        })
        .find(|own| own.len() >= 9 && !NOT_BEHIND_SHORT.iter().any(|word| own.starts_with(word)))
        .unwrap_or(estate)
}

fn divide(out: &mut String) {
    out.push('|');
}

fn word(out: &mut String, name: &str) {
    divide(out);
    push_name(out, name);
}

/// What numerals in a name count: 学府壹号, 三组团, 二期, 红星路三段, 天府三街, 十团.
const COUNTED: [char; 17] =
    ['号', '组', '期', '区', '村', '段', '巷', '街', '路', '弄', '里', '条', '团', '连', '师', '院', '厂'];

/// A name with the numerals of its phases and sections as digits: 二期 → 2期.
pub(super) fn push_name(out: &mut String, name: &str) {
    let mut rest = name;
    while let Some(letter) = rest.chars().next() {
        let length = numeral::chinese_length(rest);
        let counted = rest[length..].starts_with(COUNTED);
        if length > 0 && counted {
            numeral::push_value(out, &rest[..length]);
            rest = &rest[length..];
        } else {
            out.push(letter);
            rest = &rest[letter.len_utf8()..];
        }
    }
}

fn number(out: &mut String, parts: &Parts, part: Part, unit: &str) {
    if parts.has(part) {
        divide(out);
        parts.push_value(out, part);
        out.push_str(unit);
    }
}

/// A village without its committee: 李家村委会 → 李家村, also in front of a hamlet; 大王庄村 → 大王庄; 湄池村祥头自然村
/// → 湄池村祥头.
fn push_village(out: &mut String, name: &str) {
    for office in ["村民委员会", "村委会", "村委"] {
        if let Some((village, hamlet)) = name.split_once(office) {
            push_name(out, village);
            out.push('村');
            return push_name(out, hamlet);
        }
    }
    let name = ["自然村", "自然屯"].iter().find_map(|kind| name.strip_suffix(kind)).unwrap_or(name);
    let stem = name.strip_suffix('村').filter(|stem| stem.len() >= 6 && stem.ends_with(['庄', '屯', '寨']));
    let name = stem.unwrap_or(name);
    push_name(out, name);
}
