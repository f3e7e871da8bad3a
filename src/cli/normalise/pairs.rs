//! `normalise --type letter --pairs`: the letters that are near, two by two.

use std::borrow::Cow;
use std::io::{BufWriter, Result, Write};

use super::written::Format;
use crate::normalise::letter::{Letter, pairs};

/// Names of the columns: places in the input from 1, and 0.5 to 1.
const COLUMNS: [&str; 3] = ["letter", "other", "similarity"];

/// Writes the pairs, family by family.
pub(super) fn write(values: &[Cow<'_, str>], format: Format, out: impl Write) -> Result<()> {
    let mut out = BufWriter::new(out);
    out.write_all(format.header(COLUMNS.into_iter()).as_bytes())?;
    let (mut line, mut written) = (String::new(), Ok(()));
    pairs::each(
        values.len(),
        |place| Letter::alone(&values[place]),
        |pair| {
            if written.is_err() {
                return;
            }
            line.clear();
            let fields = [
                (pair.letter + 1).to_string(),
                (pair.other + 1).to_string(),
                format!("{:.3}", pair.similarity),
            ];
            format.row(COLUMNS.into_iter().zip(fields.iter().map(String::as_str)), &mut line);
            written = out.write_all(line.as_bytes());
        },
    );
    written.and_then(|()| out.flush())
}
