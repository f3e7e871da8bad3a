//! Facts → the summary of periods: the one model that the page, the workbook and the printed summary show.
//!
//! Every number that anybody reads in them is made here from sums of whole fen and counts; they only lay it out.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::indicator::{INDICATORS, Indicator, Scope, Unit};
use super::measure::{Measure, Sums};
use super::period::{Month, Period};
use super::{Facts, lives, verdicts};
use crate::ingest::exposure::Exposure;
use crate::report::table::Header;

/// Places listed under "where rings come from".
const SOURCES: usize = 15;

/// What the numbers mean and what they do not, in order.
const NOTES: [(&str, &str); 5] = [
    (
        "Rings are leads. New, grown and quiet go by the dates of their records: the first one, further ones, a quarter without any.",
        "团伙均为线索；新增、扩大、沉寂按其记录日期统计：首条记录、后续记录、连续一个季度无新记录。",
    ),
    (
        "Closed in time: of the complaints whose time limit had come, those closed and not paid after it. The input does not tell the day of closing.",
        "按期办结率：期限已到的投诉中，已办结且未逾期付款的占比；来源数据未提供办结日期。",
    ),
    (
        "Rates count only months and branches whose premium, policies or insured people are stated. Premium is added up over a period; of policies and insured people the mean of the months counts.",
        "投诉率仅统计提供保费、保单或承保人次的月份和机构；保费按期间累计，保单和承保人次取各月平均。",
    ),
    (
        "Confirmed: of the leads decided in the period. Decisions come from labels and from the store.",
        "核实率：期间内已核查线索中属实的占比；核查结果来自标注表和存储库。",
    ),
    (
        "A comparison is left out where the input does not reach back to the beginning of the other period.",
        "对比期间未被数据完整覆盖时不作对比。",
    ),
];

/// What a period is told by.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum By {
    /// Branches.
    Branch,
    /// Channels of complaints.
    Channel,
    /// Products.
    Product,
}

impl By {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Branch, Self::Channel, Self::Product];

    /// The word of the outputs.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Branch => "branch",
            Self::Channel => "channel",
            Self::Product => "product",
        }
    }

    /// What people call it.
    #[must_use]
    pub fn title(self) -> Header {
        match self {
            Self::Branch => ("Branch", "分公司"),
            Self::Channel => ("Channel", "投诉渠道"),
            Self::Product => ("Product", "产品"),
        }
    }
}

/// A summary: some periods, all months, the company and its groups.
#[derive(Clone, Debug, Serialize)]
pub struct Summary {
    /// The day the results speak for.
    pub as_of: String,
    /// The indicators, in the order of all values below.
    pub indicators: Vec<Title>,
    /// The periods, in the order of all figures below.
    pub periods: Vec<Told>,
    /// All months of the input, in the order of all series below.
    pub months: Vec<String>,
    /// The company.
    pub whole: Group,
    /// Groups with records, by name.
    pub groups: BTreeMap<&'static str, Vec<Group>>,
    /// Events of rings by the nights of the store: of the last one, or of the period. Empty without a store.
    pub befell: BTreeMap<String, u32>,
    /// What the numbers mean and what they do not.
    pub notes: Vec<Header>,
}

/// An indicator as people read it.
#[derive(Clone, Debug, Serialize)]
pub struct Title {
    /// Its stable name.
    pub name: &'static str,
    /// English and Chinese.
    pub title: Header,
    /// How it is written.
    pub unit: Unit,
    /// Whether groups have it too.
    pub of_groups: bool,
}

/// A period and those it is compared with, where the input reaches so far back.
#[derive(Clone, Debug, Serialize)]
pub struct Told {
    /// The period itself.
    pub period: String,
    /// The one before.
    pub previous: Option<String>,
    /// The same of last year.
    pub last_year: Option<String>,
    /// Where its rings come from.
    pub sources: BTreeMap<&'static str, Vec<Source>>,
}

/// The company, a branch, a channel or a product.
#[derive(Clone, Debug, Serialize)]
pub struct Group {
    /// Its name; empty for the company.
    pub name: String,
    /// Values of each month, by indicator.
    pub series: Vec<Vec<Option<f64>>>,
    /// Figures of each period, by indicator.
    pub figures: Vec<Vec<Figure>>,
}

/// A value with what it is compared with.
#[derive(Clone, Copy, PartialEq, Debug, Default, Serialize)]
pub struct Figure {
    /// The value; money in fen.
    pub now: Option<f64>,
    /// The value of the period before.
    pub previous: Option<f64>,
    /// The value of the same period last year.
    pub last_year: Option<f64>,
    /// The change since the period before: parts, or percentage points / 100 for shares.
    pub since_previous: Option<f64>,
    /// The change since last year.
    pub since_last_year: Option<f64>,
}

