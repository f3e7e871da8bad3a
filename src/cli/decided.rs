//! What people decided, in force during a run: values and pairs set aside before linking, rings and records marked
//! after detection. Decisions come from the store, from the labels table, or from both.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use super::remember::Memory;
use crate::detect::finding::{Hub, Treatment};
use crate::error::Result;
use crate::normalise::labels::{About, Label, Named};
use crate::normalise::records::Assembled;
use crate::pipeline::Outcome;
use crate::privacy::mask;
use crate::privacy::token::Key;
use crate::record::decided::{DecidedLead, Lead};
use crate::record::{Day, RecordIx, ValueIx, ValueKind};
use crate::store::decisions::{Decision, Scope, Subject, standing};
use crate::track::{Remembered, ValueKey};

/// Decisions and what they did to a run.
pub(super) struct Decided {
    /// The key of the tokens in [`Self::all`].
    key: Key,
    /// Those of the store, then those that the labels table adds.
    all: Vec<Decision>,
    stored: usize,
    /// Values set aside, with the words for it.
    ignored: BTreeMap<ValueIx, String>,
    /// Records of confirmed values, and confirmed records: kinds of what was confirmed.
    confirmed: BTreeMap<RecordIx, BTreeSet<String>>,
}

impl Decided {
    /// The decisions of the store; none without one.
    pub(super) fn new(memory: Option<&Memory>) -> Result<Self> {
        // Without a store, tokens only meet each other inside this run.
        let (key, all) = match memory {
            Some(memory) => (memory.key().clone(), memory.store().decisions()?),
            None => (Key::random()?, Vec::new()),
        };
        let stored = all.len();
        Ok(Self { key, all, stored, ignored: BTreeMap::new(), confirmed: BTreeMap::new() })
    }

    /// Adds what the labels table says beyond the store. A label that was taken back there stays taken back.
    pub(super) fn learn(&mut self, labels: &[Label]) {
        let mut said: BTreeSet<Decision> = self.all.iter().map(Decision::said).collect();
        let mut number = self.all.iter().map(|known| known.number).max().unwrap_or(0);
        for decision in labels.iter().flat_map(|label| decisions(label, &self.key)) {
            if said.insert(decision.said()) {
                number += 1;
                self.all.push(Decision { number, ..decision });
            }
        }
    }

    /// Decisions that the store does not hold yet.
    pub(super) fn fresh(&self) -> &[Decision] {
        &self.all[self.stored..]
    }

    /// All decisions about rings and records, as reports count them.
    pub(super) fn leads(&self) -> Vec<DecidedLead> {
        leads(&self.all)
    }

