//! The stage calls, in order, and nothing else.

use std::time::Duration;

use crate::detect::finding::{Finding, Hub};
use crate::ingest::{FileReport, Reject};
use crate::link::people::People;
use crate::record::{Day, Mention, Records, Values};

/// Settings of all stages.
#[derive(Clone, Debug, Default)]
pub struct Config {
    /// What to read.
    pub ingest: crate::ingest::Config,
    /// The day the run speaks for; the latest record's day when not given.
    pub as_of: Option<Day>,
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
    /// Channel texts that no alias covers, with their counts, most frequent first.
    pub unmapped_channels: Vec<(String, u64)>,
    /// Complaints and surrenders.
    pub records: Records,
    /// Glue values.
    pub values: Values,
    /// Which record mentions which value, sorted by record.
    pub mentions: Vec<Mention>,
    /// Persons, households, cases.
    pub people: People,
    /// Values set aside.
    pub hubs: Vec<Hub>,
    /// Likely rings and named look-alikes, best first.
    pub findings: Vec<Finding>,
    /// Lower bound of the score for a finding to be reported as a ring.
    pub cut_off: f64,
    /// Seconds of each stage, in order.
    pub timings: Vec<(&'static str, Duration)>,
}
