//! Gives each number of an address its part, from what stands behind it and what was read before.

use super::number::Number;
use super::parts::{Part, Parts, Span};
use super::place;

/// Files a number, or a chain of them, under its parts.
pub(super) fn assign(parts: &mut Parts, number: &Number) {
    let inside = parts.has(Part::Building) || parts.has(Part::Unit);
    // 12号院3-4-501: the compound holds the building.
    let building = parts.has(Part::Building) && !parts.written(Part::Building).ends_with('院');
    let estate = parts.has(Part::Estate) && !parts.has(Part::Village);
    let road_open = parts.has(Part::Road) && !parts.has(Part::Number) && !estate;
    let last = match number.designator {
        Some(Part::Number) if number.compound => {
            if estate || parts.has(Part::Number) {
                Part::Building
            } else {
                Part::Number
            }
        }
        Some(Part::Number) => house(parts, number, inside, estate),
        Some(Part::Unit) if !inside && parts.has(Part::Floor) && !parts.has(Part::Room) => {
            // 3楼2单元: 楼 was the building.
            parts.move_to(Part::Floor, Part::Building);
            Part::Unit
        }
        // 18层1802单元: a room that the building calls a unit.
        Some(Part::Unit) if number.count == 1 && tells_floor(parts.slice(number.last())) => Part::Room,
        Some(part) => part,
        None if number.count == 1 && road_open && !inside => Part::Number,
        None => Part::Room,
    };
    let before: &[Part] = match (last, number.count) {
        (_, 1) => &[],
        (Part::Room, 2) if parts.has(Part::Unit) => &[Part::Floor],
        (Part::Room, 2) if building => &[Part::Unit],
        (Part::Room, 2) if road_open => &[Part::Number],
        (Part::Room, 2) => &[Part::Building],
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

/// What a 号 counts.
fn house(parts: &Parts, number: &Number, inside: bool, estate: bool) -> Part {
    // 附3号 goes on from the number before.
    let goes_on = usize::from(parts.span(Part::Number).end) == usize::from(number.whole.start)
        && number.chain[0].start > number.whole.start;
    if goes_on {
        Part::Number
    } else if inside || parts.has(Part::Floor) || number.count > 2 || number.count == 2 && estate {
        Part::Room
    } else if parts.has(Part::Lane) || estate {
        Part::Building
    } else if parts.has(Part::Number) {
        if parts.has(Part::Road) { Part::Building } else { Part::Room }
    } else {
        Part::Number
    }
}

/// Whether a room number says by itself which floor it is on.
pub(super) fn tells_floor(room: &str) -> bool {
    room.bytes().filter(u8::is_ascii_digit).count() >= 3
}

/// Whether the estate is one building.
pub(super) fn in_tower(parts: &Parts) -> bool {
    place::is_tower(place::comparable(parts.written(Part::Estate)))
}
