//! Truth and findings on common numbers: rings with their findable records, findings best first.

use std::collections::{BTreeMap, BTreeSet};

use super::{Found, Planted};

/// A planted ring.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct PlantedRing {
    /// Truth's name.
    pub id: String,
    /// How it earns.
    pub ring_type: String,
    /// How it works.
    pub habit: String,
    /// Distinct persons.
    pub persons: usize,
    /// Its records.
    pub records: Vec<usize>,
    /// Those that carry something another person of the ring carries too.
    pub findable: Vec<usize>,
}

/// A finding with its records as numbers.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Finding {
    /// Its records, sorted.
    pub records: Vec<usize>,
    /// Claimed share of false findings.
    pub q_value: Option<f64>,
    /// Codes of its reasons, sorted.
    pub reasons: Vec<String>,
}

/// Both sides of the comparison. Records are numbered by sorted id and are only those on either side.
#[derive(Clone, Debug, Default)]
pub struct Sides {
    /// Rings, by id.
    pub rings: Vec<PlantedRing>,
    /// Findings, best first.
    pub findings: Vec<Finding>,
    /// Number of each record's ring.
    pub ring_of: Vec<Option<usize>>,
    /// Kind of each record's look-alike.
    pub look_alike_of: Vec<Option<String>>,
    /// The best finding that holds each record.
    pub finding_of: Vec<Option<usize>>,
    /// All findings that hold each record: those of other programs may overlap.
    pub findings_of: Vec<Vec<usize>>,
}

impl Sides {
    /// Numbers records and rings, and puts the findings in order of rank.
    #[must_use]
    pub fn new(truth: &[Planted], found: &[Found]) -> Self {
        let ids: BTreeSet<&str> = truth
            .iter()
            .map(|planted| planted.record.as_str())
            .chain(found.iter().flat_map(|finding| finding.records.iter().map(String::as_str)))
            .collect();
        let numbers: BTreeMap<&str, usize> =
            ids.into_iter().enumerate().map(|(number, id)| (id, number)).collect();
        let mut out = Self {
            ring_of: vec![None; numbers.len()],
            look_alike_of: vec![None; numbers.len()],
            finding_of: vec![None; numbers.len()],
            findings_of: vec![Vec::new(); numbers.len()],
            ..Self::default()
        };
        out.plant(truth, &numbers);
        out.find(found, &numbers);
        out
    }

    fn plant(&mut self, truth: &[Planted], numbers: &BTreeMap<&str, usize>) {
        let mut rings: BTreeMap<&str, Vec<&Planted>> = BTreeMap::new();
        for planted in truth {
            if !planted.ring.is_empty() {
                rings.entry(&planted.ring).or_default().push(planted);
            } else if !planted.look_alike.is_empty() {
                self.look_alike_of[numbers[planted.record.as_str()]] = Some(planted.look_alike.clone());
            }
        }
        for (id, members) in rings {
            let number = |planted: &&Planted| numbers[planted.record.as_str()];
            let persons: BTreeSet<&str> = members.iter().map(|planted| planted.person.as_str()).collect();
            for planted in &members {
                self.ring_of[number(planted)] = Some(self.rings.len());
            }
            self.rings.push(PlantedRing {
                id: id.to_owned(),
                ring_type: members[0].ring_type.clone(),
                habit: members[0].habit.clone(),
                persons: persons.len(),
                records: members.iter().map(number).collect(),
                findable: findable(&members).iter().map(number).collect(),
            });
        }
    }

    fn find(&mut self, found: &[Found], numbers: &BTreeMap<&str, usize>) {
        let mut order: Vec<&Found> = found.iter().collect();
        // A stable sort: without ranks the order of members.csv stays.
        order.sort_by_key(|finding| finding.rank.unwrap_or(u32::MAX));
        for finding in order {
            let records: BTreeSet<usize> =
                finding.records.iter().map(|record| numbers[record.as_str()]).collect();
            let reasons: BTreeSet<&String> = finding.reasons.iter().collect();
            for &record in &records {
                self.finding_of[record].get_or_insert(self.findings.len());
                self.findings_of[record].push(self.findings.len());
            }
            self.findings.push(Finding {
                records: records.into_iter().collect(),
                q_value: finding.q_value,
                reasons: reasons.into_iter().cloned().collect(),
            });
        }
    }

