//! The trends sheet: sums by month and branch, and a chart of the months.

use std::collections::BTreeMap;

use rust_xlsxwriter::{Chart, ChartType, Worksheet, XlsxError};

use super::sheet::{HEADER, cells, head};
use crate::report::Lang;
use crate::report::table::Header;
use crate::report::trends::{COUNTS, KEYS, SUMS};

/// Columns before the sums in trends.csv, of which month and branch are kept.
const KEPT: usize = 2;

/// Writes sums by month, then by month and branch, with a chart of the months beside them.
pub(super) fn write(sheet: &mut Worksheet, lang: Lang, csv: &[u8]) -> Result<(), XlsxError> {
    let name = lang.of("trends", "趋势");
    sheet.set_name(name)?;
    let headers: Vec<Header> = KEYS.into_iter().take(KEPT).chain(COUNTS).chain(SUMS).collect();
    head(sheet, lang, &headers)?;
    let sums = sums(csv);
    // All branches of a month first: the chart draws them.
    let mut months: BTreeMap<&str, Vec<f64>> = BTreeMap::new();
    for ((month, _), row) in &sums {
        let total = months.entry(month).or_insert_with(|| vec![0.0; row.len()]);
        total.iter_mut().zip(row).for_each(|(total, value)| *total += value);
    }
    let all = lang.of("all", "全部");
    let whole = months.iter().map(|(month, row)| (*month, all, row));
    let parts = sums.iter().map(|((month, branch), row)| (month.as_str(), branch.as_str(), row));
    let mut at = HEADER;
    for (month, branch, row) in whole.chain(parts) {
        at += 1;
        sheet.write_string(at, 0, month)?;
        sheet.write_string(at, 1, branch)?;
        for (place, value) in row.iter().enumerate() {
            let column = place + KEPT;
            sheet.write_number_with_format(at, column as u16, *value, &cells(headers[column].0).format())?;
        }
    }
    for (column, (english, chinese)) in headers.iter().enumerate() {
        let width = lang.of(english, chinese).chars().count().max(12);
        sheet.set_column_width(column as u16, width as f64 + 2.0)?;
    }
    if months.is_empty() {
        return Ok(());
    }
    sheet.autofilter(HEADER, 0, at, headers.len() as u16 - 1)?;
    let (first, last) = (HEADER + 1, HEADER + months.len() as u32);
    let mut chart = Chart::new(ChartType::Line);
    for series in ["complaints", "surrenders", "ring_records"] {
        if let Some(column) = headers.iter().position(|(english, _)| *english == series) {
            let column = column as u16;
            chart
                .add_series()
                .set_categories((name, first, 0, last, 0))
                .set_values((name, first, column, last, column))
                .set_name((name, HEADER, column));
        }
    }
    chart
        .title()
        .set_name(lang.of("Complaints, surrenders, records in likely rings", "投诉、退保与疑似团伙记录"));
    chart.set_width(900).set_height(380);
    sheet.insert_chart(HEADER + 1, headers.len() as u16 + 1, &chart)?;
    Ok(())
}

/// Sums by month and branch.
fn sums(csv: &[u8]) -> BTreeMap<(String, String), Vec<f64>> {
    let mut out: BTreeMap<(String, String), Vec<f64>> = BTreeMap::new();
    let mut rows = csv::Reader::from_reader(csv);
    for row in rows.records().map_while(Result::ok) {
        let text = |column: usize| row.get(column).unwrap_or_default();
        let values: Vec<f64> =
            (KEYS.len()..row.len()).map(|column| text(column).parse().unwrap_or_default()).collect();
        let key = (text(0).to_owned(), text(1).to_owned());
        let total = out.entry(key).or_insert_with(|| vec![0.0; values.len()]);
        total.iter_mut().zip(&values).for_each(|(total, value)| *total += value);
    }
    out
}
