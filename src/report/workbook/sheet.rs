//! One CSV table as a sheet: guardrail, frozen header with filters, typed cells, money and scores in colour.

use std::borrow::Cow;

use rust_xlsxwriter::{
    Color, ConditionalFormat2ColorScale, ConditionalFormatDataBar, ExcelDateTime, Format, FormatAlign,
    FormatBorder, Worksheet, XlsxError,
};

use crate::report::table::{Header, plain};
use crate::report::{GUARDRAIL_EN, GUARDRAIL_ZH, Lang, words};

/// Rows of a table that a sheet shows: Excel holds 1,048,576, a person reads fewer.
const ROWS: usize = 200_000;
/// The row of the header; the guardrail stands above it.
pub(super) const HEADER: u32 = 1;
/// Widest column, in characters.
const WIDEST: f64 = 60.0;

/// A table of the output folder as a sheet.
pub(super) struct Sheet {
    /// The CSV.
    pub(super) file: &'static str,
    /// English and Chinese name of the tab.
    pub(super) title: Header,
    /// Its columns.
    pub(super) headers: &'static [Header],
}

/// Columns of codes, which a sheet in Chinese spells out; the CSV tables keep them for scripts.
const CODES: [&str; 14] = [
    "kind",
    "ring_type",
    "also_mis_selling",
    "record_type",
    "role",
    "strength",
    "link_type",
    "match",
    "paid",
    "treatment",
    "event",
    "decision",
    "reasons",
    "channel",
];

/// What the cells of a column are.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Cells {
    /// Identifiers, names, sentences: never read as a number or formula.
    Text,
    /// Whole numbers.
    Count,
    /// Yuan.
    Money,
    /// Shares and weights.
    Share,
    /// Days.
    Day,
}

/// What a column of this English name holds.
pub(super) fn cells(header: &str) -> Cells {
    match header {
        "premium_paid" | "cash_value" | "refund_amount" | "excess_refund" | "open_amount" | "paid_amount"
        | "ring_excess" => Cells::Money,
        "rank"
        | "persons"
        | "households"
        | "records"
        | "complaints"
        | "surrenders"
        | "line"
        | "source_line"
        | "regulator_complaints"
        | "ring_records" => Cells::Count,
        "score" | "q_value" | "weight" => Cells::Share,
        "first_date" | "last_date" | "next_due_at" | "due_at" | "date" | "policy_start" => Cells::Day,
        _ => Cells::Text,
    }
}

impl Cells {
    pub(super) fn format(self) -> Format {
        let format = Format::new().set_align(FormatAlign::Top);
        match self {
            Self::Text => format.set_num_format("@"),
            Self::Count => format.set_num_format("#,##0"),
            Self::Money => format.set_num_format("#,##0.00"),
            Self::Share => format.set_num_format("0.0000"),
            Self::Day => format.set_num_format("yyyy-mm-dd"),
        }
    }
}

impl Sheet {
    /// Writes the table.
    pub(super) fn write(&self, sheet: &mut Worksheet, lang: Lang, csv: &[u8]) -> Result<(), XlsxError> {
        sheet.set_name(lang.of(self.title.0, self.title.1))?;
        head(sheet, lang, self.headers)?;
        let kinds: Vec<Cells> = self.headers.iter().map(|(english, _)| cells(english)).collect();
        let formats: Vec<Format> = kinds.iter().map(|kind| kind.format()).collect();
        let mut widths: Vec<f64> =
            self.headers.iter().map(|header| width(lang.of(header.0, header.1)) + 3.0).collect();
        let mut rows = csv::ReaderBuilder::new().flexible(true).from_reader(csv);
        let (mut written, mut left) = (0, 0usize);
        for row in rows.records().map_while(Result::ok) {
            if written as usize == ROWS {
                left += 1;
                continue;
            }
            let at = HEADER + 1 + written;
            for (column, text) in row.iter().enumerate().take(kinds.len()) {
                let spelt = lang == Lang::Zh && CODES.contains(&self.headers[column].0);
                let text = &*if spelt { Cow::from(words::all(text, lang)) } else { Cow::from(text) };
                cell(sheet, (at, column as u16), kinds[column], text, &formats[column])?;
                widths[column] = widths[column].max(width(text) + 1.0).min(WIDEST);
            }
            written += 1;
        }
        for (column, width) in widths.iter().enumerate() {
            sheet.set_column_width(column as u16, *width)?;
        }
        if left > 0 {
            let more = format!("… {left} {} {}", lang.of("more in", "行见"), self.file);
            sheet.write_string(HEADER + 1 + written, 0, more)?;
        }
        if written > 0 {
            sheet.autofilter(HEADER, 0, HEADER + written, self.headers.len() as u16 - 1)?;
            self.colour(sheet, HEADER + written)?;
        }
        Ok(())
    }

