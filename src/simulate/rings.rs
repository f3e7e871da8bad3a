//! Planted rings: victims, what they show of the ring, and the affair that is made of each policy.

use super::clients::{Client, Maker, unforced};
use super::habits::{Habit, Means, Pool, Sellers, USUAL};
use super::letters::Letter;
use super::people;
use super::shared::{Kind, Shared};
use super::world::{Planted, Role, Row};
use crate::record::Day;

/// Victims who show something whatever the chances: fewer would leave no ring in the records.
const VISIBLE: usize = 4;
/// Share of rings whose victims come from one region for the most part.
const LOCAL: f64 = 0.8;

/// Part of the victims of a ring on top of a scandal who were misled by its agent; the others are recruited as
/// everywhere.
const MISLED: f64 = 0.85;

/// A ring at work.
pub(super) struct Ring<'a> {
    pub(super) habit: &'a Habit,
    pub(super) group: usize,
    pub(super) home: usize,
    pub(super) size: usize,
    /// Those of the habit, and of a ring that is not thin the usual ones.
    means: Vec<Means>,
    /// Things of each means, in their order.
    pub(super) pools: Vec<Vec<Shared>>,
    /// Colluding agents, when the habit has them.
    sellers: Vec<usize>,
}

/// Plants the rings of a world, habits in turn, sizes with a long tail.
pub(super) fn plant(maker: &mut Maker<'_>) {
    let config = maker.config;
    let mut proxy: Option<Shared> = None;
    let first = maker.dice.below(config.habits.len().max(1));
    for number in first..first + config.rings() {
        let habit = config.habits[number % config.habits.len()];
        let size = maker.dice.pareto(config.ring_min, config.ring_max, config.ring_tail);
        // Two rings in a row that share a proxy are still two rings.
        let shared = (habit.name == "shared_proxy").then(|| proxy.take()).flatten();
        let made = ring(maker, habit, size, shared.clone());
        if habit.name == "shared_proxy" && shared.is_none() {
            let size = maker.dice.pareto(config.ring_min, config.ring_max, config.ring_tail);
            ring(maker, habit, size, made);
        }
    }
}

/// Plants one ring and returns its proxy, if it has one.
pub(super) fn ring(
    maker: &mut Maker<'_>,
    habit: &'static Habit,
    size: usize,
    proxy: Option<Shared>,
) -> Option<Shared> {
    let group = maker.ring(habit.name, habit.ring_type);
    let home = maker.branch();
    let days = (f64::from(maker.dice.between(habit.days.0, habit.days.1)) * maker.config.slowness) as i32;
    // Larger rings need longer.
    let days = (days + size as i32 / 2).min(maker.config.days - 40).max(10);
    let latest = (maker.last.0 - days).max(maker.first.0);
    // A third of the rings still work on the last day.
    let from = if maker.dice.chance(0.33) { latest } else { maker.dice.between(maker.first.0, latest) };
    let mut ring = open(maker, habit, (group, home), size, Day(from));
    let place = habit.means.iter().position(|(kind, ..)| *kind == Kind::Proxy);
    if let (Some(place), Some(proxy)) = (place, proxy) {
        ring.pools[place] = vec![proxy];
    }
    work(maker, &ring, Day(from), days);
    place.and_then(|place| ring.pools[place].first().cloned())
}

/// A ring with its things and sellers, before its first case.
pub(super) fn open<'a>(
    maker: &mut Maker<'_>,
    habit: &'a Habit,
    (group, home): (usize, usize),
    size: usize,
    from: Day,
) -> Ring<'a> {
    let means = means(maker, habit);
    let pools = means.iter().map(|means| pool(maker, habit, means, home, size, from)).collect();
    let seller = |maker: &mut Maker<'_>| maker.market.serving(&mut maker.dice, home, Day(from.0 - 380));
    let sellers = match habit.sellers {
        Sellers::Any => Vec::new(),
        Sellers::Few => (0..3 + size / 20).map(|_| seller(maker)).collect(),
        Sellers::Scandal => vec![seller(maker)],
    };
    Ring { habit, group, home, size, means, pools, sellers }
}

/// What a ring of a habit shares. A thin one keeps to its habit.
fn means(maker: &mut Maker<'_>, habit: &Habit) -> Vec<Means> {
    let mut means = habit.means.to_vec();
    let is_thin = maker.config.thin >= 1.0 || maker.dice.chance(maker.config.thin);
    let known = |kind: Kind| {
        let same = |&(other, ..): &Means| other.name() == kind.name();
        habit.means.iter().any(same)
    };
    means.extend(USUAL.into_iter().filter(|&(kind, ..)| !is_thin && !known(kind)));
    means
}

/// As many cases as the ring has victims, on days within `days` of a start; four of them show what they share.
pub(super) fn work(maker: &mut Maker<'_>, ring: &Ring<'_>, from: Day, days: i32) {
    let mut days: Vec<i32> = (0..ring.size).map(|_| maker.within(from, days).0).collect();
    days.sort_unstable();
    let visible = maker.dice.below(ring.size.saturating_sub(VISIBLE) + 1);
    for (number, day) in days.into_iter().enumerate() {
        let must = (visible..visible + VISIBLE).contains(&number);
        case(maker, ring, number, Day(day), must);
    }
}

