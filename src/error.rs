//! The one error type: what failed, where, and which exit code it means.
//!
//! Messages follow one form: location first, lower case, the value in backticks (masked), what to do.

use std::fmt;
use std::path::{Path, PathBuf};

/// What every fallible function of the crate returns.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// An error with its kind boxed, so that `Result` stays one word wide.
#[derive(Debug)]
pub struct Error(Box<ErrorKind>);

/// What went wrong.
#[derive(Debug)]
#[non_exhaustive]
pub enum ErrorKind {
    /// A file could not be read or written.
    Io {
        /// What was being done, for "failed to {action} `{path}`".
        action: &'static str,
        /// The file.
        path: PathBuf,
        /// The system's answer.
        source: std::io::Error,
    },
    /// An input file as a whole cannot be used (missing column, damaged archive, encrypted workbook).
    Input {
        /// The file.
        path: String,
        /// The line, where one is known.
        line: Option<u64>,
        /// What is wrong and what to do.
        message: String,
    },
    /// Wrong use or configuration; every problem found, one an item.
    Usage(Vec<String>),
    /// More rows were rejected than allowed.
    DataQuality {
        /// Rejected rows.
        rejected: u64,
        /// Rows read.
        rows: u64,
        /// Largest allowed share, 0 to 1.
        allowed: f64,
        /// Where the rejects were written.
        rejects: PathBuf,
    },
    /// The memory budget would be passed.
    Memory {
        /// Megabytes needed.
        needed: u64,
        /// Megabytes allowed.
        allowed: u64,
    },
    /// Tonight's figures are far from those of the nights before, and the settings say to stop then.
    Drift(Vec<String>),
    /// An invariant of the program does not hold; a bug, said plainly.
    Internal(String),
}

impl Error {
    /// An I/O error with its path.
    #[must_use]
    pub fn io(action: &'static str, path: &Path, source: std::io::Error) -> Self {
        ErrorKind::Io { action, path: path.to_owned(), source }.into()
    }

    /// An unusable input file.
    pub fn input(path: impl Into<String>, line: Option<u64>, message: impl Into<String>) -> Self {
        ErrorKind::Input { path: path.into(), line, message: message.into() }.into()
    }

    /// One usage problem.
    pub fn usage(message: impl Into<String>) -> Self {
        ErrorKind::Usage(vec![message.into()]).into()
    }

    /// A broken invariant.
    pub fn internal(message: impl Into<String>) -> Self {
        ErrorKind::Internal(message.into()).into()
    }

    /// What went wrong.
    #[must_use]
    pub fn kind(&self) -> &ErrorKind {
        &self.0
    }

    /// The documented exit code.
    #[must_use]
    pub fn exit_code(&self) -> u8 {
        match *self.0 {
            ErrorKind::Usage(_) => 2,
            ErrorKind::DataQuality { .. } => 3,
            ErrorKind::Memory { .. } => 4,
            ErrorKind::Drift(_) => 5,
            ErrorKind::Io { .. } | ErrorKind::Input { .. } | ErrorKind::Internal(_) => 1,
        }
    }
}

impl From<ErrorKind> for Error {
    fn from(kind: ErrorKind) -> Self {
        Self(Box::new(kind))
    }
}

impl fmt::Display for Error {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &*self.0 {
            ErrorKind::Io { action, path, source } => {
                write!(out, "failed to {action} `{}`: {source}", path.display())
            }
            ErrorKind::Input { path, line: Some(line), message } => {
                write!(out, "{path} line {line}: {message}")
            }
            ErrorKind::Input { path, line: None, message } => write!(out, "{path}: {message}"),
            ErrorKind::Usage(problems) => out.write_str(&problems.join("\n")),
            ErrorKind::DataQuality { rejected, rows, allowed, rejects } => write!(
                out,
                "{rejected} of {rows} rows were rejected, more than the {:.1} % allowed by max-reject-share; \
                 nothing was published, see `{}`",
                allowed * 100.0,
                rejects.display()
            ),
            ErrorKind::Memory { needed, allowed } => {
                write!(
                    out,
                    "about {needed} MB of memory are needed and {allowed} MB are allowed by max-memory"
                )
            }
            ErrorKind::Drift(figures) => write!(
                out,
                "nothing was published, because figures are far from those of the nights before: {}; look at the \
                 input, and run with --drift=warn if it is right",
                figures.join("; ")
            ),
            ErrorKind::Internal(message) => write!(out, "internal error: {message}; please report it"),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match &*self.0 {
            ErrorKind::Io { source, .. } => Some(source),
            _ => None,
        }
    }
}
