//! Planted offices and places: a phone, an address, an account or a person that many honest people come by.

use super::clients::{Maker, unforced};
use super::lookalikes::{Crowd, crowd, record, start};
use super::people;
use super::shared::{Kind, Shared};
use super::world::Role;
use crate::record::Day;

/// A parcel station's address and phone on many letters; the configuration knows it.
pub(super) fn parcel_station(maker: &mut Maker<'_>, group: usize) {
    let home = maker.branch();
    let phone = people::mobile(&mut maker.dice);
    let address = people::flat(&mut maker.dice, home).spelling(&mut maker.dice);
    maker.world.own_addresses.push(address.clone());
    maker.world.own_contacts.push(phone.clone());
    let count = 12 + maker.dice.below(30);
    crowd(maker, Crowd { group, home, count, days: 600, complaining: 0.6 }, &[], &mut |maker, _, row| {
        row.set("address", address.clone());
        if row.is_complaint() && maker.dice.chance(0.7) {
            row.set("sender_phone", phone.clone());
        }
    });
}

/// A village without house numbers.
pub(super) fn village(maker: &mut Maker<'_>, group: usize) {
    let home = maker.branch();
    let town = people::flat(&mut maker.dice, home).coarse();
    let names = ["李家庄村", "石桥村", "杨树屯", "王家湾村", "赵庄村", "上河村", "柳林村"];
    let place =
        format!("{town}{}镇{}", maker.dice.pick(&["石桥", "东湾", "白塔", "清河"]), maker.dice.pick(&names));
    let count = 25 + maker.dice.below(100);
    crowd(maker, Crowd { group, home, count, days: 600, complaining: 0.33 }, &[], &mut |maker, _, row| {
        let text = match maker.dice.below(3) {
            0 => place.clone(),
            1 => format!("{place}三组"),
            _ => format!("{place}一组"),
        };
        row.set("address", text);
    });
}

/// A factory's dormitory: one house number, no room.
pub(super) fn dormitory(maker: &mut Maker<'_>, group: usize) {
    let home = maker.branch();
    let place = format!("{}宿舍", people::flat(&mut maker.dice, home).building());
    let count = 15 + maker.dice.below(40);
    crowd(maker, Crowd { group, home, count, days: 600, complaining: 0.33 }, &[], &mut |_, _, row| {
        row.set("address", place.clone());
    });
}

/// An employer closes down: one HR phone, one office, one burst of ordinary surrenders; a few people complain.
pub(super) fn employer_group(maker: &mut Maker<'_>, group: usize) {
    let home = maker.branch();
    let phone = maker.thing(Kind::Phone, home);
    let office = maker.thing(Kind::Flat, home);
    let days = maker.dice.between(5, 35);
    let from = start(maker, days);
    for _ in 0..maker.dice.pareto(8, 80, 1.0) {
        let at = maker.within(from, days);
        let client = maker.client(home, at);
        let planted = maker.person(group, Role::Policyholder);
        let mut shown = Vec::new();
        if maker.dice.chance(0.9) {
            shown.push(&phone);
        }
        if maker.dice.chance(0.7) {
            shown.push(&office);
        }
        let complains = maker.dice.chance(0.02);
        record(maker, (&client, planted), (at, complains), &shown, &mut |maker, row| {
            if !row.is_complaint() && maker.dice.chance(0.95) {
                unforced(&client, row);
            }
        });
    }
}

/// Colleagues who surrender in one season with a shared office network and device, nothing more.
pub(super) fn colleagues(maker: &mut Maker<'_>, group: usize) {
    let home = maker.branch();
    let network = maker.thing(Kind::Network, home);
    let device = maker.thing(Kind::Device, home);
    let count = 4 + maker.dice.below(6);
    crowd(
        maker,
        Crowd { group, home, count, days: 90, complaining: 0.15 },
        &[&network, &device],
        &mut |_, client, row| {
            if !row.is_complaint() {
                unforced(client, row);
            }
        },
    );
}

/// A law firm or legal aid with a licence in the register acts for some principals.
pub(super) fn lawyer(maker: &mut Maker<'_>, group: usize) {
    let home = maker.branch();
    let proxy = maker.thing(Kind::Proxy, home);
    if let Some(person) = proxy.person() {
        maker.world.licensed.push(person.phone.clone());
        maker.world.licensed.push(person.id_no.clone());
    }
    clients(maker, (group, home), &proxy, (0.75, 0.5));
}

/// Clients of one representative: a part of them complains, and a part of the complaints goes to the regulator.
fn clients(
    maker: &mut Maker<'_>,
    (group, home): (usize, usize),
    proxy: &Shared,
    (complaining, regulator): (f64, f64),
) {
    let count = 5 + maker.dice.below(12);
    crowd(maker, Crowd { group, home, count, days: 500, complaining }, &[proxy], &mut |maker, _, row| {
        if row.is_complaint() && maker.dice.chance(regulator) {
            maker.route(row, true);
        }
    });
}