    /// Records in at least one finding.
    pub fn predicted(&self) -> impl Iterator<Item = usize> + '_ {
        (0..self.finding_of.len()).filter(|&record| self.finding_of[record].is_some())
    }

    /// Records of any ring in a finding.
    #[must_use]
    pub fn hits(&self, finding: &Finding) -> usize {
        finding.records.iter().filter(|&&record| self.ring_of[record].is_some()).count()
    }

    /// Whether at most half of a finding's records are ring records.
    #[must_use]
    pub fn is_false(&self, finding: &Finding) -> bool {
        self.hits(finding) * 2 <= finding.records.len()
    }

    /// The ring with most records in a finding, the first of equals; `None` where no ring has any.
    #[must_use]
    pub fn main_ring(&self, finding: &Finding) -> Option<usize> {
        let mut counts: BTreeMap<usize, usize> = BTreeMap::new();
        for ring in finding.records.iter().filter_map(|&record| self.ring_of[record]) {
            *counts.entry(ring).or_default() += 1;
        }
        counts.into_iter().max_by_key(|&(ring, count)| (count, std::cmp::Reverse(ring))).map(|(ring, _)| ring)
    }

    /// What a false finding consists of: its most frequent look-alike where look-alikes are at least half of its
    /// records that are no ring's, else `None`, chance.
    #[must_use]
    pub fn look_alike(&self, finding: &Finding) -> Option<&str> {
        let others = finding.records.iter().filter(|&&record| self.ring_of[record].is_none());
        let mut counts: BTreeMap<Option<&str>, usize> = BTreeMap::new();
        for &record in others {
            *counts.entry(self.look_alike_of[record].as_deref()).or_default() += 1;
        }
        let background = counts.remove(&None).unwrap_or(0);
        if counts.values().sum::<usize>() < background {
            return None;
        }
        counts.into_iter().max_by_key(|&(kind, count)| (count, std::cmp::Reverse(kind)))?.0
    }
}

/// Records of a ring that carry a value which another person of the ring carries too. Where truth does not say
/// what records carry, all count.
fn findable<'a>(members: &[&'a Planted]) -> Vec<&'a Planted> {
    let mut carriers: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for planted in members {
        for value in planted.values.iter().flatten() {
            carriers.entry(value).or_default().insert(&planted.person);
        }
    }
    let shared = |planted: &&Planted| match &planted.values {
        None => true,
        Some(values) => values.iter().any(|value| carriers[value.as_str()].len() >= 2),
    };
    members.iter().copied().filter(shared).collect()
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// `r1 ring-1`, `x =village`: records with their ring or look-alike; findings as lists of records.
    pub(in crate::evaluate) fn sides(truth: &[(&str, &str)], found: &[&[&str]]) -> Sides {
        let truth: Vec<Planted> = truth
            .iter()
            .map(|&(record, group)| {
                let (ring, look_alike) = group.strip_prefix('=').map_or((group, ""), |kind| ("", kind));
                Planted {
                    record: record.into(),
                    ring: ring.into(),
                    look_alike: look_alike.into(),
                    person: record.into(),
                    ..Planted::default()
                }
            })
            .collect();
        Sides::new(&truth, &finds(found))
    }

    pub(in crate::evaluate) fn finds(found: &[&[&str]]) -> Vec<Found> {
        let found = found.iter().enumerate().map(|(place, records)| Found {
            id: format!("R-{place}"),
            records: records.iter().map(|&record| record.to_owned()).collect(),
            ..Found::default()
        });
        found.collect()
    }

    fn carrier(record: &str, person: &str, values: &[&str]) -> Planted {
        Planted {
            record: record.into(),
            ring: "ring-1".into(),
            person: person.into(),
            values: Some(values.iter().map(|&value| value.to_owned()).collect()),
            ..Planted::default()
        }
    }

    #[test]
    fn a_record_is_findable_when_another_person_carries_its_value() {
        let truth = [
            carrier("a", "p1", &["phone:1"]),
            carrier("b", "p2", &["phone:1", "flat:2"]),
            carrier("c", "p3", &["flat:3"]),
            carrier("d", "p3", &["flat:3"]),
            carrier("e", "p4", &[]),
        ];
        let sides = Sides::new(&truth, &[]);
        assert_eq!(sides.rings[0].findable, [0, 1]);
        assert_eq!((sides.rings[0].persons, sides.rings[0].records.len()), (4, 5));
    }

    #[test]
    fn without_values_every_ring_record_is_findable() {
        let sides = sides(&[("a", "ring-1"), ("b", "ring-1")], &[]);
        assert_eq!(sides.rings[0].findable, [0, 1]);
    }

    #[test]
    fn ranks_order_the_findings_and_a_record_counts_once() {
        let mut found = finds(&[&["a", "a"], &["b"]]);
        found[1].rank = Some(1);
        let sides = Sides::new(&[], &found);
        assert_eq!(
            sides.findings.iter().map(|finding| finding.records.clone()).collect::<Vec<_>>(),
            [[1], [0]]
        );
    }

    #[test]
    fn a_finding_is_false_when_half_of_it_is_no_ring_and_named_by_its_look_alike() {
        let truth = [("a", "ring-1"), ("v", "=village"), ("w", "=village")];
        let sides = sides(&truth, &[&["a", "x"], &["a", "v", "w", "x"], &["a", "v", "x", "y"], &["a"]]);
        let told: Vec<_> = sides
            .findings
            .iter()
            .map(|finding| (sides.is_false(finding), sides.look_alike(finding), sides.main_ring(finding)))
            .collect();
        assert_eq!(
            told,
            [
                (true, None, Some(0)),
                (true, Some("village"), Some(0)),
                (true, None, Some(0)),
                (false, None, Some(0))
            ]
        );
    }
}
