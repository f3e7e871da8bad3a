//! Gives each number of an address its part, from what stands behind it and what was read before.

use super::estate as words;
use super::number::Number;
use super::parts::{Part, Parts, Span};

/// Files a number, or a chain of them, under its parts.
pub(super) fn assign(parts: &mut Parts, number: &Number) {
    let inside = parts.has(Part::Building) || parts.has(Part::Unit);
    // 12号院3-4-501: the compound holds the building.
    let building = parts.has(Part::Building) && !parts.written(Part::Building).ends_with('院');
    let estate = parts.has(Part::Estate) && !parts.has(Part::Village);
    let road_open = parts.has(Part::Road) && !parts.has(Part::Number) && !estate;
    if goes_on(parts, number) && number.designator.is_none_or(|part| part == Part::Number) {
        // 12号附3号, 38号之三: of whichever part the number in front is.
        let front =
            [Part::Number, Part::Building, Part::Lane].into_iter().find(|&part| ends_at(parts, part, number));
        if let Some(part) = front {
            parts.set_number(part, number.whole, number.last());
            return;
        }
    }
    let last = match number.designator {
        Some(Part::Number) if number.compound => {
            if estate || parts.has(Part::Number) {
                Part::Building
            } else {
                Part::Number
            }
        }
        Some(Part::Number) => house(parts, number, inside, estate),
        // 18层1802单元, 23楼05单元: a room that the building calls a unit.
        Some(Part::Unit) if number.count == 1 && counts_rooms(parts, number) => Part::Room,
        Some(Part::Unit) if !inside && parts.has(Part::Floor) && !parts.has(Part::Room) => {
            // 3楼2单元: 楼 was the building.
            parts.move_to(Part::Floor, Part::Building);
            Part::Unit
        }
        // 3层E座: a room with a letter.
        Some(Part::Building) if parts.has(Part::Floor) && is_letter(parts.slice(number.last())) => Part::Room,
        // A4楼308: floors have no letter in front, but basements (b1层) do.
        Some(Part::Floor) if lettered(parts, number) && !inside => Part::Building,
        Some(part) => part,
        None if number.count == 1 && road_open && !inside => Part::Number,
        None => Part::Room,
    };
    let before: &[Part] = match (last, number.count) {
        (_, 1) => &[],
        // 地下一层b1-26: the shop's number tells its floor again.
        (Part::Room, 2) if parts.has(Part::Floor) && !inside => {
            let bare = Span { start: number.chain[0].start, end: number.last().end };
            parts.set_number(Part::Room, number.whole, bare);
            return;
        }
        // 大厦1101-2: one room, which was divided.
        (Part::Room, 2)
            if !inside && short_door(parts, number) && tells_floor(parts.slice(number.chain[0]), "") =>
        {
            let bare = Span { start: number.chain[0].start, end: number.last().end };
            parts.set_number(Part::Room, number.whole, bare);
            return;
        }
        (Part::Room, 2) if parts.has(Part::Unit) => &[Part::Floor],
        (Part::Room, 2)
            if short_door(parts, number)
                && counts_doors_by_floor(parts)
                && (building || parts.has(Part::Number) && !estate) =>
        {
            &[Part::Floor]
        }
        (Part::Room, 2) if building => &[Part::Unit],
        (Part::Room, 2) if road_open => &[Part::Number],
        (Part::Room, 2) => &[Part::Building],
        // 建设东路78号1-8-2: a house of several floors, where no door of one or two digits is on the 8th unit.
        (Part::Room, 3) if parts.has(Part::Number) && !estate && !inside && short_door(parts, number) => {
            &[Part::Unit, Part::Floor]
        }
        (Part::Room, 3)
            if !building && short_door(parts, number) && counts_doors_by_floor(parts) && !road_open =>
        {
            &[Part::Building, Part::Floor]
        }
        (Part::Room, 3) if building => &[Part::Unit, Part::Floor],
        (Part::Room, 3) if road_open => &[Part::Number, Part::Building],
        (Part::Room, 3) => &[Part::Building, Part::Unit],
        (Part::Room, 4) if road_open => &[Part::Number, Part::Building, Part::Unit],
        (Part::Room, 4) => &[Part::Building, Part::Unit, Part::Floor],
        (Part::Unit | Part::Floor, 2) if !parts.has(Part::Building) => &[Part::Building],
        // 12-3号: one number of a road.
        _ => {
            let bare = Span { start: number.chain[0].start, end: number.last().end };
            parts.set_number(last, number.whole, bare);
            return;
        }
    };
    if last == Part::Room && parts.written(Part::Room).ends_with('号') && !parts.has(Part::Unit) {
        // 15栋38号402: 号 was the staircase.
        parts.move_to(Part::Room, Part::Unit);
    }
    if last == Part::Room && number.count == 1 && !inside && counts_buildings(parts, number) {
        parts.move_to(Part::Floor, Part::Building);
    }
    for (&part, &bare) in before.iter().zip(&number.chain) {
        parts.set_number(part, bare, bare);
    }
    let written = if number.count == 1 {
        number.whole
    } else {
        Span { start: number.last().start, end: number.whole.end }
    };
    parts.set_number(last, written, number.last());
}

