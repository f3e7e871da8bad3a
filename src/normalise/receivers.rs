//! Surrender → new policy of the same person within ±180 days: the agent who receives the new business.

use rustc_hash::FxHashMap;

use super::principals::Parties;
use crate::record::{Column, Day, RecordIx, RecordType, Records, Symbol, TableKind, Tables};

/// Days between surrender and new policy, either way (DATA.md, old-for-new).
const WINDOW: i32 = 180;

/// Records of surrenders with the agent who got a new policy of the same policyholder. An agent who sold
/// the surrendered policy too is not a receiver; an agency that takes over a whole book is told apart later.
pub(super) fn receivers(tables: &Tables, records: &Records, parties: &Parties) -> Vec<(RecordIx, String)> {
    let table = tables.table(TableKind::Policies);
    let mut bought: FxHashMap<Symbol, Vec<(Day, usize)>> = FxHashMap::default();
    for (row, &(holder, _)) in parties.holdings.iter().enumerate() {
        if holder.0 > 0
            && let Some(issued) = table.day(Column::IssuedAt, row)
        {
            bought.entry(holder).or_default().push((issued, row));
        }
    }
    let mut out = Vec::new();
    if bought.is_empty() {
        return out;
    }
    for (number, record) in records.all.iter().enumerate() {
        let holder = parties.principals[number].id;
        if record.record_type != RecordType::Surrender || holder.0 == 0 {
            continue;
        }
        let sold_by = records.agents.text(record.selling_agent);
        for &(issued, row) in bought.get(&holder).into_iter().flatten() {
            let agent = table.text(Column::SellingAgentId, row);
            let own = parties.holdings[row].1 == record.policy && record.policy.0 > 0;
            let near = (issued.0 - record.date.0).abs() <= WINDOW;
            if near && !own && !agent.is_empty() && agent != sold_by {
                out.push((RecordIx(number as u32), agent.to_owned()));
            }
        }
    }
    out
}
