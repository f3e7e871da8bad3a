//! Decoded text → rows, by RFC 4180, in parallel chunks.
//!
//! A chunk starts on a line that is a whole row by itself, so chunks do not depend on the number of threads.
//! Where the chunk before turns out to reach further (a quoted line break), the next one is scanned again
//! from there: the result is that of one scan from the top. A quote that is never closed costs its own line
//! only: the scan goes on with the next line.

use std::borrow::Cow;

use memchr::{memchr, memchr_iter};
use rayon::prelude::*;

use super::schema;
use super::sink::Sink;
use crate::record::{Column, TableKind};

/// Bytes of a chunk; a row is read to its end, so chunks differ a little.
const CHUNK: usize = 4 << 20;
/// A quoted field that goes over more lines than this is taken for an unclosed quote.
const LINES_OF_A_ROW: usize = 1000;

/// The delimiter under which the first line has most known headers.
pub(crate) fn delimiter(kind: TableKind, header: &str) -> u8 {
    let hits = |delimiter: u8| {
        let fields: Vec<String> = fields(header, delimiter).into_iter().map(Cow::into_owned).collect();
        (schema::known(kind, &fields), fields.len())
    };
    // The first of equals wins: comma.
    [b';', b'\t', b','].into_iter().max_by_key(|&delimiter| hits(delimiter)).unwrap_or(b',')
}

/// Where the header row ends: the byte after its line end, and the number of lines it takes.
pub(crate) fn header(text: &str) -> (&str, usize) {
    let end = row_end(text.as_bytes(), 0);
    (&text[..end.content], end.next)
}

/// The raw rows from `start` on, empty ones left out. A quote that is never closed costs its own line only.
pub(crate) fn rows(text: &str, start: usize) -> impl Iterator<Item = &str> {
    let mut at = start;
    std::iter::from_fn(move || {
        loop {
            if at >= text.len() {
                return None;
            }
            let row = row_end(text.as_bytes(), at);
            let row = if row.closed { row } else { line_end(text.as_bytes(), at) };
            let raw = &text[at..row.content];
            at = row.next;
            if !raw.is_empty() {
                return Some(raw);
            }
        }
    })
}

/// Length of the rows at the front that more text cannot change.
pub(crate) fn whole_rows(text: &str) -> usize {
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        let row = row_end(bytes, at);
        let row = match row.closed {
            true => row,
            false if row.lines as usize >= LINES_OF_A_ROW => line_end(bytes, at),
            false => break,
        };
        if bytes[row.next - 1] != b'\n' {
            break;
        }
        at = row.next;
    }
    at
}

/// Scans all rows after the header; the sinks come in order, each with the line on which it starts.
pub(crate) fn scan<'a>(
    kind: TableKind,
    text: &str,
    body: usize,
    delimiter: u8,
    columns: &'a [Option<Column>],
) -> Vec<(u64, Sink<'a>)> {
    let starts = chunk_starts(text.as_bytes(), body, delimiter, columns.len());
    let ends = starts.iter().skip(1).copied().chain([text.len()]);
    let spans: Vec<(usize, usize)> = starts.iter().copied().zip(ends).collect();
    let mut chunks: Vec<Chunk<'a>> =
        spans.par_iter().map(|&(start, end)| chunk(kind, text, start, end, delimiter, columns)).collect();
    let mut line = 1 + memchr_iter(b'\n', &text.as_bytes()[..body]).count() as u64;
    let mut out = Vec::with_capacity(chunks.len());
    let mut reached = body;
    for (place, (start, end)) in spans.into_iter().enumerate() {
        if reached > start {
            chunks[place] = chunk(kind, text, reached.min(text.len()), end.max(reached), delimiter, columns);
        }
        let done = std::mem::replace(&mut chunks[place], Chunk::empty(kind, columns));
        reached = done.end;
        let first = line;
        line += done.lines;
        out.push((first, done.sink));
    }
    out
}

