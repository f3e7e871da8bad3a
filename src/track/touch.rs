//! Records of tonight that touch a ring the store knows, though tonight's detection ties them to nobody: by a shared
//! value of the ring, or because they were among its records. Reads no files.
//!
//! A ring rests on the input of its nights. When the window of the input has moved on, a single new record with the
//! ring's account is no finding any more, and still the first thing the desk wants to see. Where the ring's own records
//! are still in the input, tonight's detection has judged it again, and its word holds.

use std::collections::{BTreeMap, BTreeSet};

use super::{Known, RecordKey, State, ValueKey};
use crate::record::Day;

/// Values that strangers have in common too: they speak only for a ring that a person confirmed.
const PUBLIC: [&str; 3] = ["letter", "ip", "receiving_agent"];
/// A ring that nobody confirmed is forgotten when its latest record is older, in days: operators give a number that was
/// given up to somebody else after some months, and who moves into a flat does not inherit its past.
const FORGOTTEN_DAYS: i32 = 730;
/// What a touch is called when the record itself was among the ring's.
pub const RECORD: &str = "record";

/// A record touches a known ring.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Touch {
    /// The ring.
    pub ring_id: String,
    /// Whether a person confirmed the ring.
    pub confirmed: bool,
    /// Kinds of the values in common, and [`RECORD`]; sorted, at least one.
    pub by: BTreeSet<String>,
}

/// Rings of which at least half of the records are in tonight's input: whatever tonight's detection says of them, it
/// has seen what they were made of. `is_here` says whether a record is in the input.
pub fn judged_again<'k>(
    known: impl Iterator<Item = &'k Known>,
    is_here: impl Fn(&RecordKey) -> bool,
) -> BTreeSet<&'k str> {
    known
        .filter(|known| {
            let records = &known.ring.records;
            records.keys().filter(|record| is_here(record)).count() * 2 >= records.len()
        })
        .map(|known| known.ring.id.as_str())
        .collect()
}

/// The rings that may be touched, by value and by record.
#[derive(Debug, Default)]
pub struct Touchable<'a> {
    rings: Vec<(&'a str, bool)>,
    by_value: BTreeMap<&'a ValueKey, Vec<usize>>,
    by_record: BTreeMap<&'a RecordKey, Vec<usize>>,
}

impl<'a> Touchable<'a> {
    /// All known rings but those that went into others, that `decision` says are cleared or ignored, or that nobody
    /// confirmed and that are `dismissed` (judged again and not found) or forgotten.
    #[must_use]
    pub fn new(
        known: &'a [Known],
        as_of: Day,
        dismissed: &BTreeSet<&str>,
        decision: impl Fn(&str) -> Option<&'a str>,
    ) -> Self {
        let mut out = Self::default();
        for known in known.iter().filter(|known| known.state != State::Merged) {
            let ring = &known.ring;
            let word = decision(&ring.id);
            if matches!(word, Some("cleared" | "ignore")) {
                continue;
            }
            let confirmed = word == Some("confirmed");
            let old = ring.last_date.is_some_and(|last| as_of.0 - last.0 > FORGOTTEN_DAYS);
            if !confirmed && (old || dismissed.contains(ring.id.as_str())) {
                continue;
            }
            let place = out.rings.len();
            out.rings.push((&ring.id, confirmed));
            for value in ring.values.iter().filter(|(kind, _)| confirmed || !PUBLIC.contains(&kind.as_str()))
            {
                out.by_value.entry(value).or_default().push(place);
            }
            for record in ring.records.keys() {
                out.by_record.entry(record).or_default().push(place);
            }
        }
        out
    }

    /// Whether no ring can be touched.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rings.is_empty()
    }

    /// Whether any ring has this value.
    #[must_use]
    pub fn holds(&self, value: &ValueKey) -> bool {
        self.by_value.contains_key(value)
    }

    /// The ring that a record with these values touches: a confirmed one first, then the one it has most in common
    /// with, then by id.
    #[must_use]
    pub fn touch<'v>(&self, record: &RecordKey, values: impl Iterator<Item = &'v ValueKey>) -> Option<Touch> {
        let mut by: BTreeMap<usize, Vec<&str>> = BTreeMap::new();
        for place in self.by_record.get(record).into_iter().flatten() {
            by.entry(*place).or_default().push(RECORD);
        }
        for value in values {
            for place in self.by_value.get(value).into_iter().flatten() {
                by.entry(*place).or_default().push(&value.0);
            }
        }
        let best = |(place, by): &(usize, Vec<&str>)| {
            let (id, confirmed) = self.rings[*place];
            (!confirmed, std::cmp::Reverse(by.len()), id)
        };
        let (place, by) = by.into_iter().min_by_key(best)?;
        let (id, confirmed) = self.rings[place];
        let by = by.into_iter().map(str::to_owned).collect();
        Some(Touch { ring_id: id.to_owned(), confirmed, by })
    }
}

