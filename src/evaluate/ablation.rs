//! What each link type and each red flag is worth: the metrics without it.
//!
//! Nothing is learned from the difference of one world; the same sign over several seeds means something.

use serde::Serialize;

use super::{Evaluation, Found, Planted, evaluate};
use crate::error::Result;
use crate::record::ValueKind;

/// What the pipeline shall do without.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Ablation {
    /// Nothing: the run that others are compared with.
    Nothing,
    /// Values of this kind tie nobody.
    LinkType(ValueKind),
    /// This flag is never raised; by its code.
    Flag(String),
}

impl Ablation {
    /// `nothing`, `link phone`, `flag excess_refund`.
    #[must_use]
    pub fn name(&self) -> String {
        match self {
            Self::Nothing => "nothing".to_owned(),
            Self::LinkType(kind) => format!("link {}", kind.name()),
            Self::Flag(code) => format!("flag {code}"),
        }
    }

    /// Every link type, then every flag of these codes.
    #[must_use]
    pub fn all(flags: &[&str]) -> Vec<Self> {
        let links = ValueKind::ALL.into_iter().map(Self::LinkType);
        links.chain(flags.iter().map(|&code| Self::Flag(code.to_owned()))).collect()
    }
}

/// The metrics of one run.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Effect {
    /// What it did without.
    pub without: String,
    /// Record F1.
    pub record_f1: Option<f64>,
    /// B-cubed F1.
    pub b_cubed_f1: Option<f64>,
    /// Rings found.
    pub rings_found: u64,
    /// False rings.
    pub false_rings: u64,
    /// Records in findings that belong to no ring.
    pub innocents: u64,
}

impl Effect {
    fn new(ablation: &Ablation, evaluation: &Evaluation) -> Self {
        Self {
            without: ablation.name(),
            record_f1: evaluation.record.f1,
            b_cubed_f1: evaluation.b_cubed.f1,
            rings_found: evaluation.rings.found,
            false_rings: evaluation.false_rings.total,
            innocents: evaluation.innocents,
        }
    }
}

/// Runs the pipeline without anything left out, then once an ablation; the full run comes first.
///
/// # Errors
/// Whatever a run meets.
pub fn ablate(
    truth: &[Planted],
    ablations: &[Ablation],
    mut run: impl FnMut(&Ablation) -> Result<Vec<Found>>,
) -> Result<Vec<Effect>> {
    let effect = |ablation: &Ablation| Ok(Effect::new(ablation, &evaluate(truth, &run(ablation)?, None)));
    std::iter::once(&Ablation::Nothing).chain(ablations).map(effect).collect()
}

#[cfg(test)]
mod tests {
    use super::super::sides::tests::finds;
    use super::*;

    #[test]
    fn each_run_is_told_what_to_leave_out_and_measured() {
        let truth = [Planted { record: "a".into(), ring: "ring-1".into(), ..Planted::default() }];
        let effects = ablate(&truth, &Ablation::all(&["burst"]), |ablation| {
            Ok(if *ablation == Ablation::LinkType(ValueKind::Phone) {
                finds(&[&["x"]])
            } else {
                finds(&[&["a"]])
            })
        });
        let effects = effects.unwrap();
        assert_eq!(effects.len(), 2 + ValueKind::ALL.len());
        assert_eq!((effects[0].without.as_str(), effects[0].record_f1), ("nothing", Some(1.0)));
        assert_eq!((effects[1].without.as_str(), effects[1].false_rings), ("link phone", 1));
        assert_eq!(effects.last().unwrap().without, "flag burst");
    }
}
