//! What is summed: the columns of trends.csv, what stood at risk, rings and decisions. Money is in fen.

use std::ops::{AddAssign, Index, IndexMut};

use crate::report::table::Header;

/// One sum. The first [`COLUMNS`] are columns of trends.csv, in their order there.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Measure {
    /// Complaints and surrenders.
    Records,
    /// Complaints.
    Complaints,
    /// Surrenders.
    Surrenders,
    /// Complaints through the regulator.
    RegulatorComplaints,
    /// Records in likely rings.
    RingRecords,
    /// Premiums paid on surrendered policies.
    PremiumPaid,
    /// Refunds, settlements included.
    RefundAmount,
    /// Refunds above cash value.
    ExcessRefund,
    /// Money not paid yet, by record.
    OpenAmount,
    /// Refunds above cash value in likely rings.
    RingExcess,
    /// Complaints through the insurer's own channels.
    OwnComplaints,
    /// Complaints that repeat an earlier one of their grievance.
    RepeatedComplaints,
    /// Records whose contact is not the one registered on the policy.
    ContactDiffers,
    /// Complaints whose time limit had come by the as-of day.
    DueComplaints,
    /// Those of them that were closed, and not paid after the limit.
    ClosedInTime,
    /// Money of likely rings not paid yet, each refund once, as in rings.csv.
    RingOpenAmount,
    /// Premium of the months that state it.
    ExposedPremium,
    /// Complaints of those months.
    PremiumComplaints,
    /// Policies in force, added up over the months that state them.
    ExposedPolicies,
    /// How many such months.
    PolicyMonths,
    /// Complaints of those months.
    PolicyComplaints,
    /// People insured, added up over the months that state them.
    ExposedInsured,
    /// How many such months.
    InsuredMonths,
    /// Complaints of those months.
    InsuredComplaints,
    /// Rings whose first record is of the month.
    RingsNew,
    /// Older rings that gained records.
    RingsGrown,
    /// Rings that had gained no record for a quarter.
    RingsEnded,
    /// Leads that a person decided.
    Decided,
    /// Those of them that were confirmed.
    Confirmed,
    /// Leads handed to the police.
    Referred,
    /// Leads on which the police opened a case.
    Filed,
    /// Loss prevented, as the decisions state it.
    Prevented,
}

/// Number of measures.
const COUNT: usize = Measure::Prevented as usize + 1;

/// The measures that trends.csv holds, with their headers.
pub const COLUMNS: [(Measure, Header); 16] = [
    (Measure::Records, ("records", "记录数")),
    (Measure::Complaints, ("complaints", "投诉数")),
    (Measure::Surrenders, ("surrenders", "退保数")),
    (Measure::RegulatorComplaints, ("regulator_complaints", "监管渠道投诉数")),
    (Measure::RingRecords, ("ring_records", "疑似团伙记录数")),
    (Measure::PremiumPaid, ("premium_paid", "累计保费")),
    (Measure::RefundAmount, ("refund_amount", "退费金额")),
    (Measure::ExcessRefund, ("excess_refund", "超额退费")),
    (Measure::OpenAmount, ("open_amount", "未付金额")),
    (Measure::RingExcess, ("ring_excess", "疑似团伙超额退费")),
    (Measure::OwnComplaints, ("own_complaints", "自有渠道投诉数")),
    (Measure::RepeatedComplaints, ("repeated_complaints", "重复投诉数")),
    (Measure::ContactDiffers, ("contact_differs", "联系电话与登记不一致数")),
    (Measure::DueComplaints, ("due_complaints", "到期投诉数")),
    (Measure::ClosedInTime, ("closed_in_time", "按期办结数")),
    (Measure::RingOpenAmount, ("ring_open_amount", "疑似团伙未付金额")),
];

/// Whether a column of trends.csv is money, in yuan there.
#[must_use]
pub fn is_money(measure: Measure) -> bool {
    matches!(
        measure,
        Measure::PremiumPaid
            | Measure::RefundAmount
            | Measure::ExcessRefund
            | Measure::OpenAmount
            | Measure::RingExcess
            | Measure::RingOpenAmount
    )
}

/// All measures of a month, a group or a period. Sums of sums, so that any order gives the same.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Sums([i64; COUNT]);

impl Default for Sums {
    fn default() -> Self {
        Self([0; COUNT])
    }
}

impl Index<Measure> for Sums {
    type Output = i64;

    fn index(&self, measure: Measure) -> &i64 {
        &self.0[measure as usize]
    }
}

impl IndexMut<Measure> for Sums {
    fn index_mut(&mut self, measure: Measure) -> &mut i64 {
        &mut self.0[measure as usize]
    }
}

impl AddAssign<&Self> for Sums {
    fn add_assign(&mut self, other: &Self) {
        for (sum, part) in self.0.iter_mut().zip(&other.0) {
            *sum += part;
        }
    }
}
