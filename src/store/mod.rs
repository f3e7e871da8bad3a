//! What is remembered from night to night: rings, events, decisions, in one `SQLite` file beside its key and its lock.
//!
//! Values are stored as keyed tokens only. One run is one transaction, and one process at a time holds the lock.
//! The file, its journal, key and lock are readable by their owner only.

pub mod schema;

mod lock;

mod night;

mod known;

pub mod history;

pub mod diff;

pub mod decisions;

pub mod attest;

pub mod audit;

pub mod rotate;

pub mod purge;

pub mod health;

mod figures;

mod tunings;

use std::fs::OpenOptions;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::{Connection, OptionalExtension as _};

use crate::error::{Error, Result};
use crate::privacy::token::Key;
use crate::record::{Day, ValueKind};
pub use night::Run;

/// An open store. Nobody else writes to it while this lives.
#[derive(Debug)]
pub struct Store {
    connection: Connection,
    path: PathBuf,
    key: Key,
    /// The key before a rotation, until a run has renewed the tokens.
    former: Option<Key>,
    _lock: lock::Lock,
}

impl Store {
    /// Opens a store, made if there is none, and waits that long for another process to leave it. Without a key, the
    /// one beside the store is used, made if there is none.
    ///
    /// # Errors
    /// Another process holds the store; it was made with another key; it is newer than this program or damaged.
    pub fn open(path: &Path, key: Option<Key>, wait: Duration) -> Result<Self> {
        let lock = lock::Lock::take(path, wait)?;
        let beside_store = key.is_none();
        let key = match key {
            Some(key) => key,
            None => own_key(path)?,
        };
        private(path)?;
        let failed = |error: rusqlite::Error| damaged(path, &error);
        let mut connection = Connection::open(path).map_err(failed)?;
        // FULL: a committed night survives a loss of power too. WAL: readers (history, diff) see whole nights.
        connection
            .execute_batch("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON;")
            .map_err(failed)?;
        schema::migrate(&mut connection)
            .map_err(|message| Error::input(path.display().to_string(), None, message))?;
        let mut store = Self { connection, path: path.to_owned(), key, former: None, _lock: lock };
        if beside_store {
            store.finish_rotation()?;
        }
        store.check_key()?;
        store.former = store.former_key()?;
        Ok(store)
    }

    /// The key of the tokens.
    #[must_use]
    pub fn key(&self) -> &Key {
        &self.key
    }

    /// The last night in the store.
    ///
    /// # Errors
    /// The store cannot be read.
    pub fn last_night(&self) -> Result<Option<Day>> {
        self.connection
            .query_row("SELECT max(as_of) FROM runs", [], |row| row.get::<_, Option<i32>>(0))
            .map(|day| day.map(Day))
            .map_err(|error| self.failed(&error))
    }

    /// The digest of the outputs of the last night: what an unfinished exchange of folders must carry.
    ///
    /// # Errors
    /// The store cannot be read.
    pub fn last_outputs(&self) -> Result<Option<String>> {
        self.connection
            .query_row("SELECT outputs FROM runs ORDER BY as_of DESC LIMIT 1", [], |row| row.get(0))
            .optional()
            .map_err(|error| self.failed(&error))
    }

    /// Refuses a night before the last one: what was decided and published since then rests on later nights.
    ///
    /// # Errors
    /// The night lies before the last one.
    pub fn check_order(&self, as_of: Day) -> Result<()> {
        match self.last_night()? {
            Some(last) if as_of < last => Err(Error::usage(format!(
                "as-of: {as_of} lies before {last}, the last night in `{}`; to back-fill, run the nights in order into a new store",
                self.path.display()
            ))),
            _ => Ok(()),
        }
    }

    /// Tokens of two keys never meet, so every ring would be born again: said instead.
    fn check_key(&self) -> Result<()> {
        match self.meta(KEY_CHECK)? {
            Some(known) if known != key_check(&self.key) => Err(Error::usage(format!(
                "key-file: `{}` was made with another key; give that key, or name another store",
                self.path.display()
            ))),
            Some(_) => Ok(()),
            None => self
                .connection
                .execute("INSERT INTO meta VALUES (?1, ?2)", [KEY_CHECK, &key_check(&self.key)])
                .map(drop)
                .map_err(|error| self.failed(&error)),
        }
    }

    /// A line of the store about itself.
    fn meta(&self, name: &str) -> Result<Option<String>> {
        self.connection
            .query_row("SELECT value FROM meta WHERE name = ?1", [name], |row| row.get(0))
            .optional()
            .map_err(|error| self.failed(&error))
    }

    fn failed(&self, error: &rusqlite::Error) -> Error {
        damaged(&self.path, error)
    }
}

/// The name under which the store keeps what tells its key from others.
const KEY_CHECK: &str = "key_check";

/// What tells one key from another without giving it away.
fn key_check(key: &Key) -> String {
    key.token(ValueKind::Device, "ringkeeper store")
}

fn damaged(path: &Path, error: &rusqlite::Error) -> Error {
    Error::input(path.display().to_string(), None, format!("the store cannot be used: {error}"))
}

/// `rings.db` → `rings.db.key`.
fn beside(path: &Path, what: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".");
    name.push(what);
    name.into()
}

/// Makes an empty file for its owner alone, unless there is one. `SQLite` gives its journal the same mode.
fn private(path: &Path) -> Result<()> {
    OpenOptions::new()
        .create(true)
        .append(true)
        .mode(0o600)
        .open(path)
        .map(drop)
        .map_err(|source| Error::io("open the store", path, source))
}

/// The key beside the store, made when there is neither key nor store.
fn own_key(store: &Path) -> Result<Key> {
    let path = beside(store, "key");
    if path.exists() {
        return Key::read(&path);
    }
    if store.metadata().is_ok_and(|about| about.len() > 0) {
        return Err(Error::usage(format!(
            "store: the key `{}` is missing; put it back, or give the store's key with --key-file",
            path.display()
        )));
    }
    Key::make(&path)
}
