//! What those who watch the nights are told: drift, one line of JSON, a metrics file.

use std::path::PathBuf;
use std::time::Duration;

use clap::Args;

use super::remember::{Memory, Pending};
use super::settings::Format;
use crate::error::{ErrorKind, Result};
use crate::pipeline::Outcome;
use crate::report;
use crate::report::metrics::{self, Figures};
use crate::report::publish;
use crate::track::drift::Drift;

/// How a run is watched.
#[derive(Args, Clone, Debug)]
pub(super) struct Watch {
    /// When records, rejects, rings or the largest ring are far from the last nights of the store: say it, or publish
    /// nothing (exit code 5)
    #[arg(long, value_enum, default_value_t, help_heading = "Store")]
    drift: OnDrift,
    /// Write the figures of the run to this file for a monitor (Prometheus text format; name it *.prom)
    #[arg(long, value_name = "FILE", help_heading = "Output")]
    metrics: Option<PathBuf>,
}

/// What drift leads to.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, clap::ValueEnum)]
enum OnDrift {
    /// A line on standard error
    #[default]
    Warn,
    /// Nothing is published
    Stop,
    /// Nothing
    Off,
}

impl Watch {
    /// Whether the metrics file may be written.
    pub(super) fn check(&self) -> Result<()> {
        let Some(path) = &self.metrics else { return Ok(()) };
        publish::check_file(path, "metrics", metrics::is_ours)
    }

    /// Figures that are far from those of the nights before; none without a store.
    pub(super) fn drift(
        &self,
        memory: Option<&Memory>,
        pending: Option<&Pending>,
        outcome: &Outcome,
    ) -> Result<Vec<Drift>> {
        match (memory, pending) {
            (Some(memory), Some(pending)) if self.drift != OnDrift::Off => memory.drift(outcome, pending),
            _ => Ok(Vec::new()),
        }
    }

    /// Stops a run whose figures drifted, where the settings say so; monitors are told first.
    pub(super) fn gate(
        &self,
        drift: &[Drift],
        (outcome, config): (&Outcome, &report::Config),
        log: Format,
        elapsed: Duration,
    ) -> Result<()> {
        if self.drift != OnDrift::Stop || drift.is_empty() {
            return Ok(());
        }
        self.tell(&Figures { outcome, config, drift, published: false, elapsed }, log)?;
        Err(ErrorKind::Drift(drift.iter().map(Drift::words).collect()).into())
    }

    /// Tells what the run was.
    pub(super) fn tell(&self, figures: &Figures<'_>, log: Format) -> Result<()> {
        match log {
            Format::Json => eprintln!("{}", figures.line()),
            // A run that stops says it as its error.
            Format::Text if self.drift == OnDrift::Warn => {
                for drift in figures.drift {
                    eprintln!("ringkeeper: warning: {}", drift.words());
                }
            }
            Format::Text => {}
        }
        match &self.metrics {
            Some(path) => metrics::write(path, &figures.text()),
            None => Ok(()),
        }
    }
}
