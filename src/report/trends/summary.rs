//! The summary of periods: the one model that the page, the workbook and the text show. They only lay it out.

use std::collections::BTreeMap;

use serde::Serialize;

use super::indicator::Unit;
use crate::report::table::Header;

/// What the numbers mean and what they do not, in order.
pub(super) const NOTES: [Header; 6] = [
    (
        "Rings are leads. New, grown and quiet go by the dates of their records: the first one, further ones, a quarter without any. Over a period each ring counts once: as new, or as grown if it began before.",
        "团伙均为线索；新增、扩大、沉寂按其记录日期统计：首条记录、后续记录、连续一个季度无新记录；按期间统计时每个团伙只计一次：期内出现为新增，此前已出现则为扩大。",
    ),
    (
        "Closed in time: of the complaints whose time limit had come, those closed and not paid after it. The input does not tell the day of closing.",
        "按期办结率：期限已到的投诉中，已办结且未逾期付款的占比；来源数据未提供办结日期。",
    ),
    (
        "Rates count only months and branches whose premium, policies or insured people are stated. Premium is added up over a period; of policies and insured people the mean of the months counts.",
        "投诉率仅统计提供保费、保单或承保人次的月份和机构；保费按期间累计，保单和承保人次取各月平均。",
    ),
    (
        "Confirmed: of the leads decided in the period. Decisions come from labels and from the store.",
        "核实率：期间内已核查线索中属实的占比；核查结果来自标注表和存储库。",
    ),
    (
        "A comparison is left out where the input does not reach back to the beginning of the other period.",
        "对比期间未被数据完整覆盖时不作对比。",
    ),
    (
        "Month by month at most the last 120 months are told; earlier ones count in the whole input alone.",
        "逐月数据最多列示最近120个月，更早月份仅计入全部数据的合计。",
    ),
];

/// What a period is told by.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum By {
    /// Branches.
    Branch,
    /// Channels of complaints.
    Channel,
    /// Products.
    Product,
}

impl By {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Branch, Self::Channel, Self::Product];

    /// The word of the outputs.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Branch => "branch",
            Self::Channel => "channel",
            Self::Product => "product",
        }
    }

    /// What people call it.
    #[must_use]
    pub fn title(self) -> Header {
        match self {
            Self::Branch => ("Branch", "分公司"),
            Self::Channel => ("Channel", "投诉渠道"),
            Self::Product => ("Product", "产品"),
        }
    }
}

/// A summary: some periods, all months, the company and its groups.
#[derive(Clone, Debug, Serialize)]
pub struct Summary {
    /// The day the results speak for.
    pub as_of: String,
    /// The indicators, in the order of all values below.
    pub indicators: Vec<Title>,
    /// The periods, in the order of all figures below.
    pub periods: Vec<Told>,
    /// All months of the input, in the order of all series below.
    pub months: Vec<String>,
    /// The company.
    pub whole: Group,
    /// Groups with records, by name.
    pub groups: BTreeMap<&'static str, Vec<Group>>,
    /// Events of rings by the nights of the store: of the last one, or of the period. Empty without a store.
    pub befell: BTreeMap<String, u32>,
    /// What the numbers mean and what they do not.
    pub notes: Vec<Header>,
}

/// An indicator as people read it.
#[derive(Clone, Debug, Serialize)]
pub struct Title {
    /// Its stable name.
    pub name: &'static str,
    /// English and Chinese.
    pub title: Header,
    /// How it is written.
    pub unit: Unit,
    /// Whether groups have it too.
    pub of_groups: bool,
}

/// A period and those it is compared with, where the input reaches so far back.
#[derive(Clone, Debug, Serialize)]
pub struct Told {
    /// The period itself.
    pub period: String,
    /// The one before.
    pub previous: Option<String>,
    /// The same of last year.
    pub last_year: Option<String>,
    /// Where its rings come from.
    pub sources: BTreeMap<&'static str, Vec<Source>>,
}

/// The company, a branch, a channel or a product.
#[derive(Clone, Debug, Serialize)]
pub struct Group {
    /// Its name; empty for the company.
    pub name: String,
    /// Values of each month, by indicator.
    pub series: Vec<Vec<Option<f64>>>,
    /// Figures of each period, by indicator.
    pub figures: Vec<Vec<Figure>>,
}

/// A value with what it is compared with.
#[derive(Clone, Copy, PartialEq, Debug, Default, Serialize)]
pub struct Figure {
    /// The value; money in fen.
    pub now: Option<f64>,
    /// The value of the period before.
    pub previous: Option<f64>,
    /// The value of the same period last year.
    pub last_year: Option<f64>,
    /// The change since the period before: parts, or percentage points / 100 for shares.
    pub since_previous: Option<f64>,
    /// The change since last year.
    pub since_last_year: Option<f64>,
}

/// A place where rings come from.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Source {
    /// The agent's number, the branch or the product.
    pub name: String,
    /// Records in likely rings.
    pub ring_records: i64,
    /// All records; for agents all of those who have any in rings.
    pub records: i64,
    /// The first in parts of the second.
    pub share: f64,
    /// Refunds above cash value in rings, in fen.
    pub ring_excess: i64,
}
