//! Tonight's rings and the rings known so far → stable ids, states and events. Reads no files.
//!
//! A ring is the same ring when enough of its records, or of its shared values, return. Nothing here depends on the
//! order of rings or rows: pairs are compared best overlap first, ties by the older ring and then by id.

pub mod event;

pub mod overlap;

mod matching;

mod relinked;

pub mod tonight;

pub mod verdict;

pub mod drift;

pub mod touch;

pub mod tuning;

use std::collections::{BTreeMap, BTreeSet};

use crate::record::{Day, RecordIx};
pub use event::{Event, EventKind};
pub use touch::Touch;

/// A ring without a new record for this many days is dormant: the longest pause of one recruiting campaign
/// in the cases of the press is a quarter.
pub const DORMANT_DAYS: i32 = 90;

/// A ring that was not found for this many days is gone: long enough for a night that failed and a score that wavers,
/// short enough for a desk to hear of it within the week.
pub const GONE_DAYS: i32 = 3;

/// A record, as the outputs name it: its type and its id.
pub type RecordKey = (String, String);

/// A shared value: its kind and its keyed token, never the value.
pub type ValueKey = (String, String);

/// A ring as sets, which is all that its identity rests on.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Ring {
    /// Its id: tonight the finding's, later the one it keeps.
    pub id: String,
    /// Ids it could be born with, best first, so that no known ring's id is given twice.
    pub names: Vec<String>,
    /// Records, each with the person behind it.
    pub records: BTreeMap<RecordKey, String>,
    /// Shared values.
    pub values: BTreeSet<ValueKey>,
    /// How each person came into it; only tonight's rings know it.
    pub arrivals: BTreeMap<String, Arrival>,
    /// Day of its latest record.
    pub last_date: Option<Day>,
}

/// How a person came into a ring.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Arrival {
    /// Day of their first record in it.
    pub since: Option<Day>,
    /// Shared phones under which they contact the insurer; a proxy's own phone is a name of the proxy instead.
    pub phones: BTreeSet<String>,
}

impl Ring {
    /// Persons behind the records.
    #[must_use]
    pub fn persons(&self) -> usize {
        self.records.values().collect::<BTreeSet<_>>().len()
    }
}

/// What a ring is, seen from the last night.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum State {
    /// It gained a record within [`DORMANT_DAYS`].
    Active,
    /// It is found, and gained none.
    Dormant,
    /// It was not found on the last nights, fewer than [`GONE_DAYS`]: a score near the cut-off comes and goes.
    Missing,
    /// It is no longer found; kept, because it may return.
    Gone,
    /// It lives on in another ring.
    Merged,
}

impl State {
    const NAMES: [(Self, &'static str); 5] = [
        (Self::Active, "active"),
        (Self::Dormant, "dormant"),
        (Self::Missing, "missing"),
        (Self::Gone, "gone"),
        (Self::Merged, "merged"),
    ];

    /// The word of the store and the outputs.
    #[must_use]
    pub fn name(self) -> &'static str {
        Self::NAMES.iter().find(|(state, _)| *state == self).map_or("", |(_, name)| name)
    }

    /// The state of a word.
    #[must_use]
    pub fn of(name: &str) -> Option<Self> {
        Self::NAMES.iter().find(|(_, known)| *known == name).map(|(state, _)| *state)
    }
}

/// A ring that the store knows.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Known {
    /// Its sets as last found.
    pub ring: Ring,
    /// The night it was first found.
    pub born: Day,
    /// What it is.
    pub state: State,
    /// The night since which it is so; for a found ring, since which nothing about it changed.
    pub since: Day,
    /// Whether it is dormant, or was when it went missing.
    pub asleep: bool,
}

/// What a night gives.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Night {
    /// The id of each of tonight's rings, same order.
    pub ids: Vec<String>,
    /// The state of each of tonight's rings, same order.
    pub states: Vec<State>,
    /// Known rings that were not found, with their state from tonight on.
    pub absent: Vec<(String, State)>,
    /// What changed; sorted by ring and kind.
    pub events: Vec<Event>,
}

