//! The rows of the policies table, found by the policy that a record names: they say what the record leaves out.

use crate::record::Symbol;

/// Rows of the policies table.
pub(super) struct Policies {
    /// The policy of each row; symbol 0 where the cell holds none.
    pub(super) symbols: Vec<Symbol>,
    /// The row of each policy, by symbol.
    rows: Vec<Option<u32>>,
}

impl Policies {
    /// Finds rows by symbol; of rows with one policy the last holds.
    pub(super) fn new(symbols: Vec<Symbol>, policies: usize) -> Self {
        let mut rows = vec![None; policies + 1];
        for (row, &policy) in symbols.iter().enumerate().filter(|(_, policy)| policy.0 > 0) {
            rows[policy.0 as usize] = Some(row as u32);
        }
        Self { symbols, rows }
    }

    /// The row of a policy, if the table has it.
    pub(super) fn row(&self, policy: Symbol) -> Option<usize> {
        self.rows[policy.0 as usize].map(|row| row as usize)
    }
}
