//! The folder `data_samples/`: a small world, one table in GB18030, bad rows, every optional table.

use std::fs;
use std::path::Path;

use super::clients::Maker;
use super::config::{Config, Level};
use super::world::{Row, World};
use super::write::{
    AGENTS, COMPLAINTS, Columns, Headers, POLICIES, SETTLEMENTS, SURRENDERS, configuration, put, table,
};
use super::{LAST_DAY, background, day, habits, lookalikes, rings, spoil, tables, truth};
use crate::error::{Error, Result};
use crate::record::Day;

/// Seed and size of the sample.
const SEED: u64 = 20_261_031;
const RECORDS: u32 = 9_000;
/// Eight rings of eight habits, with their policyholders.
const RINGS: [(&str, usize); 8] = [
    ("letters", 24),
    ("rotating_phones", 18),
    ("slow", 12),
    ("old_for_new", 14),
    ("funder_account", 16),
    ("address_only", 9),
    ("organiser_own_name", 10),
    ("self_filing", 15),
];

/// Makes the world of the sample.
fn world() -> World {
    let config = Config { thin: 1.0, ..Config::of(Level::Plain, RECORDS, SEED) };
    let mut maker = Maker::new(&config);
    lookalikes::plant(&mut maker);
    for (name, size) in RINGS {
        if let Some(habit) = habits::habit(name) {
            rings::ring(&mut maker, habit, size, None);
        }
    }
    background::fill(&mut maker);
    tables::finish(maker)
}

/// Writes the folder, all but its README.
pub(super) fn write(folder: &Path) -> Result<()> {
    fs::create_dir_all(folder).map_err(|source| Error::io("create", folder, source))?;
    let world = &world();
    let complaints = table(COMPLAINTS, Headers::Contract, &world.complaints)?;
    put(folder, "complaints.csv", spoil::spoil(&String::from_utf8_lossy(&complaints)))?;
    let surrenders = table(SURRENDERS, Headers::Chinese, &world.surrenders)?;
    let (gb18030, _, _) = encoding_rs::GB18030.encode(std::str::from_utf8(&surrenders).unwrap_or_default());
    put(folder, "surrenders.csv", gb18030)?;
    put(folder, "agents.csv", table(AGENTS, Headers::Contract, &world.agents)?)?;
    put(folder, "policies.csv", table(POLICIES, Headers::Contract, &world.policies)?)?;
    put(folder, "settlements.csv", table(SETTLEMENTS, Headers::Contract, &world.settlements)?)?;
    put(folder, "watchlist.csv", watchlist(world)?)?;
    put(folder, "exposure.csv", exposure(world)?)?;
    put(folder, "labels.csv", labels(world)?)?;
    put(folder, "truth.csv", truth::truth(world)?)?;
    put(folder, "expected_rings.csv", truth::expected_rings(world)?)?;
    let tables =
        ["complaints", "surrenders", "agents", "policies", "settlements", "watchlist", "exposure", "labels"];
    put(folder, "ringkeeper.toml", configuration(world, &tables, day(LAST_DAY)))
}

/// The habit of the group that planted a row, empty in the background.
fn habit_of(world: &World, row: &Row) -> &'static str {
    row.planted.as_deref().map_or("", |planted| world.groups[planted.group].habit)
}

fn cells(cells: &[(&'static str, &str)]) -> Row {
    let mut row = Row::default();
    for (column, text) in cells {
        row.add(column, *text);
    }
    row
}

/// Values that a desk would watch: one that a ring uses tonight, one nobody uses, one that has run out.
fn watchlist(world: &World) -> Result<Vec<u8>> {
    const WATCHLIST: Columns =
        &[("value_type", "类型"), ("value", "值"), ("source", "来源"), ("valid_until", "有效期至")];
    let shares = |row: &&Row| row.carried.iter().any(|(column, ..)| *column == "phone");
    let used = world.complaints.iter().rev().filter(|row| habit_of(world, row) == "letters").find(shares);
    let phone = used.map_or("", |row| row.get("phone"));
    let rows = [
        cells(&[
            ("value_type", "phone"),
            ("value", phone),
            ("source", "警方通报"),
            ("valid_until", "2027-12-31"),
        ]),
        cells(&[
            ("value_type", "phone"),
            ("value", "17000001357"),
            ("source", "同业交流"),
            ("valid_until", "2027-06-30"),
        ]),
        cells(&[
            ("value_type", "account"),
            ("value", "6222020000000001357"),
            ("source", "历史案件"),
            ("valid_until", "2025-06-30"),
        ]),
    ];
    table(WATCHLIST, Headers::Contract, &rows)
}

/// Premium, policies and insured persons of every month and branch.
fn exposure(world: &World) -> Result<Vec<u8>> {
    const EXPOSURE: Columns = &[
        ("month", "月份"),
        ("branch", "分公司"),
        ("premium", "保费"),
        ("policies", "保单数"),
        ("insured", "被保险人数"),
    ];
    let mut counts: std::collections::BTreeMap<(String, &str), i64> = std::collections::BTreeMap::new();
    for row in truth::records(world) {
        let (year, month, _) = Day(row.day).ymd();
        *counts.entry((format!("{year}-{month:02}"), row.get("branch"))).or_default() += 1;
    }
    let rows: Vec<Row> = counts
        .into_iter()
        .map(|((month, branch), records)| {
            // About one policy in sixty is complained about or surrendered in a month.
            let policies = records * 60 + 500;
            cells(&[
                ("month", &month),
                ("branch", branch),
                ("premium", &(policies * 1_150).to_string()),
                ("policies", &policies.to_string()),
                ("insured", &(policies * 6 / 5).to_string()),
            ])
        })
        .collect();
    table(EXPOSURE, Headers::Contract, &rows)
}

/// What an investigator has decided so far.
fn labels(world: &World) -> Result<Vec<u8>> {
    const LABELS: Columns = &[
        ("record_id", ""),
        ("decision", ""),
        ("author", ""),
        ("decided_at", ""),
        ("reason", ""),
        ("status", ""),
    ];
    let first_of = |habit: &str| {
        let row = world.complaints.iter().find(|row| habit_of(world, row) == habit);
        row.map_or("", |row| row.get("complaint_id"))
    };
    let rows = [
        cells(&[
            ("record_id", first_of("letters")),
            ("decision", "confirmed"),
            ("author", "anna"),
            ("decided_at", "2026-09-30"),
            ("reason", "话术信件与共用电话一致"),
            ("status", "已报案"),
        ]),
        cells(&[
            ("record_id", first_of("mis_selling")),
            ("decision", "cleared"),
            ("author", "anna"),
            ("decided_at", "2026-09-30"),
            ("reason", "真实销售误导"),
            ("status", "转销售合规"),
        ]),
    ];
    table(LABELS, Headers::Contract, &rows)
}
