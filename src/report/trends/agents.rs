//! Whose customers the records of rings are: month × selling agent, for the agents who have any.

use std::collections::BTreeMap;

use super::cube::InRings;
use super::period::Month;
use crate::record::{Records, Symbol};

/// A row of sources.csv.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct AgentRow {
    /// The month.
    pub month: Month,
    /// The selling agent's number.
    pub agent: String,
    /// Records of the agent's customers.
    pub records: i64,
    /// Those in likely rings.
    pub ring_records: i64,
    /// Their refunds above cash value, in fen.
    pub ring_excess: i64,
}

/// The rows, by month and agent. Context, never a verdict on an agent: rings pick customers of many.
pub(super) fn rows(records: &Records, in_rings: &InRings) -> Vec<AgentRow> {
    let mut concerned = vec![false; records.agents.len() + 1];
    for (record, &inside) in records.all.iter().zip(&in_rings.inside) {
        concerned[record.selling_agent.0 as usize] |= inside && record.selling_agent.0 > 0;
    }
    let mut rows: BTreeMap<(Month, Symbol), [i64; 3]> = BTreeMap::new();
    for (record, &inside) in records.all.iter().zip(&in_rings.inside) {
        if !concerned[record.selling_agent.0 as usize] {
            continue;
        }
        let sums = rows.entry((Month::of(record.date), record.selling_agent)).or_default();
        sums[0] += 1;
        if inside {
            sums[1] += 1;
            sums[2] += record.excess.unwrap_or_default().0.max(0);
        }
    }
    let mut rows: Vec<AgentRow> = rows
        .into_iter()
        .map(|((month, agent), [records_of, ring_records, ring_excess])| AgentRow {
            month,
            agent: records.agents.text(agent).to_owned(),
            records: records_of,
            ring_records,
            ring_excess,
        })
        .collect();
    rows.sort_by(|left, right| (left.month, &left.agent).cmp(&(right.month, &right.agent)));
    rows
}
