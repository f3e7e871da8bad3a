//! The summary of the trends as sheets: figures with what they are compared with, months with a chart, groups, sources.

use rust_xlsxwriter::{Chart, ChartType, Format, Workbook, Worksheet, XlsxError};

use super::sheet::{Cells, HEADER, head};
use crate::report::Lang;
use crate::report::table::Header;
use crate::report::trends::indicator::Unit;
use crate::report::trends::summary::{By, Summary, Title};
use crate::report::trends::told::{BY_MONTH, is_empty};
use crate::report::words::word;

/// Adds the months of the company and of its branches, with a chart beside them: the one sheet of rings.xlsx.
pub(super) fn drawn_months(workbook: &mut Workbook, lang: Lang, summary: &Summary) -> Result<(), XlsxError> {
    let sheet = workbook.add_worksheet();
    let grid = Indicators::new(summary, lang, &MONTH_KEYS, |indicator| BY_MONTH.contains(&indicator.name));
    months(sheet, &grid)?;
    insert_chart(sheet, (HEADER + 1, grid.last_column() + 2), &grid)
}

/// Adds the sheets of a summary that stands alone: figures of one period with the chart, months, groups, sources.
pub(super) fn sheets(
    workbook: &mut Workbook,
    lang: Lang,
    summary: &Summary,
    place: usize,
) -> Result<(), XlsxError> {
    let grid = Indicators::new(summary, lang, &MONTH_KEYS, |_| true);
    let sheet = workbook.add_worksheet();
    figures(sheet, lang, summary, place)?;
    insert_chart(sheet, (HEADER + 1, 7), &grid)?;
    months(workbook.add_worksheet(), &grid)?;
    for by in By::ALL {
        groups(workbook.add_worksheet(), lang, summary, (by, place))?;
    }
    sources(workbook.add_worksheet(), lang, summary, place)
}

const MONTH_KEYS: [Header; 2] = [("month", "月份"), ("branch", "分公司")];

fn months_name(lang: Lang) -> &'static str {
    lang.of("trends", "趋势")
}

/// Rows of month and branch, the company first: the chart draws its months.
fn months(sheet: &mut Worksheet, grid: &Indicators<'_>) -> Result<(), XlsxError> {
    let Indicators { summary, lang, .. } = grid;
    sheet.set_name(months_name(*lang))?;
    grid.head(sheet)?;
    let mut at = HEADER;
    let branches = summary.groups.get(By::Branch.name()).into_iter().flatten();
    for group in std::iter::once(&summary.whole).chain(branches) {
        let name = if group.name.is_empty() { lang.of("all", "全部") } else { &group.name };
        for (month, values) in summary.months.iter().zip(&group.series) {
            at += 1;
            grid.row(sheet, at, &[month, name], |place| values[place])?;
        }
    }
    if at > HEADER {
        sheet.autofilter(HEADER, 0, at, grid.last_column())?;
    }
    Ok(())
}

/// Groups that have records in a period.
fn groups(
    sheet: &mut Worksheet,
    lang: Lang,
    summary: &Summary,
    (by, place): (By, usize),
) -> Result<(), XlsxError> {
    sheet.set_name(lang.of(by.name(), by.title().1))?;
    let keys = [by.title()];
    let grid = Indicators::new(summary, lang, &keys, |indicator| indicator.of_groups);
    grid.head(sheet)?;
    let mut at = HEADER;
    let groups = summary.groups.get(by.name()).into_iter().flatten();
    for group in groups.filter(|group| !is_empty(group, place)) {
        at += 1;
        let figures = &group.figures[place];
        grid.row(sheet, at, &[word(&group.name, lang)], |place| figures[place].now)?;
    }
    if at > HEADER {
        sheet.autofilter(HEADER, 0, at, grid.last_column())?;
    }
    Ok(())
}

/// Key figures of the period with the period before and the same of last year.
fn figures(sheet: &mut Worksheet, lang: Lang, summary: &Summary, place: usize) -> Result<(), XlsxError> {
    sheet.set_name(lang.of("summary", "汇总"))?;
    let told = &summary.periods[place];
    head(
        sheet,
        lang,
        &[
            ("indicator", "指标"),
            ("now", "本期"),
            ("before", "上期"),
            ("change", "环比"),
            ("last_year", "上年同期"),
            ("change_on_last_year", "同比"),
        ],
    )?;
    let text = Cells::Text.format();
    let periods = [Some(&told.period), told.previous.as_ref(), None, told.last_year.as_ref()];
    // Changes are parts of the earlier value, and of shares percentage points.
    let change = Format::new().set_num_format("+0.0%;-0.0%;0.0%");
    let mut at = HEADER + 1;
    sheet.write_string_with_format(at, 0, lang.of("period", "期间"), &text)?;
    for (column, period) in periods.into_iter().enumerate() {
        if let Some(period) = period {
            sheet.write_string_with_format(at, column as u16 + 1, period, &text)?;
        }
    }
    for (indicator, figure) in summary.indicators.iter().zip(&summary.whole.figures[place]) {
        at += 1;
        sheet.write_string_with_format(at, 0, lang.of(indicator.title.0, indicator.title.1), &text)?;
        let own = format(indicator.unit);
        let values = [(1, figure.now), (2, figure.previous), (4, figure.last_year)];
        for (column, value) in values {
            number(sheet, at, column, value.map(|value| value / scale(indicator.unit)), &own)?;
        }
        for (column, value) in [(3, figure.since_previous), (5, figure.since_last_year)] {
            number(sheet, at, column, value, &change)?;
        }
    }
    sheet.set_column_width(0, 34)?;
    for column in 1..=5 {
        sheet.set_column_width(column, 18)?;
    }
    Ok(())
}

