//! What detection gives: findings, their members, links and reasons.

use crate::record::{Day, LinkType, PersonIx, RecordIx, Symbol, ValueIx};

/// There is no certainty: a score that rounds to one is written as the largest number below.
pub const HIGHEST_SCORE: f64 = 0.9999;

/// What a finding is called. Order is the order of rings.csv for equal scores.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
#[allow(missing_docs, reason = "the names are the data contract's")]
pub enum Kind {
    ProxyRing,
    AgentCollusion,
    MisSelling,
    AgentContact,
    Household,
    EmployerGroup,
    SharedPlace,
    Lawyer,
    Unclear,
}

impl Kind {
    /// All of them, in their order.
    pub const ALL: [Self; 9] = [
        Self::ProxyRing,
        Self::AgentCollusion,
        Self::MisSelling,
        Self::AgentContact,
        Self::Household,
        Self::EmployerGroup,
        Self::SharedPlace,
        Self::Lawyer,
        Self::Unclear,
    ];

    /// The contract's name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::ProxyRing => "proxy_ring",
            Self::AgentCollusion => "agent_collusion",
            Self::MisSelling => "mis_selling",
            Self::AgentContact => "agent_contact",
            Self::Household => "household",
            Self::EmployerGroup => "employer_group",
            Self::SharedPlace => "shared_place",
            Self::Lawyer => "lawyer",
            Self::Unclear => "unclear",
        }
    }

    /// Whether it is reported as a likely ring rather than as a look-alike.
    #[must_use]
    pub fn is_ring(self) -> bool {
        matches!(self, Self::ProxyRing | Self::AgentCollusion)
    }
}

/// How a ring works, as far as the records show it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
#[allow(missing_docs, reason = "the names are the data contract's")]
pub enum RingType {
    ComplaintExtortion,
    OldForNew,
    CommissionFraud,
    DataBroker,
    Unknown,
}

impl RingType {
    /// The contract's name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::ComplaintExtortion => "complaint_extortion",
            Self::OldForNew => "old_for_new",
            Self::CommissionFraud => "commission_fraud",
            Self::DataBroker => "data_broker",
            Self::Unknown => "unknown",
        }
    }
}

/// The part a person plays in a finding.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
#[allow(missing_docs, reason = "the names say it")]
pub enum Role {
    Organiser,
    Lender,
    ColludingAgent,
    Policyholder,
}

impl Role {
    /// The word written to the outputs.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Organiser => "organiser",
            Self::Lender => "lender",
            Self::ColludingAgent => "colluding_agent",
            Self::Policyholder => "policyholder",
        }
    }
}

/// Whoever stands behind a finding: who acts for its people, whose account they use, who sells to them.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Actor {
    /// The part played.
    pub role: Role,
    /// What the records know the actor by.
    pub known_by: KnownBy,
    /// Name in [`Parties::names`](crate::normalise::principals::Parties::names); symbol 0 where none is told.
    pub name: Symbol,
    /// The member who is the actor, if one is.
    pub person: Option<PersonIx>,
    /// Persons of the finding whom the actor serves.
    pub persons: u32,
    /// Their records that show it.
    pub records: u32,
    /// Days of the first and the last of them.
    pub dates: (Day, Day),
}

/// What an actor is known by.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum KnownBy {
    /// A glue value in a part: a proxy, a complainant, an account, a receiver of new business.
    Value(LinkType, ValueIx),
    /// The selling agent, in [`Records::agents`](crate::record::Records::agents).
    SellingAgent(Symbol),
}

/// How firmly a person is tied in.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Strength {
    /// Two or more links into the group, or a link to the star that is the finding.
    Strong,
    /// One link, to a value most of whose persons are strong.
    Weak,
}

impl Strength {
    /// The word written to the outputs.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Strong => "strong",
            Self::Weak => "weak",
        }
    }
}

/// One record of a finding. Members are sorted by record.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Member {
    /// The record.
    pub record: RecordIx,
    /// Its principal.
    pub person: PersonIx,
    /// The part the person plays.
    pub role: Role,
    /// How firmly the person is tied in.
    pub strength: Strength,
}

/// A record of the finding mentions a value of the finding. Sorted by (record, value, type).
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct RingLink {
    /// The record.
    pub record: RecordIx,
    /// The value.
    pub value: ValueIx,
    /// The part the value plays in the record.
    pub link_type: LinkType,
    /// Surprise of the value's hold on the finding, in bits (-log2 of the chance probability).
    pub weight: f64,
}

