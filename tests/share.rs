//! Confirmed rings go from one insurer to another as tokens, through the binary.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

#[path = "support/nights.rs"]
mod nights;
mod support;

use nights::{World, account, id_no, night, phone};
use support::{Dir, rows};

const INPUT: &str = "--complaints c.csv --surrenders s.csv --permutations 0";

/// An insurer with a confirmed ring of phone 1 and account 1, and the file it gives away.
fn giving() -> (Dir, String) {
    let dir = Dir::new();
    let mut world = World::new();
    world.ring(10..18, "2026-03-01", 1, 1);
    let id = night(&dir, &world, "2026-03-01")[0].0.clone();
    dir.check("key new shared.key", 0);
    let export = format!(
        "share export {INPUT} --store rings.db --partner-key-file shared.key --to told.json --from A --by wang"
    );
    // Nothing was confirmed yet.
    let (answer, _) = dir.check(&export, 0);
    assert!(answer.starts_with("told.json: 0 rings, 0 tokens"), "{answer}");
    dir.check(&format!("decide {id} confirmed --by wang --reason visited --store rings.db"), 0);
    let (answer, _) = dir.check(&export, 0);
    assert!(answer.starts_with("told.json: 1 rings, 2 tokens; 0 values"), "{answer}");
    (dir, export)
}

/// An insurer where three other persons give the ring's phone, with the partner's file and the key.
fn taking(from: &Dir) -> Dir {
    let dir = Dir::new();
    let mut world = World::new();
    for number in 30..33 {
        world.person(number, "2026-04-01", 1, 900 + number);
    }
    world.write(&dir);
    for name in ["told.json", "shared.key"] {
        std::fs::copy(from.path(name), dir.path(name)).unwrap();
    }
    dir
}

#[test]
fn a_package_says_kind_bucket_and_months_and_no_value_id_or_day() {
    use std::os::unix::fs::PermissionsExt as _;
    let (dir, _) = giving();
    let text = dir.read("told.json");
    let package: serde_json::Value = serde_json::from_str(&text).unwrap();
    let ring = &package["rings"][0];
    assert_eq!((ring["kind"].as_str(), ring["persons"].as_str()), (Some("proxy_ring"), Some("5-9")));
    assert_eq!((ring["first_month"].as_str(), package["as_of"].as_str()), (Some("2026-03"), Some("2026-03")));
    for secret in [phone(1), account(1), id_no(10), "R-".into(), "C0010".into(), "2026-03-0".into()] {
        assert!(!text.contains(&secret), "{secret}: {text}");
    }
    // Nor does a token of the store stand in it.
    let store = rusqlite::Connection::open(dir.path("rings.db")).unwrap();
    let mut tokens = store.prepare("SELECT token FROM ring_values").unwrap();
    for token in tokens.query_map([], |row| row.get::<_, String>(0)).unwrap() {
        assert!(!text.contains(&token.unwrap()));
    }
    assert_eq!(dir.path("told.json").metadata().unwrap().permissions().mode() & 0o777, 0o600);
    let (trail, _) = dir.check("audit list --store rings.db", 0);
    assert!(trail.contains("share-export") && trail.contains("1 rings, 2 tokens"), "{trail}");
}

#[test]
fn also_seen_at_a_partner_is_a_reason_of_its_own_weight_and_the_score_is_their_sum() {
    let (from, _) = giving();
    let dir = taking(&from);
    let run = format!("run {INPUT} --all-kinds --quiet");
    let score = |dir: &Dir| rows(&dir.path("out/rings.csv"))[0]["score"].parse::<f64>().unwrap();
    dir.check(&run, 0);
    let alone = score(&dir);
    dir.check(&format!("{run} --partner told.json --partner-key-file shared.key"), 0);
    let reasons = rows(&dir.path("out/reasons.csv"));
    let seen = reasons.iter().find(|row| row["code"] == "seen_at_partner").unwrap();
    assert_eq!((seen["observed"].as_str(), seen["contribution"].as_str()), ("1", "3"));
    assert!(seen["sentence"].contains("that A confirmed"), "{seen:?}");
    let id = rows(&dir.path("out/rings.csv"))[0]["ring_id"].clone();
    let bits: f64 = reasons
        .iter()
        .filter(|row| row["ring_id"] == id)
        .map(|row| row["contribution"].parse::<f64>().unwrap())
        .sum();
    assert!(score(&dir) > alone);
    assert!((score(&dir) - (1.0 / (1.0 + (-bits).exp2())).min(0.9999)).abs() < 2e-4);
    // The configuration says it as well, for the nested subcommand too.
    dir.write(
        "r.toml",
        "complaints = 'c.csv'\nsurrenders = 's.csv'\npartner = 'told.json'\npartner-key-file = 'shared.key'\n",
    );
    let (text, _) = dir.check("share import --config r.toml", 0);
    assert!(text.contains("A (2026-03): 1 confirmed rings") && text.contains(&id), "{text}");
    assert!(text.contains("1 values of this input") && !text.contains(&phone(1)), "{text}");
    let (json, _) = dir.check("share import --config r.toml --format json", 0);
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(json["values"][0]["rings"][0]["persons"], "5-9");
}

#[test]
fn another_key_the_stores_key_and_a_missing_one_are_refused_with_words() {
    let (from, export) = giving();
    let (_, error) = from.check(&export.replace("shared.key", "rings.db.key"), 2);
    assert!(error.contains("which no partner may have"), "{error}");
    let dir = taking(&from);
    dir.check("key new other.key", 0);
    let (_, error) = dir.check(&format!("run {INPUT} --partner told.json --partner-key-file other.key"), 2);
    assert!(error.contains("told.json: it was made with another key"), "{error}");
    let (_, error) = dir.check(&format!("run {INPUT} --partner told.json"), 2);
    assert!(error.contains("partner-key-file: without the shared key"), "{error}");
}
