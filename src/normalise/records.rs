//! Tables → records with typed facts, glue values and mentions. Input: [`Tables`]; output: [`Assembled`].
//!
//! Records are numbered by sorted (type, id) and values by first mention over sorted records, so numbers
//! depend on content alone. Context (agents, branch, product, handler) becomes a fact of the record, never a value.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;
use serde::Serialize;

use super::channel;
use super::labels::Label;
use super::letter::shown::{self, Shown};
use super::mentions::{Found, Kinded};
use super::principals::{self, Parties};
use super::values::{of_cells, of_people};
use super::{agents, facts, slips, watch};
use crate::detect::finding::Treatment;
use crate::record::{
    Channel, Day, LinkType, Mention, RecordIx, Records, Symbol, Tables, ValueIx, ValueKind, Values,
};

/// What the insurer knows about its own values.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// Channel texts beyond the built-in aliases.
    pub channel_aliases: Vec<(String, Channel)>,
    /// Phones, accounts, e-mails or devices of the insurer, of parcel stations, bank or broker outlets.
    pub own_contacts: Vec<String>,
    /// Addresses of the same.
    pub own_addresses: Vec<String>,
    /// Names or phones of proxies with a licence in a register.
    pub licensed_proxies: Vec<String>,
    /// Whether a phone may be read as the shared one beside it.
    pub phone_slips: PhoneSlips,
}

/// What becomes of a phone that differs from a shared one by a slip of the hand.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum PhoneSlips {
    /// It stays another phone.
    #[default]
    Kept,
    /// It is read as the shared one where the records agree otherwise.
    Read,
}

/// Pairs that were cleared: together they count against nobody. Both empty unless somebody decided so.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Together {
    /// Records whose people are one household.
    pub records: Vec<(RecordIx, RecordIx)>,
    /// Values of which neither ties a person who carries both.
    pub values: Vec<(ValueIx, ValueIx)>,
}

/// A ring that another insurer confirmed, as far as it told.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Elsewhere {
    /// The insurer.
    pub partner: String,
    /// What it calls the ring.
    pub kind: String,
    /// Persons, in a bucket.
    pub persons: String,
    /// Month in which it was first found there.
    pub first_month: String,
    /// Month of its latest record there.
    pub last_month: String,
}

/// Everything the next stages know.
#[derive(Clone, Debug, Default)]
pub struct Assembled {
    /// Complaints and surrenders.
    pub records: Records,
    /// Glue values.
    pub values: Values,
    /// Why a value is set aside from the start, by value.
    pub set_aside: Vec<Option<Treatment>>,
    /// Values of proxies with a licence in a register.
    pub licensed: Vec<bool>,
    /// Which record mentions which value; sorted, each once.
    pub mentions: Vec<Mention>,
    /// Who is behind each record.
    pub parties: Parties,
    /// Phones read as others; none unless the settings ask for it.
    pub slips: Vec<slips::Slip>,
    /// Records that touch a value of the watchlist, with its type; sorted by record, each once.
    pub watched: Vec<(RecordIx, String)>,
    /// What people decided.
    pub labels: Vec<Label>,
    /// Values that stand in rings of other insurers; none without partners.
    pub elsewhere: BTreeMap<ValueIx, Vec<Elsewhere>>,
    /// What somebody decided belongs together innocently.
    pub together: Together,
    /// What of the letters may be shown.
    pub letters: Shown,
    /// Spellings and keys that were merged into another key of their kind.
    pub merged: FxHashMap<(ValueKind, String), String>,
    /// Channel texts without an alias, with counts, most frequent first.
    pub unmapped_channels: Vec<(String, u64)>,
}

impl Assembled {
    /// The day of the latest record.
    #[must_use]
    pub fn latest(&self) -> Option<Day> {
        self.records.all.iter().map(|record| record.date).max()
    }

