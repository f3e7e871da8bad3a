//! hubs.csv, rejects.csv and warnings.csv: what was set aside, and what could not be used.

use std::borrow::Cow;

use super::table::{Header, Table};
use super::{Config, File, Lang, words};
use crate::detect::finding::Hub;
use crate::error::Result;
use crate::ingest::Reject;
use crate::pipeline::Outcome;
use crate::privacy::mask::Show;

pub(super) const HUBS: [Header; 6] = [
    ("link_type", "关联类型"),
    ("value", "关联值"),
    ("records", "记录数"),
    ("persons", "人数"),
    ("treatment", "处理"),
    ("why", "原因"),
];
pub(super) const REJECTS: [Header; 5] =
    [("file", "文件"), ("line", "行"), ("column", "列"), ("value_shape", "值的形态"), ("reason", "原因")];

/// Writes the lists.
///
/// # Errors
/// None in practice: everything is written to memory.
pub fn files(outcome: &Outcome, config: &Config) -> Result<Vec<File>> {
    let paths: Vec<&str> = outcome.files.iter().map(|file| file.path.as_str()).collect();
    Ok(vec![
        ("hubs.csv", hubs(outcome, config)?),
        ("rejects.csv", rejects(&outcome.rejects, &paths, config.lang)?),
        ("warnings.csv", rejects(&outcome.warnings, &paths, config.lang)?),
    ])
}

/// Values set aside, those with most persons first.
#[must_use]
pub fn widest_hubs(outcome: &Outcome) -> Vec<&Hub> {
    let mut hubs: Vec<&Hub> = outcome.linked.hubs.iter().collect();
    hubs.sort_by_key(|hub| (std::cmp::Reverse(hub.persons), hub.value));
    hubs
}

fn hubs(outcome: &Outcome, config: &Config) -> Result<Vec<u8>> {
    let values = &outcome.assembled.values;
    let mut table = Table::new(config.lang, &HUBS)?;
    for hub in widest_hubs(outcome) {
        let kind = values.kind(hub.value);
        let cells = [
            kind.name().to_owned(),
            words::value(Show::Masked, kind, values.key(hub.value), config.lang),
            hub.records.to_string(),
            hub.persons.to_string(),
            hub.treatment.name().into(),
            config.lang.of(&hub.why, hub.treatment.why_zh()).to_owned(),
        ];
        table.row(cells.into_iter().map(Cow::Owned))?;
    }
    table.finish()
}

/// Writes a list of rejects with their places. `paths` are the input files.
///
/// # Errors
/// None in practice: everything is written to memory.
pub fn rejects(rejects: &[Reject], paths: &[&str], lang: Lang) -> Result<Vec<u8>> {
    let mut table = Table::new(lang, &REJECTS)?;
    for reject in rejects {
        let cells = [
            paths.get(reject.file as usize).copied().unwrap_or_default().to_owned(),
            reject.line.to_string(),
            reject.column.clone(),
            reject.shape.clone(),
            reject.reason.clone(),
        ];
        table.row(cells.into_iter().map(Cow::Owned))?;
    }
    table.finish()
}