/// A branch's outlet: its desk's phone and address stand for customers who came in person; no list knows it.
pub(super) fn branch_outlet(maker: &mut Maker<'_>, group: usize) {
    let home = maker.branch();
    let desk = maker.thing(Kind::Flat, home);
    let count = 12 + maker.dice.below(30);
    crowd(maker, Crowd { group, home, count, days: 640, complaining: 0.3 }, &[&desk], &mut |_, _, row| {
        if row.is_complaint() {
            row.set("channel", "counter");
            row.set("regulator_no", "");
        }
    });
}

/// A bank outlet where policies are sold: its address stands for the customers'. No list knows it.
pub(super) fn bank_outlet(maker: &mut Maker<'_>, group: usize) {
    let home = maker.branch();
    let outlet = maker.thing(Kind::Flat, home);
    let count = 10 + maker.dice.below(12);
    crowd(
        maker,
        Crowd { group, home, count, days: 640, complaining: 0.15 },
        &[&outlet],
        &mut |maker, client, row| {
            if !row.is_complaint() && maker.dice.chance(0.9) {
                unforced(client, row);
            }
        },
    );
}

/// Somebody who helps with complaints for a fee and is in no register; the clients fare as everybody does.
pub(super) fn unlisted_lawyer(maker: &mut Maker<'_>, group: usize) {
    let home = maker.branch();
    let proxy = maker.thing(Kind::Proxy, home);
    clients(maker, (group, home), &proxy, (0.9, 0.6));
}

/// An employer who took out policies for the staff on one day and pays the premiums; whoever leaves takes the cash value.
pub(super) fn paying_employer(maker: &mut Maker<'_>, group: usize) {
    let home = maker.branch();
    let (payer, phone) = (maker.thing(Kind::Payer, home), maker.thing(Kind::Phone, home));
    let days = maker.dice.between(60, 400);
    let from = start(maker, days);
    let start = Day(from.0 - maker.dice.between(330, 900));
    let sellers = [0; 3].map(|_: i32| maker.market.serving(&mut maker.dice, home, start));
    for _ in 0..maker.dice.pareto(8, 60, 1.0) {
        let at = maker.within(from, days);
        let seller = maker.dice.pick(&sellers);
        let mut client = maker.client_of(home, seller, at, (at.0 - start.0) * 2 / 61);
        client.start = start;
        let planted = maker.person(group, Role::Policyholder);
        let complains = maker.dice.chance(0.08);
        let shown = if maker.dice.chance(0.3) { vec![&payer, &phone] } else { vec![&payer] };
        record(maker, (&client, planted), (at, complains), &shown, &mut |_, row| {
            if !row.is_complaint() {
                unforced(&client, row);
            }
        });
    }
}

/// An agency's account that collects the premiums of its customers; refunds go to their own.
pub(super) fn collecting_account(maker: &mut Maker<'_>, group: usize) {
    let home = maker.branch();
    let payer = maker.thing(Kind::Payer, home);
    let count = 15 + maker.dice.below(50);
    crowd(maker, Crowd { group, home, count, days: 640, complaining: 0.2 }, &[&payer], &mut |_, _, _| {});
}

/// The tablet of a busy counter, on which whoever comes in signs.
pub(super) fn counter_tablet(maker: &mut Maker<'_>, group: usize) {
    let home = maker.branch();
    let (tablet, network) = (maker.thing(Kind::Device, home), maker.thing(Kind::Network, home));
    let count = (maker.config.records / 500).clamp(20, 2_000) as usize;
    let things = [&tablet, &network];
    crowd(maker, Crowd { group, home, count, days: 660, complaining: 0.3 }, &things, &mut |_, _, _| {});
}

/// A home for the aged: its address, and the phone of its desk for some.
pub(super) fn care_home(maker: &mut Maker<'_>, group: usize) {
    let home = maker.branch();
    let place = people::flat(&mut maker.dice, home).building();
    let place = format!("{place}{}敬老院", maker.dice.pick(&["夕阳红", "福寿", "松鹤", "康乐"]));
    let desk = maker.thing(Kind::Phone, home);
    for _ in 0..6 + maker.dice.below(16) {
        let at = maker.any_day();
        let mut client = maker.client(home, at);
        client.person.id_no = people::elder(&mut maker.dice, home);
        let planted = maker.person(group, Role::Policyholder);
        let complains = maker.dice.chance(0.33);
        let shown = if maker.dice.chance(0.6) { vec![&desk] } else { Vec::new() };
        record(maker, (&client, planted), (at, complains), &shown, &mut |_, row| {
            row.set("address", place.clone());
        });
    }
}
