//! One ring as a case file: what an investigator would otherwise build by hand for a day.
//!
//! An editable account of the facts (`case.docx`), a printable dossier (`case.html`), the ring's rows of the evidence
//! tables and its graph, and a manifest with the SHA-256 of each. Masked unless the configuration says otherwise.
//! Of letters it quotes the wording that three or more people share, as report.html does, and nothing else.

mod account;

mod teller;

mod people;

mod proof;

mod closing;

mod facts;

mod document;

mod page;

mod picture;

pub mod archive;

pub mod audit;

use serde_json::{Map, Value, json};

use super::manifest::{self, About};
use super::summary::is_reported;
use super::{Config, File, GUARDRAIL_EN, GUARDRAIL_ZH, graph, rings};
use crate::error::{Error, Result};
use crate::ingest::sha256;
use crate::pipeline::Outcome;
use crate::privacy::mask::Show;

/// Which ring a case is about and how it came to be.
#[derive(Clone, Debug)]
pub struct Request {
    /// Id of the finding, as in rings.csv.
    pub ring: String,
    /// Why an unmasked case was asked for; empty for a masked one.
    pub reason: String,
}

/// The files of a case, the manifest last; `None` when no finding has the id.
///
/// # Errors
/// None in practice: everything is written to memory.
pub fn files(
    mut outcome: Outcome,
    config: &Config,
    about: &About,
    request: &Request,
) -> Result<Option<Vec<File>>> {
    let Some(place) = outcome.findings.iter().position(|finding| finding.id == request.ring) else {
        return Ok(None);
    };
    // A look-alike may have a case too: to show that somebody is none of a ring is as good a reason for a file.
    let all_kinds = !is_reported(&outcome.findings[place], &outcome);
    let config = Config { all_kinds, ..config.clone() };
    let rank = rings::written(&outcome, &config).take_while(|finding| finding.id != request.ring).count() + 1;
    // From here on the outcome holds this finding alone, and every report speaks of it alone.
    outcome.findings = vec![outcome.findings.swap_remove(place)];
    let finding = &outcome.findings[0];
    let case = account::case(finding, &outcome, &config, about);
    let mut files = vec![("case.docx", document::file(&case)?), ("case.html", page::file(&case)?)];
    let tables = rings::tables(&[(rank, finding)], &outcome, &config)?;
    files.extend(tables.into_iter().map(|(name, bytes)| match name {
        "rings.csv" => ("ring.csv", bytes),
        _ => (name, bytes),
    }));
    files.extend(graph::files(&outcome, &config)?);
    let manifest = describe(&outcome, &config, about, request, &files)?;
    files.push(("manifest.json", manifest));
    Ok(Some(files))
}

/// manifest.json of a case.
fn describe(
    outcome: &Outcome,
    config: &Config,
    about: &About,
    request: &Request,
    files: &[File],
) -> Result<Vec<u8>> {
    let outputs: Map<String, Value> =
        files.iter().map(|(name, bytes)| ((*name).to_owned(), Value::from(sha256(bytes)))).collect();
    let settings: Map<String, Value> =
        about.settings.iter().map(|(name, value)| (name.clone(), Value::from(value.as_str()))).collect();
    let manifest = json!({
        "case": request.ring,
        "masked": config.show == Show::Masked,
        "reason": request.reason,
        "run_id": manifest::identity(outcome, about),
        "program": env!("CARGO_PKG_NAME"),
        "version": env!("CARGO_PKG_VERSION"),
        "as_of": outcome.as_of.to_string(),
        "configuration": settings,
        "inputs": manifest::inputs(outcome),
        "outputs": outputs,
        "notice": [GUARDRAIL_EN, GUARDRAIL_ZH],
    });
    let mut bytes = serde_json::to_vec_pretty(&manifest)
        .map_err(|error| Error::internal(format!("manifest.json: {error}")))?;
    bytes.push(b'\n');
    Ok(bytes)
}
