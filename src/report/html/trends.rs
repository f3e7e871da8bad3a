//! Months × branch, channel and product, and where rings come from. Money is in fen.

use rustc_hash::{FxHashMap, FxHashSet};
use serde_json::{Value, json};

use super::super::summary::{is_reported, open_amount};
use crate::pipeline::Outcome;
use crate::record::{Channel, Record, RecordType, Records, Symbol};

/// Places listed under "where rings come from".
const SOURCES: usize = 15;

/// Complaints, surrenders, complaints to a regulator, records in rings, excess refunds, excess refunds of rings,
/// money that can still be stopped in rings, contacts that differ from the registered one, repeated complaints.
type Sums = [i64; 9];

pub(super) fn trends(outcome: &Outcome) -> Value {
    let records = &outcome.assembled.records;
    let mut in_ring = vec![false; records.all.len()];
    for finding in outcome.findings.iter().filter(|finding| is_reported(finding, outcome)) {
        for member in &finding.members {
            in_ring[member.record.0 as usize] = true;
        }
    }
    let repeated = repeated(records);
    let by = |key: fn(&Record) -> u32| {
        let mut months: FxHashMap<(i32, u32), Sums> = FxHashMap::default();
        for ((record, &inside), &repeated) in records.all.iter().zip(&in_ring).zip(&repeated) {
            let sums = months.entry((record.date.month_number(), key(record))).or_default();
            for (sum, part) in sums.iter_mut().zip(parts(record, inside, repeated)) {
                *sum += part;
            }
        }
        months
    };
    let channel = |key: u32| Channel::NAMES.get(key as usize).map_or("", |(_, name)| *name).to_owned();
    let branch = |key: u32| records.branches.text(Symbol(key)).to_owned();
    let product = |key: u32| records.products.text(Symbol(key)).to_owned();
    let branches = by(|record| record.branch.0);
    let products = by(|record| record.product.0);
    json!({
        "branch": rows(&branches, branch),
        "channel": rows(&by(|record| record.channel as u32), channel),
        "product": rows(&products, product),
        // `[month, branch, premium in fen, policies, insured]`.
        "exposure": outcome.exposure.iter().map(|one| json!([
            month_name(one.month), one.branch, one.premium.0, one.policies, one.insured,
        ])).collect::<Vec<_>>(),
        "befell": outcome.remembered.befell,
        "sources": {
            "agent": agents(outcome, &in_ring),
            "branch": sources(&branches, branch),
            "product": sources(&products, product),
        },
    })
}

/// Whether a complaint repeats an earlier one of its grievance (`parent_id`, `regulator_no`), by record.
fn repeated(records: &Records) -> Vec<bool> {
    let all = &records.all;
    let is_complaint = |place: &usize| all[*place].record_type == RecordType::Complaint;
    let complaints = || (0..all.len()).filter(is_complaint);
    let mut order: Vec<usize> = complaints().filter(|&place| all[place].grievance.0 > 0).collect();
    order.sort_unstable_by_key(|&place| (all[place].date, place));
    let mut repeated = vec![false; all.len()];
    if order.is_empty() {
        return repeated;
    }
    // A parent need not name itself: whoever names it comes second.
    let mut seen: FxHashSet<Symbol> =
        complaints().filter_map(|place| records.grievances.find(records.ids.get(place))).collect();
    for place in order {
        let itself = records.grievances.text(all[place].grievance) == records.ids.get(place);
        repeated[place] = !seen.insert(all[place].grievance) && !itself;
    }
    repeated
}

fn parts(record: &Record, inside: bool, repeated: bool) -> Sums {
    let complaint = record.record_type == RecordType::Complaint;
    let excess = record.excess.unwrap_or_default().0.max(0);
    let ring = |amount: i64| if inside { amount } else { 0 };
    [
        i64::from(complaint),
        i64::from(!complaint),
        i64::from(complaint && record.channel.is_regulator()),
        i64::from(inside),
        excess,
        ring(excess),
        ring(open_amount(record).0),
        i64::from(record.contact_differs),
        i64::from(repeated),
    ]
}

/// `[month, name, sums…]`, sorted by both.
fn rows(months: &FxHashMap<(i32, u32), Sums>, name: impl Fn(u32) -> String) -> Vec<Value> {
    let mut rows: Vec<_> =
        months.iter().map(|(&(month, key), sums)| (month_name(month), name(key), sums)).collect();
    rows.sort();
    rows.into_iter().map(|(month, name, sums)| json!([month, name, sums])).collect()
}

fn month_name(month: i32) -> String {
    format!("{:04}-{:02}", month.div_euclid(12), month.rem_euclid(12) + 1)
}

/// `[name, records in rings, records, excess refunds of rings]`, most ring records first.
fn sources(months: &FxHashMap<(i32, u32), Sums>, name: impl Fn(u32) -> String) -> Vec<Value> {
    let mut totals: FxHashMap<u32, [i64; 3]> = FxHashMap::default();
    for (&(_, key), sums) in months {
        let total = totals.entry(key).or_default();
        for (sum, part) in total.iter_mut().zip([sums[3], sums[0] + sums[1], sums[5]]) {
            *sum += part;
        }
    }
    top(&totals, name)
}

fn agents(outcome: &Outcome, in_ring: &[bool]) -> Vec<Value> {
    let records = &outcome.assembled.records;
    let mut totals: FxHashMap<u32, [i64; 3]> = FxHashMap::default();
    for (record, &inside) in records.all.iter().zip(in_ring) {
        let sums = parts(record, inside, false);
        let total = totals.entry(record.selling_agent.0).or_default();
        for (sum, part) in total.iter_mut().zip([sums[3], 1, sums[5]]) {
            *sum += part;
        }
    }
    top(&totals, |key| records.agents.text(Symbol(key)).to_owned())
}

fn top(totals: &FxHashMap<u32, [i64; 3]>, name: impl Fn(u32) -> String) -> Vec<Value> {
    let mut found: Vec<_> = totals
        .iter()
        .filter(|(key, sums)| **key > 0 && sums[0] > 0)
        .map(|(&key, sums)| (name(key), sums))
        .collect();
    found.sort_by(|a, b| b.1[0].cmp(&a.1[0]).then_with(|| a.0.cmp(&b.0)));
    found.truncate(SOURCES);
    found.into_iter().map(|(name, [ring, all, excess])| json!([name, ring, all, excess])).collect()
}
