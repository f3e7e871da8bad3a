//! `audit`: who changed what in the store, and whether the trail is whole.

use clap::{Args, Subcommand};

use super::output;
use super::place::Place;
use super::settings::Format;
use crate::error::{Error, Result};
use crate::report::json;
use crate::store::{attest, audit};

/// Arguments of `audit`.
#[derive(Args, Clone, Debug)]
pub(super) struct Arguments {
    #[command(subcommand)]
    action: Action,
}

#[derive(Subcommand, Clone, Debug)]
enum Action {
    /// Print the trail, oldest row first
    List {
        #[command(flatten)]
        place: Place,
        /// Form of the answer
        #[arg(long, value_enum, default_value_t)]
        format: Format,
    },
    /// Recompute the chain of hashes and hold the decisions against it; exit code 1 at the first that is wrong
    Verify {
        #[command(flatten)]
        place: Place,
        /// A last hash noted earlier: it must still stand in the trail, so that its end was not cut off
        #[arg(long, value_name = "HASH")]
        seen: Option<String>,
    },
}

/// Lists or verifies.
pub(super) fn run(arguments: &Arguments) -> Result<u8> {
    match &arguments.action {
        Action::List { place, format } => {
            let rows = place.open()?.trail()?;
            output::print(&match format {
                Format::Json => json::pretty(&serde_json::json!({ "audit": rows }))?,
                Format::Text => rows.iter().map(line).collect::<Vec<_>>().concat(),
            })
        }
        Action::Verify { place, seen } => {
            let store = place.open()?;
            let rows = store.trail()?;
            let wrong = |message: String| Error::input(place.store.display().to_string(), None, message);
            if let Some((number, why)) = audit::broken(&rows) {
                return Err(wrong(format!("the audit trail is broken at row {number}: {why}")));
            }
            if let Some(seen) = seen
                && !rows.iter().any(|row| row.hash == *seen)
            {
                return Err(wrong(format!("the audit trail does not hold the row with hash {seen}")));
            }
            if let Some((number, why)) = attest::unlike(&store.decisions()?, &rows) {
                return Err(wrong(format!("decision {number}: {why}")));
            }
            let last = rows.last().map_or_else(String::new, |row| format!(", last hash {}", row.hash));
            output::print(&format!("{} audit rows, the chain holds{last}\n", rows.len()))
        }
    }
}

fn line(row: &audit::Row) -> String {
    format!("{:>5}  {}  {}  {}  {}\n", row.number, row.at, row.who, row.action, row.detail)
}
