//! `history`, `diff`, `decide`, `decisions`: reading the store, and telling it what people decided.

use std::path::PathBuf;
use std::time::Duration;

use clap::{Args, Subcommand};

use super::output;
use super::settings::Format;
use crate::error::{Error, ErrorKind, Result};
use crate::ingest::values;
use crate::normalise::watch;
use crate::privacy::{mask, token::Key};
use crate::record::{Day, Money};
use crate::report::{GUARDRAIL_EN, GUARDRAIL_ZH, Lang, json, table, words};
use crate::store::Store;
use crate::store::decisions::{DECISIONS, Decision, STATUSES, Scope};
use crate::store::diff::Change;
use crate::store::history::History;

/// Where the store is.
#[derive(Args, Clone, Debug)]
pub(super) struct Place {
    /// The store that `run --store` writes
    #[arg(long, value_name = "FILE")]
    pub(super) store: PathBuf,
    /// The store's key, where it does not lie beside it
    #[arg(long, value_name = "FILE")]
    key_file: Option<PathBuf>,
    /// Seconds to wait for a run that uses the store
    #[arg(long, value_name = "SECONDS", default_value_t = 0)]
    store_wait: u64,
}

impl Place {
    pub(super) fn open(&self) -> Result<Store> {
        if !self.store.is_file() {
            return Err(Error::usage(format!(
                "store: `{}` does not exist; `run --store` makes it",
                self.store.display()
            )));
        }
        let key = self.key_file.as_deref().map(Key::read).transpose()?;
        Store::open(&self.store, key, Duration::from_secs(self.store_wait))
    }
}

/// Arguments of `history`.
#[derive(Args, Clone, Debug)]
pub(super) struct HistoryArguments {
    /// The ring, as rings.csv names it
    ring_id: String,
    #[command(flatten)]
    place: Place,
    /// Form of the answer
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    /// Language of the sentences
    #[arg(long, value_enum, default_value_t)]
    lang: Lang,
}

/// Prints the life of a ring.
pub(super) fn history(arguments: &HistoryArguments) -> Result<u8> {
    let history = arguments.place.open()?.history(&arguments.ring_id)?;
    output::print(&match arguments.format {
        Format::Json => json::pretty(&serde_json::json!(history))?,
        Format::Text => life(&history, arguments.lang),
    })
}

fn life(history: &History, lang: Lang) -> String {
    let History { ring_id, born, persons, records, .. } = history;
    let (state, kind) = (words::local(&history.state, lang), words::local(&history.kind, lang));
    let mut out = lang
        .of(
            &format!(
                "{ring_id}  {kind}, {state}, first found {born}: {records} records of {persons} persons\n"
            ),
            &format!("{ring_id}  {kind}，{state}，首次发现于{born}：{persons}人，{records}条记录\n"),
        )
        .to_owned();
    for event in &history.events {
        let other = if event.other.is_empty() { String::new() } else { format!(" ({})", event.other) };
        let sentence = lang.of(&event.sentence_en, &event.sentence_zh);
        out.push_str(&format!(
            "  {}  {}{other}: {sentence}\n",
            event.as_of,
            words::local(&event.event, lang)
        ));
    }
    out.push_str(lang.of(GUARDRAIL_EN, GUARDRAIL_ZH));
    out.push('\n');
    out
}

