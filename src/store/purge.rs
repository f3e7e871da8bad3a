//! Retention: who stood in a ring that ended long ago is removed for good; how large it was stays.

use rusqlite::Connection;

use super::Store;
use super::audit::Entry;
use crate::error::{Error, Result};
use crate::record::Day;

/// What was removed, and what a look at the store afterwards found.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Purged {
    /// Rings whose last record is older.
    pub rings: i64,
    /// Distinct persons removed.
    pub persons: i64,
    /// Rows that tied a record to a ring.
    pub members: i64,
    /// Rows that tied a value to a ring.
    pub values: i64,
    /// Such rows still there after the removal; 0, or the purge has failed.
    pub left: i64,
}

/// Rings whose last record is before the day `?1`.
const OLD: &str = "SELECT ring_id FROM ring_versions WHERE until IS NULL AND last_date < ?1";
/// Rows past retention: of such rings, and of living rings where the row ended before the day.
fn past() -> String {
    format!("ring_id IN ({OLD}) OR until < ?1")
}

impl Store {
    /// Removes members and values of rings whose last record is before a day, and those that left a living ring before
    /// it. Ids, counts, events and decisions stay. The file is rewritten, so that nothing of them stays in free pages.
    ///
    /// # Errors
    /// The day lies after the last night; the store cannot be written.
    pub fn purge(&self, before: Day, who: &str) -> Result<Purged> {
        if self.last_night()?.is_none_or(|last| last < before) {
            return Err(Error::usage(format!(
                "before: {before} lies after the last night of the store; what is still being tracked is not purged"
            )));
        }
        let failed = |error: rusqlite::Error| self.failed(&error);
        let mut purged = count(&self.connection, before).map_err(failed)?;
        let detail = format!(
            "before {before}: {} rings, {} persons, {} member rows, {} value rows",
            purged.rings, purged.persons, purged.members, purged.values
        );
        self.audited(&Entry { who, action: "purge", detail }, |connection| {
            for table in ["members", "ring_values"] {
                connection.execute(&format!("DELETE FROM {table} WHERE {}", past()), [before.0])?;
            }
            connection.execute(
                "INSERT INTO meta VALUES ('purged_before', ?1)
                 ON CONFLICT (name) DO UPDATE SET value = max(CAST(value AS INTEGER), CAST(excluded.value AS INTEGER))",
                [before.0.to_string()],
            )
        })?;
        self.connection.execute_batch("VACUUM; PRAGMA wal_checkpoint(TRUNCATE);").map_err(failed)?;
        let left = count(&self.connection, before).map_err(failed)?;
        purged.left = left.members + left.values;
        Ok(purged)
    }

    /// Refuses to speak of nights whose members were purged.
    pub(super) fn check_purged(&self, night: Day) -> Result<()> {
        let until = self.meta("purged_before")?.and_then(|text| text.parse().ok()).map(Day);
        match until {
            Some(until) if night < until => Err(Error::usage(format!(
                "{night}: members before {until} were purged from `{}`",
                self.path.display()
            ))),
            _ => Ok(()),
        }
    }
}

fn count(connection: &Connection, before: Day) -> rusqlite::Result<Purged> {
    let one = |sql: &str| connection.query_row(sql, [before.0], |row| row.get::<_, i64>(0));
    Ok(Purged {
        rings: one(&format!("SELECT count(*) FROM ({OLD})"))?,
        persons: one(&format!("SELECT count(DISTINCT person) FROM members WHERE {}", past()))?,
        members: one(&format!("SELECT count(*) FROM members WHERE {}", past()))?,
        values: one(&format!("SELECT count(*) FROM ring_values WHERE {}", past()))?,
        left: 0,
    })
}
