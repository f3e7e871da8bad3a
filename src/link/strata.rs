//! Local base rates: households by branch, small branches merged, so that what is common in one region does
//! not look rare in the country.

use rustc_hash::FxHashMap;

use super::incidence::Incidence;
use super::pairs::ln_poisson_tail;
use super::people::People;
use crate::record::{Records, Symbol, ValueKind};

/// Number of value kinds.
const KINDS: usize = ValueKind::ALL.len();

/// Households by stratum with what they carry.
#[derive(Clone, Debug, Default)]
pub struct Strata {
    /// Branch of each household.
    branch_of: Vec<Symbol>,
    /// Stratum of each household.
    of_household: Vec<u32>,
    /// Households of each stratum.
    sizes: Vec<u32>,
    /// Households of each stratum that carry both kinds, by stratum and kind pair.
    both: Vec<[[u32; KINDS]; KINDS]>,
    /// Shared values of each stratum by kind and degree in it: (kind, degree) → values.
    degrees: Vec<FxHashMap<(usize, u32), u32>>,
    /// Records of each branch by selling agent, sorted by agent.
    sold: Vec<Vec<(Symbol, u32)>>,
}

impl Strata {
    /// Groups households by branch; branches with fewer than `smallest` households become one stratum.
    #[must_use]
    pub fn new(
        records: &Records,
        people: &People,
        kinds: &[ValueKind],
        usable: &[bool],
        incidence: &Incidence,
        smallest: u32,
    ) -> Self {
        let mut branch_of = vec![Symbol::default(); people.households as usize];
        for (person, &first) in people.first_record.iter().enumerate().rev() {
            branch_of[people.household_of[person] as usize] = records.get(first).branch;
        }
        let mut sizes = vec![0u32; records.branches.len() + 1];
        for branch in &branch_of {
            sizes[branch.0 as usize] += 1;
        }
        let mut number = vec![0u32; sizes.len()];
        let mut strata = 1;
        for (branch, &size) in sizes.iter().enumerate() {
            if size >= smallest {
                number[branch] = strata;
                strata += 1;
            }
        }
        let of_household: Vec<u32> = branch_of.iter().map(|branch| number[branch.0 as usize]).collect();
        let mut both = vec![[[0; KINDS]; KINDS]; strata as usize];
        for (household, &stratum) in of_household.iter().enumerate() {
            let mut carried = [false; KINDS];
            for &value in incidence.household_values.of(household as u32) {
                carried[kinds[value as usize] as usize] = true;
            }
            for left in (0..KINDS).filter(|&kind| carried[kind]) {
                for right in (0..KINDS).filter(|&kind| carried[kind]) {
                    both[stratum as usize][left][right] += 1;
                }
            }
        }
        let mut sizes = vec![0u32; strata as usize];
        for &stratum in &of_household {
            sizes[stratum as usize] += 1;
        }
        let mut out = Self {
            branch_of,
            of_household,
            sizes,
            both,
            degrees: vec![FxHashMap::default(); strata as usize],
            sold: sold(records),
        };
        for value in (0..kinds.len() as u32).filter(|&value| usable[value as usize]) {
            for (stratum, degree) in out.local_degrees(incidence, value) {
                if degree >= 2 {
                    *out.degrees[stratum as usize]
                        .entry((kinds[value as usize] as usize, degree))
                        .or_default() += 1;
                }
            }
        }
        out
    }

    /// Degree of a value in each stratum it touches, sorted by stratum.
    fn local_degrees(&self, incidence: &Incidence, value: u32) -> Vec<(u32, u32)> {
        let mut strata: Vec<u32> = incidence
            .households
            .of(value)
            .iter()
            .map(|&household| self.of_household[household as usize])
            .collect();
        strata.sort_unstable();
        strata.chunk_by(|left, right| left == right).map(|same| (same[0], same.len() as u32)).collect()
    }

    /// The branch of more than half of some households; `None` where there is none.
    #[must_use]
    pub fn home(&self, households: &[u32]) -> Option<Symbol> {
        majority(households.iter().map(|&household| self.branch_of[household as usize]).collect())
    }

    /// Whether a value of some kind, carried by some households, is a letter or a network with users in many regions.
    #[must_use]
    pub fn is_everywhere(&self, kind: ValueKind, households: &[u32]) -> bool {
        kind.is_ambient() && self.home(households).is_none()
    }

