//! What every world must hold, on small ones.

use std::collections::{BTreeMap, BTreeSet};

use super::shared::Kind;
use super::*;

fn world(level: Level, seed: u64) -> World {
    let mut config = Config::of(level, 20_000, seed);
    // Every habit once.
    if level != Level::Null {
        config.records_per_ring = 20_000 / config.habits.len() as u32;
        config.ring_max = 40;
    }
    simulate(&config)
}

fn planted(world: &World) -> impl Iterator<Item = (&Row, &Group)> {
    truth::records(world).filter_map(|row| Some((row, &world.groups[row.planted.as_deref()?.group])))
}

#[test]
fn one_seed_makes_one_world_for_any_number_of_threads() {
    let pool = |threads| rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
    let text = |world: &World| format!("{:?}", (&world.complaints, &world.surrenders, &world.policies));
    let one = text(&pool(1).install(|| world(Level::Hard, 3)));
    assert_eq!(one, text(&pool(4).install(|| world(Level::Hard, 3))));
    assert_ne!(one, text(&world(Level::Hard, 4)));
}

#[test]
fn a_world_has_as_many_records_as_were_asked_for() {
    let world = world(Level::Plain, 5);
    assert_eq!(world.complaints.len() + world.surrenders.len(), 20_000);
}

#[test]
fn every_habit_and_look_alike_occurs() {
    let world = world(Level::Plain, 1);
    let occurring: BTreeSet<&str> = planted(&world).map(|(_, group)| group.habit).collect();
    for name in habit_names().into_iter().chain(look_alike_kinds()) {
        assert!(occurring.contains(name), "{name}");
    }
}

#[test]
fn a_null_world_has_no_ring() {
    assert!(world(Level::Null, 1).groups.iter().all(|group| !group.is_ring()));
}

#[test]
fn every_ring_has_four_people_who_share_something() {
    for level in [Level::Plain, Level::Hard] {
        let world = world(level, 2);
        // Ring → thing → persons.
        let mut sharing: BTreeMap<&str, BTreeMap<(&str, u32), BTreeSet<u32>>> = BTreeMap::new();
        for (row, group) in planted(&world).filter(|(_, group)| group.is_ring()) {
            let person = row.planted.as_deref().unwrap().person;
            let things = sharing.entry(&group.name).or_default();
            for (_, kind, ordinal) in &row.carried {
                things.entry((kind.name(), *ordinal)).or_default().insert(person);
            }
        }
        let rings: Vec<&Group> = world.groups.iter().filter(|group| group.is_ring()).collect();
        assert_eq!(rings.len(), sharing.len());
        for ring in rings {
            let visible: BTreeSet<u32> = sharing[ring.name.as_str()]
                .values()
                .filter(|persons| persons.len() > 1)
                .flatten()
                .copied()
                .collect();
            assert!(ring.persons >= 4, "{ring:?}");
            // A phone that is used three times leaves the fourth to other means.
            let least = if ring.habit == "rotating_phones" { 3 } else { 4 };
            assert!(visible.len() >= least, "{level:?} {ring:?} shows {}", visible.len());
        }
    }
}

#[test]
fn a_rotating_phone_has_at_most_three_victims() {
    let world = world(Level::Plain, 2);
    let mut victims: BTreeMap<u32, BTreeSet<u32>> = BTreeMap::new();
    for (row, _) in planted(&world).filter(|(_, group)| group.habit == "rotating_phones") {
        for (_, _, ordinal) in row.carried.iter().filter(|(column, ..)| *column == "phone") {
            victims.entry(*ordinal).or_default().insert(row.planted.as_deref().unwrap().person);
        }
    }
    assert!(!victims.is_empty() && victims.values().all(|persons| persons.len() <= 3), "{victims:?}");
}

#[test]
fn two_rings_share_a_proxy_and_no_ring_else_shares_anything_with_another() {
    let world = world(Level::Plain, 2);
    let mut groups: BTreeMap<u32, BTreeSet<&str>> = BTreeMap::new();
    let mut habits: BTreeMap<u32, &str> = BTreeMap::new();
    for (row, group) in planted(&world) {
        for (_, _, ordinal) in &row.carried {
            groups.entry(*ordinal).or_default().insert(&group.name);
            habits.insert(*ordinal, group.habit);
        }
    }
    let common: Vec<&str> =
        groups.iter().filter(|(_, names)| names.len() > 1).map(|(ordinal, _)| habits[ordinal]).collect();
    assert_eq!(common, ["shared_proxy"]);
}

#[test]
fn what_truth_lists_is_in_the_record() {
    let world = world(Level::Hard, 6);
    for (row, _) in planted(&world) {
        for (column, ..) in &row.carried {
            assert!(column.is_empty() || !row.get(column).is_empty(), "{column} of {row:?}");
        }
    }
}

#[test]
fn whoever_pays_for_others_pays_for_their_policies_in_the_policies_table_too() {
    let world = world(Level::Plain, 6);
    let policies: BTreeMap<&str, &Row> =
        world.policies.iter().map(|policy| (policy.get("policy_no"), policy)).collect();
    let is_paid = |row: &&Row| row.carried.iter().any(|(_, kind, _)| *kind == Kind::Payer);
    let paid: Vec<&Row> = world.complaints.iter().chain(&world.surrenders).filter(is_paid).collect();
    assert!(paid.iter().any(|row| row.is_complaint()) && paid.iter().any(|row| !row.is_complaint()));
    for row in paid {
        let payer = policies[row.get("policy_no")].get("premium_payer_account");
        let typed = row.carried.iter().any(|(column, ..)| *column == "premium_payer_account");
        assert!(!typed || payer == row.get("premium_payer_account"), "{payer} of {row:?}");
    }
}

/// Cells whose values are things that a ring may share, or names of them: a shared value may give its ring away.
const SHAREABLE: [&str; 22] = [
    "phone",
    "caller_phone",
    "registered_phone",
    "sender_phone",
    "courier_no",
    "address",
    "email",
    "device_id",
    "ip",
    "proxy_name",
    "proxy_phone",
    "proxy_id_no",
    "complainant_name",
    "complainant_id_no",
    "policyholder_name",
    "policyholder_id_no",
    "payee_name",
    "payee_account",
    "premium_payer_account",
    "selling_agent_id",
    "servicing_agent_id",
    "text",
];

#[test]
fn no_single_field_gives_a_ring_away() {
    let world = world(Level::Plain, 7);
    for rows in [&world.complaints, &world.surrenders] {
        let rings =
            |row: &Row| row.planted.as_deref().is_some_and(|planted| world.groups[planted.group].is_ring());
        let total = rows.iter().filter(|row| rings(row)).count();
        // Column and value, or length of the value, or nothing there → records, records of rings.
        let mut counts: BTreeMap<(&str, String), (usize, usize)> = BTreeMap::new();
        for row in rows {
            for (column, text) in &row.cells {
                let length = format!("length {}", text.chars().count().min(60));
                let head: String = text.chars().take(3).collect();
                let mut seen = vec![length, "present".to_owned()];
                if !SHAREABLE.contains(column) {
                    seen.extend([text.clone(), format!("head {head}")]);
                }
                for value in seen {
                    let count = counts.entry((column, value)).or_default();
                    count.0 += 1;
                    count.1 += usize::from(rings(row));
                }
            }
        }
        for (value, (records, ring_records)) in counts {
            let telling = ring_records * 2 > records && ring_records * 20 > total;
            assert!(!telling, "{value:?}: {ring_records} of {records} are a ring's");
        }
    }
}
