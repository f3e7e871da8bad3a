//! What detection looks at: the records, with the network as observed or as a permutation made it.

use crate::detect::finding::Hub;
use crate::link::lists::Lists;
use crate::link::people::People;
use crate::link::strata::Strata;
use crate::link::{Linked, Network};
use crate::normalise::records::Assembled;
use crate::record::{PersonIx, RecordIx, ValueIx, ValueKind};

/// The records of a run with one network.
#[derive(Clone, Copy)]
pub(super) struct View<'a> {
    pub(super) assembled: &'a Assembled,
    pub(super) people: &'a People,
    pub(super) strata: &'a Strata,
    /// Values that may tie people.
    pub(super) usable: &'a [bool],
    pub(super) hubs: &'a [Hub],
    pub(super) network: &'a Network,
}

impl<'a> View<'a> {
    /// The observed network.
    pub(super) fn observed(assembled: &'a Assembled, linked: &'a Linked) -> Self {
        Self {
            assembled,
            people: &linked.people,
            strata: &linked.strata,
            usable: &linked.usable,
            hubs: &linked.hubs,
            network: &linked.network,
        }
    }

    /// Persons of a value, sorted.
    pub(super) fn persons_of(&self, value: ValueIx) -> &'a [u32] {
        self.network.incidence.persons.of(value.0)
    }

    /// Households of a value, sorted.
    pub(super) fn households_of(&self, value: ValueIx) -> &'a [u32] {
        self.network.incidence.households.of(value.0)
    }

    /// Values of each household.
    pub(super) fn household_values(&self) -> &'a Lists {
        &self.network.incidence.household_values
    }

    /// Kind of a value.
    pub(super) fn kind(&self, value: ValueIx) -> ValueKind {
        self.assembled.values.kind(value)
    }

    /// Sorted households of some persons, each once.
    pub(super) fn households(&self, persons: impl Iterator<Item = PersonIx>) -> Vec<u32> {
        let mut households: Vec<u32> = persons.map(|person| self.people.household(person)).collect();
        households.sort_unstable();
        households.dedup();
        households
    }

    /// Records of a person, sorted.
    pub(super) fn records_of(&self, person: PersonIx) -> impl Iterator<Item = RecordIx> + 'a {
        self.people.records.of(person.0).iter().map(|&record| RecordIx(record))
    }
}
