//! `evaluate` end to end, on files small enough to check by hand.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod support;

use support::Dir;

/// Two rings of four and five persons, a village; C9 and C10 are background.
const TRUTH: &str = "record_id,ring_id,ring_type,role,look_alike,habit,person,values\n\
    C1,ring-1,complaint_extortion,policyholder,,one_phone,p1,phone:1\n\
    C2,ring-1,complaint_extortion,policyholder,,one_phone,p2,phone:1\n\
    C3,ring-1,complaint_extortion,policyholder,,one_phone,p3,phone:1\n\
    C4,ring-1,complaint_extortion,policyholder,,one_phone,p4,\n\
    S1,ring-2,old_for_new,policyholder,,receiver,p5,receiver:1\n\
    S2,ring-2,old_for_new,policyholder,,receiver,p6,receiver:1\n\
    S3,ring-2,old_for_new,policyholder,,receiver,p7,receiver:1\n\
    S4,ring-2,old_for_new,policyholder,,receiver,p8,receiver:1\n\
    S5,ring-2,old_for_new,organiser,,receiver,p9,receiver:1\n\
    V1,,,,village-1,village,p10,flat:1\nV2,,,,village-1,village,p11,flat:1\n";

const MEMBERS: &str = "ring_id,kind,record_id\nR-a,proxy_ring,C1\nR-a,proxy_ring,C2\nR-a,proxy_ring,C3\n\
    R-a,proxy_ring,C9\nR-b,proxy_ring,V1\nR-b,proxy_ring,V2\nR-c,mis_selling,S1\n";

fn dir() -> Dir {
    let dir = Dir::new();
    dir.write("truth.csv", TRUTH);
    dir.write("members.csv", MEMBERS);
    dir
}

fn json(text: &str) -> serde_json::Value {
    serde_json::from_str(text).unwrap()
}

#[test]
fn every_metric_of_a_hand_checked_world() {
    let dir = dir();
    dir.write("rings.csv", "ring_id,q_value,rank\nR-a,0.01,1\nR-b,0.04,2\n");
    let (out, _) =
        dir.check("evaluate --members members.csv --truth truth.csv --records 1000 --format json", 0);
    let of = json(&out);
    // 3 of 6 accused are ring records; 3 of 9 ring records are accused.
    assert_eq!(of["record"]["precision"], 0.5);
    assert!((of["record"]["f1"].as_f64().unwrap() - 0.4).abs() < 1e-9);
    // C1–C3 have precision 3/4, the other three 0; recall 3/4 for three of nine.
    assert!((of["b_cubed"]["precision"].as_f64().unwrap() - 0.375).abs() < 1e-9);
    assert!((of["b_cubed"]["recall"].as_f64().unwrap() - 0.25).abs() < 1e-9);
    assert_eq!((of["rings"]["found"].as_u64(), of["rings"]["findable"].as_u64()), (Some(1), Some(2)));
    assert_eq!(
        (of["false_rings"]["total"].as_u64(), of["false_rings"]["by_chance"].as_u64()),
        (Some(1), Some(0))
    );
    assert_eq!(of["false_rings"]["look_alikes"]["village"], 1);
    assert_eq!((of["innocents"].as_u64(), of["innocents_per_10000"].as_f64()), (Some(3), Some(30.0)));
    assert_eq!(of["precision_at_20"], 0.5);
    assert_eq!(
        (of["by_size"][0]["name"].as_str(), of["by_size"][1]["name"].as_str()),
        (Some("1-4"), Some("5-9"))
    );
    assert_eq!(of["by_habit"][1]["found"], 0);
    assert_eq!(
        (of["calibration"][2]["look_alikes"].as_u64(), of["calibration"][2]["by_chance"].as_u64()),
        (Some(1), Some(0))
    );
    let (text, _) = dir.check("evaluate --members members.csv --truth truth.csv", 0);
    assert!(text.contains("1 of 2 findable") && text.contains("village 1"), "{text}");
}

#[test]
fn decisions_give_precision_with_its_interval() {
    let dir = dir();
    dir.write(
        "labels.csv",
        "ring_id,record_id,decision,decided_at\nR-a,,confirmed,2026-10-01\n,V1,cleared,2026-10-02\n",
    );
    let (out, _) = dir.check("evaluate --members members.csv --labels labels.csv --format json", 0);
    let of = json(&out)["decisions"].clone();
    assert_eq!((of["precision"]["hits"].as_u64(), of["precision"]["of"].as_u64()), (Some(1), Some(2)));
    assert!(of["precision"]["low"].as_f64().unwrap() < 0.1);
}

#[test]
fn what_is_missing_is_said_with_its_place() {
    let dir = dir();
    let (_, error) = dir.check("evaluate --members members.csv", 2);
    assert!(error.contains("--truth") && error.contains("--labels"), "{error}");
    let (_, error) = dir.check("evaluate --members none.csv --truth truth.csv", 1);
    assert!(error.contains("failed to read `none.csv`"), "{error}");
    dir.write("truth.csv", "record,ring\nC1,ring-1\n");
    let (_, error) = dir.check("evaluate --members members.csv --truth truth.csv", 1);
    assert!(error.contains("truth.csv line 1: no column `record_id`"), "{error}");
    dir.check("evaluate --ablate --complaints c.csv", 2);
}

#[test]
fn ablation_measures_a_run_without_each_link_type_and_flag() {
    let dir = Dir::new();
    let config = support::configuration();
    dir.check(&format!("run --config {config} --quiet"), 0);
    // The run's own findings as truth: the full run is perfect, and without phones less is found.
    let members = support::rows(&dir.path("out/members.csv"));
    let truth: Vec<String> =
        members.iter().map(|row| format!("{},{}\n", row["record_id"], row["ring_id"])).collect();
    dir.write("truth.csv", format!("record_id,ring_id\n{}", truth.concat()));
    let (out, _) =
        dir.check(&format!("evaluate --ablate --truth truth.csv --format json --config {config}"), 0);
    let effects = json(&out);
    assert_eq!(
        (effects[0]["without"].as_str(), effects[0]["record_f1"].as_f64()),
        (Some("nothing"), Some(1.0))
    );
    assert_eq!(effects[1]["without"], "link phone");
    assert!(effects[1]["record_f1"].as_f64().unwrap() < 1.0);
    assert!(effects.as_array().unwrap().iter().any(|effect| effect["without"] == "flag excess_refund"));
}
