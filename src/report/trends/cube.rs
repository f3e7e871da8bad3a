//! Records → rows of month × branch × channel × product. Polars does the sums, in whole fen.

use polars::prelude::{DataType, IntoLazy, SortMultipleOptions, col, df, len};
use rustc_hash::FxHashSet;

use super::measure::{COLUMNS, Sums, is_money};
use super::period::Month;
use crate::error::{Error, Result};
use crate::pipeline::Outcome;
use crate::record::{Channel, Money, Record, RecordType, Records, Symbol};
use crate::report::summary::{is_reported, open_amount, open_amounts};

/// A row of trends.csv: every month, branch, channel and product that has records. Channel is empty for surrenders.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Row {
    /// The month.
    pub month: Month,
    /// Branch, or empty.
    pub branch: String,
    /// The contract's name of the channel, or empty.
    pub channel: String,
    /// Product, or empty.
    pub product: String,
    /// Its sums.
    pub sums: Sums,
}

/// The keys of a row, in the order of its columns.
const KEYS: [&str; 4] = ["month", "branch", "channel", "product"];

/// What the records of likely rings add, by record.
pub(super) struct InRings {
    /// Whether the record is in a likely ring.
    pub(super) inside: Vec<bool>,
    /// Its open money there, in fen.
    pub(super) open: Vec<i64>,
}

impl InRings {
    pub(super) fn of(outcome: &Outcome) -> Self {
        let records = outcome.assembled.records.all.len();
        let mut out = Self { inside: vec![false; records], open: vec![0; records] };
        for finding in outcome.findings.iter().filter(|finding| is_reported(finding, outcome)) {
            for (record, open) in open_amounts(finding, outcome) {
                out.inside[record.0 as usize] = true;
                out.open[record.0 as usize] = open.0;
            }
        }
        out
    }
}

/// Sums the records, in the order of the keys.
///
/// # Errors
/// None in practice: the frame is made here.
pub(super) fn rows(outcome: &Outcome, in_rings: &InRings) -> Result<Vec<Row>> {
    let failed =
        |error: polars::error::PolarsError| Error::internal(format!("the sums of trends.csv: {error}"));
    let records = &outcome.assembled.records;
    let keys = KEYS.map(col);
    let sum = |(measure, (name, _)): &(_, (&str, _))| {
        let sum = col(*name).sum();
        if is_money(*measure) { sum } else { sum.cast(DataType::Int64) }
    };
    let sums: Vec<_> = COLUMNS.iter().skip(1).map(sum).collect();
    let count = len().cast(DataType::Int64).alias(COLUMNS[0].1.0);
    let months = frame(outcome, in_rings)
        .map_err(failed)?
        .lazy()
        .group_by(keys)
        .agg([vec![count], sums].concat())
        .sort(KEYS, SortMultipleOptions::default())
        .collect()
        .map_err(failed)?;
    let column = |name: &str| months.column(name).map_err(failed);
    let key = |name: &str| Ok::<_, Error>(column(name)?.u32().map_err(failed)?.clone());
    let number =
        |(_, (name, _)): &(_, (&str, _))| Ok::<_, Error>(column(name)?.i64().map_err(failed)?.clone());
    let month = column("month")?.i32().map_err(failed)?.clone();
    let (branch, channel, product) = (key("branch")?, key("channel")?, key("product")?);
    let columns = COLUMNS.iter().map(number).collect::<Result<Vec<_>>>()?;
    let row = |row: usize| {
        let symbol = |column: &polars::prelude::UInt32Chunked| Symbol(column.get(row).unwrap_or_default());
        let channel = Channel::NAMES.get(channel.get(row).unwrap_or(u32::MAX) as usize);
        let mut sums = Sums::default();
        for ((measure, _), column) in COLUMNS.iter().zip(&columns) {
            sums[*measure] = column.get(row).unwrap_or_default();
        }
        Row {
            month: Month(month.get(row).unwrap_or_default()),
            branch: records.branches.text(symbol(&branch)).to_owned(),
            channel: channel.map_or("", |(_, name)| *name).to_owned(),
            product: records.products.text(symbol(&product)).to_owned(),
            sums,
        }
    };
    Ok((0..months.height()).map(row).collect())
}

