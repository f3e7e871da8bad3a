//! How rings work, as data: what their records share and which flags they raise (DOMAIN.md, "How they work").

use super::shared::Kind;

/// How a ring spreads the things of one kind over its victims.
#[derive(Clone, Copy, Debug)]
pub(super) enum Pool {
    /// One thing for all.
    One,
    /// One thing for about fifteen victims, taken at random.
    Few,
    /// A new thing after this many victims.
    Rotate(usize),
}

/// A thing that a ring's records share, and the part of the victims who would show it.
pub(super) type Means = (Kind, Pool, f64);

/// What most rings use whatever their habit: phones and accounts in turn, and one to act for the victims.
pub(super) const USUAL: [Means; 3] =
    [(Kind::Phone, Pool::Few, 0.8), (Kind::Account, Pool::Few, 0.6), (Kind::Proxy, Pool::One, 0.5)];

/// Who sold the policies of the victims.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Sellers {
    /// Any agent of the region.
    Any,
    /// A handful of colluding agents.
    Few,
    /// One agent who misled them, for the most part: the ring lives off a real scandal.
    Scandal,
}

/// A habit of rings.
#[derive(Clone, Copy, Debug)]
pub struct Habit {
    /// Name, as `truth.csv` gives it.
    pub name: &'static str,
    /// `complaint_extortion`, `old_for_new`, `commission_fraud` or `data_broker`.
    pub ring_type: &'static str,
    /// The first is what nobody in the ring can do without.
    pub(super) means: &'static [Means],
    /// Fewest and most days from the first case to the last.
    pub(super) days: (i32, i32),
    /// Part of the victims in whose name a complaint is filed.
    pub(super) complains: f64,
    /// Part of the victims who surrender.
    pub(super) surrenders: f64,
    /// Part of the complaints that go through the regulator.
    pub(super) regulator: f64,
    /// Part of the surrenders that are refunded above cash value.
    pub(super) excess: f64,
    /// Part of the policies surrendered after 12 to 14 months.
    pub(super) cliff: f64,
    /// Part of the surrenders whose contact was changed within 30 days before.
    pub(super) changed: f64,
    pub(super) sellers: Sellers,
}

const EXTORTION: Habit = Habit {
    name: "",
    ring_type: "complaint_extortion",
    means: &[],
    days: (60, 240),
    complains: 0.95,
    surrenders: 0.75,
    regulator: 0.75,
    excess: 0.8,
    cliff: 0.1,
    changed: 0.1,
    sellers: Sellers::Any,
};

