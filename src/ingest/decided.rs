//! The labels table → decisions about rings and records, in the order of its rows.

use crate::record::decided::{Decided, Subject};
use crate::record::{Column, TableKind, Tables};

/// Decisions about rings and records; one about a value is no decision about a lead.
pub(super) fn decided(tables: &Tables) -> Vec<Decided> {
    let table = tables.table(TableKind::Labels);
    let subject = |row: usize| match (table.text(Column::RingId, row), table.text(Column::RecordId, row)) {
        ("", "") => None,
        ("", record) => Some(Subject::Record(record.to_owned())),
        (ring, _) => Some(Subject::Ring(ring.to_owned())),
    };
    let decided = |row: usize| {
        Some(Decided {
            subject: subject(row)?,
            decision: table.text(Column::Decision, row).trim().to_lowercase(),
            decided_at: table.day(Column::DecidedAt, row),
            status: table.text(Column::Status, row).trim().to_owned(),
            prevented_loss: table.money(Column::PreventedLoss, row),
        })
    };
    (0..table.rows()).filter_map(decided).collect()
}