/// The records as a frame: yes and no as bits, money in fen.
fn frame(outcome: &Outcome, in_rings: &InRings) -> polars::prelude::PolarsResult<polars::prelude::DataFrame> {
    let records = &outcome.assembled.records;
    let all = &records.all;
    let repeated = repeated(records);
    let flag = |is: &dyn Fn(&Record) -> bool| all.iter().map(is).collect::<Vec<bool>>();
    let money =
        |amount: fn(&Record) -> Money| all.iter().map(|record| amount(record).0).collect::<Vec<i64>>();
    let excess = money(|record| Money(record.excess.unwrap_or_default().0.max(0)));
    let is_due = |record: &Record| {
        record.record_type == RecordType::Complaint && record.due_at.is_some_and(|due| due <= outcome.as_of)
    };
    // No table tells the day on which a complaint was closed; a payment after the limit was late for certain.
    let in_time = |record: &Record| {
        record.closed && record.paid_at.zip(record.due_at).is_none_or(|(paid, due)| paid <= due)
    };
    df!(
        "month" => all.iter().map(|record| record.date.month_number()).collect::<Vec<i32>>(),
        "branch" => all.iter().map(|record| record.branch.0).collect::<Vec<u32>>(),
        "channel" => all.iter().map(|record| record.channel as u32).collect::<Vec<u32>>(),
        "product" => all.iter().map(|record| record.product.0).collect::<Vec<u32>>(),
        "complaints" => flag(&|record| record.record_type == RecordType::Complaint),
        "surrenders" => flag(&|record| record.record_type == RecordType::Surrender),
        "regulator_complaints" => flag(&|record| record.channel.is_regulator()),
        "own_complaints" => flag(&|record| record.channel.is_own()),
        "ring_records" => in_rings.inside.as_slice(),
        "repeated_complaints" => repeated,
        "contact_differs" => flag(&|record| record.contact_differs == Some(true)),
        "due_complaints" => flag(&is_due),
        "closed_in_time" => flag(&|record| is_due(record) && in_time(record)),
        "premium_paid" => money(|record| record.premium_paid.unwrap_or_default()),
        "refund_amount" => money(|record| record.refund.unwrap_or_default()),
        "open_amount" => money(open_amount),
        "ring_open_amount" => in_rings.open.as_slice(),
        "ring_excess" => excess.iter().zip(&in_rings.inside).map(|(&excess, &inside)| if inside { excess } else { 0 }).collect::<Vec<i64>>(),
        "excess_refund" => excess,
    )
}

/// Whether a complaint repeats an earlier one of its grievance (`parent_id`, `regulator_no`), by record.
fn repeated(records: &Records) -> Vec<bool> {
    let all = &records.all;
    let is_complaint = |place: &usize| all[*place].record_type == RecordType::Complaint;
    let complaints = || (0..all.len()).filter(is_complaint);
    let mut order: Vec<usize> = complaints().filter(|&place| all[place].grievance.0 > 0).collect();
    order.sort_unstable_by_key(|&place| (all[place].date, place));
    let mut repeated = vec![false; all.len()];
    if order.is_empty() {
        return repeated;
    }
    // A parent need not name itself: whoever names it comes second.
    let mut seen: FxHashSet<Symbol> =
        complaints().filter_map(|place| records.grievances.find(records.ids.get(place))).collect();
    for place in order {
        let itself = records.grievances.text(all[place].grievance) == records.ids.get(place);
        repeated[place] = !seen.insert(all[place].grievance) && !itself;
    }
    repeated
}
