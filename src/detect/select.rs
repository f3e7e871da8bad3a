//! A network → judged candidates that do not share records, best first. The same code judges the observed
//! network and its permutations.

use rayon::prelude::*;

use super::candidates::{self, Candidate, Origin};
use super::expand::expanded;
use super::kinds::{self, Named};
use super::score::{Judged, Scorer};
use super::sellers::ONE_SELLER_BITS;
use super::{attach, merge, siblings, split, webs};

/// Rounds in which parts join a ring: each brings in what the round before touches.
const ROUNDS: usize = 4;

/// A judged candidate with its name.
#[derive(Clone, Debug)]
pub(super) struct Selected {
    pub(super) judged: Judged,
    pub(super) named: Named,
}

impl Selected {
    /// Whether it is reported as a likely ring.
    pub(super) fn is_reported(&self, cut_off_bits: f64) -> bool {
        self.named.kind.is_ring() && (self.judged.bits >= cut_off_bits || self.named.also_mis_selling)
    }
}

/// Judges all candidates of the scorer's network; a record belongs to one of them, the best.
pub(super) fn select(scorer: &Scorer<'_>, min_households: u32, cut_off_bits: f64) -> Vec<Selected> {
    let view = &scorer.view;
    let judge = |candidates: Vec<Candidate>| -> Vec<Judged> {
        candidates.into_par_iter().map(|candidate| scorer.judge(candidate)).collect()
    };
    let grown = |candidates: Vec<Candidate>| -> Vec<Candidate> {
        candidates.into_par_iter().map(|candidate| expanded(candidate, view)).collect()
    };
    let mut alone = judge(grown(candidates::candidates(view, min_households)));
    let is_ring = |judged: &Judged| {
        judged.bits >= cut_off_bits
            || judged.bits + ONE_SELLER_BITS >= cut_off_bits
                && kinds::name(judged, scorer, cut_off_bits).also_mis_selling
    };
    let is_lead = |judged: &&Judged| judged.candidate.origin != Origin::AgentPhone && is_ring(judged);
    let (leads, mut parts): (Vec<&Judged>, Vec<&Judged>) = alone.iter().partition(is_lead);
    parts.retain(|part| part.candidate.origin != Origin::AgentPhone);
    let is_named = |judged: &Judged| kinds::name(judged, scorer, cut_off_bits).kind.is_ring();
    let named: Vec<bool> = leads.iter().map(|lead| is_named(lead)).collect();
    let leads = leads.into_iter().map(|lead| lead.candidate.clone()).collect();
    let whole = grown(merge::merged(leads, &named, view));
    let mut rings = judge(whole.into_iter().flat_map(|lead| split::split(lead, view)).collect());
    rings.retain(is_ring);
    let grow = |rings: &mut Vec<Judged>| {
        for _ in 0..ROUNDS {
            let larger: Vec<(usize, Judged)> = attach::attached(rings, &parts, scorer, cut_off_bits)
                .into_par_iter()
                .map(|(place, ring)| (place, scorer.judge(expanded(ring, view))))
                .filter(|(_, judged)| is_ring(judged))
                .collect();
            if larger.is_empty() {
                break;
            }
            for (place, judged) in larger {
                rings[place] = judged;
            }
        }
    };
    grow(&mut rings);
    let persons = rings.iter().flat_map(|ring| &ring.candidate.persons);
    let taken = view.households(persons.map(|&(person, _)| person));
    let webs = judge(grown(webs::webs(&taken, view))).into_iter();
    let (webs, near_misses): (Vec<Judged>, Vec<Judged>) = webs.partition(|web| is_ring(web) && is_named(web));
    rings.extend(webs);
    grow(&mut rings);
    let rings = siblings::joined(rings, scorer, cut_off_bits);
    // Whole rings come before their parts; a part that no ring took still stands for itself.
    let ranked = |mut judged: Vec<Judged>| {
        judged.sort_by(|left, right| {
            right
                .bits
                .total_cmp(&left.bits)
                .then_with(|| left.candidate.records.cmp(&right.candidate.records))
                .then_with(|| left.candidate.values.cmp(&right.candidate.values))
        });
        judged
    };
    alone.extend(near_misses);
    let judged = ranked(rings).into_iter().chain(ranked(alone));
    let mut taken = vec![false; view.assembled.records.all.len()];
    let mut selected = Vec::new();
    for judged in judged {
        let Some(judged) = left_over(judged, &taken, scorer, min_households) else { continue };
        for record in &judged.candidate.records {
            taken[record.0 as usize] = true;
        }
        let named = kinds::name(&judged, scorer, cut_off_bits);
        selected.push(Selected { judged, named });
    }
    selected
}

/// What is left of a candidate after better ones took their records; `None` when too little.
fn left_over(judged: Judged, taken: &[bool], scorer: &Scorer<'_>, min_households: u32) -> Option<Judged> {
    if !judged.candidate.records.iter().any(|record| taken[record.0 as usize]) {
        return Some(judged);
    }
    let rest = judged.candidate.without(taken, &scorer.view);
    (rest.households(&scorer.view).len() >= min_households as usize).then(|| scorer.judge(rest))
}
