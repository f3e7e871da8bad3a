//! Sorted lists, one a row, in two arrays: adjacency as compressed sparse rows.

/// Sorted lists, one a row: the edges of a bipartite graph seen from one side.
#[derive(Clone, Debug, Default)]
pub struct Lists {
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
        Self { starts, items }
    }

    /// The lists with every item renamed, sorted and given once.
    pub(super) fn renamed(&self, name: impl Fn(u32) -> u32) -> Self {
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
    pub(super) fn turned(&self, rows: usize) -> Self {
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
