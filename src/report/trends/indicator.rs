//! What management reads: each indicator is one function of the sums, whoever shows it.
//!
//! The rates are the regulator's (DOMAIN: 亿元保费投诉量, 万张保单投诉量, 万人次投诉量). Premium is a flow and is added
//! up over a period; policies and insured people are stocks, so that a period counts their mean. Months that state no
//! denominator lend no complaints to the numerator either.

use serde::Serialize;

use super::measure::{Measure, Sums};
use crate::record::Money as Fen;
use crate::report::number;
use crate::report::table::Header;

/// How a number is written.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// Whole things.
    Count,
    /// Fen.
    Money,
    /// 0 to 1; differences are told in percentage points.
    Share,
    /// Complaints per so many.
    Rate,
}

/// Shown where there is no number.
pub(in crate::report) const NONE: &str = "–";

impl Unit {
    /// A value as people read it.
    pub(in crate::report) fn value(self, value: Option<f64>) -> String {
        match (self, value) {
            (_, None) => NONE.to_owned(),
            (Self::Count, Some(value)) => number::count(value.round() as i64),
            (Self::Money, Some(fen)) => number::yuan(Fen(fen.round() as i64)),
            (Self::Share, Some(share)) => format!("{:.1}%", share * 100.0),
            (Self::Rate, Some(rate)) => format!("{rate:.2}"),
        }
    }

    /// A change as people read it: percent, or percentage points of a share.
    pub(in crate::report) fn change(self, change: Option<f64>) -> String {
        match (self, change) {
            (_, None) => NONE.to_owned(),
            (Self::Share, Some(points)) => format!("{:+.1} pp", points * 100.0),
            (_, Some(part)) => format!("{:+.1}%", part * 100.0),
        }
    }
}

/// Whose numbers an indicator can tell.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Scope {
    /// The company, and each branch, channel and product.
    Groups,
    /// The company alone: a ring and a decision about it belong to no one branch.
    Company,
}

/// One indicator.
#[derive(Clone, Copy, Debug)]
pub struct Indicator {
    /// Its stable name.
    pub name: &'static str,
    /// What people call it.
    pub title: Header,
    /// How it is written.
    pub unit: Unit,
    /// Whose numbers it can tell.
    pub scope: Scope,
    of: Of,
}

/// How an indicator comes from the sums.
#[derive(Clone, Copy, Debug)]
enum Of {
    /// One sum as it is.
    Sum(Measure),
    /// Part and whole.
    Share(Measure, Measure),
    /// Complaints to so much of a flow.
    Flow { complaints: Measure, of: Measure, per: f64 },
    /// Complaints to so many of a stock, whose mean over the months counts.
    Stock { complaints: Measure, of: Measure, months: Measure, per: f64 },
}

/// ¥100 m in fen.
const HUNDRED_MILLION: f64 = 1e10;
/// Policies, or people, that a rate is told for.
const TEN_THOUSAND: f64 = 1e4;

/// All indicators, in the order in which they are shown.
pub const INDICATORS: [Indicator; 25] = {
    use Measure as M;
    use Scope::{Company, Groups};
    use Unit::{Count, Money, Rate, Share};
    const fn new(name: &'static str, title: Header, unit: Unit, scope: Scope, of: Of) -> Indicator {
        Indicator { name, title, unit, scope, of }
    }
    [
        new("complaints", ("Complaints", "投诉件数"), Count, Groups, Of::Sum(M::Complaints)),
        new("surrenders", ("Surrenders", "退保件数"), Count, Groups, Of::Sum(M::Surrenders)),
        new(
            "ring_records",
            ("Records in likely rings", "疑似团伙记录数"),
            Count,
            Groups,
            Of::Sum(M::RingRecords),
        ),
        new(
            "ring_share",
            ("Share in likely rings", "疑似团伙占比"),
            Share,
            Groups,
            Of::Share(M::RingRecords, M::Records),
        ),
        new("rings_new", ("New rings", "新增团伙"), Count, Company, Of::Sum(M::RingsNew)),
        new("rings_grown", ("Rings that grew", "扩大团伙"), Count, Company, Of::Sum(M::RingsGrown)),
        new("rings_ended", ("Rings that went quiet", "沉寂团伙"), Count, Company, Of::Sum(M::RingsEnded)),
        new(
            "ring_open_amount",
            ("Money at risk in rings", "疑似团伙未付金额"),
            Money,
            Groups,
            Of::Sum(M::RingOpenAmount),
        ),
        new(
            "excess_refund",
            ("Excess refund", "超额退费（协议退保差值）"),
            Money,
            Groups,
            Of::Sum(M::ExcessRefund),
        ),
        new(
            "ring_excess",
            ("Excess refund in rings", "疑似团伙超额退费"),
            Money,
            Groups,
            Of::Sum(M::RingExcess),
        ),
        new(
            "own_share",
            ("Own channels", "自有渠道占比"),
            Share,
            Groups,
            Of::Share(M::OwnComplaints, M::Complaints),
        ),
        new(
            "regulator_share",
            ("Regulator's channels", "监管渠道占比"),
            Share,
            Groups,
            Of::Share(M::RegulatorComplaints, M::Complaints),
        ),
        new(
            "repeated_complaints",
            ("Repeated complaints", "重复投诉件数"),
            Count,
            Groups,
            Of::Sum(M::RepeatedComplaints),
        ),
        new(
            "repeated_share",
            ("Share repeated", "重复投诉率"),
            Share,
            Groups,
            Of::Share(M::RepeatedComplaints, M::Complaints),
        ),
        new(
            "closed_in_time",
            ("Closed in time", "按期办结率"),
            Share,
            Groups,
            Of::Share(M::ClosedInTime, M::DueComplaints),
        ),
        new(
            "contact_differs",
            ("Contact not the registered one", "联系电话与登记不一致占比"),
            Share,
            Groups,
            Of::Share(M::ContactDiffers, M::Records),
        ),
        new(
            "premium_rate",
            ("Complaints per ¥100 m premium", "亿元保费投诉量"),
            Rate,
            Groups,
            Of::Flow { complaints: M::PremiumComplaints, of: M::ExposedPremium, per: HUNDRED_MILLION },
        ),
        new(
            "policies_rate",
            ("Complaints per 10,000 policies", "万张保单投诉量"),
            Rate,
            Groups,
            Of::Stock {
                complaints: M::PolicyComplaints,
                of: M::ExposedPolicies,
                months: M::PolicyMonths,
                per: TEN_THOUSAND,
            },
        ),
        new(
            "insured_rate",
            ("Complaints per 10,000 insured", "万人次投诉量"),
            Rate,
            Groups,
            Of::Stock {
                complaints: M::InsuredComplaints,
                of: M::ExposedInsured,
                months: M::InsuredMonths,
                per: TEN_THOUSAND,
            },
        ),
        new("decided", ("Leads decided", "已核查线索"), Count, Company, Of::Sum(M::Decided)),
        new("confirmed_share", ("Confirmed", "核实率"), Share, Company, Of::Share(M::Confirmed, M::Decided)),
        new("referred", ("Referred to the police", "移送（报案）"), Count, Company, Of::Sum(M::Referred)),
        new("filed", ("Case opened", "立案"), Count, Company, Of::Sum(M::Filed)),
        new("prevented", ("Loss prevented", "挽损金额"), Money, Company, Of::Sum(M::Prevented)),
        new("records", ("Records", "记录数"), Count, Groups, Of::Sum(M::Records)),
    ]
};

