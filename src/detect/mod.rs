//! Groups of values → findings with members, evidence, score and kind. Reads no files.
//!
//! Candidates are judged each for itself, best first; a record belongs to one finding, so a later candidate
//! is judged again without the records that better ones took.

pub mod finding;

mod view;

mod candidates;

mod expand;

mod flags;

mod implied;

mod base_rates;

mod bayes;

mod priors;

mod registered;
mod score;

mod timing;

mod locality;

mod partner;

mod kinds;

mod families;

mod roles;

mod merge;

mod sellers;

mod attach;

mod webs;

mod siblings;

mod parts;

mod joints;

mod split;

mod select;

pub mod control;

pub mod what_if;

use rayon::prelude::*;
use rustc_hash::FxHashMap;
use sha2::{Digest, Sha256};

use crate::link::{self, Linked};
use crate::normalise::records::Assembled;
use crate::record::{Mention, PersonIx, RecordIx, Records, ValueIx};
use candidates::Origin;
use control::Control;
use finding::{Finding, Member, RingLink};
use priors::Priors;
use score::{Judged, Scorer};
use select::Selected;
use view::View;

/// Settings of detection.
#[derive(Clone, Debug)]
pub struct Config {
    /// Lower bound of a ring's score, 0 to 1.
    pub cut_off: f64,
    /// Fewest unrelated households of a finding.
    pub min_households: u32,
    /// Length of the window in which cases count as a burst, in days.
    pub burst_days: u32,
    /// Permuted networks against which findings are held; 0 leaves q-values out.
    pub permutations: u32,
    /// Seed of the permutations.
    pub seed: u64,
    /// Codes of reasons that do not count in this run.
    pub ignored: Vec<String>,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            cut_off: 0.5,
            min_households: 3,
            burst_days: 30,
            permutations: 20,
            seed: 1,
            ignored: Vec::new(),
        }
    }
}

impl Config {
    /// The cut-off as log-odds, in bits.
    fn cut_off_bits(&self) -> f64 {
        (self.cut_off / (1.0 - self.cut_off)).log2()
    }
}

/// Codes of all reasons but the starting point.
pub fn reason_codes() -> impl Iterator<Item = &'static str> {
    score::CODES.into_iter().chain(flags::Flag::ALL.into_iter().map(|flag| flag.wording().0))
}

/// What detection gives.
#[derive(Clone, Debug, Default)]
pub struct Detected {
    /// Likely rings and look-alikes, best score first.
    pub findings: Vec<Finding>,
    /// What chance alone would have given.
    pub control: Control,
}

/// Finds likely rings and look-alikes, and how many of the rings chance alone would make. `links` are the
/// settings with which `linked` was made: permuted networks are linked with the same.
#[must_use]
pub fn detect(assembled: &Assembled, linked: &Linked, config: &Config, links: &link::Config) -> Detected {
    let bases = base_rates::BaseRates::new(&assembled.records);
    let mut scorer = score_of_run(View::observed(assembled, linked), &bases, config);
    scorer.priors = learned(&scorer, config.min_households);
    let selected = select::select(&scorer, config.min_households, config.cut_off_bits());
    let surprise = surprise(linked);
    let mut findings: Vec<Finding> =
        selected.iter().map(|selected| finding(selected, &scorer, &surprise)).collect();
    findings.sort_by(|left, right| right.bits().total_cmp(&left.bits()).then_with(|| left.id.cmp(&right.id)));
    let control = control::control(assembled, linked, &selected, &scorer, (config, links));
    control.mark(&mut findings, config.cut_off);
    Detected { findings, control }
}

/// What the stars of single values say of their kinds.
fn learned(scorer: &Scorer<'_>, min_households: u32) -> Priors {
    let silent = Scorer { worded: false, ..*scorer };
    let candidates = candidates::candidates(&scorer.view, min_households).into_par_iter();
    let stars = candidates.filter(|candidate| candidate.origin == Origin::Star);
    let judged: Vec<Judged> = stars.map(|star| silent.judge(star)).collect();
    Priors::learned(&judged, score::believed, &scorer.view)
}

