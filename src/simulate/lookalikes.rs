//! Planted look-alikes: what must not be called a ring (DOMAIN.md, "Legitimate look-alikes").

use super::clients::{Client, Maker};
use super::{Config, letters, people};
use crate::record::Day;

type Plant = fn(&mut Maker, usize, bool);

const ALL: [(&str, Plant); 16] = [
    ("household", household),
    ("placeholder", placeholder),
    ("own_contact", own_contact),
    ("agent_contact", agent_contact),
    ("village", village),
    ("dormitory", dormitory),
    ("employer_group", employer_group),
    ("lawyer", lawyer),
    ("recycled_phone", recycled_phone),
    ("parcel_station", parcel_station),
    ("bank_outlet", bank_outlet),
    ("orphan_policies", orphan_policies),
    ("agency_move", agency_move),
    ("mass_mis_selling", mass_mis_selling),
    ("public_letter", public_letter),
    ("clerk_summary", clerk_summary),
];

/// Each look-alike once in a small world, more often in a large one.
pub(super) fn plant(maker: &mut Maker, config: &Config) {
    let times = (config.records as usize / 50_000).max(1);
    let large = config.records >= 50_000;
    for _ in 0..times {
        for (name, look_alike) in ALL {
            let group = maker.group(name, false);
            look_alike(maker, group, large);
        }
    }
}

/// A client who complains or surrenders on a day, ordinary but for what `dress` changes.
fn record(
    maker: &mut Maker,
    client: &Client,
    at: Day,
    complains: bool,
    group: usize,
    dress: &mut dyn FnMut(&mut Maker, &mut super::Row),
) {
    let mut row = if complains { maker.complaint(client, at) } else { maker.surrender(client, at) };
    dress(maker, &mut row);
    maker.keep(row, Some(group));
}

/// `count` clients of any agent of one branch, on days within `days` of a start, a part of them complaining.
fn crowd(
    maker: &mut Maker,
    group: usize,
    (count, days, complaining): (usize, i32, f64),
    dress: &mut dyn FnMut(&mut Maker, &mut super::Row),
) {
    let home = maker.branch();
    let from = Day(maker.dice.between(maker.first.0, (maker.last.0 - days).max(maker.first.0)));
    for _ in 0..count {
        let at = maker.within(from, days);
        let client = maker.client(home, at);
        let complains = maker.dice.chance(complaining);
        record(maker, &client, at, complains, group, dress);
    }
}

/// A family of five: one flat, one phone, one account; a daughter who lives elsewhere acts for her parents.
fn household(maker: &mut Maker, group: usize, _: bool) {
    let home = maker.branch();
    let from = maker.any_day();
    let head = maker.client(home, from);
    let daughter = people::person(&mut maker.dice, home);
    for member in 0..5 {
        let at = maker.within(from, 120);
        let mut client = maker.client(home, at);
        client.person.flat = head.person.flat.clone();
        client.person.phone.clone_from(&head.person.phone);
        client.person.account.clone_from(&head.person.account);
        // A spouse keeps her own surname.
        if member != 1 {
            client.person.name = people::name(&mut maker.dice, Some(&head.person.surname()));
        }
        let relation = maker.add_policy(&client);
        relation.set("insured_id_no", head.person.id_no.clone());
        relation.set("relation", ["父母", "配偶", "子女", "子女", "父母"][member]);
        record(maker, &client, at, member % 2 == 0, group, &mut |_, row| {
            row.set("proxy_name", daughter.name.clone());
            row.set("proxy_phone", daughter.phone.clone());
        });
    }
    maker.add_policy(&head);
}

/// Forms that had to be filled: 13800138000, 无, 00000000000.
fn placeholder(maker: &mut Maker, group: usize, _: bool) {
    crowd(maker, group, (40, 600, 0.5), &mut |maker, row| {
        row.set("phone", maker.dice.pick(&["13800138000", "00000000000", "无", "13888888888", "1"]));
        row.set("address", maker.dice.pick(&["无", "不详", "同上"]));
    });
}

