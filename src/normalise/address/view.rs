//! A spelling in its sections: region, place, numbers, and what stands beside an estate.

use std::hash::{Hash, Hasher};

use rustc_hash::{FxHashMap, FxHasher};

use super::likeness::shortens;

/// Letters of the end of a region that a block goes by: 西湖区 is the same with and without wider divisions.
const REGION_END: usize = 3;

/// Letters of the front of a region that a block goes by.
const REGION_FRONT: usize = 2;

/// Letters of the end of a place that a block goes by, which a prefix leaves as they are.
const PLACE_END: usize = 2;

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

    pub(super) fn is_common(&self, place: &str) -> bool {
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
        let region_end = memchr::memchr(b'|', key.as_bytes());
        let region = region_end.map_or(key, |end| &key[..end]);
        let door = (!number.is_empty()).then(|| door(region, road, number));
        let region_end = region_end.unwrap_or(0);
        let mut place_end = key.len();
        while let Some(bar) =
            memchr::memrchr(b'|', &key.as_bytes()[..place_end]).filter(|&bar| bar > region_end)
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
        let both = !self.road.is_empty() && !other.road.is_empty();
        let road = both && !roads_differ(self.road, other.road);
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
        let text = self.text.get(usize::from(from)..usize::from(to)).unwrap_or("");
        text.strip_prefix('|').unwrap_or(text)
    }

    pub(super) fn road(&self) -> &'a str {
        self.road
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
    pub(super) fn named_door(&self) -> Option<u64> {
        let mut sections = self.place().split('|');
        let (road, number) = (sections.next()?, sections.next()?);
        number.ends_with(['号', '弄']).then(|| door(self.region(), road, number))
    }

    /// The door that a place without an estate is itself: 文一路|12号.
    pub(super) fn own_door(&self) -> Option<u64> {
        let (road, number) = self.place().split_once('|')?;
        (number.ends_with(['号', '弄']) && !number.contains('|')).then(|| door(self.region(), road, number))
    }
}

/// The key in a spelling.
#[must_use]
pub fn key_of(text: &str) -> &str {
    memchr::memchr(b'\t', text.as_bytes()).map_or(text, |tab| &text[..tab])
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
pub(super) fn compatible(a: &str, b: &str) -> bool {
    a.starts_with(b) || b.starts_with(a) || a.ends_with(b) || b.ends_with(a)
}

/// Whether two roads are two: neither is the other's front or end (解放路 and 解放路东段 are one), or shorter for it.
pub(super) fn roads_differ(a: &str, b: &str) -> bool {
    !(a.is_empty() || b.is_empty() || compatible(a, b) || shortens(a, b))
}
