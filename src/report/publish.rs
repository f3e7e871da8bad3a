//! Publishes a folder at once: written beside, synced, then exchanged, so that a killed run leaves the last one.

use std::fs;
use std::io::{ErrorKind, Read as _, Write as _};
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};

use rustix::fs::{CWD, RenameFlags, renameat_with};

use super::File;
use crate::error::{Error, Result};

/// The file that makes a folder ours.
const MANIFEST: &str = "manifest.json";

/// Whether a folder may be replaced: it does not exist, is empty, or is ours.
///
/// # Errors
/// A folder with other people's files, or something that is no folder: wrong use, found before any work.
pub fn check(out: &Path) -> Result<()> {
    if !out.exists() || out.join(MANIFEST).is_file() {
        return Ok(());
    }
    let mut entries = fs::read_dir(out).map_err(|source| Error::io("open the output folder", out, source))?;
    if entries.next().is_none() {
        return Ok(());
    }
    Err(Error::usage(format!(
        "out: `{}` holds files and no {MANIFEST}, so it is not ours and is never replaced; name another folder",
        out.display()
    )))
}

/// Whether a folder may be replaced by a `kind` of folder (run, case, trends): as [`check`], and never a folder of
/// another kind, which a configuration may name, or of another program that writes a manifest too.
///
/// # Errors
/// As [`check`]; a folder of another kind.
pub fn check_kind(out: &Path, kind: &str) -> Result<()> {
    check(out)?;
    let Ok(manifest) = fs::read(out.join(MANIFEST)) else { return Ok(()) };
    let manifest: serde_json::Value = serde_json::from_slice(&manifest).unwrap_or_default();
    // Every kind names the run that it is of; a run's own manifest has no other mark.
    let is_of = |kind: &str| manifest.get(kind).is_some();
    let is_ours = match kind {
        "run" => is_of("run_id") && !is_of("case") && !is_of("trends"),
        _ => is_of(kind),
    };
    if is_ours {
        return Ok(());
    }
    let shown = out.display();
    Err(Error::usage(format!(
        "`{shown}` holds a run or another kind of result than {kind} and is never replaced; name another folder"
    )))
}

/// Whether a file may be replaced: it does not exist, is empty, or `is_ours` knows it as an earlier one of its kind.
///
/// # Errors
/// Somebody's file, or something that is no file: wrong use, found before any work. `option` names it.
pub fn check_file(path: &Path, option: &str, is_ours: impl FnOnce(&fs::File) -> bool) -> Result<()> {
    let shown = path.display();
    let found = match fs::metadata(path) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(()),
        found => found.map_err(|source| Error::io("look at", path, source))?,
    };
    if !found.is_file() {
        return Err(Error::usage(format!("{option}: `{shown}` is no file; name another one")));
    }
    let file = fs::File::open(path).map_err(|source| Error::io("open", path, source))?;
    if found.len() == 0 || is_ours(&file) {
        return Ok(());
    }
    Err(Error::usage(format!(
        "{option}: `{shown}` is there already and not an earlier one of ours, so it is never replaced; name another file"
    )))
}

/// The first bytes of a file, by which most kinds are known; none of a file that cannot be read.
#[must_use]
pub fn head(file: &fs::File) -> Vec<u8> {
    let mut head = Vec::new();
    match file.take(4096).read_to_end(&mut head) {
        Ok(_) => head,
        Err(_) => Vec::new(),
    }
}

/// Replaces the folder with these files.
///
/// # Errors
/// As [`check`]; a file that cannot be written; a file system that cannot exchange two folders.
pub fn publish(out: &Path, files: &[File]) -> Result<()> {
    stage(out, files)?.exchange()
}

/// A folder written beside the one that it will replace.
#[must_use = "nothing is published before the exchange"]
#[derive(Debug)]
pub struct Staged {
    out: PathBuf,
    staging: PathBuf,
}

/// Writes the files beside the folder, whole and synced, the manifest last.
///
/// # Errors
/// As [`check`]; a file that cannot be written.
pub fn stage(out: &Path, files: &[File]) -> Result<Staged> {
    check(out)?;
    let out = absolute(out)?;
    let staging = sibling(&out, "staging");
    remove(&staging)?;
    if let Some(parent) = out.parent() {
        fs::create_dir_all(parent).map_err(|source| Error::io("create", parent, source))?;
    }
    // Leads about people: nobody but the owner reads them.
    let mut builder = fs::DirBuilder::new();
    builder.mode(0o700).create(&staging).map_err(|source| Error::io("create", &staging, source))?;
    for (name, bytes) in files {
        write(&staging.join(name), bytes)?;
    }
    sync(&staging)?;
    Ok(Staged { out, staging })
}

