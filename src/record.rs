//! What travels between the stages: tables as read, records with typed facts, and the values they mention.
//!
//! Parsed once at the edge: a [`Day`] is a real date, a [`Money`] is a number of fen, and nothing
//! downstream checks them again. Records and values are numbered by sorted order, so a number never
//! depends on the order of rows or on threads.

use std::fmt;

/// A calendar day, as days since 1970-01-01.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Day(pub i32);

impl Day {
    /// The day of a proleptic Gregorian date; `None` when there is no such date.
    #[must_use]
    pub fn from_ymd(year: i16, month: i8, day: i8) -> Option<Self> {
        let date = jiff::civil::Date::new(year, month, day).ok()?;
        let epoch = jiff::civil::date(1970, 1, 1);
        Some(Self(epoch.until(date).ok()?.get_days()))
    }

    /// Year, month and day of month.
    #[must_use]
    pub fn ymd(self) -> (i16, i8, i8) {
        let date = jiff::civil::date(1970, 1, 1).saturating_add(jiff::Span::new().days(self.0));
        (date.year(), date.month(), date.day())
    }

    /// Months since year 0, so that two days of one month agree.
    #[must_use]
    pub fn month_number(self) -> i32 {
        let (year, month, _) = self.ymd();
        i32::from(year) * 12 + i32::from(month) - 1
    }
}

impl fmt::Display for Day {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = self.ymd();
        write!(out, "{year:04}-{month:02}-{day:02}")
    }
}

/// An amount of money in fen (1/100 yuan), so that sums are exact in any order.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct Money(pub i64);

impl fmt::Display for Money {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let fen = self.0.unsigned_abs();
        write!(out, "{sign}{}.{:02}", fen / 100, fen % 100)
    }
}

/// The tables of the data contract.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum TableKind {
    /// 投诉
    Complaints,
    /// 退保
    Surrenders,
    /// 业务员
    Agents,
    /// 保单
    Policies,
    /// 协议
    Settlements,
    /// Values to watch.
    Watchlist,
    /// Denominators of the regulator's rates.
    Exposure,
    /// Decisions of people.
    Labels,
}

impl TableKind {
    /// All tables, in the order of the contract.
    pub const ALL: [Self; 8] = [
        Self::Complaints,
        Self::Surrenders,
        Self::Agents,
        Self::Policies,
        Self::Settlements,
        Self::Watchlist,
        Self::Exposure,
        Self::Labels,
    ];

    /// The name used on the command line, in the configuration and in messages.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Complaints => "complaints",
            Self::Surrenders => "surrenders",
            Self::Agents => "agents",
            Self::Policies => "policies",
            Self::Settlements => "settlements",
            Self::Watchlist => "watchlist",
            Self::Exposure => "exposure",
            Self::Labels => "labels",
        }
    }
}

/// How the text of a column is read.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Form {
    /// Kept as text.
    Text,
    /// Parsed to a [`Day`].
    Date,
    /// Parsed to [`Money`] (also plain counts, two decimals).
    Money,
}

macro_rules! columns {
    ($($variant:ident $name:literal $form:ident),* $(,)?) => {
        /// Every column of the data contract; one name means the same in every table.
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
        #[allow(missing_docs, reason = "the names are the data contract's")]
        pub enum Column { $($variant),* }
        impl Column {
            /// All columns.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];
            /// The contract's name.
            #[must_use]
            pub fn name(self) -> &'static str { match self { $(Self::$variant => $name),* } }
            /// How its text is read.
            #[must_use]
            pub fn form(self) -> Form { match self { $(Self::$variant => Form::$form),* } }
        }
    };
}