    /// Bars behind the money, a scale behind the scores.
    fn colour(&self, sheet: &mut Worksheet, last: u32) -> Result<(), XlsxError> {
        for (column, (english, _)) in self.headers.iter().enumerate() {
            let column = column as u16;
            match *english {
                "score" => {
                    let scale = ConditionalFormat2ColorScale::new()
                        .set_minimum_color(Color::White)
                        .set_maximum_color(Color::RGB(0x00F2_B8A0));
                    sheet.add_conditional_format(HEADER + 1, column, last, column, &scale)?;
                }
                "open_amount" | "excess_refund" => {
                    let bar = ConditionalFormatDataBar::new().set_fill_color(Color::RGB(0x009F_C5E8));
                    sheet.add_conditional_format(HEADER + 1, column, last, column, &bar)?;
                }
                _ => {}
            }
        }
        Ok(())
    }
}

/// The guardrail, the frozen header, and the page to print on.
pub(super) fn head(sheet: &mut Worksheet, lang: Lang, headers: &[Header]) -> Result<(), XlsxError> {
    let guardrail = lang.of(GUARDRAIL_EN, GUARDRAIL_ZH);
    let warning = Format::new().set_italic().set_font_color(Color::RGB(0x009C_2B1B));
    sheet.write_string_with_format(0, 0, guardrail, &warning)?;
    let format = Format::new()
        .set_bold()
        .set_background_color(Color::RGB(0x00E7_ECF2))
        .set_border_bottom(FormatBorder::Thin);
    for (column, (english, chinese)) in headers.iter().enumerate() {
        sheet.write_string_with_format(HEADER, column as u16, lang.of(english, chinese), &format)?;
    }
    sheet.set_freeze_panes(HEADER + 1, 1)?;
    sheet.set_landscape().set_print_fit_to_pages(1, 0).set_repeat_rows(HEADER, HEADER)?;
    sheet.set_footer(format!("&L{}&R&P / &N", guardrail.replace('&', "&&")));
    Ok(())
}

/// One cell. A text that should be a number or a day and is not stays text.
fn cell(
    sheet: &mut Worksheet,
    (row, column): (u32, u16),
    kind: Cells,
    text: &str,
    format: &Format,
) -> Result<(), XlsxError> {
    if text.is_empty() {
        return Ok(());
    }
    match kind {
        Cells::Count | Cells::Money | Cells::Share => {
            if let Ok(number) = text.parse::<f64>() {
                sheet.write_number_with_format(row, column, number, format)?;
                return Ok(());
            }
        }
        Cells::Day => {
            if let Ok(day) = ExcelDateTime::parse_from_str(text) {
                sheet.write_datetime_with_format(row, column, &day, format)?;
                return Ok(());
            }
        }
        Cells::Text => {}
    }
    sheet.write_string_with_format(row, column, shown(text), format)?;
    Ok(())
}

/// The text of a CSV cell without the apostrophe that kept it from being a formula there: a string cell of a
/// workbook never is one. Excel holds 32,767 characters a cell and no control characters.
pub(super) fn shown(text: &str) -> String {
    plain(text)
        .chars()
        .filter(|letter| !letter.is_control() || matches!(letter, '\n' | '\t'))
        .take(32_000)
        .collect()
}

/// Width of a text in columns of a digit; Chinese characters take two.
pub(super) fn width(text: &str) -> f64 {
    unicode_width::UnicodeWidthStr::width_cjk(text) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_formula_is_shown_as_the_text_it_is_and_control_characters_are_left_out() {
        for (csv, expected) in [("'=1+1", "=1+1"), ("'s", "'s"), ("a\u{0}b", "ab"), ("-5", "-5")] {
            assert_eq!(shown(csv), expected);
        }
    }
}
