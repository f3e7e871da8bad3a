//! The stage calls, in order, and nothing else.

use std::time::{Duration, Instant};

use crate::detect::Detected;
use crate::detect::control::Control;
use crate::detect::finding::Finding;
use crate::error::{Error, Result};
use crate::ingest::exposure::Exposure;
use crate::ingest::{FileReport, Ingested, Reject};
use crate::link::Linked;
use crate::normalise::labels;
use crate::normalise::records::Assembled;
use crate::record::decided::DecidedLead;
use crate::record::{Day, RecordIx};
use crate::share::matching::Partners;
use crate::track::Remembered;
use crate::{detect, ingest, link, normalise};

/// Settings of all stages.
#[derive(Clone, Debug, Default)]
pub struct Config {
    /// What to read.
    pub ingest: ingest::Config,
    /// The insurer's own values.
    pub normalise: normalise::records::Settings,
    /// How people are linked.
    pub link: link::Config,
    /// How groups are judged.
    pub detect: detect::Config,
    /// The day the run speaks for; the latest record's day when not given.
    pub as_of: Option<Day>,
    /// What other insurers confirmed.
    pub partners: Option<Partners>,
}

/// Everything a run found, before anything is written.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// The day the run speaks for.
    pub as_of: Day,
    /// Input files.
    pub files: Vec<FileReport>,
    /// Rows not used.
    pub rejects: Vec<Reject>,
    /// Optional values not used although their row was.
    pub warnings: Vec<Reject>,
    /// Denominators of rates, by month and branch; empty without the table.
    pub exposure: Vec<Exposure>,
    /// What people decided about rings and records: labels, and the store's decisions where there is one.
    pub decided: Vec<DecidedLead>,
    /// Records, values and who mentions what.
    pub assembled: Assembled,
    /// People, shared values, validated pairs, values set aside.
    pub linked: Linked,
    /// Likely rings and named look-alikes, best first.
    pub findings: Vec<Finding>,
    /// What chance alone would have given.
    pub control: Control,
    /// Lower bound of the score for a finding to be reported as a ring.
    pub cut_off: f64,
    /// What the store remembers of the findings; empty without one.
    pub remembered: Remembered,
    /// Seconds of each stage, in order.
    pub timings: Vec<(&'static str, Duration)>,
}

impl Outcome {
    /// The finding that a record belongs to.
    #[must_use]
    pub fn finding_of(&self, record: RecordIx) -> Option<&Finding> {
        let holds = |finding: &&Finding| {
            finding.members.binary_search_by_key(&record, |member| member.record).is_ok()
        };
        self.findings.iter().find(holds)
    }
}

/// Somebody who watches a run and may stop it.
pub trait Observer {
    /// A stage begins.
    ///
    /// # Errors
    /// The run shall stop.
    fn stage(&mut self, _name: &'static str) -> Result<()> {
        Ok(())
    }

    /// All input was read.
    ///
    /// # Errors
    /// The run shall stop.
    fn ingested(&mut self, _ingested: &Ingested) -> Result<()> {
        Ok(())
    }

    /// Records and values were made; what people decided about values may set some aside.
    ///
    /// # Errors
    /// The run shall stop.
    fn assembled(&mut self, _assembled: &mut Assembled) -> Result<()> {
        Ok(())
    }
}

/// Nobody.
impl Observer for () {}

/// Reads, normalises, links and detects.
///
/// # Errors
/// Whatever [`ingest::load`] finds unusable; a record lost between the stages; what the observer objects to.
pub fn run(config: &Config, observer: &mut dyn Observer) -> Result<Outcome> {
    let mut clock = Clock { timings: Vec::new(), observer };
    let ingested = clock.time("ingest", || ingest::load(&config.ingest))??;
    clock.observer.ingested(&ingested)?;
    let Ingested { tables, rejects, mut warnings, files, exposure } = ingested;
    let mut assembled =
        clock.time("normalise", || normalise::records::assemble(&tables, &config.normalise))?;
    let rows = [crate::record::TableKind::Complaints, crate::record::TableKind::Surrenders];
    let expected: usize = rows.into_iter().map(|kind| tables.table(kind).rows()).sum();
    if assembled.records.all.len() != expected {
        let used = assembled.records.all.len();
        return Err(Error::internal(format!("{expected} rows were read and {used} records made of them")));
    }
    if expected == 0 && config.as_of.is_none() {
        return Err(Error::usage("as-of: the input holds no record that says which day it is; name the day"));
    }
    let (labels, unclear) = labels::labels(&tables);
    assembled.labels = labels;
    if let Some(partners) = &config.partners {
        assembled.elsewhere = partners.seen(&assembled);
    }
    warnings.extend(unclear);
    warnings.sort_unstable();
    drop(tables);
    clock.observer.assembled(&mut assembled)?;
    let linked = clock.time("link", || link::link(&assembled, &config.link))?;
    let Detected { findings, control } =
        clock.time("detect", || detect::detect(&assembled, &linked, &config.detect, &config.link))?;
    Ok(Outcome {
        as_of: config.as_of.or(assembled.latest()).unwrap_or(Day(0)),
        files,
        rejects,
        warnings,
        exposure,
        decided: Vec::new(),
        assembled,
        linked,
        findings,
        control,
        cut_off: config.detect.cut_off,
        remembered: Remembered::default(),
        timings: clock.timings,
    })
}

/// Links and detects again on the records of an outcome, with other settings of these two stages.
pub fn again(outcome: &mut Outcome, link: &link::Config, detect: &detect::Config) {
    outcome.linked = link::link(&outcome.assembled, link);
    let Detected { findings, control } = detect::detect(&outcome.assembled, &outcome.linked, detect, link);
    outcome.findings = findings;
    outcome.control = control;
    outcome.cut_off = detect.cut_off;
}

/// Measures the stages.
struct Clock<'a> {
    timings: Vec<(&'static str, Duration)>,
    observer: &'a mut dyn Observer,
}

impl Clock<'_> {
    fn time<T>(&mut self, stage: &'static str, work: impl FnOnce() -> T) -> Result<T> {
        self.observer.stage(stage)?;
        let start = Instant::now();
        let out = work();
        self.timings.push((stage, start.elapsed()));
        Ok(out)
    }
}
