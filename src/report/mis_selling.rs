//! `mis_selling.csv`: what goes to sales compliance, not to the fraud desk. One agent, the customers, the dates.

use std::borrow::Cow;

use super::table::{Header, Table};
use super::{Config, File};
use crate::detect::finding::{Finding, Kind, Member};
use crate::detect::short_id;
use crate::error::Result;
use crate::pipeline::Outcome;
use crate::record::Symbol;

pub(super) const COLUMNS: [Header; 12] = [
    ("ring_id", "团伙编号"),
    ("kind", "类别"),
    ("selling_agent", "原销售业务员工号"),
    ("branch", "分公司"),
    ("person", "人员"),
    ("record_id", "记录编号"),
    ("record_type", "记录类型"),
    ("date", "日期"),
    ("channel", "投诉渠道"),
    ("product", "产品名称"),
    ("policy_start", "生效日期"),
    ("excess_refund", "超额退费"),
];

/// Writes the list: the records that the one agent sold, of every finding that is mis-selling or a ring that is
/// both, in the order of the findings.
///
/// # Errors
/// None in practice: it writes to memory.
pub fn file(outcome: &Outcome, config: &Config) -> Result<File> {
    let mut table = Table::new(config.lang, &COLUMNS)?;
    for finding in &outcome.findings {
        let Some(agent) = routed(finding, outcome) else { continue };
        for member in &finding.members {
            if outcome.assembled.records.get(member.record).selling_agent == agent {
                table.row(row(finding, member, outcome).into_iter().map(Cow::Owned))?;
            }
        }
    }
    Ok(("mis_selling.csv", table.finish()?))
}

/// The agent whose sales a finding is about, when it is for sales compliance.
fn routed(finding: &Finding, outcome: &Outcome) -> Option<Symbol> {
    if finding.kind != Kind::MisSelling && !finding.also_mis_selling {
        return None;
    }
    let records = &outcome.assembled.records;
    let mut agents: Vec<Symbol> =
        finding.members.iter().map(|member| records.get(member.record).selling_agent).collect();
    agents.sort_unstable();
    let runs = agents.chunk_by(|left, right| left == right).filter(|run| run[0].0 > 0);
    runs.max_by_key(|run| (run.len(), std::cmp::Reverse(run[0]))).map(|run| run[0])
}

fn row(finding: &Finding, member: &Member, outcome: &Outcome) -> [String; 12] {
    let records = &outcome.assembled.records;
    let record = records.get(member.record);
    let first = outcome.linked.people.first_record[member.person.0 as usize];
    [
        finding.id.clone(),
        finding.kind.name().into(),
        records.agents.text(record.selling_agent).into(),
        records.branches.text(record.branch).into(),
        short_id('P', first, records),
        records.id(member.record).into(),
        record.record_type.name().into(),
        record.date.to_string(),
        record.channel.name().into(),
        records.products.text(record.product).into(),
        record.policy_start.map_or_else(String::new, |day| day.to_string()),
        record.excess.map_or_else(String::new, |excess| excess.to_string()),
    ]
}
