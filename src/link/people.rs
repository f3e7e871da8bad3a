//! Who is behind the records: persons (principals), households and cases.

use crate::record::{PersonIx, RecordIx};

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
