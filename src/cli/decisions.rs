//! `decisions`: lists, exports, imports and takes back what people decided.

use std::collections::BTreeSet;
use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::decided::decisions;
use super::output;
use super::place::Place;
use crate::error::{ErrorKind, Result};
use crate::ingest;
use crate::normalise::labels::{self, Label};
use crate::record::TableKind;
use crate::report::{Lang, table};
use crate::store::Store;
use crate::store::decisions::{Decision, Scope};

/// Arguments of `decisions`.
#[derive(Args, Clone, Debug)]
pub(super) struct Arguments {
    #[command(subcommand)]
    action: Action,
}

#[derive(Subcommand, Clone, Debug)]
enum Action {
    /// Print all decisions as CSV, undone ones too
    List(Place),
    /// Print the decisions that were not undone as CSV in the form of the labels table
    Export(Place),
    /// Read decisions from a labels table (CSV, XLSX or Parquet), as `run --labels` does
    Import {
        /// The table
        file: PathBuf,
        #[command(flatten)]
        place: Place,
    },
    /// Take a decision back by its number; it stays in the list
    Undo {
        /// Its number
        number: i64,
        #[command(flatten)]
        place: Place,
        /// Who takes it back
        #[arg(long, value_name = "NAME")]
        by: String,
    },
}

/// Lists, exports, imports, takes back.
pub(super) fn run(arguments: &Arguments) -> Result<u8> {
    match &arguments.action {
        Action::List(place) => {
            output::print(&csv(&place.open()?.decisions()?, &["number", "scope", "undone"])?)
        }
        Action::Export(place) => {
            let mut all = place.open()?.decisions()?;
            all.retain(|decision| !decision.undone);
            output::print(&csv(&all, &[])?)
        }
        Action::Import { file, place } => import(file.clone(), &place.open()?),
        Action::Undo { number, place, by } => {
            place.open()?.undo(*number, by)?;
            output::print(&format!("decision {number} is taken back\n"))
        }
    }
}

const LABELS: [&str; 12] = [
    "record_id",
    "other_record_id",
    "ring_id",
    "value",
    "other_value",
    "decision",
    "author",
    "decided_at",
    "reason",
    "expires_at",
    "status",
    "prevented_loss",
];

fn csv(all: &[Decision], further: &[&'static str]) -> Result<String> {
    let headers: Vec<table::Header> = LABELS.iter().chain(further).map(|name| (*name, *name)).collect();
    let mut table = table::Table::new(Lang::En, &headers)?;
    for decision in all {
        let Decision { scope, kind, target, other, .. } = decision;
        // A value's token goes out with its kind and comes in again as it is.
        let value = |kind: &str, token: &str| match kind {
            "" => String::new(),
            kind => format!("token:{kind}:{token}"),
        };
        let id = |wanted: bool, id: &str| if wanted { id.to_owned() } else { String::new() };
        let is_record = kind.is_empty() && *scope != Scope::Ring;
        let mut cells = vec![
            id(is_record, target),
            id(is_record, &other.1),
            id(*scope == Scope::Ring, target),
            value(kind, target),
            value(&other.0, &other.1),
            decision.decision.clone(),
            decision.author.clone(),
            decision.decided_at.to_string(),
            decision.reason.clone(),
            decision.expires_at.map_or_else(String::new, |day| day.to_string()),
            decision.status.clone(),
            decision.prevented_loss.map_or_else(String::new, |money| money.to_string()),
        ];
        if !further.is_empty() {
            cells.extend([
                decision.number.to_string(),
                scope.name().into(),
                if decision.undone { "yes" } else { "no" }.into(),
            ]);
        }
        table.row(cells.into_iter().map(Into::into))?;
    }
    Ok(String::from_utf8_lossy(&table.finish()?).into_owned())
}

/// The labels of tables, and in words every row and value of them that cannot be understood.
pub(super) fn read(config: &ingest::Config) -> Result<(Vec<Label>, Vec<String>)> {
    let ingested = ingest::load(config)?;
    let (labels, unclear) = labels::labels(&ingested.tables);
    let all = ingested.rejects.iter().chain(&ingested.warnings).chain(&unclear);
    let problems = all.map(|reject| {
        let file = &ingested.tables.files[reject.file as usize];
        format!("{file} line {}: {}: {} ({})", reject.line, reject.column, reject.reason, reject.shape)
    });
    Ok((labels, problems.collect()))
}

fn import(file: PathBuf, store: &Store) -> Result<u8> {
    let config = ingest::Config { inputs: vec![(TableKind::Labels, file)], ..ingest::Config::default() };
    // An import is one act: a row that cannot be understood stops it before anything is written.
    let (labels, problems) = read(&config)?;
    if !problems.is_empty() {
        return Err(ErrorKind::Usage(problems).into());
    }
    let mut said: BTreeSet<Decision> = store.decisions()?.iter().map(Decision::said).collect();
    let read: Vec<Decision> = labels.iter().flat_map(|label| decisions(label, store.key())).collect();
    let all = read.len();
    // The same file read twice adds nothing.
    let new: Vec<Decision> = read.into_iter().filter(|decision| said.insert(decision.said())).collect();
    let written = store.decide(&new, "import")?.len();
    output::print(&format!("{written} of {all} decisions are new\n"))
}
