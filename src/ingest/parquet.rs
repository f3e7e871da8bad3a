//! Parquet → rows of text, through polars.

use std::borrow::Cow;
use std::io::Cursor;

use polars::prelude::{Column as Series, DataType, ParquetReader, SerReader};

/// A Parquet table whose columns are all text.
pub(super) struct TextFrame {
    /// Headers.
    pub(super) headers: Vec<String>,
    columns: Vec<Series>,
    /// Number of rows.
    pub(super) rows: usize,
}

/// Reads a Parquet file.
///
/// # Errors
/// One sentence: the file is damaged, or a column cannot be written as text.
pub(super) fn open(bytes: &[u8]) -> Result<TextFrame, String> {
    let read = || ParquetReader::new(Cursor::new(bytes)).finish();
    let frame = std::panic::catch_unwind(read)
        .map_err(|_| "the Parquet file is damaged".to_owned())?
        .map_err(|error| format!("the Parquet file cannot be read ({error})"))?;
    let headers = frame.get_column_names().iter().map(ToString::to_string).collect();
    let columns = frame
        .columns()
        .iter()
        .map(|column| column.cast(&DataType::String))
        .collect::<Result<Vec<_>, _>>()
        .map_err(|error| {
            format!("a column of the Parquet file is neither text, number nor date ({error})")
        })?;
    Ok(TextFrame { headers, rows: frame.height(), columns })
}

impl TextFrame {
    /// Calls `each` with every row's number and cells.
    ///
    /// # Errors
    /// As [`open`].
    pub(super) fn each_row(&self, mut each: impl FnMut(usize, &[Cow<'_, str>])) -> Result<(), String> {
        let columns = self
            .columns
            .iter()
            .map(Series::str)
            .collect::<Result<Vec<_>, _>>()
            .map_err(|error| format!("a column of the Parquet file is not text ({error})"))?;
        let mut cells = vec![Cow::Borrowed(""); columns.len()];
        for row in 0..self.rows {
            for (cell, column) in cells.iter_mut().zip(&columns) {
                *cell = Cow::Borrowed(column.get(row).unwrap_or_default());
            }
            each(row, &cells);
        }
        Ok(())
    }
}