/// Why a finding has its score: one number against what would be expected.
#[derive(Clone, PartialEq, Debug)]
pub struct Reason {
    /// Stable code, `snake_case`.
    pub code: &'static str,
    /// What was seen (count, share or days: the sentence says which).
    pub observed: f64,
    /// What chance or the base would give.
    pub expected: f64,
    /// Base rate the expectation comes from, 0 to 1 where it is a rate.
    pub base: f64,
    /// Part of the score's log-odds, in bits; negative speaks against a ring.
    pub contribution: f64,
    /// One sentence in English.
    pub sentence_en: String,
    /// The same in Chinese.
    pub sentence_zh: String,
}

/// A group of records with its evidence: a likely ring, or a named look-alike.
#[derive(Clone, PartialEq, Debug)]
pub struct Finding {
    /// Stable short id, made from its record ids.
    pub id: String,
    /// What it is called.
    pub kind: Kind,
    /// How it works.
    pub ring_type: RingType,
    /// It also carries the mark of genuine mis-selling: most of its policies were sold by one agent.
    pub also_mis_selling: bool,
    /// 0 to 0.9999: the log-odds of the reasons, summed and squashed.
    pub score: f64,
    /// Share of findings at least this good that chance would make, 0 to 1; `None` when it was not asked for
    /// or the finding is not a reported ring.
    pub q_value: Option<f64>,
    /// Number of unrelated households.
    pub households: u32,
    /// Records, sorted.
    pub members: Vec<Member>,
    /// Values that tie them, sorted.
    pub links: Vec<RingLink>,
    /// Who stands behind it, sorted by role, those who serve most persons first.
    pub actors: Vec<Actor>,
    /// Reasons, largest contribution first.
    pub reasons: Vec<Reason>,
}

impl Finding {
    /// Log-odds of the score: the sum of the contributions, in bits.
    #[must_use]
    pub fn bits(&self) -> f64 {
        self.reasons.iter().map(|reason| reason.contribution).sum()
    }

    /// Number of distinct persons behind its records.
    #[must_use]
    pub fn persons(&self) -> usize {
        let persons: std::collections::BTreeSet<PersonIx> =
            self.members.iter().map(|member| member.person).collect();
        persons.len()
    }
}

/// What was done with a value that is not used as glue, or not alone.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Treatment {
    /// Known empty answer or dummy (13800138000, 无).
    Placeholder,
    /// The insurer's own contact or a configured one.
    OwnContact,
    /// A serving agent's own phone.
    AgentPhone,
    /// More households than the degree limit.
    DegreeLimit,
    /// A letter of many unconnected people.
    PublicLetter,
    /// A device or a network shared by many unconnected people.
    SharedNetwork,
    /// An account through which a bank or a branch collects premiums.
    CollectingAccount,
    /// Given by ring members and by ordinary customers who share nothing else.
    Popular,
    /// Of a kind that the settings ignore.
    Ignored,
}

impl Treatment {
    /// The word written to hubs.csv.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Placeholder => "placeholder",
            Self::OwnContact => "own_contact",
            Self::AgentPhone => "agent_phone",
            Self::DegreeLimit => "degree_limit",
            Self::PublicLetter => "public_letter",
            Self::SharedNetwork => "shared_network",
            Self::CollectingAccount => "collecting_account",
            Self::Popular => "popular",
            Self::Ignored => "ignored",
        }
    }
}

impl Treatment {
    /// Why, in Chinese.
    #[must_use]
    pub fn why_zh(self) -> &'static str {
        match self {
            Self::Placeholder => "已知的空值或占位号码",
            Self::OwnContact => "公司自有联系方式、服务号码或已配置的场所",
            Self::AgentPhone => "在职业务员本人电话",
            Self::DegreeLimit => "家庭数超过degree-limit",
            Self::PublicLetter => "使用该措辞的家庭数超过degree-limit",
            Self::SharedNetwork => "多个无关家庭共用的设备或网络",
            Self::CollectingAccount => "代收保费账户",
            Self::Popular => "别无其他共用信息的使用者，其投诉、退保、退费与一般客户无异",
            Self::Ignored => "本次运行的设置忽略此类信息",
        }
    }
}

/// A value set aside. Sorted by value.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Hub {
    /// The value.
    pub value: ValueIx,
    /// Records that mention it.
    pub records: u32,
    /// Persons behind them.
    pub persons: u32,
    /// What was done.
    pub treatment: Treatment,
    /// Why, in English.
    pub why: String,
}
