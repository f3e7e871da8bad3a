//! Planted mergers and splits, and the night on which findings show each of them first.

use std::collections::BTreeSet;

use super::story::Turn;
use super::{Finding, Night, Story};

/// Records of a crew that show it in a finding: one may be there by mistake.
const FEWEST: usize = 2;

/// Crews that merge or part, as far as findings showed it so far.
pub(super) struct Crews<'a> {
    /// Mergers that have not shown yet, each with whether its crews were found apart.
    merging: Vec<(&'a Turn, bool)>,
    /// Splits that have not shown yet, each with whether its crews were found as one.
    parting: Vec<(&'a Turn, bool)>,
}

impl<'a> Crews<'a> {
    pub(super) fn new(story: &'a Story) -> Self {
        let waiting = |turns: &'a [Turn]| turns.iter().map(|turn| (turn, false)).collect();
        Self { merging: waiting(&story.merged), parting: waiting(&story.split) }
    }

    /// Adds the mergers and splits that show for the first time; returns the rings that parted and were not born.
    pub(super) fn night(
        &mut self,
        story: &Story,
        night: &Night,
        add: &mut impl FnMut(&'static str, &'a str, &'a str),
    ) -> BTreeSet<&'a str> {
        // By crew, since truth may call both by one name already.
        let own = |finding: &Finding, crew: &str| {
            let is_own = |record: &&String| story.facts.get(*record).is_some_and(|fact| fact.crew == crew);
            finding.records.iter().filter(is_own).count()
        };
        let findings = &night.findings;
        let as_one = |turn: &Turn| {
            let both = |finding| own(finding, &turn.ring).min(own(finding, &turn.other));
            findings.iter().any(|finding| both(finding) >= FEWEST)
        };
        let mainly = |crew: &str| findings.iter().any(|of| own(of, crew) * 2 > of.records.len());
        let apart = |turn: &Turn| mainly(&turn.ring) && mainly(&turn.other);
        self.merging.retain_mut(|(turn, were_apart)| {
            if *were_apart && as_one(turn) && !apart(turn) {
                add("merged", &turn.other, &turn.ring);
                return false;
            }
            *were_apart |= apart(turn);
            true
        });
        let mut parted = BTreeSet::new();
        self.parting.retain_mut(|(turn, were_one)| {
            if *were_one && apart(turn) && turn.day <= night.day {
                add("split", &turn.ring, &turn.other);
                parted.extend([turn.ring.as_str(), turn.other.as_str()]);
                return false;
            }
            *were_one |= as_one(turn) && !apart(turn);
            true
        });
        parted
    }
}
