//! Night after night with the binary itself: ids that last, events, decisions, and a store that a kill cannot break.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

#[path = "support/nights.rs"]
mod nights;
mod support;

use std::collections::BTreeSet;
use std::path::Path;

use nights::{RUN, World, dump, id_no, night, phone, rings};
use support::{Dir, files, rows};

#[test]
fn a_ring_keeps_its_id_while_it_grows_changes_its_phone_sleeps_and_returns() {
    let dir = Dir::new();
    let mut world = World::new();
    world.ring(10..18, "2026-03-01", 1, 1);
    let first = night(&dir, &world, "2026-03-02");
    assert_eq!(first.len(), 1);
    assert_eq!((first[0].1.as_str(), first[0].2), ("born", 16));
    let id = &first[0].0;
    world.ring(5..8, "2026-03-03", 1, 1);
    assert_eq!(night(&dir, &world, "2026-03-03"), [(id.clone(), "grown".to_owned(), 22)]);
    world.ring(20..24, "2026-03-04", 2, 1);
    assert_eq!(night(&dir, &world, "2026-03-04"), [(id.clone(), "re-linked grown".to_owned(), 30)]);
    assert_eq!(night(&dir, &world, "2026-06-03")[0].1, "dormant");
    assert_eq!(night(&dir, &world, "2026-06-04")[0].1, "");
    world.ring(24..26, "2026-06-05", 2, 1);
    assert_eq!(night(&dir, &world, "2026-06-05")[0].1, "revived grown");
    let (history, _) = dir.check(&format!("history {id} --store rings.db"), 0);
    for word in ["born", "grown", "re-linked", "dormant", "revived"] {
        assert!(history.contains(word), "{history}");
    }
    let (diff, _) = dir.check("diff --store rings.db --from 2026-03-02 --to 2026-03-03 --format csv", 0);
    assert!(diff.contains(&format!("{id},grown,,,16,22")), "{diff}");
}

#[test]
fn the_same_night_twice_gives_the_same_store_and_an_earlier_one_is_refused() {
    let dir = Dir::new();
    let mut world = World::new();
    world.ring(10..18, "2026-03-01", 1, 1);
    night(&dir, &world, "2026-03-01");
    world.ring(18..22, "2026-03-02", 1, 1);
    night(&dir, &world, "2026-03-02");
    let (store, mut out) = (dump(&dir), files(&dir.path("out")));
    night(&dir, &world, "2026-03-02");
    assert_eq!(store, dump(&dir));
    let mut again = files(&dir.path("out"));
    out.remove("manifest.json");
    again.remove("manifest.json");
    assert_eq!(out, again);
    let (_, error) = dir.check(&format!("{RUN} --as-of 2026-03-01"), 2);
    assert!(error.contains("lies before 2026-03-02"), "{error}");
    assert_eq!(store, dump(&dir));
    dir.check(&format!("{RUN} --as-of 2026-03-09 --dry-run"), 0);
    assert_eq!(store, dump(&dir));
}

#[test]
fn a_cleared_ring_is_quiet_until_new_evidence_and_an_ignored_phone_ties_nobody() {
    let dir = Dir::new();
    let mut world = World::new();
    world.ring(10..18, "2026-03-01", 1, 1);
    let id = night(&dir, &world, "2026-03-01")[0].0.clone();
    let alerts = |dir: &Dir| rows(&dir.path("out/alerts.csv")).len();
    assert!(alerts(&dir) > 0);
    dir.check(&format!("decide {id} cleared --by wang --reason family --store rings.db"), 0);
    night(&dir, &world, "2026-03-02");
    assert_eq!((alerts(&dir), rows(&dir.path("out/rings.csv"))[0]["decision"].as_str()), (0, "cleared"));
    world.ring(18..21, "2026-03-03", 1, 1);
    night(&dir, &world, "2026-03-03");
    let ring = &rows(&dir.path("out/rings.csv"))[0];
    assert!(ring["decision_note"].starts_with("back: 3 new persons"), "{ring:?}");
    assert!(rows(&dir.path("out/alerts.csv")).iter().any(|row| row["match"] == "known_ring"));
    dir.check("decisions undo 1 --by li --store rings.db", 0);
    dir.check(&format!("decide {} ignore --by wang --reason station --store rings.db", phone(1)), 0);
    night(&dir, &world, "2026-03-04");
    let hubs = rows(&dir.path("out/hubs.csv"));
    assert!(hubs.iter().any(|row| row["why"] == "ignore by wang on 2026-03-03: station"), "{hubs:?}");
    let (list, _) = dir.check("decisions list --store rings.db", 0);
    assert!(!list.contains(&phone(1)) && list.lines().count() == 3, "{list}");
    dir.write("labels.csv", dir.check("decisions export --store rings.db", 0).0);
    let (answer, _) = dir.check("decisions import labels.csv --store rings.db", 0);
    assert_eq!(answer, "0 of 1 decisions are new\n");
}

