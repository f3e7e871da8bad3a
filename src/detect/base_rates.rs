//! How often each red flag occurs, by branch and quarter, without the candidate itself.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use super::flags::{FLAGS, Flag};
use crate::record::{Record, RecordIx, RecordType, Records, Symbol};

/// Flagged and known records.
#[derive(Clone, Copy, Default, Debug)]
struct Count {
    flagged: f64,
    known: f64,
}

impl Count {
    fn add(&mut self, flagged: bool) {
        self.known += 1.0;
        self.flagged += f64::from(u8::from(flagged));
    }
}

/// How often each flag occurs, by branch and quarter, shrunk to the whole. Who complains gets more than who does not:
/// refunds are counted apart for policies with a complaint.
#[derive(Clone, Debug, Default)]
pub(super) struct BaseRates {
    cells: FxHashMap<Cell, [Count; FLAGS]>,
    /// Without a complaint, with one.
    whole: [[Count; FLAGS]; 2],
    /// The same by selling agent, without a complaint and with one.
    sellers: FxHashMap<(Symbol, bool), [Count; FLAGS]>,
    /// Complaints of each branch.
    complaints: FxHashMap<Symbol, f64>,
    /// Policies somebody complained about, by symbol.
    complained: Vec<bool>,
}

/// Branch, quarter, and whether somebody complained about the policy where that matters for the flag.
type Cell = (Symbol, i32, bool);

/// The whole counts like this many records in every cell, so that small cells do not swing.
const SHRINK: f64 = 100.0;
/// And the branch counts like so many records of an agent: few agents have a hundred.
const SHRINK_SELLER: f64 = 10.0;

impl BaseRates {
    /// Counts every flag over all records.
    pub(super) fn new(records: &Records) -> Self {
        let mut out = Self { complained: vec![false; records.policies.len() + 1], ..Self::default() };
        for record in records.all.iter().filter(|record| record.record_type == RecordType::Complaint) {
            *out.complaints.entry(record.branch).or_default() += 1.0;
            out.complained[record.policy.0 as usize] = record.policy.0 > 0;
        }
        for record in &records.all {
            for flag in Flag::ALL {
                let Some(flagged) = flag.of(record) else { continue };
                let (place, cell) = (flag as usize, out.cell(flag, record));
                out.cells.entry(cell).or_default()[place].add(flagged);
                out.sellers.entry((record.selling_agent, cell.2)).or_default()[place].add(flagged);
                out.whole[usize::from(cell.2)][place].add(flagged);
            }
        }
        out
    }

    fn cell(&self, flag: Flag, record: &Record) -> Cell {
        let refund = matches!(flag, Flag::ExcessRefund | Flag::Negotiated);
        let complained = refund && self.complained[record.policy.0 as usize];
        (record.branch, record.date.month_number() / 3, complained)
    }

    /// Whether any record shows a flag: what nobody shows is not recorded here, and its absence says nothing.
    pub(super) fn is_seen(&self, flag: Flag) -> bool {
        self.whole.iter().any(|counts| counts[flag as usize].flagged > 0.0)
    }

    /// Part of all complaints that a branch has, 0 to 1, without the candidate's own: `local` of its `own` people are
    /// of the branch, with a complaint each.
    pub(super) fn share_of_complaints(&self, branch: Symbol, local: usize, own: usize) -> f64 {
        let all = self.whole[0][Flag::Complained as usize].flagged - own as f64;
        let of_branch = self.complaints.get(&branch).copied().unwrap_or_default() - local as f64;
        of_branch.max(0.0) / all.max(1.0)
    }

    /// Base rate of a flag among the other customers of a selling agent, never below `base`: what one agent's
    /// customers have in common is the agent.
    pub(super) fn of_seller(
        &self,
        flag: Flag,
        seller: Symbol,
        own: &[RecordIx],
        records: &Records,
        base: f64,
    ) -> f64 {
        let mut others = [false, true].map(|complained| {
            self.sellers.get(&(seller, complained)).map(|counts| counts[flag as usize]).unwrap_or_default()
        });
        let mut known = [0.0; 2];
        for record in own.iter().map(|&record| records.get(record)) {
            let Some(flagged) = flag.of(record) else { continue };
            let place = usize::from(self.cell(flag, record).2);
            known[place] += 1.0;
            if record.selling_agent == seller {
                others[place].flagged -= f64::from(u8::from(flagged));
                others[place].known -= 1.0;
            }
        }
        let rate = |others: Count| (others.flagged + SHRINK_SELLER * base) / (others.known + SHRINK_SELLER);
        let expected = rate(others[0]) * known[0] + rate(others[1]) * known[1];
        (expected / (known[0] + known[1]).max(1.0)).max(base)
    }

    /// Mean base rate of a flag over some records, those records left out.
    pub(super) fn without(&self, flag: Flag, own: &[RecordIx], records: &Records) -> f64 {
        let mut left_out: BTreeMap<Cell, Count> = BTreeMap::new();
        let mut own_whole = [Count::default(); 2];
        for &record in own {
            let record = records.get(record);
            if let Some(flagged) = flag.of(record) {
                let cell = self.cell(flag, record);
                left_out.entry(cell).or_default().add(flagged);
                own_whole[usize::from(cell.2)].add(flagged);
            }
        }
        let whole = |complained: bool| {
            let (all, own) =
                (self.whole[usize::from(complained)][flag as usize], own_whole[usize::from(complained)]);
            (all.flagged - own.flagged + 0.5) / (all.known - own.known + 1.0)
        };
        let sum: f64 = left_out
            .iter()
            .map(|(cell, own)| {
                let all = self.cells[cell][flag as usize];
                let rate =
                    (all.flagged - own.flagged + SHRINK * whole(cell.2)) / (all.known - own.known + SHRINK);
                rate * own.known
            })
            .sum();
        let known = own_whole[0].known + own_whole[1].known;
        if known > 0.0 { sum / known } else { whole(false) }
    }
}
