//! Keys of flats → groups of near-identical spellings of one flat, each merge with its sentence.
//!
//! Candidates share all numbers inside the place (building, unit, floor, room) and either the district or the
//! exact place. A candidate is taken when nothing contradicts it and one of these holds: only the region is
//! written less fully; one estate's name is the other's with a prefix; both stand at the same road number and
//! their names are alike; the input says which estate stands at the road number. Numbers are never guessed,
//! and a flat that fits two flats which contradict each other joins neither. Place names of one another's
//! length are never held for a slip: 文一路 and 文二路, 阳光花园 and 阳光家园 are two places.
//!
//! # Complexity
//! Sorting n keys and comparing each with at most `WINDOW` neighbours of its block.

use std::hash::{Hash, Hasher};

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHasher};

use super::Address;

/// Neighbours in a block that a key is compared with. Blocks are keyed by district and numbers, so that even a
/// million flats leave a handful in each.
const WINDOW: usize = 24;

/// Bytes of the end of a region that a block goes by: three letters (西湖区) are the same with and without
/// the wider divisions.
const REGION_END: usize = 9;

/// Bytes of the shortest estate that may be the end of a longer one: three letters.
const SHORTEST: usize = 9;

/// Bytes that may stand before it: four letters of a town, a developer or a district.
const PREFIX: usize = 12;

/// One key to be grouped, of a flat or of a wider place.
#[derive(Clone, Copy, Debug)]
pub struct Place<'a> {
    key: &'a str,
    /// Road and its number in their region, where both they and an estate are written.
    door: Option<u64>,
}

impl<'a> Place<'a> {
    /// The place of an address.
    #[must_use]
    pub fn of(address: &'a Address) -> Self {
        Self { key: &address.key, door: address.door() }
    }

    /// A key with the road number that its address was written with.
    #[must_use]
    pub fn new(key: &'a str, door: Option<u64>) -> Self {
        Self { key, door }
    }
}

/// What a comparison of two addresses says.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Verdict {
    /// Whether they are spellings of one place.
    pub same: bool,
    /// Why.
    pub sentence: &'static str,
}

/// Compares two addresses by themselves, without what other addresses of an input tell.
#[must_use]
pub fn explain(left: &Address, right: &Address) -> Verdict {
    let (a, b) = (Place::of(left), Place::of(right));
    if left.key == right.key {
        return Verdict { same: true, sentence: "their keys are equal" };
    }
    if left.level != right.level {
        return Verdict { same: false, sentence: "they reach different levels" };
    }
    if left.level > super::Level::Estate {
        return Verdict { same: false, sentence: "coarse addresses are never merged" };
    }
    judge(&View::new(a), &View::new(b), &FxHashMap::default())
}

/// For each address the index of the first address that has its cluster's smallest key. What is coarser than
/// an estate maps to itself.
#[must_use]
pub fn clusters(addresses: &[Address]) -> Vec<u32> {
    let levels = |address: &Address| address.level <= super::Level::Estate;
    let chosen: Vec<usize> = (0..addresses.len()).filter(|&at| levels(&addresses[at])).collect();
    let places: Vec<Place<'_>> = chosen.iter().map(|&at| Place::of(&addresses[at])).collect();
    let mut out: Vec<u32> = (0..addresses.len() as u32).collect();
    for (at, canonical) in of_places(&places).into_iter().enumerate() {
        out[chosen[at]] = chosen[canonical as usize] as u32;
    }
    out
}

