//! When rings began, grew and went quiet, by the dates of their records.
//!
//! The days of the records, not the nights of the store: a ring that a first run finds did not begin that night, and
//! periods before the store compare with those after it.

use std::collections::{BTreeMap, BTreeSet};

use super::measure::{Measure, Sums};
use super::period::{Month, Period};
use crate::record::Day;
use crate::track::DORMANT_DAYS;

/// A likely ring's records.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Life {
    /// The ring.
    pub id: String,
    /// Its records with their days.
    pub records: Vec<(String, Day)>,
}

/// Adds the rings to the months in which something befell them.
pub(super) fn count(lives: &[Life], as_of: Day, months: &mut BTreeMap<Month, Sums>) {
    for life in lives {
        let days = || life.records.iter().map(|(_, day)| *day);
        let Some((first, last)) = days().min().zip(days().max()) else { continue };
        let of: BTreeSet<Month> = days().map(Month::of).collect();
        for month in of {
            let befell = if month == Month::of(first) { Measure::RingsNew } else { Measure::RingsGrown };
            months.entry(month).or_default()[befell] += 1;
        }
        // As the store's states: a quarter without a record is the end until one comes.
        let quiet = Day(last.0 + DORMANT_DAYS + 1);
        if quiet <= as_of {
            months.entry(Month::of(quiet)).or_default()[Measure::RingsEnded] += 1;
        }
    }
}

/// Rings with records in a period that had begun before it: each once, however many months it grew in.
pub(super) fn grown(lives: &[Life], period: Period) -> i64 {
    let began_before = |life: &&Life| {
        let first = life.records.iter().map(|(_, day)| Month::of(*day)).min();
        first.is_some_and(|first| first < period.from)
    };
    let goes_on = |life: &&Life| life.records.iter().any(|(_, day)| period.holds(Month::of(*day)));
    lives.iter().filter(began_before).filter(goes_on).count() as i64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ring_begins_with_its_first_record_and_ends_a_quarter_after_its_last() {
        let day = |month, day| Day::from_ymd(2026, month, day).unwrap();
        let records = [day(1, 5), day(1, 9), day(3, 1)].map(|day| (String::new(), day)).to_vec();
        let lives = [Life { id: "R-1".into(), records }];
        let mut months = BTreeMap::new();
        count(&lives, day(6, 30), &mut months);
        let told: Vec<_> = months
            .iter()
            .map(|(month, sums)| {
                (
                    month.to_string(),
                    sums[Measure::RingsNew],
                    sums[Measure::RingsGrown],
                    sums[Measure::RingsEnded],
                )
            })
            .collect();
        let expected = [("2026-01", 1, 0, 0), ("2026-03", 0, 1, 0), ("2026-05", 0, 0, 1)];
        assert_eq!(told, expected.map(|(month, new, grown, ended)| (month.to_owned(), new, grown, ended)));
    }

    #[test]
    fn over_a_period_a_ring_grew_once_or_is_new() {
        let day = |month| (String::new(), Day::from_ymd(2026, month, 5).unwrap());
        let lives = [Life { id: "R-1".into(), records: [1, 2, 3, 4].map(day).to_vec() }];
        let period = |from, to| Period { from: Month::parse(from).unwrap(), to: Month::parse(to).unwrap() };
        assert_eq!(grown(&lives, period("2026-02", "2026-04")), 1);
        assert_eq!(grown(&lives, period("2026-01", "2026-04")), 0);
        assert_eq!(grown(&lives, period("2026-05", "2026-06")), 0);
    }
}