struct Chunk<'a> {
    sink: Sink<'a>,
    end: usize,
    lines: u64,
}

impl<'a> Chunk<'a> {
    fn empty(kind: TableKind, columns: &'a [Option<Column>]) -> Self {
        Self { sink: Sink::new(kind, columns), end: 0, lines: 0 }
    }
}

fn chunk<'a>(
    kind: TableKind,
    text: &str,
    start: usize,
    end: usize,
    delimiter: u8,
    columns: &'a [Option<Column>],
) -> Chunk<'a> {
    let mut out = Chunk::empty(kind, columns);
    let bytes = text.as_bytes();
    let damaged = memchr(0, &bytes[start..end]).is_some()
        || memchr::memmem::find(&bytes[start..end], "\u{fffd}".as_bytes()).is_some();
    let mut at = start;
    while at < end {
        let row = row_end(bytes, at);
        // A row that goes on past this chunk has not been looked at as a whole.
        out.sink.doubtful = damaged || row.next > end;
        let lines_here = out.lines;
        let raw = &text[at..row.content];
        if row.quoted {
            let whole = fields(raw, delimiter);
            if !row.closed || (row.lines > 1 && whole.len() != out.sink.width()) {
                let line = line_end(bytes, at);
                let reason = "a quote is opened and never closed; the scan went on with the next line";
                out.sink.reject(lines_here, "", &text[at..line.content], reason);
                out.lines += 1;
                at = line.next;
                continue;
            }
            out.sink.row(lines_here, &whole);
        } else if !raw.is_empty() {
            let plain = plain_fields(raw, delimiter);
            out.sink.row(lines_here, &plain);
        }
        out.lines += row.lines;
        at = row.next;
    }
    out.end = at;
    out
}

/// Where a row or line ends.
struct End {
    content: usize,
    next: usize,
    lines: u64,
    quoted: bool,
    closed: bool,
}

/// End of the physical line that starts at `at`.
fn line_end(bytes: &[u8], at: usize) -> End {
    let (content, next) = match memchr(b'\n', &bytes[at..]) {
        Some(length) => (at + length, at + length + 1),
        None => (bytes.len(), bytes.len()),
    };
    let content = if content > at && bytes[content - 1] == b'\r' { content - 1 } else { content };
    End { content, next, lines: 1, quoted: false, closed: true }
}

/// End of the row that starts at `at`: the first line end at which quotes are balanced.
fn row_end(bytes: &[u8], at: usize) -> End {
    let first = line_end(bytes, at);
    let mut quotes = memchr_iter(b'"', &bytes[at..first.content]).count();
    if quotes == 0 {
        return first;
    }
    let mut end = End { quoted: true, ..first };
    while quotes % 2 == 1 {
        if end.next >= bytes.len() || end.lines as usize >= LINES_OF_A_ROW {
            return End { closed: false, ..end };
        }
        let more = line_end(bytes, end.next);
        quotes += memchr_iter(b'"', &bytes[end.next..more.content]).count();
        end =
            End { content: more.content, next: more.next, lines: end.lines + 1, quoted: true, closed: true };
    }
    end
}

/// Starts of chunks: every `CHUNK` bytes the next line that is a whole row by itself.
fn chunk_starts(bytes: &[u8], body: usize, delimiter: u8, width: usize) -> Vec<usize> {
    let mut starts = vec![body];
    let mut wanted = body + CHUNK;
    while wanted < bytes.len() {
        let mut at = line_end(bytes, wanted).next;
        while at < bytes.len() {
            let line = line_end(bytes, at);
            let text = &bytes[at..line.content];
            if memchr(b'"', text).is_none() && memchr_iter(delimiter, text).count() + 1 == width {
                break;
            }
            at = line.next;
        }
        if at < bytes.len() && starts.last() != Some(&at) {
            starts.push(at);
        }
        wanted = at.max(wanted) + CHUNK;
    }
    starts
}

