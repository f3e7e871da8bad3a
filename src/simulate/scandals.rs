//! Genuine mass mis-selling, and letters that strangers copy: the worst look-alikes of all.

use super::clients::{Client, Maker};
use super::letters::Letter;
use super::lookalikes::{record, start};
use super::shared::{Kind, Shared};
use super::world::{Planted, Role};
use crate::record::Day;

/// A scandal: what its customers tell, and what comes of it.
struct Scandal {
    /// What everybody has to tell.
    story: Letter,
    /// A letter that somebody put into the customers' chat group.
    chat: Shared,
    /// Part of the customers who copy it.
    copied: f64,
    /// Part of the complaints that go through the regulator.
    regulator: f64,
    /// Part of the surrenders that the company refunds above cash value.
    excess: f64,
    /// One of the customers whom the others let speak for them.
    spokesman: Option<Shared>,
    /// Part of the customers for whom he speaks.
    spoken_for: f64,
}

/// One serving agent misled many: different contacts, true complaints that resemble each other, true refunds.
pub(super) fn mis_selling(maker: &mut Maker<'_>, group: usize) {
    let home = maker.branch();
    let now = maker.last;
    let seller = maker.market.serving(&mut maker.dice, home, now);
    scandal(maker, group, (home, seller), false);
}

/// The same after the seller has left and the customers were spread over other agents.
pub(super) fn spread_mis_selling(maker: &mut Maker<'_>, group: usize) {
    let home = maker.branch();
    let now = maker.last;
    let seller = maker.market.departed(&mut maker.dice, home, now);
    scandal(maker, group, (home, seller), false);
}

/// The same where the customers of a village or a chat group choose one of themselves to speak for them.
pub(super) fn spoken_mis_selling(maker: &mut Maker<'_>, group: usize) {
    let home = maker.branch();
    let now = maker.last;
    let seller = maker.market.serving(&mut maker.dice, home, now);
    scandal(maker, group, (home, seller), true);
}

fn scandal(maker: &mut Maker<'_>, group: usize, (home, seller): (usize, usize), spoken: bool) {
    let days = maker.dice.between(30, 200);
    let agent = &maker.market.agents[seller];
    let (hired, left) = (agent.hired, agent.left);
    // The customers of a departed agent find out after the agent has left.
    let earliest = left.map_or(maker.first, |left| left.max(maker.first));
    let from = Day(maker.dice.between(earliest.0, (maker.last.0 - days).max(earliest.0))).min(maker.last);
    let mut scandal = Scandal {
        story: Letter::plain(&mut maker.dice),
        chat: Shared::letter(maker.ordinal(), Letter::formal(&mut maker.dice)),
        copied: f64::from(maker.dice.between(0, 60)) / 100.0,
        regulator: f64::from(maker.dice.between(35, 75)) / 100.0,
        excess: f64::from(maker.dice.between(40, 75)) / 100.0,
        spokesman: None,
        spoken_for: f64::from(maker.dice.between(30, 90)) / 100.0,
    };
    for _ in 0..maker.dice.pareto(8, 90, 0.9) {
        let at = maker.within(from, days);
        // Sold while the agent was there.
        let until = left.unwrap_or(at).min(Day(at.0 - 40));
        let sold = Day(maker.dice.between(hired.0.min(until.0), until.0));
        let months = ((at.0 - sold.0) * 2 / 61).clamp(1, 110);
        let client = maker.client_of(home, seller, at, months);
        let planted = maker.person(group, Role::Policyholder);
        customer(maker, &scandal, &client, planted, at);
        if spoken && scandal.spokesman.is_none() {
            scandal.spokesman = Some(Shared::of(Kind::Proxy, maker.ordinal(), &client.person));
        }
        // Husband and wife were often misled together.
        if maker.dice.chance(0.12) {
            let mut spouse = maker.client_of(home, seller, at, months);
            spouse.person.flat = client.person.flat.clone();
            spouse.person.phone.clone_from(&client.person.phone);
            let planted = maker.person(group, Role::Policyholder);
            customer(maker, &scandal, &spouse, planted, at);
        }
    }
}

/// A misled customer complains, and mostly is paid.
fn customer(maker: &mut Maker<'_>, scandal: &Scandal, client: &Client, planted: Planted, at: Day) {
    let mut row = maker.complaint(client, at);
    let regulator = maker.dice.chance(scandal.regulator);
    maker.route(&mut row, regulator);
    row.set("category", if maker.dice.chance(0.7) { "sales" } else { "surrender" });
    if maker.dice.chance(0.5) {
        row.set("demand", "全额退保");
        row.set("amount_claimed", client.premium_paid.to_string());
    }
    if maker.dice.chance(scandal.copied) {
        maker.carry(&scandal.chat, client, &mut row);
    } else if maker.dice.chance(0.8) {
        let own = 1 + maker.dice.below(3);
        let letter = scandal.story.about(&mut maker.dice, own);
        row.set("text", letter.copy(&mut maker.dice, 0.3, client));
    }
    let spokesman = scandal.spokesman.as_ref().filter(|_| maker.dice.chance(scandal.spoken_for));
    if let Some(spokesman) = spokesman {
        maker.carry(spokesman, client, &mut row);
    }
    maker.keep(row, Some(planted));
    if maker.dice.chance(0.6) {
        let later = maker.within(at, 50);
        let mut row = maker.surrender(client, later);
        if let Some(spokesman) = spokesman.filter(|_| maker.dice.chance(0.5)) {
            maker.carry(spokesman, client, &mut row);
        }
        if maker.dice.chance(scandal.excess) {
            maker.forced(client, &mut row);
            if maker.dice.chance(0.25) {
                maker.settle(client, &mut row);
            }
        }
        maker.keep(row, Some(planted));
    }
}

/// A letter from the internet, used over the years by people who have nothing else in common; rings hide behind it.
pub(super) fn internet_letter(maker: &mut Maker<'_>, group: usize) {
    let letter = Letter::formal(&mut maker.dice);
    maker.world.letters.push(letter.clone());
    let letter = Shared::letter(maker.ordinal(), letter);
    let from = start(maker, 400);
    for _ in 0..12 + maker.dice.below(30) {
        let home = maker.branch();
        let at = maker.within(from, 400);
        let client = maker.client(home, at);
        let planted = maker.person(group, Role::Policyholder);
        record(maker, (&client, planted), (at, true), &[&letter], &mut |_, _| {});
    }
}