/// The things of one means.
pub(super) fn pool(
    maker: &mut Maker<'_>,
    habit: &Habit,
    &(kind, pool, _): &Means,
    home: usize,
    size: usize,
    from: Day,
) -> Vec<Shared> {
    let count = match pool {
        Pool::One => 1,
        Pool::Few => 1 + size / 15,
        Pool::Rotate(victims) => size.div_ceil(victims),
    };
    (0..count)
        .map(|_| match kind {
            Kind::Receiver => {
                // Often a new agent, not always.
                let hired = Day(from.0 - maker.dice.between(20, 900));
                let agent = maker.hire(home, hired);
                Shared::receiver(maker.ordinal(), agent)
            }
            Kind::Phone | Kind::Account if habit.name == "hijacked" => innocent(maker, kind, home),
            _ => maker.thing(kind, home),
        })
        .collect()
}

/// A thing of an ordinary customer, who filed a record of their own with it and knows nothing of the ring.
fn innocent(maker: &mut Maker<'_>, kind: Kind, home: usize) -> Shared {
    let at = maker.any_day();
    let client = maker.client(home, at);
    let row = maker.surrender(&client, at);
    maker.keep(row, None);
    Shared::of(kind, maker.ordinal(), &client.person)
}

/// The victim of a case; few others sell to colluding agents themselves.
fn victim(maker: &mut Maker<'_>, ring: &Ring<'_>, at: Day) -> Client {
    let branch = if maker.dice.chance(LOCAL) { ring.home } else { maker.branch() };
    let cliff = maker.dice.chance(ring.habit.cliff);
    let months = if cliff { maker.dice.between(12, 14) } else { maker.dice.between(4, 110) };
    let scandal = ring.habit.sellers == Sellers::Scandal;
    if ring.sellers.is_empty() || scandal && !maker.dice.chance(MISLED) {
        return maker.client_aged(branch, at, months);
    }
    let seller = maker.dice.pick(&ring.sellers);
    maker.client_of(ring.home, seller, at, months)
}

/// What a case shows of the ring's things.
fn shown<'a>(maker: &mut Maker<'_>, ring: &'a Ring<'_>, number: usize, must: bool) -> Vec<&'a Shared> {
    let mut out = Vec::new();
    for (place, (&(_, pool, share), things)) in ring.means.iter().zip(&ring.pools).enumerate() {
        let thing = match pool {
            Pool::Rotate(victims) => number / victims,
            // The visible ones show the same thing.
            _ if must => 0,
            _ => maker.dice.below(things.len()),
        };
        let first = (must && place == 0).then_some(1.0);
        if maker.dice.chance(first.unwrap_or(share * maker.config.shown)) {
            out.extend(things.get(thing));
        }
    }
    let bare = !must && maker.dice.chance(maker.config.bare);
    if out.is_empty() && !bare {
        // Whoever works with a ring shows something of it, though not always the same.
        let place = maker.dice.below(ring.pools.len());
        let things = &ring.pools[place];
        let thing = match ring.means[place].1 {
            Pool::Rotate(victims) => number / victims,
            _ => maker.dice.below(things.len()),
        };
        out.extend(things.get(thing));
    }
    if bare { Vec::new() } else { out }
}

/// The records of one victim: a complaint, a surrender, or both.
fn case(maker: &mut Maker<'_>, ring: &Ring<'_>, number: usize, at: Day, must: bool) {
    let habit = ring.habit;
    let mut client = victim(maker, ring, at);
    let shown = shown(maker, ring, number, must);
    let role = role(maker, ring, number, &mut client, &shown);
    let mut planted = maker.person(ring.group, role);
    let hidden = !must && maker.dice.chance(maker.config.camouflage);
    if hidden && shown.is_empty() {
        planted.role = Role::Camouflage;
    }
    let (complaint_shows, surrender_shows) = (needs(&shown, true), needs(&shown, false));
    let complains = maker.dice.chance(habit.complains) || complaint_shows;
    let surrenders = maker.dice.chance(habit.surrenders) || surrender_shows || !complains;
    if complains {
        let mut row = maker.complaint(&client, at);
        let excess = 0.45 + (habit.regulator - 0.45) * maker.config.flags;
        let regulator = maker.dice.chance(excess);
        maker.route(&mut row, regulator);
        if maker.dice.chance(0.5 * maker.config.flags) {
            row.set("category", "surrender");
            row.set("demand", "全额退保");
            row.set("amount_claimed", client.premium_paid.to_string());
        }
        dress(maker, &client, &mut row, &shown, (must, hidden));
        maker.keep(row, Some(planted));
        if maker.dice.chance(0.12) {
            again(maker, &client, &shown, planted, (at, must));
        }
    }
    if surrenders {
        let later = if complains { maker.within(at, 45) } else { at };
        surrender(maker, ring, &client, &shown, (planted, later, must, hidden));
    }
}

