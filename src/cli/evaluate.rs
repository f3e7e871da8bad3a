//! `evaluate`: an output against truth or decisions; or, with `--ablate`, what each link type and flag is worth.

use std::path::{Path, PathBuf};

use clap::Args;
use serde_json::{Value, json};

use super::output::{self, Progress};
use super::settings::{Format, Settings};
use crate::error::{Error, ErrorKind, Result};
use crate::evaluate::ablation::{self, Ablation, Effect};
use crate::evaluate::read::{self, Source};
use crate::evaluate::{Evaluation, Found, Planted, evaluate, labels, table};
use crate::pipeline::{self, Outcome};
use crate::report::json::pretty;
use crate::report::summary::is_reported;
use crate::{detect, link};

/// Arguments of `evaluate`.
#[derive(Args, Clone, Debug)]
pub(super) struct Arguments {
    /// members.csv of a run, or of any other program: finding, record, and kind where it has kinds
    #[arg(long, value_name = "FILE", required_unless_present = "ablate", help_heading = "Evaluation")]
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
