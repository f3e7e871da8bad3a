//! What an output option may replace, and other ways of naming the wrong thing, through the binary.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

#[path = "support/nights.rs"]
mod nights;
mod support;

use nights::{RUN, World, night};
use support::Dir;

const INPUT: &str = "--complaints c.csv --surrenders s.csv --permutations 0 --quiet";

#[test]
fn no_output_option_replaces_a_file_or_a_folder_that_is_not_ours() {
    let dir = Dir::new();
    let mut world = World::new();
    world.ring(10..18, "2026-03-01", 1, 1);
    let id = night(&dir, &world, "2026-03-01")[0].0.clone();
    dir.check("key new shared.key", 0);
    let export = "share export --from A --by wang --store rings.db --partner-key-file shared.key";
    let case = format!("case {id} {INPUT} --store rings.db --out case");
    dir.write("case.zip", "holiday");
    std::fs::create_dir(dir.path("web")).unwrap();
    dir.write("web/manifest.json", "{\"name\": \"web app\"}");
    for (wrong, right, file) in [
        (
            format!("{export} {INPUT} --to rings.db.key"),
            format!("{export} {INPUT} --to told.json"),
            "rings.db.key",
        ),
        (format!("run {INPUT} --metrics c.csv"), format!("run {INPUT} --metrics m.prom"), "c.csv"),
        (case.clone(), case.replace("--out case", "--out other"), "case.zip"),
        (format!("run {INPUT} --out web"), format!("run {INPUT} --out again"), "web/manifest.json"),
    ] {
        let before = std::fs::read(dir.path(file)).unwrap();
        let (_, error) = dir.check(&wrong, 2);
        assert!(error.contains("never replaced"), "{error}");
        assert_eq!(std::fs::read(dir.path(file)).unwrap(), before, "{wrong}");
        // The second time replaces what the first one wrote.
        dir.check(&right, 0);
        dir.check(&right, 0);
    }
}

#[test]
fn with_a_store_only_a_ring_first_found_tonight_fails_the_run() {
    let dir = Dir::new();
    let mut world = World::new();
    world.ring(10..18, "2026-03-01", 1, 1).write(&dir);
    let run = format!("{RUN} --fail-on-rings");
    dir.check(&format!("{run} --as-of 2026-03-01"), 10);
    dir.check(&format!("{run} --as-of 2026-03-02"), 0);
    dir.check(&format!("run {INPUT} --fail-on-rings"), 10);
}

#[test]
fn a_wrong_setting_is_named_before_any_work() {
    let dir = Dir::new();
    World::new().write(&dir);
    dir.write("short.key", "x");
    dir.write("told.json", "{}");
    for (command, word) in [
        (format!("run {INPUT} -j 9999"), "256"),
        (format!("case R-1 {INPUT} --store typo.db"), "does not exist"),
        (
            format!("share export {INPUT} --to t.json --from A --by w --partner-key-file short.key"),
            "partner-key-file:",
        ),
        (format!("share export {INPUT} --to t.json --from =1+1 --by w"), "from: begins as a formula"),
    ] {
        let (_, error) = dir.check(&command, 2);
        assert!(error.contains(word), "{command}: {error}");
    }
}
