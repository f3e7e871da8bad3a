//! Findings → rings as sets, with values as keyed tokens. Reads no files.

use std::collections::BTreeMap;

use super::{RecordKey, Ring, ValueKey};
use crate::detect::finding::Finding;
use crate::detect::short_id;
use crate::link::Linked;
use crate::normalise::records::Assembled;
use crate::privacy::token::Key;
use crate::record::{LinkType, RecordIx, ValueIx};

/// The phones under which somebody contacts the insurer.
const CONTACTS: [LinkType; 3] = [LinkType::ContactPhone, LinkType::CallerPhone, LinkType::SenderPhone];

/// The name of a record in the store and the outputs.
#[must_use]
pub fn record_key(assembled: &Assembled, record: RecordIx) -> RecordKey {
    let records = &assembled.records;
    (records.get(record).record_type.name().to_owned(), records.id(record).to_owned())
}

/// Tonight's rings, in the order of the findings.
#[must_use]
pub fn rings(findings: &[&Finding], assembled: &Assembled, linked: &Linked, key: &Key) -> Vec<Ring> {
    let mut tokens: BTreeMap<ValueIx, ValueKey> = BTreeMap::new();
    let mut ring = |finding: &&Finding| {
        let mut out = Ring { id: finding.id.clone(), ..Ring::default() };
        for member in &finding.members {
            let first = linked.people.first_record[member.person.0 as usize];
            let person = short_id('P', first, &assembled.records);
            let date = assembled.records.get(member.record).date;
            let since = &mut out.arrivals.entry(person.clone()).or_default().since;
            *since = Some(since.map_or(date, |since| since.min(date)));
            out.records.insert(record_key(assembled, member.record), person);
            out.names.push(short_id('R', member.record, &assembled.records));
            out.last_date = out.last_date.max(Some(date));
        }
        for link in &finding.links {
            let kind = assembled.values.kind(link.value);
            let value = tokens.entry(link.value).or_insert_with(|| {
                (kind.name().to_owned(), key.token(kind, assembled.values.key(link.value)))
            });
            out.values.insert(value.clone());
            let person = out.records.get(&record_key(assembled, link.record));
            if let Some(arrival) = person.and_then(|person| out.arrivals.get_mut(person))
                && CONTACTS.contains(&link.link_type)
            {
                arrival.phones.insert(value.1.clone());
            }
        }
        out
    };
    findings.iter().map(&mut ring).collect()
}
