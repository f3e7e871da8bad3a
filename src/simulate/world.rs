//! What a world holds: rows of the tables, and the groups that were planted in them.

use super::letters::Letter;
use super::shared::Kind;
use crate::record::Day;

/// A row of a table: the columns that are not empty.
#[derive(Clone, Debug, Default)]
pub struct Row {
    /// Received or applied; 0 in tables without.
    pub(super) day: i32,
    /// Days after which it is in the export: forwarded letters take a few. Only nights tell.
    pub(super) late: i32,
    /// Column and text.
    pub(super) cells: Vec<(&'static str, String)>,
    /// Who planted it; nobody planted the background.
    pub(super) planted: Option<Box<Planted>>,
    /// Things that it shares by somebody's doing: the column that shows each (empty: another table), kind, number.
    pub(super) carried: Vec<(&'static str, Kind, u32)>,
    /// Whether what it carries must survive slips and gaps.
    pub(super) kept: bool,
}

/// What truth says about a planted row.
#[derive(Clone, Copy, Debug)]
pub(super) struct Planted {
    /// Index into [`World::groups`].
    pub(super) group: usize,
    /// Number of the policyholder among the planted.
    pub(super) person: u32,
    pub(super) role: Role,
}

/// What the policyholder of a ring's record is to the ring.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Role {
    Policyholder,
    Organiser,
    Lender,
    ColludingAgent,
    /// A record that shows nothing of the ring but values that everybody uses.
    Camouflage,
}

impl Role {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Policyholder => "policyholder",
            Self::Organiser => "organiser",
            Self::Lender => "lender",
            Self::ColludingAgent => "colluding_agent",
            Self::Camouflage => "camouflage",
        }
    }
}

impl Row {
    pub(super) fn on(day: Day) -> Self {
        Self { day: day.0, ..Self::default() }
    }

    /// Adds a column that is not there yet; an empty text adds nothing.
    pub(super) fn add(&mut self, column: &'static str, text: impl Into<String>) {
        let text = text.into();
        if !text.is_empty() {
            self.cells.push((column, text));
        }
    }

    /// Sets a column; an empty text removes it.
    pub(super) fn set(&mut self, column: &'static str, text: impl Into<String>) {
        self.cells.retain(|(known, _)| *known != column);
        self.add(column, text);
    }

    /// The text of a column, empty when absent.
    #[must_use]
    pub fn get(&self, column: &str) -> &str {
        self.cells.iter().find(|(known, _)| *known == column).map_or("", |(_, text)| text)
    }

    /// Whether it is a complaint; its date is always its first cell.
    pub(super) fn is_complaint(&self) -> bool {
        self.cells.first().is_some_and(|(column, _)| *column == "received_at")
    }
}

/// A planted ring or look-alike.
#[derive(Clone, Debug)]
pub struct Group {
    /// `ring-1`, or the look-alike's name and number.
    pub name: String,
    /// How it works.
    pub habit: &'static str,
    /// Type of a ring, empty for a look-alike.
    pub ring_type: &'static str,
    /// Policyholders in it.
    pub persons: usize,
}

impl Group {
    /// Whether it is a ring.
    #[must_use]
    pub fn is_ring(&self) -> bool {
        !self.ring_type.is_empty()
    }
}

/// What turns a ring's life.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Turn {
    /// All its phones are others from now on.
    Relinked,
    /// From now on it is a part of another ring.
    Merged,
    /// From now on it is a ring by itself again.
    Split,
}

/// A turn in the life of a ring. Groups are indexes into [`World::groups`].
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Passage {
    /// The first day on which it holds.
    pub day: Day,
    /// What happens.
    pub turn: Turn,
    /// The group to which it happens.
    pub crew: usize,
    /// The other one of a merger or a split; the same one otherwise.
    pub ring: usize,
}

/// A planted world. Rows are sorted by day and numbered in that order.
#[derive(Clone, Debug, Default)]
pub struct World {
    /// 投诉
    pub complaints: Vec<Row>,
    /// 退保
    pub surrenders: Vec<Row>,
    /// 业务员
    pub agents: Vec<Row>,
    /// 保单
    pub policies: Vec<Row>,
    /// 协议
    pub settlements: Vec<Row>,
    /// What was planted.
    pub groups: Vec<Group>,
    /// Turns in the lives of rings, in a world of nights; by the day of their planting.
    pub passages: Vec<Passage>,
    /// Contacts of the insurer and of public places.
    pub own_contacts: Vec<String>,
    /// Addresses of the same.
    pub own_addresses: Vec<String>,
    /// Proxies with a licence.
    pub licensed: Vec<String>,
    /// Letters that circulate on the internet.
    pub(super) letters: Vec<Letter>,
}
