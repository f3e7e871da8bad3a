//! Input files → [`Tables`] and the rows that could not be used. The only stage that reads input files.

pub mod column;
mod csv;
mod encoding;
pub mod exposure;
mod open;
mod order;
#[cfg(feature = "polars")]
mod parquet;
mod schema;
mod sheet;
mod sink;
pub mod values;

use std::borrow::Cow;
use std::path::PathBuf;

use crate::error::{Error, Result};
use crate::record::{Column, Table, TableKind, Tables};
use open::Format;
pub(crate) use open::sha256;
use sink::Sink;

/// What to read, and how.
#[derive(Clone, Debug, Default)]
pub struct Config {
    /// Inputs: a table and a path, glob or folder.
    pub inputs: Vec<(TableKind, PathBuf)>,
    /// Extra headers: table, header as it stands in the file, column it means.
    pub headers: Vec<(TableKind, String, Column)>,
    /// Columns that hold pre-hashed tokens.
    pub tokens: Vec<(TableKind, Column)>,
    /// Encoding label to force (`gb18030`); otherwise guessed and judged.
    pub encoding: Option<String>,
}

/// A row, or a value, that was not used. Never holds the value itself: only its shape.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Reject {
    /// Index into [`Tables::files`].
    pub file: u32,
    /// Physical line (CSV), row (sheet) or row number + 1 (Parquet).
    pub line: u64,
    /// Column name, empty when the whole row is meant.
    pub column: String,
    /// Length and character classes of the value, as `11 characters: 11 digits`.
    pub shape: String,
    /// What is wrong.
    pub reason: String,
}

/// What was learned about one input file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileReport {
    /// Path as given or found.
    pub path: String,
    /// Its table.
    pub table: TableKind,
    /// `csv`, `csv.gz`, `csv.zst`, `parquet` or `xlsx`.
    pub format: &'static str,
    /// Encoding name for CSV; empty otherwise.
    pub encoding: &'static str,
    /// Whether the encoding is in doubt, said in words; empty when it is not.
    pub encoding_doubt: String,
    /// Delimiter of a CSV.
    pub delimiter: Option<char>,
    /// Size in bytes as stored.
    pub bytes: u64,
    /// SHA-256 of the bytes as stored, hexadecimal.
    pub sha256: String,
    /// Data rows read, rejects and duplicates included.
    pub rows: u64,
    /// Rows rejected.
    pub rejected: u64,
    /// Identical copies of a row that were folded into one.
    pub duplicates: u64,
    /// Headers as they stand, and the column each was read as.
    pub columns: Vec<(String, Option<Column>)>,
}

/// What ingest gives.
#[derive(Clone, Debug, Default)]
pub struct Ingested {
    /// The good rows.
    pub tables: Tables,
    /// Rows not used, sorted.
    pub rejects: Vec<Reject>,
    /// Optional values not used although their row was, sorted.
    pub warnings: Vec<Reject>,
    /// One report an input file, in the order of [`Tables::files`].
    pub files: Vec<FileReport>,
    /// Denominators of rates, by month and branch.
    pub exposure: Vec<exposure::Exposure>,
}

/// Rows of all input files: read = used + rejected + duplicates.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct RowCounts {
    /// Read.
    pub rows: u64,
    /// Rejected.
    pub rejected: u64,
    /// Identical copies folded into one.
    pub duplicates: u64,
}

impl RowCounts {
    /// Adds up the files.
    #[must_use]
    pub fn of(files: &[FileReport]) -> Self {
        files.iter().fold(Self::default(), |sum, file| Self {
            rows: sum.rows + file.rows,
            rejected: sum.rejected + file.rejected,
            duplicates: sum.duplicates + file.duplicates,
        })
    }

    /// Rows that became part of a table.
    #[must_use]
    pub fn used(self) -> u64 {
        self.rows - self.rejected - self.duplicates
    }

    /// Part of the rows that were rejected, 0 to 1.
    #[must_use]
    pub fn reject_share(self) -> f64 {
        if self.rows == 0 { 0.0 } else { self.rejected as f64 / self.rows as f64 }
    }
}

