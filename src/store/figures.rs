//! The figures of the last nights, for the drift check.

use super::Store;
use crate::error::Result;
use crate::record::Day;
use crate::track::drift::{Figures, NIGHTS};

impl Store {
    /// Figures of the last nights before a night, latest first. Nights of a program that did not count rows are left
    /// out.
    ///
    /// # Errors
    /// The store cannot be read.
    pub fn figures(&self, night: Day) -> Result<Vec<Figures>> {
        let mut out = Vec::new();
        let sql = format!(
            "SELECT records, rejected * 1.0 / max(input_rows, 1), rings, largest FROM runs
             WHERE as_of < ?1 AND input_rows IS NOT NULL ORDER BY as_of DESC LIMIT {NIGHTS}"
        );
        self.each(&sql, night, |row| {
            let number = |column| row.get::<_, i64>(column).map(|number| number as f64);
            let (records, rings, largest) = (number(0)?, number(2)?, number(3)?);
            out.push(Figures { records, reject_share: row.get(1)?, rings, largest });
            Ok(())
        })?;
        Ok(out)
    }
}