/// A second complaint about the same policy, some weeks later.
fn again(
    maker: &mut Maker<'_>,
    client: &Client,
    shown: &[&Shared],
    planted: Planted,
    (at, must): (Day, bool),
) {
    let later = maker.within(at, 40);
    let mut row = maker.complaint(client, later);
    dress(maker, client, &mut row, shown, (must, false));
    maker.keep(row, Some(planted));
}

/// The surrender of a case, with the new policy where the ring books one.
fn surrender(
    maker: &mut Maker<'_>,
    ring: &Ring<'_>,
    client: &Client,
    shown: &[&Shared],
    (planted, at, must, hidden): (Planted, Day, bool, bool),
) {
    let habit = ring.habit;
    let mut row = maker.surrender(client, at);
    let excess = 0.13 + (habit.excess - 0.13) * maker.config.flags;
    if maker.dice.chance(excess) {
        maker.forced(client, &mut row);
        if maker.dice.chance(0.2) {
            maker.settle(client, &mut row);
        }
    } else if row.get("surrender_type") != "cooling_off" {
        unforced(client, &mut row);
    }
    let changed = 0.05 + (habit.changed - 0.05) * maker.config.flags;
    if maker.dice.chance(changed) {
        row.set("contact_changed_at", Day(at.0 - maker.dice.between(1, 30)).to_string());
    }
    if let Some(agent) = shown.iter().find_map(|thing| thing.agent()) {
        let issued = Day(at.0 + maker.dice.between(-20, 90));
        maker.add_policy(client);
        let new = maker.policy_of(client.person.clone(), agent, issued, 1);
        maker.add_policy(&new);
    }
    dress(maker, client, &mut row, shown, (must, hidden));
    maker.keep(row, Some(planted));
}

/// Whether something shown can stand in a complaint only, or in a surrender only.
fn needs(shown: &[&Shared], complaint: bool) -> bool {
    shown.first().is_some_and(|thing| match thing.kind {
        Kind::Letter | Kind::Sender | Kind::Courier | Kind::Complainant => complaint,
        Kind::Account | Kind::Payer | Kind::Receiver => !complaint,
        _ => false,
    })
}

/// Puts what a case shows into a record, most of the time, and popular values over what is the victim's own.
fn dress(
    maker: &mut Maker<'_>,
    client: &Client,
    row: &mut Row,
    shown: &[&Shared],
    (must, hidden): (bool, bool),
) {
    row.kept = must;
    for (place, thing) in shown.iter().enumerate() {
        if must || place == 0 || maker.dice.chance(0.85) {
            maker.carry(thing, client, row);
        }
        // A phone that is given is the one that calls.
        if thing.kind == Kind::Phone && row.is_complaint() && maker.dice.chance(0.3) {
            row.set("caller_phone", thing.plain().to_owned());
        }
    }
    let complaint = row.is_complaint();
    if hidden {
        hide(maker, client, row);
    }
    if complaint && row.get("text").is_empty() && maker.dice.chance(0.3) {
        row.set("text", super::letters::own_words(&mut maker.dice, client));
    }
}

/// Camouflage: an internet letter, the insurer's own number, a placeholder, a parcel station.
fn hide(maker: &mut Maker<'_>, client: &Client, row: &mut Row) {
    let carries = |row: &Row, wanted: &str| row.carried.iter().any(|(column, ..)| *column == wanted);
    match maker.dice.below(4) {
        0 if row.is_complaint() && !carries(row, "text") => {
            let letter = maker.world.letters.get(maker.dice.below(maker.world.letters.len().max(1))).cloned();
            let letter = letter.unwrap_or_else(|| Letter::formal(&mut maker.dice));
            row.set("text", letter.copy(&mut maker.dice, maker.config.rewording, client));
        }
        1 if !carries(row, "phone") && !maker.world.own_contacts.is_empty() => {
            let own = maker.dice.below(maker.world.own_contacts.len());
            row.set("phone", maker.world.own_contacts[own].clone());
        }
        2 if !carries(row, "phone") => row.set("phone", people::placeholder(&mut maker.dice)),
        3 if !carries(row, "address") && !maker.world.own_addresses.is_empty() => {
            let own = maker.dice.below(maker.world.own_addresses.len());
            row.set("address", maker.world.own_addresses[own].clone());
        }
        _ => {}
    }
}

/// The role of a case's policyholder. Organisers, account lenders and agents put own policies through, too.
fn role(
    maker: &mut Maker<'_>,
    ring: &Ring<'_>,
    number: usize,
    client: &mut Client,
    shown: &[&Shared],
) -> Role {
    if number != ring.size / 2 || !maker.dice.chance(0.4) {
        return Role::Policyholder;
    }
    if ring.habit.sellers == Sellers::Few {
        let agent = &maker.market.agents[client.seller];
        client.person.name.clone_from(&agent.name);
        client.person.phone.clone_from(&agent.phone);
        return Role::ColludingAgent;
    }
    for thing in shown {
        if let Some(person) = thing.person() {
            client.person = person.clone();
            return if matches!(thing.kind, Kind::Account | Kind::Payer) {
                Role::Lender
            } else {
                Role::Organiser
            };
        }
    }
    Role::Policyholder
}
