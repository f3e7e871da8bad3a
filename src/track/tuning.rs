//! What a cut-off can be tuned by without reading the input again: the scores of a night's candidates, and of those
//! that chance made. Reads no files.

use serde::{Deserialize, Serialize};

use crate::detect::control::Control;
use crate::detect::finding::{Finding, Kind};

/// A group that scored lower would be reported at no cut-off that anybody uses.
const LOWEST: f64 = 0.05;

/// A likely ring, or a group that a lower cut-off would call one.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Candidate {
    /// Its id.
    pub ring_id: String,
    /// Its score, 0 to 1.
    pub score: f64,
    /// Persons behind its records.
    pub persons: u64,
}

/// One night.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct Tuning {
    /// The cut-off of the run. Below it parts of one ring stand alone and chance was not asked.
    pub cut_off: f64,
    /// Permuted networks; with none nothing is known of chance.
    pub permutations: u32,
    /// Likely rings above the cut-off and unnamed groups below it, best first.
    pub candidates: Vec<Candidate>,
    /// Scores of the rings that all permuted networks together showed, highest first.
    pub chance: Vec<f64>,
}

impl Tuning {
    /// What a night's findings say.
    #[must_use]
    pub fn of(findings: &[Finding], control: &Control, cut_off: f64) -> Self {
        let would_be = |finding: &&Finding| {
            let below = finding.score < cut_off;
            finding.score >= LOWEST && (finding.kind.is_ring() || (below && finding.kind == Kind::Unclear))
        };
        let candidate = |finding: &Finding| Candidate {
            ring_id: finding.id.clone(),
            score: finding.score,
            persons: finding.persons() as u64,
        };
        Self {
            cut_off,
            permutations: control.permutations,
            candidates: findings.iter().filter(would_be).map(candidate).collect(),
            chance: control.scores().collect(),
        }
    }

    /// Candidates with at least this score, best first.
    pub fn at_least(&self, cut_off: f64) -> impl Iterator<Item = &Candidate> {
        self.candidates.iter().filter(move |candidate| candidate.score >= cut_off)
    }

    /// Rings with at least this score to expect by chance; `None` where chance was not asked.
    #[must_use]
    pub fn by_chance(&self, cut_off: f64) -> Option<f64> {
        let shown = self.chance.iter().filter(|score| **score >= cut_off).count();
        (self.permutations > 0 && cut_off >= self.cut_off)
            .then(|| shown as f64 / f64::from(self.permutations))
    }
}
