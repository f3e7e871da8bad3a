//! Red flags of records, and how often each occurs by branch and quarter without the candidate itself.

use rustc_hash::FxHashMap;

use crate::record::{Record, RecordIx, RecordType, Records, SurrenderType, Symbol};

/// What a record can show. Only records for which a flag can be known count in its base.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Flag {
    Complained,
    ExcessRefund,
    Negotiated,
    RegulatorFirst,
    ContactChange,
    CommissionCliff,
    ComplaintAfterSurrender,
    ComplaintThenRefund,
    ContactDiffers,
    ExAgentContact,
    VirtualNumber,
}

/// Number of flags.
const FLAGS: usize = 11;

/// How a flag is worded: code, English, Chinese.
type Wording = (&'static str, &'static str, &'static str);

impl Flag {
    pub(super) const ALL: [Self; FLAGS] = [
        Self::Complained,
        Self::ExcessRefund,
        Self::Negotiated,
        Self::RegulatorFirst,
        Self::ContactChange,
        Self::CommissionCliff,
        Self::ComplaintAfterSurrender,
        Self::ComplaintThenRefund,
        Self::ContactDiffers,
        Self::ExAgentContact,
        Self::VirtualNumber,
    ];

    /// Stable code and the words for "persons …".
    pub(super) fn wording(self) -> Wording {
        match self {
            Self::Complained => ("complaint", "complained", "有投诉"),
            Self::ExcessRefund => (
                "excess_refund",
                "got at least 30 % of their premium above cash value",
                "退费超现价达保费30%以上",
            ),
            Self::Negotiated => {
                ("negotiated_refund", "surrendered by negotiation or in full", "协议或全额退保")
            }
            Self::RegulatorFirst => ("regulator_first", "went through the regulator", "经监管渠道投诉"),
            Self::ContactChange => {
                ("contact_change", "changed contact details within 30 days before", "前30日内变更联系方式")
            }
            Self::CommissionCliff => {
                ("commission_cliff", "surrendered at 12 to 14 or 24 to 26 months", "在第12–14或24–26个月退保")
            }
            Self::ComplaintAfterSurrender => {
                ("complaint_after_surrender", "complained on a policy already surrendered", "保单退保后投诉")
            }
            Self::ComplaintThenRefund => (
                "complaint_then_refund",
                "complained and then got more than cash value",
                "先投诉后获超现价退费",
            ),
            Self::ContactDiffers => (
                "contact_not_registered",
                "gave a phone other than the registered one",
                "联系电话与登记手机不符",
            ),
            Self::ExAgentContact => {
                ("ex_agent_contact", "gave a departed agent's phone", "联系电话属离司业务员")
            }
            Self::VirtualNumber => {
                ("virtual_number", "gave a virtual operator's number", "使用虚拟运营商号段")
            }
        }
    }

    /// Part of the rings whose habit shows in this flag. What every complaint extortion ends in (a forced
    /// refund) is common; a departed agent's phone or a virtual number is one habit among many (DOMAIN.md,
    /// "How they work").
    pub(super) fn habitual(self) -> f64 {
        match self {
            Self::Complained | Self::ExcessRefund | Self::Negotiated | Self::ComplaintThenRefund => 0.6,
            Self::RegulatorFirst | Self::ContactDiffers => 0.5,
            Self::ContactChange | Self::CommissionCliff => 0.35,
            Self::ComplaintAfterSurrender | Self::VirtualNumber => 0.2,
            Self::ExAgentContact => 0.1,
        }
    }

    /// Most bits this flag can add: attributes that are weak alone stay small (DOMAIN.md, red flags).
    pub(super) fn cap(self) -> f64 {
        match self {
            Self::ExcessRefund | Self::ContactChange | Self::ComplaintThenRefund => 4.0,
            Self::CommissionCliff
            | Self::Negotiated
            | Self::Complained
            | Self::ComplaintAfterSurrender
            | Self::ExAgentContact => 3.0,
            Self::RegulatorFirst | Self::ContactDiffers => 2.5,
            Self::VirtualNumber => 1.5,
        }
    }

    /// Whether the record shows it; `None` when the record cannot say.
    pub(super) fn of(self, record: &Record) -> Option<bool> {
        let complaint = record.record_type == RecordType::Complaint;
        let cooling_off = record.surrender_type == SurrenderType::CoolingOff;
        match self {
            Self::Complained => Some(complaint),
            Self::ExcessRefund => {
                let (excess, premium) = (record.excess?.0, record.premium_paid?.0);
                Some(excess > 0 && excess * 10 >= premium * 3)
            }
            Self::Negotiated => (!complaint && record.surrender_type != SurrenderType::Unknown).then_some(
                matches!(record.surrender_type, SurrenderType::Negotiated | SurrenderType::FullRefund),
            ),
            Self::RegulatorFirst => complaint.then(|| record.channel.is_regulator()),
            Self::ContactChange => {
                Some(record.contact_changed_at.is_some_and(|day| (0..=30).contains(&(record.date.0 - day.0))))
                    .filter(|_| !complaint)
            }
            Self::CommissionCliff => {
                let start = record.policy_start.filter(|_| !complaint && !cooling_off)?;
                let months = f64::from(record.date.0 - start.0) / 30.44;
                Some((11.9..=14.0).contains(&months) || (23.9..=26.0).contains(&months))
            }
            Self::ComplaintAfterSurrender => complaint.then_some(record.after_surrender),
            Self::ComplaintThenRefund => complaint.then_some(record.refund_followed),
            Self::ContactDiffers => Some(record.contact_differs),
            Self::ExAgentContact => Some(record.ex_agent_contact),
            Self::VirtualNumber => Some(record.virtual_number),
        }
    }

    /// Whether it alone makes a record look like more than an ordinary request.
    pub(super) fn is_strong(self) -> bool {
        matches!(
            self,
            Self::ExcessRefund
                | Self::CommissionCliff
                | Self::ContactChange
                | Self::ComplaintAfterSurrender
                | Self::ComplaintThenRefund
        )
    }
}

/// Flagged and known records.
#[derive(Clone, Copy, Default, Debug)]
struct Count {
    flagged: f64,
    known: f64,
}

/// How often each flag occurs, by branch and quarter, shrunk to the whole.
#[derive(Clone, Debug, Default)]
pub(super) struct BaseRates {
    cells: FxHashMap<(Symbol, i32), [Count; FLAGS]>,
    whole: [Count; FLAGS],
    /// Complaints of each branch.
    complaints: FxHashMap<Symbol, f64>,
}

/// The whole counts like this many records in every cell, so that small cells do not swing.
const SHRINK: f64 = 100.0;

fn cell(record: &Record) -> (Symbol, i32) {
    (record.branch, record.date.month_number() / 3)
}

impl BaseRates {
    /// Counts every flag over all records.
    pub(super) fn new(records: &Records) -> Self {
        let mut out = Self::default();
        for record in &records.all {
            if record.record_type == RecordType::Complaint {
                *out.complaints.entry(record.branch).or_default() += 1.0;
            }
            let counts = out.cells.entry(cell(record)).or_default();
            for flag in Flag::ALL {
                if let Some(flagged) = flag.of(record) {
                    for count in [&mut counts[flag as usize], &mut out.whole[flag as usize]] {
                        count.known += 1.0;
                        count.flagged += f64::from(u8::from(flagged));
                    }
                }
            }
        }
        out
    }

    /// Part of all complaints that a branch has, 0 to 1, without the candidate's own: `local` of its `own` people are
    /// of the branch, with a complaint each.
    pub(super) fn share_of_complaints(&self, branch: Symbol, local: usize, own: usize) -> f64 {
        let all = self.whole[Flag::Complained as usize].flagged - own as f64;
        let of_branch = self.complaints.get(&branch).copied().unwrap_or_default() - local as f64;
        of_branch.max(0.0) / all.max(1.0)
    }

    /// Mean base rate of a flag over some records, those records left out.
    pub(super) fn without(&self, flag: Flag, own: &[RecordIx], records: &Records) -> f64 {
        let mut left_out: FxHashMap<(Symbol, i32), Count> = FxHashMap::default();
        let mut own_whole = Count::default();
        for &record in own {
            let record = records.get(record);
            if let Some(flagged) = flag.of(record) {
                for count in [left_out.entry(cell(record)).or_default(), &mut own_whole] {
                    count.known += 1.0;
                    count.flagged += f64::from(u8::from(flagged));
                }
            }
        }
        let whole = self.whole[flag as usize];
        let whole_rate = (whole.flagged - own_whole.flagged + 0.5) / (whole.known - own_whole.known + 1.0);
        let mut cells: Vec<((Symbol, i32), Count)> = left_out.into_iter().collect();
        cells.sort_unstable_by_key(|&(cell, _)| cell);
        let sum: f64 = cells
            .iter()
            .map(|(cell, own)| {
                let all = self.cells[cell][flag as usize];
                let rate =
                    (all.flagged - own.flagged + SHRINK * whole_rate) / (all.known - own.known + SHRINK);
                rate * own.known
            })
            .sum();
        if own_whole.known > 0.0 { sum / own_whole.known } else { whole_rate }
    }
}