/// For each place the index of the first place that has its cluster's smallest key.
#[must_use]
pub fn of_places(places: &[Place<'_>]) -> Vec<u32> {
    let mut order: Vec<u32> = (0..places.len() as u32).collect();
    order.par_sort_unstable_by_key(|&at| (places[at as usize].key, at));
    // One view a key, in the order of keys; `first` is its first place.
    let mut views: Vec<View<'_>> = Vec::new();
    let mut first: Vec<u32> = Vec::new();
    let mut rank = vec![0u32; places.len()];
    let mut estates: FxHashMap<u64, Option<&str>> = FxHashMap::default();
    for &at in &order {
        let place = places[at as usize];
        if views.last().is_none_or(|view: &View<'_>| view.key != place.key) {
            views.push(View::new(place));
            first.push(at);
        }
        rank[at as usize] = views.len() as u32 - 1;
        let Some(view) = views.last_mut() else { continue };
        // Spellings of one key that stand at several doors have none in common.
        view.door = view.door.filter(|_| place.door.is_none() || place.door == view.door).or(place.door);
        if let Some(door) = place.door.filter(|_| !view.place.contains('|')) {
            let known = estates.entry(door).or_insert(Some(view.place));
            *known = known.filter(|&estate| estate == view.place);
        }
    }
    let joined = join(&views, candidates(&views, &estates));
    rank.into_iter().map(|rank| first[joined[rank as usize] as usize]).collect()
}

/// What a view is blocked by.
type Block = fn(&View<'_>) -> (u64, u64);

/// Pairs of views that are judged to be one place.
fn candidates(views: &[View<'_>], estates: &FxHashMap<u64, Option<&str>>) -> Vec<(u32, u32)> {
    let mut out = Vec::new();
    let blocks: [Block; 2] = [|view| view.district_block(), |view| view.place_block()];
    for block in blocks {
        let mut order: Vec<((u64, u64), u32)> =
            views.iter().enumerate().map(|(at, view)| (block(view), at as u32)).collect();
        order.par_sort_unstable();
        for (at, &(key, left)) in order.iter().enumerate() {
            for &(_, right) in order[at + 1..].iter().take(WINDOW).take_while(|other| other.0 == key) {
                if judge(&views[left as usize], &views[right as usize], estates).same {
                    out.push((left.min(right), left.max(right)));
                }
            }
        }
    }
    out.sort_unstable();
    out.dedup();
    out
}

/// The smallest rank of each view's group: partners that contradict each other are left apart.
fn join(views: &[View<'_>], pairs: Vec<(u32, u32)>) -> Vec<u32> {
    let mut partners: FxHashMap<u32, Vec<u32>> = FxHashMap::default();
    for &(left, right) in &pairs {
        partners.entry(left).or_default().push(right);
        partners.entry(right).or_default().push(left);
    }
    let torn = |at: u32| {
        let of = partners.get(&at).map_or(&[][..], Vec::as_slice);
        of.iter().enumerate().any(|(place, &one)| {
            of[place + 1..]
                .iter()
                .any(|&other| contradiction(&views[one as usize], &views[other as usize]).is_some())
        })
    };
    let mut group: Vec<u32> = (0..views.len() as u32).collect();
    let mut members: FxHashMap<u32, Vec<u32>> = FxHashMap::default();
    for (left, right) in pairs {
        let (a, b) = (group[left as usize], group[right as usize]);
        if a == b || torn(left) || torn(right) {
            continue;
        }
        let of = |root: u32| members.get(&root).cloned().unwrap_or_else(|| vec![root]);
        let (of_a, of_b) = (of(a), of(b));
        // No chain may hold two that contradict each other.
        let clash = of_a.iter().any(|&one| {
            of_b.iter().any(|&other| contradiction(&views[one as usize], &views[other as usize]).is_some())
        });
        if clash {
            continue;
        }
        let root = a.min(b);
        let all: Vec<u32> = of_a.into_iter().chain(of_b).collect();
        for &member in &all {
            group[member as usize] = root;
        }
        members.remove(&a.max(b));
        members.insert(root, all);
    }
    group
}

/// A key in its three sections.
#[derive(Clone, Copy, Debug)]
struct View<'a> {
    key: &'a str,
    region: &'a str,
    /// Road with number, estate, or both; village, group and house.
    place: &'a str,
    /// Building, unit, floor and room.
    numbers: &'a str,
    door: Option<u64>,
}

impl<'a> View<'a> {
    fn new(place: Place<'a>) -> Self {
        let key = place.key;
        let (region, rest) = key.split_once('|').unwrap_or(("", key));
        let mut start = rest.len();
        while let Some((before, last)) = rest[..start].rsplit_once('|').or(Some(("", &rest[..start])))
            && ["栋", "单元", "层", "室"].iter().any(|unit| last.ends_with(unit))
        {
            start = before.len();
            if start == 0 {
                break;
            }
        }
        let numbers = rest[start..].strip_prefix('|').unwrap_or(&rest[start..]);
        Self { key, region, place: &rest[..start], numbers, door: place.door }
    }

    fn district_block(&self) -> (u64, u64) {
        let from = self.region.len().saturating_sub(REGION_END);
        (hash(self.region.get(from..).unwrap_or(self.region)), hash(self.numbers))
    }

    fn place_block(&self) -> (u64, u64) {
        (hash(self.place), hash(self.numbers))
    }

    /// The door that a place without an estate is itself: 文一路|12号.
    fn own_door(&self) -> Option<u64> {
        let (road, number) = self.place.split_once('|')?;
        (number.ends_with('号') && !number.contains('|')).then(|| door(self.region, road, number))
    }
}

fn hash(text: &str) -> u64 {
    let mut hasher = FxHasher::default();
    text.hash(&mut hasher);
    hasher.finish()
}

/// A road number in its region.
pub(super) fn door(region: &str, road: &str, number: &str) -> u64 {
    let mut hasher = FxHasher::default();
    (region, road, number).hash(&mut hasher);
    hasher.finish()
}

/// Why two keys cannot be one place; `None` where nothing speaks against it.
fn contradiction(left: &View<'_>, right: &View<'_>) -> Option<&'static str> {
    if left.numbers != right.numbers {
        return Some("building, unit, floor or room differ");
    }
    let (a, b) = (left.region, right.region);
    if !(a.starts_with(b) || b.starts_with(a) || a.ends_with(b) || b.ends_with(a)) {
        return Some("their divisions differ");
    }
    if left.place == right.place {
        return None;
    }
    // Road with road, number with number: what both write must agree.
    let roads = |place: &str| {
        place.split('|').next().is_some_and(|word| word.ends_with(['路', '街', '道', '巷', '弄']))
    };
    match (roads(left.place), roads(right.place)) {
        (true, true) => Some("their roads or road numbers differ"),
        (false, false) if marks(left.place) != marks(right.place) => {
            Some("phase, section or number in the names differ")
        }
        _ => None,
    }
}

/// What tells the parts of one estate apart: digits, Latin letters and sides of the compass.
fn marks(place: &str) -> String {
    const MARKS: &str = "东西南北中一二三四五六七八九十期";
    place.chars().filter(|&letter| letter.is_ascii_alphanumeric() || MARKS.contains(letter)).collect()
}

/// Whether two keys are one place, and why.
fn judge(left: &View<'_>, right: &View<'_>, estates: &FxHashMap<u64, Option<&str>>) -> Verdict {
    let no = |sentence| Verdict { same: false, sentence };
    let yes = |sentence| Verdict { same: true, sentence };
    if let Some(sentence) = contradiction(left, right) {
        return no(sentence);
    }
    if left.place == right.place {
        return yes("all is equal but one leaves out wider divisions");
    }
    for (one, other) in [(left, right), (right, left)] {
        let stands_there = one.own_door().and_then(|door| estates.get(&door).copied().flatten());
        if stands_there.is_some_and(|estate| estate == other.place) {
            return yes("the numbers are equal, and other addresses name the estate at the road number");
        }
    }
    for (one, other) in [(left, right), (right, left)] {
        let behind_road = one.place.strip_suffix(other.place).is_some_and(|road| road.ends_with('|'));
        if behind_road && !other.place.contains('|') && other.place.len() >= SHORTEST {
            return yes("all is equal but one leaves out the road");
        }
    }
    if left.place.contains('|') || right.place.contains('|') {
        return no("their places differ");
    }
    let (short, long) = if left.place.len() <= right.place.len() {
        (left.place, right.place)
    } else {
        (right.place, left.place)
    };
    let prefixed = long.strip_suffix(short).is_some_and(|prefix| prefix.len() <= PREFIX);
    if prefixed && short.len() >= SHORTEST && !left.numbers.is_empty() {
        return yes("the numbers and the district are equal, and one estate's name ends in the other's");
    }
    if left.door.is_some() && left.door == right.door && alike(short, long) {
        return yes("road number and numbers are equal, and the estates' names are alike");
    }
    no("the estates' names differ")
}

/// Whether most letters of the shorter name stand in the longer one.
fn alike(short: &str, long: &str) -> bool {
    let common = short.chars().filter(|letter| long.contains(*letter)).count();
    common * 3 >= short.chars().count() * 2
}