/// The insurer's own hotline, a bank's 400 number and the branch office's address.
fn own_contact(maker: &mut Maker, group: usize, _: bool) {
    let home = maker.branch();
    let office = people::flat(&mut maker.dice, home);
    let desk = people::mobile(&mut maker.dice);
    maker.world.own_contacts.push(desk.clone());
    let address = office.spelling(&mut maker.dice);
    maker.world.own_addresses.push(address.clone());
    crowd(maker, group, (40, 600, 0.5), &mut |maker, row| {
        let phone = maker.dice.pick(&["95519", "4008888888", ""]);
        row.set("phone", if phone.is_empty() { desk.clone() } else { phone.to_owned() });
        row.set("address", address.clone());
    });
}

/// A serving agent's own phone typed in as the customers'.
fn agent_contact(maker: &mut Maker, group: usize, _: bool) {
    let home = maker.branch();
    let agent = maker.agent(home, false);
    let phone = maker.agent_phone(agent);
    for _ in 0..12 {
        let at = maker.any_day();
        let months = maker.dice.between(30, 110);
        let client = maker.client_of(home, agent, at, months);
        let complains = maker.dice.chance(0.2);
        record(maker, &client, at, complains, group, &mut |_, row| row.set("phone", phone.clone()));
    }
}

/// A village without house numbers.
fn village(maker: &mut Maker, group: usize, large: bool) {
    let home = maker.branch();
    let town = people::flat(&mut maker.dice, home);
    let place = format!("{}石桥镇李家庄村", town.coarse());
    crowd(maker, group, (if large { 120 } else { 40 }, 600, 0.33), &mut |maker, row| {
        row.set("address", if maker.dice.chance(0.5) { place.clone() } else { format!("{place}三组") });
    });
}

/// A factory's dormitory: one house number, no room.
fn dormitory(maker: &mut Maker, group: usize, _: bool) {
    let home = maker.branch();
    let place = format!("{}宿舍", people::flat(&mut maker.dice, home).building());
    crowd(maker, group, (30, 600, 0.33), &mut |_, row| row.set("address", place.clone()));
}

/// One company leaves its group policy in one month: one HR phone, one office, ordinary surrenders.
fn employer_group(maker: &mut Maker, group: usize, _: bool) {
    let home = maker.branch();
    let office = people::flat(&mut maker.dice, home);
    let phone = people::mobile(&mut maker.dice);
    let address = office.spelling(&mut maker.dice);
    crowd(maker, group, (25, 12, 0.0), &mut |_, row| {
        row.set("phone", phone.clone());
        row.set("address", address.clone());
        ordinary(row);
    });
}

/// Takes the forced refund out of a surrender: cash value and no more.
fn ordinary(row: &mut super::Row) {
    if !row.get("cash_value").is_empty() {
        row.set("surrender_type", "normal");
        row.set("refund_amount", row.get("cash_value").to_owned());
        row.set("dividends", "");
        row.set("loan_deducted", "");
    }
}

/// A law firm with a licence in the register acts for some principals.
fn lawyer(maker: &mut Maker, group: usize, _: bool) {
    let home = maker.branch();
    let lawyer = people::person(&mut maker.dice, home);
    maker.world.licensed.push(lawyer.phone.clone());
    crowd(maker, group, (9, 500, 0.8), &mut |_, row| {
        row.set("proxy_name", lawyer.name.clone());
        row.set("proxy_phone", lawyer.phone.clone());
    });
}

/// A number given back and sold again: two or three strangers, no overlap in time.
fn recycled_phone(maker: &mut Maker, group: usize, _: bool) {
    let phone = people::mobile(&mut maker.dice);
    for owner in 0..3 {
        let home = maker.branch();
        let at = Day((maker.first.0 + 20 + owner * 300).min(maker.last.0));
        let client = maker.client(home, at);
        record(maker, &client, at, owner == 1, group, &mut |_, row| row.set("phone", phone.clone()));
    }
}

