//! How a store is, read without changing it, waiting for it or asking for its key.

use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

use rusqlite::{Connection, OpenFlags, OptionalExtension as _};

use super::{KEY_CHECK, audit, beside, key_check, schema};
use crate::privacy::token::Key;
use crate::record::Day;

/// How something is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Health {
    /// As it should be.
    Well,
    /// Worth a look.
    Doubtful,
    /// Something is wrong; the next run would fail or lose something.
    Wrong,
}

/// What was looked at, how it is, and the words for it.
pub type Check = (&'static str, Health, String);

/// The last night of a store.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LastNight {
    /// The night.
    pub as_of: Day,
    /// Rings reported.
    pub rings: i64,
    /// Digest of the outputs.
    pub outputs: String,
}

/// Looks at a store: file, integrity, schema, audit trail, key, last night.
#[must_use]
pub fn checks(path: &Path, key_file: Option<&Path>) -> (Vec<Check>, Option<LastNight>) {
    use Health::{Doubtful, Well, Wrong};
    let mut out = vec![private("store", path)];
    // Without this flag a name with a question mark would be read as a URI.
    let opened = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY);
    let integrity = opened.as_ref().map_err(ToString::to_string).and_then(|connection| {
        let answer = connection.query_row("PRAGMA integrity_check", [], |row| row.get::<_, String>(0));
        answer.map_err(|error| error.to_string())
    });
    let connection = match (opened, integrity) {
        (Ok(connection), Ok(answer)) if answer == "ok" => connection,
        (_, Ok(answer) | Err(answer)) => {
            out.push(("integrity", Wrong, answer));
            return (out, None);
        }
    };
    out.push(("integrity", Well, "every page and index of the store is whole".into()));
    let version =
        connection.pragma_query_value(None, "user_version", |row| row.get::<_, u32>(0)).unwrap_or(0);
    out.push(match version.cmp(&schema::VERSION) {
        std::cmp::Ordering::Equal => ("schema", Well, format!("version {version}")),
        std::cmp::Ordering::Less => {
            ("schema", Doubtful, format!("version {version}; the next run brings it to {}", schema::VERSION))
        }
        std::cmp::Ordering::Greater => {
            ("schema", Wrong, format!("version {version} is of a newer program; use that one"))
        }
    });
    out.push(match audit::trail(&connection).map(|rows| (audit::broken(&rows), rows.len())) {
        Ok((None, rows)) => ("audit", Well, format!("{rows} rows, the chain holds")),
        Ok((Some((number, why)), _)) => ("audit", Wrong, format!("row {number}: {why}")),
        Err(error) => ("audit", Wrong, error.to_string()),
    });
    out.push(key(&connection, path, key_file));
    let last = connection
        .query_row("SELECT as_of, rings, outputs FROM runs ORDER BY as_of DESC LIMIT 1", [], |row| {
            Ok(LastNight { as_of: Day(row.get(0)?), rings: row.get(1)?, outputs: row.get(2)? })
        })
        .optional();
    match last {
        Ok(Some(last)) => {
            out.push(("last run", Well, format!("as of {}: {} rings", last.as_of, last.rings)));
            (out, Some(last))
        }
        Ok(None) => {
            out.push(("last run", Doubtful, "the store holds no night yet".into()));
            (out, None)
        }
        Err(error) => {
            out.push(("last run", Wrong, error.to_string()));
            (out, None)
        }
    }
}

/// Whether nobody but the owner can read a file.
#[must_use]
pub fn private(what: &'static str, path: &Path) -> Check {
    match path.metadata() {
        Err(error) => (what, Health::Wrong, format!("`{}`: {error}", path.display())),
        Ok(about) if about.permissions().mode() & 0o077 != 0 => {
            (what, Health::Wrong, format!("`{}` can be read by others; run chmod 600 on it", path.display()))
        }
        Ok(about) => (what, Health::Well, format!("`{}`, {} kB", path.display(), about.len().div_ceil(1024))),
    }
}

fn key(connection: &Connection, store: &Path, key_file: Option<&Path>) -> Check {
    let own = beside(store, "key");
    let path = key_file.unwrap_or(&own);
    let key = match Key::read(path) {
        Ok(key) => key,
        Err(error) => return ("key", Health::Wrong, error.to_string()),
    };
    let known = connection
        .query_row("SELECT value FROM meta WHERE name = ?1", [KEY_CHECK], |row| row.get::<_, String>(0))
        .optional();
    let says = |words: &str| format!("`{}` {words}", path.display());
    match known {
        Ok(Some(known)) if known != key_check(&key) => {
            ("key", Health::Wrong, says("is not the key of this store"))
        }
        Err(error) => ("key", Health::Wrong, error.to_string()),
        Ok(_) if beside(store, "key.old").exists() => {
            ("key", Health::Doubtful, says("was rotated; the next run renews the tokens"))
        }
        Ok(_) => ("key", Health::Well, says("is the key of this store, for its owner alone")),
    }
}
