//! What detection looks at: the records, with the network as observed or as a permutation made it.

use super::mentions_of;
use crate::detect::finding::Hub;
use crate::link::lists::Lists;
use crate::link::people::People;
use crate::link::strata::Strata;
use crate::link::{Linked, Network};
use crate::normalise::records::Assembled;
use crate::record::{LinkType, Mention, PersonIx, RecordIx, ValueIx, ValueKind};

/// The records of a run with one network.
#[derive(Clone, Copy)]
pub(super) struct View<'a> {
    pub(super) assembled: &'a Assembled,
    pub(super) people: &'a People,
    pub(super) strata: &'a Strata,
    /// Values that may tie people.
    pub(super) usable: &'a [bool],
    pub(super) hubs: &'a [Hub],
    /// Which record mentions which value in which part, in this network; sorted by record.
    pub(super) mentions: &'a [Mention],
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
            mentions: &assembled.mentions,
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

    /// Whether a value is a landline, which stands in one place.
    pub(super) fn is_landline(&self, value: ValueIx) -> bool {
        self.kind(value) == ValueKind::Phone && self.assembled.values.key(value).starts_with('0')
    }

    /// Whether a value is somebody who acts for others by a landline, or that landline.
    pub(super) fn is_office_line(&self, value: ValueIx) -> bool {
        let phone = || self.assembled.values.key(value).split_once('|').map(|(_, phone)| phone);
        match self.kind(value) {
            ValueKind::Actor => phone().is_some_and(|phone| phone.starts_with('0')),
            _ => self.is_landline(value) && self.is_acting_phone(value),
        }
    }

    /// How many of the persons behind some records one acts for who acts for three households: the most for whom
    /// the same does.
    pub(super) fn clients_of_one(&self, records: impl Iterator<Item = RecordIx>) -> usize {
        let mut clients: Vec<(ValueIx, PersonIx)> = Vec::new();
        for record in records {
            let person = self.people.person(record);
            let acts =
                |mention: &&Mention| matches!(mention.link_type, LinkType::Proxy | LinkType::Complainant);
            let actors = mentions_of(self.mentions, record).iter().filter(acts).map(|mention| mention.value);
            clients.extend(
                actors.filter(|&actor| self.households_of(actor).len() >= 3).map(|actor| (actor, person)),
            );
        }
        clients.sort_unstable();
        clients.dedup();
        clients.chunk_by(|left, right| left.0 == right.0).map(<[_]>::len).max().unwrap_or(0)
    }

    /// Whether a value is a letter or a network with users in many regions.
    pub(super) fn is_everywhere(&self, value: ValueIx) -> bool {
        self.strata.is_everywhere(self.kind(value), self.households_of(value))
    }

    /// Records in which a value plays a part, sorted.
    pub(super) fn records_with(
        &self,
        value: ValueIx,
        part: fn(LinkType) -> bool,
    ) -> impl Iterator<Item = RecordIx> + 'a {
        let mentions = self.mentions;
        self.network.incidence.records_of(value).filter(move |&record| plays(mentions, record, value, part))
    }

    /// Whether somebody acts for others with this phone.
    pub(super) fn is_acting_phone(&self, value: ValueIx) -> bool {
        self.records_with(value, |part| part == LinkType::ProxyPhone).next().is_some()
    }

    /// Whether a value is a phone that nobody gives or calls with: it stands on what is sent.
    pub(super) fn only_sends(&self, value: ValueIx) -> bool {
        self.kind(value) == ValueKind::Phone
            && self.records_with(value, |part| part != LinkType::SenderPhone).next().is_none()
    }

    /// Whether values are what a print shop or a post office puts on letters that it writes and sends for others: its
    /// computer, e-mail and phone.
    pub(super) fn at_desk(&self, values: &[ValueIx]) -> bool {
        values.iter().all(|&value| match self.kind(value) {
            ValueKind::Device | ValueKind::Email | ValueKind::Ip | ValueKind::Courier => true,
            ValueKind::Phone => {
                self.records_with(value, |part| part == LinkType::SenderPhone).next().is_some()
            }
            _ => false,
        })
    }

    /// Sorted households of some persons, each once.
    pub(super) fn households(&self, persons: impl Iterator<Item = PersonIx>) -> Vec<u32> {
        let mut households: Vec<u32> = persons.map(|person| self.people.household(person)).collect();
        households.sort_unstable();
        households.dedup();
        households
    }

    /// Whether the principal of a record has an actor's key: the identity number, else name and phone.
    pub(super) fn has_key(&self, key: &str) -> impl Fn(RecordIx) -> bool + use<'a> {
        let Assembled { parties, mentions, values, .. } = self.assembled;
        let (name, phone) = key.split_once('|').unwrap_or_default();
        let (name, phone) = (parties.names.find(name), phone.to_owned());
        let id = parties.ids.find(key);
        move |record| {
            let principal = parties.principals[record.0 as usize];
            let own_phone = |mention: &Mention| {
                mention.link_type != LinkType::ProxyPhone
                    && values.kind(mention.value) == ValueKind::Phone
                    && values.key(mention.value) == phone
            };
            id.is_some_and(|id| principal.id == id)
                || name.is_some_and(|name| principal.name == name)
                    && mentions_of(mentions, record).iter().any(own_phone)
        }
    }

    /// Records of a person, sorted.
    pub(super) fn records_of(&self, person: PersonIx) -> impl Iterator<Item = RecordIx> + 'a {
        self.people.records.of(person.0).iter().map(|&record| RecordIx(record))
    }
}

/// Whether a value plays a part in a record; mentions are sorted by record.
pub(super) fn plays(
    mentions: &[Mention],
    record: RecordIx,
    value: ValueIx,
    part: fn(LinkType) -> bool,
) -> bool {
    mentions_of(mentions, record).iter().any(|mention| mention.value == value && part(mention.link_type))
}
