//! `normalise`: what a run would make of each value of a list. Prints the user's own input back.

mod pairs;
mod parts;
mod written;

use std::borrow::Cow;
use std::io::{BufWriter, ErrorKind, Write};
use std::path::{Path, PathBuf};

use clap::Args;
use rayon::prelude::*;

use crate::error::{Error, Result};
use crate::ingest::column::{self, Blocks};
use parts::{Cluster, Kind};
use written::Format;

/// Values that one thread takes at a time.
const SHARE: usize = 1 << 12;

/// Arguments of `normalise`.
#[derive(Args, Clone, Debug)]
#[command(after_help = "\
`key` is what a run compares, and nothing else links: it is empty where the value is a dummy, hidden, unreadable or \
missing, and `reason` says which. Every value has a row; a cell with several phones has one for each.

For addresses and letters a run compares `cluster`, the key that near-identical spellings share; `shared` is the wording \
that the letters of a cluster have in common. An address's own `key` leaves out the road where an estate is named, unless \
the input has an estate of that name at another road or in another town. A letter's `key` is a digest of \
its wording; without a record beside it, the record's name and product are not taken out as a run does.

Letters are near when half of the trigrams that either has are in both. Copies of one template stand on both sides of that \
limit, so a cluster holds some pairs below it; `--pairs` lists the near pairs themselves by the places of the letters in \
the input, counted from 1.

Phones, identity numbers, accounts and names are streamed in bounded memory, however long the input is. Addresses and \
letters are all read before the first row is written, because a cluster depends on all of them.

Unlike every other command this one prints personal values as they were given: it shows an analyst the own input \
again.

Examples:
  ringkeeper normalise --type phone phones.txt
  ringkeeper normalise --type id_no --column 证件号码 --format jsonl complaints.csv
  zcat values.gz | ringkeeper normalise --type account | grep ',card,'")]
pub(super) struct Arguments {
    /// File of values, plain, .gz or .zst; standard input if not given or `-`
    file: Option<PathBuf>,
    /// What the values are
    #[arg(long = "type", value_enum, value_name = "TYPE")]
    kind: Kind,
    /// Column of a CSV by its header (comma, tab or semicolon); without it every line is a value
    #[arg(long, value_name = "NAME")]
    column: Option<String>,
    /// What is written on standard output
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    /// Of letters: write every pair that is near, with its similarity, instead of a row for each letter
    #[arg(long)]
    pairs: bool,
    /// Encoding of the input (utf-8, gb18030, big5, utf-16le); guessed and judged if not given
    #[arg(long, value_name = "LABEL")]
    encoding: Option<String>,
}

/// Reads, normalises, writes.
pub(super) fn run(arguments: &Arguments) -> Result<u8> {
    if arguments.pairs && arguments.kind != Kind::Letter {
        return Err(Error::usage("--pairs is of letters only: give --type letter"));
    }
    let path = arguments.file.as_deref().filter(|path| *path != Path::new("-"));
    let mut input = column::open(path, arguments.column.as_deref(), arguments.encoding.as_deref())?;
    let mut rows = Rows::new(arguments, std::io::stdout().lock());
    let written = if arguments.pairs {
        pairs::write(&all(&mut input)?, arguments.format, std::io::stdout().lock())
    } else if arguments.kind.has_clusters() {
        let values = all(&mut input)?;
        rows.header().and_then(|()| rows.write(&values))
    } else {
        let mut written = Ok(());
        while let Some(values) = input.next_block()? {
            written = rows.header().and_then(|()| rows.write(&values));
            if written.is_err() {
                break;
            }
        }
        written.and_then(|()| rows.header())
    };
    if !input.doubt().is_empty() {
        eprintln!("ringkeeper: {}", input.doubt());
    }
    match written {
        Err(source) if source.kind() != ErrorKind::BrokenPipe => {
            Err(Error::io("write", Path::new("standard output"), source))
        }
        // A reader that has gone away is success.
        _ => Ok(0),
    }
}

/// Every value of the input.
fn all(input: &mut Blocks) -> Result<Vec<Cow<'static, str>>> {
    let mut out = Vec::new();
    while let Some(values) = input.next_block()? {
        out.extend(values.into_iter().map(|value| Cow::Owned(value.into_owned())));
    }
    Ok(out)
}

/// The rows on their way out.
struct Rows<W: Write> {
    kind: Kind,
    format: Format,
    out: BufWriter<W>,
    headed: bool,
}

impl<W: Write> Rows<W> {
    fn new(arguments: &Arguments, out: W) -> Self {
        let Arguments { kind, format, .. } = *arguments;
        Self { kind, format, out: BufWriter::new(out), headed: false }
    }

    /// Writes the header, once, when the input has proved readable.
    fn header(&mut self) -> std::io::Result<()> {
        if !std::mem::replace(&mut self.headed, true) {
            let columns = std::iter::once("input").chain(self.kind.columns().iter().copied());
            self.out.write_all(self.format.header(columns).as_bytes())?;
        }
        self.out.flush()
    }

    /// Writes the rows of the values, in their order.
    fn write(&mut self, values: &[Cow<'_, str>]) -> std::io::Result<()> {
        let (kind, format) = (self.kind, self.format);
        let clusters = kind.clusters(values);
        let alone = Cluster::default();
        let columns = kind.columns();
        let shares = values.par_chunks(SHARE).enumerate().map(|(share, values)| {
            let mut text = String::with_capacity(values.len() * 64);
            for (number, value) in values.iter().enumerate() {
                let cluster = clusters.get(share * SHARE + number).unwrap_or(&alone);
                for row in kind.rows(value, cluster) {
                    let fields = columns.iter().copied().zip(row.iter().map(|field| &**field));
                    format.row(std::iter::once(("input", &**value)).chain(fields), &mut text);
                }
            }
            text
        });
        for text in shares.collect::<Vec<_>>() {
            self.out.write_all(text.as_bytes())?;
        }
        self.out.flush()
    }
}
