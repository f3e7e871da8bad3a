//! XLSX → rows of text: the first sheet, its first row the header.

use std::borrow::Cow;
use std::io::Cursor;

use calamine::{Data, Range, Reader, Xlsx, XlsxError};

use super::values;
use crate::record::{Column, Form};

/// The first sheet's cells and the number of its first row (1-based).
///
/// # Errors
/// One sentence: the workbook is encrypted, damaged or has no sheet.
pub(super) fn open(bytes: &[u8]) -> Result<(Range<Data>, u64), String> {
    // Encrypted workbooks are compound files, not archives.
    if bytes.starts_with(&[0xd0, 0xcf, 0x11, 0xe0]) {
        return Err(
            "the workbook is encrypted or in the old .xls format; save it as .xlsx without a password".into(),
        );
    }
    let read = || -> Result<Option<Range<Data>>, XlsxError> {
        let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(bytes))?;
        workbook.worksheet_range_at(0).transpose()
    };
    // The reader indexes into foreign bytes; should it ever panic, the file is named like any damaged one.
    let sheet = std::panic::catch_unwind(read)
        .map_err(|_| "the workbook is damaged; open and save it again".to_owned())?
        .map_err(|error| format!("the workbook cannot be read ({error}); open and save it again"))?
        .ok_or("the workbook has no sheet")?;
    let first = u64::from(sheet.start().map_or(0, |(row, _)| row)) + 1;
    Ok((sheet, first))
}

/// The text of a cell; numbers under a date column are Excel serials.
pub(super) fn text(cell: &Data, column: Option<Column>) -> Cow<'_, str> {
    let date = column.is_some_and(|column| column.form() == Form::Date);
    match cell {
        Data::Empty => Cow::Borrowed(""),
        Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text) => Cow::Borrowed(text),
        Data::DateTime(serial) => match values::excel_day(serial.as_f64()) {
            Some(day) => Cow::Owned(day.to_string()),
            None => Cow::Owned(serial.as_f64().to_string()),
        },
        Data::Float(number) if date => match values::excel_day(*number) {
            Some(day) => Cow::Owned(day.to_string()),
            None => Cow::Owned(number.to_string()),
        },
        Data::Int(number) if date => match values::excel_day(*number as f64) {
            Some(day) => Cow::Owned(day.to_string()),
            None => Cow::Owned(number.to_string()),
        },
        // Display writes whole numbers in full: a phone stays 13800001111.
        Data::Float(number) => Cow::Owned(number.to_string()),
        Data::Int(number) => Cow::Owned(number.to_string()),
        Data::Bool(value) => Cow::Owned(value.to_string()),
        Data::Error(error) => Cow::Owned(error.to_string()),
    }
}
