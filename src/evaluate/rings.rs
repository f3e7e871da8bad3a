//! Rings found and findings that are none.

use std::collections::BTreeMap;

use serde::Serialize;

use super::Sides;

/// A ring is found when one finding holds at least this part of its findable records, in percent.
const FOUND_PART: usize = 50;
/// And that finding is at least this part the ring's records, in percent: an analyst must recognise it.
const FOUND_PURITY: usize = 70;

/// Findings of which at most half are ring records, by what they consist of.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize)]
pub struct FalseRings {
    /// All of them.
    pub total: u64,
    /// Background records thrown together.
    pub by_chance: u64,
    /// Look-alikes taken for rings, by kind.
    pub look_alikes: BTreeMap<String, u64>,
}

/// Counts false rings.
pub(super) fn false_rings(sides: &Sides) -> FalseRings {
    let mut out = FalseRings::default();
    for finding in sides.findings.iter().filter(|finding| sides.is_false(finding)) {
        out.total += 1;
        match sides.look_alike(finding) {
            Some(kind) => *out.look_alikes.entry(kind.to_owned()).or_default() += 1,
            None => out.by_chance += 1,
        }
    }
    out
}

/// Whether one finding holds half of a ring's findable records and is for seven tenths that ring's.
pub(super) fn is_found(ring: usize, sides: &Sides) -> bool {
    let findable = &sides.rings[ring].findable;
    let mut held: BTreeMap<usize, usize> = BTreeMap::new();
    for finding in findable.iter().flat_map(|&record| &sides.findings_of[record]) {
        *held.entry(*finding).or_default() += 1;
    }
    held.into_iter().any(|(finding, held)| {
        let records = &sides.findings[finding].records;
        let own = records.iter().filter(|&&record| sides.ring_of[record] == Some(ring)).count();
        held * 100 >= findable.len() * FOUND_PART && own * 100 >= records.len() * FOUND_PURITY
    })
}

#[cfg(test)]
mod tests {
    use super::super::sides::tests::sides;
    use super::*;

    #[test]
    fn half_of_the_ring_in_a_finding_that_is_seven_tenths_its_own() {
        let truth: Vec<(String, &str)> = (0..14).map(|number| (format!("r{number:02}"), "ring-1")).collect();
        let truth: Vec<(&str, &str)> = truth.iter().map(|(record, ring)| (record.as_str(), *ring)).collect();
        let ring: Vec<&str> = truth.iter().map(|(record, _)| *record).collect();
        let check = |members: usize, strangers: usize| {
            let finding = [&ring[..members], &["x", "y", "z", "xx"][..strangers]].concat();
            is_found(0, &sides(&truth, &[&finding]))
        };
        assert!(check(7, 3) && !check(7, 4) && !check(6, 0));
    }

    #[test]
    fn false_rings_are_split_into_chance_and_kinds() {
        let truth = [("a", "ring-1"), ("v", "=village"), ("w", "=village")];
        let counted = false_rings(&sides(&truth, &[&["v", "w"], &["x", "y", "a"], &["a"]]));
        assert_eq!((counted.total, counted.by_chance, counted.look_alikes["village"]), (2, 1, 1));
    }
}
