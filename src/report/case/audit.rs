//! Who had personal values shown, when and why: lines that can be added to and not silently changed.
//!
//! For cases without a store. Where a store is given its audit chain holds the entry, so that there is one trail.
//!
//! Each line carries the SHA-256 of the line before it, so that a line taken out or rewritten breaks the chain.

use std::fs::OpenOptions;
use std::io::{Read as _, Seek as _, SeekFrom, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;

use rustix::fs::{FlockOperation, flock};
use serde_json::json;

use crate::error::{Error, Result};
use crate::ingest::sha256;

/// What is written down of one unmasking.
#[derive(Clone, Debug)]
pub struct Entry<'a> {
    /// The ring shown.
    pub ring: &'a str,
    /// Why.
    pub reason: &'a str,
    /// SHA-256 of the case's manifest, which holds the digests of its files.
    pub case: &'a str,
}

/// Adds a line to the audit file, made if there is none and readable by its owner only.
///
/// # Errors
/// The file cannot be locked, read or written.
pub fn append(path: &Path, entry: &Entry<'_>) -> Result<()> {
    let failed = |source| Error::io("write the audit line to", path, source);
    let mut file =
        OpenOptions::new().read(true).append(true).create(true).mode(0o600).open(path).map_err(failed)?;
    // Two unmaskings at once would both name the same line as the one before them.
    flock(&file, FlockOperation::LockExclusive).map_err(|error| failed(error.into()))?;
    let mut text = String::new();
    file.seek(SeekFrom::Start(0)).and_then(|_| file.read_to_string(&mut text)).map_err(failed)?;
    let previous = text.lines().last().map_or_else(String::new, |line| sha256(line.as_bytes()));
    let line = json!({
        // The clock is read because an audit line says when; nothing else of a case depends on it.
        "time": jiff::Timestamp::now().to_string(),
        "user": std::env::var("USER").unwrap_or_default(),
        "uid": rustix::process::getuid().as_raw(),
        "ring": entry.ring,
        "reason": entry.reason,
        "case": entry.case,
        "previous": previous,
    });
    file.write_all(format!("{line}\n").as_bytes()).map_err(failed)?;
    file.sync_all().map_err(failed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_names_the_digest_of_the_line_before_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("audit.jsonl");
        for reason in ["report to the police", "second look"] {
            append(&path, &Entry { ring: "R-1", reason, case: "00" }).unwrap();
        }
        let text = std::fs::read_to_string(&path).unwrap();
        let lines: Vec<&str> = text.lines().collect();
        let second: serde_json::Value = serde_json::from_str(lines[1]).unwrap();
        assert_eq!(second["previous"], sha256(lines[0].as_bytes()));
        assert_eq!(second["reason"], "second look");
    }
}
