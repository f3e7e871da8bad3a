//! Tables as read: columns of the data contract, their cells, and where each row stands.

use rayon::prelude::*;

use super::{Day, Money};

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
    Insured "insured" Money, RecordId "record_id" Text, OtherRecordId "other_record_id" Text,
    OtherValue "other_value" Text, RingId "ring_id" Text,
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
    /// Makes room for further rows and bytes.
    pub(crate) fn reserve(&mut self, rows: usize, bytes: usize) {
        self.bytes.reserve_exact(bytes);
        self.ends.reserve_exact(rows);
    }

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

    /// Bytes of all rows.
    pub(crate) fn bytes(&self) -> usize {
        self.bytes.len()
    }

    /// All rows in their order.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &str> {
        (0..self.len()).map(|row| self.get(row))
    }

    /// Removes all rows and keeps their room.
    pub(crate) fn clear(&mut self) {
        self.bytes.clear();
        self.ends.clear();
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

impl Cells {
    fn empty(&self) -> Self {
        match self {
            Self::Text(_) => Self::Text(TextColumn::default()),
            Self::Date(_) => Self::Date(Vec::new()),
            Self::Money(_) => Self::Money(Vec::new()),
        }
    }

    fn pad(&mut self, rows: usize) {
        match self {
            Self::Text(cells) => {
                while cells.len() < rows {
                    let _ = cells.push("");
                }
            }
            Self::Date(cells) => cells.resize(rows, None),
            Self::Money(cells) => cells.resize(rows, None),
        }
    }

    /// Bytes of its strings; nothing for days and amounts.
    pub(crate) fn bytes(&self) -> usize {
        if let Self::Text(cells) = self { cells.bytes() } else { 0 }
    }

    fn reserve(&mut self, rows: usize, bytes: usize) {
        match self {
            Self::Text(cells) => cells.reserve(rows, bytes),
            Self::Date(cells) => cells.reserve_exact(rows),
            Self::Money(cells) => cells.reserve_exact(rows),
        }
    }

    fn append(&mut self, other: Self, column: Column) -> Result<(), String> {
        match (self, other) {
            (Self::Text(cells), Self::Text(other)) => {
                if !cells.append(&other) {
                    return Err(format!("column `{}` is larger than 4 GiB; run on parts", column.name()));
                }
            }
            (Self::Date(cells), Self::Date(other)) => cells.extend(other),
            (Self::Money(cells), Self::Money(other)) => cells.extend(other),
            _ => return Err(format!("column `{}` has two forms", column.name())),
        }
        Ok(())
    }

    fn gather(&self, rows: &[u32]) -> Self {
        match self {
            Self::Text(cells) => {
                let mut out = TextColumn::default();
                for &row in rows {
                    // A part of a column that fits below 4 GiB fits too.
                    let _ = out.push(cells.get(row as usize));
                }
                Self::Text(out)
            }
            Self::Date(cells) => Self::Date(rows.iter().map(|&row| cells[row as usize]).collect()),
            Self::Money(cells) => Self::Money(rows.iter().map(|&row| cells[row as usize]).collect()),
        }
    }
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

    /// Adds the cells of `rows` further rows, each column in one part or more, to columns that have `before` rows or
    /// none yet. Columns grow in parallel: most of the time goes into making room for them.
    pub(crate) fn extend(
        &mut self,
        (before, rows): (usize, usize),
        parts: Vec<(Column, Vec<Cells>)>,
    ) -> Result<(), String> {
        self.columns.resize(Column::ALL.len(), None);
        let columns: Vec<(Column, Option<Cells>, Vec<Cells>)> = parts
            .into_iter()
            .map(|(column, parts)| (column, self.columns[column as usize].take(), parts))
            .collect();
        let grown = columns.into_par_iter().filter_map(|(column, known, parts)| {
            let new = if known.is_some() { rows } else { before + rows };
            let mut cells = known.or_else(|| parts.first().map(Cells::empty))?;
            cells.reserve(new, parts.iter().map(Cells::bytes).sum());
            cells.pad(before);
            let appended = parts.into_iter().try_for_each(|part| cells.append(part, column));
            Some(appended.map(|()| (column, cells)))
        });
        for grown in grown.collect::<Vec<_>>() {
            let (column, cells) = grown?;
            self.columns[column as usize] = Some(cells);
        }
        Ok(())
    }

    /// Makes every column as long as the table: rows whose file lacks the column are empty there.
    pub(crate) fn pad(&mut self) {
        let rows = self.rows();
        for cells in self.columns.iter_mut().flatten() {
            cells.pad(rows);
        }
    }

    /// The table with only these rows, in this order.
    #[must_use]
    pub(crate) fn gather(&mut self, rows: &[u32]) -> Self {
        let sources = rows.iter().map(|&row| self.sources[row as usize]).collect();
        // Column after column, so that at most one is held twice.
        let columns =
            self.columns.iter_mut().map(|cells| cells.take().map(|cells| cells.gather(rows))).collect();
        Self { columns, sources }
    }

    /// Drops a column.
    pub(crate) fn forget(&mut self, column: Column) {
        if let Some(place) = self.columns.get_mut(column as usize) {
            *place = None;
        }
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