/// Reads all inputs.
///
/// # Errors
/// An input that cannot be used as a whole: not found, no permission, damaged, encrypted, empty, or without a
/// required column; a broken count of rows.
pub fn load(config: &Config) -> Result<Ingested> {
    let files = open::files(&config.inputs)?;
    let mut out = Ingested::default();
    out.tables.tokens.clone_from(&config.tokens);
    let mut table = Table::new();
    for (place, (kind, path, format)) in files.iter().enumerate() {
        let name = path.display().to_string();
        let stored = open::read(path)?;
        let file = place as u32;
        let report = one_file(config, (*kind, &name, *format), stored, file, &mut table, &mut out)?;
        out.files.push(report);
        out.tables.files.push(name);
        if files.get(place + 1).is_none_or(|(next, ..)| next != kind) {
            finish(*kind, std::mem::take(&mut table), &mut out)?;
        }
    }
    let (exposure, unread) = exposure::exposure(&out.tables);
    out.exposure = exposure;
    out.warnings.extend(unread);
    out.rejects.sort_unstable();
    out.warnings.sort_unstable();
    Ok(out)
}

/// The column of a table that has this contract name or Chinese header.
#[must_use]
pub fn column(kind: TableKind, name: &str) -> Option<Column> {
    schema::column(kind, name, &[])
}

/// Reads one file from bytes, as [`load`] does: for checks and fuzzing.
///
/// # Errors
/// As [`load`].
pub fn read_bytes(kind: TableKind, name: &str, bytes: Vec<u8>) -> Result<Ingested> {
    let workbook = std::path::Path::new(name).extension().is_some_and(|end| end.eq_ignore_ascii_case("xlsx"));
    let format = if workbook { Format::Xlsx } else { Format::Csv };
    let mut out = Ingested::default();
    let mut table = Table::new();
    let report = one_file(&Config::default(), (kind, name, format), bytes, 0, &mut table, &mut out)?;
    out.files.push(report);
    out.tables.files.push(name.to_owned());
    finish(kind, table, &mut out)?;
    Ok(out)
}

/// Sorts a table, settles its duplicates and checks that no row was lost.
fn finish(kind: TableKind, table: Table, out: &mut Ingested) -> Result<()> {
    let (table, rejects, folded) = order::order(kind, table);
    for reject in &rejects {
        out.files[reject.file as usize].rejected += 1;
    }
    for file in folded {
        out.files[file as usize].duplicates += 1;
    }
    out.rejects.extend(rejects);
    let of_kind = || out.files.iter().filter(|file| file.table == kind);
    let rows: u64 = of_kind().map(|file| file.rows).sum();
    let unused: u64 = of_kind().map(|file| file.rejected + file.duplicates).sum();
    if rows != unused + table.rows() as u64 {
        let used = table.rows();
        return Err(Error::internal(format!("{rows} rows of {}: {used} used, {unused} not", kind.name())));
    }
    let mut table = table;
    // They made rows equal or different above; no stage asks for them.
    for column in [Column::Summary, Column::Category, Column::Demand, Column::Outcome] {
        table.forget(column);
    }
    out.tables.tables[kind as usize] = table;
    Ok(())
}

