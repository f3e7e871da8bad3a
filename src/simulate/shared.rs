//! Things that records share, and how a record comes to carry one. Truth knows things by number, never by spelling.

use super::clients::Client;
use super::dice::Dice;
use super::letters::Letter;
use super::people::{self, Flat, Person};
use super::world::Row;

/// What kind of thing is shared.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Kind {
    Phone,
    Flat,
    Letter,
    Proxy,
    /// The organiser complains in his own name: to truth the same thing as a proxy.
    Complainant,
    Account,
    Payer,
    Receiver,
    Device,
    Network,
    Email,
    Courier,
    Sender,
}

impl Kind {
    /// The word that `truth.csv` uses.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Phone => "phone",
            Self::Flat => "flat",
            Self::Letter => "letter",
            Self::Proxy | Self::Complainant => "proxy",
            Self::Account => "account",
            Self::Payer => "payer",
            Self::Receiver => "receiver",
            Self::Device => "device",
            Self::Network => "ip",
            Self::Email => "email",
            Self::Courier => "courier",
            Self::Sender => "sender",
        }
    }
}

/// The thing itself.
#[derive(Clone, Debug)]
enum Thing {
    Text(String),
    Flat(Box<Flat>),
    Letter(Letter),
    Person(Box<Person>),
    /// Number of the agent who receives the new policies.
    Agent(usize),
}

/// A numbered thing.
#[derive(Clone, Debug)]
pub(super) struct Shared {
    pub(super) kind: Kind,
    pub(super) ordinal: u32,
    thing: Thing,
}

impl Shared {
    /// A new thing of a kind, in a branch. Receivers are hired: see [`Shared::receiver`].
    pub(super) fn new(dice: &mut Dice, kind: Kind, ordinal: u32, branch: usize) -> Self {
        let thing = match kind {
            Kind::Phone | Kind::Sender if dice.chance(0.3) => Thing::Text(people::virtual_mobile(dice)),
            Kind::Phone | Kind::Sender => Thing::Text(people::mobile(dice)),
            Kind::Flat => Thing::Flat(Box::new(people::flat(dice, branch))),
            Kind::Letter => Thing::Letter(Letter::formal(dice)),
            Kind::Proxy | Kind::Complainant | Kind::Account | Kind::Payer => {
                Thing::Person(Box::new(people::person(dice, branch)))
            }
            Kind::Receiver => Thing::Agent(0),
            Kind::Device => Thing::Text(people::device(dice)),
            Kind::Network => Thing::Text(people::network(dice)),
            Kind::Email => Thing::Text(people::email(dice)),
            Kind::Courier => Thing::Text(people::courier(dice)),
        };
        Self { kind, ordinal, thing }
    }

    /// The agent who receives new policies.
    pub(super) fn receiver(ordinal: u32, agent: usize) -> Self {
        Self { kind: Kind::Receiver, ordinal, thing: Thing::Agent(agent) }
    }

    /// A letter that is known already.
    pub(super) fn letter(ordinal: u32, letter: Letter) -> Self {
        Self { kind: Kind::Letter, ordinal, thing: Thing::Letter(letter) }
    }

    /// A thing that belongs to a person: their phone, flat, account or themselves.
    pub(super) fn of(kind: Kind, ordinal: u32, person: &Person) -> Self {
        let thing = match kind {
            Kind::Phone | Kind::Sender => Thing::Text(person.phone.clone()),
            Kind::Flat => Thing::Flat(Box::new(person.flat.clone())),
            _ => Thing::Person(Box::new(person.clone())),
        };
        Self { kind, ordinal, thing }
    }

    /// A phone, device or other text that is known already.
    pub(super) fn text(kind: Kind, ordinal: u32, text: impl Into<String>) -> Self {
        Self { kind, ordinal, thing: Thing::Text(text.into()) }
    }

    /// The text of a phone or another plain thing.
    pub(super) fn plain(&self) -> &str {
        if let Thing::Text(text) = &self.thing { text } else { "" }
    }

    /// The person behind a proxy or an account.
    pub(super) fn person(&self) -> Option<&Person> {
        if let Thing::Person(person) = &self.thing { Some(person) } else { None }
    }

    /// The agent behind a receiver.
    pub(super) fn agent(&self) -> Option<usize> {
        if let Thing::Agent(agent) = self.thing { Some(agent) } else { None }
    }

    /// Writes the thing into a record, where the record's table has a place for it, and notes that it is there.
    pub(super) fn put(&self, dice: &mut Dice, rewording: f64, client: &Client, row: &mut Row) {
        let column = match (&self.thing, self.kind, row.is_complaint()) {
            (Thing::Text(text), kind, complaint) => {
                let column = match (kind, complaint) {
                    (Kind::Phone, _) => "phone",
                    (Kind::Sender, true) => "sender_phone",
                    (Kind::Courier, true) => "courier_no",
                    (Kind::Device, _) => "device_id",
                    (Kind::Network, _) => "ip",
                    (Kind::Email, _) => "email",
                    _ => return,
                };
                row.set(column, text.clone());
                column
            }
            (Thing::Flat(flat), _, _) => {
                row.set("address", flat.spelling(dice));
                "address"
            }
            (Thing::Letter(letter), _, true) => {
                row.set("text", letter.copy(dice, rewording, client));
                "text"
            }
            (Thing::Person(person), Kind::Proxy, _) => {
                row.set("proxy_name", person.name.clone());
                let column = if dice.chance(0.5) { "proxy_phone" } else { "proxy_id_no" };
                row.set("proxy_phone", person.phone.clone());
                row.set("proxy_id_no", person.id_no.clone());
                if dice.chance(0.4) {
                    row.set(if column == "proxy_phone" { "proxy_id_no" } else { "proxy_phone" }, "");
                }
                column
            }
            (Thing::Person(person), Kind::Complainant, true) => {
                row.set("complainant_name", person.name.clone());
                row.set("complainant_id_no", person.id_no.clone());
                "complainant_id_no"
            }
            (Thing::Person(person), Kind::Account, false) => {
                row.set("payee_name", person.name.clone());
                row.set("payee_account", person.account.clone());
                "payee_account"
            }
            (Thing::Person(person), Kind::Payer, false) => {
                row.set("premium_payer_account", person.account.clone());
                "premium_payer_account"
            }
            // The receiver shows in the policies table, for whoever has surrendered.
            (Thing::Agent(_), _, false) => "",
            _ => return,
        };
        row.carried.retain(|(known, ..)| column.is_empty() || *known != column);
        row.carried.push((column, self.kind, self.ordinal));
    }
}
