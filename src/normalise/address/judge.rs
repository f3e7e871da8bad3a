//! Whether two spellings are one place.
//!
//! Nothing may contradict: equal numbers inside the place, regions of which one is the end or the front of the
//! other, roads, road numbers and towns that do not differ. Then one of these must hold: only the region, the road or
//! the town is left out; one estate's name is the end of the other's; both stand at the same road number under like
//! names; the input says which estate stands at the road number. Places of one another's length are never held for a
//! slip: 文一路 and 文二路, 阳光花园 and 阳光家园 are two places.

use super::estate as words;
use super::likeness::{alike, marks};
use super::view::{Context, View, compatible};
use crate::normalise::divisions;

/// Bytes of the shortest estate that may be the end of a longer one: three letters.
const SHORTEST: usize = 9;

/// Bytes of the shortest estate that may stand alone where the other has the road too: two letters.
const SHORTEST_NAMED: usize = 6;

/// Bytes that may stand before it: four letters of a town, a developer or a district.
const PREFIX: usize = 12;

/// What comparison says, and why.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Verdict {
    /// Whether they are spellings of one place.
    pub same: bool,
    /// Why.
    pub sentence: &'static str,
}

/// Why two spellings cannot be one place; `None` where nothing speaks against it.
pub(super) fn contradiction(left: &View<'_>, right: &View<'_>) -> Option<&'static str> {
    if left.numbers() != right.numbers() {
        return Some("building, unit, floor or room differ");
    }
    if !compatible(left.region(), right.region()) {
        return Some("their divisions differ");
    }
    if left.elsewhere(right) {
        return Some("the estate's name is the same, but it is written at two roads, numbers or towns");
    }
    let (a, b) = (left.place(), right.place());
    if a == b {
        return None;
    }
    // Road with road, number with number: what both write must agree.
    match (begins_with_road(a), begins_with_road(b)) {
        (true, true) if at_one_door(a, b).is_some_and(|(a, b)| marks(a) == marks(b)) => None,
        (true, true) => Some("their roads or road numbers differ"),
        (false, false) if marks(a) != marks(b) && !names_where(left, right) => {
            Some("phase, section or number in the names differ")
        }
        _ => None,
    }
}

/// Whether one name is the other behind words that say where it is: a town (四季青), the road that the other spelling
/// has beside the estate (景田北碧荔花园 at 景田北路), or a wider place (东风新村丽水华城).
fn names_where(left: &View<'_>, right: &View<'_>) -> bool {
    let by_length = left.place().len() <= right.place().len();
    let (short, long) = if by_length { (left, right) } else { (right, left) };
    let Some(front) = long.place().strip_suffix(short.place()) else { return false };
    divisions::is_bare_town(front) || is_road(front, short.road()) || words::stands_alone(front)
}

/// Whether words in front of an estate are a road, with or without its kind.
fn is_road(front: &str, road: &str) -> bool {
    const KINDS: [&str; 6] = ["", "路", "街", "道", "大街", "大道"];
    road.strip_prefix(front).is_some_and(|kind| KINDS.contains(&kind))
}

fn begins_with_road(place: &str) -> bool {
    place.split('|').next().is_some_and(|word| word.ends_with(['路', '街', '道', '巷', '弄']))
}

/// The names of two places that their keys put at one road number.
fn at_one_door<'a>(a: &'a str, b: &'a str) -> Option<(&'a str, &'a str)> {
    let ((door, a), (other, b)) = (a.rsplit_once('|')?, b.rsplit_once('|')?);
    (door == other && begins_with_road(door) && door.ends_with(['号', '弄'])).then_some((a, b))
}

