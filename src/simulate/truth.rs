//! The truth of a world: one row per planted record, and the rings that a run should find.

use super::world::{Role, Row, World};
use super::write::{Columns, Headers, table};
use crate::error::Result;

pub(super) const TRUTH: Columns = &[
    ("record_id", ""),
    ("ring_id", ""),
    ("ring_type", ""),
    ("role", ""),
    ("look_alike", ""),
    ("habit", ""),
    ("person", ""),
    ("values", ""),
];
const RINGS: Columns = &[("ring", ""), ("habit", ""), ("persons", ""), ("records", "")];

/// `truth.csv`: planted records with their ring or look-alike, and the things they share, by number. Background
/// records are absent. A thing has one number however records spell it; what a slip destroyed is not listed.
pub(super) fn truth(world: &World) -> Result<Vec<u8>> {
    let rows: Vec<Row> = records(world).filter_map(|row| truth_row(world, row)).collect();
    table(TRUTH, Headers::Contract, &rows)
}

/// What truth says about a record; nothing about the background.
pub(super) fn truth_row(world: &World, row: &Row) -> Option<Row> {
    let planted = row.planted.as_deref()?;
    let group = &world.groups[planted.group];
    let mut out = Row::default();
    out.add("record_id", record_id(row));
    if group.is_ring() {
        out.add("ring_id", &group.name);
        out.add("ring_type", group.ring_type);
        out.add("role", planted.role.name());
    } else {
        out.add("look_alike", &group.name);
        out.add("role", Role::Policyholder.name());
    }
    out.add("habit", group.habit);
    out.add("person", format!("p{}", planted.person));
    out.add("values", values(row));
    Some(out)
}

/// `expected_rings.csv`: the rings that a run should find.
pub(super) fn expected_rings(world: &World) -> Result<Vec<u8>> {
    let mut counts = vec![0; world.groups.len()];
    for planted in records(world).filter_map(|row| row.planted.as_deref()) {
        counts[planted.group] += 1;
    }
    let rings = world.groups.iter().zip(counts).filter(|(group, _)| group.is_ring());
    let rows: Vec<Row> = rings
        .map(|(group, records)| {
            let mut out = Row::default();
            out.add("ring", &group.name);
            out.add("habit", group.habit);
            out.add("persons", group.persons.to_string());
            out.add("records", records.to_string());
            out
        })
        .collect();
    table(RINGS, Headers::Contract, &rows)
}

/// Complaints, then surrenders.
pub(super) fn records(world: &World) -> impl Iterator<Item = &Row> {
    world.complaints.iter().chain(&world.surrenders)
}

/// The number of a complaint or surrender.
pub(super) fn record_id(row: &Row) -> &str {
    row.get(if row.is_complaint() { "complaint_id" } else { "surrender_id" })
}

/// The things that a row shares, as `phone:17;flat:3`.
fn values(row: &Row) -> String {
    let mut values: Vec<String> =
        row.carried.iter().map(|(_, kind, ordinal)| format!("{}:{ordinal}", kind.name())).collect();
    values.dedup();
    values.join(";")
}
