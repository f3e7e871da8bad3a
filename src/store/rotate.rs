//! A new key for the tokens of the store.
//!
//! A token cannot be turned back into its value, so the store alone cannot renew its tokens. A rotation therefore has
//! two steps: [`Store::rotate`] puts the new key in place and keeps the former one beside the store; the next run sees
//! the values of its input under both keys, renews every token that it meets, and removes the former key. Tokens of
//! values that are in no input any more stay as they are and never match again: they are counted and said. Records and
//! persons keep rings together meanwhile.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use super::audit::Entry;
use super::decisions::Decision;
use super::{KEY_CHECK, Store, beside, key_check};
use crate::error::{Error, Result};
use crate::privacy::token::Key;
use crate::record::Day;
use crate::track::ValueKey;

/// The name under which the store keeps that a rotation is not finished.
const FORMER_CHECK: &str = "former_key_check";

/// What a run made of the tokens of the former key.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Renewed {
    /// Tokens that carry the new key now.
    pub tokens: usize,
    /// Tokens of values that the input does not hold.
    pub left: usize,
    /// Decisions about such values: they no longer hold.
    pub lost_decisions: Vec<i64>,
}

impl Renewed {
    /// One sentence.
    #[must_use]
    pub fn words(&self) -> String {
        let numbers: Vec<String> = self.lost_decisions.iter().map(ToString::to_string).collect();
        let lost = match numbers.len() {
            0 => String::new(),
            _ => format!("; decisions about such values no longer hold: {}", numbers.join(", ")),
        };
        format!(
            "{} tokens carry the new key; {} are of values that the input does not hold, and never match again{lost}",
            self.tokens, self.left
        )
    }
}

impl Store {
    /// The key before the rotation that no run has finished yet.
    #[must_use]
    pub fn former(&self) -> Option<&Key> {
        self.former.as_ref()
    }

    /// Puts a new key in place: the one in `to` (made if there is none), or a new one beside the store. Returns where
    /// it lies.
    ///
    /// # Errors
    /// A rotation is not finished; a key or the store cannot be written.
    pub fn rotate(&mut self, to: Option<&Path>, who: &str) -> Result<PathBuf> {
        if self.former.is_some() {
            return Err(Error::usage(
                "key: a rotation is not finished; the next run renews the tokens and ends it",
            ));
        }
        self.key.keep(&beside(&self.path, "key.old"))?;
        let staging = beside(&self.path, "key.new");
        let key = match to {
            Some(path) if path.exists() => Key::read(path)?,
            Some(path) => Key::make(path)?,
            None => {
                // What a killed rotation left was never the store's key, or it would be in its place by now.
                let _ = std::fs::remove_file(&staging);
                Key::make(&staging)?
            }
        };
        let (former, check) = (key_check(&self.key), key_check(&key));
        if former == check {
            return Err(Error::usage("key: the new key is the present one"));
        }
        let entry = Entry { who, action: "key-rotate", detail: format!("key {former} → {check}") };
        self.audited(&entry, |connection| {
            let mut put = connection.prepare("INSERT OR REPLACE INTO meta VALUES (?1, ?2)")?;
            put.execute([KEY_CHECK, &check])?;
            put.execute([FORMER_CHECK, &former]).map(drop)
        })?;
        self.former = Some(std::mem::replace(&mut self.key, key));
        if let Some(path) = to {
            return Ok(path.to_owned());
        }
        self.finish_rotation()?;
        Ok(beside(&self.path, "key"))
    }

    /// Puts the new key where a killed rotation did not come to: the store says which key it wants.
    pub(super) fn finish_rotation(&mut self) -> Result<()> {
        let (staging, own) = (beside(&self.path, "key.new"), beside(&self.path, "key"));
        if !staging.is_file() {
            return Ok(());
        }
        let key = Key::read(&staging)?;
        if self.meta(KEY_CHECK)?.as_deref() == Some(key_check(&key).as_str()) {
            std::fs::rename(&staging, &own)
                .map_err(|source| Error::io("put the new key at", &own, source))?;
            self.key = key;
        }
        Ok(())
    }

    /// The key that the store's tokens still carry, when a rotation is not finished.
    pub(super) fn former_key(&self) -> Result<Option<Key>> {
        let path = beside(&self.path, "key.old");
        let Some(check) = self.meta(FORMER_CHECK)? else {
            // A run was killed between its commit and the removal of the key.
            let _ = std::fs::remove_file(&path);
            return Ok(None);
        };
        let key = Key::read(&path)?;
        if key_check(&key) != check {
            return Err(Error::usage(format!(
                "key: `{}` is not the key before the rotation; put that one back",
                path.display()
            )));
        }
        Ok(Some(key))
    }

    /// All tokens of the store, with the kinds of their values.
    ///
    /// # Errors
    /// The store cannot be read.
    pub fn tokens(&self) -> Result<BTreeSet<ValueKey>> {
        let mut out = BTreeSet::new();
        let sql = "SELECT kind, token FROM ring_values WHERE since <= ?1
                   UNION SELECT kind, target FROM decisions WHERE kind <> ''
                   UNION SELECT other_kind, other FROM decisions WHERE other_kind <> ''";
        self.each(sql, Day(i32::MAX), |row| {
            out.insert((row.get(0)?, row.get(1)?));
            Ok(())
        })?;
        Ok(out)
    }

    /// Ends a rotation: `new` gives the token of the new key for each token of the former key that the input holds.
    ///
    /// # Errors
    /// The store cannot be written; the former key cannot be removed.
    pub fn renew(&mut self, new: &BTreeMap<ValueKey, String>) -> Result<Renewed> {
        let all = self.tokens()?;
        let lost = |kind: &str, token: &str| !new.contains_key(&(kind.to_owned(), token.to_owned()));
        let lost_decisions = self
            .decisions()?
            .iter()
            .filter(|decision| !decision.kind.is_empty() && !decision.undone)
            .filter(|Decision { kind, target, other, .. }| {
                lost(kind, target) || (!other.0.is_empty() && lost(&other.0, &other.1))
            })
            .map(|decision| decision.number)
            .collect();
        let renewed = Renewed { tokens: new.len(), left: all.len() - new.len(), lost_decisions };
        let detail = format!("{} tokens renewed, {} left under the former key", renewed.tokens, renewed.left);
        let entry = Entry { who: "run", action: "key-renewed", detail };
        self.audited(&entry, |connection| {
            for ((kind, old), token) in new {
                connection
                    .prepare_cached("UPDATE ring_values SET token = ?3 WHERE kind = ?1 AND token = ?2")?
                    .execute([kind, old, token])?;
                for (kind_column, column) in [("kind", "target"), ("other_kind", "other")] {
                    let sql = format!(
                        "UPDATE decisions SET {column} = ?3 WHERE {kind_column} = ?1 AND {column} = ?2"
                    );
                    connection.prepare_cached(&sql)?.execute([kind, old, token])?;
                }
            }
            connection.execute("DELETE FROM meta WHERE name = ?1", [FORMER_CHECK]).map(drop)
        })?;
        self.former = None;
        let path = beside(&self.path, "key.old");
        std::fs::remove_file(&path).map_err(|source| Error::io("remove the former key", &path, source))?;
        Ok(renewed)
    }
}
