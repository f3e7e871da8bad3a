//! How much two rings have in common, and whether it is enough to be one ring.

use std::cmp::Ordering;

/// Records in common, of the smaller ring, from which two rings are one: with half, two continuations of one ring
/// could not both be meant, and with a third a ring survives a night that triples it or drops its oldest records.
pub const RECORD_SHARE: (usize, usize) = (1, 3);
/// Fewest records in common; one record may change sides when a family moves.
pub const FEWEST_RECORDS: usize = 2;
/// Fewest shared values in common when the records do not suffice (a short window of input forgets records): one
/// number can be recycled, two cannot by chance.
pub const FEWEST_VALUES: usize = 2;
/// Values in common, of the smaller list, when the records do not suffice.
pub const VALUE_SHARE: (usize, usize) = (1, 4);

/// What two rings have in common.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Overlap {
    /// Records in both.
    pub records: usize,
    /// Values in both.
    pub values: usize,
    /// Records of tonight's ring, and of the known one.
    pub of_records: (usize, usize),
    /// Values of tonight's ring, and of the known one.
    pub of_values: (usize, usize),
}

impl Overlap {
    /// Whether the two may be one ring.
    #[must_use]
    pub fn suffices(&self) -> bool {
        let share = |part: usize, whole: (usize, usize), of: (usize, usize)| {
            part * of.1 >= whole.0.min(whole.1) * of.0
        };
        let by_records = self.records >= FEWEST_RECORDS && share(self.records, self.of_records, RECORD_SHARE);
        let by_values = self.values >= FEWEST_VALUES && share(self.values, self.of_values, VALUE_SHARE);
        by_records || by_values
    }

    /// Whether most of tonight's ring was the known one's.
    #[must_use]
    pub fn is_part(&self) -> bool {
        self.records * 2 > self.of_records.0
    }

    /// Whether each is most of the other.
    #[must_use]
    pub fn is_mutual(&self) -> bool {
        self.is_part() && self.records * 2 > self.of_records.1
    }

    /// More records first, then more values.
    #[must_use]
    pub fn better(&self, other: &Self) -> Ordering {
        (other.records, other.values).cmp(&(self.records, self.values))
    }
}
