//! rings.xlsx: the tables of the output folder as sheets, with the money and the months drawn.
//!
//! The sheets are made from the finished CSV tables, so that they say the same; identifiers stay text, money and
//! counts are numbers, days are days.

mod sheet;

mod trends;

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, XlsxError};

use super::trends::summary::Summary;
use super::{Config, File, Lang, actors, alerts, lists, mis_selling, rings};
use crate::error::{Error, Result};
use crate::pipeline::Outcome;
use crate::record::Day;
use sheet::Sheet;

/// Writes the workbook from the tables written before it and the trends.
///
/// # Errors
/// None in practice: it is written to memory.
pub fn file(outcome: &Outcome, config: &Config, tables: &[File], summary: &Summary) -> Result<File> {
    let table = |name: &str| tables.iter().find(|(known, _)| *known == name).map(|(_, bytes)| &bytes[..]);
    let bytes = written(outcome.as_of, |workbook| {
        for sheet in sheets() {
            if let Some(bytes) = table(sheet.file) {
                sheet.write(workbook.add_worksheet(), config.lang, bytes)?;
            }
        }
        trends::drawn_months(workbook, config.lang, summary)
    });
    Ok(("rings.xlsx", bytes.map_err(|error| Error::internal(format!("rings.xlsx: {error}")))?))
}

/// Writes the trends of one period alone.
///
/// # Errors
/// None in practice: it is written to memory.
pub fn trends(as_of: Day, lang: Lang, summary: &Summary, place: usize) -> Result<Vec<u8>> {
    written(as_of, |workbook| trends::sheets(workbook, lang, summary, place))
        .map_err(|error| Error::internal(format!("trends.xlsx: {error}")))
}

/// The sheets that are tables of the folder, in the order of the tabs.
fn sheets() -> [Sheet; 9] {
    let sheet = |file, title, headers| Sheet { file, title, headers };
    [
        sheet("alerts.csv", ("alerts", "预警"), &alerts::ALERTS),
        sheet("rings.csv", ("rings", "团伙"), &rings::RINGS),
        sheet("members.csv", ("members", "成员"), &rings::MEMBERS),
        sheet("links.csv", ("links", "关联"), &rings::LINKS),
        sheet("actors.csv", ("actors", "幕后人员"), &actors::COLUMNS),
        sheet("mis_selling.csv", ("mis_selling", "销售误导"), &mis_selling::COLUMNS),
        sheet("hubs.csv", ("hubs", "已排除的关联值"), &lists::HUBS),
        sheet("rejects.csv", ("rejects", "未用记录"), &lists::REJECTS),
        sheet("warnings.csv", ("warnings", "未用字段"), &lists::REJECTS),
    ]
}

fn written(
    as_of: Day,
    fill: impl FnOnce(&mut Workbook) -> std::result::Result<(), XlsxError>,
) -> std::result::Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    // The as-of day stands for the clock: the same run gives the same bytes.
    let (year, month, day) = as_of.ymd();
    let made =
        ExcelDateTime::from_ymd(year.unsigned_abs().max(1900), month.unsigned_abs(), day.unsigned_abs())?;
    workbook.set_properties(&DocProperties::new().set_title("ringkeeper").set_creation_datetime(&made));
    fill(&mut workbook)?;
    workbook.save_to_buffer()
}
