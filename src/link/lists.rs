//! Sorted lists, one a row, in two arrays: adjacency as compressed sparse rows. Where only few rows have items
//! (a permuted network touches one value in a hundred) the other rows are not stored.

/// Sorted lists, one a row: the edges of a bipartite graph seen from one side.
#[derive(Clone, Debug, Default)]
pub struct Lists {
    /// Rows that are stored, sorted; all of them when `None`.
    stored: Option<Vec<u32>>,
    starts: Vec<u32>,
    items: Vec<u32>,
}

impl Lists {
    /// Lists of the items that `each` gives with their rows; called twice, it must give the same. Items of a row
    /// keep their order, and those that follow each other are given once.
    pub(super) fn new(rows: usize, each: impl Fn(&mut dyn FnMut(u32, u32))) -> Self {
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
        Self { stored: None, starts, items }
    }

    /// Lists of (row, item) pairs; rows without a pair are empty.
    pub(super) fn sparse(mut pairs: Vec<(u32, u32)>) -> Self {
        pairs.sort_unstable();
        pairs.dedup();
        let mut out =
            Self { stored: Some(Vec::new()), starts: vec![0], items: Vec::with_capacity(pairs.len()) };
        let mut stored = Vec::new();
        for row in pairs.chunk_by(|left, right| left.0 == right.0) {
            stored.push(row[0].0);
            out.items.extend(row.iter().map(|&(_, item)| item));
            out.starts.push(out.items.len() as u32);
        }
        out.stored = Some(stored);
        out
    }

    /// The lists with every item renamed, sorted and given once.
    pub(super) fn renamed(&self, name: impl Fn(u32) -> u32) -> Self {
        let mut out = Self {
            stored: self.stored.clone(),
            starts: Vec::with_capacity(self.starts.len()),
            items: Vec::with_capacity(self.items.len()),
        };
        out.starts.push(0);
        let mut row_items = Vec::new();
        for place in 0..self.stored() {
            row_items.clear();
            row_items.extend(self.at(place).iter().map(|&item| name(item)));
            row_items.sort_unstable();
            row_items.dedup();
            out.items.extend_from_slice(&row_items);
            out.starts.push(out.items.len() as u32);
        }
        out
    }

    /// The same edges seen from the other side, which has so many rows.
    pub(super) fn turned(&self, rows: usize) -> Self {
        if let Some(stored) = &self.stored {
            let of_place = |(place, &row): (usize, &u32)| self.at(place).iter().map(move |&item| (item, row));
            return Self::sparse(stored.iter().enumerate().flat_map(of_place).collect());
        }
        Self::new(rows, |give| {
            for row in 0..self.stored() {
                for &item in self.at(row) {
                    give(item, row as u32);
                }
            }
        })
    }

    /// Number of stored rows; every row with items is stored.
    #[must_use]
    pub fn stored(&self) -> usize {
        self.starts.len().saturating_sub(1)
    }

    /// The items of a stored row by its place.
    #[must_use]
    pub fn at(&self, place: usize) -> &[u32] {
        &self.items[self.starts[place] as usize..self.starts[place + 1] as usize]
    }

    /// The items of a row, sorted.
    #[must_use]
    pub fn of(&self, row: u32) -> &[u32] {
        match &self.stored {
            None => self.at(row as usize),
            Some(stored) => stored.binary_search(&row).map_or(&[], |place| self.at(place)),
        }
    }

    /// Number of items of a row: its degree.
    #[must_use]
    pub fn degree(&self, row: u32) -> u32 {
        self.of(row).len() as u32
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sparse_and_dense_lists_of_the_same_pairs_are_the_same() {
        let pairs = [(1, 5), (1, 2), (4, 5), (1, 5)];
        let sparse = Lists::sparse(pairs.to_vec());
        let dense = Lists::new(6, |give| {
            for (row, item) in [(1, 2), (1, 5), (4, 5)] {
                give(row, item);
            }
        });
        for row in 0..6 {
            assert_eq!(sparse.of(row), dense.of(row));
            assert_eq!(sparse.renamed(|item| item / 2).of(row), dense.renamed(|item| item / 2).of(row));
            assert_eq!(sparse.turned(6).of(row), dense.turned(6).of(row));
        }
    }
}