/// Form of a difference.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, clap::ValueEnum)]
enum DiffFormat {
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
pub(super) struct DiffArguments {
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
    format: DiffFormat,
}

/// Prints what changed between two nights.
pub(super) fn diff(arguments: &DiffArguments) -> Result<u8> {
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
        DiffFormat::Json => json::pretty(&serde_json::json!({
            "from": from.to_string(), "to": to.to_string(), "changes": changes, "notice": [GUARDRAIL_EN, GUARDRAIL_ZH],
        }))?,
        DiffFormat::Csv => changes_csv(&changes)?,
        DiffFormat::Text => {
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

/// Arguments of `decide`.
#[derive(Args, Clone, Debug)]
pub(super) struct DecideArguments {
    /// A ring, a record, or a phone, account, identity number, e-mail or address; a value is stored as a token only
    target: String,
    /// confirmed, cleared, unsure or ignore
    #[arg(value_parser = clap::builder::PossibleValuesParser::new(DECISIONS))]
    decision: String,
    #[command(flatten)]
    place: Place,
    /// Who decided
    #[arg(long, value_name = "NAME")]
    by: String,
    /// Why, without personal data
    #[arg(long, value_name = "TEXT")]
    reason: String,
    /// Last day on which it holds; for ever if not given
    #[arg(long, value_name = "DAY")]
    until: Option<String>,
    /// The day of the decision; the last night of the store if not given
    #[arg(long, value_name = "DAY")]
    at: Option<String>,
    /// Where the case stands
    #[arg(long, value_name = "STATUS", value_parser = clap::builder::PossibleValuesParser::new(STATUSES))]
    status: Option<String>,
    /// What the decision saved, in yuan
    #[arg(long, value_name = "YUAN")]
    prevented_loss: Option<String>,
}

/// Writes a decision.
pub(super) fn decide(arguments: &DecideArguments) -> Result<u8> {
    let store = arguments.place.open()?;
    let decided_at = match &arguments.at {
        Some(text) => day("at", text)?,
        None => {
            store.last_night()?.ok_or_else(|| Error::usage("the store holds no night yet; give --at DAY"))?
        }
    };
    let prevented_loss = match &arguments.prevented_loss {
        Some(text) => Some(values::money(text).ok_or_else(|| {
            Error::usage(format!("prevented-loss: `{}` is no amount of yuan", mask::free_text(text)))
        })?),
        None => None,
    };
    let mut targets = targets(&store, arguments.target.trim())?;
    targets.dedup();
    let mut out = String::new();
    for (scope, kind, target) in targets {
        let decision = Decision {
            number: 0,
            scope,
            kind,
            target,
            decision: arguments.decision.clone(),
            author: arguments.by.clone(),
            decided_at,
            reason: mask::free_text(&arguments.reason),
            expires_at: arguments.until.as_deref().map(|text| day("until", text)).transpose()?,
            status: arguments.status.clone().unwrap_or_default(),
            prevented_loss,
            undone: false,
        };
        let number = store.decide(&decision, "decide")?;
        out.push_str(&format!(
            "decision {number}: {} {} from {decided_at} on\n",
            scope.name(),
            decision.decision
        ));
    }
    output::print(&out)
}

/// What a decision is about: ring, record, or the tokens of a value.
fn targets(store: &Store, text: &str) -> Result<Vec<(Scope, String, String)>> {
    if store.is_ring(text)? {
        return Ok(vec![(Scope::Ring, String::new(), text.to_owned())]);
    }
    if store.is_record(text)? {
        return Ok(vec![(Scope::Record, String::new(), text.to_owned())]);
    }
    // An identity number also reads as an account, and a phone as nothing else: the narrowest reading first.
    let read = ["phone", "id_no", "email", "account", "address"]
        .into_iter()
        .map(|value_type| watch::sought(value_type, text))
        .find(|read| !read.is_empty())
        .ok_or_else(|| {
            Error::usage(format!(
                "`{}` is no ring and no ring's record of this store, and no phone, account, identity number, e-mail or address",
                mask::free_text(text)
            ))
        })?;
    let token = |sought: &watch::Sought| store.key().token(sought.kind, &sought.key);
    Ok(read.iter().map(|sought| (Scope::Value, sought.kind.name().to_owned(), token(sought))).collect())
}

/// Arguments of `decisions`.
#[derive(Args, Clone, Debug)]
pub(super) struct DecisionsArguments {
    #[command(subcommand)]
    action: Action,
}

#[derive(Subcommand, Clone, Debug)]
enum Action {
    /// Print all decisions as CSV, undone ones too
    List(Place),
    /// Print the decisions that were not undone as CSV in the form of the labels table
    Export(Place),
    /// Read decisions about rings, records and values from a CSV in the form of the labels table
    Import {
        /// The CSV (UTF-8)
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
pub(super) fn decisions(arguments: &DecisionsArguments) -> Result<u8> {
    match &arguments.action {
        Action::List(place) => {
            output::print(&labels(&place.open()?.decisions()?, &["number", "scope", "undone"])?)
        }
        Action::Export(place) => {
            let mut all = place.open()?.decisions()?;
            all.retain(|decision| !decision.undone);
            output::print(&labels(&all, &[])?)
        }
        Action::Import { file, place } => import(file, &place.open()?),
        Action::Undo { number, place, by } => {
            place.open()?.undo(*number, by)?;
            output::print(&format!("decision {number} is taken back\n"))
        }
    }
}

const LABELS: [&str; 10] = [
    "record_id",
    "ring_id",
    "value",
    "decision",
    "author",
    "decided_at",
    "reason",
    "expires_at",
    "status",
    "prevented_loss",
];

fn labels(all: &[Decision], further: &[&'static str]) -> Result<String> {
    let headers: Vec<table::Header> = LABELS.iter().chain(further).map(|name| (*name, *name)).collect();
    let mut table = table::Table::new(Lang::En, &headers)?;
    for decision in all {
        let of = |scope| if decision.scope == scope { decision.target.clone() } else { String::new() };
        // A value's token goes out with its kind and comes in again as it is.
        let value = if decision.scope == Scope::Value {
            format!("token:{}:{}", decision.kind, decision.target)
        } else {
            String::new()
        };
        let mut cells = vec![
            of(Scope::Record),
            of(Scope::Ring),
            value,
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
                decision.scope.name().into(),
                if decision.undone { "yes" } else { "no" }.into(),
            ]);
        }
        table.row(cells.into_iter().map(Into::into))?;
    }
    Ok(String::from_utf8_lossy(&table.finish()?).into_owned())
}

fn import(file: &std::path::Path, store: &Store) -> Result<u8> {
    let unreadable = |error: csv::Error| Error::input(file.display().to_string(), None, error.to_string());
    let mut reader = csv::Reader::from_path(file).map_err(unreadable)?;
    let headers = reader.headers().map_err(unreadable)?.clone();
    let mut read = Vec::new();
    let mut problems = Vec::new();
    for (row, cells) in reader.records().enumerate() {
        let cells = cells.map_err(unreadable)?;
        let cell = |name: &str| {
            let place = headers.iter().position(|header| header.trim_start_matches('\u{feff}') == name);
            place.and_then(|place| cells.get(place)).unwrap_or_default().trim()
        };
        match label(store, cell) {
            Ok(decisions) => read.extend(decisions),
            Err(error) => problems.push(format!("{} line {}: {error}", file.display(), row + 2)),
        }
    }
    if !problems.is_empty() {
        return Err(ErrorKind::Usage(problems).into());
    }
    let known = store.decisions()?;
    let mut written = 0;
    for decision in &read {
        // The same file read twice adds nothing.
        let same = |old: &Decision| Decision { number: 0, undone: false, ..old.clone() } == *decision;
        if !known.iter().any(same) {
            store.decide(decision, "import")?;
            written += 1;
        }
    }
    output::print(&format!("{written} of {} decisions are new\n", read.len()))
}

/// The decisions of a row: one, or one for each value in the cell.
fn label<'a>(store: &Store, cell: impl Fn(&str) -> &'a str) -> Result<Vec<Decision>> {
    let decision = cell("decision");
    if !DECISIONS.contains(&decision) {
        return Err(Error::usage(format!("decision: not one of {}", DECISIONS.join(", "))));
    }
    let status = cell("status");
    if !status.is_empty() && !STATUSES.contains(&status) {
        return Err(Error::usage(format!("status: not one of {}", STATUSES.join(", "))));
    }
    let value = cell("value");
    let about = if !cell("ring_id").is_empty() {
        vec![(Scope::Ring, String::new(), cell("ring_id").to_owned())]
    } else if !cell("record_id").is_empty() {
        vec![(Scope::Record, String::new(), cell("record_id").to_owned())]
    } else if let Some((kind, token)) = value.strip_prefix("token:").and_then(|rest| rest.split_once(':')) {
        vec![(Scope::Value, kind.to_owned(), token.to_owned())]
    } else {
        targets(store, value)?
    };
    let optional = |name: &str| Some(cell(name)).filter(|text| !text.is_empty());
    let decided_at = day("decided_at", cell("decided_at"))?;
    let expires_at = optional("expires_at").map(|text| day("expires_at", text)).transpose()?;
    let prevented_loss: Option<Money> = optional("prevented_loss").and_then(values::money);
    let one = |(scope, kind, target)| Decision {
        number: 0,
        scope,
        kind,
        target,
        decision: decision.to_owned(),
        author: cell("author").to_owned(),
        decided_at,
        reason: mask::free_text(cell("reason")),
        expires_at,
        status: status.to_owned(),
        prevented_loss,
        undone: false,
    };
    Ok(about.into_iter().map(one).collect())
}

/// A date of the command line.
pub(super) fn day(name: &str, text: &str) -> Result<Day> {
    values::day(text).ok_or_else(|| Error::usage(format!("{name}: `{}` is no date", mask::free_text(text))))
}
