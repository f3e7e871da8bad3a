//! Input files → [`Tables`] and the rows that could not be used. The only stage that reads input files.

use std::path::PathBuf;

use crate::error::Result;
use crate::record::{Column, TableKind, Tables};

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
}

/// Reads all inputs.
///
/// # Errors
/// An input that cannot be used as a whole: not found, no permission, damaged, encrypted, or without a
/// required column.
pub fn load(config: &Config) -> Result<Ingested> {
    let _ = config;
    Ok(Ingested::default())
}