#[cfg(test)]
mod tests {
    use super::super::Ring;
    use super::*;

    fn known(id: &str, record: &str, values: &[(&str, &str)]) -> Known {
        let ring = Ring {
            id: id.into(),
            records: [(("complaint".into(), record.into()), "P-1".into())].into(),
            values: values.iter().map(|(kind, token)| ((*kind).into(), (*token).into())).collect(),
            last_date: Some(Day(100)),
            ..Ring::default()
        };
        Known { ring, born: Day(1), since: Day(1), state: State::Gone, asleep: false }
    }

    #[track_caller]
    fn check(
        decision: &[(&str, &'static str)],
        record: &str,
        values: &[(&str, &str)],
        expected: Option<&str>,
    ) {
        let known = [
            known("R-1", "c1", &[("phone", "p1"), ("letter", "l1")]),
            known("R-2", "c2", &[("phone", "p1"), ("account", "a1")]),
        ];
        let word = |id: &str| decision.iter().find(|(ring, _)| *ring == id).map(|(_, word)| *word);
        let values: Vec<ValueKey> =
            values.iter().map(|(kind, token)| ((*kind).into(), (*token).into())).collect();
        let touch = Touchable::new(&known, Day(101), &BTreeSet::new(), word)
            .touch(&("complaint".into(), record.into()), values.iter());
        let told = touch.map(|touch| {
            let by: Vec<String> = touch.by.into_iter().collect();
            format!("{}{} {}", touch.ring_id, if touch.confirmed { "!" } else { "" }, by.join(" "))
        });
        assert_eq!(told.as_deref(), expected);
    }

    #[test]
    fn a_new_record_touches_the_ring_whose_values_it_carries_most_of() {
        check(&[], "c9", &[("phone", "p1")], Some("R-1 phone"));
        check(&[], "c9", &[("phone", "p1"), ("account", "a1")], Some("R-2 account phone"));
        check(&[], "c9", &[("phone", "p9")], None);
        // A token of another kind is another value.
        check(&[], "c9", &[("account", "p1")], None);
    }

    #[test]
    fn a_confirmed_ring_comes_first_and_a_cleared_one_is_not_touched() {
        check(&[("R-2", "confirmed")], "c9", &[("phone", "p1")], Some("R-2! phone"));
        check(&[("R-1", "cleared")], "c9", &[("phone", "p1")], Some("R-2 phone"));
        check(&[("R-1", "cleared"), ("R-2", "ignore")], "c9", &[("phone", "p1")], None);
    }

    #[test]
    fn a_letter_alone_speaks_only_for_a_confirmed_ring_and_an_old_record_for_its_own() {
        check(&[], "c9", &[("letter", "l1")], None);
        check(&[("R-1", "confirmed")], "c9", &[("letter", "l1")], Some("R-1! letter"));
        check(&[], "c2", &[], Some("R-2 record"));
    }

    #[test]
    fn a_ring_that_was_judged_again_or_is_long_past_is_touched_only_when_somebody_confirmed_it() {
        let known = [known("R-1", "c1", &[("phone", "p1")])];
        let value: ValueKey = ("phone".into(), "p1".into());
        let record = ("complaint".to_owned(), "c9".to_owned());
        let touches = |as_of, dismissed: &BTreeSet<&str>, word| {
            let touchable = Touchable::new(&known, Day(as_of), dismissed, |_| word);
            touchable.touch(&record, std::iter::once(&value)).is_some()
        };
        let (nothing, here) = (BTreeSet::new(), judged_again(known.iter(), |record| record.1 == "c1"));
        assert_eq!(judged_again(known.iter(), |_| false), nothing);
        assert!(touches(200, &nothing, None) && !touches(200, &here, None));
        assert!(!touches(1000, &nothing, None) && touches(1000, &here, Some("confirmed")));
    }
}
