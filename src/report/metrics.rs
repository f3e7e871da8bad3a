//! Figures of a run for a monitor: the text format of Prometheus, as `node_exporter`'s textfile collector reads it, and
//! one line of JSON. Counts only, nothing about anybody.

use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde_json::{Value, json};

use super::{Config, manifest, publish};
use crate::error::{Error, Result};
use crate::pipeline::Outcome;
use crate::track::drift::Drift;

/// What a monitor is told of a run.
#[derive(Clone, Debug)]
pub struct Figures<'a> {
    /// What was found.
    pub outcome: &'a Outcome,
    /// How it is reported.
    pub config: &'a Config,
    /// What is not as it was.
    pub drift: &'a [Drift],
    /// Whether the outputs were published.
    pub published: bool,
    /// Time of the run as a whole.
    pub elapsed: Duration,
}

impl Figures<'_> {
    /// One line of JSON.
    #[must_use]
    pub fn line(&self) -> Value {
        let drift: Vec<String> = self.drift.iter().map(Drift::words).collect();
        json!({
            "event": "run", "as_of": self.outcome.as_of.to_string(), "published": self.published,
            "counts": manifest::counts(self.outcome, self.config), "drift": drift,
            "seconds": (self.elapsed.as_secs_f64() * 1000.0).round() / 1000.0,
            "peak_megabytes": manifest::peak_megabytes(),
        })
    }

    /// The text format of Prometheus (exposition format 0.0.4).
    #[must_use]
    pub fn text(&self) -> String {
        let mut out = String::new();
        let mut gauge = |name: &str, help: &str, value: f64| {
            let _ = write!(
                out,
                "# HELP ringkeeper_{name} {help}\n# TYPE ringkeeper_{name} gauge\nringkeeper_{name} {value}\n"
            );
        };
        let counts = manifest::counts(self.outcome, self.config);
        for (name, count) in counts.as_object().into_iter().flatten() {
            if let Some(count) = count.as_f64() {
                gauge(name, "Count of the last run, as manifest.json names it.", count);
            }
        }
        gauge(
            "as_of_timestamp_seconds",
            "Day the last run speaks for.",
            f64::from(self.outcome.as_of.0) * 86_400.0,
        );
        gauge("run_seconds", "Time of the last run.", self.elapsed.as_secs_f64());
        let megabytes = manifest::peak_megabytes().unwrap_or(0);
        gauge("peak_bytes", "Highest resident memory of the last run.", megabytes as f64 * 1024.0 * 1024.0);
        gauge("drifted_figures", "Figures far from those of the nights before.", self.drift.len() as f64);
        gauge(
            "published",
            "1 when the outputs of the last run were published.",
            f64::from(u8::from(self.published)),
        );
        // The clock is asked here and nowhere in the outputs: a monitor warns when no run has ended for a day.
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        gauge("finished_timestamp_seconds", "When the last run ended.", now.as_secs() as f64);
        out
    }
}

/// Whether a file begins as one of ours does.
#[must_use]
pub fn is_ours(file: &fs::File) -> bool {
    publish::head(file).starts_with(b"# HELP ringkeeper_")
}

/// Writes the file beside its place and renames it, so that a collector never reads half of it. Others may read it: it
/// holds counts.
///
/// # Errors
/// The file cannot be written.
pub fn write(path: &Path, text: &str) -> Result<()> {
    let failed = |source| Error::io("write the metrics", path, source);
    let mut staging = path.as_os_str().to_owned();
    // Not *.prom, which the collector would read.
    staging.push(".part");
    let mut file = fs::File::create(&staging).map_err(failed)?;
    file.write_all(text.as_bytes()).and_then(|()| file.sync_all()).map_err(failed)?;
    fs::rename(&staging, path).map_err(failed)
}
