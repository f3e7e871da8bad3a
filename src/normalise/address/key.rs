//! Parts → the level they reach, the key they are compared by, and why.

use super::numbers;
use super::parts::{Part, Parts};
use super::{Level, numeral, place};
use crate::normalise::divisions;

/// How far down the parts go.
pub(super) fn level(parts: &Parts) -> Level {
    let has = |part: Part| parts.has(part);
    let place = has(Part::Road) || has(Part::Estate) || has(Part::Village) || has(Part::Community);
    let house = has(Part::Building) || has(Part::Unit) || has(Part::Number) || has(Part::Lane);
    let rural = has(Part::Village) || has(Part::Group);
    let flat = has(Part::Room) && place && (house || numbers::in_tower(parts));
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
    let estate = place::comparable(parts.written(Part::Estate));
    let village = has(Part::Village);
    // A place of three letters with numbered buildings is an estate, whatever its ending.
    let alone = (place::stands_alone(estate) || has(Part::Building) && estate.len() >= 9) && !village;
    // The road says where; an estate that stands alone says so by itself.
    let road = has(Part::Road) && !(alone && level <= Level::Estate);
    let named = road || has(Part::Estate);
    if (village || has(Part::Group) || !named) && has(Part::Town) {
        divide(&mut out);
        out.push_str(town(parts.written(Part::Town)));
    }
    if has(Part::Community) && !named && !village {
        word(&mut out, parts.written(Part::Community));
    }
    if village {
        word(&mut out, self::village(parts.written(Part::Village)));
    }
    if has(Part::Group) {
        number(&mut out, parts, Part::Group, "组");
    }
    if road {
        word(&mut out, parts.written(Part::Road));
        if has(Part::Subroad) {
            word(&mut out, parts.written(Part::Subroad));
        }
    }
    let numbered = !alone;
    if numbered {
        number(&mut out, parts, Part::Lane, "弄");
        number(&mut out, parts, Part::Number, "号");
    }
    if has(Part::Estate) {
        divide(&mut out);
        push_name(&mut out, estate);
    }
    if has(Part::Inner) {
        word(&mut out, parts.written(Part::Inner));
    }
    number(&mut out, parts, Part::Building, "栋");
    number(&mut out, parts, Part::Unit, "单元");
    if !(has(Part::Room) && numbers::tells_floor(parts.bare(Part::Room))) {
        number(&mut out, parts, Part::Floor, "层");
    }
    number(&mut out, parts, Part::Room, "室");
    if level == Level::Building && has(Part::Rest) && parts.written(Part::Rest).len() > 12 {
        word(&mut out, place::comparable(parts.written(Part::Rest)));
    }
    out
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

fn divide(out: &mut String) {
    out.push('|');
}

fn word(out: &mut String, name: &str) {
    divide(out);
    push_name(out, name);
}

/// A name with the numerals of its phases and sections as digits: 二期 → 2期.
fn push_name(out: &mut String, name: &str) {
    let mut rest = name;
    while let Some(letter) = rest.chars().next() {
        let length = numeral::chinese_length(rest);
        let counted = ["期", "区", "村"].iter().any(|kind| rest[length..].starts_with(kind));
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

fn town(name: &str) -> &str {
    name
}

/// A village without its committee: 李家村委会 → 李家村.
fn village(name: &str) -> &str {
    ["民委员会", "委会", "委"].iter().find_map(|office| name.strip_suffix(office)).unwrap_or(name)
}
