//! The samples: every planted ring is found, no look-alike is called one, the outputs are the golden ones.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod support;

use std::collections::{BTreeMap, BTreeSet};

use support::{Dir, configuration, files, rows, samples};

#[test]
fn every_planted_ring_is_found_and_no_look_alike_is_called_a_ring() {
    let dir = Dir::new();
    dir.check(&format!("run --config {} --out out", configuration()), 0);
    let truth: BTreeMap<String, String> = rows(&samples().join("truth.csv"))
        .into_iter()
        .map(|row| (row["record_id"].clone(), [row["ring_id"].as_str(), &row["look_alike"]].concat()))
        .collect();
    let mut members: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for row in rows(&dir.path("out/members.csv")) {
        members.entry(row["ring_id"].clone()).or_default().push(row["record_id"].clone());
    }
    let mut found: BTreeMap<&str, usize> = BTreeMap::new();
    for (ring, records) in &members {
        let mut groups: BTreeMap<&str, usize> = BTreeMap::new();
        for record in records {
            *groups.entry(truth.get(record).map_or("nobody", String::as_str)).or_default() += 1;
        }
        let (group, count) = groups.iter().max_by_key(|(_, count)| **count).unwrap();
        assert!(group.starts_with("ring-"), "{ring} is {groups:?}");
        assert!(count * 10 >= records.len() * 9, "{ring} mixes {groups:?}");
        *found.entry(group).or_default() += count;
    }
    let expected = rows(&samples().join("expected_rings.csv"));
    assert_eq!(expected.len(), 8);
    assert_eq!(members.len(), 8, "one finding a ring");
    for ring in expected {
        let records: usize = ring["records"].parse().unwrap();
        let hits = found.get(ring["ring"].as_str()).copied().unwrap_or(0);
        assert!(hits * 4 >= records * 3, "{} ({}): {hits} of {records}", ring["ring"], ring["habit"]);
    }
}

#[test]
fn look_alikes_are_named_with_their_own_kinds() {
    let dir = Dir::new();
    dir.check(&format!("run --config {} --out out --all-kinds", configuration()), 0);
    let kinds: BTreeSet<String> =
        rows(&dir.path("out/rings.csv")).into_iter().map(|row| row["kind"].clone()).collect();
    for kind in [
        "proxy_ring",
        "agent_collusion",
        "mis_selling",
        "agent_contact",
        "employer_group",
        "shared_place",
        "lawyer",
    ] {
        assert!(kinds.contains(kind), "{kind} is not among {kinds:?}");
    }
}

#[test]
fn the_samples_are_what_the_simulator_writes() {
    let dir = Dir::new();
    dir.check("simulate --sample --out again", 0);
    let again = files(&dir.path("again"));
    let here = files(&samples());
    for (name, bytes) in &again {
        assert!(
            here.get(name) == Some(bytes),
            "{name} differs; run ringkeeper simulate --sample --out data_samples"
        );
    }
}

#[test]
fn outputs_are_the_golden_ones() {
    // Beside a copy of the samples, so that paths, and where lines break after them, are the same everywhere.
    let dir = Dir::new();
    std::fs::create_dir(dir.path("data_samples")).unwrap();
    for (name, bytes) in files(&samples()) {
        dir.write(&format!("data_samples/{name}"), bytes);
    }
    let (summary, _) = dir.check("run --config data_samples/ringkeeper.toml --out out", 0);
    let stable: Vec<&str> = summary.lines().filter(|line| !line.starts_with("Seconds")).collect();
    insta::assert_snapshot!("summary", stable.join("\n"));
    for name in ["rings.csv", "reasons.csv", "alerts.csv", "hubs.csv", "rejects.csv"] {
        insta::assert_snapshot!(name, dir.read(&format!("out/{name}")));
    }
}

#[test]
fn a_score_can_be_recomputed_from_the_reasons() {
    let dir = Dir::new();
    dir.check(&format!("run --config {} --out out --all-kinds", configuration()), 0);
    let mut bits: BTreeMap<String, f64> = BTreeMap::new();
    for row in rows(&dir.path("out/reasons.csv")) {
        *bits.entry(row["ring_id"].clone()).or_default() += row["contribution"].parse::<f64>().unwrap();
    }
    for row in rows(&dir.path("out/rings.csv")) {
        let score: f64 = row["score"].parse().unwrap();
        let again = (1.0 / (1.0 + (-bits[&row["ring_id"]]).exp2())).min(0.9999);
        assert!((score - again).abs() < 0.002, "{}: {score} and {again}", row["ring_id"]);
    }
}

#[test]
fn every_row_is_used_or_rejected_and_the_manifest_says_so() {
    let dir = Dir::new();
    dir.check(&format!("run --config {} --out out", configuration()), 0);
    let manifest: serde_json::Value = serde_json::from_str(&dir.read("out/manifest.json")).unwrap();
    let count = |name: &str| manifest["counts"][name].as_u64().unwrap();
    assert_eq!(count("rows"), count("used") + count("rejected") + count("duplicates"));
    assert_eq!(count("rejected") as usize, rows(&dir.path("out/rejects.csv")).len());
    assert_eq!((count("rejected"), count("duplicates")), (23, 3));
    for (name, bytes) in files(&dir.path("out")) {
        if name != "manifest.json" {
            use sha2::Digest as _;
            let digest = sha2::Sha256::digest(&bytes)
                .iter()
                .fold(String::new(), |text, byte| format!("{text}{byte:02x}"));
            assert_eq!(manifest["outputs"][&name], digest.as_str(), "{name}");
        }
    }
}
