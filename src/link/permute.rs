//! What a world without rings would look like: whole household bundles of one kind of value are given to other
//! households that carry that kind, of the same size, in the same branch and month, by the same type of record.
//!
//! A bundle keeps its values, and with them each value keeps its degree, its region and its season; who is
//! behind it is left to chance. Which household carries which kind is kept too, so the base rates of
//! [`Strata`](super::strata::Strata) hold unchanged (a restricted permutation: Good 2005, Permutation,
//! Parametric, and Bootstrap Tests of Hypotheses, ch. 3).

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng as _, SeedableRng as _};

use super::Linked;
use crate::normalise::records::Assembled;
use crate::record::{LinkType, Mention, RecordIx, RecordType, Symbol, ValueIx, ValueKind};

/// Households whose bundles may be exchanged.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
struct Stratum {
    kind: ValueKind,
    branch: Symbol,
    month: i32,
    persons: u8,
    record_type: RecordType,
}

impl Stratum {
    /// The seed of its chance: 32 bytes that say run, permutation and stratum.
    fn seed(self, seed: u64, permutation: u32) -> [u8; 32] {
        let mut out = [0; 32];
        out[..8].copy_from_slice(&seed.to_le_bytes());
        out[8..12].copy_from_slice(&permutation.to_le_bytes());
        out[12..16].copy_from_slice(&self.branch.0.to_le_bytes());
        out[16..20].copy_from_slice(&self.month.to_le_bytes());
        out[20..23].copy_from_slice(&[self.kind as u8, self.persons, self.record_type as u8]);
        out
    }
}

/// A household that carries a kind, with its records that do.
#[derive(Clone, Copy, Debug)]
struct Carrier {
    first: u32,
    records: u32,
}

/// A shared value in a bundle: which of the carrier's records holds it.
#[derive(Clone, Copy, Debug)]
struct Held {
    place: u32,
    value: ValueIx,
    link_type: LinkType,
}

/// A stratum with at least one shared value: its carriers, and the bundles that hold shared values.
#[derive(Clone, Debug)]
struct Cell {
    stratum: Stratum,
    carriers: std::ops::Range<u32>,
    bundles: std::ops::Range<u32>,
}

/// All bundles of a run, ready to be exchanged.
#[derive(Clone, Debug, Default)]
pub(crate) struct Bundles {
    cells: Vec<Cell>,
    carriers: Vec<Carrier>,
    records: Vec<RecordIx>,
    /// Range of each bundle in `held`.
    ranges: Vec<std::ops::Range<u32>>,
    held: Vec<Held>,
}

/// A mention on its way into a bundle.
type Entry = (Stratum, u32, RecordIx, ValueIx, LinkType);

impl Bundles {
    /// The bundles of all households but those of `left_out`, with the values of `shared` in them.
    #[must_use]
    pub(crate) fn new(assembled: &Assembled, linked: &Linked, shared: &[bool], left_out: &[bool]) -> Self {
        let mut out = Self::default();
        let entries = entries(assembled, linked, left_out);
        for cell in entries.chunk_by(|left, right| left.0 == right.0) {
            let first_carrier = out.carriers.len() as u32;
            let first_bundle = out.ranges.len() as u32;
            for carrier in cell.chunk_by(|left, right| left.1 == right.1) {
                let first = out.records.len();
                let first_held = out.held.len() as u32;
                for of_record in carrier.chunk_by(|left, right| left.2 == right.2) {
                    let place = (out.records.len() - first) as u32;
                    out.records.push(of_record[0].2);
                    let mine = of_record.iter().filter(|entry| shared[entry.3.0 as usize]);
                    out.held.extend(mine.map(|&(.., value, link_type)| Held { place, value, link_type }));
                }
                out.carriers
                    .push(Carrier { first: first as u32, records: (out.records.len() - first) as u32 });
                if out.held.len() as u32 > first_held {
                    out.ranges.push(first_held..out.held.len() as u32);
                }
            }
            if out.ranges.len() as u32 > first_bundle {
                out.cells.push(Cell {
                    stratum: cell[0].0,
                    carriers: first_carrier..out.carriers.len() as u32,
                    bundles: first_bundle..out.ranges.len() as u32,
                });
            } else {
                // Nothing of this stratum can move: its carriers are not needed.
                out.records.truncate(
                    out.carriers
                        .get(first_carrier as usize)
                        .map_or(out.records.len(), |one| one.first as usize),
                );
                out.carriers.truncate(first_carrier as usize);
            }
        }
        out
    }

