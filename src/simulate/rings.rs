//! Planted rings, one function a habit (DOMAIN.md, "How they work").

use super::clients::{Client, Maker};
use super::{Config, Level, letters, people};
use crate::record::Day;

/// What a habit needs to know.
#[derive(Clone, Copy)]
struct Plan {
    /// Number of the ring, for its template.
    number: usize,
    /// Group of its rows.
    group: usize,
    /// Policyholders.
    size: usize,
    /// First day.
    from: Day,
    /// Days over which the records spread.
    days: i32,
    /// Part of the victims who show what the ring shares.
    shown: f64,
}

type Habit = (&'static str, fn(&mut Maker, Plan), usize, i32);

/// Habits with the size and duration of the sample's ring.
const HABITS: [Habit; 8] = [
    ("extortion_letters", extortion_letters, 24, 120),
    ("rotating_phones", rotating_phones, 18, 150),
    ("slow", slow, 12, 600),
    ("old_for_new", old_for_new, 14, 200),
    ("funder_account", funder_account, 16, 240),
    ("address_only", address_only, 9, 160),
    ("organiser_own_name", organiser_own_name, 10, 180),
    ("self_filing", self_filing, 15, 60),
];

/// One ring a habit in a small world; in a large one a ring for every 12,000 records, of 5 to 120 people.
pub(super) fn plant(maker: &mut Maker, config: &Config) {
    let rings = (config.records as usize / 12_000).max(HABITS.len());
    for number in 0..rings {
        let (habit, ring, size, days) = HABITS[number % HABITS.len()];
        let hard = config.level == Level::Hard;
        let size = match number {
            0..8 if !hard => size,
            // A long tail: most rings are small.
            _ => 500 / (100 - maker.dice.below(96)),
        };
        let size = if hard { size / 2 } else { size };
        let days = if hard { days * 2 } else { days };
        let latest = (maker.last.0 - days).max(maker.first.0);
        // Half of the rings still work on the last day.
        let from = if number % 2 == 0 { latest } else { maker.dice.between(maker.first.0, latest) };
        let from = Day(from);
        let group = maker.group(habit, true);
        let shown = if hard { 0.6 } else { 0.9 };
        ring(maker, Plan { number, group, size: size.max(5), from, days: days.min(640), shown });
    }
}

/// A victim of any branch near the ring's home: rings recruit from many agents.
fn victim(maker: &mut Maker, home: usize, at: Day) -> Client {
    let branch = if maker.dice.chance(0.8) { home } else { maker.branch() };
    maker.client(branch, at)
}

/// A complaint through the regulator and, mostly, the forced surrender some weeks later.
fn affair(
    maker: &mut Maker,
    client: &Client,
    at: Day,
    plan: Plan,
    dress: &mut dyn FnMut(&mut Maker, &mut super::Row),
) {
    let mut complaint = maker.complaint(client, at);
    if maker.dice.chance(0.8) {
        maker.regulator(&mut complaint);
    }
    complaint.set("category", "surrender");
    complaint.set("demand", "全额退保");
    complaint.set("amount_claimed", client.premium_paid.to_string());
    dress(maker, &mut complaint);
    maker.keep(complaint, Some(plan.group));
    if maker.dice.chance(0.8) {
        let later = maker.within(at, 40);
        let mut surrender = maker.surrender(client, later);
        maker.forced(client, &mut surrender);
        dress(maker, &mut surrender);
        if maker.dice.chance(0.2) {
            maker.settle(client, &mut surrender);
        }
        surrender.set("text", "");
        surrender.set("sender_phone", "");
        maker.keep(surrender, Some(plan.group));
    }
}

/// Contact phones and one letter template; some letters posted by one sender.
fn extortion_letters(maker: &mut Maker, plan: Plan) {
    let home = maker.branch();
    let phones: Vec<String> = (0..=plan.size / 15).map(|_| people::mobile(&mut maker.dice)).collect();
    let sender = people::virtual_mobile(&mut maker.dice);
    for _ in 0..plan.size {
        let at = maker.within(plan.from, plan.days);
        let client = victim(maker, home, at);
        let phone = maker.dice.below(phones.len());
        let (by_phone, by_letter) = (maker.dice.chance(plan.shown), maker.dice.chance(plan.shown));
        let by_sender = maker.dice.chance(0.4);
        let text = letters::template(plan.number, &client);
        affair(maker, &client, at, plan, &mut |_, row| {
            if by_phone {
                row.set("phone", phones[phone].clone());
            }
            if by_letter {
                row.set("text", text.clone());
            }
            if by_sender {
                row.set("sender_phone", sender.clone());
            }
        });
    }
}

/// A new phone for every third victim; proxies and refund accounts go across.
fn rotating_phones(maker: &mut Maker, plan: Plan) {
    let home = maker.branch();
    let proxies: Vec<people::Person> = (0..2).map(|_| people::person(&mut maker.dice, home)).collect();
    let accounts: Vec<String> = (0..2).map(|_| people::account(&mut maker.dice)).collect();
    let mut phone = String::new();
    for number in 0..plan.size {
        let start = Day(plan.from.0 + plan.days * number as i32 / plan.size as i32);
        let at = maker.within(start, 10);
        let client = victim(maker, home, at);
        if number % 3 == 0 {
            phone = people::virtual_mobile(&mut maker.dice);
        }
        let proxy = proxies[maker.dice.below(2)].clone();
        let account = accounts[maker.dice.below(2)].clone();
        let shown = plan.shown;
        affair(maker, &client, at, plan, &mut |maker, row| {
            row.set("phone", phone.clone());
            if maker.dice.chance(shown) {
                row.set("proxy_name", proxy.name.clone());
                row.set("proxy_id_no", proxy.id_no.clone());
            }
            if !row.get("payee_account").is_empty() && maker.dice.chance(0.6) {
                row.set("payee_account", account.clone());
            }
        });
    }
}

/// A case every few weeks for two years: one proxy, one flat.
fn slow(maker: &mut Maker, plan: Plan) {
    let home = maker.branch();
    let proxy = people::person(&mut maker.dice, home);
    for number in 0..plan.size {
        let at = Day((plan.from.0 + plan.days * number as i32 / plan.size as i32).min(maker.last.0));
        let client = victim(maker, home, at);
        let shown = plan.shown;
        affair(maker, &client, at, plan, &mut |maker, row| {
            if maker.dice.chance(shown) {
                row.set("proxy_name", proxy.name.clone());
                row.set("proxy_phone", proxy.phone.clone());
            }
            if maker.dice.chance(shown) {
                row.set("address", proxy.flat.spelling(&mut maker.dice));
            }
        });
    }
}

/// Old policies of many agents are surrendered, new ones booked under one newly hired agent.
fn old_for_new(maker: &mut Maker, plan: Plan) {
    let home = maker.branch();
    let receiver = maker.hire(home, Day(plan.from.0 - 60));
    for _ in 0..plan.size {
        let at = maker.within(plan.from, plan.days);
        let client = maker.client(home, at);
        let mut row = maker.surrender(&client, at);
        if maker.dice.chance(0.6) {
            maker.forced(&client, &mut row);
        }
        if maker.dice.chance(0.5) {
            row.set("contact_changed_at", Day(at.0 - maker.dice.between(3, 25)).to_string());
        }
        maker.add_policy(&client);
        maker.keep(row, Some(plan.group));
        if maker.dice.chance(plan.shown) {
            let issued = Day(at.0 + maker.dice.between(-20, 60));
            let new = maker.policy_of(client.person.clone(), receiver, issued, 1);
            maker.add_policy(&new);
        }
        if maker.dice.chance(0.4) {
            let before = Day((at.0 - maker.dice.between(5, 30)).max(maker.first.0));
            let mut complaint = maker.complaint(&client, before);
            maker.regulator(&mut complaint);
            maker.keep(complaint, Some(plan.group));
        }
    }
}

/// A funder pays the premiums and takes the refunds, a few agents take the commission, surrender at 12 to 14 months.
fn funder_account(maker: &mut Maker, plan: Plan) {
    let home = maker.branch();
    let funder = people::account(&mut maker.dice);
    let agents: Vec<usize> = (0..4).map(|_| maker.agent(home, false)).collect();
    for _ in 0..plan.size {
        let at = maker.within(plan.from, plan.days);
        let seller = maker.dice.pick(&agents);
        let months = maker.dice.between(12, 13);
        let client = maker.client_of(home, seller, at, months);
        let mut row = maker.surrender(&client, at);
        if maker.dice.chance(plan.shown) {
            row.set("premium_payer_account", funder.clone());
        }
        if maker.dice.chance(0.6) {
            row.set("payee_account", funder.clone());
        }
        if maker.dice.chance(0.4) {
            maker.forced(&client, &mut row);
        } else {
            row.set("surrender_type", "normal");
        }
        maker.keep(row, Some(plan.group));
    }
}

/// One flat where all the letters should go; everything else is the victims' own.
fn address_only(maker: &mut Maker, plan: Plan) {
    let home = maker.branch();
    let flat = people::flat(&mut maker.dice, home);
    for _ in 0..plan.size {
        let at = maker.within(plan.from, plan.days);
        let client = victim(maker, home, at);
        let shown = plan.shown;
        affair(maker, &client, at, plan, &mut |maker, row| {
            if maker.dice.chance(shown) {
                row.set("address", flat.spelling(&mut maker.dice));
            }
        });
    }
}

/// The organiser complains in his own name about the policies of others.
fn organiser_own_name(maker: &mut Maker, plan: Plan) {
    let home = maker.branch();
    let organiser = people::person(&mut maker.dice, home);
    for _ in 0..plan.size {
        let at = maker.within(plan.from, plan.days);
        let client = victim(maker, home, at);
        maker.add_policy(&client);
        let mut complaint = maker.complaint(&client, at);
        maker.regulator(&mut complaint);
        complaint.set("complainant_name", organiser.name.clone());
        complaint.set("complainant_id_no", organiser.id_no.clone());
        if maker.dice.chance(0.5) {
            complaint.set("phone", organiser.phone.clone());
        }
        complaint.set("demand", "全额退保");
        complaint.set("amount_claimed", client.premium_paid.to_string());
        maker.keep(complaint, Some(plan.group));
        if maker.dice.chance(0.7) {
            let later = maker.within(at, 40);
            let mut surrender = maker.surrender(&client, later);
            maker.forced(&client, &mut surrender);
            maker.keep(surrender, Some(plan.group));
        }
    }
}

/// Coached customers file themselves: own phone, flat and account; the coach's devices, letters and timing remain.
fn self_filing(maker: &mut Maker, plan: Plan) {
    let home = maker.branch();
    let coach = people::person(&mut maker.dice, home);
    let devices: Vec<String> = (0..=plan.size / 10).map(|_| format!("86{}", maker.dice.digits(13))).collect();
    for _ in 0..plan.size {
        let at = maker.within(plan.from, plan.days);
        let client = victim(maker, home, at);
        let device = maker.dice.below(devices.len());
        let (by_device, by_letter) = (maker.dice.chance(plan.shown), maker.dice.chance(plan.shown));
        let text = letters::template(plan.number, &client);
        affair(maker, &client, at, plan, &mut |_, row| {
            if by_device {
                row.set("device_id", devices[device].clone());
                row.set("ip", coach.ip.clone());
            }
            if by_letter {
                row.set("text", text.clone());
            }
        });
    }
}
