//! The metrics by ring size, type and habit.
//!
//! A finding belongs to the ring that most of its ring records are of, so precision by stratum is that of the
//! findings of its rings; findings without a ring record belong to none and show among the false rings.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::b_cubed::{Overlap, mean};
use super::ratio::share;
use super::sides::PlantedRing;
use super::{Scores, Sides, rings};

/// Metrics of some of the rings.
#[derive(Clone, PartialEq, Debug, Default, Serialize)]
pub struct Stratum {
    /// What the rings have in common.
    pub name: String,
    /// Rings planted.
    pub planted: u64,
    /// Rings with findable records.
    pub findable: u64,
    /// Rings found.
    pub found: u64,
    /// Found ones among the findable.
    pub found_share: Option<f64>,
    /// Records of these rings.
    pub records: u64,
    /// Record precision, recall, F1.
    pub record: Scores,
    /// B-cubed precision, recall, F1, the strict form.
    pub b_cubed: Scores,
}

/// Lower bounds of the size classes, in persons, with their names.
const SIZES: [(usize, &str); 5] = [(0, "1-4"), (5, "5-9"), (10, "10-19"), (20, "20-49"), (50, "50+")];

/// Rings by number of persons, small ones first; classes without rings are left out.
pub(super) fn by_size(sides: &Sides) -> Vec<Stratum> {
    let class = |ring: &PlantedRing| SIZES.iter().rposition(|&(least, _)| ring.persons >= least).unwrap_or(0);
    let mut groups: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (number, ring) in sides.rings.iter().enumerate() {
        groups.entry(class(ring)).or_default().push(number);
    }
    groups.iter().map(|(&class, rings)| stratum(SIZES[class].1, sides, rings)).collect()
}

/// Rings by a word of theirs, sorted; nothing when truth does not say it.
pub(super) fn by(sides: &Sides, word: impl Fn(&PlantedRing) -> &String) -> Vec<Stratum> {
    let mut groups: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (number, ring) in sides.rings.iter().enumerate() {
        groups.entry(word(ring)).or_default().push(number);
    }
    groups.remove("");
    groups.iter().map(|(name, rings)| stratum(name, sides, rings)).collect()
}

/// The metrics of some rings. With all rings it still leaves out findings without any ring record.
pub(super) fn stratum(name: &str, sides: &Sides, of: &[usize]) -> Stratum {
    let own: BTreeSet<usize> = of.iter().copied().collect();
    let planted: Vec<usize> = of.iter().flat_map(|&ring| sides.rings[ring].records.iter().copied()).collect();
    let accused: Vec<usize> = (0..sides.findings.len())
        .filter(|&finding| sides.main_ring(&sides.findings[finding]).is_some_and(|ring| own.contains(&ring)))
        .flat_map(|number| sides.findings[number].records.iter().map(move |&record| (number, record)))
        // A record of several findings counts in the best of them.
        .filter(|&(number, record)| sides.finding_of[record] == Some(number))
        .map(|(_, record)| record)
        .collect();
    let guilty = accused.iter().filter(|&&record| sides.ring_of[record].is_some()).count();
    let hit = planted.iter().filter(|&&record| sides.finding_of[record].is_some()).count();
    let overlap = Overlap::new(sides);
    let findable = of.iter().filter(|&&ring| !sides.rings[ring].findable.is_empty()).count();
    let found = of.iter().filter(|&&ring| rings::is_found(ring, sides)).count();
    Stratum {
        name: name.to_owned(),
        planted: of.len() as u64,
        findable: findable as u64,
        found: found as u64,
        found_share: share(found, findable),
        records: planted.len() as u64,
        record: Scores::new(share(guilty, accused.len()), share(hit, planted.len())),
        b_cubed: Scores::new(
            mean(accused.iter().filter_map(|&record| overlap.precision(sides, record))),
            mean(planted.iter().filter_map(|&record| overlap.recall(sides, record))),
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::super::sides::tests::sides;
    use super::*;

    #[test]
    fn rings_fall_into_their_size_class_and_findings_to_their_main_ring() {
        let truth = [
            ("a", "ring-1"),
            ("b", "ring-1"),
            ("c", "ring-1"),
            ("d", "ring-1"),
            ("e", "ring-2"),
            ("f", "ring-2"),
            ("g", "ring-2"),
            ("h", "ring-2"),
            ("i", "ring-2"),
        ];
        let sides = sides(&truth, &[&["a", "b", "c", "x"], &["y", "z"]]);
        let classes = by_size(&sides);
        assert_eq!(classes.iter().map(|class| class.name.as_str()).collect::<Vec<_>>(), ["1-4", "5-9"]);
        assert_eq!((classes[0].found, classes[0].record.precision), (1, Some(0.75)));
        assert_eq!((classes[0].record.recall, classes[0].b_cubed.recall), (Some(0.75), Some(9.0 / 16.0)));
        assert_eq!((classes[1].found, classes[1].record.recall), (0, Some(0.0)));
        assert_eq!(classes[1].record.precision, None);
    }
}
