//! Rows of cells → typed columns, rejects and warnings. One sink a chunk of a file.

use std::borrow::Cow;

use super::{Reject, schema, values};
use crate::record::{Cells, Column, Form, Source, Table, TableKind, TextColumn};

/// A cell longer than this is no value of a form or a letter: the row is rejected.
const LONGEST_CELL: usize = 16 << 20;

/// Typed rows of one part of a file; lines count from the part's first line.
#[derive(Debug)]
pub(crate) struct Sink<'a> {
    kind: TableKind,
    columns: &'a [Option<Column>],
    cells: Vec<Option<Cells>>,
    /// Line of each good row.
    pub(crate) lines: Vec<u64>,
    /// Rows that were not used.
    pub(crate) rejects: Vec<Reject>,
    /// Values that were not used.
    pub(crate) warnings: Vec<Reject>,
    /// Rows seen.
    pub(crate) rows: u64,
    /// Whether cells may hold NUL bytes or damaged characters, and must be looked at.
    pub(crate) doubtful: bool,
}

impl<'a> Sink<'a> {
    pub(crate) fn new(kind: TableKind, columns: &'a [Option<Column>]) -> Self {
        let cells = columns
            .iter()
            .map(|column| {
                column.map(|column| match column.form() {
                    Form::Text => Cells::Text(TextColumn::default()),
                    Form::Date => Cells::Date(Vec::new()),
                    Form::Money => Cells::Money(Vec::new()),
                })
            })
            .collect();
        Self {
            kind,
            columns,
            cells,
            lines: Vec::new(),
            rejects: Vec::new(),
            warnings: Vec::new(),
            rows: 0,
            doubtful: true,
        }
    }

    /// Number of cells a row must have.
    pub(crate) fn width(&self) -> usize {
        self.columns.len()
    }

    /// Counts a row and rejects it.
    pub(crate) fn reject(&mut self, line: u64, column: &str, text: &str, reason: impl Into<String>) {
        self.rows += 1;
        self.rejects.push(problem(line, column, text, reason));
    }

    /// Takes one row, or rejects it with the reason.
    pub(crate) fn row(&mut self, line: u64, row: &[Cow<'_, str>]) {
        if row.len() != self.columns.len() {
            let reason = format!("{} fields where the header has {}", row.len(), self.columns.len());
            return self.reject(line, "", &row.join(","), reason);
        }
        let trimmed = |place: usize| trim(&row[place]);
        for (place, column) in self.columns.iter().enumerate() {
            let text: &str = &row[place];
            if text.len() > LONGEST_CELL {
                let name = column.map_or("", Column::name);
                let reason = format!("{} bytes in one field, more than {LONGEST_CELL}", text.len());
                return self.reject(line, name, "", reason);
            }
            if self.doubtful && memchr::memchr2(0, 0xef, text.as_bytes()).is_some() {
                let text = trim(text);
                let name = column.map_or("", Column::name);
                if text.contains('\0') {
                    return self.reject(line, name, text, "the field holds NUL bytes; export the file again");
                }
                if text.contains('\u{fffd}') {
                    return self.reject(
                        line,
                        name,
                        text,
                        "the field could not be decoded; check the encoding",
                    );
                }
            }
        }
        for &needed in schema::required(self.kind) {
            let place = self.columns.iter().position(|column| *column == Some(needed));
            let text = place.map_or("", trimmed);
            if text.is_empty() {
                return self.reject(
                    line,
                    needed.name(),
                    text,
                    format!("`{}` is required and empty", needed.name()),
                );
            }
            if needed.form() == Form::Date && values::day(text).is_none() {
                return self.reject(line, needed.name(), text, format!("`{}` is not a date", needed.name()));
            }
        }
        self.rows += 1;
        self.lines.push(line);
        for place in 0..row.len() {
            self.cell(line, place, trimmed(place));
        }
    }

    fn cell(&mut self, line: u64, place: usize, text: &str) {
        let name = || self.columns[place].map_or("", Column::name);
        match &mut self.cells[place] {
            None => {}
            Some(Cells::Text(cells)) => {
                let kept = cells.push(text);
                // Past 4 GiB the row keeps its place with an empty cell, and the loss is said.
                if !kept {
                    let _ = cells.push("");
                    self.warnings.push(problem(
                        line,
                        name(),
                        text,
                        "the column is larger than 4 GiB; split the file",
                    ));
                }
            }
            Some(Cells::Date(cells)) => {
                let day = if text.is_empty() { None } else { values::day(text) };
                if day.is_none() && !text.is_empty() {
                    self.warnings.push(problem(
                        line,
                        name(),
                        text,
                        "not a date; the record is kept without it",
                    ));
                }
                cells.push(day);
            }
            Some(Cells::Money(cells)) => {
                let amount = if text.is_empty() { None } else { values::money(text) };
                if amount.is_none() && !text.is_empty() {
                    self.warnings.push(problem(
                        line,
                        name(),
                        text,
                        "not an amount; the record is kept without it",
                    ));
                }
                cells.push(amount);
            }
        }
    }

    /// Moves the rows of the parts of a file to the end of a table and their problems to the end of the lists; with
    /// each part goes the line of the file on which it starts. Returns the number of rows seen and of rows rejected.
    pub(crate) fn drain(
        sinks: Vec<(u64, Self)>,
        file: u32,
        table: &mut Table,
        rejects: &mut Vec<Reject>,
        warnings: &mut Vec<Reject>,
    ) -> Result<(u64, u64), String> {
        let before = table.rows();
        let mut counts = (0, 0);
        let mut parts: Vec<(Column, Vec<Cells>)> = match sinks.first() {
            Some((_, sink)) => sink.columns.iter().flatten().map(|&column| (column, Vec::new())).collect(),
            None => return Ok(counts),
        };
        for (first_line, sink) in sinks {
            let moved = |mut reject: Reject| {
                reject.file = file;
                reject.line += first_line;
                reject
            };
            counts = (counts.0 + sink.rows, counts.1 + sink.rejects.len() as u64);
            rejects.extend(sink.rejects.into_iter().map(moved));
            warnings.extend(sink.warnings.into_iter().map(moved));
            for line in &sink.lines {
                let line = u32::try_from(line + first_line)
                    .map_err(|_| "more than 4,294,967,295 lines; split the file")?;
                table.sources.push(Source { file, line });
            }
            // Cells stand where a column is read.
            for ((_, parts), cells) in parts.iter_mut().zip(sink.cells.into_iter().flatten()) {
                parts.push(cells);
            }
        }
        table.extend((before, table.rows() - before), parts)?;
        Ok(counts)
    }
}

/// The text without white space around it; most cells have none, which one look at their ends tells.
fn trim(text: &str) -> &str {
    let space = |letter: Option<char>| letter.is_some_and(char::is_whitespace);
    if space(text.chars().next()) || space(text.chars().next_back()) { text.trim() } else { text }
}

fn problem(line: u64, column: &str, text: &str, reason: impl Into<String>) -> Reject {
    Reject { file: 0, line, column: column.into(), shape: values::shape(text), reason: reason.into() }
}
