//! Divisions that are gone → what came after them.

use rustc_hash::{FxHashMap, FxHashSet};

use super::names::stem;
use super::{GROUPING, SUCCESSORS, rung};

/// Finds what came after a division that is gone.
pub(super) struct Successors {
    by_hand: FxHashMap<u32, u32>,
    current: FxHashSet<u32>,
    /// (province, stem) → the current divisions.
    by_stem: FxHashMap<(u32, &'static str), Vec<u32>>,
}

impl Successors {
    pub(super) fn new(rows: &[(u32, &'static str, bool)]) -> Self {
        let by_hand = SUCCESSORS.lines().filter_map(|line| {
            let mut cells = line.split('\t');
            Some((cells.next()?.parse().ok()?, cells.next()?.parse().ok()?))
        });
        let mut by_stem: FxHashMap<(u32, &str), Vec<u32>> = FxHashMap::default();
        for &(code, name, _) in rows.iter().filter(|row| row.2 && row.1 != GROUPING) {
            by_stem.entry((code / 10_000, stem(name))).or_default().push(code);
        }
        let current = rows.iter().filter(|row| row.2).map(|row| row.0).collect();
        Self { by_hand: by_hand.collect(), current, by_stem }
    }

    /// The division in force: by the list, under the same code, or the only one of the same stem in the
    /// province, first among those of the same rung; the retired code itself where none is certain.
    pub(super) fn of(&self, code: u32, name: &'static str) -> u32 {
        if let Some(&new) = self.by_hand.get(&code) {
            return new;
        }
        if self.current.contains(&code) {
            return code;
        }
        let same = self.by_stem.get(&(code / 10_000, stem(name))).map_or(&[][..], Vec::as_slice);
        let mut same_rung = same.iter().filter(|&&other| rung(other) == rung(code));
        match (same_rung.next(), same_rung.next()) {
            (Some(&only), None) => only,
            _ => code,
        }
    }
}
