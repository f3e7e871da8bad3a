//! The command line end to end: exit codes, what is published and what never is, what is printed.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod support;

use std::io::Read as _;
use std::process::Stdio;

use support::{Dir, configuration, files, rows};

const COMPLAINTS: &str = "complaint_id,received_at,phone,policy_no,complainant_name\n\
    C1,2026-03-01,13912345601,P001,张三\nC2,2026/3/2,13912345602,P002,李四\nC3,20260303,13912345603,P003,王五\n";

fn dir() -> Dir {
    let dir = Dir::new();
    dir.write("complaints.csv", COMPLAINTS);
    dir
}

#[test]
fn all_configuration_errors_are_said_at_once_and_nothing_is_written() {
    let dir = dir();
    dir.write(
        "bad.toml",
        "complaints = 'complaints.csv'\ncut-of = 0.5\nmin-households = 'few'\nlang = 'fr'\n",
    );
    let (_, error) = dir.check("run --config bad.toml", 2);
    assert!(error.contains("unknown key `cut-of`; did you mean `cut-off`?"), "{error}");
    assert!(error.contains("min-households") && error.contains("lang"), "{error}");
    let (_, error) = dir.check("run --complaints complaints.csv --cut-off 7 --as-of soon --token x", 2);
    assert!(error.contains("cut-off") && error.contains("as-of") && error.contains("token"), "{error}");
    assert!(!dir.path("out").exists());
}

#[test]
fn a_missing_column_names_the_headers_and_the_nearest_match() {
    let dir = dir();
    dir.write("complaints.csv", "complaint_no,received_at\nC1,2026-03-01\n");
    let (_, error) = dir.check("run --complaints complaints.csv", 1);
    assert!(
        error.contains("complaints.csv line 1") && error.contains("nearest is `complaint_no`"),
        "{error}"
    );
    dir.check("run --complaints complaints.csv --header complaints.complaint_no=complaint_id -q", 0);
}

#[test]
fn too_many_rejects_stop_the_run_and_leave_the_last_output() {
    let dir = dir();
    dir.check("run --complaints complaints.csv -q", 0);
    let before = files(&dir.path("out"));
    dir.write("complaints.csv", format!("{COMPLAINTS}C4,never,,,\n"));
    let (_, error) = dir.check("run --complaints complaints.csv -q", 3);
    assert!(error.contains("1 of 4 rows were rejected"), "{error}");
    assert!(files(&dir.path("out")) == before);
    let rejects = rows(&dir.path("out.rejected/rejects.csv"));
    assert_eq!((rejects[0]["line"].as_str(), rejects[0]["column"].as_str()), ("5", "received_at"));
    dir.check("check --complaints complaints.csv -q", 3);
    dir.check("run --complaints complaints.csv -q --max-reject-share 0.3", 0);
}

#[test]
fn a_folder_that_is_not_ours_is_refused_before_anything_is_read() {
    let dir = dir();
    std::fs::create_dir(dir.path("photos")).unwrap();
    dir.write("photos/holiday.jpg", "x");
    let (_, error) = dir.check("run --complaints missing.csv --out photos", 2);
    assert!(error.contains("never replaced"), "{error}");
    assert!(dir.path("photos/holiday.jpg").exists());
}

#[test]
fn found_rings_exit_with_ten_when_asked_to() {
    let dir = dir();
    dir.check(&format!("run --config {} --fail-on-rings -q", configuration()), 10);
    dir.check("run --complaints complaints.csv --fail-on-rings -q --out other", 0);
}

#[test]
fn a_memory_budget_that_is_too_small_is_said_with_its_code() {
    let dir = dir();
    let (_, error) = dir.check("run --complaints complaints.csv --max-memory 1", 4);
    assert!(error.contains("max-memory"), "{error}");
    assert!(!dir.path("out").exists());
}

#[test]
fn check_shows_columns_and_rejects_and_writes_nothing() {
    let dir = dir();
    dir.write("complaints.csv", format!("{COMPLAINTS}C4,2026-02-30,,,\n").replace("phone", "colour"));
    let (out, _) = dir.check("check --complaints complaints.csv --max-reject-share 0.5", 0);
    assert!(out.contains("colour → not used") && out.contains("line 5 received_at"), "{out}");
    assert_eq!(files(&dir.path("")).len(), 1);
    let (json, _) = dir.check("check --complaints complaints.csv --max-reject-share 0.5 --format json", 0);
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(json["rejects"][0]["line"], 5);
}