/// Replaces one file at once: written beside it, synced, then renamed over it.
///
/// # Errors
/// A file that cannot be written or renamed.
pub fn replace(path: &Path, bytes: &[u8]) -> Result<()> {
    let path = absolute(path)?;
    let staging = sibling(&path, "staging");
    match fs::remove_file(&staging) {
        Err(source) if source.kind() != std::io::ErrorKind::NotFound => {
            return Err(Error::io("remove", &staging, source));
        }
        _ => write(&staging, bytes)?,
    }
    fs::rename(&staging, &path).map_err(|source| Error::io("publish", &path, source))?;
    path.parent().map_or(Ok(()), sync)
}

/// Finishes what a killed run left: a staged folder whose outputs have this digest was committed to the store, so it
/// is exchanged; any other is removed by the next [`stage`].
///
/// # Errors
/// A file system that cannot exchange two folders.
pub fn roll_forward(out: &Path, committed: &str) -> Result<()> {
    let out = absolute(out)?;
    let staging = sibling(&out, "staging");
    let digest = |folder: &Path| super::manifest::outputs_digest(&fs::read(folder.join(MANIFEST)).ok()?);
    if digest(&staging).as_deref() == Some(committed) && digest(&out).as_deref() != Some(committed) {
        return Staged { out, staging }.exchange();
    }
    Ok(())
}

impl Staged {
    /// Puts the folder in its place, at once.
    ///
    /// # Errors
    /// A file system that cannot exchange two folders.
    pub fn exchange(self) -> Result<()> {
        let Self { out, staging } = self;
        if out.exists() {
            renameat_with(CWD, &staging, CWD, &out, RenameFlags::EXCHANGE).map_err(|error| {
                Error::io(
                    "exchange the old and the new output (this file system cannot; name a new folder with --out)",
                    &out,
                    error.into(),
                )
            })?;
            remove(&staging)?;
        } else {
            fs::rename(&staging, &out).map_err(|source| Error::io("publish", &out, source))?;
        }
        out.parent().map_or(Ok(()), sync)
    }
}

fn absolute(path: &Path) -> Result<PathBuf> {
    std::path::absolute(path).map_err(|source| Error::io("find", path, source))
}

/// A folder beside another one: `out` → `.out.staging`.
fn sibling(out: &Path, what: &str) -> PathBuf {
    let name = out.file_name().unwrap_or_default().to_string_lossy();
    out.with_file_name(format!(".{name}.{what}"))
}

fn remove(folder: &Path) -> Result<()> {
    match fs::remove_dir_all(folder) {
        Err(source) if source.kind() != std::io::ErrorKind::NotFound => {
            Err(Error::io("remove", folder, source))
        }
        _ => Ok(()),
    }
}

fn write(path: &Path, bytes: &[u8]) -> Result<()> {
    let failed = |source| Error::io("write", path, source);
    let mut file =
        fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(path).map_err(failed)?;
    file.write_all(bytes).map_err(failed)?;
    file.sync_all().map_err(failed)
}

fn sync(folder: &Path) -> Result<()> {
    fs::File::open(folder)
        .and_then(|file| file.sync_all())
        .map_err(|source| Error::io("sync", folder, source))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_run_replaces_the_first_and_leaves_nothing_beside() {
        let folder = tempfile::tempdir().unwrap();
        let out = folder.path().join("out");
        publish(&out, &[(MANIFEST, b"1".to_vec()), ("old.csv", vec![])]).unwrap();
        publish(&out, &[(MANIFEST, b"2".to_vec())]).unwrap();
        assert_eq!(fs::read(out.join(MANIFEST)).unwrap(), b"2");
        assert!(!out.join("old.csv").exists());
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn a_folder_that_is_not_ours_is_never_replaced() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("holiday.jpg"), b"x").unwrap();
        let error = publish(folder.path(), &[(MANIFEST, vec![])]).unwrap_err();
        assert_eq!(error.exit_code(), 2);
        assert!(folder.path().join("holiday.jpg").exists());
    }

    #[test]
    fn a_run_replaces_runs_and_neither_cases_nor_folders_of_other_programs() {
        let folder = tempfile::tempdir().unwrap();
        let code = |manifest: &str| {
            fs::write(folder.path().join(MANIFEST), manifest).unwrap();
            check_kind(folder.path(), "run").map_err(|error| error.exit_code())
        };
        assert_eq!(code(r#"{"run_id": "1"}"#), Ok(()));
        assert_eq!(code(r#"{"run_id": "1", "case": "R-1"}"#), Err(2));
        assert_eq!(code(r#"{"name": "web app"}"#), Err(2));
    }

    #[test]
    fn a_file_that_is_not_ours_is_never_replaced() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("told.json");
        let check = || check_file(&path, "to", |file| head(file).starts_with(b"ours"));
        assert!(check().is_ok());
        for (content, ours) in [("", true), ("ours 1", true), ("a key", false)] {
            fs::write(&path, content).unwrap();
            assert_eq!(check().is_ok(), ours, "{content}");
        }
        assert_eq!(check_file(folder.path(), "to", |_| true).unwrap_err().exit_code(), 2);
    }
}
