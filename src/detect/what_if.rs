//! What a finding would be without one of its values.

use super::base_rates::BaseRates;
use super::candidates::{Origin, members, with_records};
use super::finding::Finding;
use super::score::{Scorer, squash};
use super::view::View;
use super::{Config, score_of_run};
use crate::link::Linked;
use crate::normalise::records::Assembled;
use crate::record::ValueIx;

/// Judges findings again with a value left out.
pub struct WhatIf<'a> {
    view: View<'a>,
    bases: BaseRates,
    config: &'a Config,
}

impl<'a> WhatIf<'a> {
    /// Counts base rates once for all questions.
    #[must_use]
    pub fn new(assembled: &'a Assembled, linked: &'a Linked, config: &'a Config) -> Self {
        let bases = BaseRates::new(&assembled.records);
        Self { view: View::observed(assembled, linked), bases, config }
    }

    /// Households and score (0 to 1) of what the finding's other values tie; `None` when that are too few
    /// households to be a finding.
    #[must_use]
    pub fn without(&self, finding: &Finding, value: ValueIx) -> Option<(u32, f64)> {
        let mut values: Vec<ValueIx> = finding.links.iter().map(|link| link.value).collect();
        values.sort_unstable();
        values.dedup();
        values.retain(|&other| other != value);
        let scorer: Scorer<'_> = score_of_run(self.view, &self.bases, self.config);
        let inside =
            |person: &crate::record::PersonIx| finding.members.iter().any(|member| member.person == *person);
        let mut persons = members(&values, &self.view);
        persons.retain(|(person, _)| inside(person));
        let judged = scorer.judge(with_records(Origin::Group, values, persons, &self.view));
        let households = judged.facts.households;
        (households >= self.config.min_households).then(|| (households, squash(judged.bits).min(0.9999)))
    }
}
