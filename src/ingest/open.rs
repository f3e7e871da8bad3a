//! Paths → files, and files → bytes: globs, folders, compression, digests, limits.

use std::fs::File;
use std::io::Read;
use std::os::unix::fs::FileExt as _;
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use sha2::{Digest, Sha256};

use crate::error::{Error, Result};
use crate::record::TableKind;

/// Most bytes one file may unpack to, and the largest ratio: more is a damaged or hostile archive.
const LARGEST: u64 = 16 << 30;
const LARGEST_RATIO: u64 = 2000;

/// How the bytes of a file are laid out.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Format {
    Csv,
    CsvGz,
    CsvZst,
    Parquet,
    Xlsx,
}

impl Format {
    fn of(path: &Path) -> Option<Self> {
        let name = path.file_name()?.to_string_lossy().to_lowercase();
        let endings = [
            (".csv", Self::Csv),
            (".tsv", Self::Csv),
            (".txt", Self::Csv),
            (".gz", Self::CsvGz),
            (".zst", Self::CsvZst),
            (".parquet", Self::Parquet),
            (".xlsx", Self::Xlsx),
        ];
        endings.into_iter().find(|(ending, _)| name.ends_with(ending)).map(|(_, format)| format)
    }

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::CsvGz => "csv.gz",
            Self::CsvZst => "csv.zst",
            Self::Parquet => "parquet",
            Self::Xlsx => "xlsx",
        }
    }
}

/// The files behind the inputs, sorted by (table, path), each once.
pub(super) fn files(inputs: &[(TableKind, PathBuf)]) -> Result<Vec<(TableKind, PathBuf, Format)>> {
    let mut found = Vec::new();
    for (kind, input) in inputs {
        for path in expand(input)? {
            let Some(format) = Format::of(&path) else {
                return Err(Error::input(
                    path.display().to_string(),
                    None,
                    "the name ends in none of .csv .tsv .txt .gz .zst .parquet .xlsx; save it as one of them",
                ));
            };
            found.push((*kind, path, format));
        }
    }
    found.sort_by(|left, right| (left.0, &left.1).cmp(&(right.0, &right.1)));
    found.dedup();
    Ok(found)
}

/// A file as it is, the files of a folder, or the files a glob matches.
fn expand(input: &Path) -> Result<Vec<PathBuf>> {
    if input.is_dir() {
        let entries =
            std::fs::read_dir(input).map_err(|source| Error::io("read the folder", input, source))?;
        let mut out = Vec::new();
        for entry in entries {
            let path = entry.map_err(|source| Error::io("read the folder", input, source))?.path();
            if path.is_file() && Format::of(&path).is_some() {
                out.push(path);
            }
        }
        if out.is_empty() {
            return Err(Error::input(input.display().to_string(), None, "the folder holds no input file"));
        }
        return Ok(out);
    }
    let text = input.to_string_lossy();
    if input.exists() || !text.contains(['*', '?', '[']) {
        return Ok(vec![input.to_owned()]);
    }
    let matches =
        glob::glob(&text).map_err(|error| Error::input(&*text, None, format!("not a glob: {error}")))?;
    let mut out = Vec::new();
    for path in matches {
        let path = path.map_err(|error| {
            let path = error.path().to_owned();
            Error::io("read", &path, error.into())
        })?;
        if path.is_file() {
            out.push(path);
        }
    }
    if out.is_empty() {
        return Err(Error::input(&*text, None, "no file matches this pattern"));
    }
    Ok(out)
}

/// Bytes that one thread reads at a time.
const PIECE: usize = 1 << 23;

/// The bytes of a file as stored. Pieces of an ordinary file are read in parallel: most of the time goes into making
/// room for them.
pub(super) fn read(path: &Path) -> Result<Vec<u8>> {
    pieces(path).map_err(|source| Error::io("read", path, source))
}

fn pieces(path: &Path) -> std::io::Result<Vec<u8>> {
    let file = File::open(path)?;
    let about = file.metadata()?;
    let Some(length) = usize::try_from(about.len()).ok().filter(|&length| about.is_file() && length > PIECE)
    else {
        return std::fs::read(path);
    };
    let mut out = vec![0; length];
    out.par_chunks_mut(PIECE)
        .enumerate()
        .try_for_each(|(number, piece)| file.read_exact_at(piece, (number * PIECE) as u64))?;
    Ok(out)
}

/// SHA-256, hexadecimal.
pub(crate) fn sha256(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    Sha256::digest(bytes).iter().fold(String::with_capacity(64), |mut text, byte| {
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// Unpacks a compressed file.
///
/// # Errors
/// The archive is truncated or damaged, or unpacks to more than the limits.
pub(super) fn unpack(path: &str, format: Format, stored: Vec<u8>) -> Result<Vec<u8>> {
    let damaged = |unpacked: usize, error: std::io::Error| {
        Error::input(
            path,
            None,
            format!(
                "the archive is truncated or damaged after {unpacked} unpacked bytes ({error}); fetch it again"
            ),
        )
    };
    let allowed = LARGEST.min((stored.len() as u64).saturating_mul(LARGEST_RATIO).max(1 << 24));
    let mut out = Vec::new();
    let mut reader: Box<dyn Read> = match format {
        Format::CsvGz => Box::new(flate2::read::MultiGzDecoder::new(&stored[..])),
        Format::CsvZst => Box::new(zstd::Decoder::new(&stored[..]).map_err(|error| damaged(0, error))?),
        Format::Csv | Format::Parquet | Format::Xlsx => return Ok(stored),
    };
    if let Err(error) = reader.by_ref().take(allowed + 1).read_to_end(&mut out) {
        return Err(damaged(out.len(), error));
    }
    if out.len() as u64 > allowed {
        return Err(Error::input(
            path,
            None,
            format!("the archive unpacks to more than {allowed} bytes; refused"),
        ));
    }
    Ok(out)
}
