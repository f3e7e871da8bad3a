//! `run`: everything, published at once.

use std::path::{Path, PathBuf};
use std::time::Instant;

use clap::Args;

use super::decided::Decided;
use super::output::{self, Progress};
use super::recall::StoreSettings;
use super::remember::{Memory, Pending};
use super::settings::{Format, Settings};
use super::watch::Watch;
use crate::detect::finding::Finding;
use crate::error::{ErrorKind, Result};
use crate::ingest::{Ingested, RowCounts};
use crate::normalise::records::Assembled;
use crate::pipeline::{self, Observer, Outcome};
use crate::record::Day;
use crate::report::manifest::{self, About};
use crate::report::metrics::Figures;
use crate::report::summary::is_reported;
use crate::report::trends::Trends;
use crate::report::{self, Lang, alerts, lists, publish, terminal};
use crate::track::{EventKind, Remembered};

/// Arguments of `run`.
#[derive(Args, Clone, Debug)]
pub(super) struct Arguments {
    #[command(flatten)]
    pub(super) settings: Settings,
    /// Output folder; replaced at once when the run has succeeded
    #[arg(long, short, value_name = "FOLDER", default_value = "out", help_heading = "Output")]
    pub(super) out: PathBuf,
    /// Write look-alikes beside likely rings
    #[arg(long, num_args = 0..=1, default_value_t = false, default_missing_value = "true", action = clap::ArgAction::Set, value_name = "BOOL", require_equals = true, hide_possible_values = true, help_heading = "Output")]
    all_kinds: bool,
    /// A record is new for this many days, the as-of day included
    #[arg(long, value_name = "DAYS", default_value_t = 1, help_heading = "Output")]
    pub(super) new_days: u32,
    /// Do everything and write nothing, neither outputs nor store
    #[arg(long, num_args = 0..=1, default_value_t = false, default_missing_value = "true", action = clap::ArgAction::Set, value_name = "BOOL", require_equals = true, hide_possible_values = true, help_heading = "Output")]
    pub(super) dry_run: bool,
    /// Exit with code 10 when a likely ring was found; with a store, when a new one was that nobody cleared
    #[arg(long, num_args = 0..=1, default_value_t = false, default_missing_value = "true", action = clap::ArgAction::Set, value_name = "BOOL", require_equals = true, hide_possible_values = true, help_heading = "Output")]
    fail_on_rings: bool,
    #[command(flatten)]
    pub(super) store: StoreSettings,
    #[command(flatten)]
    watch: Watch,
}

/// Runs the pipeline and publishes the output folder.
pub(super) fn run(arguments: &Arguments) -> Result<u8> {
    let start = Instant::now();
    let settings = &arguments.settings;
    let config = settings.ready()?;
    publish::check_kind(&arguments.out, "run")?;
    arguments.watch.check()?;
    settings.check_memory()?;
    settings.use_threads()?;
    let mut reporting = settings.report(arguments.store.key_file.as_ref(), arguments.new_days)?;
    reporting.all_kinds = arguments.all_kinds;
    let mut memory = remembered(arguments, &reporting)?;
    if let Some(memory) = &memory {
        reporting.key = Some(memory.key().clone());
    }
    let mut decided = Decided::new(memory.as_ref())?;
    let mut gate = Gate {
        night: Some((memory.as_mut(), &mut decided)),
        as_of: config.as_of,
        progress: Progress::new(settings),
        allowed: settings.max_reject_share,
        rejected_to: beside(&arguments.out, ".rejected"),
        lang: settings.lang,
    };
    let mut outcome = pipeline::run(&config, &mut gate)?;
    let mut gate = gate.progress;
    let tracking_since = Instant::now();
    let pending = if let Some(memory) = &memory {
        Some(tracked(memory, &mut outcome, &decided, arguments.new_days)?)
    } else {
        decided.tell_alone(&mut outcome)?;
        None
    };
    let tracked = tracking_since.elapsed();
    let (watch, log) = (&arguments.watch, settings.log_format);
    let drift = watch.drift(memory.as_ref(), pending.as_ref(), &outcome)?;
    watch.gate(&drift, (&outcome, &reporting), log, start.elapsed())?;
    gate.stage("report")?;
    let reporting_since = Instant::now();
    let effective = effective(arguments);
    let trends = Trends::of(&outcome)?;
    let mut files = report::tables(&outcome, &reporting, &trends)?;
    files.push(("report.html", report::html::file(&outcome, &reporting, &trends.summary, &effective)?));
    outcome.timings.push(("report", reporting_since.elapsed()));
    if pending.is_some() {
        outcome.timings.push(("track", tracked));
    }
    let about =
        About { settings: effective, threads: rayon::current_num_threads(), elapsed: start.elapsed() };
    let manifest = manifest::file(&outcome, &reporting, &about, &files)?;
    files.push(("manifest.json", manifest.clone()));
    if !arguments.dry_run {
        let staged = publish::stage(&arguments.out, &files)?;
        // Killed before this line, the night never was; killed after it, the next run finishes the exchange.
        if let (Some(memory), Some(pending)) = (&mut memory, &pending) {
            memory.save(&outcome, (pending, &decided), &manifest)?;
        }
        staged.exchange()?;
    }
    drop(gate);
    let published = !arguments.dry_run;
    let elapsed = start.elapsed();
    watch.tell(&Figures { outcome: &outcome, config: &reporting, drift: &drift, published, elapsed }, log)?;
    say(arguments, &outcome, &reporting)?;
    let found = outcome.findings.iter().any(|finding| is_news(finding, &outcome, pending.is_some()));
    // The process ends here: giving a gigabyte back page by page would only cost time.
    std::mem::forget(outcome);
    Ok(if arguments.fail_on_rings && found { 10 } else { 0 })
}