impl Indicator {
    /// The number; `None` where there is nothing to divide by.
    #[must_use]
    pub fn of(&self, sums: &Sums) -> Option<f64> {
        let ratio = |part: i64, whole: f64| (whole > 0.0).then(|| part as f64 / whole);
        match self.of {
            Of::Sum(measure) => Some(sums[measure] as f64),
            Of::Share(part, whole) => ratio(sums[part], sums[whole] as f64),
            Of::Flow { complaints, of, per } => ratio(sums[complaints], sums[of] as f64 / per),
            Of::Stock { complaints, of, months, per } => {
                let mean = sums[of] as f64 / (sums[months].max(1)) as f64;
                ratio(sums[complaints], mean / per)
            }
        }
    }

    /// How a number changed: in parts of the earlier one, of shares in parts of the whole (percentage points);
    /// `None` where there was nothing to start from.
    #[must_use]
    pub fn change(&self, now: Option<f64>, then: Option<f64>) -> Option<f64> {
        let (now, then) = now.zip(then)?;
        match self.unit {
            Unit::Share => Some(now - then),
            Unit::Count | Unit::Money | Unit::Rate => (then > 0.0).then(|| now / then - 1.0),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn indicator(name: &str) -> Indicator {
        INDICATORS.into_iter().find(|indicator| indicator.name == name).unwrap()
    }

    #[test]
    fn policies_are_a_stock_and_premium_a_flow() {
        let mut sums = Sums::default();
        // Two months: 30 complaints, 10,000 policies on average, ¥50 m of premium each.
        for (measure, value) in [
            (Measure::PremiumComplaints, 30),
            (Measure::ExposedPremium, 10_000_000_000),
            (Measure::PolicyComplaints, 30),
            (Measure::ExposedPolicies, 20_000),
            (Measure::PolicyMonths, 2),
        ] {
            sums[measure] = value;
        }
        assert_eq!(indicator("premium_rate").of(&sums), Some(30.0));
        assert_eq!(indicator("policies_rate").of(&sums), Some(30.0));
        assert_eq!(indicator("insured_rate").of(&sums), None);
    }

    #[test]
    fn a_share_changes_by_points_and_nothing_grows_from_zero() {
        assert_eq!(indicator("ring_share").change(Some(0.5), Some(0.25)), Some(0.25));
        assert_eq!(indicator("complaints").change(Some(3.0), Some(2.0)), Some(0.5));
        assert_eq!(indicator("complaints").change(Some(3.0), Some(0.0)), None);
    }

    #[test]
    fn a_share_is_written_in_percent_and_a_missing_number_is_a_dash() {
        assert_eq!(Unit::Share.value(Some(0.1234)), "12.3%");
        assert_eq!(Unit::Share.change(Some(-0.02)), "-2.0 pp");
        assert_eq!(Unit::Count.change(Some(0.5)), "+50.0%");
        assert_eq!(Unit::Money.value(Some(123_456.0)), "1,234.56");
        assert_eq!(Unit::Rate.value(None), NONE);
    }
}