    /// The decision in force on each subject.
    pub(super) fn standing(&self, as_of: Day) -> BTreeMap<Subject<'_>, &Decision> {
        standing(&self.all, as_of)
    }

    /// Sets aside the values that people decided to ignore and ties together what they cleared together.
    pub(super) fn apply(&mut self, assembled: &mut Assembled, as_of: Day) {
        let standing = standing(&self.all, as_of);
        if standing.is_empty() {
            return;
        }
        let values = values_of(&standing, &self.key, assembled);
        let records = records_of(&standing, assembled);
        let value = |kind: &str, token: &str| values.get(&(kind.to_owned(), token.to_owned()));
        let mut confirmed_values: BTreeMap<ValueIx, &str> = BTreeMap::new();
        for decision in standing.values() {
            let Decision { scope, kind, target, other, decision: word, .. } = decision;
            let innocent = matches!(word.as_str(), "cleared" | "ignore");
            match scope {
                Scope::Value if innocent => {
                    let words = words(decision);
                    self.ignored.extend(
                        value(kind, target).into_iter().flatten().map(|&value| (value, words.clone())),
                    );
                }
                Scope::Value if word == "confirmed" => confirmed_values
                    .extend(value(kind, target).into_iter().flatten().map(|&value| (value, kind.as_str()))),
                Scope::Record if word == "confirmed" => {
                    for record in records.get(target.as_str()).into_iter().flatten() {
                        self.confirmed.entry(*record).or_default().insert("record".into());
                    }
                }
                Scope::Pair if innocent && kind.is_empty() => {
                    let one = records.get(target.as_str()).into_iter().flatten();
                    assembled.together.records.extend(one.flat_map(|&one| {
                        records.get(other.1.as_str()).into_iter().flatten().map(move |&two| (one, two))
                    }));
                }
                Scope::Pair if innocent => {
                    let one = value(kind, target).into_iter().flatten();
                    assembled.together.values.extend(one.flat_map(|&one| {
                        value(&other.0, &other.1).into_iter().flatten().map(move |&two| (one, two))
                    }));
                }
                _ => {}
            }
        }
        for value in self.ignored.keys() {
            assembled.set_aside[value.0 as usize] = Some(Treatment::OwnContact);
        }
        if !confirmed_values.is_empty() {
            for mention in &assembled.mentions {
                if let Some(kind) = confirmed_values.get(&mention.value) {
                    self.confirmed.entry(mention.record).or_default().insert((*kind).to_owned());
                }
            }
        }
    }

    /// Says in the list of values set aside who decided so.
    pub(super) fn sign(&self, hubs: &mut [Hub]) {
        for hub in hubs {
            if let Some(why) = self.ignored.get(&hub.value) {
                hub.why.clone_from(why);
            }
        }
    }

    /// Tells the outputs what was decided about findings and records. `back` says what has come to a ring since the
    /// day on which it was cleared, in both languages; nothing keeps it quiet.
    pub(super) fn tell(
        &self,
        outcome: &Outcome,
        out: &mut Remembered,
        back: impl Fn(&str, Day) -> Result<Option<(String, String)>>,
    ) -> Result<()> {
        let standing = self.standing(outcome.as_of);
        for id in outcome.findings.iter().map(|finding| finding.id.as_str()) {
            let Some(decision) = standing.get(&(Scope::Ring, id, "")) else { continue };
            let Decision { author, decided_at, status, reason, .. } = decision;
            let words = format!("{author} {decided_at}: {status} {reason}");
            let (mut english, mut chinese) = (words.clone(), words);
            if decision.decision == "cleared" {
                if let Some((back_en, back_zh)) = back(id, *decided_at)? {
                    english = format!("{back_en} ({english})");
                    chinese = format!("{back_zh}（{chinese}）");
                } else {
                    out.quiet.insert(id.to_owned());
                }
            }
            out.decisions.insert(id.to_owned(), (decision.decision.clone(), english, chinese));
        }
        let cleared = standing.iter().filter(|((scope, ..), decision)| {
            *scope == Scope::Record && matches!(decision.decision.as_str(), "cleared" | "ignore")
        });
        out.cleared_records = cleared.map(|((_, record, _), _)| (*record).to_owned()).collect();
        out.confirmed.clone_from(&self.confirmed);
        for (scope, ..) in standing.keys() {
            *out.in_force.entry(scope.name()).or_default() += 1;
        }
        Ok(())
    }

    /// The same for a run without a store, which knows of no earlier night.
    pub(super) fn tell_alone(&self, outcome: &mut Outcome) -> Result<()> {
        self.sign(&mut outcome.linked.hubs);
        let mut remembered = Remembered::default();
        self.tell(outcome, &mut remembered, |_, _| Ok(None))?;
        outcome.remembered = remembered;
        outcome.decided = self.leads();
        Ok(())
    }
}

/// Decisions about rings and records, those taken back left out.
pub(super) fn leads(decisions: &[Decision]) -> Vec<DecidedLead> {
    let lead = |decision: &Decision| match decision.scope {
        Scope::Ring => Some(Lead::Ring(decision.target.clone())),
        Scope::Record => Some(Lead::Record(decision.target.clone())),
        Scope::Value | Scope::Pair => None,
    };
    let decided = |decision: &Decision| {
        Some(DecidedLead {
            subject: lead(decision)?,
            decision: decision.decision.clone(),
            decided_at: Some(decision.decided_at),
            status: decision.status.clone(),
            prevented_loss: decision.prevented_loss,
        })
    };
    decisions.iter().filter(|decision| !decision.undone).filter_map(decided).collect()
}

fn words(decision: &Decision) -> String {
    let Decision { author, decided_at, reason, decision, .. } = decision;
    format!("{decision} by {author} on {decided_at}: {reason}")
}