#[test]
fn a_second_run_leaves_with_a_message_or_waits() {
    let dir = Dir::new();
    let mut world = World::new();
    world.ring(10..18, "2026-03-01", 1, 1).write(&dir);
    dir.check(RUN, 0);
    let lock = std::fs::OpenOptions::new().append(true).open(dir.path("rings.db.lock")).unwrap();
    rustix::fs::flock(&lock, rustix::fs::FlockOperation::LockExclusive).unwrap();
    let (_, error) = dir.check(RUN, 1);
    assert!(error.contains("another run is using this store"), "{error}");
    let mut waiting = dir.command().args(format!("{RUN} --store-wait 60").split(' ')).spawn().unwrap();
    std::thread::sleep(std::time::Duration::from_millis(300));
    assert!(waiting.try_wait().unwrap().is_none());
    drop(lock);
    assert!(waiting.wait().unwrap().success());
}

#[test]
fn a_store_of_a_newer_program_and_a_lost_key_are_refused_with_words() {
    let dir = Dir::new();
    let mut world = World::new();
    world.ring(10..18, "2026-03-01", 1, 1).write(&dir);
    dir.check(RUN, 0);
    std::fs::rename(dir.path("rings.db.key"), dir.path("elsewhere")).unwrap();
    assert!(dir.check(RUN, 2).1.contains("is missing"));
    std::fs::rename(dir.path("elsewhere"), dir.path("rings.db.key")).unwrap();
    let store = rusqlite::Connection::open(dir.path("rings.db")).unwrap();
    store.pragma_update(None, "user_version", 99).unwrap();
    drop(store);
    assert!(dir.check(RUN, 1).1.contains("newer program"));
}

#[test]
fn no_raw_value_stands_in_the_store_and_its_files_are_private() {
    use std::os::unix::fs::PermissionsExt as _;
    let dir = Dir::new();
    let mut world = World::new();
    world.ring(10..18, "2026-03-01", 1, 1).write(&dir);
    dir.check(RUN, 0);
    for name in ["rings.db", "rings.db.key", "rings.db.lock"] {
        let path = dir.path(name);
        assert_eq!(path.metadata().unwrap().permissions().mode() & 0o777, 0o600, "{name}");
        let bytes = std::fs::read(path).unwrap();
        let holds = |text: &str| bytes.windows(text.len()).any(|window| window == text.as_bytes());
        for number in 10..18 {
            assert!(
                !holds(&phone(1)) && !holds(&id_no(number)) && !holds(&format!("{}", 7_919_317 + 13_579))
            );
        }
        assert!(!holds("王建"));
    }
}

/// Kills a run at twenty moments: store and outputs are those before or those after, and the next run succeeds.
#[test]
fn a_killed_run_leaves_the_night_before_or_the_night_after() {
    let dir = Dir::new();
    let mut world = World::new();
    world.ring(10..18, "2026-03-01", 1, 1);
    night(&dir, &world, "2026-03-01");
    let copy = |from: &Path, to: &Path| {
        let _ = std::fs::remove_dir_all(to);
        std::fs::create_dir(to).unwrap();
        for (name, bytes) in files(from) {
            std::fs::write(to.join(name), bytes).unwrap();
        }
    };
    let key = std::fs::read(dir.path("rings.db.key")).unwrap();
    let (store, before) = (std::fs::read(dir.path("rings.db")).unwrap(), rings(&dir));
    copy(&dir.path("out"), &dir.path("saved"));
    world.ring(18..22, "2026-03-02", 1, 1);
    let start = std::time::Instant::now();
    let after = night(&dir, &world, "2026-03-02");
    let whole = start.elapsed();
    let second = dump(&dir);
    let mut seen = BTreeSet::new();
    for moment in 0..20u32 {
        for name in ["rings.db-wal", "rings.db-shm"] {
            let _ = std::fs::remove_file(dir.path(name));
        }
        std::fs::write(dir.path("rings.db"), &store).unwrap();
        assert_eq!(std::fs::read(dir.path("rings.db.key")).unwrap(), key);
        copy(&dir.path("saved"), &dir.path("out"));
        let arguments = format!("{RUN} --as-of 2026-03-02");
        let mut run = dir.command().args(arguments.split(' ')).spawn().unwrap();
        std::thread::sleep(whole * (8 + moment) / 28);
        run.kill().unwrap();
        run.wait().unwrap();
        let now = rings(&dir);
        assert!(now == before || now == after, "{now:?}");
        seen.insert(now == after);
        let nights = dump(&dir).iter().filter(|row| row.starts_with("runs")).count();
        assert!(nights == 1 || nights == 2);
        // Outputs never run ahead of the store.
        assert!(now == before || nights == 2);
        let connection = rusqlite::Connection::open(dir.path("rings.db")).unwrap();
        let check: String = connection.query_row("PRAGMA integrity_check", [], |row| row.get(0)).unwrap();
        assert_eq!(check, "ok");
        drop(connection);
        assert_eq!(night(&dir, &world, "2026-03-02"), after);
        assert_eq!(dump(&dir), second);
    }
    assert!(!seen.is_empty());
}

