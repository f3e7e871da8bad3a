//! The rings of the store as they stood before a night.

use std::collections::BTreeMap;

use rusqlite::{Row, ToSql, params};

use super::Store;
use crate::error::Result;
use crate::record::Day;
use crate::track::{Known, Ring, State};

/// Rows that held before the night `?1`.
const BEFORE: &str = "since < ?1 AND (until IS NULL OR until >= ?1)";

/// Whether a version is dormant; a missing ring is what it was when last found.
const ASLEEP: &str = "CASE state WHEN 'dormant' THEN 1 WHEN 'missing' THEN
   coalesce((SELECT found.state = 'dormant' FROM ring_versions AS found
     WHERE found.ring_id = ring_versions.ring_id AND found.since < ring_versions.since
     ORDER BY found.since DESC LIMIT 1), 0) ELSE 0 END";

impl Store {
    /// Every ring known before a night, gone and merged ones too; sorted by id.
    ///
    /// # Errors
    /// The store cannot be read.
    pub fn known(&self, night: Day) -> Result<Vec<Known>> {
        self.before("", params![night.0])
    }

    /// One ring as it stood before a night.
    ///
    /// # Errors
    /// The store cannot be read.
    pub fn known_ring(&self, ring_id: &str, night: Day) -> Result<Option<Known>> {
        Ok(self.before("AND ring_id = ?2", params![night.0, ring_id])?.pop())
    }

    fn before(&self, further: &str, values: &[&dyn ToSql]) -> Result<Vec<Known>> {
        let mut out: BTreeMap<String, Known> = BTreeMap::new();
        let sql = format!(
            "SELECT ring_id, state, last_date, born, since, {ASLEEP} FROM ring_versions JOIN rings USING (ring_id)
             WHERE {BEFORE} {further}"
        );
        self.each_of(&sql, values, |row| {
            let id: String = row.get(0)?;
            let state: String = row.get(1)?;
            let ring =
                Ring { id: id.clone(), last_date: row.get::<_, Option<i32>>(2)?.map(Day), ..Ring::default() };
            let state = State::of(&state).unwrap_or(State::Gone);
            let (born, since, asleep) = (Day(row.get(3)?), Day(row.get(4)?), row.get(5)?);
            out.insert(id, Known { ring, born, state, since, asleep });
            Ok(())
        })?;
        let sql =
            format!("SELECT ring_id, record_type, record_id, person FROM members WHERE {BEFORE} {further}");
        self.each_of(&sql, values, |row| {
            if let Some(known) = out.get_mut(row.get_ref(0)?.as_str()?) {
                known.ring.records.insert((row.get(1)?, row.get(2)?), row.get(3)?);
            }
            Ok(())
        })?;
        let sql = format!("SELECT ring_id, kind, token FROM ring_values WHERE {BEFORE} {further}");
        self.each_of(&sql, values, |row| {
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
        row: impl FnMut(&Row<'_>) -> rusqlite::Result<()>,
    ) -> Result<()> {
        self.each_of(sql, params![day.0], row)
    }

    fn each_of(
        &self,
        sql: &str,
        values: &[&dyn ToSql],
        mut row: impl FnMut(&Row<'_>) -> rusqlite::Result<()>,
    ) -> Result<()> {
        let mut read = || -> rusqlite::Result<()> {
            let mut statement = self.connection.prepare(sql)?;
            let mut rows = statement.query(values)?;
            while let Some(found) = rows.next()? {
                row(found)?;
            }
            Ok(())
        };
        read().map_err(|error| self.failed(&error))
    }
}
