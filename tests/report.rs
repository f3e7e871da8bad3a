//! report.html: written by every run, masked, and the same for any number of threads.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod support;

use std::io::Read as _;

use base64::Engine as _;
use support::{Dir, configuration, samples};

/// The inflated blocks of a page, by their id.
fn blocks(page: &str) -> Vec<(String, serde_json::Value)> {
    page.split("<script type=\"application/gzip\" id=\"")
        .skip(1)
        .map(|rest| {
            let (name, rest) = rest.split_once("\">").unwrap();
            let base64 = rest.split_once('<').unwrap().0;
            let gzip = base64::engine::general_purpose::STANDARD.decode(base64).unwrap();
            let mut json = String::new();
            flate2::read::GzDecoder::new(&gzip[..]).read_to_string(&mut json).unwrap();
            (name.to_owned(), serde_json::from_str(&json).unwrap())
        })
        .collect()
}

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
fn the_page_holds_every_finding_and_no_raw_phone_account_or_identity_number() {
    let dir = Dir::new();
    let blocks = blocks(&page(&dir, "out", "--all-kinds"));
    let overview = &blocks[0].1;
    let listed = overview["rings"].as_array().unwrap().len();
    let detailed: usize = blocks[2..].iter().map(|(_, rings)| rings.as_array().unwrap().len()).sum();
    assert_eq!(listed, dir.read("out/rings.csv").lines().count() - 1);
    assert_eq!(listed, detailed);

    let text: String = blocks.iter().map(|(_, block)| block.to_string()).collect();
    let complaints = std::fs::read(samples().join("complaints.csv")).unwrap();
    let complaints = String::from_utf8_lossy(&complaints).into_owned();
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(complaints.as_bytes());
    let headers = reader.headers().unwrap().clone();
    let mut looked_for = 0;
    for row in reader.records().map(Result::unwrap) {
        for (header, cell) in headers.iter().zip(row.iter()) {
            let personal = header.ends_with("phone") || header.ends_with("id_no") || header == "text";
            // Hotlines of ten digits are not personal, nor is a row of noughts.
            let dummy = cell.chars().all(|letter| letter == '0');
            if personal && !dummy && cell.chars().count() > 10 {
                looked_for += 1;
                assert!(!text.contains(cell), "{header} of a complaint stands in the page");
            }
        }
    }
    assert!(looked_for > 100);
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
