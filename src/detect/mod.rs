//! Groups of values → findings with members, evidence, score and kind. Reads no files.
//!
//! Candidates are judged each for itself, best first; a record belongs to one finding, so a later candidate
//! is judged again without the records that better ones took.

pub mod finding;

mod candidates;

mod flags;

mod score;

mod kinds;

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};
use sha2::{Digest, Sha256};

use crate::link::Linked;
use crate::normalise::records::Assembled;
use crate::record::{Mention, PersonIx, RecordIx, Records, ValueIx, ValueKind};
use candidates::{Candidate, Origin};
use finding::{Finding, Member, RingLink, Role};
use score::{Judged, Scorer};

/// Settings of detection.
#[derive(Clone, Debug)]
pub struct Config {
    /// Lower bound of a ring's score, 0 to 1.
    pub cut_off: f64,
    /// Fewest unrelated households of a finding.
    pub min_households: u32,
    /// Length of the window in which cases count as a burst, in days.
    pub burst_days: u32,
    /// Codes of flags that are never raised, for measuring what each is worth.
    pub ignored_flags: Vec<String>,
}

/// Codes of all red flags.
pub fn flag_codes() -> impl Iterator<Item = &'static str> {
    flags::Flag::ALL.into_iter().map(|flag| flag.wording().0)
}

impl Default for Config {
    fn default() -> Self {
        Self { cut_off: 0.5, min_households: 3, burst_days: 30, ignored_flags: Vec::new() }
    }
}

/// Finds likely rings and look-alikes, best score first.
#[must_use]
pub fn detect(assembled: &Assembled, linked: &Linked, config: &Config) -> Vec<Finding> {
    let days = || assembled.records.all.iter().map(|record| record.date.0);
    let scorer = Scorer {
        assembled,
        linked,
        bases: flags::BaseRates::new(&assembled.records),
        first_day: days().min().unwrap_or_default(),
        last_day: days().max().unwrap_or_default(),
        burst_days: config.burst_days.cast_signed(),
        ignored_flags: &config.ignored_flags,
    };
    let cut_off_bits = (config.cut_off / (1.0 - config.cut_off)).log2();
    let judge = |candidates: &[Candidate]| -> Vec<Judged> {
        candidates.par_iter().map(|candidate| scorer.judge(candidate)).collect()
    };
    let alone = judge(&candidates::candidates(assembled, linked, config.min_households));
    let (leads, mut judged): (Vec<Judged>, Vec<Judged>) = alone
        .into_iter()
        .partition(|judged| judged.bits >= cut_off_bits && judged.candidate.origin != Origin::AgentPhone);
    let leads = leads.into_iter().map(|lead| lead.candidate).collect();
    judged.extend(judge(&candidates::merged(leads, assembled, linked)));
    judged.sort_by(|left, right| {
        right
            .bits
            .total_cmp(&left.bits)
            .then_with(|| left.candidate.records.cmp(&right.candidate.records))
            .then_with(|| left.candidate.values.cmp(&right.candidate.values))
    });
    let surprise = surprise(linked);
    let mut taken = vec![false; assembled.records.all.len()];
    let mut findings = Vec::new();
    for judged in judged {
        let Some(judged) = left_over(judged, &taken, &scorer, config.min_households) else { continue };
        for record in &judged.candidate.records {
            taken[record.0 as usize] = true;
        }
        findings.push(finding(&judged, &scorer, &surprise, cut_off_bits));
    }
    findings.sort_by(|left, right| right.bits().total_cmp(&left.bits()).then_with(|| left.id.cmp(&right.id)));
    findings
}

/// What is left of a candidate after better ones took their records; `None` when too little.
fn left_over(judged: Judged, taken: &[bool], scorer: &Scorer<'_>, min_households: u32) -> Option<Judged> {
    if !judged.candidate.records.iter().any(|record| taken[record.0 as usize]) {
        return Some(judged);
    }
    let rest = judged.candidate.without(taken, scorer.linked);
    (rest.households(scorer.linked) >= min_households).then(|| scorer.judge(&rest))
}

/// Largest surprise of each value's validated pairs, in bits.
fn surprise(linked: &Linked) -> FxHashMap<ValueIx, f64> {
    let mut bits: FxHashMap<ValueIx, f64> = FxHashMap::default();
    for pair in &linked.pairs {
        for value in [pair.left, pair.right] {
            let known = bits.entry(value).or_insert(0.0);
            *known = known.max(pair.bits);
        }
    }
    bits
}

/// The mentions of one record.
pub(crate) fn mentions_of(mentions: &[Mention], record: RecordIx) -> &[Mention] {
    let start = mentions.partition_point(|mention| mention.record < record);
    let count = mentions[start..].partition_point(|mention| mention.record == record);
    &mentions[start..start + count]
}

fn finding(
    judged: &Judged,
    scorer: &Scorer<'_>,
    surprise: &FxHashMap<ValueIx, f64>,
    cut_off_bits: f64,
) -> Finding {
    let candidate = &judged.candidate;
    let (kind, ring_type, also_mis_selling) = kinds::name(judged, scorer, cut_off_bits);
    let organisers = organisers(judged, scorer);
    let strengths: FxHashMap<PersonIx, finding::Strength> = candidate.persons.iter().copied().collect();
    let members = candidate
        .records
        .iter()
        .filter_map(|&record| {
            let person = scorer.linked.people.person(record);
            let role = if organisers.contains(&person) { Role::Organiser } else { Role::Policyholder };
            Some(Member { record, person, role, strength: *strengths.get(&person)? })
        })
        .collect();
    let mut reasons = judged.reasons.clone();
    let mut bits = judged.bits;
    if also_mis_selling {
        bits += lift_one_seller(&mut reasons);
    }
    let links = candidate
        .records
        .iter()
        .flat_map(|&record| mentions_of(&scorer.assembled.mentions, record))
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
            .map_or_else(String::new, |&first| short_id('R', first, &scorer.assembled.records)),
        kind,
        ring_type,
        also_mis_selling,
        // There is no certainty: what rounds to one is written as the largest number below.
        score: score::squash(bits).min(0.9999),
        households: judged.facts.households,
        members,
        links,
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

/// Persons of the candidate who act for others in it.
fn organisers(judged: &Judged, scorer: &Scorer<'_>) -> FxHashSet<PersonIx> {
    let assembled = scorer.assembled;
    let actors: FxHashSet<&str> = judged
        .candidate
        .records
        .iter()
        .flat_map(|&record| mentions_of(&assembled.mentions, record))
        .filter(|mention| assembled.values.kind(mention.value) == ValueKind::Actor)
        .map(|mention| assembled.values.key(mention.value))
        .collect();
    let people = &scorer.linked.people;
    judged
        .candidate
        .records
        .iter()
        .filter(|record| {
            let id = assembled.parties.ids.text(assembled.parties.principals[record.0 as usize].id);
            !id.is_empty() && actors.contains(id)
        })
        .map(|&record| people.person(record))
        .collect()
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
