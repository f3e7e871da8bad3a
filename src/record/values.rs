//! Glue values, and which record mentions which.

use super::TextColumn;

/// Number of a record in [`Records::all`](super::Records::all).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct RecordIx(pub u32);

/// Number of a glue value in [`Values`].
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct ValueIx(pub u32);

/// Number of a person.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct PersonIx(pub u32);

/// What a glue value is. Values of two kinds are never equal.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum ValueKind {
    /// A phone number.
    Phone,
    /// A flat-level address.
    Address,
    /// A bank account.
    Account,
    /// Somebody who acts for others: a proxy, or a complainant who is not the policyholder.
    Actor,
    /// A device.
    Device,
    /// A network address.
    Ip,
    /// An e-mail address.
    Email,
    /// A courier slip.
    Courier,
    /// A letter's wording.
    Letter,
    /// The agent who receives new policies after surrenders.
    Receiver,
}

impl ValueKind {
    /// Whether strangers share such a value without knowing it: a letter from the internet, a network.
    #[must_use]
    pub fn is_ambient(self) -> bool {
        matches!(self, Self::Letter | Self::Ip)
    }

    /// Whether people who have nothing to do with each other share such a value: what is ambient, or an agent who gets much
    /// new business.
    #[must_use]
    pub fn is_public(self) -> bool {
        self.is_ambient() || self == Self::Receiver
    }

    /// All kinds.
    pub const ALL: [Self; 10] = [
        Self::Phone,
        Self::Address,
        Self::Account,
        Self::Actor,
        Self::Device,
        Self::Ip,
        Self::Email,
        Self::Courier,
        Self::Letter,
        Self::Receiver,
    ];

    /// The word written to the outputs and read from the watchlist.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Phone => "phone",
            Self::Address => "address",
            Self::Account => "account",
            Self::Actor => "proxy",
            Self::Device => "device",
            Self::Ip => "ip",
            Self::Email => "email",
            Self::Courier => "courier_slip",
            Self::Letter => "letter",
            Self::Receiver => "receiving_agent",
        }
    }
}

/// The part a value plays in a record: `link_type` of the outputs.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
#[allow(missing_docs, reason = "the names say it")]
pub enum LinkType {
    ContactPhone,
    CallerPhone,
    SenderPhone,
    ProxyPhone,
    Address,
    RefundAccount,
    PayerAccount,
    PolicyPayer,
    Proxy,
    Complainant,
    Device,
    Ip,
    Email,
    CourierSlip,
    Letter,
    ReceivingAgent,
}

impl LinkType {
    /// The name written to the outputs.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::ContactPhone => "contact_phone",
            Self::CallerPhone => "caller_phone",
            Self::SenderPhone => "sender_phone",
            Self::ProxyPhone => "proxy_phone",
            Self::Address => "address",
            Self::RefundAccount => "refund_account",
            Self::PayerAccount => "payer_account",
            Self::PolicyPayer => "policy_payer_account",
            Self::Proxy => "proxy",
            Self::Complainant => "complainant",
            Self::Device => "device",
            Self::Ip => "ip",
            Self::Email => "email",
            Self::CourierSlip => "courier_slip",
            Self::Letter => "letter",
            Self::ReceivingAgent => "receiving_agent",
        }
    }

    /// Whether an account pays the premiums, by the record itself or by the policies table.
    #[must_use]
    pub fn is_payer(self) -> bool {
        matches!(self, Self::PayerAccount | Self::PolicyPayer)
    }
}

/// A record mentions a value in a part. Sorted by (record, value, part), each once.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Mention {
    /// The record.
    pub record: RecordIx,
    /// The value.
    pub value: ValueIx,
    /// The part it plays.
    pub link_type: LinkType,
}

/// The glue values, numbered by kind and, inside a kind, by first mention over sorted records.
#[derive(Clone, Debug, Default)]
pub struct Values {
    /// Kind of each value.
    pub kinds: Vec<ValueKind>,
    /// Canonical key of each value: personal data, masked before it leaves the process.
    pub keys: TextColumn,
}

impl Values {
    /// Number of values.
    #[must_use]
    pub fn len(&self) -> usize {
        self.kinds.len()
    }

    /// Whether there is no value.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.kinds.is_empty()
    }

    /// Kind of a value.
    #[must_use]
    pub fn kind(&self, value: ValueIx) -> ValueKind {
        self.kinds[value.0 as usize]
    }

    /// Canonical key of a value.
    #[must_use]
    pub fn key(&self, value: ValueIx) -> &str {
        self.keys.get(value.0 as usize)
    }

    /// The value of a kind with this key, if any record mentions it.
    #[must_use]
    pub fn find(&self, kind: ValueKind, key: &str) -> Option<ValueIx> {
        let first = self.kinds.partition_point(|known| *known < kind);
        let count = self.kinds[first..].partition_point(|known| *known == kind);
        (first..first + count).find(|&value| self.keys.get(value) == key).map(|value| ValueIx(value as u32))
    }
}
