//! manifest.json: what went in, with which settings, what came out, so that a run can be repeated and checked.

use std::time::Duration;

use serde_json::{Map, Value, json};

use super::summary::is_reported;
use super::{Config, File, GUARDRAIL_EN, GUARDRAIL_ZH, alerts};
use crate::error::{Error, Result};
use crate::ingest::{RowCounts, sha256};
use crate::pipeline::Outcome;
use crate::track::tuning::Tuning;

/// What the process knows and the outcome does not.
#[derive(Clone, Debug, Default)]
pub struct About {
    /// Effective settings by name, in their order.
    pub settings: Vec<(String, String)>,
    /// Threads used.
    pub threads: usize,
    /// Time of the run as a whole.
    pub elapsed: Duration,
}

/// What permutations cannot tell.
pub const LOOK_ALIKES: &str = "not covered by permutations; measured on planted worlds and decisions";

/// Counts of a run: rows and records, people, findings, alerts, hubs.
#[must_use]
pub fn counts(outcome: &Outcome, config: &Config) -> Value {
    let rows = RowCounts::of(&outcome.files);
    let assembled = &outcome.assembled;
    json!({
        "rows": rows.rows,
        "rejected": rows.rejected,
        "duplicates": rows.duplicates,
        "used": rows.used(),
        "values_not_used": outcome.warnings.len(),
        "records": assembled.records.all.len(),
        "persons": outcome.linked.people.len(),
        "households": outcome.linked.people.households,
        "cases": outcome.linked.people.cases,
        "shared_values": outcome.linked.usable.iter().filter(|usable| **usable).count(),
        "validated_pairs": outcome.linked.network.pairs.len(),
        "hubs": outcome.linked.hubs.len(),
        "findings": outcome.findings.len(),
        "rings": outcome.findings.iter().filter(|finding| is_reported(finding, outcome)).count(),
        "alerts": alerts::alerts(outcome, config).len(),
    })
}

/// Highest resident memory of this process in megabytes, where the system tells it.
#[must_use]
pub fn peak_megabytes() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    line.split_whitespace().nth(1)?.parse::<u64>().ok().map(|kilobytes| kilobytes / 1024)
}

/// Digest of the outputs that a manifest lists, and of its run id: the same for two runs that wrote the same.
#[must_use]
pub fn outputs_digest(manifest: &[u8]) -> Option<String> {
    let manifest: Value = serde_json::from_slice(manifest).ok()?;
    let outputs = manifest.get("outputs")?;
    Some(sha256(json!([run_id(&manifest)?, outputs]).to_string().as_bytes()))
}

/// The run id of a manifest.
#[must_use]
pub fn run_id(manifest: &Value) -> Option<&str> {
    manifest.get("run_id")?.as_str()
}

/// Input files with their digests and counts.
pub(super) fn inputs(outcome: &Outcome) -> Vec<Value> {
    outcome
        .files
        .iter()
        .map(|file| {
            let unknown: Vec<&str> = file
                .columns
                .iter()
                .filter(|(_, column)| column.is_none())
                .map(|(header, _)| header.as_str())
                .collect();
            json!({
                "path": file.path, "table": file.table.name(), "format": file.format, "encoding": file.encoding,
                "encoding_doubt": file.encoding_doubt, "bytes": file.bytes, "sha256": file.sha256,
                "rows": file.rows, "rejected": file.rejected, "duplicates": file.duplicates,
                "unknown_columns": unknown,
            })
        })
        .collect()
}

/// Run id: the same for two runs of one version with the same input, settings and day.
pub(super) fn identity(outcome: &Outcome, about: &About) -> String {
    let settings: Map<String, Value> =
        about.settings.iter().map(|(name, value)| (name.clone(), Value::from(value.as_str()))).collect();
    let identity = json!({
        "version": env!("CARGO_PKG_VERSION"), "as_of": outcome.as_of.to_string(), "configuration": settings,
        "inputs": inputs(outcome),
    });
    sha256(identity.to_string().as_bytes())[..16].to_owned()
}

/// Writes manifest.json.
///
/// # Errors
/// None in practice: everything is written to memory.
pub fn file(outcome: &Outcome, config: &Config, about: &About, files: &[File]) -> Result<Vec<u8>> {
    let settings: Map<String, Value> =
        about.settings.iter().map(|(name, value)| (name.clone(), Value::from(value.as_str()))).collect();
    let outputs: Map<String, Value> =
        files.iter().map(|(name, bytes)| ((*name).to_owned(), Value::from(sha256(bytes)))).collect();
    let seconds: Map<String, Value> = outcome
        .timings
        .iter()
        .map(|(stage, time)| {
            ((*stage).to_owned(), Value::from((time.as_secs_f64() * 1000.0).round() / 1000.0))
        })
        .collect();
    let manifest = json!({
        "run_id": identity(outcome, about),
        "program": env!("CARGO_PKG_NAME"),
        "version": env!("CARGO_PKG_VERSION"),
        "as_of": outcome.as_of.to_string(),
        "configuration": settings,
        "inputs": inputs(outcome),
        "counts": counts(outcome, config),
        "expected_false_rings": {
            "by_chance": outcome.control.by_chance(),
            "permutations": outcome.control.permutations,
            "look_alikes": LOOK_ALIKES,
        },
        "decisions_in_force": outcome.remembered.in_force,
        "tuning": Tuning::of(&outcome.findings, &outcome.control, outcome.cut_off),
        "unmapped_channels": outcome.assembled.unmapped_channels.iter()
            .map(|(text, count)| json!({"channel": crate::privacy::mask::free_text(text), "records": count})).collect::<Vec<_>>(),
        "outputs": outputs,
        "notice": [GUARDRAIL_EN, GUARDRAIL_ZH],
        "timing": {
            "seconds": seconds,
            "total_seconds": (about.elapsed.as_secs_f64() * 1000.0).round() / 1000.0,
            "threads": about.threads,
            "peak_megabytes": peak_megabytes(),
        },
    });
    let mut text = serde_json::to_vec_pretty(&manifest)
        .map_err(|error| Error::internal(format!("manifest.json: {error}")))?;
    text.push(b'\n');
    Ok(text)
}
