//! Who stands behind a finding, and which of its members they are: organisers, lenders of accounts, colluding
//! agents. Everybody else is a policyholder, and often a victim.
//!
//! A role needs something of the records: acting for others, an account in one's own name that others are paid
//! to, policies sold to several of the finding. It is a lead like everything else.

use std::collections::BTreeMap;

use rustc_hash::FxHashSet;

use super::candidates::Candidate;
use super::finding::{Actor, Kind, KnownBy, Role};
use super::score::Scorer;
use super::view::plays;
use super::{mentions_of, most_frequent};
use crate::record::{LinkType, PersonIx, RecordIx, Symbol, ValueIx, ValueKind};

/// Persons beside himself whom an actor serves at least: with one other it may be a favour.
const OTHERS: usize = 2;
/// Share of the persons to whom one agent sold from which on collusion is about that agent.
const SOLD_TO: f64 = 0.5;

/// The part that a person plays: the first of those found.
pub(super) fn of(person: PersonIx, actors: &[Actor]) -> Role {
    actors
        .iter()
        .filter(|actor| actor.person == Some(person))
        .map(|actor| actor.role)
        .min()
        .unwrap_or(Role::Policyholder)
}

/// Who stands behind a candidate, sorted by role, those who serve most persons first.
pub(super) fn actors(candidate: &Candidate, kind: Kind, scorer: &Scorer<'_>) -> Vec<Actor> {
    let cast = Cast { candidate, scorer };
    let mut out = cast.by_values();
    out.extend(cast.sellers(kind));
    out.sort_by_key(|actor| (actor.role, std::cmp::Reverse(actor.persons), actor.known_by));
    out
}

/// A candidate whose people are looked at.
struct Cast<'a> {
    candidate: &'a Candidate,
    scorer: &'a Scorer<'a>,
}

