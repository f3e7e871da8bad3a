//! What people decided: about a ring, a record or a value (as a token). A decision is never deleted: it expires, is
//! followed by a later one, or is undone and kept.

use std::collections::BTreeMap;

use rusqlite::params;

use super::Store;
use super::audit::Entry;
use crate::error::{Error, Result};
use crate::record::{Day, Money};

/// Decisions of the data contract.
pub const DECISIONS: [&str; 4] = ["confirmed", "cleared", "unsure", "ignore"];
/// Statuses of the data contract.
pub const STATUSES: [&str; 8] =
    ["待核", "核查中", "误报", "转销售合规", "已报案", "已立案", "不予立案", "判决"];

/// What a decision is about.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Scope {
    /// A ring, by its id.
    Ring,
    /// A record, by its id.
    Record,
    /// A value, by its token.
    Value,
}

impl Scope {
    /// The word of the store and the outputs.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Ring => "ring",
            Self::Record => "record",
            Self::Value => "value",
        }
    }

    fn of(name: &str) -> Self {
        match name {
            "ring" => Self::Ring,
            "record" => Self::Record,
            _ => Self::Value,
        }
    }
}

/// One decision.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Decision {
    /// Its number in the store; 0 before it is written.
    pub number: i64,
    /// What it is about.
    pub scope: Scope,
    /// Kind of the value; empty otherwise.
    pub kind: String,
    /// Ring id, record id or token.
    pub target: String,
    /// One of [`DECISIONS`].
    pub decision: String,
    /// Who decided.
    pub author: String,
    /// When.
    pub decided_at: Day,
    /// Why.
    pub reason: String,
    /// Last day on which it holds.
    pub expires_at: Option<Day>,
    /// One of [`STATUSES`], or empty.
    pub status: String,
    /// What it saved.
    pub prevented_loss: Option<Money>,
    /// Whether it was taken back.
    pub undone: bool,
}

impl Decision {
    /// Whether it holds on a day.
    #[must_use]
    pub fn holds(&self, day: Day) -> bool {
        !self.undone && self.decided_at <= day && self.expires_at.is_none_or(|until| day <= until)
    }
}

impl Store {
    /// Writes a decision with its audit row and returns its number. `action` is what was done: decide or import.
    ///
    /// # Errors
    /// The store cannot be written.
    pub fn decide(&self, decision: &Decision, action: &str) -> Result<i64> {
        let Decision { scope, target, decision: word, author, .. } = decision;
        let entry = Entry { who: author, action, detail: format!("{} {target}: {word}", scope.name()) };
        self.audited(&entry, |connection| {
            connection.execute(
                "INSERT INTO decisions (scope, kind, target, decision, author, decided_at, reason, expires_at, status, prevented_loss)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
                params![
                    scope.name(),
                    decision.kind,
                    target,
                    word,
                    author,
                    decision.decided_at.0,
                    decision.reason,
                    decision.expires_at.map(|day| day.0),
                    decision.status,
                    decision.prevented_loss.map(|money| money.0)
                ],
            )?;
            Ok(connection.last_insert_rowid())
        })
    }

    /// Takes a decision back; it stays in the list.
    ///
    /// # Errors
    /// No such decision; the store cannot be written.
    pub fn undo(&self, number: i64, who: &str) -> Result<()> {
        if !self.decisions()?.iter().any(|decision| decision.number == number) {
            return Err(Error::usage(format!("there is no decision {number}")));
        }
        let entry = Entry { who, action: "undo", detail: format!("decision {number}") };
        self.audited(&entry, |connection| {
            connection.execute("UPDATE decisions SET undone = 1 WHERE number = ?1", [number]).map(drop)
        })
    }

    /// All decisions in the order they were made.
    ///
    /// # Errors
    /// The store cannot be read.
    pub fn decisions(&self) -> Result<Vec<Decision>> {
        let mut out = Vec::new();
        let sql =
            "SELECT number, scope, kind, target, decision, author, decided_at, reason, expires_at, status,
                   prevented_loss, undone FROM decisions WHERE decided_at <= ?1 ORDER BY number";
        self.each(sql, Day(i32::MAX), |row| {
            out.push(Decision {
                number: row.get(0)?,
                scope: Scope::of(row.get_ref(1)?.as_str()?),
                kind: row.get(2)?,
                target: row.get(3)?,
                decision: row.get(4)?,
                author: row.get(5)?,
                decided_at: Day(row.get(6)?),
                reason: row.get(7)?,
                expires_at: row.get::<_, Option<i32>>(8)?.map(Day),
                status: row.get(9)?,
                prevented_loss: row.get::<_, Option<i64>>(10)?.map(Money),
                undone: row.get(11)?,
            });
            Ok(())
        })?;
        Ok(out)
    }

    /// Whether a ring of this id was ever found.
    ///
    /// # Errors
    /// The store cannot be read.
    pub fn is_ring(&self, ring_id: &str) -> Result<bool> {
        self.connection
            .prepare("SELECT 1 FROM rings WHERE ring_id = ?1")
            .and_then(|mut statement| statement.exists([ring_id]))
            .map_err(|error| self.failed(&error))
    }

    /// Whether a record of this id was ever in a ring.
    ///
    /// # Errors
    /// The store cannot be read.
    pub fn is_record(&self, record_id: &str) -> Result<bool> {
        self.connection
            .prepare("SELECT 1 FROM members WHERE record_id = ?1")
            .and_then(|mut statement| statement.exists([record_id]))
            .map_err(|error| self.failed(&error))
    }
}

/// The decision that holds on a day for each target: the latest made.
#[must_use]
pub fn standing(all: &[Decision], day: Day) -> BTreeMap<(Scope, &str), &Decision> {
    let mut holding: Vec<&Decision> = all.iter().filter(|decision| decision.holds(day)).collect();
    holding.sort_by_key(|decision| (decision.decided_at, decision.number));
    holding.into_iter().map(|decision| ((decision.scope, decision.target.as_str()), decision)).collect()
}
