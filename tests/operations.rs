//! Running the store for years with the binary itself: key, audit trail, retention, health.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

#[path = "support/nights.rs"]
mod nights;
mod support;

use std::os::unix::fs::PermissionsExt as _;

use nights::{RUN, World, dump, night, phone};
use support::{Dir, files};

/// Tokens of the store's ring values.
fn tokens(dir: &Dir) -> Vec<String> {
    let store = rusqlite::Connection::open(dir.path("rings.db")).unwrap();
    let mut statement = store.prepare("SELECT DISTINCT token FROM ring_values ORDER BY token").unwrap();
    let tokens = statement.query_map([], |row| row.get(0)).unwrap();
    tokens.map(|token| token.unwrap()).collect()
}

#[test]
fn a_new_key_is_private_and_never_overwrites_another() {
    let dir = Dir::new();
    dir.check("key new my.key", 0);
    assert_eq!(dir.path("my.key").metadata().unwrap().permissions().mode() & 0o777, 0o600);
    let before = dir.read("my.key");
    assert!(dir.check("key new my.key", 2).1.contains("never overwritten"));
    assert_eq!((before.len(), before), (64, dir.read("my.key")));
}

#[test]
fn after_a_rotation_the_next_run_renews_the_tokens_and_the_ring_and_the_decisions_hold() {
    let dir = Dir::new();
    let mut world = World::new();
    world.ring(10..18, "2026-03-01", 1, 1);
    let id = night(&dir, &world, "2026-03-01")[0].0.clone();
    let before = tokens(&dir);
    dir.check(&format!("decide {} unsure --by wang --reason look --store rings.db", phone(1)), 0);
    // A value that no input holds: its token cannot be renewed.
    dir.check(&format!("decide {} ignore --by wang --reason station --store rings.db", phone(2)), 0);
    let old = dir.read("rings.db.key");
    dir.check("key rotate --store rings.db --by li", 0);
    assert_ne!(old, dir.read("rings.db.key"));
    assert!(dir.check("key rotate --store rings.db --by li", 2).1.contains("not finished"));
    assert!(dir.check(&format!("{RUN} --dry-run"), 2).1.contains("was rotated"));
    assert!(dir.check("doctor --store rings.db", 0).0.contains("was rotated; the next run renews"));
    let (_, error) = dir.check(&format!("{RUN} --as-of 2026-03-02"), 0);
    assert!(error.contains("1 are of values that the input does not hold"), "{error}");
    assert!(error.contains("decisions about such values no longer hold: 2"), "{error}");
    assert_eq!(nights::rings(&dir), [(id, String::new(), 16)]);
    let after = tokens(&dir);
    assert!(!before.is_empty() && before.len() == after.len());
    assert!(before.iter().all(|token| !after.contains(token)));
    assert!(!dir.path("rings.db.key.old").exists());
}

#[test]
fn a_case_waits_for_the_run_that_ends_a_rotation_and_then_knows_the_ring_by_its_old_id() {
    let dir = Dir::new();
    let mut world = World::new();
    world.ring(10..18, "2026-03-01", 1, 1);
    let id = night(&dir, &world, "2026-03-01")[0].0.clone();
    // A later record with a smaller id: without the store the ring would have another name.
    world.ring(5..8, "2026-03-02", 1, 1).write(&dir);
    dir.check("key rotate --store rings.db --by li", 0);
    let case = format!(
        "case {id} --complaints c.csv --surrenders s.csv --permutations 0 --store rings.db --out case --quiet"
    );
    let (_, error) = dir.check(&case, 2);
    assert!(error.contains("no run has renewed the tokens yet"), "{error}");
    assert!(!dir.path("case").exists());
    night(&dir, &world, "2026-03-02");
    dir.check(&case, 0);
    let links = support::rows(&dir.path("case/links.csv"));
    let after = tokens(&dir);
    assert!(!links.is_empty() && links.iter().all(|row| after.contains(&row["value_token"])));
}

