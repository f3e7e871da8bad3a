//! The scores that the nights left behind, for `tune`.

use super::Store;
use crate::error::Result;
use crate::record::Day;
use crate::track::tuning::{Candidate, Tuning};

impl Store {
    /// Scores of the last nights, oldest first. Nights of a program that did not keep them are left out.
    ///
    /// # Errors
    /// The store cannot be read.
    pub fn tunings(&self, nights: usize) -> Result<Vec<(Day, Tuning)>> {
        let mut out = Vec::new();
        let sql = format!(
            "SELECT as_of, cut_off, permutations FROM runs
             WHERE as_of <= ?1 AND cut_off IS NOT NULL ORDER BY as_of DESC LIMIT {nights}"
        );
        self.each(&sql, Day(i32::MAX), |row| {
            let night = Tuning { cut_off: row.get(1)?, permutations: row.get(2)?, ..Tuning::default() };
            out.push((Day(row.get(0)?), night));
            Ok(())
        })?;
        for (day, night) in &mut out {
            let sql = "SELECT ring_id, score, persons FROM candidates WHERE as_of = ?1 ORDER BY place";
            self.each(sql, *day, |row| {
                let persons = row.get::<_, i64>(2)?.unsigned_abs();
                night.candidates.push(Candidate { ring_id: row.get(0)?, score: row.get(1)?, persons });
                Ok(())
            })?;
            self.each("SELECT score FROM chance WHERE as_of = ?1 ORDER BY place", *day, |row| {
                night.chance.push(row.get(0)?);
                Ok(())
            })?;
        }
        out.reverse();
        Ok(out)
    }
}
