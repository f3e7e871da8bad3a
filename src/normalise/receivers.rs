//! Surrender → new policy of the same person within ±180 days: the agent who receives the new business.
//!
//! Whoever sells much also sells to people who have just surrendered something. An agent is a receiver only
//! when more of the agent's policies follow another agent's surrender than the rate of all agents explains.

use rustc_hash::{FxHashMap, FxHashSet};

use super::principals::Parties;
use crate::link::pairs::ln_poisson_tail;
use crate::record::{Column, Day, RecordIx, RecordType, Records, Symbol, Table, TableKind, Tables};

/// Days between surrender and new policy, either way (DATA.md, old-for-new).
const WINDOW: i32 = 180;

/// Agents who would be called receivers by chance, over all agents.
const CHANCE: f64 = 0.05;

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
    let mut out: Vec<(RecordIx, &str)> = Vec::new();
    if bought.is_empty() {
        return Vec::new();
    }
    let mut received: FxHashSet<usize> = FxHashSet::default();
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
                out.push((RecordIx(number as u32), agent));
                received.insert(row);
            }
        }
    }
    let surprising = surprising(table, &received);
    out.into_iter()
        .filter(|(_, agent)| surprising.contains(agent))
        .map(|(record, agent)| (record, agent.to_owned()))
        .collect()
}

/// Agents with more received policies than their share of all policies explains (Poisson tail, corrected for
/// the number of agents).
fn surprising<'a>(table: &'a Table, received: &FxHashSet<usize>) -> FxHashSet<&'a str> {
    let mut of_agent: FxHashMap<&str, (u32, u32)> = FxHashMap::default();
    for row in 0..table.rows() {
        let (sold, taken) = of_agent.entry(table.text(Column::SellingAgentId, row)).or_default();
        *sold += 1;
        *taken += u32::from(received.contains(&row));
    }
    let rate = received.len() as f64 / table.rows().max(1) as f64;
    let needed = (of_agent.values().filter(|(_, taken)| *taken > 0).count() as f64 / CHANCE).ln();
    of_agent
        .into_iter()
        .filter(|&(_, (sold, taken))| -ln_poisson_tail(taken, f64::from(sold) * rate) >= needed)
        .map(|(agent, _)| agent)
        .collect()
}
