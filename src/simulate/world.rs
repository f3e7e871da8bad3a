//! What a world holds: rows of the tables, and the groups that were planted in them.

use crate::record::Day;

/// A row of a table: the columns that are not empty.
#[derive(Clone, Debug, Default)]
pub struct Row {
    /// Received or applied; 0 in tables without.
    pub(super) day: i32,
    /// Column and text.
    pub(super) cells: Vec<(&'static str, String)>,
    /// Planted group, as an index into [`World::groups`].
    pub(super) group: Option<usize>,
}

impl Row {
    /// Sets a column; an empty text removes it.
    pub(super) fn set(&mut self, column: &'static str, text: impl Into<String>) {
        let text = text.into();
        self.cells.retain(|(known, _)| *known != column);
        if !text.is_empty() {
            self.cells.push((column, text));
        }
    }

    /// The text of a column, empty when absent.
    #[must_use]
    pub fn get(&self, column: &str) -> &str {
        self.cells.iter().find(|(known, _)| *known == column).map_or("", |(_, text)| text)
    }

    pub(super) fn on(day: Day) -> Self {
        Self { day: day.0, ..Self::default() }
    }
}

/// A planted ring or look-alike.
#[derive(Clone, Debug)]
pub struct Group {
    /// `ring-1` or the look-alike's name and number.
    pub name: String,
    /// How it works.
    pub habit: &'static str,
    /// Whether it is a ring.
    pub is_ring: bool,
    /// Policyholders in it.
    pub persons: usize,
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
    /// Contacts of the insurer and of public places.
    pub own_contacts: Vec<String>,
    /// Addresses of the same.
    pub own_addresses: Vec<String>,
    /// Proxies with a licence.
    pub licensed: Vec<String>,
}
