//! What people decided about leads: the labels table and the store's decisions, as reports count them.

use super::{Day, Money};

/// What a decision speaks of. Values have no place here: nobody counts them as leads.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Lead {
    /// A ring, by its id.
    Ring(String),
    /// A record, by its id.
    Record(String),
}

/// One decision with the day it was made.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DecidedLead {
    /// The ring or record.
    pub subject: Lead,
    /// The contract's word: confirmed, cleared, unsure or ignore.
    pub decision: String,
    /// The day; `None` where the label does not tell it.
    pub decided_at: Option<Day>,
    /// The contract's status (已报案 and so on), or empty.
    pub status: String,
    /// What it saved.
    pub prevented_loss: Option<Money>,
}
