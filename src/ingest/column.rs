//! One column of a text file → its values, block by block: for commands that look at values, not at records.
//!
//! A block ends where a row ends, so memory is bounded by a block or the longest row, however long the input is.

use std::borrow::Cow;
use std::io::{BufReader, Read};
use std::path::Path;

use encoding_rs::{Decoder, Encoding, UTF_8};

use super::{csv, encoding};
use crate::error::{Error, Result};

/// Bytes read before values are handed on: enough work for all threads.
const BLOCK: usize = 1 << 20;

/// An input that is read a block at a time.
pub struct Blocks {
    name: String,
    source: Box<dyn Read>,
    /// `None` as long as all bytes were ASCII, which every encoding reads alike.
    decoder: Option<Decoder>,
    doubt: String,
    text: String,
    /// Where the next block starts in the text.
    start: usize,
    place: Place,
    state: State,
}

/// Where the values are.
enum Place {
    /// Every line is one.
    Line,
    /// In the column of this name; the header row comes first.
    Named(String),
    /// Delimiter and place of the column.
    Field(u8, usize),
}

#[derive(PartialEq, Eq)]
enum State {
    Open,
    /// All bytes are read.
    Read,
}

/// Opens a file, or standard input, of one value a line or, when `column` names one, of a CSV. Compression,
/// encodings and delimiters are those of every other input; the encoding is guessed from the first block that
/// is not plain ASCII.
///
/// # Errors
/// The input cannot be opened or the encoding is unknown.
pub fn open(path: Option<&Path>, column: Option<&str>, label: Option<&str>) -> Result<Blocks> {
    let (name, source): (String, Box<dyn Read>) = match path {
        None => ("standard input".into(), Box::new(std::io::stdin())),
        Some(path) => {
            let failed = |source| Error::io("read", path, source);
            let file = BufReader::new(std::fs::File::open(path).map_err(failed)?);
            let source: Box<dyn Read> = match path.extension().and_then(|end| end.to_str()) {
                Some("gz") => Box::new(flate2::bufread::MultiGzDecoder::new(file)),
                Some("zst") => Box::new(zstd::Decoder::with_buffer(file).map_err(failed)?),
                _ => Box::new(file),
            };
            (path.display().to_string(), source)
        }
    };
    let decoder = match label.map(|label| (label, Encoding::for_label(label.as_bytes()))) {
        None => None,
        Some((_, Some(encoding))) => Some(encoding.new_decoder_with_bom_removal()),
        Some((label, None)) => {
            let message = format!("encoding: `{label}` is not known; use utf-8, gb18030, big5 or utf-16le");
            return Err(Error::usage(message));
        }
    };
    let place = column.map_or(Place::Line, |column| Place::Named(column.to_owned()));
    let (doubt, text) = (String::new(), String::new());
    Ok(Blocks { name, source, decoder, doubt, text, start: 0, place, state: State::Open })
}

