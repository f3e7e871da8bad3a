//! The background: ordinary records of ordinary people, in blocks that are made side by side.

use rayon::prelude::*;

use super::clients::{Client, Maker};
use super::people;
use super::world::{Row, World};
use crate::record::Day;

/// Records of one block. Blocks, not threads, own the dice, so the number of threads changes nothing.
const BLOCK: u32 = 20_000;
/// Share of the surrenders whose owner buys another policy around that time, as people do.
const RENEWED: f64 = 0.02;
/// Share of the complaints that are filed a second time.
const REPEATED: f64 = 0.06;
/// Share of the others that a surrender follows.
pub(super) const FOLLOWED: f64 = 0.1;
/// Share of those surrenders for which the company gives more than the cash value.
const GRANTED: f64 = 0.25;

/// Adds ordinary records until the world has as many as were asked for.
pub(super) fn fill(maker: &mut Maker<'_>) {
    let planted = maker.world.complaints.len() + maker.world.surrenders.len();
    let missing = maker.config.records.saturating_sub(planted as u32);
    let shared: &Maker<'_> = maker;
    let blocks: Vec<World> = (0..missing.div_ceil(BLOCK))
        .into_par_iter()
        .map(|number| {
            let records = BLOCK.min(missing - number * BLOCK);
            block(shared.block(number), records as usize)
        })
        .collect();
    for block in blocks {
        maker.world.complaints.extend(block.complaints);
        maker.world.surrenders.extend(block.surrenders);
        maker.world.policies.extend(block.policies);
        maker.world.settlements.extend(block.settlements);
    }
}

/// Exactly `records` records: a third complaints, some of households, some repeated.
fn block(mut maker: Maker<'_>, records: usize) -> World {
    while maker.world.complaints.len() + maker.world.surrenders.len() < records {
        let branch = maker.branch();
        let at = maker.any_day();
        let client = maker.client(branch, at);
        let complains = maker.world.complaints.len() * 2 <= maker.world.surrenders.len();
        record(&mut maker, &client, at, complains);
        if maker.dice.chance(0.05) {
            family(&mut maker, &client, at);
        }
        if complains && maker.dice.chance(REPEATED) {
            let later = maker.within(at, 60);
            record(&mut maker, &client, later, true);
        } else if complains && maker.dice.chance(FOLLOWED) {
            let row = surrender_after(&mut maker, &client, at);
            maker.keep(row, None);
        }
    }
    maker.world.complaints.truncate(records);
    maker.world.surrenders.truncate(records - maker.world.complaints.len());
    maker.world
}

/// A surrender within two months of a complaint; some get more than the cash value, as complaints do bring.
pub(super) fn surrender_after(maker: &mut Maker<'_>, client: &Client, at: Day) -> Row {
    let later = maker.within(at, 60);
    let mut row = maker.surrender(client, later);
    if maker.dice.chance(GRANTED) {
        maker.forced(client, &mut row);
    }
    row
}

fn record(maker: &mut Maker<'_>, client: &Client, at: Day, complains: bool) {
    let mut row = if complains { maker.complaint(client, at) } else { maker.surrender(client, at) };
    if !complains && maker.dice.chance(0.03) {
        maker.settle(client, &mut row);
    }
    maker.keep(row, None);
    if !complains && maker.dice.chance(RENEWED) {
        let issued = Day(at.0 + maker.dice.between(-60, 170));
        let agent = maker.market.serving(&mut maker.dice, client.person.flat.branch, issued);
        let seller = if maker.dice.chance(0.5) { client.seller } else { agent };
        maker.add_policy(client);
        let new = maker.policy_of(client.person.clone(), seller, issued, 1);
        maker.add_policy(&new);
    }
}

/// One to five relatives of a client: the same flat, often the phone, mostly the surname, sometimes the account.
fn family(maker: &mut Maker<'_>, client: &Client, at: Day) {
    for _ in 0..maker.dice.pareto(1, 5, 1.5) {
        let later = maker.within(at, 250);
        let months = maker.dice.between(5, 90);
        let mut relative = maker.client_of(client.person.flat.branch, client.seller, later, months);
        relative.person.flat = client.person.flat.clone();
        if maker.dice.chance(0.65) {
            relative.person.name = people::name(&mut maker.dice, Some(&client.person.surname()));
        }
        if maker.dice.chance(0.5) {
            relative.person.phone.clone_from(&client.person.phone);
        }
        if maker.dice.chance(0.25) {
            relative.person.account.clone_from(&client.person.account);
        }
        if maker.dice.chance(0.5) {
            let relation = maker.dice.pick(&["配偶", "子女", "父母"]);
            let policy = maker.add_policy(&relative);
            policy.set("insured_id_no", client.person.id_no.clone());
            policy.set("relation", relation);
        }
        let complains = maker.dice.chance(0.3);
        record(maker, &relative, later, complains);
    }
}
