//! Planted look-alikes: what must not be called a ring (DOMAIN.md, "Legitimate look-alikes"). The list, and those of agents
//! and clerks; relatives, offices and scandals have files of their own.

use super::clients::{Client, Maker, unforced};
use super::shared::{Kind, Shared};
use super::world::{Planted, Role, Row};
use super::{background, offices, people, relatives, scandals};
use crate::record::Day;

type Plant = fn(&mut Maker<'_>, usize);

/// Every look-alike with what plants one group of it.
const ALL: [(&str, Plant); 29] = [
    ("internet_letter", scandals::internet_letter),
    ("own_contact", own_contact),
    ("parcel_station", offices::parcel_station),
    ("household", relatives::household),
    ("adult_children", relatives::adult_children),
    ("placeholder", placeholder),
    ("agent_contact", agent_contact),
    ("agent_book", agent_book),
    ("village", offices::village),
    ("dormitory", offices::dormitory),
    ("employer_group", offices::employer_group),
    ("colleagues", offices::colleagues),
    ("lawyer", offices::lawyer),
    ("relative_proxy", relatives::relative_proxy),
    ("recycled_phone", recycled_phone),
    ("branch_outlet", offices::branch_outlet),
    ("bank_outlet", offices::bank_outlet),
    ("orphan_policies", orphan_policies),
    ("agency_move", agency_move),
    ("mis_selling", scandals::mis_selling),
    ("spread_mis_selling", scandals::spread_mis_selling),
    ("spoken_mis_selling", scandals::spoken_mis_selling),
    ("clerk_boilerplate", clerk_boilerplate),
    ("parents", relatives::parents),
    ("unlisted_lawyer", offices::unlisted_lawyer),
    ("paying_employer", offices::paying_employer),
    ("collecting_account", offices::collecting_account),
    ("counter_tablet", offices::counter_tablet),
    ("care_home", offices::care_home),
];

/// The kinds of look-alikes, as `truth.csv` names them.
#[must_use]
pub fn kinds() -> Vec<&'static str> {
    ALL.iter().map(|(kind, _)| truth_name(kind)).collect()
}

/// Customers of a departed agent who were spread over others, and customers with a spokesman, were mis-sold all the same.
fn truth_name(kind: &'static str) -> &'static str {
    if kind.ends_with("_mis_selling") { "mis_selling" } else { kind }
}

/// Plants as many groups of each kind as the configuration says.
pub(super) fn plant(maker: &mut Maker<'_>) {
    let times = maker.config.look_alikes();
    for (kind, look_alike) in ALL {
        let times = match kind {
            "mis_selling" => maker.config.scandals.map_or(times, |scandals| scandals.div_ceil(3)),
            "spread_mis_selling" => maker.config.scandals.map_or(times, |scandals| (scandals + 1) / 3),
            "spoken_mis_selling" => maker.config.scandals.map_or(times, |scandals| scandals / 3),
            "employer_group" => maker.config.employers.unwrap_or(times),
            _ => times,
        };
        for _ in 0..times {
            let group = maker.look_alike(truth_name(kind));
            look_alike(maker, group);
        }
    }
}

/// A record of a planted person, ordinary but for the things that it carries and what `dress` changes. Who complains may
/// surrender after it, as others do ([`background::FOLLOWED`]).
pub(super) fn record(
    maker: &mut Maker<'_>,
    (client, planted): (&Client, Planted),
    (at, complains): (Day, bool),
    things: &[&Shared],
    dress: &mut dyn FnMut(&mut Maker<'_>, &mut Row),
) {
    let row = if complains { maker.complaint(client, at) } else { maker.surrender(client, at) };
    let followed = complains && maker.dice.chance(background::FOLLOWED);
    let later = followed.then(|| background::surrender_after(maker, client, at));
    for mut row in std::iter::once(row).chain(later) {
        for thing in things {
            maker.carry(thing, client, &mut row);
        }
        dress(maker, &mut row);
        maker.keep(row, Some(planted));
    }
}

/// A crowd: so many clients of any agent of one branch, on days within `days` of a start, a part of them complaining.
#[derive(Clone, Copy)]
pub(super) struct Crowd {
    pub(super) group: usize,
    pub(super) home: usize,
    pub(super) count: usize,
    pub(super) days: i32,
    pub(super) complaining: f64,
}

/// Plants a crowd whose records carry some things.
pub(super) fn crowd(
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