/// The decisions of a row of the labels table: one, or one for each value of its cell.
pub(super) fn decisions(label: &Label, key: &Key) -> Vec<Decision> {
    let token = |named: &Named| -> ValueKey {
        match named {
            Named::Read(sought) => (sought.kind.name().to_owned(), key.token(sought.kind, &sought.key)),
            Named::Token(kind, token) => (kind.clone(), token.clone()),
        }
    };
    let nothing = || (String::new(), String::new());
    let id = |id: &String| (String::new(), id.clone());
    let about: Vec<(Scope, ValueKey, ValueKey)> = match &label.about {
        About::Ring(ring) => vec![(Scope::Ring, id(ring), nothing())],
        About::Record(record) => vec![(Scope::Record, id(record), nothing())],
        About::Records(one, two) => vec![(Scope::Pair, id(one), id(two))],
        About::Values(values) => values.iter().map(|value| (Scope::Value, token(value), nothing())).collect(),
        About::Both(one, two) => vec![(Scope::Pair, token(one), token(two))],
    };
    let decision = |(scope, (kind, target), other)| Decision {
        number: 0,
        scope,
        kind,
        target,
        other,
        decision: label.decision.clone(),
        author: label.author.clone(),
        decided_at: label.decided_at,
        reason: mask::free_text(&label.reason),
        expires_at: label.expires_at,
        status: label.status.clone(),
        prevented_loss: label.prevented_loss,
        undone: false,
    };
    about.into_iter().map(decision).collect()
}

/// The values of this run that decisions are about, by kind and token.
fn values_of(
    standing: &BTreeMap<Subject<'_>, &Decision>,
    key: &Key,
    assembled: &Assembled,
) -> BTreeMap<ValueKey, Vec<ValueIx>> {
    let wanted: BTreeSet<(&str, &str)> = standing
        .values()
        .flat_map(|decision| [(&decision.kind, &decision.target), (&decision.other.0, &decision.other.1)])
        .filter(|(kind, _)| !kind.is_empty())
        .map(|(kind, token)| (kind.as_str(), token.as_str()))
        .collect();
    // Only kinds that somebody decided about are worth a token each.
    let kinds: Vec<ValueKind> = ValueKind::ALL
        .into_iter()
        .filter(|kind| wanted.iter().any(|(name, _)| *name == kind.name()))
        .collect();
    let decided = |kind: ValueKind, text: &str| -> Option<ValueKey> {
        let token = kinds.contains(&kind).then(|| key.token(kind, text))?;
        wanted.contains(&(kind.name(), token.as_str())).then(|| (kind.name().to_owned(), token))
    };
    let values = &assembled.values;
    let mut found: Vec<(ValueKey, ValueIx)> = (0..values.len() as u32)
        .into_par_iter()
        .map(ValueIx)
        .filter_map(|value| Some((decided(values.kind(value), values.key(value))?, value)))
        .collect();
    // A spelling that was merged into another one is decided with it.
    for ((kind, text), canonical) in &assembled.merged {
        if let Some(token) = decided(*kind, text) {
            found.extend(values.find(*kind, canonical).map(|value| (token, value)));
        }
    }
    found.sort();
    found.dedup();
    let mut out: BTreeMap<ValueKey, Vec<ValueIx>> = BTreeMap::new();
    for (token, value) in found {
        out.entry(token).or_default().push(value);
    }
    out
}

/// The records of this run that decisions are about, by id; a complaint and a surrender may share one.
fn records_of<'a>(
    standing: &BTreeMap<Subject<'a>, &Decision>,
    assembled: &Assembled,
) -> BTreeMap<&'a str, Vec<RecordIx>> {
    let mut out: BTreeMap<&str, Vec<RecordIx>> = BTreeMap::new();
    for ((scope, one, two), decision) in standing {
        match scope {
            Scope::Record => out.extend([(*one, Vec::new())]),
            Scope::Pair if decision.kind.is_empty() => out.extend([(*one, Vec::new()), (*two, Vec::new())]),
            _ => {}
        }
    }
    if !out.is_empty() {
        for record in (0..assembled.records.all.len() as u32).map(RecordIx) {
            if let Some(found) = out.get_mut(assembled.records.id(record)) {
                found.push(record);
            }
        }
    }
    out
}