/// Scoring with sentences, over the days of all records.
fn score_of_run<'a>(view: View<'a>, bases: &'a base_rates::BaseRates, config: &'a Config) -> Scorer<'a> {
    let days = || view.assembled.records.all.iter().map(|record| record.date.0);
    Scorer {
        view,
        bases,
        priors: Priors::default(),
        first_day: days().min().unwrap_or_default(),
        last_day: days().max().unwrap_or_default(),
        burst_days: config.burst_days.cast_signed(),
        ignored: &config.ignored,
        worded: true,
    }
}

/// Largest surprise of each value's validated pairs, in bits.
fn surprise(linked: &Linked) -> FxHashMap<ValueIx, f64> {
    let mut bits: FxHashMap<ValueIx, f64> = FxHashMap::default();
    for pair in &linked.network.pairs {
        for value in [pair.left, pair.right] {
            let known = bits.entry(value).or_insert(0.0);
            *known = known.max(pair.bits);
        }
    }
    bits
}

/// What occurs most often and how often; the smallest of equals.
fn most_frequent<T: Copy + Ord + std::hash::Hash>(things: impl Iterator<Item = T>) -> Option<(T, usize)> {
    let mut counts: FxHashMap<T, usize> = FxHashMap::default();
    for thing in things {
        *counts.entry(thing).or_default() += 1;
    }
    counts.into_iter().max_by_key(|&(thing, count)| (count, std::cmp::Reverse(thing)))
}

/// The mentions of one record.
pub(crate) fn mentions_of(mentions: &[Mention], record: RecordIx) -> &[Mention] {
    let start = mentions.partition_point(|mention| mention.record < record);
    let count = mentions[start..].partition_point(|mention| mention.record == record);
    &mentions[start..start + count]
}

fn finding(selected: &Selected, scorer: &Scorer<'_>, surprise: &FxHashMap<ValueIx, f64>) -> Finding {
    let Selected { judged, named } = selected;
    let candidate = &judged.candidate;
    let ring_type =
        if named.kind.is_ring() { kinds::ring_type(judged, scorer) } else { finding::RingType::Unknown };
    let actors = roles::actors(candidate, named.kind, scorer);
    let strengths: FxHashMap<PersonIx, finding::Strength> = candidate.persons.iter().copied().collect();
    let members = candidate
        .records
        .iter()
        .filter_map(|&record| {
            let person = scorer.view.people.person(record);
            let role = roles::of(person, &actors);
            Some(Member { record, person, role, strength: *strengths.get(&person)? })
        })
        .collect();
    let mut reasons = judged.reasons.clone();
    let mut bits = judged.bits;
    if named.also_mis_selling {
        bits += lift_one_seller(&mut reasons);
    }
    let links = candidate
        .records
        .iter()
        .flat_map(|&record| mentions_of(&scorer.view.assembled.mentions, record))
        .filter(|mention| candidate.values.binary_search(&mention.value).is_ok())
        .map(|mention| RingLink {
            record: mention.record,
            value: mention.value,
            link_type: mention.link_type,
            weight: surprise.get(&mention.value).copied().unwrap_or(0.0),
        })
        .collect();
    Finding {
        id: candidate
            .records
            .first()
            .map_or_else(String::new, |&first| short_id('R', first, &scorer.view.assembled.records)),
        kind: named.kind,
        ring_type,
        also_mis_selling: named.also_mis_selling,
        score: score::squash(bits).min(finding::HIGHEST_SCORE),
        q_value: None,
        households: judged.facts.households,
        members,
        links,
        actors,
        reasons,
    }
}

/// Sets the penalty for one selling agent to nothing and returns what that gives back, in bits.
fn lift_one_seller(reasons: &mut [finding::Reason]) -> f64 {
    let mut lifted = 0.0;
    for reason in reasons.iter_mut().filter(|reason| reason.code == "one_selling_agent") {
        lifted -= reason.contribution;
        reason.contribution = 0.0;
    }
    lifted
}

/// A short id of a ring (`R`) or a person (`P`), made from the first record's type and id: ten hexadecimal
/// digits of their SHA-256. Never from a personal value.
#[must_use]
pub fn short_id(letter: char, first: RecordIx, records: &Records) -> String {
    let mut hash = Sha256::new();
    hash.update(records.get(first).record_type.name());
    hash.update([0]);
    hash.update(records.id(first));
    let number = hash.finalize().iter().take(5).fold(0u64, |number, &byte| number << 8 | u64::from(byte));
    format!("{letter}-{number:010x}")
}
