//! A summary → sections of a document: sentences and tables in one language, numbers written out.

use super::indicator::{NONE, Unit};
use super::summary::{By, Figure, Group, Source, Summary};
use crate::record::Money;
use crate::report::section::{Grid, Section};
use crate::report::words::word;
use crate::report::{Lang, number};

/// Indicators told by month, where a line a month must fit a page.
pub(in crate::report) const BY_MONTH: [&str; 9] = [
    "complaints",
    "surrenders",
    "ring_records",
    "ring_share",
    "rings_new",
    "regulator_share",
    "excess_refund",
    "ring_excess",
    "premium_rate",
];
/// Indicators told by branch, channel and product.
pub(in crate::report) const BY_GROUP: [&str; 10] = [
    "complaints",
    "surrenders",
    "ring_records",
    "ring_share",
    "regulator_share",
    "repeated_share",
    "closed_in_time",
    "excess_refund",
    "ring_open_amount",
    "premium_rate",
];

/// The sections of one period of the summary, by its place among them.
pub(super) fn sections(summary: &Summary, place: usize, lang: Lang) -> Vec<Section> {
    let teller = Teller { summary, place, lang };
    let mut out = vec![teller.key_figures(), teller.months()];
    out.extend(By::ALL.into_iter().map(|by| teller.groups(by)));
    out.extend(["agent", "branch", "product"].into_iter().map(|by| teller.sources(by)));
    out.push(teller.events());
    out.push(
        summary
            .notes
            .iter()
            .fold(teller.section("What the numbers mean", "口径说明"), |section, (english, chinese)| {
                section.say(lang.of(english, chinese))
            }),
    );
    out.retain(|section| !section.is_empty());
    out
}

struct Teller<'a> {
    summary: &'a Summary,
    place: usize,
    lang: Lang,
}

impl Teller<'_> {
    fn of<'b>(&self, english: &'b str, chinese: &'b str) -> &'b str {
        self.lang.of(english, chinese)
    }

    fn section(&self, english: &str, chinese: &str) -> Section {
        Section::new(self.of(english, chinese))
    }

    fn title(&self, (english, chinese): (&'static str, &'static str)) -> &'static str {
        self.lang.of(english, chinese)
    }

    fn unit(&self, place: usize) -> Unit {
        self.summary.indicators[place].unit
    }

    /// The places of indicators by their names.
    fn places(&self, names: &[&str]) -> Vec<usize> {
        let place = |name: &&str| self.summary.indicators.iter().position(|known| known.name == *name);
        names.iter().filter_map(place).collect()
    }

    fn key_figures(&self) -> Section {
        let told = &self.summary.periods[self.place];
        let against = |period: &Option<String>| period.clone().unwrap_or_else(|| NONE.to_owned());
        let mut grid = Grid::new(&[
            self.of("Indicator", "指标"),
            &told.period,
            &format!("{} {}", self.of("Before", "上期"), against(&told.previous)),
            self.of("Change", "环比"),
            &format!("{} {}", self.of("Last year", "上年同期"), against(&told.last_year)),
            self.of("Change", "同比"),
        ]);
        for (indicator, figure) in self.summary.indicators.iter().zip(&self.summary.whole.figures[self.place])
        {
            let Figure { now, previous, last_year, since_previous, since_last_year } = *figure;
            if now.is_none() && previous.is_none() && last_year.is_none() {
                continue;
            }
            let unit = indicator.unit;
            grid.row([
                self.title(indicator.title).to_owned(),
                unit.value(now),
                unit.value(previous),
                unit.change(since_previous),
                unit.value(last_year),
                unit.change(since_last_year),
            ]);
        }
        self.section("Key figures", "主要指标").with(grid)
    }

    fn months(&self) -> Section {
        let places = self.places(&BY_MONTH);
        let mut grid = self.head(("Month", "月份"), &places);
        for (month, values) in self.summary.months.iter().zip(&self.summary.whole.series) {
            let cells = places.iter().map(|&place| self.unit(place).value(values[place]));
            grid.row(std::iter::once(month.clone()).chain(cells));
        }
        self.section("Month by month", "逐月情况").with(grid)
    }

    fn head(&self, first: (&'static str, &'static str), places: &[usize]) -> Grid {
        let titles = places.iter().map(|&place| self.title(self.summary.indicators[place].title));
        Grid::new(&std::iter::once(self.title(first)).chain(titles).collect::<Vec<_>>())
    }

    fn groups(&self, by: By) -> Section {
        let places = self.places(&BY_GROUP);
        let mut grid = self.head(by.title(), &places);
        for group in self.summary.groups.get(by.name()).into_iter().flatten() {
            let figures = &group.figures[self.place];
            if is_empty(group, self.place) {
                continue;
            }
            let cells = places.iter().map(|&place| self.unit(place).value(figures[place].now));
            grid.row(std::iter::once(word(&group.name, self.lang).to_owned()).chain(cells));
        }
        Section::new(&format!("{} {}", self.of("By", "按"), self.title(by.title()).to_lowercase())).with(grid)
    }

    fn sources(&self, by: &'static str) -> Section {
        let name = match by {
            "agent" => ("Selling agent", "原销售业务员"),
            "branch" => By::Branch.title(),
            _ => By::Product.title(),
        };
        let mut grid = Grid::new(&[
            self.title(name),
            self.of("In likely rings", "疑似团伙记录数"),
            self.of("Records", "记录数"),
            self.of("Share", "占比"),
            self.of("Excess refund in rings, yuan", "疑似团伙超额退费（元）"),
        ]);
        for source in self.summary.periods[self.place].sources.get(by).into_iter().flatten() {
            let Source { name, ring_records, records, share, ring_excess } = source;
            grid.row([
                name.clone(),
                number::count(*ring_records),
                number::count(*records),
                format!("{:.1}%", share * 100.0),
                number::yuan(Money(*ring_excess)),
            ]);
        }
        let title =
            format!("{}{}", self.of("Where rings come from: ", "溯源："), self.title(name).to_lowercase());
        let section = Section::new(&title).with(grid);
        if by == "agent" {
            return section.say(self.of(
                "Whose customers these are. Rings pick customers of many agents: this is no sign against an agent.",
                "仅表示客户的原销售人员；团伙往往涉及多名业务员的客户，不代表业务员有过错。",
            ));
        }
        section
    }

    fn events(&self) -> Section {
        let mut grid = Grid::new(&[self.of("Event", "事件"), self.of("Rings", "团伙数")]);
        for (event, count) in &self.summary.befell {
            grid.row([word(event, self.lang).to_owned(), number::count(i64::from(*count))]);
        }
        self.section("What befell rings, by the nights of the store", "团伙事件（按存储库各次运行）")
            .with(grid)
    }
}

/// Whether a group has no record in a period.
pub(in crate::report) fn is_empty(group: &Group, place: usize) -> bool {
    group.figures[place].iter().all(|figure| figure.now.is_none_or(|now| now == 0.0))
}
