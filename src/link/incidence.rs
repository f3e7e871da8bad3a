//! Which person and household carries which value: sorted adjacency in both directions.

use super::people::People;
use crate::record::{Mention, PersonIx, RecordIx, ValueIx};

/// Sorted lists, one a row: the edges of a bipartite graph seen from one side.
#[derive(Clone, Debug, Default)]
pub struct Lists {
    starts: Vec<u32>,
    items: Vec<u32>,
}

impl Lists {
    /// Lists of the items that `each` gives with their rows; called twice, it must give the same. Items of a row
    /// keep their order, and those that follow each other are given once.
    fn new(rows: usize, each: impl Fn(&mut dyn FnMut(u32, u32))) -> Self {
        let mut starts = vec![0u32; rows + 1];
        let mut last = vec![u32::MAX; rows];
        each(&mut |row, item| {
            if std::mem::replace(&mut last[row as usize], item) != item {
                starts[row as usize + 1] += 1;
            }
        });
        for row in 0..rows {
            starts[row + 1] += starts[row];
        }
        let mut items = vec![0; starts[rows] as usize];
        let mut next = starts.clone();
        last.fill(u32::MAX);
        each(&mut |row, item| {
            if std::mem::replace(&mut last[row as usize], item) != item {
                items[next[row as usize] as usize] = item;
                next[row as usize] += 1;
            }
        });
        Self { starts, items }
    }

    /// The lists with every item renamed, sorted and given once.
    fn renamed(&self, name: impl Fn(u32) -> u32) -> Self {
        let mut out = Self {
            starts: Vec::with_capacity(self.starts.len()),
            items: Vec::with_capacity(self.items.len()),
        };
        out.starts.push(0);
        let mut row_items = Vec::new();
        for row in 0..self.rows() as u32 {
            row_items.clear();
            row_items.extend(self.of(row).iter().map(|&item| name(item)));
            row_items.sort_unstable();
            row_items.dedup();
            out.items.extend_from_slice(&row_items);
            out.starts.push(out.items.len() as u32);
        }
        out
    }

    /// The same edges seen from the other side.
    fn turned(&self, rows: usize) -> Self {
        Self::new(rows, |give| {
            for row in 0..self.rows() as u32 {
                for &item in self.of(row) {
                    give(item, row);
                }
            }
        })
    }

    /// Number of rows.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.starts.len().saturating_sub(1)
    }

    /// The items of a row, sorted.
    #[must_use]
    pub fn of(&self, row: u32) -> &[u32] {
        let row = row as usize;
        &self.items[self.starts[row] as usize..self.starts[row + 1] as usize]
    }

    /// Number of items of a row: its degree.
    #[must_use]
    pub fn degree(&self, row: u32) -> u32 {
        self.starts[row as usize + 1] - self.starts[row as usize]
    }
}

/// The bipartite graph of values and people.
#[derive(Clone, Debug, Default)]
pub struct Incidence {
    /// Records of each value.
    pub records: Lists,
    /// Persons of each value.
    pub persons: Lists,
    /// Households of each value.
    pub households: Lists,
    /// Values of each person.
    pub values: Lists,
    /// Values of each household.
    pub household_values: Lists,
    /// Records of each person.
    pub person_records: Lists,
}

impl Incidence {
    /// Builds all lists. `values` is the number of values; mentions are sorted by record.
    ///
    /// # Complexity
    /// O(M) for M mentions, by counting.
    #[must_use]
    pub fn new(values: usize, mentions: &[Mention], people: &People) -> Self {
        let records = Lists::new(values, |give| {
            for mention in mentions {
                give(mention.value.0, mention.record.0);
            }
        });
        let persons = records.renamed(|record| people.person(RecordIx(record)).0);
        let households = persons.renamed(|person| people.household(PersonIx(person)));
        let person_records = Lists::new(people.len(), |give| {
            for (record, person) in people.person_of.iter().enumerate() {
                give(person.0, record as u32);
            }
        });
        let (values, household_values) =
            rayon::join(|| persons.turned(people.len()), || households.turned(people.households as usize));
        Self { records, persons, households, values, household_values, person_records }
    }

    /// Records of a value.
    pub fn records_of(&self, value: ValueIx) -> impl Iterator<Item = RecordIx> + '_ {
        self.records.of(value.0).iter().map(|&record| RecordIx(record))
    }
}
