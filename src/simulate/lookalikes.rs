//! Planted look-alikes: what must not be called a ring (DOMAIN.md, "Legitimate look-alikes"). People and places;
//! scandals and letters are in [`super::scandals`].

use super::clients::{Client, Maker, unforced};
use super::shared::{Kind, Shared};
use super::world::{Planted, Role, Row};
use super::{people, scandals};
use crate::record::Day;

type Plant = fn(&mut Maker<'_>, usize);

/// Every look-alike with what plants one group of it.
const ALL: [(&str, Plant); 22] = [
    ("internet_letter", scandals::internet_letter),
    ("own_contact", own_contact),
    ("parcel_station", parcel_station),
    ("household", household),
    ("adult_children", adult_children),
    ("placeholder", placeholder),
    ("agent_contact", agent_contact),
    ("agent_book", agent_book),
    ("village", village),
    ("dormitory", dormitory),
    ("employer_group", employer_group),
    ("colleagues", colleagues),
    ("lawyer", lawyer),
    ("relative_proxy", relative_proxy),
    ("recycled_phone", recycled_phone),
    ("branch_outlet", branch_outlet),
    ("bank_outlet", bank_outlet),
    ("orphan_policies", orphan_policies),
    ("agency_move", agency_move),
    ("mis_selling", scandals::mis_selling),
    ("spread_mis_selling", scandals::spread_mis_selling),
    ("clerk_boilerplate", clerk_boilerplate),
];

/// The kinds of look-alikes, as `truth.csv` names them.
#[must_use]
pub fn kinds() -> Vec<&'static str> {
    ALL.iter().map(|(kind, _)| truth_name(kind)).collect()
}

