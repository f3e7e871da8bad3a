//! Planted relatives: families of one flat or several, and those who act for them.

use super::clients::Maker;
use super::lookalikes::{Crowd, crowd, record};
use super::people;
use super::shared::{Kind, Shared};
use super::world::Role;

/// A family of two to six: one flat, one phone, for some one account; a spouse keeps her own surname.
pub(super) fn household(maker: &mut Maker<'_>, group: usize) {
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
pub(super) fn adult_children(maker: &mut Maker<'_>, group: usize) {
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

/// Somebody who can read contracts helps two or three relatives of other surnames, without a licence.
pub(super) fn relative_proxy(maker: &mut Maker<'_>, group: usize) {
    let home = maker.branch();
    let proxy = maker.thing(Kind::Proxy, home);
    let count = 2 + maker.dice.below(2);
    crowd(maker, Crowd { group, home, count, days: 400, complaining: 0.6 }, &[&proxy], &mut |_, _, _| {});
}

/// Parents and parents-in-law who live apart and give the phone of one child, who does their business without a paper.
pub(super) fn parents(maker: &mut Maker<'_>, group: usize) {
    let (home, away) = (maker.branch(), maker.branch());
    let child = people::person(&mut maker.dice, away);
    let phone = Shared::of(Kind::Phone, maker.ordinal(), &child);
    let from = maker.any_day();
    for _ in 0..3 + maker.dice.below(2) {
        let at = maker.within(from, 200);
        let mut client = maker.client(home, at);
        client.person.id_no = people::elder(&mut maker.dice, home);
        let planted = maker.person(group, Role::Policyholder);
        let complains = maker.dice.chance(0.5);
        record(maker, (&client, planted), (at, complains), &[&phone], &mut |_, _| {});
    }
}
