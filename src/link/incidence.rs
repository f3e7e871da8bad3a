//! Which person and household carries which value: sorted adjacency in both directions.

use super::lists::Lists;
use super::people::People;
use crate::record::{Mention, PersonIx, RecordIx, ValueIx};

/// The bipartite graph of values and people.
#[derive(Clone, Debug, Default)]
pub struct Incidence {
    /// Records of each value.
    pub records: Lists,
    /// Persons of each value.
    pub persons: Lists,
    /// Households of each value.
    pub households: Lists,
    /// Values of each household.
    pub household_values: Lists,
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
        Self::of(records, people)
    }

    /// The same where only few values are mentioned: the others are not stored.
    #[must_use]
    pub(super) fn sparse(mentions: &[Mention], people: &People) -> Self {
        Self::of(
            Lists::sparse(mentions.iter().map(|mention| (mention.value.0, mention.record.0)).collect()),
            people,
        )
    }

    /// All lists from the records of each value.
    fn of(records: Lists, people: &People) -> Self {
        let persons = records.renamed(|record| people.person(RecordIx(record)).0);
        let households = persons.renamed(|person| people.household(PersonIx(person)));
        let household_values = households.turned(people.households as usize);
        Self { records, persons, households, household_values }
    }

    /// Records of a value.
    pub fn records_of(&self, value: ValueIx) -> impl Iterator<Item = RecordIx> + '_ {
        self.records.of(value.0).iter().map(|&record| RecordIx(record))
    }
}