columns! {
    ComplaintId "complaint_id" Text, ReceivedAt "received_at" Date, Channel "channel" Text,
    PolicyNo "policy_no" Text, ComplainantName "complainant_name" Text,
    ComplainantIdNo "complainant_id_no" Text, Phone "phone" Text, CallerPhone "caller_phone" Text,
    RegisteredPhone "registered_phone" Text, Address "address" Text, Email "email" Text,
    SenderPhone "sender_phone" Text, CourierNo "courier_no" Text, PostedFrom "posted_from" Text,
    ProxyName "proxy_name" Text, ProxyPhone "proxy_phone" Text, ProxyIdNo "proxy_id_no" Text,
    SellingAgentId "selling_agent_id" Text, ServicingAgentId "servicing_agent_id" Text,
    AgentId "agent_id" Text, Branch "branch" Text, Product "product" Text,
    Category "category" Text, Demand "demand" Text, AmountClaimed "amount_claimed" Money,
    Text "text" Text, Summary "summary" Text, HandlerId "handler_id" Text,
    ParentId "parent_id" Text, RegulatorNo "regulator_no" Text, Status "status" Text,
    DueAt "due_at" Date, Outcome "outcome" Text, DeviceId "device_id" Text, Ip "ip" Text,
    SurrenderId "surrender_id" Text, AppliedAt "applied_at" Date,
    PolicyholderName "policyholder_name" Text, PolicyholderIdNo "policyholder_id_no" Text,
    PayeeName "payee_name" Text, PayeeAccount "payee_account" Text,
    PremiumPayerAccount "premium_payer_account" Text, SurrenderType "surrender_type" Text,
    PolicyStart "policy_start" Date, ContactChangedAt "contact_changed_at" Date,
    PaidAt "paid_at" Date, PremiumPaid "premium_paid" Money, CashValue "cash_value" Money,
    RefundAmount "refund_amount" Money, LoanDeducted "loan_deducted" Money,
    Dividends "dividends" Money, PayStatus "pay_status" Text, OperatorId "operator_id" Text,
    AgentName "agent_name" Text, HiredAt "hired_at" Date, LeftAt "left_at" Date,
    InsuredIdNo "insured_id_no" Text, Relation "relation" Text,
    SalesChannel "sales_channel" Text, IssuedAt "issued_at" Date, Premium "premium" Money,
    AgreedAt "agreed_at" Date, Amount "amount" Money, BorneBy "borne_by" Text,
    ValueType "value_type" Text, Value "value" Text, SourceNote "source" Text,
    ValidUntil "valid_until" Date, Month "month" Text, Policies "policies" Money,
    Insured "insured" Money, RecordId "record_id" Text, RingId "ring_id" Text,
    Decision "decision" Text, Author "author" Text, DecidedAt "decided_at" Date,
    Reason "reason" Text, ExpiresAt "expires_at" Date, PreventedLoss "prevented_loss" Money,
}

/// A column of strings, one after the other: row `i` ends where `ends[i]` says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TextColumn {
    bytes: String,
    ends: Vec<u32>,
}

impl TextColumn {
    /// Adds one row. Returns `false`, adding nothing, when the column would pass 4 GiB.
    #[must_use]
    pub fn push(&mut self, text: &str) -> bool {
        let Ok(end) = u32::try_from(self.bytes.len() + text.len()) else { return false };
        self.bytes.push_str(text);
        self.ends.push(end);
        true
    }

    /// The text of a row; empty past the end.
    #[must_use]
    pub fn get(&self, row: usize) -> &str {
        let Some(&end) = self.ends.get(row) else { return "" };
        let start = if row == 0 { 0 } else { self.ends[row - 1] };
        &self.bytes[start as usize..end as usize]
    }

    /// Number of rows.
    #[must_use]
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there is no row.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// Adds all rows of another column. Returns `false`, adding nothing, past 4 GiB.
    #[must_use]
    pub fn append(&mut self, other: &Self) -> bool {
        let base = self.bytes.len();
        if u32::try_from(base + other.bytes.len()).is_err() {
            return false;
        }
        self.bytes.push_str(&other.bytes);
        self.ends.extend(other.ends.iter().map(|&end| end + base as u32));
        true
    }
}

/// A stored column, by its form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cells {
    /// Strings.
    Text(TextColumn),
    /// Days; `None` where the cell was empty.
    Date(Vec<Option<Day>>),
    /// Amounts; `None` where the cell was empty.
    Money(Vec<Option<Money>>),
}