/// Fields of a row without quotes.
fn plain_fields(row: &str, delimiter: u8) -> Vec<Cow<'_, str>> {
    let mut out = Vec::with_capacity(40);
    let mut start = 0;
    for end in memchr_iter(delimiter, row.as_bytes()) {
        out.push(Cow::Borrowed(&row[start..end]));
        start = end + 1;
    }
    out.push(Cow::Borrowed(&row[start..]));
    out
}

/// Fields of a row with quotes. A quote inside an unquoted field stands for itself.
pub(crate) fn fields(row: &str, delimiter: u8) -> Vec<Cow<'_, str>> {
    let bytes = row.as_bytes();
    let mut out = Vec::new();
    let mut at = 0;
    loop {
        if bytes.get(at) == Some(&b'"') {
            let mut field = String::new();
            let mut from = at + 1;
            let after = loop {
                match memchr(b'"', &bytes[from..]) {
                    None => {
                        field.push_str(&row[from..]);
                        break bytes.len();
                    }
                    Some(length) if bytes.get(from + length + 1) == Some(&b'"') => {
                        field.push_str(&row[from..=from + length]);
                        from += length + 2;
                    }
                    Some(length) => {
                        field.push_str(&row[from..from + length]);
                        break from + length + 1;
                    }
                }
            };
            let end = memchr(delimiter, &bytes[after..]).map_or(bytes.len(), |length| after + length);
            field.push_str(&row[after..end]);
            out.push(Cow::Owned(field));
            at = end;
        } else {
            let end = memchr(delimiter, &bytes[at..]).map_or(bytes.len(), |length| at + length);
            out.push(Cow::Borrowed(&row[at..end]));
            at = end;
        }
        if at >= bytes.len() {
            return out;
        }
        at += 1;
        if at == bytes.len() {
            out.push(Cow::Borrowed(""));
            return out;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rejects(body: &str) -> (usize, Vec<u64>) {
        let columns = [Some(Column::ComplaintId), Some(Column::ReceivedAt), Some(Column::Text)];
        let text = format!("complaint_id,received_at,text\n{body}");
        let (_, start) = header(&text);
        let mut good = 0;
        let mut bad = Vec::new();
        for (line, sink) in scan(TableKind::Complaints, &text, start, b',', &columns) {
            good += sink.lines.len();
            bad.extend(sink.rejects.iter().map(|reject| reject.line + line));
        }
        (good, bad)
    }

    #[test]
    fn quotes_hold_delimiters_quotes_and_line_breaks() {
        assert_eq!(fields("a,\"b,c\",\"d\"\"e\",", b','), ["a", "b,c", "d\"e", ""]);
        assert_eq!(rejects("C1,2026-01-01,\"two\nlines\"\nC2,2026-01-02,x\n"), (2, vec![]));
    }

    #[test]
    fn an_unclosed_quote_costs_its_own_line_only() {
        assert_eq!(rejects("C1,2026-01-01,\"open\nC2,2026-01-02,x\nC3,2026-01-03,y\n"), (2, vec![2]));
    }

    #[test]
    fn a_wrong_field_count_an_empty_id_and_an_impossible_date_are_rejected_with_their_lines() {
        assert_eq!(
            rejects("C1,2026-01-01\n,2026-01-01,x\nC3,2026-02-30,x\r\nC4,2026-01-01,x"),
            (1, vec![2, 3, 4])
        );
    }

    #[test]
    fn chunks_give_what_one_scan_gives() {
        let mut body = String::new();
        for row in 0..120_000 {
            let text = if row % 7 == 0 { "\"a\nb,c,d\nC,2026-01-01,e\"" } else { "plain words in a letter" };
            body.push_str(&format!("C{row},2026-01-01,{text}\n"));
        }
        body.push_str("X1,2026-01-01,\"open\nX2,2026-01-01,y\n");
        assert!(body.len() > CHUNK);
        let (good, bad) = rejects(&body);
        assert_eq!((good, bad.len()), (120_001, 1));
    }
}
