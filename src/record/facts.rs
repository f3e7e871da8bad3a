//! One complaint or surrender with its typed facts.

use super::{Day, Money, RecordIx, Source, Symbol, Symbols, TextColumn};

/// Complaint or surrender.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum RecordType {
    /// A complaint.
    Complaint,
    /// A surrender.
    Surrender,
}

impl RecordType {
    /// The word written to the outputs.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Complaint => "complaint",
            Self::Surrender => "surrender",
        }
    }
}

/// The channel a complaint came through, after the alias table.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
#[allow(missing_docs, reason = "the names are the data contract's")]
pub enum Channel {
    Hotline12378,
    Forwarded12378,
    RegulatorLetter,
    RegulatorTransfer,
    CompanyHotline,
    Counter,
    Online,
    Letter,
    Media,
    Other,
    /// The record says nothing.
    #[default]
    None,
}

impl Channel {
    /// All channels with their contract names.
    pub const NAMES: [(Self, &'static str); 10] = [
        (Self::Hotline12378, "hotline_12378"),
        (Self::Forwarded12378, "forwarded_12378"),
        (Self::RegulatorLetter, "regulator_letter"),
        (Self::RegulatorTransfer, "regulator_transfer"),
        (Self::CompanyHotline, "company_hotline"),
        (Self::Counter, "counter"),
        (Self::Online, "online"),
        (Self::Letter, "letter"),
        (Self::Media, "media"),
        (Self::Other, "other"),
    ];

    /// The contract's name; empty for [`Channel::None`].
    #[must_use]
    pub fn name(self) -> &'static str {
        Self::NAMES.iter().find(|(channel, _)| *channel == self).map_or("", |(_, name)| name)
    }

    /// Whether the complaint came through the regulator.
    #[must_use]
    pub fn is_regulator(self) -> bool {
        matches!(
            self,
            Self::Hotline12378 | Self::Forwarded12378 | Self::RegulatorLetter | Self::RegulatorTransfer
        )
    }

    /// Whether the complaint came straight to the insurer: neither the regulator's nor the public's way.
    #[must_use]
    pub fn is_own(self) -> bool {
        matches!(self, Self::CompanyHotline | Self::Counter | Self::Online | Self::Letter)
    }
}

/// How a policy was surrendered.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
#[allow(missing_docs, reason = "the names are the data contract's")]
pub enum SurrenderType {
    #[default]
    Unknown,
    Normal,
    CoolingOff,
    Negotiated,
    FullRefund,
}

impl SurrenderType {
    /// Whether more than the contract owes was agreed on: a negotiated or full refund.
    #[must_use]
    pub fn is_forced(self) -> bool {
        matches!(self, Self::Negotiated | Self::FullRefund)
    }
}

/// One complaint or surrender with its typed facts. Its number is its place in the order of (type, id).
#[derive(Clone, Debug)]
#[allow(clippy::struct_excessive_bools, reason = "each is a fact of its own")]
pub struct Record {
    /// Complaint or surrender.
    pub record_type: RecordType,
    /// Where it stands in the input.
    pub source: Source,
    /// Received or applied.
    pub date: Day,
    /// Channel; `None` for surrenders.
    pub channel: Channel,
    /// Branch, in [`Records::branches`].
    pub branch: Symbol,
    /// Product, in [`Records::products`].
    pub product: Symbol,
    /// Selling agent, in [`Records::agents`].
    pub selling_agent: Symbol,
    /// Servicing agent, in [`Records::agents`].
    pub servicing_agent: Symbol,
    /// Clerk, in [`Records::agents`].
    pub handler: Symbol,
    /// First policy, in [`Records::policies`].
    pub policy: Symbol,
    /// Link of repeats: `parent_id` or `regulator_no`, in [`Records::grievances`].
    pub grievance: Symbol,
    /// Type of a surrender.
    pub surrender_type: SurrenderType,
    /// Start of the policy.
    pub policy_start: Option<Day>,
    /// Last change of contact details.
    pub contact_changed_at: Option<Day>,
    /// Time limit of the complaint.
    pub due_at: Option<Day>,
    /// When money left, by the surrender or its settlement.
    pub paid_at: Option<Day>,
    /// Whether the record is finished: paid, closed, rejected or withdrawn.
    pub closed: bool,
    /// Premiums paid.
    pub premium_paid: Option<Money>,
    /// Cash value.
    pub cash_value: Option<Money>,
    /// Refund, the settlement's amount added.
    pub refund: Option<Money>,
    /// Excess over cash value as the contract defines it; `None` when it cannot be known.
    pub excess: Option<Money>,
    /// Amount the complaint asks for.
    pub amount_claimed: Option<Money>,
    /// The complaint was received after its policy had been surrendered.
    pub after_surrender: bool,
    /// The policy was surrendered (of a complaint) or complained about (of a surrender) within 180 days, before or after.
    pub complained_and_surrendered: bool,
    /// A surrender of the policy above its cash value followed the complaint within 180 days.
    pub refund_followed: bool,
    /// Whether the contact given differs from the phone registered on the policy; `None` unless both can be read.
    pub contact_differs: Option<bool>,
    /// A contact of the record is a virtual operator's number.
    pub virtual_number: bool,
    /// The address given names an institution that takes post or calls for many: a parcel station, a home for the aged.
    pub at_institution: bool,
    /// The phone of a departed agent who did not sell the policy is among the contacts.
    pub ex_agent_contact: bool,
    /// The phone of the agent who sold the policy is among the contacts.
    pub seller_contact: bool,
    /// The agent who the principal is, by name and phone, in [`Records::agents`]; symbol 0 for everybody else.
    pub principal_agent: Symbol,
}

impl Record {
    /// Whether a surrender falls on a commission cliff, 12 to 14 or 24 to 26 months after the policy's start; `None` where
    /// that cannot be known.
    #[must_use]
    pub fn at_commission_cliff(&self) -> Option<bool> {
        let counts =
            self.record_type == RecordType::Surrender && self.surrender_type != SurrenderType::CoolingOff;
        let start = self.policy_start.filter(|_| counts)?;
        let months = f64::from(self.date.0 - start.0) / DAYS_A_MONTH;
        Some((11.9..=14.0).contains(&months) || (23.9..=26.0).contains(&months))
    }
}

/// Mean length of a month.
const DAYS_A_MONTH: f64 = 30.44;

/// All records of a run with the strings they point to.
#[derive(Clone, Debug, Default)]
pub struct Records {
    /// Records in the order of (type, id).
    pub all: Vec<Record>,
    /// Their ids, same order.
    pub ids: TextColumn,
    /// Branches.
    pub branches: Symbols,
    /// Products.
    pub products: Symbols,
    /// Agents, selling and servicing, and clerks.
    pub agents: Symbols,
    /// Policies.
    pub policies: Symbols,
    /// Links of repeats.
    pub grievances: Symbols,
    /// Input files.
    pub files: Vec<String>,
}

impl Records {
    /// The id of a record.
    #[must_use]
    pub fn id(&self, record: RecordIx) -> &str {
        self.ids.get(record.0 as usize)
    }

    /// A record by number.
    #[must_use]
    pub fn get(&self, record: RecordIx) -> &Record {
        &self.all[record.0 as usize]
    }
}
