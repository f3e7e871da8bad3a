//! `tune` with the binary: from the store and from an output folder, without the input.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

#[path = "support/nights.rs"]
mod nights;
mod support;

use nights::{World, rings};
use support::Dir;

const RUN: &str = "run --complaints c.csv --surrenders s.csv --permutations 4 --quiet --store rings.db";

#[test]
fn nights_of_a_store_are_tuned_by_scores_chance_and_decisions_after_the_input_is_gone() {
    let dir = Dir::new();
    let mut world = World::new();
    world.ring(10..18, "2026-03-01", 1, 1).write(&dir);
    dir.check(&format!("{RUN} --as-of 2026-03-01"), 0);
    world.ring(20..26, "2026-03-02", 2, 2).write(&dir);
    dir.check(&format!("{RUN} --as-of 2026-03-02"), 0);
    let ids: Vec<String> = rings(&dir).into_iter().map(|ring| ring.0).collect();
    assert_eq!(ids.len(), 2);
    dir.check(&format!("decide {} confirmed --by wang --reason visited --store rings.db", ids[0]), 0);
    dir.check(&format!("decide {} cleared --by wang --reason family --store rings.db", ids[1]), 0);
    std::fs::remove_file(dir.path("c.csv")).unwrap();
    let (json, _) = dir.check("tune --store rings.db --format json --cut-offs 0.5,1 --minutes 60", 0);
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    let row = &json["rows"][0];
    // One ring on the first night, two on the second, of which one is new: an hour.
    assert_eq!((json["nights"].as_u64(), row["rings"].as_f64()), (Some(2), Some(1.5)));
    assert_eq!((row["new_rings"].as_f64(), row["hours"].as_f64()), (Some(1.0), Some(1.0)));
    assert_eq!(row["expected_false"].as_f64(), Some(0.0));
    assert_eq!((row["recall"]["hits"].as_u64(), row["precision"]["of"].as_u64()), (Some(1), Some(2)));
    assert_eq!(json["rows"][1]["rings"].as_f64(), Some(0.0));
    let (text, _) = dir.check("tune --store rings.db", 0);
    assert!(text.contains("Suggested: 0.5, because at most 5 % of its rings"), "{text}");
    assert!(text.lines().all(|line| line.chars().count() <= 80), "{text}");
    let (text, _) = dir.check("tune --store rings.db --lang zh", 0);
    assert!(text.contains("    阈值    团伙    新增     人数") && text.contains("建议阈值0.5"), "{text}");
    let (csv, _) = dir.check("tune --store rings.db --format csv", 0);
    assert!(csv.starts_with("cut_off,rings,new_rings,persons,expected_false,"), "{csv}");
    // The last night again leaves what it left before.
    world.write(&dir);
    dir.check(&format!("{RUN} --as-of 2026-03-02"), 0);
    assert_eq!(dir.check("tune --store rings.db --format csv", 0).0, csv);
}

#[test]
fn an_output_folder_is_tuned_alone_with_the_labels_of_its_records() {
    let dir = Dir::new();
    let mut world = World::new();
    world.ring(10..18, "2026-03-01", 1, 1).write(&dir);
    dir.check("run --complaints c.csv --surrenders s.csv --permutations 0 --quiet", 0);
    dir.write("labels.csv", "record_id,decision\nC0010,confirmed\nC0011,confirmed\nC0012,cleared\n");
    let (csv, _) = dir.check("tune --run out --labels labels.csv --cut-offs 0.5 --format csv", 0);
    // Without permutations nothing is known of chance.
    assert_eq!(csv.lines().nth(1), Some("0.5,1,1,8,,1,1,1,1,1,0.2065,1,0.75"));
    let (text, _) = dir.check("tune --run out", 0);
    assert!(text.contains("No suggestion: too little is known of chance"), "{text}");
    let (_, error) = dir.check("tune", 2);
    assert!(error.contains("--store"), "{error}");
}
