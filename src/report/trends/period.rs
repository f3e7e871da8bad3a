//! Months and periods of them.

use std::fmt;

use crate::record::Day;

/// A month, as months since year 0.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Month(pub i32);

impl Month {
    /// The month of a text like 2026-03.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (year, month) = text.trim().split_once('-')?;
        let (year, month) = (year.parse::<i16>().ok()?, month.parse::<i8>().ok()?);
        Day::from_ymd(year, month, 1).map(Self::of)
    }

    /// The month of a day.
    #[must_use]
    pub fn of(day: Day) -> Self {
        Self(day.month_number())
    }

    /// Its first day; the epoch for a month that no calendar has.
    #[must_use]
    pub fn first_day(self) -> Day {
        let year = i16::try_from(self.0.div_euclid(12)).unwrap_or_default();
        Day::from_ymd(year, self.0.rem_euclid(12) as i8 + 1, 1).unwrap_or(Day(0))
    }

    /// The last month that a day completes: its own on the month's last day, else the one before.
    #[must_use]
    pub fn completed(day: Day) -> Self {
        let month = Self::of(day);
        if Self::of(Day(day.0 + 1)) == month { Self(month.0 - 1) } else { month }
    }
}

impl fmt::Display for Month {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{:04}-{:02}", self.0.div_euclid(12), self.0.rem_euclid(12) + 1)
    }
}

/// Months from one to another, both included.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Period {
    /// The first month.
    pub from: Month,
    /// The last month.
    pub to: Month,
}

impl Period {
    /// Whether a month is one of its.
    #[must_use]
    pub fn holds(self, month: Month) -> bool {
        (self.from..=self.to).contains(&month)
    }

    /// The period of the same length just before.
    #[must_use]
    pub fn before(self) -> Self {
        self.back(self.to.0 - self.from.0 + 1)
    }

    /// The same months a year earlier.
    #[must_use]
    pub fn year_before(self) -> Self {
        self.back(12)
    }

    /// Its first and last day.
    #[must_use]
    pub fn days(self) -> (Day, Day) {
        (self.from.first_day(), Day(Month(self.to.0 + 1).first_day().0 - 1))
    }

    fn back(self, months: i32) -> Self {
        Self { from: Month(self.from.0 - months), to: Month(self.to.0 - months) }
    }
}

impl fmt::Display for Period {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.from == self.to {
            return write!(out, "{}", self.from);
        }
        write!(out, "{} – {}", self.from, self.to)
    }
}

impl std::ops::RangeBounds<Month> for Period {
    fn start_bound(&self) -> std::ops::Bound<&Month> {
        std::ops::Bound::Included(&self.from)
    }

    fn end_bound(&self) -> std::ops::Bound<&Month> {
        std::ops::Bound::Included(&self.to)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn period(from: &str, to: &str) -> Period {
        Period { from: Month::parse(from).unwrap(), to: Month::parse(to).unwrap() }
    }

    #[test]
    fn a_half_year_is_compared_with_the_half_year_before_and_that_of_last_year() {
        let half = period("2026-01", "2026-06");
        assert_eq!(half.before(), period("2025-07", "2025-12"));
        assert_eq!(half.year_before(), period("2025-01", "2025-06"));
        assert_eq!(half.days(), (Day::from_ymd(2026, 1, 1).unwrap(), Day::from_ymd(2026, 6, 30).unwrap()));
        assert_eq!(half.to_string(), "2026-01 – 2026-06");
    }

    #[test]
    fn a_month_is_complete_on_its_last_day() {
        let completed =
            |year, month, day| Month::completed(Day::from_ymd(year, month, day).unwrap()).to_string();
        assert_eq!(completed(2026, 10, 31), "2026-10");
        assert_eq!(completed(2026, 10, 30), "2026-09");
        assert_eq!(Month::parse("2026-13"), None);
    }
}