/// A place where rings come from.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Source {
    /// The agent's number, the branch or the product.
    pub name: String,
    /// Records in likely rings.
    pub ring_records: i64,
    /// All records; for agents all of those who have any in rings.
    pub records: i64,
    /// The first in parts of the second.
    pub share: f64,
    /// Refunds above cash value in rings, in fen.
    pub ring_excess: i64,
}

/// The months of a group.
type Months = BTreeMap<Month, Sums>;

/// Sums up the facts over the periods.
#[must_use]
pub fn summary(facts: &Facts, periods: &[Period]) -> Summary {
    let months: Vec<Month> = match facts.rows.iter().map(|row| row.month).min().zip(last_month(facts)) {
        Some((first, last)) => (first.0..=last.0).map(Month).collect(),
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
    let view = View { periods, months: &months };
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

/// Puts complaints beside what stood at risk, each where it is stated.
fn expose(sums: &mut Sums, exposure: &Exposure, complaints: i64) {
    let Exposure { premium, policies, insured, .. } = exposure;
    if premium.0 > 0 {
        sums[Measure::ExposedPremium] += premium.0;
        sums[Measure::PremiumComplaints] += complaints;
    }
    if *policies > 0 {
        sums[Measure::ExposedPolicies] += policies;
        sums[Measure::PolicyComplaints] += complaints;
        sums[Measure::PolicyMonths] = 1;
    }
    if *insured > 0 {
        sums[Measure::ExposedInsured] += insured;
        sums[Measure::InsuredComplaints] += complaints;
        sums[Measure::InsuredMonths] = 1;
    }
}

/// What stood at risk in the company: its own row of the month, else its branches' rows with their complaints.
fn expose_company(whole: &mut Months, branches: &BTreeMap<String, Months>, exposure: &[Exposure]) {
    let own: BTreeSet<i32> =
        exposure.iter().filter(|row| row.branch.is_empty()).map(|row| row.month).collect();
    for row in exposure {
        let month = Month(row.month);
        let sums = whole.entry(month).or_default();
        let complaints = if row.branch.is_empty() {
            sums[Measure::Complaints]
        } else if own.contains(&row.month) {
            continue;
        } else {
            let of_branch = branches.get(&row.branch).and_then(|months| months.get(&month));
            of_branch.map_or(0, |sums| sums[Measure::Complaints])
        };
        expose(sums, row, complaints);
    }
}

/// A channel's complaints stand against what the whole company had at risk.
fn expose_channel(channel: &mut Months, whole: &Months) {
    for (month, company) in whole {
        // Months without a complaint through the channel count as well.
        let sums = channel.entry(*month).or_default();
        let complaints = sums[Measure::Complaints];
        let exposure = Exposure {
            premium: crate::record::Money(company[Measure::ExposedPremium]),
            policies: company[Measure::ExposedPolicies],
            insured: company[Measure::ExposedInsured],
            ..Exposure::default()
        };
        expose(sums, &exposure, complaints);
    }
}

/// What is looked at.
struct View<'a> {
    periods: &'a [Period],
    months: &'a [Month],
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

    fn group(&self, name: &str, sums: &Months, has: impl Fn(&Indicator) -> bool) -> Group {
        let values = |sums: &Sums| -> Vec<Option<f64>> {
            INDICATORS.iter().map(|indicator| indicator.of(sums).filter(|_| has(indicator))).collect()
        };
        let nothing = Sums::default();
        let series = self.months.iter().map(|month| values(sums.get(month).unwrap_or(&nothing)));
        let figures = self.periods.iter().map(|period| {
            let now = values(&sum(sums, *period));
            let [previous, last_year] =
                self.compared(*period).map(|other| other.map(|other| values(&sum(sums, other))));
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
        let summary = summary(&facts, &[month("2026-03")]);
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
        let told = summary(&facts, &[month("2026-03")]);
        assert_eq!(figure(&told.whole, "premium_rate").now, Some(5.0));
        assert_eq!(figure(&told.whole, "policies_rate").now, Some(5.0));
        assert_eq!(figure(&told.whole, "insured_rate").now, None);
        // The company's own row counts all complaints.
        facts.exposure.push(exposed(""));
        let told = summary(&facts, &[month("2026-03")]);
        assert_eq!(figure(&told.whole, "premium_rate").now, Some(12.0));
        assert_eq!(figure(&told.groups["channel"][0], "premium_rate").now, Some(12.0));
    }
}
