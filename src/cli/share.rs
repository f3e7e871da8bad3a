//! `share`: gives confirmed rings to another insurer as tokens, and shows what another insurer's tokens meet here.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use clap::{Args, Subcommand};
use rayon::prelude::*;
use serde_json::json;

use super::output::{self, Progress};
use super::recall::{StoreSettings, recall};
use super::remember::Memory;
use super::settings::{Format, Settings};
use crate::error::{Error, Result};
use crate::pipeline::Outcome;
use crate::privacy::mask;
use crate::privacy::token::Key;
use crate::record::{Day, ValueIx};
use crate::report::{GUARDRAIL_EN, GUARDRAIL_ZH, json, publish};
use crate::share::checked::problem_of_name;
use crate::share::package::{Confirmed, KINDS, is_ours, pack};
use crate::store::audit::Entry;
use crate::store::decisions::{Scope, standing};
use crate::track::ValueKey;

/// Arguments of `share`.
#[derive(Args, Clone, Debug)]
pub(super) struct Arguments {
    #[command(subcommand)]
    action: Action,
}

#[derive(Subcommand, Clone, Debug)]
enum Action {
    /// Write the confirmed rings of the store as tokens under the partners' key; reads the input, changes nothing but
    /// the audit trail
    #[command(args_override_self = true)]
    Export(Box<Export>),
    /// Show which values and rings of the input a partner's file (--partner) meets; writes nothing
    #[command(args_override_self = true)]
    Import(Box<Import>),
}

#[derive(Args, Clone, Debug)]
struct Export {
    /// The file to write, for its owner alone
    #[arg(long, value_name = "FILE")]
    to: PathBuf,
    /// Your name, as the partner shall read it
    #[arg(long, value_name = "NAME")]
    from: String,
    /// Who exports, for the audit trail
    #[arg(long, value_name = "NAME")]
    by: String,
    #[command(flatten)]
    settings: Settings,
    #[command(flatten)]
    store: StoreSettings,
}

#[derive(Args, Clone, Debug)]
struct Import {
    #[command(flatten)]
    settings: Settings,
    #[command(flatten)]
    store: StoreSettings,
}

/// Exports or imports.
pub(super) fn run(arguments: &Arguments) -> Result<u8> {
    match &arguments.action {
        Action::Export(arguments) => export(arguments),
        Action::Import(arguments) => import(arguments),
    }
}

fn export(arguments: &Export) -> Result<u8> {
    let settings = &arguments.settings;
    publish::check_file(&arguments.to, "to", is_ours)?;
    if let Some(problem) = problem_of_name(&arguments.from) {
        return Err(Error::usage(format!("from: {problem}")));
    }
    let key = settings
        .partner
        .key()?
        .ok_or_else(|| Error::usage("partner-key-file: give the key that you and the partner share"))?;
    let mut config = settings.ready()?;
    // Nobody reads q-values here.
    config.detect.permutations = 0;
    settings.use_threads()?;
    let (outcome, memory) = recall(&arguments.store, &config, Progress::new(settings))?;
    let memory = memory.ok_or_else(|| Error::usage("store: confirmed rings stand in the store; name it"))?;
    if key.is(memory.key()) {
        return Err(Error::usage(
            "partner-key-file: it is the store's own key, which no partner may have; make one with `key new`",
        ));
    }
    let (rings, absent) = confirmed(&outcome, &memory)?;
    let package = pack(&rings, &outcome.assembled, &key, (&arguments.from, outcome.as_of));
    let values: usize = package.rings.iter().map(|ring| ring.values.len()).sum();
    let told = format!("{} rings, {values} tokens", package.rings.len());
    // The line stands before the file does: nothing leaves without it.
    memory.store().note(&Entry { who: &arguments.by, action: "share-export", detail: told.clone() })?;
    publish::replace(&arguments.to, json::pretty(&json!(package))?.as_bytes())?;
    output::print(&format!(
        "{}: {told}; {absent} values of confirmed rings are not in this input and were left out\n",
        arguments.to.display()
    ))
}

/// The confirmed rings of the store with their values in this run, and how many values are not in it.
fn confirmed(outcome: &Outcome, memory: &Memory) -> Result<(Vec<Confirmed>, usize)> {
    let store = memory.store();
    let decisions = store.decisions()?;
    let standing = standing(&decisions, outcome.as_of);
    let is_confirmed =
        |id: &str| standing.get(&(Scope::Ring, id, "")).is_some_and(|found| found.decision == "confirmed");
    let known = store.known(Day(outcome.as_of.0 + 1))?;
    let known: Vec<_> = known.into_iter().filter(|known| is_confirmed(&known.ring.id)).collect();
    let wanted: BTreeSet<&ValueKey> = known.iter().flat_map(|known| &known.ring.values).collect();
    let here = here(&wanted, outcome, memory.key());
    let mut absent = 0;
    let mut out = Vec::new();
    for known in &known {
        let shareable = |kind: &str| KINDS.iter().any(|known| known.name() == kind);
        let values = known.ring.values.iter().filter(|(kind, _)| shareable(kind));
        let (mut found, mut of) = (BTreeSet::new(), 0);
        for value in values {
            of += 1;
            found.extend(here.get(value));
        }
        absent += of - found.len();
        out.push(Confirmed {
            kind: store.history(&known.ring.id)?.kind,
            persons: known.ring.persons(),
            born: known.born,
            last: known.ring.last_date,
            values: found,
        });
    }
    Ok((out, absent))
}

