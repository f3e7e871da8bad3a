//! What happened to a ring between two nights, each with its numbers and one sentence in both languages.

use std::collections::BTreeSet;

use super::{DORMANT_DAYS, Known, Ring, State, ValueKey};

/// What happened. The order is that of a ring's events in one night.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
#[allow(missing_docs, reason = "the names say it")]
pub enum EventKind {
    Born,
    Revived,
    Merged,
    Split,
    Relinked,
    Grown,
    Shrunk,
    Dormant,
    Gone,
}

impl EventKind {
    /// All kinds.
    pub const ALL: [Self; 9] = [
        Self::Born,
        Self::Revived,
        Self::Merged,
        Self::Split,
        Self::Relinked,
        Self::Grown,
        Self::Shrunk,
        Self::Dormant,
        Self::Gone,
    ];

    /// The word of the store and the outputs.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Born => "born",
            Self::Revived => "revived",
            Self::Merged => "merged",
            Self::Split => "split",
            Self::Relinked => "re-linked",
            Self::Grown => "grown",
            Self::Shrunk => "shrunk",
            Self::Dormant => "dormant",
            Self::Gone => "gone",
        }
    }
}

/// One event.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Event {
    /// The ring it happened to.
    pub ring_id: String,
    /// What happened.
    pub kind: EventKind,
    /// The other ring of a merger or a split.
    pub other: String,
    /// Records before and after.
    pub records: (usize, usize),
    /// Evidence in English.
    pub sentence_en: String,
    /// The same in Chinese.
    pub sentence_zh: String,
}

/// Fewest new records that must agree before a ring is said to have changed its phones.
const RELINKED_RECORDS: usize = 2;

/// Adds what happened to a ring that was found tonight. `before` is the ring it continues, `parted` the one it
/// split from, `joined` those that went into it.
#[allow(clippy::too_many_lines, reason = "one event after another, in the order of their kinds")]
pub(super) fn of_ring(
    id: &str,
    ring: &Ring,
    before: Option<&Known>,
    state: State,
    parted: Option<&str>,
    joined: &[&Known],
    out: &mut Vec<Event>,
) {
    let after = ring.records.len();
    let persons = ring.persons();
    let mut add = |kind, other: &str, count, (sentence_en, sentence_zh): (String, String)| {
        out.push(Event {
            ring_id: id.to_owned(),
            kind,
            other: other.to_owned(),
            records: (count, after),
            sentence_en,
            sentence_zh,
        });
    };
    let Some(before) = before else {
        match parted {
            Some(from) => add(
                EventKind::Split,
                from,
                0,
                (
                    format!("{after} records of {persons} persons left {from} and stand by themselves"),
                    format!("{persons}人的{after}条记录从{from}分出，自成一组"),
                ),
            ),
            None => add(
                EventKind::Born,
                "",
                0,
                (
                    format!("first found, with {after} records of {persons} persons"),
                    format!("首次发现，{persons}人，{after}条记录"),
                ),
            ),
        }
        for old in joined {
            add(EventKind::Merged, &old.ring.id, old.ring.records.len(), merger(old));
        }
        return;
    };
    let count = before.ring.records.len();
    let new = ring.records.keys().filter(|record| !before.ring.records.contains_key(*record)).count();
    let lost = before.ring.records.keys().filter(|record| !ring.records.contains_key(*record)).count();
    if before.state == State::Gone || (before.state == State::Dormant && state == State::Active) {
        add(
            EventKind::Revived,
            "",
            count,
            (
                format!("found again after it was {}, with {new} new records", before.state.name()),
                format!("沉寂后再次出现，新增{new}条记录"),
            ),
        );
    }
    for old in joined {
        add(EventKind::Merged, &old.ring.id, count, merger(old));
    }
    if let Some((phones, kept)) = new_phones(ring, before) {
        add(
            EventKind::Relinked,
            "",
            count,
            (
                format!(
                    "its new records use {phones} other phones and none of the {} known values' phones; {kept} known values still tie it",
                    before.ring.values.len()
                ),
                format!("新记录改用{phones}个其他电话，不再使用原有电话；仍有{kept}项原有信息相连"),
            ),
        );
    }
    if new > 0 {
        add(
            EventKind::Grown,
            "",
            count,
            (
                format!("{new} new records, {count} before, {after} now of {persons} persons"),
                format!("新增{new}条记录，由{count}条变为{after}条，共{persons}人"),
            ),
        );
    }
    if lost > 0 {
        add(
            EventKind::Shrunk,
            "",
            count,
            (
                format!("{lost} of {count} records are no longer in it"),
                format!("原{count}条记录中{lost}条不再属于该团伙"),
            ),
        );
    }
    if before.state == State::Active && state == State::Dormant {
        add(
            EventKind::Dormant,
            "",
            count,
            (
                format!("no new record for more than {DORMANT_DAYS} days"),
                format!("超过{DORMANT_DAYS}天没有新记录"),
            ),
        );
    }
}

/// A known ring lives on in another one.
pub(super) fn merged_into(old: &Known, into: &str) -> Event {
    let count = old.ring.records.len();
    Event {
        ring_id: old.ring.id.clone(),
        kind: EventKind::Merged,
        other: into.to_owned(),
        records: (count, 0),
        sentence_en: format!("its {count} records are now part of {into}"),
        sentence_zh: format!("其{count}条记录已并入{into}"),
    }
}

/// A known ring was not found tonight.
pub(super) fn gone(old: &Known) -> Event {
    let count = old.ring.records.len();
    Event {
        ring_id: old.ring.id.clone(),
        kind: EventKind::Gone,
        other: String::new(),
        records: (count, 0),
        sentence_en: format!("no longer found; it had {count} records"),
        sentence_zh: format!("不再被发现，此前有{count}条记录"),
    }
}

fn merger(old: &Known) -> (String, String) {
    let (id, count) = (&old.ring.id, old.ring.records.len());
    (format!("{id} with {count} records became part of it"), format!("{id}（{count}条记录）并入"))
}

/// The new phones and the known values still in use, when the ring's new records use phones, and none that was
/// known. Records that were known keep their phones forever, so only new ones can tell.
fn new_phones(ring: &Ring, before: &Known) -> Option<(usize, usize)> {
    let known: BTreeSet<&ValueKey> = before.ring.values.iter().filter(|value| value.0 == "phone").collect();
    let fresh = || {
        ring.mentions
            .iter()
            .filter(|(record, value)| value.0 == "phone" && !before.ring.records.contains_key(record))
    };
    let records: BTreeSet<_> = fresh().map(|(record, _)| record).collect();
    let phones: BTreeSet<_> = fresh().map(|(_, value)| value).collect();
    let changed = !known.is_empty() && records.len() >= RELINKED_RECORDS && phones.is_disjoint(&known);
    let kept = ring.values.intersection(&before.ring.values).count();
    changed.then_some((phones.len(), kept))
}
