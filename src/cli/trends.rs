//! `trends`: the management summary of a period alone, from the results of a run or from the input.

use std::path::PathBuf;

use clap::Args;

use super::decided::Decided;
use super::decisions;
use super::output::{self, Progress};
use super::recall::{StoreSettings, recall};
use super::remember::Memory;
use super::run::{Gate, beside};
use super::settings::{Format, Settings};
use crate::error::{Error, Result};
use crate::report::trends::period::{Month, Period};
use crate::report::trends::{self, Facts, Request};
use crate::report::{json, publish};

/// Arguments of `trends`.
#[derive(Args, Clone, Debug)]
pub(super) struct Arguments {
    /// Output folder of the run to sum up
    #[arg(long, short, value_name = "FOLDER", default_value = "out", help_heading = "Trends")]
    out: PathBuf,
    /// Read the input and find rings anew instead, as `run` does
    #[arg(long, help_heading = "Trends")]
    fresh: bool,
    /// First month (2026-01); that of --to if not given
    #[arg(long, value_name = "MONTH", value_parser = month, help_heading = "Trends")]
    from: Option<Month>,
    /// Last month; the last whole one before the as-of day if not given
    #[arg(long, value_name = "MONTH", value_parser = month, help_heading = "Trends")]
    to: Option<Month>,
    /// Folder for trends.html, trends.xlsx and trends.md; replaced at once
    #[arg(long, value_name = "FOLDER", default_value = "trends", help_heading = "Trends")]
    into: PathBuf,
    #[command(flatten)]
    store: StoreSettings,
    #[command(flatten)]
    settings: Settings,
}

fn month(text: &str) -> std::result::Result<Month, String> {
    Month::parse(text).ok_or_else(|| "no month; write 2026-03".to_owned())
}

/// Sums up the period and writes the folder.
pub(super) fn run(arguments: &Arguments) -> Result<u8> {
    publish::check_kind(&arguments.into, "trends")?;
    let (mut facts, source, memory) = if arguments.fresh { fresh(arguments)? } else { stored(arguments)? };
    let period = period(arguments, &facts)?;
    if let Some(memory) = &memory {
        let (first, last) = period.days();
        facts.befell = memory.store().befell(first, last)?;
    }
    let settings = &arguments.settings;
    let summary = trends::sum_up::sum_up(&facts, &[period]);
    let request = Request { lang: settings.lang, source: &source };
    let files = trends::files(&facts, &summary, &request)?;
    publish::publish(&arguments.into, &files)?;
    match (settings.quiet, settings.format) {
        (true, _) => Ok(0),
        (false, Format::Json) => output::print(&json::pretty(&serde_json::json!(summary))?),
        (false, Format::Text) => {
            let names = files.iter().map(|(name, _)| format!("{}\n", arguments.into.join(name).display()));
            output::print(&names.collect::<String>())
        }
    }
}

fn period(arguments: &Arguments, facts: &Facts) -> Result<Period> {
    let to = arguments.to.unwrap_or_else(|| Month::completed(facts.as_of));
    let period = Period { from: arguments.from.unwrap_or(to), to };
    if period.from > period.to {
        return Err(Error::usage(format!("from: {} lies after {}", period.from, period.to)));
    }
    if facts.rows.iter().any(|row| period.holds(row.month)) {
        return Ok(period);
    }
    Err(Error::usage(format!("from: the results hold no record of {period}")))
}

/// Facts, what they are of (the id of a run, or `input`), and the store where there is one.
type Found = (Facts, String, Option<Memory>);

/// The facts of the input, with what the store remembers.
fn fresh(arguments: &Arguments) -> Result<Found> {
    let settings = &arguments.settings;
    let config = settings.ready()?;
    settings.check_memory()?;
    settings.use_threads()?;
    let gate = Gate {
        night: None,
        as_of: config.as_of,
        progress: Progress::new(settings),
        allowed: settings.max_reject_share,
        rejected_to: beside(&arguments.into, ".rejected"),
        lang: settings.lang,
    };
    let (outcome, memory) = recall(&arguments.store, &config, gate)?;
    Ok((Facts::of(&outcome)?, "input".to_owned(), memory))
}

/// The facts of a folder, with the decisions of the store and of labels.
fn stored(arguments: &Arguments) -> Result<Found> {
    let (mut facts, run) = trends::read::facts(&arguments.out)?;
    let memory = arguments.store.open()?;
    let mut decided = Decided::new(memory.as_ref())?;
    let labels = arguments.settings.labels_alone()?;
    if !labels.inputs.is_empty() {
        let (labels, problems) = decisions::read(&labels)?;
        for problem in problems {
            eprintln!("ringkeeper: warning: {problem}");
        }
        decided.learn(&labels);
    }
    facts.decided = decided.leads();
    Ok((facts, run, memory))
}
