//! The rings of the store as they stood before a night.

use std::collections::BTreeMap;

use rusqlite::{Row, params};

use super::Store;
use crate::error::Result;
use crate::record::Day;
use crate::track::{Known, Ring, State};

/// Rows that held before the night `?1`.
const BEFORE: &str = "since < ?1 AND (until IS NULL OR until >= ?1)";

impl Store {
    /// Every ring known before a night, gone and merged ones too; sorted by id.
    ///
    /// # Errors
    /// The store cannot be read.
    pub fn known(&self, night: Day) -> Result<Vec<Known>> {
        let mut out: BTreeMap<String, Known> = BTreeMap::new();
        let sql = format!(
            "SELECT v.ring_id, v.state, v.last_date, r.born, v.since FROM ring_versions v JOIN rings r USING (ring_id) WHERE {BEFORE}"
        );
        self.each(&sql, night, |row| {
            let id: String = row.get(0)?;
            let state: String = row.get(1)?;
            let ring =
                Ring { id: id.clone(), last_date: row.get::<_, Option<i32>>(2)?.map(Day), ..Ring::default() };
            let state = State::of(&state).unwrap_or(State::Gone);
            out.insert(id, Known { ring, born: Day(row.get(3)?), state, since: Day(row.get(4)?) });
            Ok(())
        })?;
        let sql = format!("SELECT ring_id, record_type, record_id, person FROM members WHERE {BEFORE}");
        self.each(&sql, night, |row| {
            if let Some(known) = out.get_mut(row.get_ref(0)?.as_str()?) {
                known.ring.records.insert((row.get(1)?, row.get(2)?), row.get(3)?);
            }
            Ok(())
        })?;
        let sql = format!("SELECT ring_id, kind, token FROM ring_values WHERE {BEFORE}");
        self.each(&sql, night, |row| {
            if let Some(known) = out.get_mut(row.get_ref(0)?.as_str()?) {
                known.ring.values.insert((row.get(1)?, row.get(2)?));
            }
            Ok(())
        })?;
        Ok(out.into_values().collect())
    }

    /// Reads rows that depend on a day.
    pub(super) fn each(
        &self,
        sql: &str,
        day: Day,
        mut row: impl FnMut(&Row<'_>) -> rusqlite::Result<()>,
    ) -> Result<()> {
        let read = || -> rusqlite::Result<()> {
            let mut statement = self.connection.prepare(sql)?;
            let mut rows = statement.query(params![day.0])?;
            while let Some(found) = rows.next()? {
                row(found)?;
            }
            Ok(())
        };
        let mut read = read;
        read().map_err(|error| self.failed(&error))
    }
}