/// Customers of a departed agent who were spread over others are mis-selling all the same.
fn truth_name(kind: &'static str) -> &'static str {
    if kind == "spread_mis_selling" { "mis_selling" } else { kind }
}

/// Plants as many groups of each kind as the configuration says.
pub(super) fn plant(maker: &mut Maker<'_>) {
    let times = maker.config.look_alikes();
    for (kind, look_alike) in ALL {
        let times = match kind {
            "mis_selling" => maker.config.scandals.map_or(times, |scandals| scandals.div_ceil(2)),
            "spread_mis_selling" => maker.config.scandals.map_or(times, |scandals| scandals / 2),
            "employer_group" => maker.config.employers.unwrap_or(times),
            _ => times,
        };
        for _ in 0..times {
            let group = maker.look_alike(truth_name(kind));
            look_alike(maker, group);
        }
    }
}

/// A record of a planted person, ordinary but for the things that it carries and what `dress` changes.
pub(super) fn record(
    maker: &mut Maker<'_>,
    (client, planted): (&Client, Planted),
    (at, complains): (Day, bool),
    things: &[&Shared],
    dress: &mut dyn FnMut(&mut Maker<'_>, &mut Row),
) {
    let mut row = if complains { maker.complaint(client, at) } else { maker.surrender(client, at) };
    for thing in things {
        maker.carry(thing, client, &mut row);
    }
    dress(maker, &mut row);
    maker.keep(row, Some(planted));
}

/// A crowd: so many clients of any agent of one branch, on days within `days` of a start, a part of them complaining.
#[derive(Clone, Copy)]
struct Crowd {
    group: usize,
    home: usize,
    count: usize,
    days: i32,
    complaining: f64,
}

fn crowd(
    maker: &mut Maker<'_>,
    crowd: Crowd,
    things: &[&Shared],
    dress: &mut dyn FnMut(&mut Maker<'_>, &Client, &mut Row),
) {
    let from = start(maker, crowd.days);
    for _ in 0..crowd.count {
        let at = maker.within(from, crowd.days);
        let client = maker.client(crowd.home, at);
        let planted = maker.person(crowd.group, Role::Policyholder);
        let complains = maker.dice.chance(crowd.complaining);
        record(maker, (&client, planted), (at, complains), things, &mut |maker, row| {
            dress(maker, &client, row);
        });
    }
}

/// A first day that leaves room for `days`.
pub(super) fn start(maker: &mut Maker<'_>, days: i32) -> Day {
    Day(maker.dice.between(maker.first.0, (maker.last.0 - days).max(maker.first.0)))
}

/// A family of two to six: one flat, one phone, for some one account; a spouse keeps her own surname.
fn household(maker: &mut Maker<'_>, group: usize) {
    let home = maker.branch();
    let from = maker.any_day();
    let head = maker.client(home, from);
    let (phone, flat, account) = (maker.ordinal(), maker.ordinal(), maker.ordinal());
    let things = [
        Shared::of(Kind::Phone, phone, &head.person),
        Shared::of(Kind::Flat, flat, &head.person),
        Shared::of(Kind::Account, account, &head.person),
    ];
    for member in 0..2 + maker.dice.below(5) {
        let at = maker.within(from, 120);
        let mut client = if member == 0 { head.clone() } else { maker.client(home, at) };
        if member > 0 {
            client.person.flat = head.person.flat.clone();
            client.person.phone.clone_from(&head.person.phone);
            if member != 1 {
                client.person.name = people::name(&mut maker.dice, Some(&head.person.surname()));
            }
        }
        let relation = maker.add_policy(&client);
        relation.set("insured_id_no", head.person.id_no.clone());
        relation.set("relation", ["本人", "配偶", "子女", "子女", "父母", "父母"][member]);
        let planted = maker.person(group, Role::Policyholder);
        let shown: Vec<&Shared> = things.iter().filter(|_| maker.dice.chance(0.7)).collect();
        let complains = maker.dice.chance(0.4);
        record(maker, (&client, planted), (at, complains), &shown, &mut |_, _| {});
    }
}

/// A grown daughter or son who lives elsewhere acts for parents and parents-in-law, with one phone for all.
fn adult_children(maker: &mut Maker<'_>, group: usize) {
    let (home, away) = (maker.branch(), maker.branch());
    let child = people::person(&mut maker.dice, away);
    let (phone, proxy) = (maker.ordinal(), maker.ordinal());
    let things = [Shared::of(Kind::Phone, phone, &child), Shared::of(Kind::Proxy, proxy, &child)];
    let from = maker.any_day();
    for parent in 0..3 + maker.dice.below(2) {
        let at = maker.within(from, 150);
        let mut client = maker.client(home, at);
        if parent == 0 {
            client.person.name = people::name(&mut maker.dice, Some(&child.surname()));
        }
        let relation = maker.add_policy(&client);
        relation.set("insured_id_no", child.id_no.clone());
        relation.set("relation", "父母");
        let planted = maker.person(group, Role::Policyholder);
        let (first, second) = (maker.dice.chance(0.8), maker.dice.chance(0.7));
        let shown: Vec<&Shared> =
            things.iter().zip([first, second]).filter(|(_, shown)| *shown).map(|(thing, _)| thing).collect();
        record(maker, (&client, planted), (at, parent % 2 == 0), &shown, &mut |_, _| {});
    }
}

/// Forms that had to be filled: 13800138000, 无, 00000000000.
fn placeholder(maker: &mut Maker<'_>, group: usize) {
    let home = maker.branch();
    let count = 20 + maker.dice.below(40);
    crowd(maker, Crowd { group, home, count, days: 600, complaining: 0.4 }, &[], &mut |maker, _, row| {
        row.set("phone", people::placeholder(&mut maker.dice));
        if maker.dice.chance(0.7) {
            row.set("address", maker.dice.pick(&["无", "不详", "同上"]));
        }
    });
}

/// The insurer's own hotline, its desk's mobile, and the branch office's address; the configuration knows them.
fn own_contact(maker: &mut Maker<'_>, group: usize) {
    let home = maker.branch();
    let address = people::flat(&mut maker.dice, home).spelling(&mut maker.dice);
    let desk = people::mobile(&mut maker.dice);
    maker.world.own_contacts.push(desk.clone());
    maker.world.own_addresses.push(address.clone());
    let count = 20 + maker.dice.below(50);
    crowd(maker, Crowd { group, home, count, days: 600, complaining: 0.5 }, &[], &mut |maker, _, row| {
        let phone = maker.dice.pick(&["95519", "4008888888", ""]);
        row.set("phone", if phone.is_empty() { desk.clone() } else { phone.to_owned() });
        if maker.dice.chance(0.6) {
            row.set("address", address.clone());
        }
    });
}

/// A parcel station's address and phone on many letters; the configuration knows it.
fn parcel_station(maker: &mut Maker<'_>, group: usize) {
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

/// A serving agent's own phone typed in as the customers'.
fn agent_contact(maker: &mut Maker<'_>, group: usize) {
    let home = maker.branch();
    let serving = maker.any_day();
    let agent = maker.market.serving(&mut maker.dice, home, serving);
    let number = maker.market.agents[agent].phone.clone();
    let phone = Shared::text(Kind::Phone, maker.ordinal(), number);
    for _ in 0..6 + maker.dice.below(14) {
        let at = maker.any_day();
        let months = maker.dice.between(16, 110);
        let client = maker.client_of(home, agent, at, months);
        let planted = maker.person(group, Role::Policyholder);
        let complains = maker.dice.chance(0.25);
        record(maker, (&client, planted), (at, complains), &[&phone], &mut |maker, row| {
            if !row.is_complaint() && row.get("surrender_type") != "normal" && maker.dice.chance(0.7) {
                unforced(&client, row);
            }
        });
    }
}

/// A large agent's customers, who surrender and complain over the years as people do; nothing else is shared.
fn agent_book(maker: &mut Maker<'_>, group: usize) {
    let home = maker.branch();
    let serving = maker.first;
    let agent = maker.market.serving(&mut maker.dice, home, serving);
    for _ in 0..20 + maker.dice.below(30) {
        let at = maker.any_day();
        let months = maker.dice.between(2, 100);
        let client = maker.client_of(home, agent, at, months);
        let planted = maker.person(group, Role::Policyholder);
        let complains = maker.dice.chance(0.33);
        record(maker, (&client, planted), (at, complains), &[], &mut |_, _| {});
    }
}

/// A village without house numbers.
fn village(maker: &mut Maker<'_>, group: usize) {
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
fn dormitory(maker: &mut Maker<'_>, group: usize) {
    let home = maker.branch();
    let place = format!("{}宿舍", people::flat(&mut maker.dice, home).building());
    let count = 15 + maker.dice.below(40);
    crowd(maker, Crowd { group, home, count, days: 600, complaining: 0.33 }, &[], &mut |_, _, row| {
        row.set("address", place.clone());
    });
}

/// An employer closes down: one HR phone, one office, one burst of ordinary surrenders; a few people complain.
fn employer_group(maker: &mut Maker<'_>, group: usize) {
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
fn colleagues(maker: &mut Maker<'_>, group: usize) {
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
fn lawyer(maker: &mut Maker<'_>, group: usize) {
    let home = maker.branch();
    let proxy = maker.thing(Kind::Proxy, home);
    if let Some(person) = proxy.person() {
        maker.world.licensed.push(person.phone.clone());
        maker.world.licensed.push(person.id_no.clone());
    }
    let count = 5 + maker.dice.below(12);
    crowd(
        maker,
        Crowd { group, home, count, days: 500, complaining: 0.75 },
        &[&proxy],
        &mut |maker, _, row| {
            if row.is_complaint() && maker.dice.chance(0.5) {
                maker.route(row, true);
            }
        },
    );
}

/// Somebody who can read contracts helps two or three relatives of other surnames, without a licence.
fn relative_proxy(maker: &mut Maker<'_>, group: usize) {
    let home = maker.branch();
    let proxy = maker.thing(Kind::Proxy, home);
    let count = 2 + maker.dice.below(2);
    crowd(maker, Crowd { group, home, count, days: 400, complaining: 0.6 }, &[&proxy], &mut |_, _, _| {});
}

/// A number given back and sold again: two or three strangers, no overlap in time.
fn recycled_phone(maker: &mut Maker<'_>, group: usize) {
    let phone = maker.thing(Kind::Phone, 0);
    let owners = 2 + maker.dice.below(2) as i32;
    let step = (maker.last.0 - maker.first.0) / owners;
    for owner in 0..owners {
        let home = maker.branch();
        let from = Day(maker.first.0 + owner * step);
        let at = maker.within(from, step / 4);
        let client = maker.client(home, at);
        let planted = maker.person(group, Role::Policyholder);
        record(maker, (&client, planted), (at, owner == 1), &[&phone], &mut |_, _| {});
    }
}

/// A branch's outlet: its desk's phone and address stand for customers who came in person; no list knows it.
fn branch_outlet(maker: &mut Maker<'_>, group: usize) {
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
fn bank_outlet(maker: &mut Maker<'_>, group: usize) {
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

/// One agent serves what departed ones have sold.
fn orphan_policies(maker: &mut Maker<'_>, group: usize) {
    let home = maker.branch();
    let now = maker.last;
    let servicing = maker.market.serving(&mut maker.dice, home, now);
    let id = maker.market.agents[servicing].id.clone();
    for _ in 0..15 + maker.dice.below(25) {
        let at = maker.any_day();
        let seller = maker.market.departed(&mut maker.dice, home, at);
        let months = maker.dice.between(20, 100);
        let client = maker.client_of(home, seller, at, months);
        let planted = maker.person(group, Role::Policyholder);
        let complains = maker.dice.chance(0.3);
        record(maker, (&client, planted), (at, complains), &[], &mut |_, row| {
            row.set("servicing_agent_id", id.clone());
        });
    }
}

/// A whole book of one agent moves: everybody gets a new policy from one agent on one date.
fn agency_move(maker: &mut Maker<'_>, group: usize) {
    let home = maker.branch();
    let date = start(maker, 60);
    let old = maker.market.departed(&mut maker.dice, home, date);
    let new = maker.market.serving(&mut maker.dice, home, date);
    let receiver = Shared::receiver(maker.ordinal(), new);
    for _ in 0..8 + maker.dice.below(16) {
        let at = maker.within(date, 30);
        let months = maker.dice.between(40, 100);
        let client = maker.client_of(home, old, at, months);
        maker.add_policy(&client);
        let policy = maker.policy_of(client.person.clone(), new, date, 1);
        maker.add_policy(&policy);
        let planted = maker.person(group, Role::Policyholder);
        record(maker, (&client, planted), (at, false), &[&receiver], &mut |_, row| {
            unforced(&client, row);
        });
    }
}

/// One clerk's summaries are all alike.
fn clerk_boilerplate(maker: &mut Maker<'_>, group: usize) {
    let home = maker.branch();
    let clerk = format!("H{:03}", maker.dice.below(60));
    let ending = maker.dice.pick(&[
        "已安抚客户情绪并告知处理时限",
        "已转分公司核实并预约回电",
        "已登记诉求并提示犹豫期外退保损失",
    ]);
    let text = format!(
        "客户来电表示对所购买保险产品的收益及退保损失存在异议，要求公司核实业务员销售过程并尽快给予书面答复，{ending}。"
    );
    let count = 15 + maker.dice.below(30);
    crowd(maker, Crowd { group, home, count, days: 600, complaining: 1.0 }, &[], &mut |_, _, row| {
        row.set("handler_id", clerk.clone());
        row.set("summary", text.clone());
    });
}