#[test]
fn explain_and_trace_know_the_id_of_the_store_with_event_and_decision() {
    let dir = Dir::new();
    let mut world = World::new();
    world.ring(10..18, "2026-03-01", 1, 1);
    let id = night(&dir, &world, "2026-03-01")[0].0.clone();
    // A later record with a smaller id would name the ring otherwise, had it just been born.
    world.ring(5..8, "2026-03-03", 1, 1);
    night(&dir, &world, "2026-03-03");
    dir.check(&format!("decide {id} confirmed --by wang --reason visited --store rings.db"), 0);
    let before = dump(&dir);
    let input = "--complaints c.csv --surrenders s.csv --permutations 0 --store rings.db";
    let (text, _) = dir.check(&format!("explain {id} {input}"), 0);
    assert!(
        text.contains("event: grown\n") && text.contains("decision: confirmed (wang 2026-03-03"),
        "{text}"
    );
    let (json, _) = dir.check(&format!("explain {id} {input} --format json"), 0);
    assert!(json.contains("\"event\": \"grown\"") && json.contains("\"decision\": \"confirmed\""), "{json}");
    let (text, _) = dir.check(&format!("trace --phone {} {input}", phone(1)), 0);
    assert!(text.contains(&format!("[{id}]")), "{text}");
    assert_eq!(before, dump(&dir));
    World::new().write(&dir);
    night(&dir, &World::new(), "2026-03-04");
    let (_, error) = dir.check(&format!("explain {id} {input}"), 2);
    assert!(error.contains("is missing now; see `ringkeeper history"), "{error}");
}

/// Files may not grow past a limit, as on a full disk: at every size the run fails with words or succeeds.
#[test]
fn a_full_disk_leaves_the_night_before_and_says_what_could_not_be_written() {
    let dir = Dir::new();
    let mut world = World::new();
    world.ring(10..18, "2026-03-01", 1, 1);
    night(&dir, &world, "2026-03-01");
    let (store, out) = (dump(&dir), files(&dir.path("out")));
    world.ring(18..48, "2026-03-02", 1, 1);
    world.write(&dir);
    let mut failures = 0;
    // In blocks of 512 bytes.
    for blocks in [0, 1, 8, 16, 24, 64, 128, 160] {
        let shell = format!("trap '' XFSZ; ulimit -f {blocks}; exec \"$0\" {RUN} --as-of 2026-03-02");
        let program = dir.command().get_program().to_owned();
        let run = std::process::Command::new("sh")
            .args(["-c", &shell])
            .arg(program)
            .current_dir(dir.path(""))
            .output();
        let run = run.unwrap();
        let error = String::from_utf8_lossy(&run.stderr);
        if run.status.success() {
            break;
        }
        failures += 1;
        assert_eq!(run.status.code(), Some(1), "{blocks}: {error}");
        assert!(error.contains("ringkeeper: ") && !error.contains("panicked"), "{blocks}: {error}");
        assert!(store == dump(&dir) && out == files(&dir.path("out")), "{blocks}: {error}");
    }
    assert!(failures > 3, "{failures}");
    assert!(night(&dir, &world, "2026-03-02")[0].2 > 16);
}
