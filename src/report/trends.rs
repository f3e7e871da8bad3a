//! trends.csv: month × branch × channel × product. Polars does the sums, in whole fen.

use polars::prelude::{IntoLazy, SortMultipleOptions, col, df, len};

use super::Config;
use super::summary::{is_reported, open_amount};
use super::table::{Header, Table};
use crate::error::{Error, Result};
use crate::pipeline::Outcome;
use crate::record::{Money, RecordType};

pub(super) const KEYS: [Header; 4] =
    [("month", "月份"), ("branch", "分公司"), ("channel", "投诉渠道"), ("product", "产品名称")];
pub(super) const COUNTS: [Header; 5] = [
    ("records", "记录数"),
    ("complaints", "投诉数"),
    ("surrenders", "退保数"),
    ("regulator_complaints", "监管渠道投诉数"),
    ("ring_records", "疑似团伙记录数"),
];
pub(super) const SUMS: [Header; 5] = [
    ("premium_paid", "累计保费"),
    ("refund_amount", "退费金额"),
    ("excess_refund", "超额退费"),
    ("open_amount", "未付金额"),
    ("ring_excess", "疑似团伙超额退费"),
];

/// Writes trends.csv: a row for every month, branch, channel and product that has records. Channel is empty
/// for surrenders.
///
/// # Errors
/// None in practice: the frame is made here.
pub fn file(outcome: &Outcome, config: &Config) -> Result<Vec<u8>> {
    let records = &outcome.assembled.records;
    let mut in_ring = vec![false; records.all.len()];
    for finding in outcome.findings.iter().filter(|finding| is_reported(finding, outcome)) {
        for member in &finding.members {
            in_ring[member.record.0 as usize] = true;
        }
    }
    let all = &records.all;
    let excess: Vec<i64> = all.iter().map(|record| record.excess.unwrap_or_default().0.max(0)).collect();
    let flag = |is: fn(&crate::record::Record) -> bool| {
        all.iter().map(|record| i64::from(is(record))).collect::<Vec<i64>>()
    };
    let money = |amount: fn(&crate::record::Record) -> Money| {
        all.iter().map(|record| amount(record).0).collect::<Vec<i64>>()
    };
    let frame = df!(
        "month" => all.iter().map(|record| record.date.month_number()).collect::<Vec<i32>>(),
        "branch" => all.iter().map(|record| record.branch.0).collect::<Vec<u32>>(),
        "channel" => all.iter().map(|record| record.channel as u32).collect::<Vec<u32>>(),
        "product" => all.iter().map(|record| record.product.0).collect::<Vec<u32>>(),
        "complaints" => flag(|record| record.record_type == RecordType::Complaint),
        "surrenders" => flag(|record| record.record_type == RecordType::Surrender),
        "regulator_complaints" => flag(|record| record.channel.is_regulator()),
        "ring_records" => in_ring.iter().map(|&inside| i64::from(inside)).collect::<Vec<i64>>(),
        "premium_paid" => money(|record| record.premium_paid.unwrap_or_default()),
        "refund_amount" => money(|record| record.refund.unwrap_or_default()),
        "open_amount" => money(open_amount),
        "ring_excess" => in_ring.iter().zip(&excess).map(|(&inside, &excess)| if inside { excess } else { 0 }).collect::<Vec<i64>>(),
        "excess_refund" => excess,
    );
    let failed =
        |error: polars::error::PolarsError| Error::internal(format!("the sums of trends.csv: {error}"));
    let keys = KEYS.map(|(name, _)| col(name));
    let summed = COUNTS.iter().skip(1).chain(&SUMS).map(|(name, _)| col(*name).sum());
    let months = frame
        .map_err(failed)?
        .lazy()
        .group_by(keys)
        .agg(
            [len().cast(polars::prelude::DataType::Int64).alias("records")]
                .into_iter()
                .chain(summed)
                .collect::<Vec<_>>(),
        )
        .sort(KEYS.map(|(name, _)| name), SortMultipleOptions::default())
        .collect()
        .map_err(failed)?;
    let column = |name: &str| months.column(name).map_err(failed);
    let key = |name: &str| Ok::<_, Error>(column(name)?.u32().map_err(failed)?.clone());
    let number = |name: &str| Ok::<_, Error>(column(name)?.i64().map_err(failed)?.clone());
    let month = column("month")?.i32().map_err(failed)?.clone();
    let (branch, channel, product) = (key("branch")?, key("channel")?, key("product")?);
    let counts = COUNTS.map(|(name, _)| name).map(number).into_iter().collect::<Result<Vec<_>>>()?;
    let sums = SUMS.map(|(name, _)| name).map(number).into_iter().collect::<Result<Vec<_>>>()?;
    let channels = crate::record::Channel::NAMES;
    let headers: Vec<Header> = KEYS.into_iter().chain(COUNTS).chain(SUMS).collect();
    let mut table = Table::new(config.lang, &headers)?;
    for row in 0..months.height() {
        let symbol = |column: &polars::prelude::UInt32Chunked| {
            crate::record::Symbol(column.get(row).unwrap_or_default())
        };
        let month = month.get(row).unwrap_or_default();
        let name = channels.get(channel.get(row).unwrap_or(u32::MAX) as usize).map_or("", |(_, name)| *name);
        let mut cells = vec![
            format!("{:04}-{:02}", month.div_euclid(12), month.rem_euclid(12) + 1),
            records.branches.text(symbol(&branch)).to_owned(),
            name.to_owned(),
            records.products.text(symbol(&product)).to_owned(),
        ];
        cells.extend(counts.iter().map(|count| count.get(row).unwrap_or_default().to_string()));
        cells.extend(sums.iter().map(|sum| Money(sum.get(row).unwrap_or_default()).to_string()));
        table.row(cells.into_iter().map(std::borrow::Cow::Owned))?;
    }
    table.finish()
}