/// A parcel station's address and phone on many letters.
fn parcel_station(maker: &mut Maker, group: usize, _: bool) {
    let home = maker.branch();
    let (station, phone) = (people::flat(&mut maker.dice, home), people::mobile(&mut maker.dice));
    let address = station.spelling(&mut maker.dice);
    maker.world.own_addresses.push(address.clone());
    maker.world.own_contacts.push(phone.clone());
    crowd(maker, group, (20, 600, 0.5), &mut |_, row| {
        row.set("address", address.clone());
        if !row.get("received_at").is_empty() {
            row.set("sender_phone", phone.clone());
        }
    });
}

/// A bank outlet where policies are sold: its address stands for the customers'. No list knows it.
fn bank_outlet(maker: &mut Maker, group: usize, _: bool) {
    let home = maker.branch();
    let outlet = people::flat(&mut maker.dice, home);
    crowd(maker, group, (14, 640, 0.15), &mut |maker, row| {
        row.set("address", outlet.spelling(&mut maker.dice));
        ordinary(row);
    });
}

/// One agent serves what departed ones have sold.
fn orphan_policies(maker: &mut Maker, group: usize, _: bool) {
    let home = maker.branch();
    let servicing = maker.agent(home, false);
    let id = format!("A{:06}", 100_000 + servicing);
    for _ in 0..30 {
        let at = maker.any_day();
        let seller = maker.agent(home, true);
        let months = maker.dice.between(20, 100);
        let client = maker.client_of(home, seller, at, months);
        let complains = maker.dice.chance(0.3);
        record(maker, &client, at, complains, group, &mut |_, row| row.set("servicing_agent_id", id.clone()));
    }
}

/// A whole book of one agent moves: everybody gets a new policy from one agent on one date.
fn agency_move(maker: &mut Maker, group: usize, _: bool) {
    let home = maker.branch();
    let (old, new) = (maker.agent(home, true), maker.agent(home, false));
    let date = maker.any_day();
    for _ in 0..14 {
        let at = maker.within(date, 30);
        let months = maker.dice.between(40, 100);
        let client = maker.client_of(home, old, at, months);
        maker.add_policy(&client);
        let policy = maker.policy_of(client.person.clone(), new, date, 1);
        maker.add_policy(&policy);
        record(maker, &client, at, false, group, &mut |_, row| ordinary(row));
    }
}

/// One agent misled many: different contacts, true complaints that resemble each other.
fn mass_mis_selling(maker: &mut Maker, group: usize, _: bool) {
    let home = maker.branch();
    let agent = maker.agent(home, true);
    let from = maker.any_day();
    for _ in 0..22 {
        let at = maker.within(from, 90);
        let months = maker.dice.between(8, 40);
        let client = maker.client_of(home, agent, at, months);
        let copied = maker.dice.chance(0.6);
        let text = letters::template(400 + group, &client);
        record(maker, &client, at, true, group, &mut |maker, row| {
            if maker.dice.chance(0.5) {
                maker.regulator(row);
            }
            row.set("category", "sales");
            if copied {
                row.set("text", text.clone());
            }
        });
        if maker.dice.chance(0.4) {
            let later = maker.within(at, 40);
            let mut row = maker.surrender(&client, later);
            maker.forced(&client, &mut row);
            maker.keep(row, Some(group));
        }
    }
}

/// A letter from the internet, used over the years by people who have nothing else in common.
fn public_letter(maker: &mut Maker, group: usize, _: bool) {
    for _ in 0..16 {
        let home = maker.branch();
        let at = maker.any_day();
        let client = maker.client(home, at);
        let text = letters::template(800 + group, &client);
        record(maker, &client, at, true, group, &mut |_, row| row.set("text", text.clone()));
    }
}

/// One clerk's summaries are all alike.
fn clerk_summary(maker: &mut Maker, group: usize, _: bool) {
    crowd(maker, group, (25, 600, 1.0), &mut |_, row| {
        row.set("handler_id", "H777");
        row.set(
            "summary",
            "客户来电表示对所购买保险产品的收益及退保损失存在异议，要求公司核实业务员销售过程并尽快给予书面答复，已安抚客户情绪并告知处理时限。",
        );
    });
}
