//! Facts → the summary of periods. Every number that anybody reads in it is made here, from whole fen and counts.

use std::collections::BTreeMap;

use super::exposed::{expose, expose_channel, expose_company};
use super::indicator::{INDICATORS, Indicator, Scope};
use super::lives::Life;
use super::measure::{Measure, Sums};
use super::period::{Month, Period};
use super::summary::{By, Figure, Group, NOTES, Source, Summary, Title, Told};
use super::{Facts, lives, verdicts};

/// Places listed under "where rings come from".
const SOURCES: usize = 15;

/// Most months told one by one: one mistyped date of 1900 would make thousands of them.
const MONTHS: i32 = 120;

/// The months of a group.
pub(super) type Months = BTreeMap<Month, Sums>;

/// Sums up the facts over the periods.
#[must_use]
pub fn sum_up(facts: &Facts, periods: &[Period]) -> Summary {
    let months: Vec<Month> = match facts.rows.iter().map(|row| row.month).min().zip(last_month(facts)) {
        Some((first, last)) => (first.0.max(last.0 - MONTHS + 1)..=last.0).map(Month).collect(),
        None => Vec::new(),
    };
    let grouped: BTreeMap<By, BTreeMap<String, Months>> =
        By::ALL.into_iter().map(|by| (by, grouped(facts, by))).collect();
    let mut whole = Months::new();
    for row in &facts.rows {
        *whole.entry(row.month).or_default() += &row.sums;
    }
    expose_company(&mut whole, &grouped[&By::Branch], &facts.exposure);
    lives::count(&facts.lives, facts.as_of, &mut whole);
    verdicts::count(&facts.decided, &facts.lives, facts.as_of, &mut whole);
    let view = View { periods, months: &months, lives: &facts.lives };
    let groups = grouped.iter().map(|(by, groups)| {
        let groups = groups.iter().filter(|(name, _)| !name.is_empty());
        let told = groups.map(|(name, sums)| {
            let mut sums = sums.clone();
            if *by == By::Channel {
                expose_channel(&mut sums, &whole);
            }
            view.group(name, &sums, |indicator| indicator.scope == Scope::Groups)
        });
        (by.name(), told.collect())
    });
    Summary {
        as_of: facts.as_of.to_string(),
        indicators: INDICATORS
            .iter()
            .map(|indicator| Title {
                name: indicator.name,
                title: indicator.title,
                unit: indicator.unit,
                of_groups: indicator.scope == Scope::Groups,
            })
            .collect(),
        periods: periods.iter().map(|period| view.told(*period, facts, &grouped)).collect(),
        months: months.iter().map(Month::to_string).collect(),
        groups: groups.collect(),
        whole: view.group("", &whole, |_| true),
        befell: facts.befell.clone(),
        notes: NOTES.to_vec(),
    }
}

/// The month up to which there is anything to tell: that of the as-of day, or a later one of the input.
fn last_month(facts: &Facts) -> Option<Month> {
    let last = facts.rows.iter().map(|row| row.month).max()?;
    Some(last.max(Month::of(facts.as_of)))
}

/// Name → months of one way to group. Branches carry what stood at risk in them.
fn grouped(facts: &Facts, by: By) -> BTreeMap<String, Months> {
    let mut groups: BTreeMap<String, Months> = BTreeMap::new();
    for row in &facts.rows {
        let name = match by {
            By::Branch => &row.branch,
            By::Channel => &row.channel,
            By::Product => &row.product,
        };
        if !groups.contains_key(name) {
            groups.insert(name.clone(), Months::new());
        }
        if let Some(months) = groups.get_mut(name) {
            *months.entry(row.month).or_default() += &row.sums;
        }
    }
    if by == By::Branch {
        for exposure in facts.exposure.iter().filter(|exposure| !exposure.branch.is_empty()) {
            let months = groups.entry(exposure.branch.clone()).or_default();
            let sums = months.entry(Month(exposure.month)).or_default();
            let complaints = sums[Measure::Complaints];
            expose(sums, exposure, complaints);
        }
    }
    groups
}