/// Reads one file into the table of its kind.
fn one_file(
    config: &Config,
    (kind, name, format): (TableKind, &str, Format),
    stored: Vec<u8>,
    file: u32,
    table: &mut Table,
    out: &mut Ingested,
) -> Result<FileReport> {
    let mut report = FileReport {
        path: name.to_owned(),
        table: kind,
        format: format.name(),
        encoding: "",
        encoding_doubt: String::new(),
        delimiter: None,
        bytes: stored.len() as u64,
        sha256: String::new(),
        rows: 0,
        rejected: 0,
        duplicates: 0,
        columns: Vec::new(),
    };
    let unusable = |message: String| Error::input(name, None, message);
    if stored.is_empty() {
        return Err(unusable("the file is empty: not even a header; export it again or leave it out".into()));
    }
    let mut take = |sinks: Vec<(u64, Sink<'_>)>, report: &mut FileReport| {
        let counts =
            Sink::drain(sinks, file, table, &mut out.rejects, &mut out.warnings).map_err(unusable)?;
        report.rows += counts.0;
        report.rejected += counts.1;
        table.pad();
        Ok::<(), Error>(())
    };
    match format {
        Format::Csv | Format::CsvGz | Format::CsvZst => {
            let bytes = if format == Format::Csv {
                stored
            } else {
                report.sha256 = open::sha256(&stored);
                open::unpack(name, format, stored)?
            };
            let known = |line: &str| {
                let fields: Vec<String> =
                    csv::fields(line, csv::delimiter(kind, line)).into_iter().map(Cow::into_owned).collect();
                schema::known(kind, &fields)
            };
            let decoded = encoding::decode(&bytes, config.encoding.as_deref(), known).map_err(unusable)?;
            report.encoding = decoded.encoding;
            report.encoding_doubt = decoded.doubt;
            let (header, body) = csv::header(&decoded.text);
            let delimiter = csv::delimiter(kind, header);
            report.delimiter = Some(char::from(delimiter));
            let headers = csv::fields(header, delimiter).into_iter().map(Cow::into_owned).collect();
            report.columns = mapped(config, kind, name, headers)?;
            let columns: Vec<Option<Column>> = report.columns.iter().map(|(_, column)| *column).collect();
            let (digest, sinks) = rayon::join(
                || (format == Format::Csv).then(|| open::sha256(&bytes)),
                || csv::scan(kind, &decoded.text, body, delimiter, &columns),
            );
            report.sha256 = digest.unwrap_or(report.sha256);
            // The rows are copied out of the text; it need not stand beside the growing table.
            drop(decoded.text);
            drop(bytes);
            take(sinks, &mut report)?;
        }
        Format::Xlsx => {
            report.sha256 = open::sha256(&stored);
            let (sheet, first) = sheet::open(&stored).map_err(unusable)?;
            let mut rows = sheet.rows();
            let headers =
                rows.next().map(|row| row.iter().map(|cell| sheet::text(cell, None).into_owned()).collect());
            report.columns = mapped(config, kind, name, headers.unwrap_or_default())?;
            let columns: Vec<Option<Column>> = report.columns.iter().map(|(_, column)| *column).collect();
            let mut sink = Sink::new(kind, &columns);
            for (line, row) in rows.enumerate() {
                let cells: Vec<Cow<'_, str>> =
                    row.iter().zip(&columns).map(|(cell, column)| sheet::text(cell, *column)).collect();
                // Rows that were formatted and left empty are no rows.
                if cells.iter().any(|cell| !cell.trim().is_empty()) {
                    sink.row(line as u64, &cells);
                }
            }
            take(vec![(first + 1, sink)], &mut report)?;
        }
        Format::Parquet => {
            report.sha256 = open::sha256(&stored);
            parquet_rows(config, (kind, name), &stored, &mut report, &mut take)?;
        }
    }
    Ok(report)
}

#[cfg(feature = "polars")]
fn parquet_rows(
    config: &Config,
    (kind, name): (TableKind, &str),
    stored: &[u8],
    report: &mut FileReport,
    take: &mut impl FnMut(Vec<(u64, Sink<'_>)>, &mut FileReport) -> Result<()>,
) -> Result<()> {
    let unusable = |message: String| Error::input(name, None, message);
    let frame = parquet::open(stored).map_err(unusable)?;
    report.columns = mapped(config, kind, name, frame.headers.clone())?;
    let columns: Vec<Option<Column>> = report.columns.iter().map(|(_, column)| *column).collect();
    let mut sink = Sink::new(kind, &columns);
    frame.each_row(|row, cells| sink.row(row as u64, cells)).map_err(unusable)?;
    take(vec![(2, sink)], report)
}

#[cfg(not(feature = "polars"))]
fn parquet_rows(
    _: &Config,
    (_, name): (TableKind, &str),
    _: &[u8],
    _: &mut FileReport,
    _: &mut impl FnMut(Vec<(u64, Sink<'_>)>, &mut FileReport) -> Result<()>,
) -> Result<()> {
    Err(Error::input(name, None, "this build reads no Parquet; build with the feature polars"))
}

/// The headers of a file with the column each is read as.
fn mapped(
    config: &Config,
    kind: TableKind,
    name: &str,
    headers: Vec<String>,
) -> Result<Vec<(String, Option<Column>)>> {
    let columns = schema::map(kind, &headers, &config.headers)
        .map_err(|message| Error::input(name, Some(1), message))?;
    Ok(headers.into_iter().zip(columns).collect())
}