/// The values of this run behind tokens of the store; those set aside tie nobody and are not shared.
fn here(wanted: &BTreeSet<&ValueKey>, outcome: &Outcome, key: &Key) -> BTreeMap<ValueKey, ValueIx> {
    let values = &outcome.assembled.values;
    (0..values.len() as u32)
        .into_par_iter()
        .map(ValueIx)
        .filter(|value| outcome.linked.hub(*value).is_none() && KINDS.contains(&values.kind(*value)))
        .filter_map(|value| {
            let kind = values.kind(value);
            let token = (kind.name().to_owned(), key.token(kind, values.key(value)));
            wanted.contains(&token).then_some((token, value))
        })
        .collect()
}

fn import(arguments: &Import) -> Result<u8> {
    let settings = &arguments.settings;
    let mut config = settings.ready()?;
    config.detect.permutations = 0;
    let Some(partners) = &config.partners else {
        return Err(Error::usage(
            "partner: name the partner's file, and the shared key with --partner-key-file",
        ));
    };
    let told: Vec<(String, String, usize)> =
        partners.told().map(|(from, as_of, rings)| (from.to_owned(), as_of.to_owned(), rings)).collect();
    settings.use_threads()?;
    let (outcome, _) = recall(&arguments.store, &config, Progress::new(settings))?;
    output::print(&match settings.format {
        Format::Text => text(&told, &outcome),
        Format::Json => document(&told, &outcome)?,
    })
}

/// Findings that a partner's word bears on, with their score.
fn borne_on(outcome: &Outcome) -> Vec<(&str, &str, f64)> {
    let told = outcome
        .findings
        .iter()
        .filter(|finding| finding.reasons.iter().any(|reason| reason.code == "seen_at_partner"));
    told.map(|finding| (finding.id.as_str(), finding.kind.name(), finding.score)).collect()
}

fn text(told: &[(String, String, usize)], outcome: &Outcome) -> String {
    let mut out = String::new();
    for (from, as_of, rings) in told {
        out.push_str(&format!("{from} ({as_of}): {rings} confirmed rings\n"));
    }
    let (assembled, seen) = (&outcome.assembled, &outcome.assembled.elsewhere);
    out.push_str(&format!("\n{} values of this input stand in them:\n", seen.len()));
    for (value, rings) in seen {
        let (kind, key) = (assembled.values.kind(*value), assembled.values.key(*value));
        let rings: Vec<String> = rings
            .iter()
            .map(|ring| {
                format!(
                    "{}: {} of {} persons, {} to {}",
                    ring.partner, ring.kind, ring.persons, ring.first_month, ring.last_month
                )
            })
            .collect();
        out.push_str(&format!("  {:<12} {:<24} {}\n", kind.name(), mask::value(kind, key), rings.join("; ")));
    }
    let borne_on = borne_on(outcome);
    out.push_str(&format!("\nThey bear on {} groups here:\n", borne_on.len()));
    for (id, kind, score) in borne_on {
        out.push_str(&format!("  {id}  {kind:<16} {score:.4}\n"));
    }
    out.push_str(&format!("\n{GUARDRAIL_EN}\n{GUARDRAIL_ZH}\n"));
    out
}

fn document(told: &[(String, String, usize)], outcome: &Outcome) -> Result<String> {
    let values = &outcome.assembled.values;
    let seen: Vec<_> = outcome
        .assembled
        .elsewhere
        .iter()
        .map(|(value, rings)| {
            let (kind, key) = (values.kind(*value), values.key(*value));
            json!({ "kind": kind.name(), "value": mask::value(kind, key), "rings": rings })
        })
        .collect();
    let groups: Vec<_> = borne_on(outcome)
        .into_iter()
        .map(|(id, kind, score)| json!({ "ring_id": id, "kind": kind, "score": score }))
        .collect();
    let partners: Vec<_> = told
        .iter()
        .map(|(from, as_of, rings)| json!({ "from": from, "as_of": as_of, "rings": rings }))
        .collect();
    json::pretty(&json!({
        "partners": partners, "values": seen, "groups": groups, "notice": [GUARDRAIL_EN, GUARDRAIL_ZH],
    }))
}
