//! A spelling in its sections, and whether two of them are one place.
//!
//! Nothing may contradict: equal numbers inside the place, regions of which one is the end or the front of the
//! other, roads that do not differ. Then one of these must hold: only the region, the road or the town is left
//! out; one estate's name is the end of the other's; both stand at the same road number under like names; the
//! input says which estate stands at the road number. Places of one another's length are never held for a
//! slip: 文一路 and 文二路, 阳光花园 and 阳光家园 are two places.

use std::hash::{Hash, Hasher};

use rustc_hash::{FxHashMap, FxHasher};

use crate::normalise::divisions;

/// Letters of the end of a region that a block goes by: 西湖区 is the same with and without wider divisions.
const REGION_END: usize = 3;

/// Letters of the front of a region that a block goes by.
const REGION_FRONT: usize = 2;

/// Letters of the end of a place that a block goes by, which a prefix leaves as they are.
const PLACE_END: usize = 2;

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

/// What the input as a whole tells.
#[derive(Default, Debug)]
pub(super) struct Context<'a> {
    /// Road number → the one estate that stands there, by the addresses that write both.
    pub(super) estates: FxHashMap<u64, Option<&'a str>>,
    /// Place → whether it is written in regions that contradict each other.
    pub(super) common: FxHashMap<u64, (&'a str, bool)>,
}

impl<'a> Context<'a> {
    /// Takes note of a view.
    pub(super) fn add(&mut self, view: &View<'a>) {
        if let (Some(door), false) = (view.door, view.place().contains('|')) {
            let known = self.estates.entry(door).or_insert(Some(view.place()));
            *known = known.filter(|&estate| estate == view.place());
        }
        let region = view.region();
        let known = self.common.entry(hash(view.place())).or_insert((region, false));
        known.1 |= !compatible(known.0, region);
        if region.len() > known.0.len() {
            known.0 = region;
        }
    }

    fn is_common(&self, place: &str) -> bool {
        self.common.get(&hash(place)).is_some_and(|known| known.1)
    }
}

/// A spelling: a key, and the road with its number where they are written beside an estate.
#[derive(Clone, Copy, Debug)]
pub(super) struct View<'a> {
    /// Key, or key, road and number with tabs between.
    pub(super) text: &'a str,
    region_end: u16,
    place_end: u16,
    key_end: u16,
    /// The road beside an estate; empty where none is written.
    road: &'a str,
    /// Its number or lane: 12号, 88弄.
    number: &'a str,
    /// The town without its kind.
    town: &'a str,
    /// Road number, where all spellings in the view that give one agree.
    pub(super) door: Option<u64>,
    /// Whether other spellings of the key stand at another road.
    pub(super) apart: bool,
}

impl<'a> View<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        let key = key_of(text);
        let mut beside = text.get(key.len() + 1..).unwrap_or_default().split('\t');
        let [road, number, town] = [(); 3].map(|()| beside.next().unwrap_or_default());
        let region = key.split('|').next().unwrap_or_default();
        let door = (!number.is_empty()).then(|| door(region, road, number));
        let region_end = key.find('|').unwrap_or(0);
        let mut place_end = key.len();
        while let Some(bar) = key[..place_end].rfind('|').filter(|&bar| bar > region_end)
            && is_inside(&key[bar + 1..place_end])
        {
            place_end = bar;
        }
        Self {
            text,
            region_end: region_end as u16,
            place_end: place_end as u16,
            key_end: key.len() as u16,
            road,
            number,
            town,
            door,
            apart: false,
        }
    }

    /// Takes over what another spelling of the place tells: town, road and door; two doors leave none.
    pub(super) fn take_door(&mut self, other: &View<'a>) {
        if self.door.is_none() && self.number.is_empty() && !other.road.is_empty() {
            (self.road, self.number, self.door) = (other.road, other.number, other.door);
        } else if other.door.is_some() && other.door != self.door {
            self.door = None;
        }
        if self.town.is_empty() {
            self.town = other.town;
        }
    }

    /// Whether what is written beside the estates shows two of one name: two roads, two numbers of a road, or
    /// two towns where no road is the same.
    pub(super) fn elsewhere(&self, other: &View<'_>) -> bool {
        let road = !self.road.is_empty() && self.road == other.road;
        let differ = |a: &str, b: &str| !a.is_empty() && !b.is_empty() && a != b;
        roads_differ(self.road, other.road)
            || road && differ(self.number, other.number)
            || !road && roads_differ(self.town, other.town)
    }

    /// Whether both tell equally much of where the estate is.
    pub(super) fn tells_like(&self, other: &View<'_>) -> bool {
        (self.road.is_empty(), self.number.is_empty(), self.town.is_empty())
            == (other.road.is_empty(), other.number.is_empty(), other.town.is_empty())
    }

    fn cut(&self, from: u16, to: u16) -> &'a str {
        self.text.get(usize::from(from)..usize::from(to)).unwrap_or("").trim_matches(['|', '\t'])
    }

    pub(super) fn key(&self) -> &'a str {
        self.cut(0, self.key_end)
    }

    pub(super) fn region(&self) -> &'a str {
        self.cut(0, self.region_end)
    }

    /// Road with number, estate, or both; village, group and house.
    pub(super) fn place(&self) -> &'a str {
        self.cut(self.region_end, self.place_end)
    }

    /// Building, unit, floor and room.
    pub(super) fn numbers(&self) -> &'a str {
        self.cut(self.place_end, self.key_end)
    }

    /// Views that a prefix tells apart share this.
    pub(super) fn end_block(&self) -> u64 {
        hash(&(end(self.region(), REGION_END), end(self.place(), PLACE_END), self.numbers()))
    }

    /// Views whose district one wrote with the place, one with the region, share this: 襄阳市|樊城万达.
    pub(super) fn city_block(&self) -> u64 {
        let region = self.region();
        let front = region.char_indices().nth(REGION_FRONT).map_or(region, |(place, _)| &region[..place]);
        hash(&(front, end(self.place(), PLACE_END), self.numbers(), 0u8))
    }

    /// Views that the region tells apart share this.
    pub(super) fn place_block(&self) -> u64 {
        hash(&(self.place(), self.numbers()))
    }

    /// Views that stand at one road number share this.
    pub(super) fn door_block(&self) -> Option<u64> {
        let door = self.door.or_else(|| self.own_door()).or_else(|| self.named_door())?;
        Some(hash(&(door, self.numbers())))
    }

    /// The door of a place that the key names with its road: 文一路|12号|天虹商场.
    fn named_door(&self) -> Option<u64> {
        let mut sections = self.place().split('|');
        let (road, number) = (sections.next()?, sections.next()?);
        number.ends_with(['号', '弄']).then(|| door(self.region(), road, number))
    }

    /// The door that a place without an estate is itself: 文一路|12号.
    fn own_door(&self) -> Option<u64> {
        let (road, number) = self.place().split_once('|')?;
        (number.ends_with(['号', '弄']) && !number.contains('|')).then(|| door(self.region(), road, number))
    }
}

