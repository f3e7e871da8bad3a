//! How many rings chance alone would have made: the whole of detection run again on permuted networks.
//!
//! q(s) = min over t ≤ s of (1 + null candidates ≥ t) / (B · observed ≥ t), at most 1, for B permutations
//! (Phipson and Smyth 2010, SAGMB 9(1): the one added keeps q above zero).
//!
//! Households that stand in reported rings, in look-alikes that were named, or in near misses are left out, and
//! with them the values that are mostly theirs: they are explained by something else than chance. Their values
//! would stand as stars in every permuted network, and their red flags would be dealt out to strangers. Of the
//! near misses one in three is a ring with too little evidence on planted worlds, and each innocent one has a
//! small part in the null.

use rayon::prelude::*;

use super::Config;
use super::finding::{Finding, HIGHEST_SCORE, Kind};
use super::score::Scorer;
use super::select::{Selected, select};
use super::view::View;
use crate::link::permute::Bundles;
use crate::link::{self, Linked};
use crate::normalise::records::Assembled;

/// This far below the cut-off, in bits, a candidate is a near miss.
const NEAR_MISS_BITS: f64 = 5.0;

/// What the permutations say.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Control {
    /// Permutations run; with none nothing is known.
    pub permutations: u32,
    /// Scores of the rings that permuted networks showed, in bits, highest first.
    pub null: Vec<f64>,
}

impl Control {
    /// Rings above the cut-off to expect by chance; `None` without permutations.
    #[must_use]
    pub fn by_chance(&self) -> Option<f64> {
        (self.permutations > 0).then(|| self.null.len() as f64 / f64::from(self.permutations))
    }

    /// Scores of the rings that permuted networks showed, 0 to 1, highest first.
    pub fn scores(&self) -> impl Iterator<Item = f64> + '_ {
        self.null.iter().map(|&bits| super::score::squash(bits).min(HIGHEST_SCORE))
    }

    /// Rings of permuted networks with at least this score.
    fn at_least(&self, bits: f64) -> usize {
        self.null.partition_point(|&null| null >= bits)
    }

    /// Gives every reported ring its q-value. `findings` are sorted by score, highest first.
    pub(super) fn mark(&self, findings: &mut [Finding], cut_off: f64) {
        if self.permutations == 0 {
            return;
        }
        let reported = |finding: &&mut Finding| finding.kind.is_ring() && finding.score >= cut_off;
        let mut rings: Vec<&mut Finding> = findings.iter_mut().filter(reported).collect();
        let mut least: f64 = 1.0;
        for place in (0..rings.len()).rev() {
            let null = (1 + self.at_least(rings[place].bits())) as f64;
            least = least.min(null / (f64::from(self.permutations) * (place + 1) as f64));
            rings[place].q_value = Some(least);
        }
    }
}

/// Runs detection on `config.permutations` permuted networks.
#[must_use]
pub(super) fn control(
    assembled: &Assembled,
    linked: &Linked,
    observed: &[Selected],
    scorer: &Scorer<'_>,
    (config, links): (&Config, &link::Config),
) -> Control {
    let cut_off_bits = config.cut_off_bits();
    let reported = |selected: &&Selected| selected.is_reported(cut_off_bits);
    let explained = |selected: &&Selected| {
        selected.named.kind != Kind::Unclear || selected.judged.bits >= cut_off_bits - NEAR_MISS_BITS
    };
    let mut standing = vec![false; linked.people.households as usize];
    for selected in observed.iter().filter(explained) {
        for household in selected.judged.candidate.households(&scorer.view) {
            standing[household as usize] = true;
        }
    }
    let usable: Vec<bool> = (0..linked.usable.len() as u32)
        .map(|value| {
            let households = linked.network.incidence.households.of(value);
            let inside = households.iter().filter(|&&household| standing[household as usize]).count();
            linked.usable[value as usize] && inside * 2 < households.len()
        })
        .collect();
    let bundles = Bundles::new(assembled, linked, &usable, &standing);
    let mut null: Vec<f64> = (0..config.permutations)
        .into_par_iter()
        .flat_map_iter(|permutation| {
            let mentions = bundles.permuted(config.seed, permutation);
            let network = link::network(assembled, linked, &usable, &mentions, links);
            let view =
                View { network: &network, usable: &usable, hubs: &[], mentions: &mentions, ..scorer.view };
            let selected =
                select(&Scorer { view, worded: false, ..*scorer }, config.min_households, cut_off_bits);
            selected.iter().filter(reported).map(|selected| selected.judged.bits).collect::<Vec<f64>>()
        })
        .collect();
    null.sort_unstable_by(|left, right| right.total_cmp(left));
    Control { permutations: config.permutations, null }
}