    /// Share of a branch's records that each agent sold, sorted by agent; records without an agent count nowhere.
    pub fn sellers(&self, branch: Symbol) -> impl Iterator<Item = (Symbol, f64)> + '_ {
        let sold = &self.sold[branch.0 as usize];
        let all: u32 = sold.iter().map(|&(_, records)| records).sum();
        sold.iter().map(move |&(agent, records)| (agent, f64::from(records) / f64::from(all.max(1))))
    }

    fn carriers(&self, stratum: u32, left: ValueKind, right: ValueKind) -> f64 {
        f64::from(self.both[stratum as usize][left as usize][right as usize].max(1))
    }

    /// Households expected to carry both values by chance.
    #[must_use]
    pub fn expected(&self, kinds: &[ValueKind], incidence: &Incidence, left: u32, right: u32) -> f64 {
        let (kind_left, kind_right) = (kinds[left as usize], kinds[right as usize]);
        let of_right = self.local_degrees(incidence, right);
        self.local_degrees(incidence, left)
            .iter()
            .filter_map(|&(stratum, degree)| {
                let (_, other) = of_right.iter().find(|(other, _)| *other == stratum)?;
                Some(f64::from(degree) * f64::from(*other) / self.carriers(stratum, kind_left, kind_right))
            })
            .sum::<f64>()
            // Two values with no stratum in common still meet once in a while.
            .max(1e-6)
    }

    /// Households of a value expected among `households` (sorted) by chance: every household of a stratum is
    /// as likely to carry it.
    #[must_use]
    pub fn expected_inside(&self, incidence: &Incidence, value: u32, households: &[u32]) -> f64 {
        self.local_degrees(incidence, value)
            .iter()
            .map(|&(stratum, degree)| {
                let inside = households.iter().filter(|&&household| self.of(household) == stratum).count();
                f64::from(degree) * inside as f64 / f64::from(self.sizes[stratum as usize].max(1))
            })
            .sum::<f64>()
            .max(1e-6)
    }

    /// How many of some households each stratum has, sorted by stratum.
    #[must_use]
    pub fn counts(&self, households: &[u32]) -> Vec<(u32, f64)> {
        let mut strata: Vec<u32> = households.iter().map(|&household| self.of(household)).collect();
        strata.sort_unstable();
        strata.chunk_by(|left, right| left == right).map(|same| (same[0], same.len() as f64)).collect()
    }

    /// Households expected in both of two sets by chance; the sets are given by their [`Strata::counts`].
    #[must_use]
    pub fn expected_common(&self, left: &[(u32, f64)], right: &[(u32, f64)]) -> f64 {
        self.in_common(left, right).map(|(_, pairs, size)| pairs / size).sum()
    }

    /// Strata in which both of two sets have households: the stratum, the pairs of households, the stratum's size.
    fn in_common<'a>(
        &'a self,
        left: &'a [(u32, f64)],
        right: &'a [(u32, f64)],
    ) -> impl Iterator<Item = (usize, f64, f64)> + 'a {
        left.iter().filter_map(|&(stratum, count)| {
            let place = right.binary_search_by_key(&stratum, |&(other, _)| other).ok()?;
            let size = f64::from(self.sizes[stratum as usize].max(1));
            Some((stratum as usize, count * right[place].1, size))
        })
    }

    /// How often a shared value of some kinds ties two households, by stratum: each of a value's households to each other.
    /// Values of more than `most` households are left out.
    #[must_use]
    pub fn ties(&self, kinds: impl Fn(ValueKind) -> bool, most: u32) -> Vec<f64> {
        let of_stratum = |degrees: &FxHashMap<(usize, u32), u32>| -> f64 {
            // Whole numbers: the order of a sum of floats would be that of the map.
            let ties =
                degrees.iter().filter(|((kind, degree), _)| *degree <= most && kinds(ValueKind::ALL[*kind]));
            ties.map(|(&(_, degree), &values)| u64::from(values) * u64::from(degree) * u64::from(degree - 1))
                .sum::<u64>() as f64
        };
        self.degrees.iter().map(of_stratum).collect()
    }

    /// Values expected to tie a household of one set to one of another by chance; the sets are given by their
    /// [`Strata::counts`], what ties by [`Strata::ties`].
    #[must_use]
    pub fn expected_bridges(&self, left: &[(u32, f64)], right: &[(u32, f64)], ties: &[f64]) -> f64 {
        self.in_common(left, right).map(|(stratum, pairs, size)| pairs / (size * size) * ties[stratum]).sum()
    }

    /// Number of shared values of other kinds that would repeat inside the households of a value by chance.
    #[must_use]
    pub fn expected_repeats(&self, kinds: &[ValueKind], incidence: &Incidence, value: u32) -> f64 {
        let own = kinds[value as usize] as usize;
        self.local_degrees(incidence, value)
            .iter()
            .map(|&(stratum, degree)| {
                let mut cells: Vec<(&(usize, u32), &u32)> =
                    self.degrees[stratum as usize].iter().filter(|((kind, _), _)| *kind != own).collect();
                cells.sort_unstable();
                cells
                    .into_iter()
                    .map(|(&(kind, other), &values)| {
                        let carriers = f64::from(self.both[stratum as usize][own][kind].max(1));
                        let lambda = f64::from(degree) * f64::from(other) / carriers;
                        f64::from(values) * ln_poisson_tail(2, lambda).exp()
                    })
                    .sum::<f64>()
            })
            .sum::<f64>()
            .max(1e-6)
    }

    /// Number of pairs of shared values that live in one stratum, seen together or not.
    #[must_use]
    pub fn possible_pairs(&self, usable: &[bool], incidence: &Incidence) -> f64 {
        let mut values = vec![0f64; self.both.len()];
        for value in (0..usable.len() as u32).filter(|&value| usable[value as usize]) {
            for (stratum, _) in self.local_degrees(incidence, value) {
                values[stratum as usize] += 1.0;
            }
        }
        values.iter().map(|count| count * (count - 1.0) / 2.0).sum::<f64>().max(1.0)
    }

    /// Stratum of a household.
    #[must_use]
    pub fn of(&self, household: u32) -> u32 {
        self.of_household[household as usize]
    }
}

/// Records of each branch by selling agent.
fn sold(records: &Records) -> Vec<Vec<(Symbol, u32)>> {
    let mut sold: Vec<(Symbol, Symbol)> = records
        .all
        .iter()
        .filter(|record| record.selling_agent.0 > 0)
        .map(|record| (record.branch, record.selling_agent))
        .collect();
    sold.sort_unstable();
    let mut out = vec![Vec::new(); records.branches.len() + 1];
    for same in sold.chunk_by(|left, right| left == right) {
        out[same[0].0.0 as usize].push((same[0].1, same.len() as u32));
    }
    out
}
/// The known branch that more than half of some branches are.
pub(crate) fn majority(mut branches: Vec<Symbol>) -> Option<Symbol> {
    branches.sort_unstable();
    let same = branches.chunk_by(|left, right| left == right);
    let most = same.filter(|same| same.len() * 2 > branches.len()).map(|same| same[0]).next();
    most.filter(|branch| branch.0 > 0)
}
