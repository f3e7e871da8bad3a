//! Mentions that tie nobody: of two values that somebody cleared together, on a person who carries both.
//!
//! An adviser's phone and the adviser's flat, a firm's number and its account: whoever carries both was explained.
//! Whoever carries one of them without the other was not, and stays tied by it.

use std::collections::{BTreeMap, BTreeSet};

use super::people::People;
use crate::normalise::records::Assembled;
use crate::record::{Mention, PersonIx, ValueIx};

/// The mentions that do not count; sorted, none unless somebody decided so.
pub(super) fn excused(assembled: &Assembled, people: &People) -> Vec<Mention> {
    let pairs = &assembled.together.values;
    if pairs.is_empty() {
        return Vec::new();
    }
    let mut carriers: BTreeMap<ValueIx, BTreeSet<PersonIx>> =
        pairs.iter().flat_map(|&(one, two)| [one, two]).map(|value| (value, BTreeSet::new())).collect();
    for mention in &assembled.mentions {
        if let Some(persons) = carriers.get_mut(&mention.value) {
            persons.insert(people.person(mention.record));
        }
    }
    let mut both: BTreeSet<(ValueIx, PersonIx)> = BTreeSet::new();
    for (one, two) in pairs {
        for &person in carriers[one].intersection(&carriers[two]) {
            both.extend([(*one, person), (*two, person)]);
        }
    }
    let excused = |mention: &&Mention| both.contains(&(mention.value, people.person(mention.record)));
    assembled.mentions.iter().filter(excused).copied().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::{LinkType, RecordIx};

    #[test]
    fn who_carries_both_is_tied_by_neither_and_who_carries_one_by_that() {
        // Person 0 gives value 0 in one record and value 1 in another; person 1 gives value 0 alone.
        let mention = |record, value| Mention {
            record: RecordIx(record),
            value: ValueIx(value),
            link_type: LinkType::ContactPhone,
        };
        let mut assembled =
            Assembled { mentions: vec![mention(0, 0), mention(1, 1), mention(2, 0)], ..Assembled::default() };
        let people = People { person_of: [0, 0, 1].map(PersonIx).to_vec(), ..People::default() };
        assert_eq!(excused(&assembled, &people), []);
        assembled.together.values.push((ValueIx(0), ValueIx(1)));
        assert_eq!(excused(&assembled, &people), [mention(0, 0), mention(1, 1)]);
    }
}
