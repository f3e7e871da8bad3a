//! What people decided: about a ring, a record, a value (as a token), or two records or values together. A decision is
//! never deleted: it expires, is followed by a later one, or is undone and kept.

use std::collections::BTreeMap;

use rusqlite::{Connection, params};
use serde_json::json;

use super::Store;
use super::audit::{self, Entry};
use crate::error::{Error, Result};
use crate::ingest::sha256;
use crate::record::{Day, Money};

/// What a decision is about.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Scope {
    /// A ring, by its id.
    Ring,
    /// A record, by its id.
    Record,
    /// A value, by its token.
    Value,
    /// Two records or two values together.
    Pair,
}

impl Scope {
    /// The word of the store and the outputs.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Ring => "ring",
            Self::Record => "record",
            Self::Value => "value",
            Self::Pair => "pair",
        }
    }

    fn of(name: &str) -> Self {
        match name {
            "ring" => Self::Ring,
            "record" => Self::Record,
            "pair" => Self::Pair,
            _ => Self::Value,
        }
    }
}

/// One decision.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Decision {
    /// Its number in the store; 0 before it is written.
    pub number: i64,
    /// What it is about.
    pub scope: Scope,
    /// Kind of the value; empty for rings and records.
    pub kind: String,
    /// Ring id, record id or token.
    pub target: String,
    /// Kind and id or token of the other one of a pair; empty otherwise.
    pub other: (String, String),
    /// One of [`DECISIONS`](crate::normalise::labels::DECISIONS).
    pub decision: String,
    /// Who decided.
    pub author: String,
    /// When.
    pub decided_at: Day,
    /// Why.
    pub reason: String,
    /// Last day on which it holds.
    pub expires_at: Option<Day>,
    /// One of [`STATUSES`](crate::normalise::labels::STATUSES), or empty.
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

    /// What it says, whatever became of it and in whatever order a pair was named: equal for two that say the same.
    #[must_use]
    pub fn said(&self) -> Self {
        let mut said = Self { number: 0, undone: false, ..self.clone() };
        let one = (said.kind.clone(), said.target.clone());
        if said.scope == Scope::Pair && said.other < one {
            (said.kind, said.target) = std::mem::replace(&mut said.other, one);
        }
        said
    }

    fn entry<'a>(&'a self, action: &'a str) -> Entry<'a> {
        Entry { who: &self.author, action, detail: format!("{} {}", self.told(), self.digest()) }
    }

    /// What was decided about what, as the audit trail tells it.
    pub(super) fn told(&self) -> String {
        let Self { scope, target, other, decision, .. } = self;
        let with = if other.1.is_empty() { String::new() } else { format!(" with {}", other.1) };
        format!("{} {target}{with}: {decision}", scope.name())
    }

    /// Digest of what the trail does not spell out: the first 16 hexadecimal digits of the SHA-256 of a JSON list.
    pub(super) fn digest(&self) -> String {
        let Self { kind, other, decided_at, reason, expires_at, status, prevented_loss, .. } = self;
        let (until, loss) = (expires_at.map(|day| day.0), prevented_loss.map(|money| money.0));
        let rest = json!([kind, other.0, decided_at.0, reason, until, status, loss]).to_string();
        let mut digest = sha256(rest.as_bytes());
        digest.truncate(16);
        digest
    }
}

