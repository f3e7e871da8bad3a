//! The case folder as one zip file: entries in the order of the files, without clock, owner or machine in them.

use std::fs;
use std::io::{Cursor, Write as _};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipArchive, ZipWriter};

use crate::error::{Error, Result};
use crate::report::File;

/// The archive's bytes; every file lies in a folder of this name.
///
/// # Errors
/// None in practice: everything is written to memory.
pub fn zip(folder: &str, files: &[File]) -> Result<Vec<u8>> {
    let failed = |error: &dyn std::fmt::Display| Error::internal(format!("the archive of the case: {error}"));
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::default())
        .unix_permissions(0o600);
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        archive.start_file(format!("{folder}/{name}"), options).map_err(|error| failed(&error))?;
        archive.write_all(bytes).map_err(|error| failed(&error))?;
    }
    archive.finish().map(Cursor::into_inner).map_err(|error| failed(&error))
}

/// Whether a file is the archive of a case: its manifest names one.
#[must_use]
pub fn is_ours(file: &fs::File) -> bool {
    let case = || -> Option<serde_json::Value> {
        let mut archive = ZipArchive::new(file).ok()?;
        let is_manifest = |name: &std::borrow::Cow<'_, str>| name.ends_with("/manifest.json");
        let name = archive.file_names().filter_map(Result::ok).find(is_manifest)?.into_owned();
        let manifest: serde_json::Value = serde_json::from_reader(archive.by_name(&name).ok()?).ok()?;
        manifest.get("case").cloned()
    };
    case().is_some()
}
