//! `diff`: what changed between two nights.

use clap::Args;

use super::output;
use super::place::{Place, day};
use crate::error::{Error, Result};
use crate::record::Day;
use crate::report::{GUARDRAIL_EN, GUARDRAIL_ZH, Lang, json, table};
use crate::store::diff::Change;

/// Form of a difference.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, clap::ValueEnum)]
enum Form {
    /// For people
    #[default]
    Text,
    /// For spreadsheets
    Csv,
    /// For scripts
    Json,
}

/// Arguments of `diff`.
#[derive(Args, Clone, Debug)]
pub(super) struct Arguments {
    #[command(flatten)]
    place: Place,
    /// The earlier night (2026-10-30); the last but one if not given
    #[arg(long, value_name = "DAY")]
    from: Option<String>,
    /// The later night; the last one if not given
    #[arg(long, value_name = "DAY")]
    to: Option<String>,
    /// Form of the answer
    #[arg(long, value_enum, default_value_t)]
    format: Form,
}

/// Prints what changed between two nights.
pub(super) fn run(arguments: &Arguments) -> Result<u8> {
    let store = arguments.place.open()?;
    let nights = store.nights()?;
    let night = |name: &str, given: &Option<String>, usual: Option<&Day>| match given {
        Some(text) => day(name, text),
        None => usual.copied().ok_or_else(|| Error::usage("the store holds fewer than two nights")),
    };
    let from = night("from", &arguments.from, nights.iter().rev().nth(1))?;
    let to = night("to", &arguments.to, nights.last())?;
    let changes = store.diff(from, to)?;
    output::print(&match arguments.format {
        Form::Json => json::pretty(&serde_json::json!({
            "from": from.to_string(), "to": to.to_string(), "changes": changes, "notice": [GUARDRAIL_EN, GUARDRAIL_ZH],
        }))?,
        Form::Csv => changes_csv(&changes)?,
        Form::Text => {
            let lines = changes.iter().map(|change| match change.change {
                "moved" => format!(
                    "  moved   {} from {} to {}\n",
                    change.record_id, change.from_ring, change.ring_id
                ),
                word => format!(
                    "  {word:<7} {}: {} → {} records\n",
                    change.ring_id, change.records_before, change.records_after
                ),
            });
            let none = if changes.is_empty() { "  nothing changed\n" } else { "" };
            format!("{from} → {to}\n{}{none}{GUARDRAIL_EN}\n", lines.collect::<String>())
        }
    })
}

fn changes_csv(changes: &[Change]) -> Result<String> {
    let headers = [
        ("ring_id", ""),
        ("change", ""),
        ("record_id", ""),
        ("from_ring", ""),
        ("records_before", ""),
        ("records_after", ""),
    ];
    let mut table = table::Table::new(Lang::En, &headers)?;
    for change in changes {
        let cells = [
            change.ring_id.clone(),
            change.change.into(),
            change.record_id.clone(),
            change.from_ring.clone(),
            change.records_before.to_string(),
            change.records_after.to_string(),
        ];
        table.row(cells.map(Into::into))?;
    }
    Ok(String::from_utf8_lossy(&table.finish()?).into_owned())
}
