//! What the end-to-end tests share: the binary, a folder of its own, tables read back.
#![allow(dead_code, clippy::unwrap_used, reason = "each test uses its part, and one that cannot go on fails")]

use std::collections::BTreeMap;
use std::io::{Cursor, Read as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use base64::Engine as _;

/// A temporary folder in which the binary runs.
pub(crate) struct Dir(tempfile::TempDir);

impl Dir {
    pub(crate) fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    pub(crate) fn write(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path(name);
        std::fs::write(&path, content).unwrap();
        path
    }

    pub(crate) fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.path(name)).unwrap()
    }

    /// The binary, ready to run in this folder.
    pub(crate) fn command(&self) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_ringkeeper"));
        command.current_dir(self.0.path()).env_remove("NO_COLOR");
        command
    }

    /// Runs the binary with arguments split at spaces.
    pub(crate) fn run(&self, arguments: &str) -> Output {
        self.command().args(arguments.split_whitespace()).output().unwrap()
    }

    /// Runs it and asks for an exit code; returns standard output and error.
    #[track_caller]
    pub(crate) fn check(&self, arguments: &str, code: i32) -> (String, String) {
        let output = self.run(arguments);
        let out = String::from_utf8_lossy(&output.stdout).into_owned();
        let error = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(code), "{arguments}\n{out}\n{error}");
        (out, error)
    }
}

pub(crate) fn samples() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("data_samples")
}

pub(crate) fn configuration() -> String {
    samples().join("ringkeeper.toml").display().to_string()
}

/// The files of a folder by name.
pub(crate) fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap())
        .map(|entry| (entry.file_name().to_string_lossy().into_owned(), std::fs::read(entry.path()).unwrap()))
        .collect()
}

/// Rows of a CSV by header.
pub(crate) fn rows(path: &Path) -> Vec<BTreeMap<String, String>> {
    let mut reader = csv::Reader::from_path(path).unwrap();
    reader.deserialize().map(|row| row.unwrap()).collect()
}

/// The inflated blocks of report.html, by their id.
pub(crate) fn blocks(page: &str) -> Vec<(String, serde_json::Value)> {
    page.split("<script type=\"application/gzip\" id=\"")
        .skip(1)
        .map(|rest| {
            let (name, rest) = rest.split_once("\">").unwrap();
            let base64 = rest.split_once('<').unwrap().0;
            let gzip = base64::engine::general_purpose::STANDARD.decode(base64).unwrap();
            let mut json = String::new();
            flate2::read::GzDecoder::new(&gzip[..]).read_to_string(&mut json).unwrap();
            (name.to_owned(), serde_json::from_str(&json).unwrap())
        })
        .collect()
}

/// The text of an output file: what a page's blocks and a workbook's parts hold, anything else as it stands.
pub(crate) fn readable(name: &str, bytes: Vec<u8>) -> String {
    if name == "report.html" {
        let page = String::from_utf8(bytes).unwrap();
        let blocks: Vec<String> = blocks(&page).iter().map(|(_, block)| block.to_string()).collect();
        return blocks.join("\n");
    }
    if name == "rings.xlsx" {
        let mut parts = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
        let mut text = String::new();
        for place in 0..parts.len() {
            parts.by_index(place).unwrap().read_to_string(&mut text).unwrap();
        }
        return text;
    }
    String::from_utf8(bytes).unwrap()
}