    /// The key that stands for a value in this run: its own, or the one that its spelling was merged into.
    #[must_use]
    pub fn canonical(&self, sought: watch::Sought) -> (ValueKind, String) {
        let watch::Sought { kind, key, spelling } = sought;
        let merged = |text: String| self.merged.get(&(kind, text)).cloned();
        let found = spelling.and_then(merged).or_else(|| merged(key.clone()));
        (kind, found.unwrap_or(key))
    }
}

/// Turns all tables into records, values and mentions.
#[must_use]
pub fn assemble(tables: &Tables, settings: &Settings) -> Assembled {
    // The values of cells need nobody's identity, so they are read while principals are found.
    let ((records, parties, named), of_cells) = rayon::join(
        || {
            let (records, policies) = facts::records(tables, settings);
            let parties = principals::resolve(tables, &records, &policies.symbols);
            let named = of_people(tables, &records, &parties, &policies, settings);
            (records, parties, named)
        },
        || of_cells(tables, settings),
    );
    let mut kinds: Vec<Kinded> = of_cells.into_iter().chain(named).collect();
    kinds.sort_by_key(|kinded| kinded.kind);
    let mut assembled = number(kinds, records, parties);
    assembled.unmapped_channels = channel::unmapped(tables, &settings.channel_aliases);
    agents::mark(tables, &mut assembled);
    assembled.letters = shown::shown(tables, &assembled.values, &assembled.mentions, &assembled.parties);
    assembled.watched = watch::watched(tables, &assembled);
    if settings.phone_slips == PhoneSlips::Read {
        slips::correct(&mut assembled);
    }
    assembled
}

/// Numbers the values of all kinds and sorts the mentions.
fn number(kinds: Vec<Kinded>, records: Records, parties: Parties) -> Assembled {
    let mut out = Assembled { records, parties, ..Assembled::default() };
    let mut found: Vec<(u32, Vec<Found>)> = Vec::new();
    let (keys, bytes) =
        kinds.iter().fold((0, 0), |sum, kinded| (sum.0 + kinded.keys.len(), sum.1 + kinded.keys.bytes()));
    out.values.keys.reserve(keys, bytes);
    for kinded in kinds {
        let offset = out.values.len() as u32;
        let value = |local: Symbol| (offset + local.0 - 1) as usize;
        let total = out.values.len() + kinded.keys.len();
        out.values.kinds.resize(total, kinded.kind);
        out.set_aside.resize(total, None);
        out.licensed.resize(total, false);
        for (local, treatment) in kinded.set_aside {
            out.set_aside[value(local)] = Some(treatment);
        }
        for local in kinded.licensed {
            out.licensed[value(local)] = true;
        }
        let kind = kinded.kind;
        out.merged.extend(kinded.merged.into_iter().map(|(spelling, key)| ((kind, spelling), key)));
        // One kind's keys of one run stay far below 4 GiB: they are shorter than the cells ingest accepted.
        let _ = out.values.keys.append(&kinded.keys.into_texts());
        found.push((offset, kinded.found));
    }
    out.mentions = by_record(out.records.all.len(), &found);
    out
}

/// The mentions of all kinds in the order of their records, each once: a counting sort, then one of the few
/// mentions of each record.
fn by_record(records: usize, found: &[(u32, Vec<Found>)]) -> Vec<Mention> {
    let mut next = vec![0u32; records + 1];
    for one in found.iter().flat_map(|(_, found)| found) {
        next[one.record as usize + 1] += 1;
    }
    for record in 0..records {
        next[record + 1] += next[record];
    }
    let total = next[records] as usize;
    let nothing = Mention { record: RecordIx(0), value: ValueIx(0), link_type: LinkType::ContactPhone };
    let mut mentions = vec![nothing; total];
    for (offset, found) in found {
        for one in found {
            let place = &mut next[one.record as usize];
            let value = ValueIx(offset + one.local.0 - 1);
            mentions[*place as usize] =
                Mention { record: RecordIx(one.record), value, link_type: one.link_type };
            *place += 1;
        }
    }
    for of_record in mentions.chunk_by_mut(|left, right| left.record == right.record) {
        of_record.sort_unstable();
    }
    mentions.dedup();
    mentions
}
