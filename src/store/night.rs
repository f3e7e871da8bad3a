//! Writes a night: one transaction, after which the store speaks for the new night, or nothing has changed.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::{Transaction, TransactionBehavior, params};

use super::Store;
use super::decisions::{self, Decision};
use crate::error::Result;
use crate::record::Day;
use crate::track::tuning::{Candidate, Tuning};
use crate::track::{Known, Night, Ring};

/// What is stored of a run beside its rings.
#[derive(Clone, Debug)]
pub struct Run {
    /// The night it speaks for.
    pub as_of: Day,
    /// The manifest's run id.
    pub run_id: String,
    /// Records made of the input.
    pub records: usize,
    /// Rows of the input.
    pub input_rows: u64,
    /// Rows of the input that were rejected.
    pub rejected: u64,
    /// Digest of the outputs.
    pub outputs: String,
    /// Kind and score of each of tonight's rings.
    pub scores: Vec<(&'static str, f64)>,
    /// What the cut-off can be tuned by.
    pub tuning: Tuning,
    /// Decisions that came with the input and that the store does not hold yet.
    pub decisions: Vec<Decision>,
}

impl Store {
    /// Writes a night in place of an earlier run of the same night. `known` is [`Store::known`] of the same night.
    ///
    /// # Errors
    /// The store cannot be written (a full disk): nothing has changed then.
    pub fn save(&mut self, run: &Run, tonight: &[Ring], night: &Night, known: &[Known]) -> Result<()> {
        let path = self.path.clone();
        let mut write = || -> rusqlite::Result<()> {
            let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
            forget(&transaction, run.as_of)?;
            let mut writer = Writer { transaction: &transaction, day: run.as_of.0 };
            let known: BTreeMap<&str, &Known> =
                known.iter().map(|known| (known.ring.id.as_str(), known)).collect();
            for (place, ring) in tonight.iter().enumerate() {
                let id = night.ids[place].as_str();
                let before = known.get(id).map(|known| &known.ring);
                if before.is_none() {
                    transaction
                        .prepare_cached("INSERT INTO rings VALUES (?1, ?2)")?
                        .execute(params![id, run.as_of.0])?;
                }
                let (kind, score) = run.scores[place];
                writer.version(id, night.states[place].name(), Some((kind, score, ring)))?;
                writer.members(id, ring, before)?;
                writer.values(id, ring, before)?;
            }
            for (id, state) in &night.absent {
                writer.version(id, state.name(), None)?;
            }
            writer.events(night)?;
            writer.tuning(&run.tuning)?;
            decisions::add(&transaction, &run.decisions, "import")?;
            transaction.execute(
                "INSERT INTO runs (as_of, run_id, program, records, rings, outputs, input_rows, rejected, largest,
                   cut_off, permutations)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
                params![
                    run.as_of.0,
                    run.run_id,
                    env!("CARGO_PKG_VERSION"),
                    run.records as i64,
                    tonight.len() as i64,
                    run.outputs,
                    run.input_rows as i64,
                    run.rejected as i64,
                    tonight.iter().map(Ring::persons).max().unwrap_or(0) as i64,
                    run.tuning.cut_off,
                    run.tuning.permutations
                ],
            )?;
            transaction.commit()
        };
        write().map_err(|error| super::damaged(&path, &error))
    }
}

/// Undoes a night: rows that begin on it go, rows that end on it go on.
fn forget(transaction: &Transaction<'_>, day: Day) -> rusqlite::Result<()> {
    for table in ["ring_versions", "members", "ring_values"] {
        transaction.execute(&format!("DELETE FROM {table} WHERE since = ?1"), [day.0])?;
        transaction.execute(&format!("UPDATE {table} SET until = NULL WHERE until = ?1"), [day.0])?;
    }
    for table in ["events", "runs", "candidates", "chance"] {
        transaction.execute(&format!("DELETE FROM {table} WHERE as_of = ?1"), [day.0])?;
    }
    transaction.execute("DELETE FROM rings WHERE born = ?1", [day.0])?;
    Ok(())
}

struct Writer<'a> {
    transaction: &'a Transaction<'a>,
    day: i32,
}

