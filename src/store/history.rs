//! What happened to a ring, night by night.

use std::collections::BTreeMap;

use rusqlite::OptionalExtension as _;
use serde::Serialize;

use super::Store;
use crate::error::{Error, Result};
use crate::record::Day;

/// A ring's life.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct History {
    /// The ring.
    pub ring_id: String,
    /// The night it was first found.
    pub born: String,
    /// What it is now: active, dormant, gone, merged.
    pub state: String,
    /// What it is called.
    pub kind: String,
    /// Its last score.
    pub score: f64,
    /// Persons when last found.
    pub persons: i64,
    /// Records when last found.
    pub records: i64,
    /// Its events, oldest first.
    pub events: Vec<Past>,
}

/// An event of the past.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Past {
    /// The night.
    pub as_of: String,
    /// What happened.
    pub event: String,
    /// The other ring of a merger or split.
    pub other: String,
    /// Records before.
    pub records_before: i64,
    /// Records after.
    pub records_after: i64,
    /// Evidence in English.
    pub sentence_en: String,
    /// The same in Chinese.
    pub sentence_zh: String,
}

impl Store {
    /// The life of a ring.
    ///
    /// # Errors
    /// No such ring; the store cannot be read.
    pub fn history(&self, ring_id: &str) -> Result<History> {
        let found = self
            .connection
            .query_row(
                "SELECT r.born, v.state, v.kind, v.score, v.persons, v.records
                 FROM rings r JOIN ring_versions v USING (ring_id) WHERE ring_id = ?1 AND v.until IS NULL",
                [ring_id],
                |row| {
                    Ok(History {
                        ring_id: ring_id.to_owned(),
                        born: Day(row.get(0)?).to_string(),
                        state: row.get(1)?,
                        kind: row.get(2)?,
                        score: row.get(3)?,
                        persons: row.get(4)?,
                        records: row.get(5)?,
                        events: Vec::new(),
                    })
                },
            )
            .optional()
            .map_err(|error| self.failed(&error))?;
        let mut history =
            found.ok_or_else(|| Error::usage(format!("`{ring_id}` is no ring of this store")))?;
        history.events = self.past(ring_id).map_err(|error| self.failed(&error))?;
        Ok(history)
    }

    /// How many rings each event befell on the nights from one day to another.
    ///
    /// # Errors
    /// The store cannot be read.
    pub fn befell(&self, from: Day, to: Day) -> Result<BTreeMap<String, u32>> {
        let read = || -> rusqlite::Result<BTreeMap<String, u32>> {
            let mut statement = self.connection.prepare(
                "SELECT kind, count(*) FROM events WHERE as_of BETWEEN ?1 AND ?2 GROUP BY kind ORDER BY kind",
            )?;
            let rows = statement.query_map([from.0, to.0], |row| Ok((row.get(0)?, row.get(1)?)))?;
            rows.collect()
        };
        read().map_err(|error| self.failed(&error))
    }

    fn past(&self, ring_id: &str) -> rusqlite::Result<Vec<Past>> {
        let mut statement = self.connection.prepare(
            "SELECT as_of, kind, other, records_before, records_after, sentence_en, sentence_zh
             FROM events WHERE ring_id = ?1 ORDER BY as_of, kind, other",
        )?;
        let rows = statement.query_map([ring_id], |row| {
            Ok(Past {
                as_of: Day(row.get(0)?).to_string(),
                event: row.get(1)?,
                other: row.get(2)?,
                records_before: row.get(3)?,
                records_after: row.get(4)?,
                sentence_en: row.get(5)?,
                sentence_zh: row.get(6)?,
            })
        })?;
        rows.collect()
    }
}