/// Whether a finding is a ring that `--fail-on-rings` tells: any without a store; with one, a ring first found tonight.
fn is_news(finding: &Finding, outcome: &Outcome, remembers: bool) -> bool {
    let Remembered { events, quiet, .. } = &outcome.remembered;
    let is_born = || {
        let events = events.get(&finding.id).into_iter().flat_map(|events| events.split(' '));
        events.into_iter().any(|event| event == EventKind::Born.name())
    };
    is_reported(finding, outcome) && !quiet.contains(&finding.id) && (!remembers || is_born())
}

/// What the store says of tonight.
fn tracked(memory: &Memory, outcome: &mut Outcome, decided: &Decided, new_days: u32) -> Result<Pending> {
    let pending = memory.track(outcome, decided)?;
    let as_of = outcome.as_of;
    memory.touch(outcome, (&pending, decided), |record| alerts::is_listed(record, as_of, new_days));
    Ok(pending)
}

/// Opens the store, where there is one. A store that is not there yet remembers nothing, and a dry run does not make it.
fn remembered(arguments: &Arguments, reporting: &report::Config) -> Result<Option<Memory>> {
    let StoreSettings { store, store_wait, .. } = &arguments.store;
    let Some(path) = store.as_ref().filter(|path| !arguments.dry_run || path.exists()) else {
        return Ok(None);
    };
    let memory = Memory::open(path, reporting.key.clone(), *store_wait)?;
    if arguments.dry_run {
        memory.check_renewed()?;
    } else {
        memory.roll_forward(&arguments.out)?;
    }
    Ok(Some(memory))
}

/// Prints files when asked to, and the summary unless asked not to.
fn say(arguments: &Arguments, outcome: &Outcome, reporting: &report::Config) -> Result<()> {
    let settings = &arguments.settings;
    if settings.verbose > 0 {
        for file in &outcome.files {
            eprintln!(
                "ringkeeper: {} ({}, {} {}): {} rows, {} rejected",
                file.path,
                file.table.name(),
                file.format,
                file.encoding,
                file.rows,
                file.rejected
            );
        }
    }
    if !settings.quiet {
        let out = arguments.out.display().to_string();
        let text = match settings.format {
            Format::Text => terminal::summary(outcome, reporting, output::style(), Some(&out)),
            Format::Json => report::json::document(outcome, reporting)?,
        };
        output::print(&text)?;
    }
    Ok(())
}

/// `out` → `out.rejected`, `cases/R-1` → `cases/R-1.zip`.
pub(super) fn beside(out: &Path, suffix: &str) -> PathBuf {
    let mut name = out.file_name().unwrap_or_default().to_os_string();
    name.push(suffix);
    out.with_file_name(name)
}

/// Stops a run whose input is too bad, leaving the rejects for a person to read.
pub(super) struct Gate<'a> {
    /// The store, where there is one, and what people decided; neither where somebody else applies them.
    pub(super) night: Option<(Option<&'a mut Memory>, &'a mut Decided)>,
    pub(super) as_of: Option<Day>,
    pub(super) progress: Progress,
    pub(super) allowed: f64,
    pub(super) rejected_to: PathBuf,
    pub(super) lang: Lang,
}

impl Observer for Gate<'_> {
    fn stage(&mut self, name: &'static str) -> Result<()> {
        self.progress.stage(name)
    }

    fn assembled(&mut self, assembled: &mut Assembled) -> Result<()> {
        let Some((memory, decided)) = &mut self.night else { return Ok(()) };
        let as_of = self.as_of.or(assembled.latest()).unwrap_or(Day(0));
        if let Some(memory) = memory {
            memory.check_order(as_of)?;
            if let Some(renewed) = memory.renew(assembled)? {
                eprintln!("ringkeeper: {}", renewed.words());
                // Decisions about values carry the new key now.
                **decided = Decided::new(Some(memory))?;
            }
        }
        decided.learn(&assembled.labels);
        decided.apply(assembled, as_of);
        Ok(())
    }

    fn ingested(&mut self, ingested: &Ingested) -> Result<()> {
        let counts = RowCounts::of(&ingested.files);
        if counts.reject_share() <= self.allowed {
            return Ok(());
        }
        let (rows, rejected) = (counts.rows, counts.rejected);
        let paths: Vec<&str> = ingested.files.iter().map(|file| file.path.as_str()).collect();
        let rejects = lists::rejects(&ingested.rejects, &paths, self.lang)?;
        let about =
            serde_json::json!({ "rows": rows, "rejected": rejected, "max_reject_share": self.allowed });
        let manifest = report::json::pretty(&about)?.into_bytes();
        publish::publish(&self.rejected_to, &[("rejects.csv", rejects), ("manifest.json", manifest)])?;
        Err(ErrorKind::DataQuality {
            rejected,
            rows,
            allowed: self.allowed,
            rejects: self.rejected_to.clone(),
        }
        .into())
    }
}

/// Settings as they took effect, by name, for the manifest; personal values among them are counted only.
pub(super) fn effective(arguments: &Arguments) -> Vec<(String, String)> {
    let settings = &arguments.settings;
    let mut out = settings.effective();
    out.push(("all-kinds".into(), arguments.all_kinds.to_string()));
    out.push(("new-days".into(), arguments.new_days.to_string()));
    out.push(("key-file".into(), if arguments.store.key_file.is_some() { "given" } else { "none" }.into()));
    out
}
