//! Who changed what, in rows that are only added: each row carries the hash of the one before, so that a row changed,
//! removed or put between others breaks the chain from there on.
//!
//! hash = SHA-256 of the JSON list [number, at, who, action, detail, previous hash]. The chain alone cannot show that
//! its end was cut off, or that somebody with the file wrote all of it anew: note the last hash elsewhere, and ask for
//! it with `audit verify --seen`.

use rusqlite::{Connection, OptionalExtension as _, params};
use serde::Serialize;
use serde_json::json;

use super::Store;
use crate::error::Result;
use crate::ingest::sha256;

/// The hash before the first row.
const START: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// What is to be written down.
#[derive(Clone, Debug)]
pub struct Entry<'a> {
    /// Who did it.
    pub who: &'a str,
    /// What was done: decide, import, undo, purge, key-rotate, key-renewed, share-export, unmask.
    pub action: &'a str,
    /// To what; ids and tokens only.
    pub detail: String,
}

/// A row of the trail.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Row {
    /// 1, 2, 3, …
    pub number: i64,
    /// When, in UTC by the clock of the machine, because no input says it.
    pub at: String,
    /// Who did it.
    pub who: String,
    /// What was done.
    pub action: String,
    /// To what.
    pub detail: String,
    /// Hash of the row before.
    pub previous: String,
    /// Hash of this row.
    pub hash: String,
}

impl Row {
    fn hashed(mut self) -> Self {
        let Self { number, at, who, action, detail, previous, .. } = &self;
        self.hash = sha256(json!([number, at, who, action, detail, previous]).to_string().as_bytes());
        self
    }
}

/// What is wrong with the first broken row, and its number; `None` when the chain holds.
#[must_use]
pub fn broken(rows: &[Row]) -> Option<(i64, &'static str)> {
    let mut previous = START;
    for (row, expected) in rows.iter().zip(1..) {
        if row.number != expected {
            return Some((expected, "it is missing"));
        }
        if row.previous != previous {
            return Some((row.number, "it does not follow the row before"));
        }
        if row.clone().hashed().hash != row.hash {
            return Some((row.number, "it was changed"));
        }
        previous = &row.hash;
    }
    None
}

impl Store {
    /// Does something and writes it down, both or neither.
    pub(super) fn audited<T>(
        &self,
        entry: &Entry<'_>,
        act: impl FnOnce(&Connection) -> rusqlite::Result<T>,
    ) -> Result<T> {
        let write = || -> rusqlite::Result<T> {
            let transaction = self.connection.unchecked_transaction()?;
            let out = act(&transaction)?;
            append(&transaction, entry)?;
            transaction.commit()?;
            Ok(out)
        };
        write().map_err(|error| self.failed(&error))
    }

    /// Writes down what was done outside the store.
    ///
    /// # Errors
    /// The store cannot be written.
    pub fn note(&self, entry: &Entry<'_>) -> Result<()> {
        self.audited(entry, |_| Ok(()))
    }

    /// The trail, oldest row first.
    ///
    /// # Errors
    /// The store cannot be read.
    pub fn trail(&self) -> Result<Vec<Row>> {
        trail(&self.connection).map_err(|error| self.failed(&error))
    }
}

pub(super) fn trail(connection: &Connection) -> rusqlite::Result<Vec<Row>> {
    let mut statement = connection
        .prepare("SELECT number, at, who, action, detail, previous, hash FROM audit ORDER BY number")?;
    let rows = statement.query_map([], |row| {
        Ok(Row {
            number: row.get(0)?,
            at: row.get(1)?,
            who: row.get(2)?,
            action: row.get(3)?,
            detail: row.get(4)?,
            previous: row.get(5)?,
            hash: row.get(6)?,
        })
    })?;
    rows.collect()
}

pub(super) fn append(connection: &Connection, entry: &Entry<'_>) -> rusqlite::Result<()> {
    let (number, previous) = connection
        .prepare_cached("SELECT number, hash FROM audit ORDER BY number DESC LIMIT 1")?
        .query_row([], |row| Ok((row.get::<_, i64>(0)?, row.get::<_, String>(1)?)))
        .optional()?
        .unwrap_or_else(|| (0, START.to_owned()));
    let row = Row {
        number: number + 1,
        at: jiff::Timestamp::now().to_string(),
        who: entry.who.to_owned(),
        action: entry.action.to_owned(),
        detail: entry.detail.clone(),
        previous,
        hash: String::new(),
    }
    .hashed();
    connection
        .prepare_cached("INSERT INTO audit VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)")?
        .execute(params![row.number, row.at, row.who, row.action, row.detail, row.previous, row.hash])
        .map(drop)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chain(length: i64) -> Vec<Row> {
        let mut out: Vec<Row> = Vec::new();
        for number in 1..=length {
            let previous = out.last().map_or(START.to_owned(), |row| row.hash.clone());
            let text = |word: &str| format!("{word} {number}");
            let (at, who, action, detail) = (text("at"), text("who"), text("action"), text("detail"));
            out.push(Row { number, at, who, action, detail, previous, hash: String::new() }.hashed());
        }
        out
    }

    #[test]
    fn a_row_that_was_changed_removed_or_put_in_breaks_the_chain_where_it_stands() {
        let whole = chain(4);
        assert_eq!(broken(&whole), None);
        let mut changed = whole.clone();
        changed[1].who = "nobody".into();
        assert_eq!(broken(&changed), Some((2, "it was changed")));
        // Its hash made to fit, the next row no longer does.
        changed[1] = changed[1].clone().hashed();
        assert_eq!(broken(&changed), Some((3, "it does not follow the row before")));
        let mut shorter = whole.clone();
        shorter.remove(2);
        assert_eq!(broken(&shorter), Some((3, "it is missing")));
    }
}