/// Whether two spellings are one place, and why.
pub(super) fn judge(left: &View<'_>, right: &View<'_>, context: &Context<'_>) -> Verdict {
    let no = |sentence| Verdict { same: false, sentence };
    let yes = |sentence| Verdict { same: true, sentence };
    if let Some(sentence) = contradiction(left, right) {
        return no(sentence);
    }
    let (a, b) = (left.place(), right.place());
    if a.is_empty() || b.is_empty() {
        return no("a place is missing");
    }
    if a == b && left.region() == right.region() {
        return yes("all is equal but one leaves out the road");
    }
    if a == b {
        return if context.is_common(a) {
            no("one leaves out divisions, and the place's name is found in several")
        } else {
            yes("all is equal but one leaves out wider divisions")
        };
    }
    for (one, other) in [(left, right), (right, left)] {
        let stands_there = one.own_door().and_then(|door| context.estates.get(&door).copied().flatten());
        if stands_there.is_some_and(|estate| estate == other.place()) {
            return yes("the numbers are equal, and other addresses name the estate at the road number");
        }
    }
    for (one, other) in [(left, right), (right, left)] {
        // 金华之心购物中心 beside 宾虹路1188号, and 宾虹路|1188号|金华之心.
        let name = other.place().rsplit('|').next().unwrap_or_default();
        let (short, long) =
            if one.place().len() <= name.len() { (one.place(), name) } else { (name, one.place()) };
        let at_door = one.door.is_some() && one.door == other.named_door();
        if at_door
            && short.len() >= SHORTEST_NAMED
            && marks(short) == marks(long)
            && misspelt(left, short, long)
        {
            return yes("road number and numbers are equal, and the names there are alike");
        }
    }
    for (long, short) in [(a, b), (b, a)] {
        if let Some(front) = long.strip_suffix(short).and_then(|front| front.strip_suffix('|')) {
            // A village is the same without its town, and a house at a lane of it; other houses are not, as names of villages repeat.
            let lane = || short.split('|').any(|section| section.ends_with(['路', '街', '巷']));
            let village = short.ends_with('村') && !short.contains('|') || short.contains("村|") && lane();
            if village && divisions::is_bare_town(front) {
                return yes("all is equal but one leaves out the town");
            }
            let named = !short.contains('|') && short.len() >= SHORTEST_NAMED;
            if named && front.contains('号') {
                return yes("all is equal but one leaves out the road");
            }
        }
    }
    if let Some((a, b)) = at_one_door(a, b) {
        let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
        return if short.len() >= SHORTEST_NAMED && misspelt(left, short, long) {
            yes("road number and numbers are equal, and the names there are alike")
        } else {
            no("two names at one road number")
        };
    }
    if a.contains('|') || b.contains('|') {
        return no("their places differ");
    }
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    if let Some(front) = long.strip_suffix(short)
        && short.len() >= SHORTEST
        && (prefix_counts(left, front) || names_where(left, right))
        && !(left.door.is_some() && right.door.is_some() && left.door != right.door)
    {
        return yes("the numbers and the district are equal, and one estate's name ends in the other's");
    }
    if leaves_out_kind(short, long) {
        return yes(
            "the numbers and the district are equal, and one estate's name leaves out a word like 花园",
        );
    }
    if left.door.is_some() && left.door == right.door && misspelt(left, short, long) {
        return yes("road number and numbers are equal, and the estates' names are alike");
    }
    no("the estates' names differ")
}

/// Whether two names at one road number are one: most letters are common. Names of one length may be those of two blocks
/// (雅景阁, 丽景阁), unless the blocks have numbers.
fn misspelt(view: &View<'_>, short: &str, long: &str) -> bool {
    alike(short, long) && (short.len() != long.len() || view.numbers().contains('栋'))
}

/// Whether one name is the other without a word that says what it is, in front of the name of its part:
/// 托乐嘉贵邻居 and 托乐嘉花园贵邻居, 明珠南区 and 明珠小区南区.
fn leaves_out_kind(short: &str, long: &str) -> bool {
    ["小区", "花园", "新村", "社区"].iter().any(|kind| {
        let (front, part) = long.split_once(kind).unwrap_or_default();
        front.len() >= SHORTEST_NAMED && part.len() >= 4 && short.strip_prefix(front) == Some(part)
    })
}

/// Whether the letters in front of an estate's name may be left out: a few, where numbers inside agree too;
/// else only a division or town that has the name.
fn prefix_counts(view: &View<'_>, front: &str) -> bool {
    let named = || {
        divisions::at_front(front).any(|(length, _)| length == front.len()) || divisions::is_bare_town(front)
    };
    front.len() <= PREFIX && (!view.numbers().is_empty() || named())
}
