//! One column of a text file → its values: for commands that look at values, not at records.

use std::borrow::Cow;
use std::io::Read as _;
use std::path::Path;

use super::open::{self, Format};
use super::{csv, encoding};
use crate::error::{Error, Result};

/// A file's text, and where its values are.
#[derive(Debug)]
pub struct Column {
    text: String,
    /// Start of the first value's row, delimiter and place of the column; `None` for one value a line.
    csv: Option<(usize, u8, usize)>,
}

/// Reads one value a line, or a column of a CSV when `column` names one, from a file or standard input.
/// Compression, encodings and delimiters are those of every other input.
///
/// # Errors
/// The input cannot be read or unpacked, the encoding is unknown, or no header has the column's name.
pub fn read(path: Option<&Path>, column: Option<&str>, label: Option<&str>) -> Result<Column> {
    let (name, bytes) = if let Some(path) = path {
        let name = path.display().to_string();
        let format = match path.extension().and_then(|end| end.to_str()) {
            Some("gz") => Format::CsvGz,
            Some("zst") => Format::CsvZst,
            _ => Format::Csv,
        };
        let bytes = open::unpack(&name, format, open::read(path)?)?;
        (name, bytes)
    } else {
        let mut bytes = Vec::new();
        let path = Path::new("standard input");
        std::io::stdin().lock().read_to_end(&mut bytes).map_err(|source| Error::io("read", path, source))?;
        (path.display().to_string(), bytes)
    };
    let known = |line: &str| column.map_or(0, |column| usize::from(delimiter(line, column).is_some()));
    let decoded =
        encoding::decode(&bytes, label, known).map_err(|message| Error::input(&*name, None, message))?;
    let text = decoded.text.into_owned();
    drop(bytes);
    let Some(column) = column else { return Ok(Column { text, csv: None }) };
    let (header, body) = csv::header(&text);
    let Some((delimiter, place)) = delimiter(header, column) else {
        let message = format!("no header is `{column}`; the first line is taken for the headers");
        return Err(Error::input(name, Some(1), message));
    };
    Ok(Column { csv: Some((body, delimiter, place)), text })
}

/// The delimiter under which a header line has the column, and its place.
fn delimiter(header: &str, column: &str) -> Option<(u8, usize)> {
    [b',', b'\t', b';'].into_iter().find_map(|delimiter| {
        let place = csv::fields(header, delimiter).iter().position(|field| field.trim() == column)?;
        Some((delimiter, place))
    })
}

impl Column {
    /// The values in the order of the file; empty lines are empty values, a row without the column too.
    #[must_use]
    pub fn values(&self) -> Box<dyn Iterator<Item = Cow<'_, str>> + '_> {
        match self.csv {
            None => Box::new(self.text.lines().map(Cow::Borrowed)),
            Some((body, delimiter, place)) => {
                let rows = csv::rows(&self.text, body);
                Box::new(rows.map(move |row| {
                    let mut fields = csv::fields(row, delimiter);
                    if place < fields.len() { fields.swap_remove(place) } else { Cow::Borrowed("") }
                }))
            }
        }
    }
}
