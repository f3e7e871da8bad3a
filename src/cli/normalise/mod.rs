//! `normalise`: what a run would make of each value of a list. Prints the user's own input back.

mod parts;
mod written;

use std::borrow::Cow;
use std::io::{BufWriter, ErrorKind};
use std::path::{Path, PathBuf};

use clap::Args;
use rayon::prelude::*;

use crate::error::{Error, Result};
use crate::ingest::column;
use parts::{Cluster, Kind};
use written::Format;

/// Values read and written in one go: enough work for all threads, a few megabytes.
const BLOCK: usize = 1 << 14;

/// Arguments of `normalise`.
#[derive(Args, Clone, Debug)]
#[command(
    after_help = "Unlike every other command this one prints personal values as they were given: it shows \
an analyst the own input again. Each input has a row; a cell with several phones has one for each.\n\n\
`key` is what a run compares: empty where the value is a dummy, hidden or unreadable. For letters and addresses \
`cluster` is the key that near-identical spellings share, \
and `shared` the wording that a cluster's letters have in common. A letter's `key` is a digest of its wording; without a \
record beside it, the record's name and product are not taken out as a run does.\n\n\
The input is held in memory once, the output is streamed; clusters need all keys before the first row is written."
)]
pub(super) struct Arguments {
    /// File of values, plain or .gz or .zst; standard input if not given
    file: Option<PathBuf>,
    /// What the values are
    #[arg(long = "type", value_enum, value_name = "TYPE")]
    kind: Kind,
    /// Column of a CSV by its header; without it every line is a value
    #[arg(long, value_name = "NAME")]
    column: Option<String>,
    /// What is written on standard output
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    /// Encoding of the input (utf-8, gb18030, big5, utf-16le); guessed and judged if not given
    #[arg(long, value_name = "LABEL")]
    encoding: Option<String>,
}

/// Reads, normalises, writes.
pub(super) fn run(arguments: &Arguments) -> Result<u8> {
    let path = arguments.file.as_deref().filter(|path| *path != Path::new("-"));
    let input = column::read(path, arguments.column.as_deref(), arguments.encoding.as_deref())?;
    let out = BufWriter::new(std::io::stdout().lock());
    match write(arguments, input.values(), out) {
        Err(source) if source.kind() != ErrorKind::BrokenPipe => {
            Err(Error::io("write", Path::new("standard output"), source))
        }
        // A reader that has gone away is success.
        _ => Ok(0),
    }
}

fn write<'a>(
    arguments: &Arguments,
    mut values: impl Iterator<Item = Cow<'a, str>>,
    mut out: impl std::io::Write,
) -> std::io::Result<()> {
    let Arguments { kind, format, .. } = *arguments;
    let columns = kind.columns();
    out.write_all(format.header(columns).as_bytes())?;
    let mut block: Vec<Cow<'_, str>> = Vec::new();
    // Clusters are known when all values are, so those kinds are one block.
    let size = if kind.has_clusters() { usize::MAX } else { BLOCK };
    let alone = Cluster::default();
    loop {
        block.clear();
        block.extend(values.by_ref().take(size));
        if block.is_empty() {
            return out.flush();
        }
        let clusters = kind.clusters(&block);
        for (place, values) in block.chunks(BLOCK).enumerate() {
            let rows: Vec<String> = values
                .par_iter()
                .enumerate()
                .map(|(number, value)| {
                    let cluster = clusters.get(place * BLOCK + number).unwrap_or(&alone);
                    let rows = kind.rows(value, cluster);
                    rows.iter().map(|row| format.row(columns, value, row)).collect()
                })
                .collect();
            for row in rows {
                out.write_all(row.as_bytes())?;
            }
        }
    }
}