/// Every habit, in the order in which rings take turns.
pub(super) const ALL: [Habit; 19] = [
    Habit {
        name: "letters",
        means: &[
            (Kind::Letter, Pool::One, 0.95),
            (Kind::Phone, Pool::Few, 0.4),
            (Kind::Sender, Pool::One, 0.3),
        ],
        ..EXTORTION
    },
    Habit {
        name: "rotating_phones",
        means: &[
            (Kind::Phone, Pool::Rotate(3), 1.0),
            (Kind::Proxy, Pool::Few, 0.6),
            (Kind::Account, Pool::Few, 0.6),
        ],
        ..EXTORTION
    },
    Habit {
        name: "slow",
        means: &[(Kind::Proxy, Pool::One, 0.9), (Kind::Flat, Pool::One, 0.6)],
        days: (380, 640),
        ..EXTORTION
    },
    Habit {
        name: "old_for_new",
        ring_type: "old_for_new",
        means: &[(Kind::Receiver, Pool::One, 0.95), (Kind::Phone, Pool::Few, 0.35)],
        complains: 0.4,
        surrenders: 1.0,
        regulator: 0.6,
        excess: 0.6,
        changed: 0.4,
        ..EXTORTION
    },
    Habit {
        name: "funder_account",
        ring_type: "commission_fraud",
        means: &[(Kind::Payer, Pool::One, 0.95), (Kind::Account, Pool::Few, 0.6)],
        days: (100, 300),
        complains: 0.25,
        surrenders: 1.0,
        excess: 0.5,
        cliff: 0.7,
        sellers: Sellers::Few,
        ..EXTORTION
    },
    Habit { name: "address_only", means: &[(Kind::Flat, Pool::Few, 0.98)], ..EXTORTION },
    Habit {
        name: "organiser_own_name",
        means: &[(Kind::Complainant, Pool::One, 0.98), (Kind::Phone, Pool::One, 0.4)],
        complains: 1.0,
        ..EXTORTION
    },
    Habit {
        name: "self_filing",
        means: &[
            (Kind::Letter, Pool::One, 0.85),
            (Kind::Device, Pool::Few, 0.7),
            (Kind::Network, Pool::One, 0.5),
        ],
        days: (25, 90),
        ..EXTORTION
    },
    Habit { name: "one_phone", means: &[(Kind::Phone, Pool::One, 1.0)], ..EXTORTION },
    Habit {
        name: "weak_flags",
        means: &[(Kind::Phone, Pool::Few, 0.85), (Kind::Account, Pool::Few, 0.6)],
        complains: 0.6,
        surrenders: 0.9,
        regulator: 0.35,
        excess: 0.12,
        changed: 0.04,
        ..EXTORTION
    },
    Habit {
        name: "shared_proxy",
        means: &[
            (Kind::Proxy, Pool::One, 0.6),
            (Kind::Phone, Pool::Few, 0.85),
            (Kind::Account, Pool::Few, 0.4),
        ],
        ..EXTORTION
    },
    Habit {
        name: "hijacked",
        means: &[(Kind::Phone, Pool::Few, 0.85), (Kind::Account, Pool::Few, 0.65)],
        surrenders: 0.9,
        ..EXTORTION
    },
    Habit {
        name: "popular_values",
        means: &[(Kind::Flat, Pool::Few, 0.7), (Kind::Proxy, Pool::Few, 0.6)],
        ..EXTORTION
    },
    Habit {
        name: "data_broker",
        ring_type: "data_broker",
        means: &[(Kind::Phone, Pool::Few, 0.9), (Kind::Email, Pool::Few, 0.3)],
        complains: 0.7,
        surrenders: 0.95,
        changed: 0.85,
        ..EXTORTION
    },
    Habit {
        name: "commission_fraud",
        ring_type: "commission_fraud",
        means: &[(Kind::Payer, Pool::Few, 0.95)],
        days: (90, 300),
        complains: 0.1,
        surrenders: 1.0,
        regulator: 0.4,
        excess: 0.2,
        cliff: 0.95,
        changed: 0.05,
        sellers: Sellers::Few,
    },
    Habit {
        name: "refund_accounts",
        means: &[(Kind::Account, Pool::Few, 0.95)],
        surrenders: 1.0,
        complains: 0.7,
        ..EXTORTION
    },
    Habit {
        name: "posted_letters",
        means: &[
            (Kind::Sender, Pool::Few, 0.85),
            (Kind::Courier, Pool::Rotate(4), 0.6),
            (Kind::Letter, Pool::Few, 0.5),
        ],
        complains: 1.0,
        ..EXTORTION
    },
    Habit {
        name: "mixed",
        means: &[
            (Kind::Phone, Pool::Rotate(5), 0.6),
            (Kind::Flat, Pool::Few, 0.4),
            (Kind::Account, Pool::Few, 0.4),
            (Kind::Letter, Pool::Few, 0.4),
            (Kind::Device, Pool::Few, 0.3),
            (Kind::Proxy, Pool::One, 0.3),
        ],
        days: (100, 400),
        ..EXTORTION
    },
    Habit {
        name: "scandal_recruits",
        means: &[
            (Kind::Phone, Pool::Few, 0.8),
            (Kind::Proxy, Pool::One, 0.6),
            (Kind::Letter, Pool::One, 0.5),
        ],
        sellers: Sellers::Scandal,
        ..EXTORTION
    },
];

/// The habit of a name.
#[must_use]
pub fn habit(name: &str) -> Option<&'static Habit> {
    ALL.iter().find(|habit| habit.name == name)
}

/// The names of all habits.
#[must_use]
pub fn names() -> [&'static str; ALL.len()] {
    ALL.map(|habit| habit.name)
}