impl Writer<'_> {
    fn run(&self, sql: &str, values: impl rusqlite::Params) -> rusqlite::Result<usize> {
        self.transaction.prepare_cached(sql)?.execute(values)
    }

    /// A new version where anything changed. Without a ring, only the state can change.
    fn version(&mut self, id: &str, state: &str, found: Option<(&str, f64, &Ring)>) -> rusqlite::Result<()> {
        let same = match found {
            Some((kind, score, ring)) => self.transaction.prepare_cached(
                "SELECT 1 FROM ring_versions WHERE ring_id = ?1 AND until IS NULL AND state = ?2 AND kind = ?3
                 AND score = ?4 AND persons = ?5 AND records = ?6 AND last_date IS ?7",
            )?
            .exists(params![
                id, state, kind, score, ring.persons() as i64, ring.records.len() as i64, ring.last_date.map(|day| day.0)
            ])?,
            None => self
                .transaction
                .prepare_cached("SELECT 1 FROM ring_versions WHERE ring_id = ?1 AND until IS NULL AND state = ?2")?
                .exists(params![id, state])?,
        };
        if same {
            return Ok(());
        }
        if let Some((kind, score, ring)) = found {
            self.close_version(id)?;
            self.run(
                "INSERT INTO ring_versions VALUES (?1, ?2, NULL, ?3, ?4, ?5, ?6, ?7, ?8)",
                params![
                    id,
                    self.day,
                    state,
                    kind,
                    score,
                    ring.persons() as i64,
                    ring.records.len() as i64,
                    ring.last_date.map(|day| day.0)
                ],
            )?;
        } else {
            self.run(
                "INSERT INTO ring_versions SELECT ring_id, ?2, NULL, ?3, kind, score, persons, records, last_date
                 FROM ring_versions WHERE ring_id = ?1 AND until IS NULL",
                params![id, self.day, state],
            )?;
            self.close_version(id)?;
        }
        Ok(())
    }

    fn close_version(&self, id: &str) -> rusqlite::Result<usize> {
        self.run(
            "UPDATE ring_versions SET until = ?2 WHERE ring_id = ?1 AND until IS NULL AND since < ?2",
            params![id, self.day],
        )
    }

    fn members(&self, id: &str, ring: &Ring, before: Option<&Ring>) -> rusqlite::Result<()> {
        let none = BTreeMap::new();
        let before = before.map_or(&none, |ring| &ring.records);
        for ((record_type, record_id), person) in before {
            if ring.records.get(&(record_type.clone(), record_id.clone())) != Some(person) {
                self.run(
                    "UPDATE members SET until = ?4 WHERE ring_id = ?1 AND record_type = ?2 AND record_id = ?3 AND until IS NULL",
                    params![id, record_type, record_id, self.day],
                )?;
            }
        }
        for (record, person) in &ring.records {
            if before.get(record) != Some(person) {
                let values = params![id, record.0, record.1, person, self.day];
                self.run("INSERT INTO members VALUES (?1, ?2, ?3, ?4, ?5, NULL)", values)?;
            }
        }
        Ok(())
    }

    fn values(&self, id: &str, ring: &Ring, before: Option<&Ring>) -> rusqlite::Result<()> {
        let none = BTreeSet::new();
        let before = before.map_or(&none, |ring| &ring.values);
        for (kind, token) in before.difference(&ring.values) {
            self.run(
                "UPDATE ring_values SET until = ?4 WHERE ring_id = ?1 AND kind = ?2 AND token = ?3 AND until IS NULL",
                params![id, kind, token, self.day],
            )?;
        }
        for (kind, token) in ring.values.difference(before) {
            let values = params![id, kind, token, self.day];
            self.run("INSERT INTO ring_values VALUES (?1, ?2, ?3, ?4, NULL)", values)?;
        }
        Ok(())
    }

    fn tuning(&self, tuning: &Tuning) -> rusqlite::Result<()> {
        for (place, Candidate { ring_id, score, persons }) in tuning.candidates.iter().enumerate() {
            let values = params![self.day, place as i64, ring_id, score, *persons as i64];
            self.run("INSERT INTO candidates VALUES (?1, ?2, ?3, ?4, ?5)", values)?;
        }
        for (place, score) in tuning.chance.iter().enumerate() {
            self.run("INSERT INTO chance VALUES (?1, ?2, ?3)", params![self.day, place as i64, score])?;
        }
        Ok(())
    }

    fn events(&self, night: &Night) -> rusqlite::Result<()> {
        for event in &night.events {
            self.run(
                "INSERT INTO events VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
                params![
                    self.day,
                    event.ring_id,
                    event.kind.name(),
                    event.other,
                    event.records.0 as i64,
                    event.records.1 as i64,
                    event.sentence_en,
                    event.sentence_zh
                ],
            )?;
        }
        Ok(())
    }
}
