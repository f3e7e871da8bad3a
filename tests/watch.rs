//! What those who watch the nights are told, through the binary: drift, logs, metrics.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

#[path = "support/nights.rs"]
mod nights;
mod support;

use nights::{RUN, World, dump, night};
use support::{Dir, files};

#[test]
fn a_night_with_half_the_records_is_warned_of_and_publishes_nothing_where_the_settings_say_stop() {
    let dir = Dir::new();
    let mut world = World::new();
    world.ring(10..18, "2026-03-01", 1, 1);
    for day in 1..4 {
        night(&dir, &world, &format!("2026-03-0{day}"));
    }
    let (store, out) = (dump(&dir), files(&dir.path("out")));
    // The second half of the export is missing.
    let half = dir.read("s.csv").lines().take(21).fold(String::new(), |text, line| text + line + "\n");
    dir.write("s.csv", half);
    dir.write(
        "c.csv",
        dir.read("c.csv").lines().take(21).fold(String::new(), |text, line| text + line + "\n"),
    );
    let stop = format!("{RUN} --as-of 2026-03-04 --drift stop --metrics night.prom --log-format json");
    let (_, error) = dir.check(&stop, 5);
    assert!(error.contains("records: 40 tonight, 816 in the nights before"), "{error}");
    assert!(error.contains("\"published\":false"), "{error}");
    assert!(dir.read("night.prom").contains("\nringkeeper_published 0\n"));
    assert!(store == dump(&dir) && out == files(&dir.path("out")));
    let (_, error) = dir.check(&format!("{RUN} --as-of 2026-03-04"), 0);
    assert!(error.starts_with("ringkeeper: warning: records: 40 tonight"), "{error}");
    let (_, error) = dir.check(&format!("{RUN} --as-of 2026-03-04 --drift off"), 0);
    assert_eq!(error, "");
}

#[test]
fn a_json_log_has_one_line_a_stage_and_one_for_the_run() {
    let dir = Dir::new();
    World::new().ring(10..18, "2026-03-01", 1, 1).write(&dir);
    let (_, log) = dir.check(&format!("{RUN} --log-format json"), 0);
    let lines: Vec<serde_json::Value> = log.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let stages: Vec<&str> = lines.iter().filter_map(|line| line["stage"].as_str()).collect();
    assert_eq!(stages, ["ingest", "normalise", "link", "detect", "report"]);
    let last = lines.last().unwrap();
    assert_eq!((last["event"].as_str(), last["counts"]["rings"].as_u64()), (Some("run"), Some(1)));
}

#[test]
fn the_metrics_are_whole_and_carry_counts_alone() {
    let dir = Dir::new();
    World::new().ring(10..18, "2026-03-01", 1, 1).write(&dir);
    dir.check(&format!("{RUN} --metrics night.prom"), 0);
    let text = dir.read("night.prom");
    assert!(text.contains("\nringkeeper_rings 1\n") && text.contains("\nringkeeper_published 1\n"), "{text}");
    for line in text.lines().filter(|line| !line.starts_with('#')) {
        let (name, value) = line.split_once(' ').unwrap();
        assert!(name.starts_with("ringkeeper_") && value.parse::<f64>().is_ok(), "{line}");
    }
    assert!(!dir.path("night.prom.part").exists());
}