/// What is looked at.
struct View<'a> {
    periods: &'a [Period],
    months: &'a [Month],
    lives: &'a [Life],
}

impl View<'_> {
    /// Whether the input reaches back to the beginning of a period.
    fn reaches(&self, period: Period) -> bool {
        self.months.first().is_some_and(|first| *first <= period.from)
    }

    fn compared(&self, period: Period) -> [Option<Period>; 2] {
        [period.before(), period.year_before()].map(|other| self.reaches(other).then_some(other))
    }

    fn told(&self, period: Period, facts: &Facts, grouped: &BTreeMap<By, BTreeMap<String, Months>>) -> Told {
        let [previous, last_year] = self.compared(period).map(|other| other.map(|other| other.to_string()));
        let mut sources = BTreeMap::from([("agent", agents(facts, period))]);
        for by in [By::Branch, By::Product] {
            let totals = grouped[&by].iter().map(|(name, months)| {
                let sums = sum(months, period);
                (
                    name.as_str(),
                    [sums[Measure::RingRecords], sums[Measure::Records], sums[Measure::RingExcess]],
                )
            });
            sources.insert(by.name(), top(totals));
        }
        Told { period: period.to_string(), previous, last_year, sources }
    }

    /// The sums of a period. What grew in several of its months is one ring.
    fn sum(&self, months: &Months, period: Period) -> Sums {
        let mut sums = sum(months, period);
        sums[Measure::RingsGrown] = lives::grown(self.lives, period);
        sums
    }

    fn group(&self, name: &str, sums: &Months, has: impl Fn(&Indicator) -> bool) -> Group {
        let values = |sums: &Sums| -> Vec<Option<f64>> {
            INDICATORS.iter().map(|indicator| indicator.of(sums).filter(|_| has(indicator))).collect()
        };
        let nothing = Sums::default();
        let series = self.months.iter().map(|month| values(sums.get(month).unwrap_or(&nothing)));
        let figures = self.periods.iter().map(|period| {
            let now = values(&self.sum(sums, *period));
            let [previous, last_year] =
                self.compared(*period).map(|other| other.map(|other| values(&self.sum(sums, other))));
            let then = |values: &Option<Vec<Option<f64>>>, place: usize| {
                values.as_ref().and_then(|values| values[place])
            };
            let figure = |(place, indicator): (usize, &Indicator)| {
                let (previous, last_year) = (then(&previous, place), then(&last_year, place));
                Figure {
                    now: now[place],
                    previous,
                    last_year,
                    since_previous: indicator.change(now[place], previous),
                    since_last_year: indicator.change(now[place], last_year),
                }
            };
            INDICATORS.iter().enumerate().map(figure).collect()
        });
        Group { name: name.to_owned(), series: series.collect(), figures: figures.collect() }
    }
}

/// The sums of a period.
fn sum(months: &Months, period: Period) -> Sums {
    let mut sums = Sums::default();
    for (_, month) in months.range(period) {
        sums += month;
    }
    sums
}

fn agents(facts: &Facts, period: Period) -> Vec<Source> {
    let mut totals: BTreeMap<&str, [i64; 3]> = BTreeMap::new();
    for row in facts.agents.iter().filter(|row| period.holds(row.month)) {
        let total = totals.entry(&row.agent).or_default();
        for (sum, part) in total.iter_mut().zip([row.ring_records, row.records, row.ring_excess]) {
            *sum += part;
        }
    }
    top(totals.into_iter())
}

