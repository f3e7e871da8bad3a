//! Some weeks of nights end to end: ids last, events are told, and a night's input holds nothing of the future.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod support;

use std::collections::{BTreeMap, BTreeSet};

use support::{Dir, files, rows};

/// Five weeks of a world small enough for a test. The window lets splits show.
const WORLD: &str = "simulate --nights 35 --records 4000 --window 120 --records-per-ring 250 --seed 11";

/// Runs all nights of the world against one store, and returns what `evaluate` measures.
fn replay(dir: &Dir) -> serde_json::Value {
    dir.check(&format!("{WORLD} --out world"), 0);
    std::fs::create_dir(dir.path("runs")).unwrap();
    for night in rows(&dir.path("world/nights.csv")) {
        let night = &night["night"];
        let config =
            format!("--config world/{night}/ringkeeper.toml --permutations 0 --quiet --store rings.db");
        dir.check(&format!("run {config}"), 0);
        let kept = dir.path(&format!("runs/{night}"));
        std::fs::create_dir(&kept).unwrap();
        for name in ["members.csv", "rings.csv", "alerts.csv"] {
            std::fs::copy(dir.path("out").join(name), kept.join(name)).unwrap();
        }
    }
    let (out, _) = dir.check("evaluate --nights runs --truth world/truth.csv --format json", 0);
    serde_json::from_str(&out).unwrap()
}

#[test]
fn rings_keep_their_ids_and_events_are_told_through_five_weeks() {
    let dir = Dir::new();
    let of = replay(&dir);
    let share = |of: &serde_json::Value| (of["hits"].as_f64().unwrap(), of["of"].as_f64().unwrap());
    let (kept, continuations) = share(&of["identity"]["kept"]);
    assert!(continuations > 200.0 && kept >= 0.98 * continuations, "{of}");
    let (wrong, carried) = share(&of["identity"]["wrong_carry_overs"]);
    assert!(wrong <= 0.01 * carried, "{of}");
    let (right, judged) = share(&of["events"].as_array().unwrap().last().unwrap()["right_without"]);
    assert!(judged > 20.0 && right >= 0.9 * judged, "{of}");
    let (text, _) = dir.check("evaluate --nights runs --truth world/truth.csv", 0);
    assert!(text.starts_with("35 nights, ") && text.contains("Rings that keep their id"), "{text}");
}

#[test]
fn a_night_reads_what_had_arrived_by_then_and_never_what_came_later() {
    let dir = Dir::new();
    dir.check(&format!("{WORLD} --out world"), 0);
    let mut seen: BTreeMap<String, BTreeMap<String, String>> = BTreeMap::new();
    let mut paid_later = 0;
    for night in rows(&dir.path("world/nights.csv")) {
        let (night, count) = (&night["night"], &night["records"]);
        let complaints = rows(&dir.path(&format!("world/{night}/complaints.csv")));
        let surrenders = rows(&dir.path(&format!("world/{night}/surrenders.csv")));
        assert_eq!((complaints.len() + surrenders.len()).to_string(), *count);
        assert!(complaints.iter().all(|row| row["received_at"] <= *night), "{night}");
        for row in surrenders {
            assert!(row["applied_at"] <= *night && row["paid_at"] <= *night, "{night} {row:?}");
            assert_eq!(row["paid_at"].is_empty(), row["pay_status"] == "待付款", "{row:?}");
            if let Some(before) = seen.insert(row["surrender_id"].clone(), row.clone()) {
                // Nothing but the payment changes from night to night.
                let differing: BTreeSet<&str> = row
                    .iter()
                    .filter(|(column, text)| before[*column] != **text)
                    .map(|(column, _)| column.as_str())
                    .collect();
                assert!(
                    differing.is_empty() || differing == ["paid_at", "pay_status"].into(),
                    "{differing:?}"
                );
                paid_later += usize::from(!differing.is_empty());
            }
        }
    }
    assert!(paid_later > 50, "{paid_later}");
}

#[test]
fn a_night_written_by_itself_is_the_same_night() {
    let dir = Dir::new();
    dir.check(&format!("{WORLD} --out world"), 0);
    dir.check(&format!("{WORLD} --night 2026-10-15 --out alone"), 0);
    assert_eq!(files(&dir.path("alone")), files(&dir.path("world/2026-10-15")));
    dir.check(&format!("{WORLD} --night truth --out truth"), 0);
    assert_eq!(dir.read("truth/truth.csv"), dir.read("world/truth.csv"));
    let (_, error) = dir.check(&format!("{WORLD} --night 2026-11-01 --out late"), 2);
    assert!(error.contains("is not between 2026-09-27 and 2026-10-31"), "{error}");
}

#[test]
fn what_evaluate_needs_and_does_not_find_is_said() {
    let dir = Dir::new();
    dir.check(&format!("{WORLD} --night truth --out world"), 0);
    std::fs::create_dir(dir.path("runs")).unwrap();
    let (_, error) = dir.check("evaluate --nights runs --truth world/truth.csv", 2);
    assert!(error.contains("has no folder named by a date"), "{error}");
    std::fs::create_dir(dir.path("runs/2026-10-01")).unwrap();
    let (_, error) = dir.check("evaluate --nights runs --truth world/truth.csv", 1);
    assert!(error.contains("members.csv"), "{error}");
}
