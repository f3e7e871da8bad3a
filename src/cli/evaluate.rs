//! `evaluate`: an output against truth or decisions; or, with `--ablate`, what each link type and flag is worth.

use std::path::{Path, PathBuf};

use clap::Args;
use serde_json::{Value, json};

use super::output::{self, Progress};
use super::settings::{Format, Settings};
use crate::error::{Error, ErrorKind, Result};
use crate::evaluate::ablation::{self, Ablation, Effect};
use crate::evaluate::nights as over_nights;
use crate::evaluate::nights::read::{Output, Truth};
use crate::evaluate::read::{self, Source};
use crate::evaluate::{Evaluation, Found, Planted, evaluate, labels, table};
use crate::ingest::values;
use crate::pipeline::{self, Outcome};
use crate::report::json::pretty;
use crate::report::summary::is_reported;
use crate::{detect, link};

/// Arguments of `evaluate`.
#[derive(Args, Clone, Debug)]
pub(super) struct Arguments {
    /// members.csv of a run, or of any other program: finding, record, and kind where it has kinds
    #[arg(long, value_name = "FILE", required_unless_present_any = ["ablate", "nights"], help_heading = "Evaluation")]
    members: Option<PathBuf>,
    /// truth.csv of a planted world: record, ring, and the rest where known; --labels instead for decisions
    #[arg(long, value_name = "FILE", help_heading = "Evaluation")]
    truth: Option<PathBuf>,
    /// rings.csv, for ranks and q-values; the one beside members.csv if not given
    #[arg(long, value_name = "FILE", help_heading = "Evaluation")]
    rings: Option<PathBuf>,
    /// reasons.csv, to tell how often findings with a reason are true
    #[arg(long, value_name = "FILE", help_heading = "Evaluation")]
    reasons: Option<PathBuf>,
    /// Records of the input; read from manifest.json beside members.csv if not given
    #[arg(long, value_name = "COUNT", help_heading = "Evaluation")]
    records: Option<u64>,
    /// Run the pipeline on the inputs, again without each link type and flag, and show what changes
    #[arg(long, conflicts_with_all = ["members", "rings", "reasons"], help_heading = "Evaluation")]
    ablate: bool,
    /// Folder with an output of `run --store` for each night, in folders named by their dates, to judge by the truth
    /// that `simulate --nights` wrote; --truth names its truth.csv, the rest lies beside it
    #[arg(long, value_name = "FOLDER", requires = "truth", conflicts_with_all = ["members", "rings", "reasons", "ablate"], help_heading = "Evaluation")]
    nights: Option<PathBuf>,
    #[command(flatten)]
    settings: Settings,
}

/// Prints the metrics.
pub(super) fn run(arguments: &Arguments) -> Result<u8> {
    let format = arguments.settings.format;
    if arguments.ablate {
        let effects = ablate(arguments)?;
        return output::print(&match format {
            Format::Text => table::effects(&effects),
            Format::Json => pretty(&json!(effects))?,
        });
    }
    if let (Some(folder), Some(truth)) = (&arguments.nights, &arguments.truth) {
        let measured = nights(folder, truth)?;
        return output::print(&match format {
            Format::Text => over_nights::table::evaluation(&measured),
            Format::Json => pretty(&json!(measured))?,
        });
    }
    let Some(members) = &arguments.members else {
        return Err(Error::usage("members: name the file to judge"));
    };
    let found = findings(members, arguments)?;
    let evaluation = match &arguments.truth {
        Some(path) => Some(evaluate(&truth(path)?, &found, total(members, arguments.records)?)),
        None => None,
    };
    let judgement = decisions(&arguments.settings.labels)?.map(|decisions| labels::judge(&decisions, &found));
    if evaluation.is_none() && judgement.is_none() {
        return Err(Error::usage("nothing to compare with: give --truth truth.csv or --labels labels.csv"));
    }
    output::print(&match format {
        Format::Text => {
            let parts =
                [evaluation.as_ref().map(table::evaluation), judgement.as_ref().map(table::judgement)];
            parts.into_iter().flatten().collect::<Vec<_>>().join("\n")
        }
        Format::Json => pretty(&document(evaluation.as_ref(), judgement.as_ref()))?,
    })
}

/// The evaluation with the decisions, where given, under a key of their own.
fn document(evaluation: Option<&Evaluation>, judgement: Option<&labels::Judgement>) -> Value {
    let mut out = evaluation.map_or_else(|| json!({}), |evaluation| json!(evaluation));
    if let Some(judgement) = judgement {
        out["decisions"] = json!(judgement);
    }
    out
}

fn bytes(path: &Path) -> Result<Vec<u8>> {
    std::fs::read(path).map_err(|source| Error::io("read", path, source))
}

