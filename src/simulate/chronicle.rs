//! The truth of a world of nights: who belongs to which ring since when, and what happens to rings.
//!
//! `truth.csv` names the crew of each planted record, with its days and its money; `lineage.csv` says to which ring a
//! crew belongs from which day on (itself before); `events.csv` what happens to rings; `nights.csv` how much each
//! night reads.

use std::collections::BTreeMap;
use std::path::Path;

use super::nights::Nights;
use super::truth::{TRUTH, records, truth_row};
use super::world::{Row, Turn, World};
use super::write::{Columns, Headers, put, table};
use crate::error::{Error, Result};
use crate::record::Day;

const LINEAGE: Columns = &[("crew", ""), ("since", ""), ("ring", "")];
const EVENTS: Columns = &[("date", ""), ("ring", ""), ("event", ""), ("other_ring", "")];
const NIGHTS: Columns = &[("night", ""), ("records", ""), ("arrived", "")];
/// A ring without a record for more than this many days rests: longer than the pauses within one campaign.
const REST: i32 = 90;

/// Writes the four tables.
pub(super) fn write(nights: &Nights, folder: &Path) -> Result<()> {
    std::fs::create_dir_all(folder).map_err(|source| Error::io("create", folder, source))?;
    let world = &nights.world;
    put(folder, "truth.csv", truth(world)?)?;
    put(folder, "lineage.csv", table(LINEAGE, Headers::Contract, &lineage(world))?)?;
    put(folder, "events.csv", table(EVENTS, Headers::Contract, &events(world))?)?;
    put(folder, "nights.csv", table(NIGHTS, Headers::Contract, &volumes(nights))?)
}

/// `truth.csv` with the day a record's date says, the day it arrives, the excess in yuan and the day it is paid.
fn truth(world: &World) -> Result<Vec<u8>> {
    const DAYS: [(&str, &str); 4] = [("date", ""), ("arrives_at", ""), ("excess", ""), ("paid_at", "")];
    let columns: Vec<(&'static str, &'static str)> = TRUTH.iter().copied().chain(DAYS).collect();
    let mut settled: BTreeMap<&str, i64> = BTreeMap::new();
    for row in &world.settlements {
        *settled.entry(row.get("policy_no")).or_default() += yuan(row, "amount");
    }
    let rows: Vec<Row> = records(world)
        .filter_map(|row| {
            let mut out = truth_row(world, row)?;
            out.add("date", Day(row.day).to_string());
            out.add("arrives_at", Day(row.day + row.late).to_string());
            out.add("excess", excess(row, &settled).to_string());
            out.add("paid_at", row.get("paid_at"));
            Some(out)
        })
        .collect();
    table(&columns, Headers::Contract, &rows)
}

/// Refund, settlement and loan above cash value and dividends; none where the cash value is not in the record.
fn excess(row: &Row, settled: &BTreeMap<&str, i64>) -> i64 {
    if row.is_complaint() || row.get("surrender_type") == "cooling_off" || row.get("cash_value").is_empty() {
        return 0;
    }
    let paid = yuan(row, "refund_amount") + yuan(row, "loan_deducted");
    let settlement = settled.get(row.get("policy_no")).copied().unwrap_or(0);
    (paid + settlement - yuan(row, "cash_value") - yuan(row, "dividends")).max(0)
}

fn yuan(row: &Row, column: &str) -> i64 {
    row.get(column).parse().unwrap_or(0)
}

fn lineage(world: &World) -> Vec<Row> {
    let mut passages: Vec<_> =
        world.passages.iter().filter(|passage| passage.turn != Turn::Relinked).collect();
    passages.sort_by_key(|passage| (passage.crew, passage.day));
    passages
        .into_iter()
        .map(|passage| {
            let ring = if passage.turn == Turn::Split { passage.crew } else { passage.ring };
            let mut row = Row::default();
            row.add("crew", &world.groups[passage.crew].name);
            row.add("since", passage.day.to_string());
            row.add("ring", &world.groups[ring].name);
            row
        })
        .collect()
}

/// The ring to which a crew's record of a day belonged on that day.
fn ring_then(world: &World, crew: usize, day: i32) -> usize {
    let passages = world
        .passages
        .iter()
        .filter(|passage| passage.crew == crew && passage.day.0 <= day && passage.turn != Turn::Relinked);
    match passages.max_by_key(|passage| passage.day) {
        Some(passage) if passage.turn == Turn::Merged => passage.ring,
        _ => crew,
    }
}

/// Births, rests and returns from the days of the records; the other turns as they were planted.
fn events(world: &World) -> Vec<Row> {
    let mut days: BTreeMap<usize, Vec<i32>> = BTreeMap::new();
    for row in records(world) {
        if let Some(planted) = row.planted.as_deref()
            && world.groups[planted.group].is_ring()
        {
            days.entry(ring_then(world, planted.group, row.day)).or_default().push(row.day);
        }
    }
    let mut out: Vec<(i32, usize, &str, Option<usize>)> = Vec::new();
    for (&ring, days) in &mut days {
        days.sort_unstable();
        out.push((days[0], ring, "born", None));
        for pair in days.windows(2).filter(|pair| pair[1] - pair[0] > REST) {
            out.push((pair[0] + REST + 1, ring, "dormant", None));
            out.push((pair[1], ring, "revived", None));
        }
        let joined = world.passages.iter().any(|at| at.turn == Turn::Merged && at.crew == ring);
        if let Some(last) = days.last().filter(|_| !joined) {
            out.push((last + REST + 1, ring, "dormant", None));
        }
    }
    let first = |crew: usize| days.get(&crew).map(|days| days[0]);
    for passage in &world.passages {
        let (crew, ring) = (passage.crew, Some(passage.ring));
        match passage.turn {
            Turn::Relinked => out.push((passage.day.0, crew, "re-linked", None)),
            Turn::Split => {
                // It was no ring before, so it was not born either.
                out.retain(|event| !(event.1 == crew && event.2 == "born"));
                out.push((passage.day.0, crew, "split", ring));
            }
            // A crew that works with its ring from the start never merged with it.
            Turn::Merged if first(crew).is_some_and(|first| first < passage.day.0) => {
                out.push((passage.day.0, crew, "merged", ring));
            }
            Turn::Merged => {}
        }
    }
    out.sort_unstable();
    let name = |ring: usize| world.groups[ring].name.as_str();
    let rows = out.into_iter().map(|(day, ring, event, other)| {
        let mut row = Row::default();
        row.add("date", Day(day).to_string());
        row.add("ring", name(ring));
        row.add("event", event);
        row.add("other_ring", other.map_or("", name));
        row
    });
    rows.collect()
}

/// Records that each night reads, and those among them that no night before read.
fn volumes(nights: &Nights) -> Vec<Row> {
    let mut before = None;
    let rows = nights.days().map(|night| {
        let input = || records(&nights.world).filter(move |row| nights.holds(night, row));
        let arrived = input().filter(|row| before.is_none_or(|before| row.day + row.late > before));
        let mut row = Row::default();
        row.add("night", night.to_string());
        row.add("records", input().count().to_string());
        row.add("arrived", arrived.count().to_string());
        before = Some(night.0);
        row
    });
    rows.collect()
}
