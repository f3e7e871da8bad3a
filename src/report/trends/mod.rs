//! Trends for management: complaints, surrenders, rings, money and verdicts by month, branch, channel and product.
//!
//! A run's outcome, or the folder it wrote, → [`Facts`] → [`sum_up::sum_up`] over any period. trends.csv, sources.csv
//! and exposure.csv hold the facts, so that a summary never needs the personal data again. report.html, rings.xlsx and
//! `ringkeeper trends` show the same [`summary::Summary`] and compute nothing.

mod agents;
mod cube;
mod exposed;
mod folder;
pub mod indicator;
mod lives;
pub mod markdown;
pub mod measure;
pub mod period;
pub mod read;
pub mod sum_up;
pub mod summary;
pub mod tables;
pub(in crate::report) mod told;
mod verdicts;

use std::collections::BTreeMap;

use crate::error::Result;
use crate::ingest::exposure::Exposure;
use crate::pipeline::Outcome;
use crate::record::Day;
use crate::record::decided::DecidedLead;
use crate::report::summary::is_reported;
pub use folder::{Request, files};

use agents::AgentRow;
use cube::{InRings, Row};
use lives::Life;
use period::{Month, Period};

/// What the summary of any period is made of.
#[derive(Clone, Debug)]
pub struct Facts {
    /// The day the results speak for.
    pub as_of: Day,
    /// Sums of records.
    pub rows: Vec<Row>,
    /// Selling agents with records in rings.
    pub agents: Vec<AgentRow>,
    /// Denominators of rates.
    pub exposure: Vec<Exposure>,
    /// Likely rings with the days of their records.
    pub lives: Vec<Life>,
    /// What people decided.
    pub decided: Vec<DecidedLead>,
    /// What befell rings by the nights of the store, by event; empty without one.
    pub befell: BTreeMap<String, u32>,
}

/// The trends of a run: its facts, and their summary over the periods that a run's own page offers.
#[derive(Clone, Debug)]
pub struct Trends {
    /// What trends.csv, sources.csv and exposure.csv hold.
    pub facts: Facts,
    /// What people see.
    pub summary: summary::Summary,
}

impl Trends {
    /// The trends of an outcome.
    ///
    /// # Errors
    /// None in practice: the sums are made in memory.
    pub fn of(outcome: &Outcome) -> Result<Self> {
        let facts = Facts::of(outcome)?;
        let summary = sum_up::sum_up(&facts, &facts.usual());
        Ok(Self { facts, summary })
    }
}

impl Facts {
    /// No facts, as of a day.
    #[must_use]
    pub fn none(as_of: Day) -> Self {
        Self {
            as_of,
            rows: Vec::new(),
            agents: Vec::new(),
            exposure: Vec::new(),
            lives: Vec::new(),
            decided: Vec::new(),
            befell: BTreeMap::new(),
        }
    }

    /// The facts of an outcome.
    ///
    /// # Errors
    /// None in practice: the sums are made in memory.
    pub fn of(outcome: &Outcome) -> Result<Self> {
        let records = &outcome.assembled.records;
        let in_rings = InRings::of(outcome);
        let reported = outcome.findings.iter().filter(|finding| is_reported(finding, outcome));
        let lives = reported.map(|finding| Life {
            id: finding.id.clone(),
            records: finding
                .members
                .iter()
                .map(|member| (records.id(member.record).to_owned(), records.get(member.record).date))
                .collect(),
        });
        let befell = &outcome.remembered.befell;
        Ok(Self {
            as_of: outcome.as_of,
            rows: cube::rows(outcome, &in_rings)?,
            agents: agents::rows(records, &in_rings),
            exposure: outcome.exposure.clone(),
            lives: lives.collect(),
            decided: outcome.decided.clone(),
            befell: befell.iter().map(|(event, count)| ((*event).to_owned(), *count)).collect(),
        })
    }

    /// The periods that a run's own page offers: the last whole month, quarter and year, and the whole input.
    #[must_use]
    pub fn usual(&self) -> Vec<Period> {
        let to = Month::completed(self.as_of);
        let back = |months: i32| Period { from: Month(to.0 - months + 1), to };
        let first = self.rows.iter().map(|row| row.month).min().unwrap_or(to);
        let last = self.rows.iter().map(|row| row.month).max().unwrap_or(to);
        vec![back(1), back(3), back(12), Period { from: first, to: last.max(Month::of(self.as_of)) }]
    }
}