impl Blocks {
    /// The values of the next block in the order of the file, `None` after the last. Empty lines are empty values, a
    /// row without the column too; empty rows of a CSV are none.
    ///
    /// # Errors
    /// The input cannot be read or unpacked, or no header has the column's name.
    pub fn next_block(&mut self) -> Result<Option<Vec<Cow<'_, str>>>> {
        self.text.drain(..self.start);
        self.start = 0;
        let mut end = 0;
        while end == 0 {
            if self.state == State::Read {
                end = self.text.len();
                break;
            }
            self.fill()?;
            end = match self.place {
                _ if self.state == State::Read => self.text.len(),
                Place::Line => self.text.rfind('\n').map_or(0, |place| place + 1),
                Place::Named(_) | Place::Field(..) => csv::whole_rows(&self.text),
            };
        }
        self.start = end;
        if end == 0 {
            return Ok(None);
        }
        let mut body = 0;
        if let Place::Named(column) = &self.place {
            let (header, after) = csv::header(&self.text[..end]);
            let Some((delimiter, field)) = delimiter(header, column) else {
                let message = format!("no header is `{column}`; the first line is taken for the headers");
                return Err(Error::input(&*self.name, Some(1), message));
            };
            self.place = Place::Field(delimiter, field);
            body = after;
        }
        let text = &self.text[body..end];
        Ok(Some(match self.place {
            Place::Field(delimiter, place) => csv::rows(text, 0)
                .map(|row| {
                    let mut fields = csv::fields(row, delimiter);
                    if place < fields.len() { fields.swap_remove(place) } else { Cow::Borrowed("") }
                })
                .collect(),
            _ => text.lines().map(Cow::Borrowed).collect(),
        }))
    }

    /// Why the encoding is in doubt; empty when it is not.
    #[must_use]
    pub fn doubt(&self) -> &str {
        &self.doubt
    }

    /// Reads and decodes a block more; twice as much when a row is longer than that.
    fn fill(&mut self) -> Result<()> {
        let wanted = BLOCK.max(self.text.len());
        let mut bytes = Vec::with_capacity(wanted);
        let read = self.source.by_ref().take(wanted as u64).read_to_end(&mut bytes);
        read.map_err(|source| {
            let message =
                format!("failed to read on ({source}); a truncated or damaged file? fetch it again");
            Error::input(&*self.name, None, message)
        })?;
        if bytes.len() < wanted {
            self.state = State::Read;
        }
        if self.decoder.is_none() && !bytes.is_ascii() {
            self.decoder = Some(self.judge(&bytes)?.new_decoder_with_bom_removal());
        }
        let Some(decoder) = &mut self.decoder else {
            self.text.extend(bytes.iter().map(|&byte| char::from(byte)));
            return Ok(());
        };
        let room = decoder.max_utf8_buffer_length(bytes.len()).unwrap_or(bytes.len() * 3);
        self.text.reserve(room);
        let _ = decoder.decode_to_string(&bytes, &mut self.text, self.state == State::Read);
        Ok(())
    }

    /// The encoding of the input, from the first block that is not plain ASCII.
    fn judge(&mut self, bytes: &[u8]) -> Result<&'static Encoding> {
        // The last line may end inside a character.
        let whole = match bytes.iter().rposition(|&byte| byte == b'\n') {
            Some(place) if self.state == State::Open => &bytes[..=place],
            _ => bytes,
        };
        let known = |line: &str| match &self.place {
            Place::Named(column) => usize::from(delimiter(line, column).is_some()),
            _ => 0,
        };
        let decoded = encoding::decode(whole, None, known)
            .map_err(|message| Error::input(&*self.name, None, message))?;
        let encoding = Encoding::for_label(decoded.encoding.as_bytes()).unwrap_or(UTF_8);
        self.doubt = decoded.doubt;
        Ok(encoding)
    }
}

/// The delimiter under which a header line has the column, and its place.
fn delimiter(header: &str, column: &str) -> Option<(u8, usize)> {
    [b',', b'\t', b';'].into_iter().find_map(|delimiter| {
        let place = csv::fields(header, delimiter).iter().position(|field| field.trim() == column)?;
        Some((delimiter, place))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// All values of some bytes, as they come in blocks.
    fn values(bytes: &[u8], column: Option<&str>) -> Vec<String> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("values.csv");
        std::fs::write(&path, bytes).unwrap();
        let mut blocks = open(Some(&path), column, None).unwrap();
        let mut out = Vec::new();
        while let Some(values) = blocks.next_block().unwrap() {
            out.extend(values.into_iter().map(Cow::into_owned));
        }
        out
    }

    #[test]
    fn every_line_is_a_value_an_empty_one_too() {
        assert_eq!(values("甲\r\n\n乙".as_bytes(), None), ["甲", "", "乙"]);
        assert!(values(b"", None).is_empty());
    }

    #[test]
    fn blocks_break_no_row_and_no_character() {
        let row = |number: usize| format!("{number},\"地址 {number}\n第二行\"\n");
        let text: String = std::iter::once("id,住址\n".to_owned()).chain((0..100_000).map(row)).collect();
        assert!(text.len() > 2 * BLOCK);
        let gb18030 = encoding_rs::GB18030.encode(&text).0;
        for bytes in [text.as_bytes(), &gb18030] {
            let found = values(bytes, Some("住址"));
            assert_eq!(found.len(), 100_000);
            assert!(
                found.iter().enumerate().all(|(number, value)| *value == format!("地址 {number}\n第二行"))
            );
        }
    }

    #[test]
    fn an_encoding_is_judged_where_the_first_foreign_byte_stands() {
        let text = format!("{}张三\n", "13912345607\n".repeat(200_000));
        let found = values(&encoding_rs::GB18030.encode(&text).0, None);
        assert_eq!(found.last().map(String::as_str), Some("张三"));
    }

    #[test]
    fn a_quote_that_is_never_closed_costs_its_own_line_only() {
        let text = format!("a,b\n\"open,1\n{}", "x,2\n".repeat(500_000));
        assert_eq!(values(text.as_bytes(), Some("b")).iter().filter(|value| *value == "2").count(), 500_000);
    }
}
