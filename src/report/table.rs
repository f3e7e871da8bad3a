//! A CSV in memory: headers in either language, cells that no spreadsheet takes for a formula.

use super::Lang;
use crate::error::{Error, Result};

/// A header in English and Chinese.
pub type Header = (&'static str, &'static str);

/// A CSV being written.
pub struct Table {
    writer: csv::Writer<Vec<u8>>,
}

impl Table {
    /// A table with its header row.
    ///
    /// # Errors
    /// None in practice: it writes to memory.
    pub fn new(lang: Lang, headers: &[Header]) -> Result<Self> {
        let bom: &[u8] = if lang == Lang::Zh { "\u{feff}".as_bytes() } else { &[] };
        let mut out = Self { writer: csv::Writer::from_writer(bom.to_vec()) };
        out.raw(headers.iter().map(|header| if lang == Lang::Zh { header.1 } else { header.0 }))?;
        Ok(out)
    }

    /// Adds a row.
    ///
    /// # Errors
    /// A row of another width than the header.
    pub fn row<'a>(&mut self, cells: impl IntoIterator<Item = std::borrow::Cow<'a, str>>) -> Result<()> {
        self.raw(cells.into_iter().map(safe))
    }

    fn raw(&mut self, cells: impl IntoIterator<Item = impl AsRef<[u8]>>) -> Result<()> {
        self.writer.write_record(cells).map_err(|error| Error::internal(format!("a CSV row: {error}")))
    }

    /// The bytes of the table.
    ///
    /// # Errors
    /// None in practice.
    pub fn finish(self) -> Result<Vec<u8>> {
        self.writer.into_inner().map_err(|error| Error::internal(format!("a CSV: {error}")))
    }
}

/// A cell that starts like a formula gets an apostrophe, which spreadsheets take for "this is text".
fn safe(cell: std::borrow::Cow<'_, str>) -> String {
    let risky = match cell.as_bytes() {
        [b'=' | b'+' | b'@' | b'\t' | b'\r', ..] => true,
        [b'-', ..] => cell.parse::<f64>().is_err(),
        _ => false,
    };
    if risky { format!("'{cell}") } else { cell.into_owned() }
}

/// The text of a cell as it was before it was made safe: what [`Table`] wrote, read back.
#[cfg_attr(not(feature = "polars"), allow(dead_code, reason = "trends and sheets need it"))]
pub(super) fn plain(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(rest) if rest.starts_with(['=', '+', '-', '@', '\t', '\r']) => rest,
        _ => cell,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_become_text_and_numbers_stay() {
        for (cell, expected) in
            [("=1+1", "'=1+1"), ("@x", "'@x"), ("-5.00", "-5.00"), ("-x", "'-x"), ("张", "张")]
        {
            assert_eq!(safe(cell.into()), expected);
            assert_eq!(plain(expected), cell);
        }
    }
}