/// Whether a 单元 is a room: its number tells the floor, or starts with a zero as no staircase does.
fn counts_rooms(parts: &Parts, number: &Number) -> bool {
    let written = parts.slice(number.last());
    tells_floor(written, "") || parts.has(Part::Floor) && written.len() == 2 && written.starts_with('0')
}

fn is_letter(text: &str) -> bool {
    text.len() == 1 && text.starts_with(|letter: char| letter.is_ascii_lowercase())
}

/// Whether doors are counted by floor there: in Chongqing, Sichuan and Guizhou 3幢12-6 is door 6 on floor 12.
fn counts_doors_by_floor(parts: &Parts) -> bool {
    parts.division.is_some_and(|code| matches!(code / 10_000, 50..=52))
}

/// Whether a 楼 counts with a letter in front.
fn lettered(parts: &Parts, number: &Number) -> bool {
    parts.slice(number.whole).ends_with('楼')
        && parts.slice(number.last()).starts_with(|first: char| first.is_ascii_lowercase())
}

/// Whether the last number of a chain is a door on a floor, not a room that tells its floor.
fn short_door(parts: &Parts, number: &Number) -> bool {
    let door = parts.slice(number.last());
    door.len() <= 2 && door.bytes().all(|byte| byte.is_ascii_digit())
}

/// Whether the number begins with 附 or 之.
fn goes_on(parts: &Parts, number: &Number) -> bool {
    number.chain[0].start > number.whole.start && parts.slice(number.whole).starts_with(['附', '之'])
}

fn ends_at(parts: &Parts, part: Part, number: &Number) -> bool {
    parts.has(part) && parts.span(part).end == number.whole.start
}

/// What a 号 counts.
fn house(parts: &Parts, number: &Number, inside: bool, estate: bool) -> Part {
    if inside || parts.has(Part::Floor) || number.count > 2 || number.count == 2 && estate {
        Part::Room
    } else if parts.has(Part::Lane) || estate {
        Part::Building
    } else if parts.has(Part::Number) {
        if parts.has(Part::Road) { Part::Building } else { Part::Room }
    } else {
        Part::Number
    }
}

/// 12楼305: a room of the third floor, so that 楼 counted buildings.
fn counts_buildings(parts: &Parts, number: &Number) -> bool {
    let (floor, room) = (parts.bare(Part::Floor), parts.slice(number.last()));
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    parts.written(Part::Floor).ends_with('楼')
        && !floor.is_empty()
        && digits(floor)
        && digits(room)
        && matches!(room.len(), 3 | 4)
        && !room.starts_with(floor)
        && (number.last().end == number.whole.end || parts.slice(number.whole).ends_with(['室', '房']))
}

/// Whether a room number says by itself which floor it is on.
///
/// 501 does on any floor, b1-26 does; a128 does only where the floor is 1 too.
pub(super) fn tells_floor(room: &str, floor: &str) -> bool {
    let digits = room.trim_start_matches(|first: char| first.is_ascii_lowercase());
    let enough = digits.bytes().filter(u8::is_ascii_digit).count() >= 3;
    enough && (digits.len() == room.len() || digits.starts_with(floor)) || room.contains('-')
}

/// Whether the estate is one building.
pub(super) fn in_tower(parts: &Parts) -> bool {
    words::is_tower(words::comparable(parts.written(Part::Estate)))
}
