//! trends.csv, sources.csv and exposure.csv: what the summary of any period can be made of later.

use std::borrow::Cow;

use super::Facts;
use super::measure::{COLUMNS, is_money};
use super::period::Month;
use crate::error::Result;
use crate::record::Money;
use crate::report::table::{Header, Table};
use crate::report::{File, Lang};

pub(super) const KEYS: [Header; 4] =
    [("month", "月份"), ("branch", "分公司"), ("channel", "投诉渠道"), ("product", "产品名称")];
pub(super) const SOURCES: [Header; 5] = [
    ("month", "月份"),
    ("selling_agent_id", "原销售业务员工号"),
    ("records", "记录数"),
    ("ring_records", "疑似团伙记录数"),
    ("ring_excess", "疑似团伙超额退费"),
];
pub(super) const EXPOSURE: [Header; 5] = [
    ("month", "月份"),
    ("branch", "分公司"),
    ("premium", "保费"),
    ("policies", "有效保单数"),
    ("insured", "被保险人数"),
];

/// Writes the tables.
///
/// # Errors
/// None in practice: everything is written to memory.
pub fn files(facts: &Facts, lang: Lang) -> Result<Vec<File>> {
    let headers: Vec<Header> = KEYS.into_iter().chain(COLUMNS.map(|(_, header)| header)).collect();
    let mut trends = Table::new(lang, &headers)?;
    for row in &facts.rows {
        let keys = [row.month.to_string(), row.branch.clone(), row.channel.clone(), row.product.clone()];
        let sums = COLUMNS.map(|(measure, _)| match row.sums[measure] {
            fen if is_money(measure) => Money(fen).to_string(),
            count => count.to_string(),
        });
        trends.row(keys.into_iter().chain(sums).map(Cow::Owned))?;
    }
    let mut sources = Table::new(lang, &SOURCES)?;
    for row in &facts.agents {
        let [records, ring_records] = [row.records, row.ring_records].map(|count| count.to_string());
        let excess = Money(row.ring_excess).to_string();
        let cells = [row.month.to_string(), row.agent.clone(), records, ring_records, excess];
        sources.row(cells.into_iter().map(Cow::Owned))?;
    }
    let mut exposure = Table::new(lang, &EXPOSURE)?;
    for row in &facts.exposure {
        let [policies, insured] = [row.policies, row.insured].map(|count| count.to_string());
        let month = Month(row.month).to_string();
        let cells = [month, row.branch.clone(), row.premium.to_string(), policies, insured];
        exposure.row(cells.into_iter().map(Cow::Owned))?;
    }
    Ok(vec![
        ("trends.csv", trends.finish()?),
        ("sources.csv", sources.finish()?),
        ("exposure.csv", exposure.finish()?),
    ])
}