/// Where a row stands: the number of its file in [`Tables::files`] and its line (1-based; the header is 1).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Source {
    /// Index into the list of input files.
    pub file: u32,
    /// Physical line of a CSV, row of a sheet, row number + 1 of Parquet.
    pub line: u32,
}

/// One table as read: good rows only, columns the contract knows only.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    columns: Vec<Option<Cells>>,
    /// Source of each row.
    pub sources: Vec<Source>,
}

impl Table {
    /// A table without rows or columns.
    #[must_use]
    pub fn new() -> Self {
        Self { columns: vec![None; Column::ALL.len()], sources: Vec::new() }
    }

    /// Sets a column; its length must be the number of rows.
    pub fn set(&mut self, column: Column, cells: Cells) {
        if self.columns.is_empty() {
            *self =
                Self { columns: vec![None; Column::ALL.len()], sources: std::mem::take(&mut self.sources) };
        }
        self.columns[column as usize] = Some(cells);
    }

    /// Number of rows.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.sources.len()
    }

    /// The cells of a column, when the input has it.
    #[must_use]
    pub fn cells(&self, column: Column) -> Option<&Cells> {
        self.columns.get(column as usize).and_then(Option::as_ref)
    }

    /// The text of a cell; empty when the column is absent.
    #[must_use]
    pub fn text(&self, column: Column, row: usize) -> &str {
        match self.cells(column) {
            Some(Cells::Text(cells)) => cells.get(row),
            _ => "",
        }
    }

    /// The day of a cell.
    #[must_use]
    pub fn day(&self, column: Column, row: usize) -> Option<Day> {
        match self.cells(column) {
            Some(Cells::Date(cells)) => cells.get(row).copied().flatten(),
            _ => None,
        }
    }

    /// The amount of a cell.
    #[must_use]
    pub fn money(&self, column: Column, row: usize) -> Option<Money> {
        match self.cells(column) {
            Some(Cells::Money(cells)) => cells.get(row).copied().flatten(),
            _ => None,
        }
    }
}

/// All input of a run.
#[derive(Clone, Debug, Default)]
pub struct Tables {
    /// Paths as given, in sorted order of table and path; [`Source::file`] points here.
    pub files: Vec<String>,
    /// One table a [`TableKind`], in the order of [`TableKind::ALL`].
    pub tables: [Table; 8],
    /// Columns declared `token`: pre-hashed values, matched exactly and never parsed.
    pub tokens: Vec<(TableKind, Column)>,
}

impl Tables {
    /// The table of a kind.
    #[must_use]
    pub fn table(&self, kind: TableKind) -> &Table {
        &self.tables[kind as usize]
    }

    /// Whether a column holds pre-hashed tokens.
    #[must_use]
    pub fn is_token(&self, kind: TableKind, column: Column) -> bool {
        self.tokens.contains(&(kind, column))
    }
}

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

/// Number of an interned string in [`Symbols`]; 0 is the empty string.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct Symbol(pub u32);

/// Strings that repeat (branches, products, agents, policies), numbered by sorted order from 1.
#[derive(Clone, Debug, Default)]
pub struct Symbols {
    pub(crate) texts: TextColumn,
}

impl Symbols {
    /// The string of a symbol; empty for 0.
    #[must_use]
    pub fn text(&self, symbol: Symbol) -> &str {
        if symbol.0 == 0 { "" } else { self.texts.get(symbol.0 as usize - 1) }
    }

    /// Number of strings, the empty one left out.
    #[must_use]
    pub fn len(&self) -> usize {
        self.texts.len()
    }

    /// Whether there is no string.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.texts.is_empty()
    }
}

/// One complaint or surrender with its typed facts. Its number is its place in the order of (type, id).
#[derive(Clone, Debug)]
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
    /// Link of repeats: parent_id or regulator_no, in [`Records::grievances`].
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
    /// The contact given differs from the phone registered on the policy (both readable).
    pub contact_differs: bool,
    /// A contact of the record is a virtual operator's number.
    pub virtual_number: bool,
    /// A departed agent's phone is among the contacts.
    pub ex_agent_contact: bool,
}

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

/// Number of a record in [`Records::all`].
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

/// The glue values, numbered by sorted (kind, key).
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
}