#[test]
fn a_rotation_killed_before_the_key_was_moved_is_finished_at_the_next_opening() {
    let dir = Dir::new();
    let mut world = World::new();
    world.ring(10..18, "2026-03-01", 1, 1);
    night(&dir, &world, "2026-03-01");
    let old = dir.read("rings.db.key");
    dir.check("key rotate --store rings.db --by li", 0);
    std::fs::rename(dir.path("rings.db.key"), dir.path("rings.db.key.new")).unwrap();
    std::fs::copy(dir.path("rings.db.key.old"), dir.path("rings.db.key")).unwrap();
    assert_eq!(night(&dir, &world, "2026-03-02").len(), 1);
    assert_ne!(old, dir.read("rings.db.key"));
}

#[test]
fn every_change_by_a_person_is_in_the_audit_trail_and_a_changed_row_is_named() {
    let dir = Dir::new();
    let mut world = World::new();
    world.ring(10..18, "2026-03-01", 1, 1);
    let id = night(&dir, &world, "2026-03-01")[0].0.clone();
    dir.check(&format!("decide {id} cleared --by wang --reason family --store rings.db"), 0);
    let (one, _) = dir.check("audit verify --store rings.db", 0);
    let seen = one.trim().rsplit(' ').next().unwrap().to_owned();
    dir.check("decisions undo 1 --by li --store rings.db", 0);
    dir.check("purge --before 2026-02-01 --by li --store rings.db", 0);
    let (list, _) = dir.check("audit list --store rings.db", 0);
    let actions: Vec<&str> = list.lines().filter_map(|line| line.trim_start().split("  ").nth(3)).collect();
    assert_eq!(actions, ["decide", "undo", "purge"], "{list}");
    let verify = format!("audit verify --store rings.db --seen {seen}");
    assert!(dir.check(&verify, 0).0.starts_with("3 audit rows, the chain holds"));
    let store = rusqlite::Connection::open(dir.path("rings.db")).unwrap();
    assert!(store.execute("UPDATE audit SET who = 'zhao' WHERE number = 2", []).is_err());
    store.execute_batch("DROP TRIGGER audit_update; UPDATE audit SET who = 'zhao' WHERE number = 2").unwrap();
    drop(store);
    assert!(dir.check(&verify, 1).1.contains("broken at row 2: it was changed"));
    assert!(dir.check("doctor --store rings.db", 1).0.contains("row 2: it was changed"));
}

#[test]
fn an_audit_trail_whose_end_was_cut_off_no_longer_holds_the_hash_noted_before() {
    let dir = Dir::new();
    let mut world = World::new();
    world.ring(10..18, "2026-03-01", 1, 1);
    let id = night(&dir, &world, "2026-03-01")[0].0.clone();
    for word in ["unsure", "cleared"] {
        dir.check(&format!("decide {id} {word} --by wang --reason x --store rings.db"), 0);
    }
    let (text, _) = dir.check("audit verify --store rings.db", 0);
    let seen = text.trim().rsplit(' ').next().unwrap().to_owned();
    let store = rusqlite::Connection::open(dir.path("rings.db")).unwrap();
    store.execute_batch("DROP TRIGGER audit_delete; DELETE FROM audit WHERE number = 2").unwrap();
    drop(store);
    assert!(
        dir.check(&format!("audit verify --store rings.db --seen {seen}"), 1).1.contains("does not hold")
    );
}

