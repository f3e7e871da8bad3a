//! The folder of `ringkeeper trends`: a page, a workbook, a text, and a manifest with their digests.

use serde_json::{Map, Value, json};

use super::summary::Summary;
use super::{Facts, markdown};
use crate::error::Result;
use crate::ingest::sha256;
use crate::report::{File, GUARDRAIL_EN, GUARDRAIL_ZH, Lang, html, json as document, workbook};

/// How the summary is written, and what it is of.
#[derive(Clone, Copy, Debug)]
pub struct Request<'a> {
    /// Language of the text, the sheets, and of the page when it opens.
    pub lang: Lang,
    /// Id of the run whose results were read, or `input`.
    pub source: &'a str,
}

/// Writes the one period of a summary; the manifest last.
///
/// # Errors
/// None in practice: everything is written to memory.
pub fn files(facts: &Facts, summary: &Summary, request: &Request<'_>) -> Result<Vec<File>> {
    let Request { lang, source } = *request;
    let mut files = vec![
        ("trends.html", html::trends(summary, lang)?),
        ("trends.xlsx", workbook::trends(facts.as_of, lang, summary, 0)?),
        ("trends.md", markdown::file(summary, 0, lang)),
    ];
    let outputs: Map<String, Value> =
        files.iter().map(|(name, bytes)| ((*name).to_owned(), Value::from(sha256(bytes)))).collect();
    let manifest = json!({
        "trends": summary.periods.iter().map(|told| told.period.as_str()).collect::<Vec<_>>(),
        "run_id": source,
        "as_of": summary.as_of,
        "program": env!("CARGO_PKG_NAME"),
        "version": env!("CARGO_PKG_VERSION"),
        "outputs": outputs,
        "notice": [GUARDRAIL_EN, GUARDRAIL_ZH],
    });
    files.push(("manifest.json", document::pretty(&manifest)?.into_bytes()));
    Ok(files)
}