impl Night {
    /// The names of a ring's events, separated by spaces: the `event` of rings.csv.
    #[must_use]
    pub fn event_names(&self, ring_id: &str) -> String {
        let of_ring = self.events.iter().filter(|event| event.ring_id == ring_id);
        let mut names: Vec<&str> = of_ring.map(|event| event.kind.name()).collect();
        names.dedup();
        names.join(" ")
    }
}

/// What the outputs say about tonight's rings beyond the findings; empty without a store.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Remembered {
    /// Events of a ring, by id.
    pub events: BTreeMap<String, String>,
    /// Rings that an event befell tonight, by the event's name; rings that are gone included.
    pub befell: BTreeMap<&'static str, u32>,
    /// Rings that were known before tonight.
    pub known: BTreeSet<String>,
    /// The standing decision about a ring and its note in English and Chinese, by id.
    pub decisions: BTreeMap<String, (String, String, String)>,
    /// Cleared rings that give no alert: nothing materially new has come to them.
    pub quiet: BTreeSet<String>,
    /// Records that a person cleared.
    pub cleared_records: BTreeSet<String>,
    /// Records that a person confirmed, or that carry a value that one confirmed: kinds of what was confirmed.
    pub confirmed: BTreeMap<RecordIx, BTreeSet<String>>,
    /// Decisions in force tonight, by what they are about.
    pub in_force: BTreeMap<&'static str, u32>,
    /// Records that touch a known ring.
    pub touched: BTreeMap<RecordIx, Touch>,
}

/// Gives tonight's rings their ids and says what changed. `tonight` and `known` may stand in any order.
///
/// # Complexity
/// Linear in records and values through two indexes, and K log K in the K pairs of rings that share anything.
#[must_use]
pub fn track(tonight: &[Ring], known: &[Known], as_of: Day) -> Night {
    let matched = matching::matched(tonight, known);
    let mut taken: BTreeSet<&str> = known.iter().map(|known| known.ring.id.as_str()).collect();
    let mut order: Vec<usize> = (0..tonight.len()).collect();
    order.sort_by(|&left, &right| tonight[left].id.cmp(&tonight[right].id));
    let mut ids: Vec<String> = vec![String::new(); tonight.len()];
    for place in order {
        let ring = &tonight[place];
        ids[place] = if let Some(old) = matched.continues[place] {
            known[old].ring.id.clone()
        } else {
            let free = ring.names.iter().find(|name| !taken.contains(name.as_str())).unwrap_or(&ring.id);
            taken.insert(free);
            free.clone()
        };
    }
    let mut night = Night::default();
    for (place, ring) in tonight.iter().enumerate() {
        let before = matched.continues[place].map(|old| &known[old]);
        let asleep = ring.last_date.is_some_and(|last| as_of.0 - last.0 > DORMANT_DAYS);
        let state = if asleep { State::Dormant } else { State::Active };
        night.states.push(state);
        let parted = matched.parts[place].map(|old| &known[old]);
        let joined = matched.joined.iter().filter(|(_, into)| *into == place);
        let joined: Vec<&Known> = joined.map(|(old, _)| &known[*old]).collect();
        let change = event::Change { ring, state, before, parted, joined: &joined };
        night.events.extend(change.events(&ids[place]));
    }
    for (place, old) in known.iter().enumerate() {
        if matched.continues.contains(&Some(place)) || old.state == State::Merged {
            continue;
        }
        let id = old.ring.id.clone();
        if let Some((_, into)) = matched.joined.iter().find(|(joined, _)| *joined == place) {
            night.events.push(event::merged_into(old, &ids[*into]));
            night.absent.push((id, State::Merged));
            continue;
        }
        let missing_since = if old.state == State::Missing { old.since } else { as_of };
        let state = if old.state == State::Gone || as_of.0 - missing_since.0 >= GONE_DAYS {
            State::Gone
        } else {
            State::Missing
        };
        if state == State::Gone && old.state != State::Gone {
            night.events.push(event::gone(old));
        }
        night.absent.push((id, state));
    }
    night.ids = ids;
    night.absent.sort();
    night.events.sort_by(|left, right| {
        (&left.ring_id, left.kind, &left.other).cmp(&(&right.ring_id, right.kind, &right.other))
    });
    night
}

#[cfg(test)]
mod tests;
