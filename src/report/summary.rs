//! A finding in numbers: what a row of rings.csv says.

use crate::detect::finding::Finding;
use crate::pipeline::Outcome;
use crate::record::{Day, Money, Record, RecordIx, RecordType};

/// Totals of a finding. Money is in fen.
#[derive(Clone, Debug, Default)]
pub struct Summary {
    /// Distinct persons.
    pub persons: usize,
    /// Complaints.
    pub complaints: usize,
    /// Surrenders.
    pub surrenders: usize,
    /// First and last record.
    pub dates: Option<(Day, Day)>,
    /// Sum of premiums paid.
    pub premium_paid: Money,
    /// Sum of cash values.
    pub cash_value: Money,
    /// Sum of refunds, settlements included.
    pub refund: Money,
    /// Sum of positive excess.
    pub excess: Money,
    /// What can still be stopped.
    pub open: Money,
    /// What was paid.
    pub paid: Money,
    /// Next time limit of an open record, from the as-of date on.
    pub next_due: Option<Day>,
    /// Branches, sorted by name.
    pub branches: Vec<String>,
    /// Selling agents, sorted.
    pub agents: Vec<String>,
}

/// Whether a finding is reported as a likely ring.
#[must_use]
pub fn is_reported(finding: &Finding, outcome: &Outcome) -> bool {
    finding.kind.is_ring() && finding.score >= outcome.cut_off
}

/// The money of an open record that can still be stopped: its refund, else the amount claimed.
#[must_use]
pub fn open_amount(record: &Record) -> Money {
    if record.closed { Money(0) } else { record.refund.max(record.amount_claimed).unwrap_or_default() }
}

/// The open money of a finding's members, by record, in their order. A complaint's claim counts only where its policy
/// has no surrender in the finding, so that one refund is not counted twice.
pub fn open_amounts<'a>(
    finding: &'a Finding,
    outcome: &'a Outcome,
) -> impl Iterator<Item = (RecordIx, Money)> + 'a {
    let records = &outcome.assembled.records;
    let members = || finding.members.iter().map(|member| (member.record, records.get(member.record)));
    let mut surrendered: Vec<_> = members()
        .filter(|(_, record)| record.record_type == RecordType::Surrender)
        .map(|(_, record)| record.policy)
        .collect();
    surrendered.sort_unstable();
    members().map(move |(place, record)| {
        let counted = record.record_type == RecordType::Surrender
            || record.policy.0 == 0
            || surrendered.binary_search(&record.policy).is_err();
        (place, if counted { open_amount(record) } else { Money(0) })
    })
}

/// Adds up a finding.
#[must_use]
pub fn summarise(finding: &Finding, outcome: &Outcome) -> Summary {
    let mut out = Summary::default();
    let records = || finding.members.iter().map(|member| outcome.assembled.records.get(member.record));
    out.open.0 = open_amounts(finding, outcome).map(|(_, money)| money.0).sum();
    let mut branches = Vec::new();
    let mut agents = Vec::new();
    for record in records() {
        if record.record_type == RecordType::Surrender {
            out.surrenders += 1;
        } else {
            out.complaints += 1;
        }
        let date = record.date;
        out.dates = Some(out.dates.map_or((date, date), |(first, last)| (first.min(date), last.max(date))));
        out.premium_paid.0 += record.premium_paid.unwrap_or_default().0;
        out.cash_value.0 += record.cash_value.unwrap_or_default().0;
        out.refund.0 += record.refund.unwrap_or_default().0;
        out.excess.0 += record.excess.unwrap_or_default().0.max(0);
        if record.closed {
            out.paid.0 += record.refund.unwrap_or_default().0;
        } else if let Some(due) = record.due_at.filter(|due| *due >= outcome.as_of) {
            out.next_due = Some(out.next_due.map_or(due, |next| next.min(due)));
        }
        branches.push(record.branch);
        agents.push(record.selling_agent);
    }
    for list in [&mut branches, &mut agents] {
        list.sort_unstable();
        list.dedup();
        list.retain(|symbol| symbol.0 > 0);
    }
    out.branches = branches
        .into_iter()
        .map(|branch| outcome.assembled.records.branches.text(branch).to_owned())
        .collect();
    out.agents =
        agents.into_iter().map(|agent| outcome.assembled.records.agents.text(agent).to_owned()).collect();
    let mut persons: Vec<_> = finding.members.iter().map(|member| member.person).collect();
    persons.sort_unstable();
    persons.dedup();
    out.persons = persons.len();
    out
}
