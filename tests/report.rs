//! report.html: written by every run, masked, and the same for any number of threads.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod support;

use support::{Dir, blocks, configuration};

fn page(dir: &Dir, out: &str, more: &str) -> String {
    dir.check(&format!("run --config {} --out {out} -q {more}", configuration()), 0);
    dir.read(&format!("{out}/report.html"))
}

#[test]
fn the_page_is_the_same_for_one_two_and_eight_threads() {
    let dir = Dir::new();
    let pages =
        [1, 2, 8].map(|threads| page(&dir, &format!("out{threads}"), &format!("--threads {threads}")));
    assert_eq!(pages[0], pages[1]);
    assert_eq!(pages[0], pages[2]);
}

#[test]
fn the_page_holds_every_finding_of_the_table() {
    let dir = Dir::new();
    let blocks = blocks(&page(&dir, "out", "--all-kinds"));
    let overview = &blocks[0].1;
    let listed = overview["rings"].as_array().unwrap().len();
    let detailed: usize = blocks[2..].iter().map(|(_, rings)| rings.as_array().unwrap().len()).sum();
    assert_eq!(listed, dir.read("out/rings.csv").lines().count() - 1);
    assert_eq!(listed, detailed);
}

#[test]
fn the_policy_forbids_every_request() {
    let dir = Dir::new();
    let page = page(&dir, "out", "");
    let policy =
        page.split("Content-Security-Policy\" content=\"").nth(1).unwrap().split('"').next().unwrap();
    assert!(policy.starts_with("default-src 'none'; script-src 'sha256-"));
    assert!(!policy.contains("unsafe") && !policy.contains("http"));
}

#[test]
fn trends_count_repeats_and_know_what_stood_at_risk() {
    let dir = Dir::new();
    let complaints = "complaint_id,received_at,branch,parent_id\nC1,2026-03-01,甲,\nC2,2026-03-09,甲,C1\n\
        C3,2026-03-10,甲,G\nC4,2026-03-11,甲,G\n";
    dir.write("c.csv", complaints);
    dir.write("e.csv", "month,branch,premium,policies,insured\n2026年3月,甲,10000,20,30\nMarch,甲,1,1,1\n");
    dir.check("run --complaints c.csv --exposure e.csv --out out -q", 0);
    let trends = &blocks(&dir.read("out/report.html"))[1].1;
    let indicator = |name: &str| {
        let indicators = trends["indicators"].as_array().unwrap();
        indicators.iter().position(|indicator| indicator["name"] == name).unwrap()
    };
    let march = &trends["groups"]["branch"][0]["series"][0];
    assert_eq!(march[indicator("repeated_complaints")], 2.0);
    // Four complaints on 10,000 yuan of premium.
    assert_eq!(march[indicator("premium_rate")], 40_000.0);
    assert!(dir.read("out/warnings.csv").contains("e.csv,3,month,5 characters: 5 letters"));
}