fn sources(sheet: &mut Worksheet, lang: Lang, summary: &Summary, place: usize) -> Result<(), XlsxError> {
    sheet.set_name(lang.of("sources", "溯源"))?;
    let headers: [Header; 6] = [
        ("by", "类别"),
        ("name", "名称"),
        ("ring_records", "疑似团伙记录数"),
        ("records", "记录数"),
        ("share", "占比"),
        ("ring_excess", "疑似团伙超额退费"),
    ];
    head(sheet, lang, &headers)?;
    let (text, share) = (Cells::Text.format(), format(Unit::Share));
    let (count, money) = (Cells::Count.format(), Cells::Money.format());
    let mut at = HEADER;
    for (by, sources) in &summary.periods[place].sources {
        let title = match *by {
            "agent" => lang.of("selling agent", "原销售业务员"),
            "branch" => lang.of("branch", "分公司"),
            _ => lang.of("product", "产品"),
        };
        for source in sources {
            at += 1;
            sheet.write_string_with_format(at, 0, title, &text)?;
            sheet.write_string_with_format(at, 1, super::sheet::shown(&source.name), &text)?;
            sheet.write_number_with_format(at, 2, source.ring_records as f64, &count)?;
            sheet.write_number_with_format(at, 3, source.records as f64, &count)?;
            sheet.write_number_with_format(at, 4, source.share, &share)?;
            sheet.write_number_with_format(at, 5, source.ring_excess as f64 / 100.0, &money)?;
        }
    }
    for (column, width) in [16, 30, 18, 14, 12, 22].into_iter().enumerate() {
        sheet.set_column_width(column as u16, width)?;
    }
    Ok(())
}

/// Rows of indicators under keys.
struct Indicators<'a> {
    summary: &'a Summary,
    lang: Lang,
    keys: &'a [Header],
    /// The indicators shown, by their places in the summary.
    places: Vec<usize>,
}

impl<'a> Indicators<'a> {
    fn new(summary: &'a Summary, lang: Lang, keys: &'a [Header], shown: impl Fn(&Title) -> bool) -> Self {
        let places =
            (0..summary.indicators.len()).filter(|place| shown(&summary.indicators[*place])).collect();
        Self { summary, lang, keys, places }
    }

    fn head(&self, sheet: &mut Worksheet) -> Result<(), XlsxError> {
        let title = |place: &usize| {
            let indicator = &self.summary.indicators[*place];
            (indicator.name, indicator.title.1)
        };
        let titles = self.places.iter().map(title);
        let headers: Vec<Header> = self.keys.iter().copied().chain(titles).collect();
        head(sheet, self.lang, &headers)?;
        for (column, (english, chinese)) in headers.iter().enumerate() {
            let text = self.lang.of(english, chinese);
            let wide = if column < self.keys.len() { 14.0 } else { super::sheet::width(text).max(11.0) };
            sheet.set_column_width(column as u16, wide + 3.0)?;
        }
        Ok(())
    }

    fn row(
        &self,
        sheet: &mut Worksheet,
        at: u32,
        keys: &[&str],
        value: impl Fn(usize) -> Option<f64>,
    ) -> Result<(), XlsxError> {
        for (column, key) in keys.iter().enumerate() {
            let text = super::sheet::shown(key);
            sheet.write_string_with_format(at, column as u16, text, &Cells::Text.format())?;
        }
        for (offset, &place) in self.places.iter().enumerate() {
            let unit = self.summary.indicators[place].unit;
            let value = value(place).map(|value| value / scale(unit));
            number(sheet, at, (offset + keys.len()) as u16, value, &format(unit))?;
        }
        Ok(())
    }

    fn last_column(&self) -> u16 {
        (self.keys.len() + self.places.len()) as u16 - 1
    }

    fn column(&self, name: &str) -> Option<u16> {
        let offset = self.places.iter().position(|place| self.summary.indicators[*place].name == name)?;
        Some((offset + self.keys.len()) as u16)
    }
}

/// The company's months as lines, from the sheet of the months.
fn insert_chart(
    sheet: &mut Worksheet,
    (row, column): (u32, u16),
    grid: &Indicators<'_>,
) -> Result<(), XlsxError> {
    if grid.summary.months.is_empty() {
        return Ok(());
    }
    let name = months_name(grid.lang);
    let (first, last) = (HEADER + 1, HEADER + grid.summary.months.len() as u32);
    let mut chart = Chart::new(ChartType::Line);
    for series in ["complaints", "surrenders", "ring_records"] {
        if let Some(column) = grid.column(series) {
            chart
                .add_series()
                .set_categories((name, first, 0, last, 0))
                .set_values((name, first, column, last, column))
                .set_name((name, HEADER, column));
        }
    }
    let title = grid.lang.of("Complaints, surrenders, records in likely rings", "投诉、退保与疑似团伙记录");
    chart.title().set_name(title);
    chart.set_width(900).set_height(380);
    sheet.insert_chart(row, column, &chart)?;
    Ok(())
}

fn number(
    sheet: &mut Worksheet,
    row: u32,
    column: u16,
    value: Option<f64>,
    format: &Format,
) -> Result<(), XlsxError> {
    if let Some(value) = value {
        sheet.write_number_with_format(row, column, value, format)?;
    }
    Ok(())
}

/// What one unit of a sheet is in the summary: money stands there in fen.
fn scale(unit: Unit) -> f64 {
    if unit == Unit::Money { 100.0 } else { 1.0 }
}

fn format(unit: Unit) -> Format {
    match unit {
        Unit::Count => Cells::Count.format(),
        Unit::Money => Cells::Money.format(),
        Unit::Share => Format::new().set_num_format("0.0%"),
        Unit::Rate => Format::new().set_num_format("#,##0.00"),
    }
}
