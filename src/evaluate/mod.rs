//! Findings against truth or decisions: what was found, what was missed, who was accused wrongly. Reads no files.
//!
//! Truth says which records belong to which planted ring and which to a look-alike; every other record is
//! background. Only findings of kind `proxy_ring` and `agent_collusion` accuse anybody, so only they are judged.
//! Truth alone decides what counts: nothing of normalise, link or detect is used, so a detector cannot mark
//! its own work. One metric a file.

pub mod read;

mod sides;

mod ratio;

mod b_cubed;

mod rings;

mod strata;

mod calibration;

mod reasons;

pub mod labels;

mod interval;

pub mod tune;

pub mod ablation;

pub mod nights;

pub mod table;

use serde::Serialize;

pub use b_cubed::Universe;
pub use calibration::Bin;
pub use interval::Share;
pub use ratio::Scores;
pub use reasons::ReasonShare;
pub use rings::FalseRings;
pub use sides::Sides;
pub use strata::Stratum;

/// A record of something planted: a row of truth.csv.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Planted {
    /// The record's id.
    pub record: String,
    /// Its ring; empty for look-alikes and background.
    pub ring: String,
    /// How the ring earns; empty when not said.
    pub ring_type: String,
    /// How the ring works; empty when not said.
    pub habit: String,
    /// Kind of look-alike without its number; empty for rings.
    pub look_alike: String,
    /// Truth's name of the policyholder; the record itself when not said.
    pub person: String,
    /// What the record carries and shares by the ring's doing; `None` when this truth does not say.
    pub values: Option<Vec<String>>,
}

/// A finding as the output files tell it.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Found {
    /// Its id.
    pub id: String,
    /// Its records, each once.
    pub records: Vec<String>,
    /// Its place among the findings, the best first; the order of members.csv when not said.
    pub rank: Option<u32>,
    /// Share of false findings claimed among those as good as this one, 0 to 1.
    pub q_value: Option<f64>,
    /// Codes of the reasons that speak for it.
    pub reasons: Vec<String>,
}

/// Everything measured on one output.
#[derive(Clone, Debug, Serialize)]
pub struct Evaluation {
    /// Records of the input, where known.
    pub records: Option<u64>,
    /// Records of planted rings.
    pub ring_records: u64,
    /// Findings judged.
    pub findings: u64,
    /// Records in rings against records in findings.
    pub record: Scores,
    /// The same weighted by how pure and how whole each record's group is.
    pub b_cubed: Scores,
    /// B-cubed over all records of either side, everybody else's group being himself: kinder, for comparison.
    pub b_cubed_singletons: Scores,
    /// All planted rings as one group.
    pub rings: Stratum,
    /// Findings of which at most half are ring records.
    pub false_rings: FalseRings,
    /// Records in findings that belong to no ring.
    pub innocents: u64,
    /// The same per 10,000 records of the input.
    pub innocents_per_10000: Option<f64>,
    /// Share of the first [`TOP`] findings of which more than half are ring records.
    pub precision_at_20: Option<f64>,
    /// Rings by number of persons.
    pub by_size: Vec<Stratum>,
    /// Rings by how they earn.
    pub by_type: Vec<Stratum>,
    /// Rings by how they work.
    pub by_habit: Vec<Stratum>,
    /// False shares claimed and observed; empty without q-values.
    pub calibration: Vec<Bin>,
    /// How often findings with a reason are true; empty without reasons.
    pub by_reason: Vec<ReasonShare>,
}

/// As many findings as an analyst checks in a day or two.
pub const TOP: usize = 20;

/// Compares findings with truth. `records` is the number of records of the input, where known.
#[must_use]
pub fn evaluate(truth: &[Planted], found: &[Found], records: Option<u64>) -> Evaluation {
    let sides = Sides::new(truth, found);
    let all: Vec<usize> = (0..sides.rings.len()).collect();
    let innocents = sides.predicted().filter(|&record| sides.ring_of[record].is_none()).count() as u64;
    let top = &sides.findings[..sides.findings.len().min(TOP)];
    let true_top = top.iter().filter(|finding| !sides.is_false(finding)).count();
    Evaluation {
        records,
        ring_records: sides.rings.iter().map(|ring| ring.records.len() as u64).sum(),
        findings: sides.findings.len() as u64,
        record: ratio::records(&sides),
        b_cubed: b_cubed::b_cubed(&sides, Universe::EachSide),
        b_cubed_singletons: b_cubed::b_cubed(&sides, Universe::Union),
        rings: strata::stratum("all", &sides, &all),
        false_rings: rings::false_rings(&sides),
        innocents,
        innocents_per_10000: records
            .filter(|&records| records > 0)
            .map(|records| innocents as f64 * 10_000.0 / records as f64),
        precision_at_20: (!top.is_empty()).then(|| true_top as f64 / top.len() as f64),
        by_size: strata::by_size(&sides),
        by_type: strata::by(&sides, |ring| &ring.ring_type),
        by_habit: strata::by(&sides, |ring| &ring.habit),
        calibration: calibration::calibration(&sides),
        by_reason: reasons::by_reason(&sides),
    }
}
