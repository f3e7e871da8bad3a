//! A ring's records added up by person: who lost what. Money is in fen.

use std::collections::BTreeMap;

use crate::detect::finding::{Finding, Role};
use crate::detect::short_id;
use crate::pipeline::Outcome;
use crate::record::{Day, Money, PersonIx, RecordIx, RecordType, Symbol};
use crate::report::summary::open_amount;

/// One person of a ring with the sums of their records.
#[derive(Clone, Debug)]
pub(super) struct Victim {
    pub(super) person: String,
    pub(super) role: Role,
    /// As the records name the person; empty where none does.
    pub(super) name: String,
    pub(super) policies: Vec<String>,
    pub(super) complaints: usize,
    pub(super) surrenders: usize,
    pub(super) dates: (Day, Day),
    pub(super) premium: Money,
    pub(super) cash_value: Money,
    pub(super) refund: Money,
    pub(super) excess: Money,
    /// What can still be stopped.
    pub(super) open: Money,
}

/// The persons of a finding by date of their first record, then id.
pub(super) fn victims(finding: &Finding, outcome: &Outcome) -> Vec<Victim> {
    let mut by_person: BTreeMap<PersonIx, Vec<RecordIx>> = BTreeMap::new();
    let mut roles: BTreeMap<PersonIx, Role> = BTreeMap::new();
    for member in &finding.members {
        by_person.entry(member.person).or_default().push(member.record);
        // The weightiest part stands for the person: roles are ordered from organiser to policyholder.
        roles.entry(member.person).and_modify(|role| *role = member.role.min(*role)).or_insert(member.role);
    }
    let mut out: Vec<Victim> = by_person
        .into_iter()
        .filter_map(|(person, records)| {
            let first = outcome.linked.people.first_record[person.0 as usize];
            let role = roles.get(&person).copied()?;
            victim(short_id('P', first, &outcome.assembled.records), role, &records, outcome)
        })
        .collect();
    out.sort_by(|left, right| (left.dates, &left.person).cmp(&(right.dates, &right.person)));
    out
}

fn victim(person: String, role: Role, of_person: &[RecordIx], outcome: &Outcome) -> Option<Victim> {
    let (records, parties) = (&outcome.assembled.records, &outcome.assembled.parties);
    let name =
        of_person.iter().map(|record| parties.principals[record.0 as usize].name).find(|name| name.0 > 0);
    let dates = || of_person.iter().map(|&record| records.get(record).date);
    let mut policies: Vec<Symbol> = of_person.iter().map(|&record| records.get(record).policy).collect();
    policies.sort_unstable();
    policies.dedup();
    policies.retain(|policy| policy.0 > 0);
    let surrendered: Vec<Symbol> = of_person
        .iter()
        .map(|&record| records.get(record))
        .filter(|record| record.record_type == RecordType::Surrender)
        .map(|record| record.policy)
        .collect();
    let mut out = Victim {
        person,
        role,
        name: name.map_or_else(String::new, |name| parties.names.text(name).to_owned()),
        policies: policies.into_iter().map(|policy| records.policies.text(policy).to_owned()).collect(),
        complaints: 0,
        surrenders: 0,
        dates: (dates().min()?, dates().max()?),
        premium: Money(0),
        cash_value: Money(0),
        refund: Money(0),
        excess: Money(0),
        open: Money(0),
    };
    for &record in of_person {
        let record = records.get(record);
        let surrender = record.record_type == RecordType::Surrender;
        if surrender {
            out.surrenders += 1;
        } else {
            out.complaints += 1;
        }
        out.premium.0 += record.premium_paid.unwrap_or_default().0;
        out.cash_value.0 += record.cash_value.unwrap_or_default().0;
        out.refund.0 += record.refund.unwrap_or_default().0;
        out.excess.0 += record.excess.unwrap_or_default().0.max(0);
        // One refund is not counted twice: see `summarise`.
        if surrender || record.policy.0 == 0 || !surrendered.contains(&record.policy) {
            out.open.0 += open_amount(record).0;
        }
    }
    Some(out)
}
