//! Who is behind the records: persons (principals), households and cases.
//!
//! Two different valid identity numbers never become one person; a name needs a policy or an identity
//! number beside it; a shared contact alone never makes a household.

use petgraph::unionfind::UnionFind;
use rustc_hash::FxHashMap;

use super::lists::Lists;
use crate::normalise::name::surname;
use crate::normalise::principals::Party;
use crate::normalise::records::Assembled;
use crate::record::{LinkType, PersonIx, RecordIx, Symbol, ValueKind};

/// Days within which records of one principal and policy are one grievance (DATA.md, case).
const CASE_DAYS: i32 = 30;

/// Persons, households and cases, each numbered by its first record.
#[derive(Clone, Debug, Default)]
pub struct People {
    /// Person behind each record.
    pub person_of: Vec<PersonIx>,
    /// First record of each person; ids written to outputs derive from it.
    pub first_record: Vec<RecordIx>,
    /// Household of each person.
    pub household_of: Vec<u32>,
    /// Number of households.
    pub households: u32,
    /// Records of each person, sorted.
    pub records: Lists,
    /// Case (one grievance) of each record.
    pub case_of: Vec<u32>,
    /// Number of cases.
    pub cases: u32,
}

impl People {
    /// Number of persons.
    #[must_use]
    pub fn len(&self) -> usize {
        self.first_record.len()
    }

    /// Whether there is nobody.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.first_record.is_empty()
    }

    /// The person behind a record.
    #[must_use]
    pub fn person(&self, record: RecordIx) -> PersonIx {
        self.person_of[record.0 as usize]
    }

    /// The household of a person.
    #[must_use]
    pub fn household(&self, person: PersonIx) -> u32 {
        self.household_of[person.0 as usize]
    }
}

/// What makes two records one person's.
#[derive(Clone, Copy)]
enum Identity {
    Number(Symbol),
    NameOnPolicy(Symbol, Symbol),
    /// Neither: a person of its own.
    Nobody,
}

/// Finds persons, households (at most `household_limit` people) and cases.
#[must_use]
pub fn resolve(assembled: &Assembled, household_limit: usize) -> People {
    let mut people = People::default();
    let mut numbers =
        Numbers { by_id: vec![None; assembled.parties.ids.len() + 1], by_name: FxHashMap::default() };
    for (record, identity) in identities(assembled).into_iter().enumerate() {
        let mut new = || {
            people.first_record.push(RecordIx(record as u32));
            PersonIx(people.first_record.len() as u32 - 1)
        };
        let person = match identity {
            Identity::Number(id) => *numbers.by_id[id.0 as usize].get_or_insert_with(new),
            Identity::NameOnPolicy(name, policy) => {
                *numbers.by_name.entry((name, policy)).or_insert_with(new)
            }
            Identity::Nobody => new(),
        };
        people.person_of.push(person);
    }
    let (case_of, (household_of, households)) = rayon::join(
        || cases(assembled, &people),
        || households(assembled, &numbers, household_limit, &people),
    );
    people.cases = case_of.iter().max().map_or(0, |last| last + 1);
    people.case_of = case_of;
    people.household_of = household_of;
    people.households = households;
    people.records = Lists::new(people.len(), |give| {
        for (record, person) in people.person_of.iter().enumerate() {
            give(person.0, record as u32);
        }
    });
    people
}

/// Persons by what identifies them.
struct Numbers {
    by_id: Vec<Option<PersonIx>>,
    by_name: FxHashMap<(Symbol, Symbol), PersonIx>,
}

fn identities(assembled: &Assembled) -> Vec<Identity> {
    let parties = &assembled.parties;
    let rows = || parties.principals.iter().zip(&parties.policies);
    // The identity number of a name on a policy, when exactly one is seen with it; asked only for policies
    // with a record that lacks the number.
    let mut lacking = vec![false; assembled.records.policies.len() + 1];
    for (_, policy) in rows().filter(|(party, _)| party.id.0 == 0) {
        lacking[policy.0 as usize] = true;
    }
    lacking[0] = false;
    let mut id_of: FxHashMap<(Symbol, Symbol), Option<Symbol>> = FxHashMap::default();
    let known =
        |party: &Party, policy: Symbol| lacking[policy.0 as usize] && party.id.0 > 0 && party.name.0 > 0;
    for (party, &policy) in rows().filter(|(party, policy)| known(party, **policy)) {
        id_of
            .entry((policy, party.name))
            .and_modify(|known| *known = known.filter(|&known| known == party.id))
            .or_insert(Some(party.id));
    }
    rows()
        .map(|(party, &policy)| {
            if party.id.0 > 0 {
                Identity::Number(party.id)
            } else if policy.0 > 0 {
                match id_of.get(&(policy, party.name)).copied().flatten() {
                    Some(id) => Identity::Number(id),
                    None => Identity::NameOnPolicy(party.name, policy),
                }
            } else {
                Identity::Nobody
            }
        })
        .collect()
}

