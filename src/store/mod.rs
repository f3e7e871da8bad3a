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

use std::fs::OpenOptions;
use std::io::{Read as _, Write as _};
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
        let store = Self { connection, path: path.to_owned(), key, _lock: lock };
        store.check_key()?;
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
        let check = self.key.token(ValueKind::Device, "ringkeeper store");
        let known: Option<String> = self
            .connection
            .query_row("SELECT value FROM meta WHERE name = 'key_check'", [], |row| row.get(0))
            .optional()
            .map_err(|error| self.failed(&error))?;
        match known {
            Some(known) if known != check => Err(Error::usage(format!(
                "key-file: `{}` was made with another key; give that key, or name another store",
                self.path.display()
            ))),
            Some(_) => Ok(()),
            None => self
                .connection
                .execute("INSERT INTO meta VALUES ('key_check', ?1)", [check])
                .map(drop)
                .map_err(|error| self.failed(&error)),
        }
    }

    fn failed(&self, error: &rusqlite::Error) -> Error {
        damaged(&self.path, error)
    }
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

/// The key beside the store, made of the system's random numbers when there is neither key nor store.
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
    let failed = |source| Error::io("make the store's key", &path, source);
    let mut random = [0u8; 32];
    std::fs::File::open("/dev/urandom").and_then(|mut file| file.read_exact(&mut random)).map_err(failed)?;
    let text: String = random.iter().map(|byte| format!("{byte:02x}")).collect::<Vec<_>>().concat();
    // Written beside and renamed, so that a killed run never leaves half a key.
    let staging = beside(store, "key.new");
    let mut file = OpenOptions::new()
        .create(true)
        .write(true)
        .truncate(true)
        .mode(0o600)
        .open(&staging)
        .map_err(failed)?;
    file.write_all(text.as_bytes()).and_then(|()| file.sync_all()).map_err(failed)?;
    std::fs::rename(&staging, &path).map_err(failed)?;
    Key::read(&path)
}