    /// The shared values after one permutation, sorted by record.
    #[must_use]
    pub(crate) fn permuted(&self, seed: u64, permutation: u32) -> Vec<Mention> {
        let mut mentions = Vec::with_capacity(self.held.len());
        let mut targets: Vec<u32> = Vec::new();
        for cell in &self.cells {
            let mut chance = ChaCha8Rng::from_seed(cell.stratum.seed(seed, permutation));
            targets.clear();
            targets.extend(cell.carriers.clone());
            for (place, bundle) in cell.bundles.clone().enumerate() {
                // One step of a Fisher–Yates shuffle: only as many targets are drawn as bundles move.
                let other = place + below(&mut chance, targets.len() - place);
                targets.swap(place, other);
                let target = self.carriers[targets[place] as usize];
                for held in &self.held[bounds(&self.ranges[bundle as usize])] {
                    let record = self.records[(target.first + held.place % target.records) as usize];
                    mentions.push(Mention { record, value: held.value, link_type: held.link_type });
                }
            }
        }
        mentions.sort_unstable();
        mentions.dedup();
        mentions
    }
}

fn bounds(range: &std::ops::Range<u32>) -> std::ops::Range<usize> {
    range.start as usize..range.end as usize
}

/// A number below `limit`, by multiplication (Lemire 2019); the bias is below 2^-32.
fn below(chance: &mut ChaCha8Rng, limit: usize) -> usize {
    ((u128::from(chance.next_u64()) * limit as u128) >> 64) as usize
}

/// Every mention of a value that is not set aside, sorted by stratum, household, record.
fn entries(assembled: &Assembled, linked: &Linked, left_out: &[bool]) -> Vec<Entry> {
    use rayon::prelude::*;
    let people = &linked.people;
    let mut persons = vec![0u8; people.households as usize];
    for &household in &people.household_of {
        let count = &mut persons[household as usize];
        *count = count.saturating_add(1);
    }
    let household = |mention: &Mention| people.household(people.person(mention.record));
    let mut carried: Vec<(ValueKind, u32, Mention)> = assembled
        .mentions
        .par_iter()
        .filter(|mention| linked.hub(mention.value).is_none() && !left_out[household(mention) as usize])
        .filter(|mention| linked.excused.binary_search(mention).is_err())
        .map(|mention| (assembled.values.kind(mention.value), household(mention), *mention))
        .collect();
    carried.par_sort_unstable();
    let mut out: Vec<Entry> = Vec::with_capacity(carried.len());
    for bundle in carried.chunk_by(|left, right| (left.0, left.1) == (right.0, right.1)) {
        let (kind, household, Mention { record, .. }) = bundle[0];
        let first = assembled.records.get(record);
        let stratum = Stratum {
            kind,
            branch: first.branch,
            month: first.date.month_number(),
            persons: persons[household as usize],
            record_type: first.record_type,
        };
        out.extend(
            bundle.iter().map(|(_, _, mention)| {
                (stratum, household, mention.record, mention.value, mention.link_type)
            }),
        );
    }
    out.par_sort_unstable();
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Three households of one branch and month with a record each; two of them share a phone.
    fn bundles() -> Bundles {
        let stratum = Stratum {
            kind: ValueKind::Phone,
            branch: Symbol(1),
            month: 24_310,
            persons: 1,
            record_type: RecordType::Complaint,
        };
        let held = |value| Held { place: 0, value: ValueIx(value), link_type: LinkType::ContactPhone };
        Bundles {
            cells: vec![Cell { stratum, carriers: 0..3, bundles: 0..2 }],
            carriers: (0..3).map(|first| Carrier { first, records: 1 }).collect(),
            records: vec![RecordIx(4), RecordIx(7), RecordIx(9)],
            ranges: vec![0..1, 1..2],
            held: vec![held(0), held(0)],
        }
    }

    #[test]
    fn a_permuted_value_keeps_its_degree_and_moves_within_its_stratum() {
        let bundles = bundles();
        let mut places = std::collections::BTreeSet::new();
        for permutation in 0..40 {
            let mentions = bundles.permuted(1, permutation);
            assert_eq!(mentions.len(), 2);
            assert_eq!(mentions, bundles.permuted(1, permutation));
            assert!(mentions.iter().all(|mention| bundles.records.contains(&mention.record)));
            places.insert(mentions.iter().map(|mention| mention.record).collect::<Vec<_>>());
        }
        assert_eq!(places.len(), 3, "all pairs of three households are reached");
    }

    #[test]
    fn a_stratum_and_a_permutation_have_their_own_seed() {
        let stratum = Stratum {
            kind: ValueKind::Phone,
            branch: Symbol(3),
            month: 24_310,
            persons: 1,
            record_type: RecordType::Complaint,
        };
        let other = Stratum { persons: 2, ..stratum };
        let seeds = [stratum.seed(1, 0), stratum.seed(1, 1), stratum.seed(2, 0), other.seed(1, 0)];
        for (place, seed) in seeds.iter().enumerate() {
            assert!(!seeds[..place].contains(seed));
        }
    }

    #[test]
    fn numbers_below_a_limit_reach_all_of_it() {
        let mut chance = ChaCha8Rng::from_seed([7; 32]);
        let mut seen = [false; 5];
        for _ in 0..200 {
            seen[below(&mut chance, 5)] = true;
        }
        assert_eq!(seen, [true; 5]);
    }
}
