//! The same result for machines: one JSON document on standard output.

use serde_json::{Value, json};

use super::summary::summarise;
use super::{Config, GUARDRAIL_EN, GUARDRAIL_ZH, alerts, manifest, rings};
use crate::detect::finding::{Finding, Reason};
use crate::error::{Error, Result};
use crate::pipeline::Outcome;
use crate::record::Money;

/// Yuan as a number with two decimals.
fn yuan(money: Money) -> Value {
    money.to_string().parse::<f64>().map_or(Value::Null, Value::from)
}

/// The summary of a run as pretty-printed JSON, masked as the tables are.
///
/// # Errors
/// None in practice: everything is written to memory.
pub fn document(outcome: &Outcome, config: &Config) -> Result<String> {
    let rings: Vec<Value> =
        rings::written(outcome, config).map(|finding| ring(finding, outcome, config)).collect();
    let alerts: Vec<Value> = alerts::alerts(outcome, config)
        .iter()
        .map(|alert| {
            json!({
                "record_id": outcome.assembled.records.id(alert.record),
                "match": alert.matched.name(),
                "ring_id": Some(alert.ring_id()).filter(|id| !id.is_empty()),
                "open_amount": yuan(alert.open),
                "due_at": alert.due_at.map(|day| day.to_string()),
                "paid": alert.paid,
                "stoppable": alert.stoppable(),
                "reasons": alert.reasons(),
                "next_step": alerts::next_step(alert, outcome, config.lang),
            })
        })
        .collect();
    let seconds: serde_json::Map<String, Value> = outcome
        .timings
        .iter()
        .map(|(stage, time)| ((*stage).to_owned(), Value::from(time.as_secs_f64())))
        .collect();
    pretty(&json!({
        "as_of": outcome.as_of.to_string(),
        "counts": manifest::counts(outcome, config),
        "rings": rings,
        "alerts": alerts,
        "notice": [GUARDRAIL_EN, GUARDRAIL_ZH],
        "timing": { "seconds": seconds },
    }))
}

/// A JSON document with a line feed at its end.
///
/// # Errors
/// None in practice: everything is written to memory.
pub fn pretty(value: &Value) -> Result<String> {
    let text =
        serde_json::to_string_pretty(value).map_err(|error| Error::internal(format!("JSON: {error}")))?;
    Ok(text + "\n")
}

/// A reason as its row of reasons.csv.
#[must_use]
pub fn reason(reason: &Reason, config: &Config) -> Value {
    json!({
        "code": reason.code, "observed": reason.observed, "expected": reason.expected, "base": reason.base,
        "contribution": reason.contribution, "sentence": rings::sentence(reason, config.lang),
    })
}

/// A finding as its row of rings.csv, reasons included.
#[must_use]
pub fn ring(finding: &Finding, outcome: &Outcome, config: &Config) -> Value {
    let totals = summarise(finding, outcome);
    let remembered = &outcome.remembered;
    let decision = remembered.decisions.get(&finding.id);
    json!({
        "ring_id": finding.id, "kind": finding.kind.name(), "ring_type": finding.ring_type.name(),
        "also_mis_selling": finding.also_mis_selling, "score": finding.score, "q_value": finding.q_value,
        "persons": totals.persons, "households": finding.households, "records": finding.members.len(),
        "complaints": totals.complaints, "surrenders": totals.surrenders,
        "first_date": totals.dates.map(|(first, _)| first.to_string()),
        "last_date": totals.dates.map(|(_, last)| last.to_string()),
        "premium_paid": yuan(totals.premium_paid), "cash_value": yuan(totals.cash_value),
        "refund_amount": yuan(totals.refund), "excess_refund": yuan(totals.excess),
        "open_amount": yuan(totals.open), "paid_amount": yuan(totals.paid),
        "next_due_at": totals.next_due.map(|day| day.to_string()),
        "branches": totals.branches, "agents": totals.agents,
        "event": remembered.events.get(&finding.id),
        "decision": decision.map(|(decision, _, _)| decision),
        "decision_note": decision.map(|(_, english, chinese)| config.lang.of(english, chinese)),
        "reasons": finding.reasons.iter().map(|found| reason(found, config)).collect::<Vec<_>>(),
    })
}
