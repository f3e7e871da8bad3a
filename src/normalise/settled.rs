//! Settlements (协议) → money of the record they belong to, each settlement counted once.
//!
//! A settlement belongs to the surrender of its policy; without one, to the complaint it names; without
//! that, to the first complaint on its policy.

use rustc_hash::FxHashMap;

use super::principals::first_policy;
use crate::record::{Column, Day, Money, RecordType, TableKind, Tables};

/// Settled money of one record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Settlement {
    /// Sum of the amounts.
    pub(super) amount: Money,
    /// Last payment.
    pub(super) paid_at: Option<Day>,
}

/// Settlements by the record they belong to.
#[derive(Debug, Default)]
pub(super) struct Settlements(FxHashMap<(RecordType, String), Settlement>);

impl Settlements {
    /// Gives every settlement to its record.
    pub(super) fn new(tables: &Tables) -> Self {
        let table = tables.table(TableKind::Settlements);
        if table.rows() == 0 {
            return Self::default();
        }
        let surrenders = first_on_policy(tables, TableKind::Surrenders, Column::SurrenderId);
        let complaints = first_on_policy(tables, TableKind::Complaints, Column::ComplaintId);
        let mut out: FxHashMap<(RecordType, String), Settlement> = FxHashMap::default();
        for row in 0..table.rows() {
            let Some(amount) = table.money(Column::Amount, row) else { continue };
            let policy = first_policy(table.text(Column::PolicyNo, row)).unwrap_or_default().into_owned();
            let named = table.text(Column::ComplaintId, row);
            let owner = match (surrenders.get(&policy), complaints.get(&policy)) {
                (Some(surrender), _) => (RecordType::Surrender, surrender.clone()),
                (None, _) if !named.is_empty() => (RecordType::Complaint, named.to_owned()),
                (None, Some(complaint)) => (RecordType::Complaint, complaint.clone()),
                (None, None) => continue,
            };
            let paid_at = table.day(Column::PaidAt, row);
            let settlement = out.entry(owner).or_insert(Settlement { amount: Money(0), paid_at: None });
            settlement.amount.0 += amount.0;
            settlement.paid_at = settlement.paid_at.max(paid_at);
        }
        Self(out)
    }

    /// The settlement that belongs to a record, if any.
    pub(super) fn of(&self, record_type: RecordType, id: &str) -> Option<Settlement> {
        if self.0.is_empty() { None } else { self.0.get(&(record_type, id.to_owned())).copied() }
    }
}

/// Id of the first record (by id) on each policy.
fn first_on_policy(tables: &Tables, kind: TableKind, id: Column) -> FxHashMap<String, String> {
    let table = tables.table(kind);
    let mut first = FxHashMap::default();
    for row in 0..table.rows() {
        if let Some(policy) = first_policy(table.text(Column::PolicyNo, row)) {
            first.entry(policy.into_owned()).or_insert_with(|| table.text(id, row).to_owned());
        }
    }
    first
}