/// The key in a spelling.
#[must_use]
pub fn key_of(text: &str) -> &str {
    text.split('\t').next().unwrap_or_default()
}

/// Whether a section of a key counts something inside the place.
fn is_inside(section: &str) -> bool {
    ["栋", "单元", "层", "室"].iter().any(|unit| section.ends_with(unit))
}

/// The last letters of a text.
fn end(text: &str, letters: usize) -> &str {
    let from = text.char_indices().rev().nth(letters - 1).map_or(0, |(place, _)| place);
    &text[from..]
}

pub(super) fn hash<T: Hash + ?Sized>(value: &T) -> u64 {
    let mut hasher = FxHasher::default();
    value.hash(&mut hasher);
    hasher.finish()
}

fn door(region: &str, road: &str, number: &str) -> u64 {
    hash(&(region, road, number))
}

/// Whether one region is the front or the end of the other.
fn compatible(a: &str, b: &str) -> bool {
    a.starts_with(b) || b.starts_with(a) || a.ends_with(b) || b.ends_with(a)
}

/// Whether two roads are two: neither is the other's front or end (解放路 and 解放路东段 are one).
pub(super) fn roads_differ(a: &str, b: &str) -> bool {
    !(a.is_empty() || b.is_empty() || compatible(a, b))
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
        (false, false) if marks(a) != marks(b) && !town_in_front(a, b) => {
            Some("phase, section or number in the names differ")
        }
        _ => None,
    }
}

fn begins_with_road(place: &str) -> bool {
    place.split('|').next().is_some_and(|word| word.ends_with(['路', '街', '道', '巷', '弄']))
}

/// Whether the names differ by a town in front alone: 四季青服装市场.
fn town_in_front(a: &str, b: &str) -> bool {
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    long.strip_suffix(short).is_some_and(divisions::is_bare_town)
}

/// What tells the parts of one estate apart: digits, Latin letters and sides of the compass.
fn marks(place: &str) -> String {
    const MARKS: &str = "东西南北中一二三四五六七八九十期";
    let next = place.chars().skip(1).chain(['|']);
    // 中心, 中国 tell no side.
    let is_mark = |letter: char, next: char| {
        letter.is_ascii_alphanumeric()
            || MARKS.contains(letter) && !(letter == '中' && "心国央华学".contains(next))
    };
    place
        .chars()
        .zip(next)
        .filter(|&(letter, next)| is_mark(letter, next))
        .map(|(letter, _)| letter)
        .collect()
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
        if at_door && short.len() >= SHORTEST_NAMED && marks(short) == marks(long) && alike(short, long) {
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
        return if short.len() >= SHORTEST_NAMED && alike(short, long) {
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
        && prefix_counts(left, front)
        && !(left.door.is_some() && right.door.is_some() && left.door != right.door)
    {
        return yes("the numbers and the district are equal, and one estate's name ends in the other's");
    }
    if left.door.is_some() && left.door == right.door && alike(short, long) {
        return yes("road number and numbers are equal, and the estates' names are alike");
    }
    no("the estates' names differ")
}

/// Whether the letters in front of an estate's name may be left out: a few, where numbers inside agree too;
/// else only a division or town that has the name.
fn prefix_counts(view: &View<'_>, front: &str) -> bool {
    let named = || {
        divisions::at_front(front).any(|(length, _)| length == front.len()) || divisions::is_bare_town(front)
    };
    front.len() <= PREFIX && (!view.numbers().is_empty() || named())
}

/// Whether most letters of the shorter name stand in the longer one.
fn alike(short: &str, long: &str) -> bool {
    let common = short.chars().filter(|letter| long.contains(*letter)).count();
    common * 3 >= short.chars().count() * 2
}