impl Cast<'_> {
    /// Proxies, holders of accounts and receivers of new business whom several of the people share.
    fn by_values(&self) -> Vec<Actor> {
        let assembled = self.scorer.view.assembled;
        // The part of each value and the records that show it; of two parts the first of LinkType's order.
        let mut shown: BTreeMap<_, (LinkType, Vec<RecordIx>)> = BTreeMap::new();
        for &record in &self.candidate.records {
            for mention in mentions_of(&assembled.mentions, record) {
                // Values that tie nobody else may still show who acts: the company's own are no actors.
                let usable = self.scorer.view.usable[mention.value.0 as usize];
                if usable && role_of(assembled.values.kind(mention.value)).is_some() {
                    let (part, records) =
                        shown.entry(mention.value).or_insert_with(|| (mention.link_type, Vec::new()));
                    *part = mention.link_type.min(*part);
                    records.push(record);
                }
            }
        }
        let actor = |(value, (part, mut records)): (_, (LinkType, Vec<RecordIx>))| {
            records.dedup();
            let role = role_of(assembled.values.kind(value))?;
            let name = match role {
                Role::Organiser => self.acting_name(&records, assembled.values.key(value)),
                Role::Lender => self.payee(&records, value),
                _ => Symbol::default(),
            };
            let person = match role {
                Role::Organiser => self.member_with_key(assembled.values.key(value)),
                Role::Lender => self.member_named(name, &records),
                _ => assembled
                    .records
                    .agents
                    .find(assembled.values.key(value))
                    .and_then(|agent| self.member_agent(agent)),
            };
            self.actor((role, KnownBy::Value(part, value)), name, person, &records)
        };
        shown.into_iter().filter_map(actor).collect()
    }

    /// Agents who sold to several of the persons: all who are policyholders here themselves, and in a case of
    /// collusion whoever sold to most.
    fn sellers(&self, kind: Kind) -> Vec<Actor> {
        let records = &self.scorer.view.assembled.records;
        let mut sold: BTreeMap<Symbol, Vec<RecordIx>> = BTreeMap::new();
        for &record in &self.candidate.records {
            sold.entry(records.get(record).selling_agent).or_default().push(record);
        }
        sold.remove(&Symbol::default());
        let all = self.persons(&self.candidate.records).len() as f64;
        sold.into_iter()
            .filter_map(|(agent, of_agent)| {
                let person = self.member_agent(agent);
                let to_most = self.persons(&of_agent).len() as f64 >= all * SOLD_TO;
                let told = person.is_some() || kind == Kind::AgentCollusion && to_most;
                let known_by = (Role::ColludingAgent, KnownBy::SellingAgent(agent));
                told.then(|| self.actor(known_by, Symbol::default(), person, &of_agent)).flatten()
            })
            .collect()
    }

    /// The actor, if he serves enough others.
    fn actor(
        &self,
        (role, known_by): (Role, KnownBy),
        name: Symbol,
        person: Option<PersonIx>,
        records: &[RecordIx],
    ) -> Option<Actor> {
        let mut persons = self.persons(records);
        let dates = records.iter().map(|&record| self.scorer.view.assembled.records.get(record).date);
        let dates = (dates.clone().min()?, dates.max()?);
        let count = persons.len() as u32;
        persons.retain(|served| Some(*served) != person);
        let enough = persons.len() >= OTHERS;
        enough.then_some(Actor {
            role,
            known_by,
            name,
            person,
            persons: count,
            records: records.len() as u32,
            dates,
        })
    }

    /// Persons behind some records, sorted, each once.
    fn persons(&self, records: &[RecordIx]) -> Vec<PersonIx> {
        let mut persons: Vec<PersonIx> =
            records.iter().map(|&record| self.scorer.view.people.person(record)).collect();
        persons.sort_unstable();
        persons.dedup();
        persons
    }

    /// The name that an actor bears in the records, the most frequent one.
    fn acting_name(&self, records: &[RecordIx], key: &str) -> Symbol {
        let parties = &self.scorer.view.assembled.parties;
        most_frequent_known(records.iter().filter_map(|&record| {
            parties.acting(record).find(|actor| actor.key == key).map(|actor| actor.party.name)
        }))
    }

    /// The holder of an account: the payee whom most of the records paid to it name.
    fn payee(&self, records: &[RecordIx], account: ValueIx) -> Symbol {
        let assembled = self.scorer.view.assembled;
        let is_paid = |record: RecordIx| {
            plays(&assembled.mentions, record, account, |part| part == LinkType::RefundAccount)
        };
        let paid = records.iter().filter(|&&record| is_paid(record));
        most_frequent_known(paid.map(|record| assembled.parties.payees[record.0 as usize]))
    }

    /// The member with an actor's key.
    fn member_with_key(&self, key: &str) -> Option<PersonIx> {
        self.member(self.scorer.view.has_key(key))
    }

    /// The one person of this name among some records; two of one name are nobody.
    fn member_named(&self, name: Symbol, records: &[RecordIx]) -> Option<PersonIx> {
        let parties = &self.scorer.view.assembled.parties;
        let named: FxHashSet<PersonIx> = records
            .iter()
            .filter(|record| name.0 > 0 && parties.principals[record.0 as usize].name == name)
            .map(|&record| self.scorer.view.people.person(record))
            .collect();
        if named.len() == 1 { named.into_iter().next() } else { None }
    }

    /// The member who is this agent.
    fn member_agent(&self, agent: Symbol) -> Option<PersonIx> {
        let records = &self.scorer.view.assembled.records;
        self.member(|record| records.get(record).principal_agent == agent)
    }

    fn member(&self, is: impl Fn(RecordIx) -> bool) -> Option<PersonIx> {
        let found = self.candidate.records.iter().find(|&&record| is(record))?;
        Some(self.scorer.view.people.person(*found))
    }
}

/// The role that a kind of value gives to whoever is behind it.
fn role_of(kind: ValueKind) -> Option<Role> {
    match kind {
        ValueKind::Actor => Some(Role::Organiser),
        ValueKind::Account => Some(Role::Lender),
        ValueKind::Receiver => Some(Role::ColludingAgent),
        _ => None,
    }
}

/// The most frequent of some symbols that are known; 0 where none is.
fn most_frequent_known(symbols: impl Iterator<Item = Symbol>) -> Symbol {
    most_frequent(symbols.filter(|symbol| symbol.0 > 0)).map_or_else(Symbol::default, |(symbol, _)| symbol)
}
