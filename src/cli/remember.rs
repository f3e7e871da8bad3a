//! The store's part of a run: what people decided before linking, ids and events after detection, the night itself.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::time::Duration;

use rayon::prelude::*;

use crate::detect::finding::{Finding, Treatment};
use crate::error::{Error, Result};
use crate::ingest::RowCounts;
use crate::normalise::records::Assembled;
use crate::pipeline::Outcome;
use crate::privacy::token::Key;
use crate::record::decided::{Decided, Subject};
use crate::record::{Day, ValueIx, ValueKind};
use crate::report::summary::is_reported;
use crate::report::{manifest, publish};
use crate::store::decisions::{Decision, Scope, standing};
use crate::store::rotate::Renewed;
use crate::store::{Run, Store};
use crate::track::drift::{self, Drift};
use crate::track::{self, Known, Night, Remembered, Ring, ValueKey, tonight, verdict};

/// The store during a run.
pub(super) struct Memory {
    store: Store,
    decisions: Vec<Decision>,
    /// Values set aside by decision, with the decision's words.
    ignored: BTreeMap<ValueIx, String>,
}

/// A night that was tracked and not yet written.
pub(super) struct Pending {
    rings: Vec<Ring>,
    night: Night,
    known: Vec<Known>,
}

impl Memory {
    /// Opens the store.
    pub(super) fn open(path: &Path, key: Option<Key>, wait: u64) -> Result<Self> {
        let store = Store::open(path, key, Duration::from_secs(wait))?;
        let decisions = store.decisions()?;
        Ok(Self { store, decisions, ignored: BTreeMap::new() })
    }

    /// Finishes what a killed run left of its outputs.
    pub(super) fn roll_forward(&self, out: &Path) -> Result<()> {
        match self.store.last_outputs()? {
            Some(committed) => publish::roll_forward(out, &committed),
            None => Ok(()),
        }
    }

    /// Refuses a night before the last one.
    pub(super) fn check_order(&self, as_of: Day) -> Result<()> {
        self.store.check_order(as_of)
    }

    /// After a rotation of the key: renews the tokens of all values at hand. Says what was lost.
    pub(super) fn renew(&mut self, assembled: &Assembled) -> Result<Option<Renewed>> {
        let Some(former) = self.store.former() else { return Ok(None) };
        let (key, tokens) = (self.store.key(), self.store.tokens()?);
        let renewed = |kind: ValueKind, text: &str| {
            let old = (kind.name().to_owned(), former.token(kind, text));
            tokens.contains(&old).then(|| (old, key.token(kind, text)))
        };
        let values = &assembled.values;
        let mut new: BTreeMap<ValueKey, String> = (0..values.len() as u32)
            .into_par_iter()
            .map(ValueIx)
            .filter_map(|value| renewed(values.kind(value), values.key(value)))
            .collect();
        new.extend(assembled.merged.keys().filter_map(|(kind, text)| renewed(*kind, text)));
        let renewed = self.store.renew(&new)?;
        self.decisions = self.store.decisions()?;
        Ok(Some(renewed))
    }

    /// Refuses to answer from tokens of two keys; answering writes nothing, so it cannot renew them.
    pub(super) fn check_renewed(&self) -> Result<()> {
        if self.store.former().is_none() {
            return Ok(());
        }
        Err(Error::usage("key: it was rotated and no run has renewed the tokens yet; run with --store first"))
    }

    pub(super) fn store(&self) -> &Store {
        &self.store
    }

    pub(super) fn key(&self) -> &Key {
        self.store.key()
    }

