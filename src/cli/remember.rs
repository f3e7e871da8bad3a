//! The store's part of a run: ids and events after detection, records that touch known rings, the night itself.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::time::Duration;

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use super::decided::Decided;
use crate::detect::finding::Finding;
use crate::error::{Error, Result};
use crate::ingest::RowCounts;
use crate::normalise::records::Assembled;
use crate::pipeline::Outcome;
use crate::privacy::token::Key;
use crate::record::{Day, Mention, Record, RecordIx, ValueIx, ValueKind};
use crate::report::summary::is_reported;
use crate::report::{manifest, publish};
use crate::store::decisions::Scope;
use crate::store::rotate::Renewed;
use crate::store::{Run, Store};
use crate::track::drift::{self, Drift};
use crate::track::touch::{Touchable, judged_again};
use crate::track::tuning::Tuning;
use crate::track::{self, Known, Night, RecordKey, Remembered, Ring, ValueKey, tonight, verdict};

/// The store during a run.
pub(super) struct Memory {
    store: Store,
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
        Ok(Self { store: Store::open(path, key, Duration::from_secs(wait))? })
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
        Ok(Some(self.store.renew(&new)?))
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

    /// Gives the likely rings their ids and tells the outputs what is remembered of them.
    pub(super) fn track(&self, outcome: &mut Outcome, decided: &Decided) -> Result<Pending> {
        decided.sign(&mut outcome.linked.hubs);
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
        outcome.decided = decided.leads();
        outcome.remembered = self.remembered(outcome, (&rings, &night, &known), decided)?;
        Ok(Pending { rings, night, known })
    }

    fn remembered(
        &self,
        outcome: &Outcome,
        (rings, night, known): (&[Ring], &Night, &[Known]),
        decided: &Decided,
    ) -> Result<Remembered> {
        let mut out = Remembered::default();
        for event in &night.events {
            *out.befell.entry(event.kind.name()).or_default() += 1;
        }
        let born: BTreeMap<&str, Day> =
            known.iter().map(|known| (known.ring.id.as_str(), known.born)).collect();
        for ring in rings {
            out.events.insert(ring.id.clone(), night.event_names(&ring.id));
            if born.contains_key(ring.id.as_str()) {
                out.known.insert(ring.id.clone());
            }
        }
        decided.tell(outcome, &mut out, |id, cleared_on| {
            let Some(ring) = rings.iter().find(|ring| ring.id == id) else { return Ok(None) };
            // What was cleared is what stood at the end of the day of the decision; of a ring that the store first saw
            // later, what it saw first.
            let Some(born) = born.get(id) else { return Ok(None) };
            let then = self.store.known_ring(id, Day(cleared_on.max(*born).0 + 1))?;
            Ok(verdict::new_evidence(ring, then.as_ref()))
        })?;
        Ok(out)
    }

    /// Marks the records that touch a ring of the store. Only those that `listed` names are looked at, because every
    /// value of theirs needs a token.
    pub(super) fn touch(
        &self,
        outcome: &mut Outcome,
        (pending, decided): (&Pending, &Decided),
        listed: impl Fn(&Record) -> bool,
    ) {
        let standing = decided.standing(outcome.as_of);
        let dismissed = dismissed(pending, &outcome.assembled);
        let touchable = Touchable::new(&pending.known, outcome.as_of, &dismissed, |id| {
            standing.get(&(Scope::Ring, id, "")).map(|decision| decision.decision.as_str())
        });
        if touchable.is_empty() {
            return;
        }
        let assembled = &outcome.assembled;
        let of_listed = |mention: &&Mention| listed(assembled.records.get(mention.record));
        // Neither a value set aside nor one that was cleared beside another says anything.
        let ties = |mention: &&Mention| {
            outcome.linked.hub(mention.value).is_none()
                && assembled.set_aside[mention.value.0 as usize].is_none()
                && outcome.linked.excused.binary_search(mention).is_err()
        };
        let mentions: Vec<&Mention> = assembled.mentions.iter().filter(of_listed).filter(ties).collect();
        let distinct: BTreeSet<ValueIx> = mentions.iter().map(|mention| mention.value).collect();
        let (key, values) = (self.store.key(), &assembled.values);
        let tokens: FxHashMap<ValueIx, ValueKey> = distinct
            .into_par_iter()
            .map(|value| (value, values.kind(value)))
            .map(|(value, kind)| (value, (kind.name().to_owned(), key.token(kind, values.key(value)))))
            .filter(|(_, token)| touchable.holds(token))
            .collect();
        let mut carried: FxHashMap<RecordIx, BTreeSet<&ValueKey>> = FxHashMap::default();
        for mention in mentions {
            if let Some(token) = tokens.get(&mention.value) {
                carried.entry(mention.record).or_default().insert(token);
            }
        }
        outcome.remembered.touched = (0..assembled.records.all.len() as u32)
            .map(RecordIx)
            .filter(|record| listed(assembled.records.get(*record)))
            .filter_map(|record| {
                let values = carried.get(&record).into_iter().flatten().copied();
                Some((record, touchable.touch(&tonight::record_key(assembled, record), values)?))
            })
            .collect();
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
    pub(super) fn save(
        &mut self,
        outcome: &Outcome,
        (pending, decided): (&Pending, &Decided),
        manifest_json: &[u8],
    ) -> Result<()> {
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
            tuning: Tuning::of(&outcome.findings, &outcome.control, outcome.cut_off),
            decisions: decided.fresh().to_vec(),
        };
        self.store.save(&run, &pending.rings, &pending.night, &pending.known)
    }
}

/// Known rings that tonight does not show although their records are in its input.
fn dismissed<'a>(pending: &'a Pending, assembled: &Assembled) -> BTreeSet<&'a str> {
    let absent: BTreeSet<&str> = pending.night.absent.iter().map(|(id, _)| id.as_str()).collect();
    let absent: Vec<&Known> =
        pending.known.iter().filter(|known| absent.contains(known.ring.id.as_str())).collect();
    let ids: FxHashSet<&str> =
        absent.iter().flat_map(|known| known.ring.records.keys()).map(|record| record.1.as_str()).collect();
    let records = (0..assembled.records.all.len() as u32).map(RecordIx);
    let here: FxHashSet<RecordKey> = records
        .filter(|record| ids.contains(assembled.records.id(*record)))
        .map(|record| tonight::record_key(assembled, record))
        .collect();
    judged_again(absent.into_iter(), |record| here.contains(record))
}