/// Those with most records in rings, then by name.
fn top<'a>(totals: impl Iterator<Item = (&'a str, [i64; 3])>) -> Vec<Source> {
    let mut found: Vec<_> = totals.filter(|(name, sums)| !name.is_empty() && sums[0] > 0).collect();
    found.sort_by(|left, right| right.1[0].cmp(&left.1[0]).then_with(|| left.0.cmp(right.0)));
    found.truncate(SOURCES);
    let source = |(name, [ring_records, records, ring_excess]): (&str, [i64; 3])| Source {
        name: name.to_owned(),
        ring_records,
        records,
        share: ring_records as f64 / records.max(1) as f64,
        ring_excess,
    };
    found.into_iter().map(source).collect()
}

#[cfg(test)]
mod tests {
    use super::super::cube::Row;
    use super::*;
    use crate::ingest::exposure::Exposure;
    use crate::record::{Day, Money};

    fn row(month: &str, branch: &str, complaints: i64) -> Row {
        let mut sums = Sums::default();
        (sums[Measure::Complaints], sums[Measure::Records]) = (complaints, complaints);
        let (channel, product) = ("online".to_owned(), String::new());
        Row { month: Month::parse(month).unwrap(), branch: branch.into(), channel, product, sums }
    }

    fn facts(rows: Vec<Row>) -> Facts {
        let mut facts = Facts::none(Day::from_ymd(2026, 3, 31).unwrap());
        facts.rows = rows;
        facts
    }

    fn month(text: &str) -> Period {
        let month = Month::parse(text).unwrap();
        Period { from: month, to: month }
    }

    fn figure(group: &Group, name: &str) -> Figure {
        let place = INDICATORS.iter().position(|indicator| indicator.name == name).unwrap();
        group.figures[0][place]
    }

    #[test]
    fn a_month_is_told_against_the_one_before_and_never_against_months_before_the_input() {
        let facts = facts(vec![row("2026-02", "甲", 4), row("2026-03", "甲", 5), row("2026-03", "乙", 1)]);
        let summary = sum_up(&facts, &[month("2026-03")]);
        let complaints = figure(&summary.whole, "complaints");
        assert_eq!((complaints.now, complaints.previous, complaints.last_year), (Some(6.0), Some(4.0), None));
        assert_eq!(complaints.since_previous, Some(0.5));
        let of_branch: Vec<_> =
            summary.groups["branch"].iter().map(|group| figure(group, "complaints").now).collect();
        assert_eq!(of_branch, [Some(1.0), Some(5.0)]);
        assert_eq!(figure(&summary.groups["branch"][0], "rings_new").now, None);
        assert_eq!(summary.months, ["2026-02", "2026-03"]);
    }

    #[test]
    fn a_mistyped_year_stretches_nothing_beyond_the_last_ten_years() {
        let summary = sum_up(&facts(vec![row("1900-01", "甲", 1), row("2026-03", "甲", 5)]), &[]);
        assert_eq!((summary.months.len(), summary.months[0].as_str()), (120, "2016-04"));
        assert_eq!(summary.whole.series.len(), 120);
    }

    #[test]
    fn a_branch_without_exposure_lends_no_complaints_to_the_rate() {
        let mut facts = facts(vec![row("2026-03", "甲", 5), row("2026-03", "乙", 7)]);
        let month_of = Month::parse("2026-03").unwrap().0;
        let exposed = |branch: &str| Exposure {
            month: month_of,
            branch: branch.into(),
            premium: Money(10_000_000_000),
            policies: 10_000,
            insured: 0,
        };
        facts.exposure = vec![exposed("甲")];
        let told = sum_up(&facts, &[month("2026-03")]);
        assert_eq!(figure(&told.whole, "premium_rate").now, Some(5.0));
        assert_eq!(figure(&told.whole, "policies_rate").now, Some(5.0));
        assert_eq!(figure(&told.whole, "insured_rate").now, None);
        // The company's own row counts all complaints.
        facts.exposure.push(exposed(""));
        let told = sum_up(&facts, &[month("2026-03")]);
        assert_eq!(figure(&told.whole, "premium_rate").now, Some(12.0));
        assert_eq!(figure(&told.groups["channel"][0], "premium_rate").now, Some(12.0));
    }
}