    /// Sets aside the values that people decided to ignore.
    pub(super) fn set_aside(&mut self, assembled: &mut Assembled, as_of: Option<Day>) {
        let as_of = as_of.or(assembled.latest()).unwrap_or(Day(0));
        let standing = standing(&self.decisions, as_of);
        let ignored: BTreeMap<(&str, &str), &Decision> = standing
            .into_values()
            .filter(|decision| {
                decision.scope == Scope::Value && matches!(decision.decision.as_str(), "ignore" | "cleared")
            })
            .map(|decision| ((decision.kind.as_str(), decision.target.as_str()), decision))
            .collect();
        if ignored.is_empty() {
            return;
        }
        let kinds: BTreeSet<ValueKind> = ValueKind::ALL
            .into_iter()
            .filter(|kind| ignored.keys().any(|(name, _)| *name == kind.name()))
            .collect();
        let key = self.store.key();
        let decided = |kind: ValueKind, text: &str| {
            kinds
                .contains(&kind)
                .then(|| ignored.get(&(kind.name(), key.token(kind, text).as_str())).copied())
                .flatten()
        };
        let values = &assembled.values;
        let mut found: Vec<(ValueIx, &Decision)> = (0..values.len() as u32)
            .into_par_iter()
            .map(ValueIx)
            .filter_map(|value| Some((value, decided(values.kind(value), values.key(value))?)))
            .collect();
        // A spelling that was merged into another one is decided with it.
        for ((kind, text), canonical) in &assembled.merged {
            if let Some(decision) = decided(*kind, text) {
                found.extend(values.find(*kind, canonical).map(|value| (value, decision)));
            }
        }
        found.sort_by_key(|(value, decision)| (*value, decision.number));
        for (value, decision) in found {
            let Decision { author, decided_at, reason, decision, .. } = decision;
            self.ignored.insert(value, format!("{decision} by {author} on {decided_at}: {reason}"));
        }
        for value in self.ignored.keys() {
            assembled.set_aside[value.0 as usize] = Some(Treatment::OwnContact);
        }
    }

    /// Gives the likely rings their ids and tells the outputs what is remembered of them.
    pub(super) fn track(&self, outcome: &mut Outcome) -> Result<Pending> {
        for hub in &mut outcome.linked.hubs {
            if let Some(why) = self.ignored.get(&hub.value) {
                hub.why.clone_from(why);
            }
        }
        let known = self.store.known(outcome.as_of)?;
        let places: Vec<usize> = (0..outcome.findings.len())
            .filter(|place| is_reported(&outcome.findings[*place], outcome))
            .collect();
        let reported: Vec<&Finding> = places.iter().map(|place| &outcome.findings[*place]).collect();
        let mut rings = tonight::rings(&reported, &outcome.assembled, &outcome.linked, self.store.key());
        let night = track::track(&rings, &known, outcome.as_of);
        for (ring, id) in rings.iter_mut().zip(&night.ids) {
            ring.id.clone_from(id);
        }
        outcome.remembered = self.remembered(outcome.as_of, &rings, &night, &known)?;
        outcome.decided.extend(decided(&self.decisions));
        for (place, ring) in places.into_iter().zip(&rings) {
            outcome.findings[place].id.clone_from(&ring.id);
        }
        // A look-alike could bear the id that a ring kept; it steps back.
        let ids: BTreeSet<&str> = rings.iter().map(|ring| ring.id.as_str()).collect();
        let (findings, cut_off) = (&mut outcome.findings, outcome.cut_off);
        for finding in findings {
            if !(finding.kind.is_ring() && finding.score >= cut_off) && ids.contains(finding.id.as_str()) {
                finding.id.push_str("-x");
            }
        }
        Ok(Pending { rings, night, known })
    }