impl Store {
    /// Writes decisions with their audit rows, all or none, and returns their numbers. `action` is what was done:
    /// decide or import.
    ///
    /// # Errors
    /// The store cannot be written.
    pub fn decide(&self, decisions: &[Decision], action: &str) -> Result<Vec<i64>> {
        let write = || -> rusqlite::Result<Vec<i64>> {
            let transaction = self.connection.unchecked_transaction()?;
            let numbers = add(&transaction, decisions, action)?;
            transaction.commit()?;
            Ok(numbers)
        };
        write().map_err(|error| self.failed(&error))
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
                   prevented_loss, undone, other_kind, other FROM decisions WHERE decided_at <= ?1 ORDER BY number";
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
                other: (row.get(12)?, row.get(13)?),
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

    /// Whether an id has letters and digits where a record that was ever in a ring has them, with the same letters. An
    /// id of digits alone has no form: a phone or an account would have it too.
    ///
    /// # Errors
    /// The store cannot be read.
    pub fn is_record_form(&self, id: &str) -> Result<bool> {
        let (form_of_id, mut found) = (form(id), false);
        if id.bytes().all(|byte| !byte.is_ascii_alphabetic()) {
            return Ok(false);
        }
        let sql = "SELECT DISTINCT record_id FROM members WHERE since <= ?1";
        self.each(sql, Day(i32::MAX), |row| {
            found |= form(row.get_ref(0)?.as_str()?) == form_of_id;
            Ok(())
        })?;
        Ok(found)
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

/// An id with every digit made one: ids of one system share it.
fn form(id: &str) -> String {
    id.chars().map(|letter| if letter.is_ascii_digit() { '0' } else { letter }).collect()
}

/// Writes decisions with their audit rows inside a transaction of the caller's and returns their numbers.
pub(super) fn add(
    connection: &Connection,
    decisions: &[Decision],
    action: &str,
) -> rusqlite::Result<Vec<i64>> {
    let mut numbers = Vec::with_capacity(decisions.len());
    for decision in decisions {
        numbers.push(insert(connection, decision)?);
        audit::append(connection, &decision.entry(action))?;
    }
    Ok(numbers)
}

fn insert(connection: &Connection, decision: &Decision) -> rusqlite::Result<i64> {
    connection
        .prepare_cached(
            "INSERT INTO decisions (scope, kind, target, decision, author, decided_at, reason, expires_at, status,
               prevented_loss, other_kind, other)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
        )?
        .execute(params![
            decision.scope.name(),
            decision.kind,
            decision.target,
            decision.decision,
            decision.author,
            decision.decided_at.0,
            decision.reason,
            decision.expires_at.map(|day| day.0),
            decision.status,
            decision.prevented_loss.map(|money| money.0),
            decision.other.0,
            decision.other.1
        ])?;
    Ok(connection.last_insert_rowid())
}

/// What a decision is about: its scope, its target and, of a pair, the other one; a pair has no order.
pub type Subject<'a> = (Scope, &'a str, &'a str);

/// The decision that holds on a day for each subject: the latest made.
#[must_use]
pub fn standing(all: &[Decision], day: Day) -> BTreeMap<Subject<'_>, &Decision> {
    let mut holding: Vec<&Decision> = all.iter().filter(|decision| decision.holds(day)).collect();
    holding.sort_by_key(|decision| (decision.decided_at, decision.number));
    holding
        .into_iter()
        .map(|decision| {
            let (one, two) = (decision.target.as_str(), decision.other.1.as_str());
            let swapped = decision.scope == Scope::Pair && two < one;
            let (one, two) = if swapped { (two, one) } else { (one, two) };
            ((decision.scope, one, two), decision)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decision(target: &str, other: &str, day: i32, word: &str) -> Decision {
        Decision {
            number: i64::from(day),
            scope: if other.is_empty() { Scope::Value } else { Scope::Pair },
            kind: "phone".into(),
            target: target.into(),
            other: (if other.is_empty() { "" } else { "phone" }.into(), other.into()),
            decision: word.into(),
            author: String::new(),
            decided_at: Day(day),
            reason: String::new(),
            expires_at: None,
            status: String::new(),
            prevented_loss: None,
            undone: false,
        }
    }

    #[test]
    fn a_pair_is_the_same_pair_the_other_way_round_and_no_decision_about_either() {
        let all = [
            decision("a", "b", 1, "cleared"),
            decision("b", "a", 2, "confirmed"),
            decision("a", "", 1, "ignore"),
        ];
        let other_way = Decision { decided_at: Day(1), decision: "cleared".into(), ..all[1].clone() };
        assert_eq!(all[0].said(), other_way.said());
        assert_ne!(all[0].said(), all[2].said());
        let standing = standing(&all, Day(9));
        assert_eq!(standing[&(Scope::Pair, "a", "b")].decision, "confirmed");
        assert_eq!(standing[&(Scope::Value, "a", "")].decision, "ignore");
    }

    #[test]
    fn a_decision_holds_from_its_day_to_its_last_one() {
        let until = Decision { expires_at: Some(Day(5)), ..decision("a", "", 3, "cleared") };
        let holds = |day| !standing(std::slice::from_ref(&until), Day(day)).is_empty();
        assert_eq!([2, 3, 5, 6].map(holds), [false, true, true, false]);
    }
}