#[test]
fn a_decision_changed_removed_or_revived_behind_the_programs_back_is_named() {
    let (first, second) = ("decision 1: it is not what the trail says", "decision 2: it is missing");
    for (change, words) in [
        ("UPDATE decisions SET decision = 'confirmed' WHERE number = 1", first),
        ("UPDATE decisions SET reason = 'other' WHERE number = 1", first),
        ("UPDATE decisions SET undone = 0 WHERE number = 1", "decision 1: it was taken back or revived"),
        ("DELETE FROM decisions WHERE number = 1", first),
        ("DELETE FROM decisions WHERE number = 2", second),
    ] {
        let dir = Dir::new();
        let mut world = World::new();
        world.ring(10..18, "2026-03-01", 1, 1);
        let id = night(&dir, &world, "2026-03-01")[0].0.clone();
        dir.check(&format!("decide {id} unsure --by wang --reason look --store rings.db"), 0);
        dir.check(&format!("decide {} ignore --by wang --reason station --store rings.db", phone(2)), 0);
        dir.check("decisions undo 1 --by li --store rings.db", 0);
        dir.check("key rotate --store rings.db --by li", 0);
        night(&dir, &world, "2026-03-02");
        dir.check("audit verify --store rings.db", 0);
        rusqlite::Connection::open(dir.path("rings.db")).unwrap().execute_batch(change).unwrap();
        let (_, message) = dir.check("audit verify --store rings.db", 1);
        assert!(message.contains(words), "{change}: {message}");
    }
}

#[test]
fn a_purge_takes_persons_and_values_of_old_rings_out_of_the_file_and_keeps_their_counts() {
    let dir = Dir::new();
    let mut world = World::new();
    world.ring(10..18, "2026-03-01", 1, 1);
    let id = night(&dir, &world, "2026-03-01")[0].0.clone();
    let gone = tokens(&dir);
    let mut later = World::new();
    later.ring(30..38, "2026-05-01", 2, 2);
    night(&dir, &later, "2026-05-01");
    assert!(
        dir.check("purge --before 2026-06-01 --by li --store rings.db", 2).1.contains("after the last night")
    );
    let (text, _) = dir.check("purge --before 2026-04-01 --by li --store rings.db", 0);
    assert!(
        text.starts_with("removed before 2026-04-01: 8 persons of 1 rings (16 rows of members"),
        "{text}"
    );
    let bytes = std::fs::read(dir.path("rings.db")).unwrap();
    let holds = |text: &str| bytes.windows(text.len()).any(|window| window == text.as_bytes());
    assert!(!gone.is_empty() && gone.iter().all(|token| !holds(token)) && !holds("C0010"));
    assert!(holds("C0030"));
    assert!(dir.check(&format!("history {id} --store rings.db"), 0).0.contains("16 records of 8 persons"));
    let (_, error) = dir.check("diff --store rings.db --from 2026-03-01 --to 2026-05-01", 2);
    assert!(error.contains("were purged"), "{error}");
    night(&dir, &later, "2026-05-02");
}

#[test]
fn the_doctor_names_what_is_wrong_and_changes_nothing() {
    let dir = Dir::new();
    let mut world = World::new();
    world.ring(10..18, "2026-03-01", 1, 1);
    assert!(dir.check("doctor --store rings.db", 0).0.contains("the first run makes it"));
    assert!(!dir.path("rings.db").exists());
    night(&dir, &world, "2026-03-01");
    let (store, out) = (dump(&dir), files(&dir.path("out")));
    let (text, _) = dir.check("doctor --store rings.db", 0);
    assert!(!text.contains("doubtful") && text.contains("as of 2026-03-01: 1 rings"), "{text}");
    assert!(dir.check("doctor --store rings.db --format json", 0).0.contains("\"well\": true"));
    assert!(store == dump(&dir) && out == files(&dir.path("out")));
    dir.write("out/rings.csv", "changed");
    std::fs::remove_file(dir.path("out/links.csv")).unwrap();
    let (text, _) = dir.check("doctor --store rings.db", 1);
    assert!(text.contains("links.csv is missing, rings.csv was changed"), "{text}");
    std::fs::set_permissions(dir.path("rings.db.key"), std::fs::Permissions::from_mode(0o644)).unwrap();
    assert!(dir.check("doctor --store rings.db", 1).0.contains("wrong     key"));
    std::fs::set_permissions(dir.path("rings.db.key"), std::fs::Permissions::from_mode(0o600)).unwrap();
    let mut bytes = std::fs::read(dir.path("rings.db")).unwrap();
    bytes.truncate(bytes.len() / 2);
    dir.write("rings.db", bytes);
    assert!(dir.check("doctor --store rings.db", 1).0.contains("wrong     integrity"));
}
