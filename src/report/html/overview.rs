//! What the page shows at once: alerts, a row for every ring, data quality, the run. Money is in fen.

use std::collections::BTreeSet;

use rustc_hash::FxHashMap;
use serde_json::{Value, json};

use super::super::summary::{is_reported, summarise};
use super::super::{Config, GUARDRAIL_EN, GUARDRAIL_ZH, Lang, alerts, lists, manifest, words};
use crate::detect::finding::Finding;
use crate::pipeline::Outcome;
use crate::privacy::mask::{self, Show};
use crate::record::{PersonIx, ValueIx};

/// Alerts and hubs listed in the page; the CSV files hold all of them, and the page says so.
const LISTED: usize = 5_000;
/// Rejects listed in the page.
const REJECTS: usize = 500;

/// What a page of the trends alone shows beside them.
pub(super) fn of_trends(as_of: &str, lang: Lang) -> Value {
    json!({
        "lang": lang.of("en", "zh"),
        "notice": [GUARDRAIL_EN, GUARDRAIL_ZH],
        "pages": ["trends"],
        "words": words::WORDS,
        "as_of": as_of,
    })
}

pub(super) fn overview(
    outcome: &Outcome,
    config: &Config,
    settings: &[(String, String)],
    block: usize,
) -> Value {
    let listed = alerts::alerts(outcome, config);
    json!({
        "lang": config.lang.of("en", "zh"),
        "notice": [GUARDRAIL_EN, GUARDRAIL_ZH],
        "pages": ["tonight", "rings", "trends", "quality", "about"],
        "words": words::WORDS,
        "as_of": outcome.as_of.to_string(),
        "version": env!("CARGO_PKG_VERSION"),
        "block": block,
        "cut_off": outcome.cut_off,
        "counts": manifest::counts(outcome, config),
        "by_chance": outcome.control.by_chance(),
        "permutations": outcome.control.permutations,
        "rings": outcome.findings.iter().map(|finding| ring(finding, outcome)).collect::<Vec<_>>(),
        "alerts": alert_rows(&listed, outcome),
        "stoppable": alerts::stoppable_amount(&listed, outcome).0,
        "hubs": hub_rows(outcome),
        "rejects": outcome.rejects.iter().take(REJECTS).map(|reject| json!([
            file_name(outcome, reject.file), reject.line, reject.column, reject.shape, reject.reason,
        ])).collect::<Vec<_>>(),
        "channels": outcome.assembled.unmapped_channels.iter()
            .map(|(text, count)| json!([mask::free_text(text), count])).collect::<Vec<_>>(),
        "inputs": outcome.files.iter().map(|file| json!([
            file.path, file.table.name(), file.format, file.rows, file.rejected, file.sha256,
        ])).collect::<Vec<_>>(),
        "settings": settings,
    })
}

fn file_name(outcome: &Outcome, file: u32) -> &str {
    outcome.files.get(file as usize).map_or("", |file| file.path.as_str())
}

fn ring(finding: &Finding, outcome: &Outcome) -> Value {
    let totals = summarise(finding, outcome);
    json!({
        "id": finding.id,
        "kind": finding.kind.name(),
        "type": finding.ring_type.name(),
        "mis_selling": finding.also_mis_selling,
        "reported": is_reported(finding, outcome),
        "score": finding.score,
        "q": finding.q_value,
        "persons": totals.persons,
        "households": finding.households,
        "complaints": totals.complaints,
        "surrenders": totals.surrenders,
        "first": totals.dates.map(|(first, _)| first.to_string()),
        "last": totals.dates.map(|(_, last)| last.to_string()),
        "premium": totals.premium_paid.0,
        "cash": totals.cash_value.0,
        "refund": totals.refund.0,
        "excess": totals.excess.0,
        "open": totals.open.0,
        "paid": totals.paid.0,
        "due": totals.next_due.map(|day| day.to_string()),
        "branches": totals.branches,
        // Both empty without a store, as in rings.csv.
        "event": outcome.remembered.events.get(&finding.id).cloned().unwrap_or_default(),
        "decision": outcome.remembered.decisions.get(&finding.id).map(|told| told.0.clone()).unwrap_or_default(),
    })
}

fn alert_rows(listed: &[alerts::Alert<'_>], outcome: &Outcome) -> Vec<Value> {
    listed
        .iter()
        .take(LISTED)
        .map(|alert| {
            let against = alert.finding.and_then(|finding| {
                // The starting point speaks against every group alike.
                let speaking = finding
                    .reasons
                    .iter()
                    .filter(|reason| reason.contribution < 0.0 && reason.code != "starting_point");
                speaking.min_by(|a, b| a.contribution.total_cmp(&b.contribution))
            });
            json!({
                "record": outcome.assembled.records.id(alert.record),
                "match": alert.matched.name(),
                "ring": Some(alert.ring_id()).filter(|id| !id.is_empty()),
                "score": alert.finding.map(|finding| finding.score),
                "open": alert.open.0,
                "due": alert.due_at.map(|day| day.to_string()),
                "paid": alert.paid,
                "stoppable": alert.stoppable(),
                "step": [alerts::next_step(alert, outcome, Lang::En), alerts::next_step(alert, outcome, Lang::Zh)],
                "against": against.map(|reason| [&reason.sentence_en, &reason.sentence_zh]),
            })
        })
        .collect()
}

/// `[kind, masked value in both languages, records, persons, treatment, why, ring members who give it, their rings]`.
fn hub_rows(outcome: &Outcome) -> Vec<Value> {
    let values = &outcome.assembled.values;
    let touched = touched(outcome);
    let row = |hub: &crate::detect::finding::Hub| {
        let kind = values.kind(hub.value);
        let masked =
            [Lang::En, Lang::Zh].map(|lang| words::value(Show::Masked, kind, values.key(hub.value), lang));
        json!([
            kind.name(),
            masked,
            hub.records,
            hub.persons,
            hub.treatment.name(),
            [&hub.why[..], hub.treatment.why_zh()],
            touched.get(&hub.value).map_or(0, |(persons, _)| persons.len()),
            touched.get(&hub.value).map_or(0, |(_, rings)| rings.len()),
        ])
    };
    lists::widest_hubs(outcome).into_iter().take(LISTED).map(row).collect()
}

/// Value set aside → the members of likely rings who give it, and those rings by place: whom it would tie.
fn touched(outcome: &Outcome) -> FxHashMap<ValueIx, (BTreeSet<PersonIx>, BTreeSet<usize>)> {
    let mentions = &outcome.assembled.mentions;
    let mut touched: FxHashMap<ValueIx, (BTreeSet<PersonIx>, BTreeSet<usize>)> =
        outcome.linked.hubs.iter().map(|hub| (hub.value, Default::default())).collect();
    let reported = outcome.findings.iter().enumerate().filter(|(_, finding)| is_reported(finding, outcome));
    for (place, finding) in reported {
        for member in &finding.members {
            let start = mentions.partition_point(|mention| mention.record < member.record);
            for mention in mentions[start..].iter().take_while(|mention| mention.record == member.record) {
                if let Some((persons, rings)) = touched.get_mut(&mention.value) {
                    persons.insert(member.person);
                    rings.insert(place);
                }
            }
        }
    }
    touched
}