/// Joins persons by decision, then by relation, then by same surname at one flat, then at one phone or account.
/// Returns the household of each person and the number of households.
fn households(assembled: &Assembled, numbers: &Numbers, limit: usize, people: &People) -> (Vec<u32>, u32) {
    let mut surnames: Vec<&str> = vec![""; people.len()];
    for (record, party) in assembled.parties.principals.iter().enumerate() {
        let known = &mut surnames[people.person_of[record].0 as usize];
        if known.is_empty() {
            *known = surname(assembled.parties.names.text(party.name));
        }
    }
    let mut joined = Joined { sets: UnionFind::new(people.len()), sizes: vec![1; people.len()], limit };
    // What somebody decided holds for a household of any size; it comes first, and then nothing inferred joins one
    // that is full.
    for &(one, two) in &assembled.together.records {
        joined.unite(people.person(one), people.person(two));
    }
    // Relatives of one person are relatives, also where that person has no record.
    let mut kin: FxHashMap<Symbol, PersonIx> = FxHashMap::default();
    for &(left, right) in &assembled.parties.related {
        for (id, other) in [(left, right), (right, left)] {
            let Some(person) = numbers.by_id[id.0 as usize] else { continue };
            let first = *kin.entry(other).or_insert(person);
            joined.join(first, person);
            if let Some(other) = numbers.by_id[other.0 as usize] {
                joined.join(other, person);
            }
        }
    }
    // A value of one record is nobody's in common.
    let mut carried = vec![0u32; assembled.values.len()];
    for mention in &assembled.mentions {
        carried[mention.value.0 as usize] += 1;
    }
    for kinds in [&[ValueKind::Address][..], &[ValueKind::Phone, ValueKind::Account]] {
        let mut at: Vec<(u32, &str, PersonIx)> = assembled
            .mentions
            .iter()
            .filter(|mention| {
                let value = mention.value.0 as usize;
                // Who acts for strangers gives all of them one phone, whatever their surnames.
                carried[value] > 1
                    && mention.link_type != LinkType::ProxyPhone
                    && kinds.contains(&assembled.values.kinds[value])
                    && assembled.set_aside[value].is_none()
            })
            .map(|mention| {
                let person = people.person(mention.record);
                (mention.value.0, surnames[person.0 as usize], person)
            })
            .filter(|(_, surname, _)| !surname.is_empty())
            .collect();
        at.sort_unstable();
        at.dedup();
        for value in at.chunk_by(|left, right| left.0 == right.0) {
            // A value with more than twice a household's people is not a household's.
            if value.len() > 2 * limit {
                continue;
            }
            for family in
                value.chunk_by(|left, right| left.1 == right.1).filter(|family| family.len() <= limit)
            {
                for pair in family.windows(2) {
                    joined.join(pair[0].2, pair[1].2);
                }
            }
        }
    }
    numbered(people.len(), |person| joined.sets.find(person))
}

/// Numbers sets by their first element; returns the number of each element's set and how many there are.
fn numbered(elements: usize, set: impl Fn(u32) -> u32) -> (Vec<u32>, u32) {
    let mut number: Vec<Option<u32>> = vec![None; elements];
    let mut next = 0;
    let of_element = (0..elements as u32)
        .map(|element| {
            *number[set(element) as usize].get_or_insert_with(|| {
                next += 1;
                next - 1
            })
        })
        .collect();
    (of_element, next)
}

/// Disjoint sets of persons that grow past a household only by decision.
struct Joined {
    sets: UnionFind<u32>,
    sizes: Vec<u32>,
    limit: usize,
}

impl Joined {
    /// Joins two persons unless their household would grow past the limit.
    fn join(&mut self, left: PersonIx, right: PersonIx) {
        let size = |person: PersonIx| self.sizes[self.sets.find(person.0) as usize];
        if (size(left) + size(right)) as usize <= self.limit {
            self.unite(left, right);
        }
    }

    /// Joins two persons.
    fn unite(&mut self, left: PersonIx, right: PersonIx) {
        let (left, right) = (self.sets.find_mut(left.0), self.sets.find_mut(right.0));
        if left != right {
            let size = self.sizes[left as usize] + self.sizes[right as usize];
            self.sets.union(left, right);
            let root = self.sets.find_mut(left);
            self.sizes[root as usize] = size;
        }
    }
}

/// Joins the records of one grievance; returns the case of each record.
fn cases(assembled: &Assembled, people: &People) -> Vec<u32> {
    let records = &assembled.records.all;
    let mut sets: UnionFind<u32> = UnionFind::new(records.len());
    let mut first: FxHashMap<Symbol, u32> = FxHashMap::default();
    for (number, record) in records.iter().enumerate().filter(|(_, record)| record.grievance.0 > 0) {
        let first = *first.entry(record.grievance).or_insert(number as u32);
        sets.union(first, number as u32);
    }
    let mut by_policy: Vec<(PersonIx, Symbol, i32, u32)> = assembled
        .parties
        .policies
        .iter()
        .enumerate()
        .filter(|(_, policy)| policy.0 > 0)
        .map(|(number, &policy)| (people.person_of[number], policy, records[number].date.0, number as u32))
        .collect();
    by_policy.sort_unstable();
    for pair in by_policy.windows(2) {
        if (pair[0].0, pair[0].1) == (pair[1].0, pair[1].1) && pair[1].2 - pair[0].2 <= CASE_DAYS {
            sets.union(pair[0].3, pair[1].3);
        }
    }
    numbered(records.len(), |record| sets.find(record)).0
}
