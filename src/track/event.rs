//! What happened to a ring between two nights, each with its numbers and one sentence in both languages.

use super::relinked::{self, NEWCOMERS};
use super::{DORMANT_DAYS, Known, Ring, State};

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

/// A ring of tonight beside what was known.
#[derive(Clone, Copy, Debug)]
pub(super) struct Change<'a> {
    pub(super) ring: &'a Ring,
    /// What it is from tonight on.
    pub(super) state: State,
    /// The ring that it continues.
    pub(super) before: Option<&'a Known>,
    /// The ring that it split from.
    pub(super) parted: Option<&'a Known>,
    /// Rings that went into it.
    pub(super) joined: &'a [&'a Known],
}

impl Change<'_> {
    /// What happened to the ring, under the id that it bears.
    pub(super) fn events(&self, id: &str) -> Vec<Event> {
        let mut out: Vec<Event> = match self.before {
            None => vec![self.arrival()],
            // A merged ring that stands apart again has split from the other.
            Some(before) if before.state == State::Merged && self.parted.is_some() => vec![self.arrival()],
            Some(before) => {
                let [grown, shrunk] = self.moved(before);
                let all = [self.revival(before), self.relinked(before), grown, shrunk, self.rest(before)];
                all.into_iter().flatten().collect()
            }
        };
        out.extend(self.joined.iter().map(|old| self.merger(old)));
        out.sort_by_key(|event| event.kind);
        for event in &mut out {
            id.clone_into(&mut event.ring_id);
        }
        out
    }

    /// An event with its numbers; the id comes last.
    fn event(&self, kind: EventKind, sentence_en: String, sentence_zh: String) -> Event {
        let before = self.before.map_or(0, |before| before.ring.records.len());
        let records = (before, self.ring.records.len());
        Event { ring_id: String::new(), kind, other: String::new(), records, sentence_en, sentence_zh }
    }

    /// A ring that continues none: split from another, or new.
    fn arrival(&self) -> Event {
        let (records, persons) = (self.ring.records.len(), self.ring.persons());
        let Some(from) = self.parted.map(|known| &known.ring.id) else {
            return self.event(
                EventKind::Born,
                format!("first found, with {records} records of {persons} persons"),
                format!("首次发现，{persons}人，{records}条记录"),
            );
        };
        let mut event = self.event(
            EventKind::Split,
            format!("{records} records of {persons} persons left {from} and stand by themselves"),
            format!("{persons}人的{records}条记录从{from}分出，自成一组"),
        );
        event.other.clone_from(from);
        event
    }

    fn merger(&self, old: &Known) -> Event {
        let (id, count) = (&old.ring.id, old.ring.records.len());
        let mut event = self.event(
            EventKind::Merged,
            format!("{id} with {count} records became part of it"),
            format!("{id}（{count}条记录）并入"),
        );
        event.other.clone_from(id);
        event
    }

    fn revival(&self, before: &Known) -> Option<Event> {
        let returned = before.asleep && self.state == State::Active;
        let was = if before.asleep { State::Dormant } else { before.state };
        (matches!(before.state, State::Gone | State::Merged) || returned).then(|| {
            let new = count_new(self.ring, &before.ring);
            self.event(
                EventKind::Revived,
                format!("found again after it was {}, with {new} new records", was.name()),
                format!("沉寂后再次出现，新增{new}条记录"),
            )
        })
    }

    /// A ring whose newest persons use other phones: told when the first [`NEWCOMERS`] of them have come.
    fn relinked(&self, before: &Known) -> Option<Event> {
        let run = relinked::newcomers(self.ring)?;
        let known: Vec<&String> = before.ring.records.values().collect();
        let old = run.persons.iter().filter(|person| known.contains(person)).count();
        let (persons, phones) = (run.persons.len(), run.phones);
        let kept = self.ring.values.intersection(&before.ring.values).count();
        (old < NEWCOMERS).then(|| {
            self.event(
                EventKind::Relinked,
                format!(
                    "its newest {persons} persons use {phones} phones that nobody before them used; {kept} known values still tie it"
                ),
                format!("最近{persons}人使用{phones}个从未出现的电话，不再使用原有电话；仍有{kept}项原有信息相连"),
            )
        })
    }

    /// Records that came, and records that went.
    fn moved(&self, before: &Known) -> [Option<Event>; 2] {
        let (count, after, persons) =
            (before.ring.records.len(), self.ring.records.len(), self.ring.persons());
        let (new, lost) = (count_new(self.ring, &before.ring), count_new(&before.ring, self.ring));
        let grown = (new > 0).then(|| {
            self.event(
                EventKind::Grown,
                format!("{new} new records, {count} before, {after} now of {persons} persons"),
                format!("新增{new}条记录，由{count}条变为{after}条，共{persons}人"),
            )
        });
        let shrunk = (lost > 0).then(|| {
            self.event(
                EventKind::Shrunk,
                format!("{lost} of {count} records are no longer in it"),
                format!("原{count}条记录中{lost}条不再属于该团伙"),
            )
        });
        [grown, shrunk]
    }

    fn rest(&self, before: &Known) -> Option<Event> {
        let awake = matches!(before.state, State::Active | State::Missing) && !before.asleep;
        (awake && self.state == State::Dormant).then(|| {
            self.event(
                EventKind::Dormant,
                format!("no new record for more than {DORMANT_DAYS} days"),
                format!("超过{DORMANT_DAYS}天没有新记录"),
            )
        })
    }
}

/// Records of one ring that another does not have.
fn count_new(ring: &Ring, other: &Ring) -> usize {
    ring.records.keys().filter(|record| !other.records.contains_key(*record)).count()
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