#[test]
fn explain_says_why_and_why_not() {
    let dir = dir();
    let config = configuration();
    let (json, _) = dir.check(&format!("run --config {config} --format json"), 0);
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    let ring = json["rings"][0]["ring_id"].as_str().unwrap();
    let (out, _) = dir.check(&format!("explain {ring} --config {config}"), 0);
    assert!(out.contains("reported as a likely ring") && out.contains("Shared values"), "{out}");
    let member = &rows(&dir.path("out/members.csv"))[0]["record_id"];
    let (out, _) = dir.check(&format!("explain {member} --config {config}"), 0);
    assert!(out.contains(&format!("In {ring}")), "{out}");
    let (out, _) = dir.check("explain C1 --complaints complaints.csv", 0);
    assert!(out.contains("nobody else shares it") && out.contains("In no ring"), "{out}");
    for (id, told) in [(ring, "列为疑似团伙"), (member.as_str(), "属于R-")] {
        let (out, _) = dir.check(&format!("explain {id} --lang zh --config {config}"), 0);
        let lines = out.lines().filter(|line| !line.starts_with("Leads") && !line.contains("data_samples"));
        let mut words = lines.flat_map(|line| line.split(|letter: char| !letter.is_ascii_lowercase()));
        assert!(out.contains(told) && words.all(|word| word.len() < 4), "{out}");
    }
    let (_, error) = dir.check("explain R-0 --complaints complaints.csv", 2);
    assert!(error.contains("no ring and no record `R-0`"), "{error}");
}

#[test]
fn trace_follows_a_phone_to_others_and_masks_what_it_shows() {
    let dir = dir();
    dir.write(
        "complaints.csv",
        "complaint_id,received_at,phone,address\nC1,2026-03-01,13912345601,\n\
         C2,2026-03-02,13912345601,朝阳区阳光花园3栋2单元501\nC3,2026-03-03,,朝阳区阳光花园3-2-501\n",
    );
    let (out, _) = dir.check("trace --phone +86-139-1234-5601 --complaints complaints.csv", 0);
    assert!(out.contains("Hop 1: 2 records") && out.contains("Hop 2: 1 records"), "{out}");
    assert!(out.contains("139****5601") && !out.contains("13912345601"), "{out}");
    let (out, _) = dir.check("trace --phone 13912345601 --complaints complaints.csv --lang zh", 0);
    assert!(out.contains("电话 139****5601") && out.contains("第2层：1条记录"), "{out}");
    dir.check("trace --complaints complaints.csv", 2);
}

#[test]
fn every_setting_of_the_printed_configuration_is_read_back() {
    let dir = dir();
    let (toml, _) = dir.check("config", 0);
    dir.write("ringkeeper.toml", toml);
    dir.check("run --config ringkeeper.toml --complaints complaints.csv -q", 0);
}

#[test]
fn the_format_is_json_and_chinese_tables_have_a_byte_order_mark() {
    let dir = dir();
    let (json, _) = dir.check("run --complaints complaints.csv --format json --lang zh", 0);
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(json["counts"]["records"], 3);
    assert!(dir.read("out/rings.csv").starts_with("\u{feff}团伙编号,"));
}

#[test]
fn completions_man_page_and_version_are_printed() {
    let dir = dir();
    assert!(dir.check("completions bash", 0).0.contains("ringkeeper"));
    assert!(dir.check("man", 0).0.starts_with(".ie"));
    assert!(dir.check("--version", 0).0.starts_with("ringkeeper "));
    dir.check("", 2);
}

#[test]
fn a_reader_that_goes_away_is_success() {
    let dir = dir();
    let mut child =
        dir.command().arg("config").stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    let status = child.wait().unwrap();
    let mut error = String::new();
    child.stderr.take().unwrap().read_to_string(&mut error).unwrap();
    assert!(status.success(), "{error}");
    assert_eq!(error, "");
}

#[test]
fn a_run_killed_at_any_moment_leaves_the_last_output_whole() {
    let dir = dir();
    dir.check("run --complaints complaints.csv -q", 0);
    let first = files(&dir.path("out"));
    dir.check(&format!("run --config {} --out other -q", configuration()), 0);
    let second = files(&dir.path("other"));
    for delay in 0..40 {
        let mut child =
            dir.command().args(["run", "--config", &configuration(), "--out", "out", "-q"]).spawn().unwrap();
        // Moments spread over the length of a run, by waiting for work rather than for a clock.
        for _ in 0..delay {
            std::hint::black_box(std::fs::read_dir(dir.path("")).unwrap().count());
            std::thread::yield_now();
            std::hint::black_box(files(&dir.path("other")));
        }
        child.kill().unwrap();
        child.wait().unwrap();
        let now = files(&dir.path("out"));
        let same = |left: &std::collections::BTreeMap<String, Vec<u8>>| {
            left.iter().all(|(name, bytes)| name == "manifest.json" || now.get(name) == Some(bytes))
                && now.len() == left.len()
        };
        assert!(same(&first) || same(&second), "{:?}", now.keys());
        let manifest: Result<serde_json::Value, _> = serde_json::from_slice(&now["manifest.json"]);
        assert!(manifest.is_ok());
    }
    // What a killed run left beside is cleaned by the next one.
    dir.check(&format!("run --config {} --out out -q", configuration()), 0);
    assert!(!dir.path(".out.staging").exists());
}