    fn remembered(&self, as_of: Day, rings: &[Ring], night: &Night, known: &[Known]) -> Result<Remembered> {
        let mut out = Remembered::default();
        for event in &night.events {
            *out.befell.entry(event.kind.name()).or_default() += 1;
        }
        let by_id: BTreeMap<&str, &Known> =
            known.iter().map(|known| (known.ring.id.as_str(), known)).collect();
        let standing = standing(&self.decisions, as_of);
        for ring in rings {
            let id = ring.id.as_str();
            out.events.insert(id.to_owned(), night.event_names(id));
            if by_id.contains_key(id) {
                out.known.insert(id.to_owned());
            }
            let Some(decision) = standing.get(&(Scope::Ring, id)) else { continue };
            let words = format!(
                "{} {}: {} {}",
                decision.author, decision.decided_at, decision.status, decision.reason
            );
            let (mut english, mut chinese) = (words.clone(), words);
            if decision.decision == "cleared" {
                // What was cleared is what stood at the end of the day of the decision.
                let then = self.store.known(Day(decision.decided_at.0 + 1))?;
                let then = then.iter().find(|known| known.ring.id == id);
                if let Some((back_en, back_zh)) = verdict::new_evidence(ring, then) {
                    english = format!("{back_en} ({english})");
                    chinese = format!("{back_zh}（{chinese}）");
                } else {
                    out.quiet.insert(id.to_owned());
                }
            }
            out.decisions.insert(id.to_owned(), (decision.decision.clone(), english, chinese));
        }
        let cleared = standing.iter().filter(|((scope, _), decision)| {
            *scope == Scope::Record && matches!(decision.decision.as_str(), "cleared" | "ignore")
        });
        out.cleared_records = cleared.map(|((_, record), _)| (*record).to_owned()).collect();
        Ok(out)
    }

    /// Figures of tonight that are far from those of the nights before.
    pub(super) fn drift(&self, outcome: &Outcome, pending: &Pending) -> Result<Vec<Drift>> {
        let now = drift::Figures {
            records: outcome.assembled.records.all.len() as f64,
            reject_share: RowCounts::of(&outcome.files).reject_share(),
            rings: pending.rings.len() as f64,
            largest: pending.rings.iter().map(Ring::persons).max().unwrap_or(0) as f64,
        };
        Ok(drift::drift(now, &self.store.figures(outcome.as_of)?))
    }

    /// Writes the night; after this the staged outputs are the right ones.
    pub(super) fn save(&mut self, outcome: &Outcome, pending: &Pending, manifest_json: &[u8]) -> Result<()> {
        let manifest: serde_json::Value = serde_json::from_slice(manifest_json)
            .map_err(|error| Error::internal(format!("manifest.json: {error}")))?;
        let by_id: BTreeMap<&str, &Finding> =
            outcome.findings.iter().map(|finding| (finding.id.as_str(), finding)).collect();
        let score = |ring: &Ring| {
            by_id.get(ring.id.as_str()).map_or(("", 0.0), |finding| (finding.kind.name(), finding.score))
        };
        let rows = RowCounts::of(&outcome.files);
        let run = Run {
            as_of: outcome.as_of,
            run_id: manifest::run_id(&manifest).unwrap_or_default().to_owned(),
            records: outcome.assembled.records.all.len(),
            input_rows: rows.rows,
            rejected: rows.rejected,
            outputs: manifest::outputs_digest(manifest_json).unwrap_or_default(),
            scores: pending.rings.iter().map(score).collect(),
        };
        self.store.save(&run, &pending.rings, &pending.night, &pending.known)
    }
}

/// The store's decisions about rings and records, as reports count them.
pub(super) fn decided(decisions: &[Decision]) -> Vec<Decided> {
    let subject = |decision: &Decision| match decision.scope {
        Scope::Ring => Some(Subject::Ring(decision.target.clone())),
        Scope::Record => Some(Subject::Record(decision.target.clone())),
        Scope::Value => None,
    };
    let decided = |decision: &Decision| {
        Some(Decided {
            subject: subject(decision)?,
            decision: decision.decision.clone(),
            decided_at: Some(decision.decided_at),
            status: decision.status.clone(),
            prevented_loss: decision.prevented_loss,
        })
    };
    decisions.iter().filter(|decision| !decision.undone).filter_map(decided).collect()
}