/// Reads a file with one of the readers.
pub(super) fn read<T>(path: &Path, reader: impl FnOnce(Source<'_>) -> Result<T>) -> Result<T> {
    reader(Source { path: &path.display().to_string(), bytes: &bytes(path)? })
}

fn truth(path: &Path) -> Result<Vec<Planted>> {
    read(path, read::truth)
}

fn decisions(paths: &[PathBuf]) -> Result<Option<Vec<labels::Label>>> {
    let mut out = Vec::new();
    for path in paths {
        out.extend(read(path, read::labels)?);
    }
    Ok((!paths.is_empty()).then_some(out))
}

/// The findings with ranks, q-values and reasons, where there are files of them.
fn findings(members: &Path, arguments: &Arguments) -> Result<Vec<Found>> {
    let mut found = read(members, read::members)?;
    let beside = Some(members.with_file_name("rings.csv")).filter(|path| path.exists());
    if let Some(path) = arguments.rings.clone().or(beside) {
        read(&path, |source| read::rings(source, &mut found))?;
    }
    if let Some(path) = &arguments.reasons {
        read(path, |source| read::reasons(source, &mut found))?;
    }
    Ok(found)
}

/// Records of the input: as given, else as the manifest beside members.csv says.
fn total(members: &Path, given: Option<u64>) -> Result<Option<u64>> {
    let path = members.with_file_name("manifest.json");
    if given.is_some() || !path.exists() {
        return Ok(given);
    }
    let manifest: Value = serde_json::from_slice(&bytes(&path)?).map_err(|error| {
        Error::input(path.display().to_string(), Some(error.line() as u64), format!("no JSON: {error}"))
    })?;
    Ok(manifest["counts"]["records"].as_u64())
}

/// Measures the outputs of a run of nights.
fn nights(folder: &Path, truth: &Path) -> Result<over_nights::Evaluation> {
    let beside = |name: &str| File::read(&truth.with_file_name(name));
    let truth = [File::read(truth)?, beside("lineage.csv")?, beside("events.csv")?, beside("nights.csv")?];
    let [records, lineage, events, nights] = truth.each_ref().map(File::source);
    let story = over_nights::read::story(Truth { records, lineage, events, nights })?;
    let failed = |source| Error::io("read", folder, source);
    let mut days = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(failed)? {
        let path = entry.map_err(failed)?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        days.extend(values::day(&name).map(|day| (day, path.clone())));
    }
    days.sort();
    if days.is_empty() {
        return Err(Error::usage(format!("nights: `{}` has no folder named by a date", folder.display())));
    }
    let mut out = Vec::with_capacity(days.len());
    for (day, path) in days {
        let files = ["members.csv", "rings.csv", "alerts.csv"].map(|name| File::read(&path.join(name)));
        let [members, rings, alerts] = files;
        let files = [members?, rings?, alerts?];
        let [members, rings, alerts] = files.each_ref().map(File::source);
        out.push(over_nights::read::night(day, Output { members, rings, alerts })?);
    }
    Ok(over_nights::evaluate(&story, &out))
}

/// A file in memory.
struct File {
    path: String,
    bytes: Vec<u8>,
}

impl File {
    fn read(path: &Path) -> Result<Self> {
        Ok(Self { path: path.display().to_string(), bytes: bytes(path)? })
    }

    fn source(&self) -> Source<'_> {
        Source { path: &self.path, bytes: &self.bytes }
    }
}

/// Reads and normalises once, then links and detects once an ablation.
fn ablate(arguments: &Arguments) -> Result<Vec<Effect>> {
    let settings = &arguments.settings;
    let mut config = settings.ready()?;
    // Scores are compared, not q-values.
    config.detect.permutations = 0;
    let Some(path) = &arguments.truth else {
        return Err(
            ErrorKind::Usage(vec!["truth: --ablate measures against truth; name truth.csv".into()]).into()
        );
    };
    let truth = truth(path)?;
    settings.check_memory()?;
    settings.use_threads()?;
    let mut progress = Progress::new(settings);
    let mut outcome = pipeline::run(&config, &mut progress)?;
    drop(progress);
    let flags: Vec<&str> = detect::reason_codes().collect();
    ablation::ablate(&truth, &Ablation::all(&flags), |ablation| {
        if *ablation != Ablation::Nothing {
            let (link, detect) = without(&config, ablation);
            pipeline::again(&mut outcome, &link, &detect);
        }
        Ok(reported(&outcome))
    })
}

/// The settings with one thing left out.
fn without(config: &pipeline::Config, ablation: &Ablation) -> (link::Config, detect::Config) {
    let (mut link, mut detect) = (config.link.clone(), config.detect.clone());
    match ablation {
        Ablation::Nothing => {}
        Ablation::LinkType(kind) => link.ignored.push(*kind),
        Ablation::Flag(code) => detect.ignored.push(code.clone()),
    }
    (link, detect)
}

/// The likely rings of an outcome, best first.
fn reported(outcome: &Outcome) -> Vec<Found> {
    let found =
        outcome.findings.iter().filter(|finding| is_reported(finding, outcome)).map(|finding| Found {
            id: finding.id.clone(),
            records: finding
                .members
                .iter()
                .map(|member| outcome.assembled.records.id(member.record).to_owned())
                .collect(),
            ..Found::default()
        });
    found.collect()
}
